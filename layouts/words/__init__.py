"""The sentences beside the figures, by part of the page, each worked out from an answer."""
