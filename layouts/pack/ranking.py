"""The ranking of a view as a table of words: the same columns, order and rounding as on the screen."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from data.levels import Level
from data.selection import ADDS_UP, Measure
from data.two_counts import VERDICT_WORDS, Verdict
from geo.answer import Answer
from geo.files.pack_answers import PackAnswer
from geo.phrases import first_capital
from layouts.numbers import FEW, MINUS, SMALL_BASE, count, share
from layouts.pack.model import Ranking, RankRow
from layouts.words import measure
from layouts.words.where import before_name, nouns, short_name
from layouts.words.which import ranking_base

MOST_ROWS: Final = 10
ALL_ROWS: Final = 18  # of so few areas every one is told
NONE: Final = "–"
UNKNOWN: Final = "not known"


def ranking_of(answer: PackAnswer) -> tuple[Ranking | None, str]:
    """The first rows of a view's areas, most first, or why there are none."""
    whole = answer.whole
    if whole.values is None or not (whole.now and whole.now.records):
        return None, whole.reason or "No area has a value."
    order = order_of(whole)
    most = len(order) if len(order) <= ALL_ROWS else max(MOST_ROWS, min(whole.selection.n, ALL_ROWS))
    chosen = answer.view.chosen if answer.view else chosen_places(answer)
    rows = tuple(row_of(whole, place, rank, place in chosen) for rank, place in enumerate(order[:most], start=1))
    columns = columns_of(whole)
    told = Ranking(
        caption=caption_of(whole, len(rows), len(order)),
        heads=tuple(columns.values()),
        rows=rows,
        rest=rest_of(whole, order[most:]),
        base=ranking_base(whole),
        columns=tuple(columns),
    )
    return told, ""


def chosen_places(answer: PackAnswer) -> tuple[int, ...]:
    selection = answer.shown.selection
    codes = selection.ward if answer.whole.question.level is Level.WARD else selection.lsoa
    return tuple(place for place, area in enumerate(answer.whole.areas) if area.code in codes)


def order_of(whole: Answer) -> list[int]:
    """Areas asked about with a value, the answer's own top first, then most first, equal ones by code."""
    if whole.values is None:
        return []
    top = list(whole.top.positions) if whole.top else []
    rest = [place for place in np.argsort(-whole.values, kind="stable").tolist() if place not in top]
    return [place for place in [*top, *rest] if not np.isnan(whole.values[place]) and whole.inside[place]]


def caption_of(whole: Answer, rows: int, of: int) -> str:
    first = (
        f"The {count(rows)} {nouns(whole)[1]} with the most"
        if rows < of
        else f"All {count(of)} {nouns(whole)[1]}, most first"
    )
    return f"{first}: {measure.unit(whole)}"


def columns_of(whole: Answer) -> dict[str, str]:
    """The columns that have content, as fields of a row, and their heads."""
    wards = whole.question.level is Level.WARD
    signed = whole.measure is Measure.CHANGE
    columns = {"rank": "Rank", "area": first_capital(nouns(whole)[0])}
    columns |= {} if wards else {"ward": "Ward"}
    columns["value"] = "Difference" if signed else first_capital(measure.unit(whole))
    columns |= {"share": "Share"} if whole.measure in ADDS_UP else {}
    if whole.previous is not None:
        columns["previous"] = first_capital(before_name(whole))
        columns |= {} if signed else {"change": "Change"}
    return columns | ({"verdict": "Against chance"} if whole.verdicts is not None else {})


def row_of(whole: Answer, place: int, rank: int, chosen: bool) -> RankRow:
    assert whole.values is not None  # noqa: S101
    area = whole.areas[place]
    wards = {ward.code: ward.name for ward in whole.release.choices.areas.get(Level.WARD, ())}
    verdict = None if whole.verdicts is None else whole.verdicts[place]
    before = None if whole.previous is None else whole.previous[place]
    return RankRow(
        rank=count(rank),
        code=area.code,
        area=short_name(area, whole),
        ward=wards.get(area.ward, ""),
        value=value_told(whole.values[place], whole),
        share=share_told(whole, place),
        previous=NONE if before is None else value_told(before, whole, signed=False),
        change=change_told(whole, place),
        verdict=NONE if verdict is None else verdict_told(verdict),
        top=whole.top is not None and place in whole.top.positions,
        amount=float(whole.values[place]),
        amount_before=None if before is None or np.isnan(before) else float(before),
        chosen=chosen,
    )


def verdict_told(verdict: Verdict) -> str:
    """An arrow only where the change is clear."""
    arrow = {Verdict.HIGHER: "↑ ", Verdict.LOWER: "↓ "}.get(verdict, "")
    return f"{arrow}{VERDICT_WORDS[verdict].removesuffix(' from chance')}"


def value_told(value: float | None, whole: Answer, *, signed: bool = True, scaled: bool = True) -> str:
    """A value as the screen writes it: tenths of a rate, thousands of pounds, the sign of a change."""
    number: Any = measure.rounded(value, whole.measure) if scaled else value
    if number is None or np.isnan(number):
        return UNKNOWN
    digits = measure.decimals(whole.measure)
    if whole.measure is Measure.CHANGE and signed:
        return f"{number:+,.0f}".replace("-", MINUS) if number else "0"
    return f"{number:,.{digits}f}".replace("-", MINUS)


def records_of(whole: Answer, place: int, *, before: bool = False) -> float:
    tally = whole.before if before else whole.now
    return 0 if tally is None else float(tally.by_area[place])


def share_told(whole: Answer, place: int) -> str:
    """``11.8%``; a dash of a handful of records and where areas share no whole."""
    if whole.measure not in ADDS_UP or whole.amounts is None or not whole.amount_located:
        return NONE
    if 0 < records_of(whole, place) < FEW:
        return NONE
    return share(float(whole.amounts[place] / whole.amount_located))


def change_told(whole: Answer, place: int) -> str:
    """``+34%``; of few records before, both values."""
    if whole.values is None or whole.previous is None or whole.measure is Measure.CHANGE:
        return NONE
    now, before = whole.values[place], whole.previous[place]
    if np.isnan(now) or np.isnan(before):
        return NONE
    if records_of(whole, place, before=True) < SMALL_BASE or not before:
        return f"{value_told(now, whole)}, was {value_told(before, whole)}"
    return f"{now / before - 1:+.0%}".replace("-", MINUS)


def rest_of(whole: Answer, places: list[int]) -> str:
    """What the areas left out of the table hold."""
    if not places or whole.measure not in ADDS_UP or whole.amounts is None or not whole.amount_located:
        return f"{count(len(places))} more are on the page." if places else ""
    held = share(float(whole.amounts[places].sum() / whole.amount_located))
    one = len(places) == 1
    return f"The other {count(len(places)) if not one else 'one'} {nouns(whole)[not one]} {'holds' if one else 'hold'} {held}."
