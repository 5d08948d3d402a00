"""The monthly job's own part: which files it wants, getting them, and remembering what has been read."""
