"""What a board pack holds, worked out once: PDF and slides write the same words and draw the same numbers.

Every text stands here as it is printed; beside it, where something is drawn, the number it was written from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from data.tables.methods import Method


@dataclass(frozen=True)
class MapArea:
    """One area of a map. ``kind`` is its class from the lightest (0), None where its value is not known."""

    code: str
    name: str
    kind: int | None
    value: str = ""  # as a label upon it, with sign where the map shows change
    outside: bool = False  # in none of the wards counted


@dataclass(frozen=True)
class PackMap:
    """A map: which area has which class. ``shapes`` is the release's display geometry (GeoJSON, degrees)."""

    title: str
    areas: tuple[MapArea, ...]
    labels: tuple[str, ...]  # of the classes, fewer to more
    legend: str  # measure and unit
    diverging: bool
    top: tuple[str, ...]  # codes of the numbered areas, largest first
    strong: tuple[str, ...]  # codes of the wards drawn heavier
    labelled: bool  # whether areas carry their value (wards do, small areas have no room)
    unknown: str  # what hatching means; empty where no area is hatched
    base: str  # what numbers are of and what lines mean, in a sentence or two
    says: str  # the map in words
    chosen: tuple[str, ...] = ()  # codes of the areas that the question is narrowed to
    shapes: Mapping[str, Any] = field(repr=False, compare=False, default_factory=dict)

    @property
    def signs(self) -> bool:
        """Whether plus and minus signs tell the two arms of a diverging scale apart: where no label does."""
        return self.diverging and not self.labelled


@dataclass(frozen=True)
class PackHeatmap:
    """Seven nights, Monday first, each 24 hours from 06:00; ``classes`` are times the average hour, 0 to 5.

    An hour that is withheld is NaN and has no class.
    """

    title: str
    nights: tuple[tuple[float, ...], ...]  # 7 rows of 24
    classes: tuple[tuple[int | None, ...], ...]
    names: tuple[str, ...]  # of the rows: Monday ... Sunday
    labels: tuple[str, ...]  # of the classes
    legend: str
    shares: tuple[str, ...]  # at night, by row: 55%, or – where too few
    peak: tuple[int, int] | None  # row and column of the highest
    peak_says: str
    base: str
    says: str


@dataclass(frozen=True)
class RankRow:
    """One row of the ranking, written out; ``amount`` and ``amount_before`` are the numbers, for a chart."""

    rank: str
    code: str
    area: str
    ward: str  # empty for a ward itself
    value: str
    share: str
    previous: str
    change: str
    verdict: str
    top: bool
    amount: float | None
    amount_before: float | None
    chosen: bool = False


@dataclass(frozen=True)
class Ranking:
    caption: str
    heads: tuple[str, ...]  # of rank, area, ward, value, share, previous, change, verdict; ward left out for wards
    rows: tuple[RankRow, ...]
    rest: str  # what the rows left out hold, in words; empty where none is
    base: str
    columns: tuple[str, ...] = ()  # the fields of a row that stand under the heads

    def cells(self, row: RankRow) -> tuple[str, ...]:
        """A row under the heads; an area that was chosen says so."""
        told = tuple(str(getattr(row, column)) for column in self.columns)
        place = self.columns.index("area")
        return (*told[:place], f"{row.area} (chosen)", *told[place + 1 :]) if row.chosen else told


@dataclass(frozen=True)
class PackMonths:
    """Two lines by month; ``before`` empty where nothing is compared. None where a month is not known."""

    title: str
    says: str
    labels: tuple[str, ...]  # short names of the months: Oct
    now: tuple[float | None, ...]
    before: tuple[float | None, ...]
    now_name: str
    before_name: str
    unit: str


@dataclass(frozen=True)
class PackTable:
    """A further table, all cells written; the first ``words`` columns are words, the others numbers."""

    title: str
    says: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    base: str = ""
    words: int = 1


@dataclass(frozen=True)
class PackCurve:
    """A Lorenz curve: cumulated shares, areas from the most to the fewest, the first of them 0; ``half`` areas hold half."""

    title: str
    now: tuple[float, ...]
    before: tuple[float, ...]  # empty where nothing is compared
    half: int | None
    now_name: str
    before_name: str
    areas: str  # what lies along the axis, in words
    says: str


@dataclass(frozen=True)
class PackView:
    """One view: what a page of the pack shows. A part that there is nothing to show of is None, its reason beside it."""

    title: str  # West End, Serious youth violence, ...
    sentence: str  # the finding, no full stop
    says: str  # the same with base and period, one full sentence
    question: str  # what was asked, in words: records, period, conditions
    period: str
    compared: str  # period compared with; empty where none is
    release: str
    demonstration: bool
    sources: tuple[str, ...]
    link: str  # canonical path, which opens it live
    address: str  # the same with the address of the dashboard; empty where none is known
    base: str
    map: PackMap | None = None
    map_reason: str = ""
    heatmap: PackHeatmap | None = None
    heatmap_reason: str = ""
    ranking: Ranking | None = None
    ranking_reason: str = ""
    change_says: str = ""  # the total, how many areas changed by more than chance, what accounts for it
    months: PackMonths | None = None
    months_reason: str = ""
    curve: PackCurve | None = None
    tables: tuple[PackTable, ...] = ()
    rule: str = ""  # of disclosure control, in one sentence; empty where nothing is withheld
    notes: tuple[str, ...] = ()  # parts of the link not understood come first
    methods: tuple[str, ...] = ()  # slugs of the methods behind it


@dataclass(frozen=True)
class Headline:
    """A sentence of the second page and where it comes from."""

    title: str
    says: str
    link: str


@dataclass(frozen=True)
class Pack:
    """The whole pack. ``made`` and ``created`` are dates in words."""

    title: str
    authority: str
    period: str
    release: str
    created: str
    made: str
    made_iso: str  # 2026-11-20: the date of the file itself
    demonstration: bool
    headlines: tuple[Headline, ...]
    views: tuple[PackView, ...]
    sources: tuple[str, ...]
    definitions: tuple[Method, ...]
    caveats: tuple[str, ...]
    left_out: tuple[str, ...]  # what in the links was not understood
    boundaries: str  # where the shapes come from, approximate or not
