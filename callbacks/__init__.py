"""What happens when: thin callbacks, and the commands. Nothing is loaded here, so that a command need not wait for the web."""

from __future__ import annotations

from types import ModuleType


def registered() -> tuple[ModuleType, ...]:
    """The callbacks of all pages; importing them registers them."""
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

    return (
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
