"""The words that sentences are made of: the question's conditions, numbers, lists."""

from __future__ import annotations

import math
from typing import Final

from data.attributes.flags import FLAG_WORDS
from data.categories import YouthViolence
from data.choices import Choices, Question
from data.levels import Level
from data.place_words import authority_nouns
from data.selection import ANY_TIME, DAYS, Selection, hours_of

MILLION: Final = 1_000_000
NOTHING: Final = 0.05  # what one decimal would tell as 0.0
NUMBER_WORDS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
LEVEL_NOUNS: Final = {
    Level.LSOA: ("small area (LSOA)", "small areas (LSOAs)"),
    Level.LSOA21: ("small area (LSOA of 2021)", "small areas (LSOAs of 2021)"),
    Level.WARD: ("ward", "wards"),
    Level.REGION: ("region", "regions"),
}
DAY_NAMES: Final = dict(
    zip(DAYS, ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"), strict=True)
)
RULE_WORDS: Final = {
    YouthViolence.ANY: "with a victim or suspect under 25",
    YouthViolence.VICTIM: "with a victim under 25",
    YouthViolence.SUSPECT: "with a suspect under 25",
    YouthViolence.BOTH: "with victim and suspect under 25",
    YouthViolence.UNDER_18: "with a victim or suspect under 18",
    YouthViolence.CHILD_ON_CHILD: "with victim and suspect under 18",
    YouthViolence.KNIFE_INJURY: "with a knife, an injury and a victim under 25",
}


def level_nouns(level: Level, choices: Choices) -> tuple[str, str]:
    """What one area of a level, and several, are called at their first mention."""
    return authority_nouns(choices) if level is Level.AUTHORITY else LEVEL_NOUNS[level]


def rounded(value: float) -> str:
    """Three figures that count: ``3.27 million``, ``12,300``, ``4.21``."""
    if abs(value) >= MILLION:
        return f"{value / MILLION:,.{0 if abs(value) >= 100 * MILLION else 1 if abs(value) >= 10 * MILLION else 2}f} million"
    return number(value) if abs(value) < 1000 else f"{round(value, -2 if abs(value) >= 10_000 else 0):,.0f}"


def number(value: float) -> str:
    """A rate or quotient with about three figures: ``322``, ``14.2``, ``3.5``; what is not 0 is never told as 0."""
    if 0 < abs(value) < NOTHING:
        return f"{value:.{-math.floor(math.log10(abs(value)))}f}"
    return f"{value:,.0f}" if abs(value) >= 100 or not value else f"{value:,.1f}"


def subject(question: Question) -> str:
    """The records in words, with every condition but the period: ``recorded robbery offences at night``."""
    selection, dataset = question.selection, question.dataset
    words = [described_types(question)]
    if question.syv:
        words.append(RULE_WORDS[question.syv])
    if selection.flag:
        words.append(flag_words(selection))
    if selection.days:
        words.append("on " + joined([DAY_NAMES[day] for day in selection.days]))
    if selection.time != ANY_TIME:
        words.append(time_words(selection.time))
    return " ".join(words) if dataset.noun != "offences" else "recorded " + " ".join(words)


def flag_words(selection: Selection) -> str:
    """``with a knife and that were detected``; empty where no mark is asked for."""
    return joined([words for name, (_, words) in FLAG_WORDS.items() if name in selection.flag])


def described_types(question: Question) -> str:
    """The records asked for by type: ``robbery and burglary offences``."""
    dataset, chosen = question.dataset, question.selection.type
    if not chosen:
        return dataset.noun
    if len(chosen) > 2:
        return f"{dataset.noun} of {number_word(len(chosen))} types"
    names = joined([dataset.type_names[name].lower() for name in chosen])
    return names if names.endswith(dataset.noun) else f"{names} {dataset.noun}"


def time_words(time: str) -> str:
    """``at night (18:00 to 06:00)``, ``from 22:00 to 04:00``."""
    start, end = hours_of(time)
    hours = f"{start:02d}:00 to {end:02d}:00"
    return {"night": f"at night ({hours})", "day": f"by day ({hours})"}.get(time, f"from {hours}")


def share(value: float) -> str:
    """A fraction as ``40.2%``."""
    return f"{value:.1%}"


def number_word(number: int) -> str:
    """Numbers under ten in words."""
    return NUMBER_WORDS[number] if 0 <= number < len(NUMBER_WORDS) else f"{number:,}"


def joined(names: list[str]) -> str:
    """``a, b and c``."""
    return names[0] if len(names) == 1 else "" if not names else f"{', '.join(names[:-1])} and {names[-1]}"


def first_capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]
