"""What happens when: thin callbacks, registered by importing ``REGISTERED``."""

from callbacks import data_page, downloads, not_found, overview, question, shell, west_end

REGISTERED = (data_page, downloads, not_found, overview, question, shell, west_end)
