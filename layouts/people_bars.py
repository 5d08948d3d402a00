"""Parts of a group as bars: who the people of records are, what was recorded. Each table names its base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dash import html
from dash.development.base_component import Component

from data.attributes.people import AGE_BANDS, HOMES, SEXES
from data.attributes.people_tally import Persons
from layouts.numbers import count
from layouts.table_values import table_host

SEX_NAMES: Final = {"F": "Female", "M": "Male", "X": "Other"}
OLDER: Final = "35 or over, not told closer"


@dataclass(frozen=True)
class Bar:
    """One part of a group; ``before`` is the same in the period compared with."""

    name: str
    value: int
    before: int | None = None


def bars(caption: str, heads: Sequence[str], parts: Sequence[Bar], base: int, *, longest: int = 0) -> html.Div:
    """Name, bar with number, share of ``base``, and the number before where there is one.

    ``heads`` names the columns, the bar's and its number's together. ``longest`` lets tables share one scale.
    """
    longest = max([longest, 1, *(part.value for part in parts), *(part.before or 0 for part in parts)])
    told = [[part.name, part.value, *([] if part.before is None else [part.before])] for part in parts]
    return table_host(
        {"kind": "bars", "caption": caption, "heads": list(heads), "base": base, "longest": longest, "parts": told}
    )


def people_bars(told: Persons, name: str) -> list[Component]:
    """Ages and sexes of one kind of person, each of those of whom it is known."""
    ages = [Bar(band, int(value)) for band, value in zip(AGE_BANDS, told.ages, strict=True)]
    not_closer = told.age_known - sum(bar.value for bar in ages)
    ages += [Bar(OLDER, not_closer)] if not_closer else []
    sexes = [Bar(SEX_NAMES[sex], int(value)) for sex, value in zip(SEXES, told.sexes, strict=True)]
    sexes = [bar for bar in sexes if bar.value or bar.name != SEX_NAMES["X"]]
    return [
        *of_known(f"Age, of {count(told.age_known)} {name} with a known age", "Age", ages, told.age_known),
        *of_known(f"Sex, of {count(told.sex_known)} {name} with a known sex", "Sex", sexes, told.sex_known),
    ]


def home_bars(told: Persons | None, name: str, borough: str) -> list[Component]:
    """Where one kind of person lives, of those of whom it is known."""
    if told is None or not told.home_known:
        return [html.P(f"Where {name} live is not known in this source.", className="nothing")]
    names = {HOMES[0]: f"In {borough}"}
    parts = [
        Bar(names.get(home, home.capitalize().replace("london", "London")), int(value))
        for home, value in zip(HOMES, told.homes, strict=True)
    ]
    return of_known(f"Of {count(told.home_known)} {name} with a known home", "Home", parts, told.home_known)


def of_known(caption: str, heading: str, parts: Sequence[Bar], known: int) -> list[Component]:
    """The bars, or one sentence where nothing is known."""
    if not known:
        return [html.P(f"{heading}: not known in any of these records.", className="nothing")]
    return [bars(caption, [heading, "Offences", "Share"], parts, known)]
