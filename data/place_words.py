"""What the place that figures are about is called in a sentence: the borough, London, England and Wales."""

from __future__ import annotations

from typing import Final

from data.choices import WEST_END_WARDS, Choices
from data.levels import LEVEL_NAMES, Level

WESTMINSTER: Final = "E09000033"
_LONDON_BOROUGH: Final = "E09"


def whole_words(choices: Choices) -> str:
    """``the whole borough``; of several authorities ``all of London``."""
    if choices.several:
        name = choices.authority
        return f"all {name}" if name[:1].isdigit() else f"all of {name}"
    return "the whole borough" if in_london(choices) else "the whole authority"


def short_words(choices: Choices) -> str:
    """``the borough``; of several authorities ``London``."""
    if choices.several:
        return f"the {choices.authority}" if choices.authority[:1].isdigit() else choices.authority
    return "the borough" if in_london(choices) else "the authority"


def possessive(choices: Choices) -> str:
    """``the borough’s``; of several authorities ``London’s``."""
    words = short_words(choices)
    return f"{words}’" if words.endswith("s") else f"{words}’s"


def authority_nouns(choices: Choices) -> tuple[str, str]:
    """What one authority, and several, are called among those of the release."""
    london = choices.scopes is not None and all(area.code.startswith(_LONDON_BOROUGH) for area in choices.authorities)
    return ("borough", "boroughs") if london else ("local authority", "local authorities")


def level_name(level: Level, choices: Choices) -> str:
    """The level in a sentence about one area of it."""
    return authority_nouns(choices)[0] if level is Level.AUTHORITY else LEVEL_NAMES[level]


def has_west_end(choices: Choices) -> bool:
    """Whether the two West End wards lie in the place: in Westminster, looked at by itself."""
    wards = {area.code for area in choices.areas.get(Level.WARD, ())}
    return not choices.several and wards.issuperset(WEST_END_WARDS)


def map_page_name(choices: Choices) -> str:
    """What the page of one map is called: the West End, in Westminster."""
    return "West End" if choices.own == WESTMINSTER or has_west_end(choices) else "Where and when"


def brand(choices: Choices) -> str:
    """What the dashboard is called: ``Safer Westminster``, elsewhere the place's name."""
    return "Safer Westminster" if choices.own == WESTMINSTER else choices.authority


def in_london(choices: Choices) -> bool:
    """Whether the one authority is London's: a borough (the City too, for want of a better word)."""
    return choices.own.startswith(_LONDON_BOROUGH) or not choices.own
