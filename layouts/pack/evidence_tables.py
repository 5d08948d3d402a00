"""The page of evidence as tables and sentences: against chance, the same places, what accounts for a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from data.two_counts import VERDICT_WORDS, Verdict
from geo.answer import Answer
from geo.pages.evidence import Evidence
from geo.phrases import first_capital, joined
from geo.statistics.change_shares import Contribution
from layouts.numbers import change, count, share
from layouts.pack.model import PackCurve, PackTable
from layouts.words.evidence import NONE, between, points, readings, signed, title
from layouts.words.measure import unit
from layouts.words.since_when import line_names
from layouts.words.where import before_name, nouns, short_name

MOST_ROWS: Final = 10


def evidence_says(found: Evidence) -> str:
    """The finding of the page."""
    return title(found).rstrip(".")


def evidence_tables(found: Evidence) -> tuple[PackTable, ...]:
    """Every table of the page that has something to tell."""
    return (*chance_table(found), *same_places(found), *wards_table(found), *clear_changes(found))


def curve_of(found: Evidence) -> PackCurve | None:
    """How the records add up from the area with the most, now and before."""
    if found.curve is None:
        return None
    answer = found.answer
    half = answer.concentration.areas_for_half if answer.concentration else None
    areas = len(found.curve) - 1
    now_name, before_name = line_names(answer)
    told = "" if half is None else f" Half lies in {count(half)} of {count(areas)}."
    return PackCurve(
        title="How the areas add up",
        now=tuple(found.curve.tolist()),
        before=() if found.curve_before is None else tuple(found.curve_before.tolist()),
        half=half,
        now_name=now_name,
        before_name=before_name,
        areas=f"{first_capital(nouns(answer)[1])}, from the most to the fewest",
        says=f"Curve of the share of all that the areas with the most hold together; a straight line if all held as much.{told}",
    )


def chance_table(found: Evidence) -> Iterator[PackTable]:
    """How concentrated: now, before, and what chance alone gives for as many records."""
    chance, before = found.chance, found.before
    if chance is None or chance.observed is None:
        return
    rows = []
    for name, told, read in readings(found.answer):
        interval = getattr(chance, name)
        rows.append((
            told,
            read(getattr(chance.observed, name)),
            NONE if before is None else read(getattr(before, name)),
            between(interval.low, interval.high, read),
            first_capital(str(chance.exceeds[name])),
        ))  # fmt: skip
    base = (
        f"By chance alone: the same {count(chance.records)} records thrown {count(chance.draws)} times at random over the same"
        f" {count(chance.areas)} areas, all equally likely (seed {chance.seed}); 95 of 100 throws lie between the two figures."
    )
    heads = ("Measure", "This period", first_capital(before_name(found.answer)), "By chance alone", "So")
    yield PackTable("More concentrated than chance?", chance.says, heads, tuple(rows), base)


def same_places(found: Evidence) -> Iterator[PackTable]:
    """Which areas stayed among the top, which entered and which left."""
    stability, answer = found.stability, found.answer
    if stability is None:
        return
    lists = (("Stayed", stability.stayed), ("New", stability.entered), ("No longer", stability.left))
    rows = tuple((name, named(places, answer)) for name, places in lists)
    yield PackTable("The same places, or new ones?", stability.says, ("Among the top", "Areas"), rows, words=2)


def named(places: Sequence[int], answer: Answer) -> str:
    return joined([short_name(answer.areas[place], answer) for place in places]) or "None"


def wards_table(found: Evidence) -> Iterator[PackTable]:
    """What wards added or took away; areas where the source has no wards."""
    if found.change is None:
        return
    parts: Sequence[Contribution] = found.change.wards or found.change.areas
    if not parts:
        return
    first = "Ward" if found.change.wards else first_capital(nouns(found.answer)[0])
    rows = tuple(
        (part.name, signed(part.difference, found.answer), NONE if part.share is None else share(part.share))
        for part in parts[:MOST_ROWS]
    )
    heads = (first, f"Difference in {unit(found.answer)}", "Share of the change")
    yield PackTable("What accounts for the change?", found.change.says, heads, rows)


def clear_changes(found: Evidence) -> Iterator[PackTable]:
    """The areas whose change is more than chance, largest first."""
    if found.change is None:
        return
    answer = found.answer
    clear = [point for point in points(answer) if point.verdict != Verdict.NOT_CLEAR]
    clear.sort(key=lambda point: -abs(point.now - point.before))
    rows = tuple(
        (
            point.name,
            count(round(point.before)),
            count(round(point.now)),
            change(round(point.now), round(point.before)),
            first_capital(VERDICT_WORDS[Verdict(point.verdict)]),
        )
        for point in clear[:MOST_ROWS]
    )
    heads = (first_capital(nouns(answer)[0]), first_capital(before_name(answer)), "Now", "Change", "Against chance")
    more = f" The {MOST_ROWS} largest of {count(len(clear))}." if len(clear) > MOST_ROWS else ""
    yield PackTable(
        "Changed, or within the usual range?", f"{found.change.verdicts_say}{more}", heads, rows, found.change.test
    )
