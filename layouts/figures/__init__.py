"""Charts: one pure function each, from values already worked out to a figure."""
