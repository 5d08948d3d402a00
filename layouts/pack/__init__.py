"""The board pack: the same answers as a PDF and as slides."""
