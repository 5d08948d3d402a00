"""Looking into component trees: every part of one, its words, the parts of a kind.

Tables travel as values that ``assets/tables.js`` draws; here they are drawn a second time, in Python, so that a test
reads what a reader reads. ``tests/browser/test_tables.py`` holds both drawings against each other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.months import month_name
from layouts.numbers import FEW, change, count, share, short_month

ABSENT = "–"


def parts(tree: Any, charts: Any = None) -> Iterator[Component]:
    """The components of a tree, itself included, in reading order; tables sent as values are drawn."""
    if isinstance(tree, Component):
        yield tree
        yield from parts(held(tree, charts), charts)
    elif isinstance(tree, list | tuple):
        for each in tree:
            yield from parts(each, charts)


def held(tree: Component, charts: Any = None) -> Any:
    told = getattr(tree, "data-table", None)
    return drawn(json.loads(told), charts) if told else getattr(tree, "children", None)


def of_kind(tree: Any, kind: str, charts: Any = None) -> list[Component]:
    return [part for part in parts(tree, charts) if part._type == kind]


def words(tree: Any, charts: Any = None) -> str:
    """What a reader reads, without gaps between the parts of a sentence."""
    if isinstance(tree, Component):
        return words(held(tree, charts), charts)
    if isinstance(tree, list | tuple):
        return "".join(words(each, charts) for each in tree)
    return "" if tree is None else str(tree)


def rows(tree: Any, charts: Any = None) -> list[list[str]]:
    """The body of the first table of a tree; ``charts`` holds the values of its months by id of their chart."""
    table = of_kind(tree, "Table", charts)[0]
    return [[words(cell) for cell in row.children] for row in of_kind(of_kind(table, "Tbody")[0], "Tr")]


def drawn(told: dict[str, Any], charts: Any = None) -> Component | list[Component]:
    """A table of its values, as the browser draws it."""
    kind = told.get("kind")
    if kind == "bars":
        return bars_table(told)
    if kind == "mix":
        body = [[name, "", now, base] for name, now, base, *_ in told["rows"]]
        return html.Table([head(told["heads"]), html.Tbody([row(cells) for cells in body])], className="bars mix")
    if kind == "months":
        told = told | {"rows": month_rows(told, charts) if charts else []}
    whole = plain_table(told)
    if not told.get("first"):
        return whole
    first = plain_table(told | {"rows": told["rows"][: told["first"]]})
    return [first, html.Details([html.Summary(told["every"]), plain_table(told | {"caption": told["whole"]})])]


def head(heads: Sequence[Any], styles: Sequence[str] = ()) -> Component:
    named = [one if isinstance(one, dict) else {"t": one} for one in heads]
    styled = [one.get("class", (list(styles) + [""] * len(named))[place]) for place, one in enumerate(named)]
    cells = [html.Th(one["t"], scope="col", className=style) for one, style in zip(named, styled, strict=True)]
    return html.Thead(html.Tr(cells))


def plain_table(told: dict[str, Any]) -> Component:
    body = [
        row(cells, told.get("heading", 0), told.get("styles", ()), chosen=place in told.get("chosen", ()))
        for place, cells in enumerate(told["rows"])
    ]
    caption = html.Caption(told["caption"], className="vh" if told.get("quiet") else "")
    table = html.Table([caption, head(told["heads"], told.get("styles", ())), html.Tbody(body)])
    table.className = told.get("style", "")
    return table


def row(cells: Sequence[Any], heading: int = 0, styles: Sequence[str] = (), *, chosen: bool = False) -> Component:
    made: list[Component] = []
    for place, cell in enumerate(cells):
        told, *value = cell if isinstance(cell, list) else [cell]
        style = styles[place] if place < len(styles) else ""
        if place == heading:
            current = {"aria-current": "true"} if isinstance(told, dict) and told.get("current") else {}
            made.append(html.Th(inside(told), scope="row", className=style, **current))
        else:
            made.append(html.Td(inside(told), className=style, **({"data-value": value[0]} if value else {})))
    return html.Tr(made, className="chosen" if chosen else "")


def inside(told: Any) -> Any:
    if told is None:
        return ABSENT
    if isinstance(told, int):
        return count(told)
    if isinstance(told, str):
        return told
    if "line" in told:
        return html.Span(className="spark", **{"data-line": json.dumps(told["line"])})
    if "spans" in told:
        return [html.Span(text, className=style) for text, style in told["spans"]]
    if "lines" in told:
        return list(told["lines"])
    if "bold" in told:
        return html.B(inside(told["bold"]))
    more = {"aria-label": told["label"]} if "label" in told else {}
    return html.A(told["t"], href=told["href"], **more, **({"aria-current": "true"} if told.get("inLink") else {}))


def bars_table(told: dict[str, Any]) -> Component:
    compared = any(len(part) > 2 for part in told["parts"])
    body = []
    for name, value, *before in told["parts"]:
        cells = [html.Th(name, scope="row"), html.Td(className="bar" if before else "bar alone")]
        cells += [html.Td(count(value)), html.Td(ABSENT if value < FEW else share(value / told["base"]))]
        body.append(html.Tr([*cells, *([html.Td(count(before[0] if before else None))] if compared else [])]))
    return html.Table([html.Caption(told["caption"]), head(told["heads"]), html.Tbody(body)], className="bars")


def month_rows(told: dict[str, Any], charts: dict[str, str]) -> list[list[str]]:
    """What the months of charts say."""
    lines = [json.loads(charts[chart])["lines"][place] for chart, place in told["lines"]]
    name = short_month if told.get("short") else month_name
    made = []
    for offset, value in enumerate(lines[0]["values"]):
        cells = [name(lines[0]["first"] + offset)]
        cells += [
            "not known" if known is None else count(known) for known in (line["values"][offset] for line in lines)
        ]
        if told.get("then"):
            then = lines[1]["values"][offset]
            changed = f"{count(value)}, was {count(then)}" if told.get("both") and None not in (value, then) else None
            earlier = [name(lines[1]["first"] + offset)] if told["then"] == "month" else []
            cells = [*cells[:2], *earlier, count(then), changed or change(value, then)]
        made.append(cells)
    return made[::-1] if told.get("newest") else made
