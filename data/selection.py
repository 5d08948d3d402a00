"""The question a reader asks, as one frozen value, and the link that holds it.

A field left at None or empty means the default: the page's, or the release's. One question has one
``Selection`` and one link; ``data.links`` reads links, ``Choices.resolve`` fills the defaults in.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Final, Self

from data.categories import YouthViolence
from data.levels import Level
from data.schema import month_text


class Page(StrEnum):
    SIDE_BY_SIDE = "/"
    WEST_END = "/west-end"
    YOUTH_VIOLENCE = "/serious-youth-violence"
    NEIGHBOURHOODS = "/neighbourhoods"
    EVIDENCE = "/evidence"
    DATA = "/data"
    ABOUT = "/about"


class Measure(StrEnum):
    COUNT = "count"
    RATE = "rate"
    DENSITY = "density"
    HARM = "harm"
    COST = "cost"
    CHANGE = "change"
    QUOTIENT = "quotient"


WEIGHED: Final = (Measure.HARM, Measure.COST)  # each record counts for what its type weighs
ADDS_UP: Final = (Measure.COUNT, *WEIGHED)  # amounts: areas, hours and months sum to the total
PER_AREA: Final = (Measure.RATE, Measure.DENSITY)  # records over what the area has of people or ground


class TopSet(StrEnum):
    RANKED = "ranked"  # each period's own top n
    FIXED = "fixed"  # this period's top n in both


class Show(StrEnum):
    MAP = "map"
    HEXAGONS = "hexagons"
    TABLE = "table"


class Proactive(StrEnum):
    WITH = "with"
    WITHOUT = "without"  # harm leaves out what the police find by searching: drugs, weapons


class Timing(StrEnum):
    START = "start"  # a record counts in the hour it started
    SPREAD = "spread"  # it is spread over the hours between its start and its end (aoristic)


class Only(StrEnum):
    ALL = "all"
    CLEAR = "clear"  # areas whose change is more than chance alone would give


DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PREVIOUS: Final = "previous"
NO_COMPARISON: Final = "none"
ANY_TIME: Final = "all"
NAMED_TIMES: Final = {"night": (18, 6), "day": (6, 18)}
TOP_N_LIMITS: Final = (1, 50)
DEFAULT_N: Final = 3

# Views of the side-by-side page: the prefix of their own keys, and the page each one is.
VIEWS: Final = {"we": Page.WEST_END, "syv": Page.YOUTH_VIOLENCE, "nb": Page.NEIGHBOURHOODS}


@dataclass(frozen=True)
class Selection:
    """One question. Lists are sorted and without repeats; months are ``year * 12 + month - 1``."""

    page: Page = Page.SIDE_BY_SIDE
    dataset: str | None = None
    first: int | None = None
    last: int | None = None
    compare: str = PREVIOUS  # "previous", "none" or the first month "YYYY-MM"
    type: tuple[str, ...] = ()
    level: Level | None = None
    authority: str | None = None  # code of one of several
    ward: tuple[str, ...] = ()  # codes
    lsoa: tuple[str, ...] = ()  # codes
    time: str = ANY_TIME
    days: tuple[str, ...] = ()
    syv: YouthViolence | None = None
    measure: Measure = Measure.COUNT
    n: int = DEFAULT_N
    set: TopSet = TopSet.RANKED
    show: Show = Show.MAP
    release: str | None = None
    flag: tuple[str, ...] = ()  # all of which a record must carry
    weights: str | None = None  # harm weight table
    proactive: Proactive = Proactive.WITH
    per: str | None = None  # population that a rate divides by
    timing: Timing = Timing.START
    only: Only = Only.ALL
    views: tuple[tuple[str, str, str], ...] = ()  # side by side: (prefix, key, value) of one view alone

    def without(self, *names: str) -> Self:
        """The same question with these fields at their defaults: what a chart asks that lets them be chosen."""
        defaults: dict[str, Any] = {field.name: field.default for field in fields(self) if field.name in names}
        return replace(self, **defaults)


def link_values(selection: Selection, slugs: dict[str, str]) -> list[tuple[str, str]]:
    """The keys and values of a link, in the contract's order and then our own, defaults left out.

    ``slugs`` turns area codes into the names links use; a code it lacks stands as it is.
    """

    def areas(codes: tuple[str, ...]) -> str:
        return ",".join(sorted(slugs.get(code, code) for code in codes))

    pairs = [
        ("dataset", selection.dataset or ""),
        ("from", "" if selection.first is None else month_text(selection.first)),
        ("to", "" if selection.last is None else month_text(selection.last)),
        ("compare", "" if selection.compare == PREVIOUS else selection.compare),
        ("type", ",".join(selection.type)),
        ("level", selection.level or ""),
        ("authority", areas((selection.authority,) if selection.authority else ())),
        ("ward", areas(selection.ward)),
        ("lsoa", areas(selection.lsoa)),
        ("time", "" if selection.time == ANY_TIME else selection.time),
        ("days", ",".join(selection.days)),
        ("syv", selection.syv or ""),
        ("measure", "" if selection.measure == Measure.COUNT else selection.measure),
        ("n", "" if selection.n == DEFAULT_N else str(selection.n)),
        ("set", "" if selection.set == TopSet.RANKED else selection.set),
        ("show", "" if selection.show == Show.MAP else selection.show),
        ("release", selection.release or ""),
        ("flag", ",".join(selection.flag)),
        ("weights", selection.weights or ""),
        ("proactive", "" if selection.proactive is Proactive.WITH else selection.proactive),
        ("per", selection.per or ""),
        ("timing", "" if selection.timing is Timing.START else selection.timing),
        ("only", "" if selection.only is Only.ALL else selection.only),
        *((f"{prefix}.{key}", value) for prefix, key, value in selection.views),
    ]
    return [(key, str(value)) for key, value in pairs if value]


def hours_of(time: str) -> tuple[int, int]:
    """Start hour (included) and end hour (not) of a ``time`` value; the end may lie on the next day."""
    if time == ANY_TIME:
        return 0, 24
    if time in NAMED_TIMES:
        return NAMED_TIMES[time]
    start, _, end = time.partition("-")
    return int(start), int(end)
