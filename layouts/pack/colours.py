"""Colours of the pictures on paper: those of the light theme in ``assets/theme.css`` (a test compares them)."""

from __future__ import annotations

from typing import Final

PAPER: Final = "#FFFFFF"  # sheets are white
PANEL: Final = "#F4F1E8"
INK: Final = "#16202A"
INK_2: Final = "#44505C"
INK_3: Final = "#5C6772"
RULE: Final = "#DBD7CB"
RULE_STRONG: Final = "#7E8487"
LINK: Final = "#0C4C74"
SELECTED: Final = "#A8125F"
BAR: Final = "#147A96"
PREVIOUS: Final = "#7E8487"
NIGHT: Final = "#E7E6F1"
NIGHT_INK: Final = "#3D3B66"
WATER: Final = "#D3E0E7"
WATER_INK: Final = "#4A6577"
SEQUENTIAL: Final = ("#F3EDD8", "#9DCEB7", "#4EA7A7", "#147A96", "#1C4B7A", "#1C204F")
DIVERGING: Final = ("#055D7E", "#5299B8", "#A9CEDE", "#F0EEEA", "#E7C89F", "#CC8B4F", "#915023")
DARK: Final = frozenset({*SEQUENTIAL[3:], DIVERGING[0], DIVERGING[-1]})  # upon which words are white


def class_colour(kind: int, diverging: bool) -> str:
    """The colour of a class, 0 for the least."""
    return (DIVERGING if diverging else SEQUENTIAL)[kind]


def on(colour: str) -> str:
    """The colour of words upon another."""
    return PAPER if colour in DARK else INK
