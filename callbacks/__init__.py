"""What happens when: thin callbacks, and the commands. Nothing is loaded here, so that a command need not wait for the web."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Final

WITH_CALLBACKS: Final = (
    "about",
    "board_pack",
    "data_page",
    "downloads",
    "evidence",
    "neighbourhoods",
    "not_found",
    "question",
    "shell",
    "side_by_side",
    "west_end",
    "youth_violence",
)


def registered() -> tuple[ModuleType, ...]:
    """The callbacks of all pages; importing them registers them."""
    return tuple(import_module(f"{__name__}.{name}") for name in WITH_CALLBACKS)
