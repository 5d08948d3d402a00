"""The map of a view: the classes of its areas, as the screen has them, and the map in words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, Final

from data.choices import WEST_END_WARDS
from data.levels import Level
from data.selection import Measure, Show
from geo.answer import Answer
from geo.files.pack_answers import PackAnswer
from geo.phrases import first_capital, joined
from layouts.numbers import MINUS, count, share
from layouts.pack.hexagons import hexagon_shapes
from layouts.pack.model import MapArea, PackMap
from layouts.pack.ranking import order_of, share_told, value_told
from layouts.picture import picture
from layouts.view_pictures import EVEN_TITLE, ONE_SCALE, even_classes, on_one_scale
from layouts.words.where import map_base, map_title, nouns, short_name

LEADING: Final = 3  # areas that the words name
NO_SHAPES: Final = "The release holds no boundaries of these areas."


def map_of(answer: PackAnswer, shapes: Mapping[str, Any]) -> tuple[PackMap | None, str]:
    """The map of a view, or why there is none."""
    whole = answer.whole
    read = drawn_by(answer)
    if whole.values is None:
        return None, read["values_note"]
    if not shapes:
        return None, NO_SHAPES
    if whole.selection.show is Show.HEXAGONS:
        shapes = hexagon_shapes(shapes) or shapes
    wards = whole.question.level is Level.WARD
    kinds = read.get("classes") or [class_of(value, read["breaks"], read["diverging"]) for value in read["values"]]
    out = set(read["outside"])
    areas = tuple(
        MapArea(area.code, short_name(area, whole), kind, label_of(answer, read, place), place in out)
        for place, (area, kind) in enumerate(zip(whole.areas, kinds, strict=True))
    )
    hatched = read.get("withheld_note") or read["held_note"] or "Not known"
    unknown = hatched if any(area.kind is None and not area.outside for area in areas) else ""
    told = PackMap(
        title=map_title(whole),
        areas=areas,
        labels=tuple(read["labels"] or bound_labels(read["breaks"])),
        legend=legend_of(answer, read),
        diverging=bool(read["diverging"]),
        top=tuple(whole.areas[place].code for place in read["top"]),
        strong=tuple(read["page_wards"]),
        labelled=wards,
        unknown=unknown,
        base=base_of(answer, read, wards),
        says=says(answer),
        chosen=tuple(whole.areas[place].code for place in chosen_of(answer, read)),
        shapes=shapes,
    )
    return told, ""


def drawn_by(answer: PackAnswer) -> dict[str, Any]:
    """What the screen draws for the same view: on the page side by side one scale for the three maps."""
    whole, part = answer.whole, answer.part
    read = picture(whole, part, {whole.question.level: ""})
    if answer.beside is None:
        return read
    own = list(whole.selection.ward) if whole.selection.ward else list(WEST_END_WARDS)
    scale = even_classes(whole) if on_one_scale(answer.beside, ONE_SCALE) else {}
    return read | {"page_wards": own} | scale


def chosen_of(answer: PackAnswer, read: Mapping[str, Any]) -> Sequence[int]:
    return answer.view.chosen if answer.view else read["selected"]


def class_of(value: float | None, breaks: Sequence[float], diverging: bool) -> int | None:
    """The last bound not above a value; a diverging scale has one class more than bounds."""
    if value is None:
        return None
    return bisect_right(breaks, value) if diverging else max(bisect_right(breaks, value) - 1, 0)


def bound_labels(breaks: Sequence[float]) -> list[str]:
    """``50–99`` ... ``1,000+``; ``0`` for a class of one number."""
    told = []
    for low, following in zip(breaks, [*breaks[1:], None], strict=True):
        if following is None:
            told.append(f"{low:,.0f}+")
        else:
            told.append(f"{low:,.0f}" if following - low == 1 else f"{low:,.0f}–{following - 1:,.0f}")
    return told


def legend_of(answer: PackAnswer, read: Mapping[str, Any]) -> str:
    """Measure and unit; of an even share, what that is."""
    title = read["legend_title"] or first_capital(read["unit"])
    held = answer.whole.concentration
    if title == EVEN_TITLE and held:
        return f"{title} (1 in {count(held.areas)})"
    return str(title)


def label_of(answer: PackAnswer, read: Mapping[str, Any], place: int) -> str:
    """What an area says upon the map: its share where areas share a whole, else its value."""
    whole = answer.whole
    value = read["values"][place]
    if value is None:
        return ""
    if read["shares_base"] and whole.measure is not Measure.CHANGE:
        return share_told(whole, place)
    return value_told(value, whole).replace("-", MINUS)


def base_of(answer: PackAnswer, read: Mapping[str, Any], wards: bool) -> str:
    """What lines and labels mean."""
    labels = ""
    if wards:
        of = "shares of those with a known place" if read["shares_base"] else read["unit"]
        of = f"difference in {of}" if answer.whole.measure is Measure.CHANGE else of
        labels = f"Labels: {of}."
    told = map_base(answer.whole)
    if wards:
        told = told.partition(". ")[2] if told.startswith("Numbered outlines") else told
    return " ".join(part for part in (labels, told) if part)


def says(answer: PackAnswer) -> str:
    """The map in words: what it shows, and the areas that lead."""
    whole = answer.whole
    leading = [place for place in order_of(whole) if whole.values is not None][:LEADING]
    named = [f"{short_name(whole.areas[place], whole)} ({value_and_share(whole, place)})" for place in leading]
    first = f"Map of {count(len(whole.areas))} {nouns(whole)[1]}. {whole.says}"
    return f"{first} Leading: {joined(named)}." if named else first


def value_and_share(whole: Answer, place: int) -> str:
    assert whole.values is not None  # noqa: S101
    part = share_told(whole, place)
    value = value_told(whole.values[place], whole, scaled=False)
    return value if part == share(None) else f"{value}, {part}"
