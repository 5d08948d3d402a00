"""What happens when: thin callbacks, registered by importing ``REGISTERED``."""

from callbacks import (
    board_pack,
    data_page,
    downloads,
    evidence,
    neighbourhoods,
    not_found,
    question,
    shell,
    side_by_side,
    west_end,
    youth_violence,
)

REGISTERED = (
    board_pack,
    data_page,
    downloads,
    evidence,
    neighbourhoods,
    not_found,
    question,
    shell,
    side_by_side,
    west_end,
    youth_violence,
)
