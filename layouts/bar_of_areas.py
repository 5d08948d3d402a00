"""The bar of all areas, from the one with the most to the one with the fewest: concentration without a curve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from data.selection import ADDS_UP, Measure
from geo.answer import Answer
from geo.phrases import number_word
from layouts.numbers import count, share
from layouts.packed import packed
from layouts.table_values import values_text
from layouts.words.measure import name, no_whole
from layouts.words.where import before_name, fewer_than_one, nouns, short_name

MOST_NAMED: Final = 3
WIDE_ENOUGH: Final = 0.05  # of the bar: a segment in which its share can be written
HAIR: Final = 0.004
LEAST_LEFT: Final = 1e-6  # of the bar: less is what adding fractions leaves


def bar_of_areas(answer: Answer) -> Component | None:
    """The bar, the same for the period before in grey, and what its parts hold; None where there is nothing to share."""
    if answer.amounts is None or not answer.amount_located or answer.top is None or answer.concentration is None:
        return None
    if answer.measure not in ADDS_UP:
        return html.P(f"{no_whole(answer)}: there is no bar of shares here.", className="sub")
    shares, deep = shares_of(answer.amounts.tolist(), answer.amount_located), len(answer.top.positions)
    half = answer.concentration.areas_for_half or deep
    rows: list[Component] = [labels(answer, shares), segments(shares, {"deep": deep, "mid": half}, "row")]
    earlier = located_before(answer)
    if answer.previous is not None and earlier:
        rows.append(segments(shares_of(answer.previous, earlier), {"lead": deep}, "row previous"))
    picture = html.Div(rows, className="bars", role="img", **{"aria-label": said(answer, shares, deep, half)})
    return html.Div([picture, brackets(answer, shares, deep, half)], className="bar-of-areas")


def shares_of(values: Iterable[float], total: float) -> list[float]:
    """What each area with any record holds of all, the largest first; those that are withheld left out."""
    return sorted((float(value / total) for value in values if value == value and value), reverse=True)


def located_before(answer: Answer) -> float | None:
    """What shares of the period before divide by; None where there is nothing, or where it is withheld."""
    held = answer.figures.held
    if answer.previous is None:
        return None
    return float(answer.previous.sum()) if held is None else held.located_before


def segment(part: float, *children: Component) -> html.Div:
    """One area: as wide as its share, in per cent of the bar."""
    return html.Div(list(children), style={"--part": f"{part * 100:.3f}"})


def segments(shares: Sequence[float], upto: Mapping[str, int], style: str) -> html.Div:
    """The areas of a bar as values for ``assets/bar_of_areas.js``: per cent of each, what is written in the wide ones,
    ``upto`` which place a style goes, and from which on areas are a hair's breadth, with no line beside."""
    told: dict[str, Any] = {
        "parts": packed([round(part * 100, 3) for part in shares]),
        "upto": dict(upto),
        "hair": sum(part >= HAIR for part in shares),
    }
    if (left := 1 - sum(shares)) > LEAST_LEFT:
        told["withheld"] = round(left * 100, 3)
    if "mid" in upto:
        wide = [share(part) for part in shares[: max(upto.values())] if part >= WIDE_ENOUGH]
        told |= {"said": wide, "rest": "rest"}
    return html.Div(className=style, **{"data-parts": values_text(told)})


def labels(answer: Answer, shares: Sequence[float]) -> html.Div:
    """Names over the widest areas, as far as there is room for them."""
    assert answer.top is not None  # noqa: S101
    named = []
    for part, position in zip(shares, answer.top.positions[:MOST_NAMED], strict=False):
        if part < WIDE_ENOUGH:
            break
        named.append(segment(part, html.B(short_name(answer.areas[position], answer))))
    return html.Div(named, className="row names")


def brackets(answer: Answer, shares: Sequence[float], deep: int, half: int) -> html.Ol:
    """What the top areas, those to half and the others hold, each under its part of the bar."""
    assert answer.concentration is not None  # noqa: S101
    held, upto = sum(shares[:deep]), sum(shares[: max(deep, half)])
    parts = [(held, share(held), f"in {areas(answer, deep)}{before(answer)}")]
    if half > deep:
        parts.append((upto - held, share(upto), f"in {number_word(half)}"))
    total, below = answer.concentration.areas, answer.concentration.areas_below_one_a_day
    left = total - max(deep, half)
    if left:
        words = f"in the other {count(left)}{fewer_than_one(below, of=f'of all {count(total)}, ')}"
        parts.append((1 - upto, share(1 - upto), words))
    return html.Ol(
        [
            html.Li([html.B(figure), " ", html.Span(words)], style={"--part": f"{part * 100:.3f}"})
            for part, figure, words in parts
        ]
    )


def areas(answer: Answer, number: int) -> str:
    return f"{number_word(number)} {nouns(answer)[number != 1]}"


def named(answer: Answer) -> str:
    """What is shared out: the records, or what they weigh."""
    return answer.dataset.noun if answer.measure is Measure.COUNT else name(answer)


def before(answer: Answer) -> str:
    top = answer.top
    if top is None or top.previous_share_ranked is None:
        return ""
    return f"; {share(top.previous_share_ranked)} {before_name(answer)} (grey)"


def said(answer: Answer, shares: Sequence[float], deep: int, half: int) -> str:
    """The picture in a sentence."""
    total = answer.concentration.areas if answer.concentration else len(shares)
    told = f"All {count(total)} {nouns(answer)[1]} in one bar, from the most {named(answer)} to the least: "
    told += f"{areas(answer, deep)} hold {share(sum(shares[:deep]))}"
    return f"{told}, {number_word(half)} hold half." if half > deep else f"{told}."
