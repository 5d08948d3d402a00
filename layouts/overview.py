"""The overview: the borough's finding in one sentence and one bar, its top areas, and the ways on."""

from __future__ import annotations

from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from data.levels import Level
from data.selection import Measure, Page
from geo.answer import Answer
from geo.wording import first_capital, short_of
from layouts import ids
from layouts.bar_of_areas import bar_of_areas
from layouts.components import Children, scroll, section, table
from layouts.numbers import FEW, change, count, share
from layouts.words.asked import asked, asks_more_than_default, waiting
from layouts.words.head import nothing_found, query_of, ways_wider
from layouts.words.where import before_name, nouns, short_name

LEAST_ROWS: Final = 5
WAYS: Final = (
    (Page.WEST_END, "West End", "Where and when: a map, seven nights hour by hour, the ranking of areas, the months."),
    (Page.DATA, "Data", "What came in, what became of every row, and where the boundaries come from."),
    (Page.ABOUT, "About", "What is counted, what is real in the demonstration, sources and licences."),
)


def overview() -> html.Div:
    return html.Div(
        [
            html.Div(id=ids.OVERVIEW_ASKED),
            html.Div(
                [html.H1(id=ids.OVERVIEW_TITLE, tabIndex="-1"), html.P(id=ids.OVERVIEW_STAND, className="stand")],
                className="head",
            ),
            html.P(id=ids.OVERVIEW_SAID, className="vh", role="status"),
            html.Div(id=ids.OVERVIEW_BAR),
            section("overview-areas", "The areas with the most", html.Div(id=ids.OVERVIEW_RANKING)),
            section("overview-ways", "Look closer", html.Div(id=ids.OVERVIEW_WAYS, className="notes")),
        ]
    )


def overview_parts(answer: Answer) -> dict[str, Any]:
    """The finding, its bar, the top areas in a table, and links on, for one answer."""
    query = query_of(answer.link)
    return {
        "asked": question_line(answer),
        "title": answer.headline,
        "stand": stand(answer),
        "said": answer.says,
        "bar": None if answer.selection.measure is Measure.CHANGE else bar_of_areas(answer),
        "ranking": top_table(answer),
        "ways": [
            html.Div([html.H3(html.A(name, href=page if query == "?" else f"{page}{query}")), html.P(text)])
            for page, name, text in WAYS
        ],
    }


def question_line(answer: Answer) -> Component | None:
    """What was left out of the link, and what is shown where that is not what the page shows by itself."""
    told: list[Component] = [html.P(note) for note in (*answer.left_out, *waiting(answer.selection))]
    if asks_more_than_default(answer.selection):
        told.insert(0, html.P([html.B("Shown: "), f"{asked(answer)}. ", html.A("Show all instead", href="/")]))
    return html.Div(told, className="notice") if told else None


def stand(answer: Answer) -> list[Children]:
    if answer.now is None or not answer.now.records:
        return [*nothing_found(answer), *ways_wider(answer)]
    return [short_of(answer), *(f" {caveat}" for caveat in answer.caveats if not answer.release.demonstration)]


def top_table(answer: Answer) -> Component | None:
    """The leading areas, at least five of them, with ward, share and change."""
    if answer.counts is None or not answer.located or answer.values is None:
        return html.P(answer.reason or "There is nothing to rank here.", className="nothing")
    wards = {ward.code: ward.name for ward in answer.release.choices.areas.get(Level.WARD, ())}
    order = sorted(range(len(answer.areas)), key=lambda position: (-answer.values[position], position))  # type: ignore[index]
    shown = [position for position in order[: max(answer.selection.n, LEAST_ROWS)] if answer.counts[position]]
    by_ward = answer.question.level is Level.WARD
    rows = []
    for rank, position in enumerate(shown, start=1):
        area, now = answer.areas[position], int(answer.counts[position])
        before = None if answer.previous is None else int(answer.previous[position])
        place = [] if by_ward else [wards.get(area.ward, "–")]
        part = "–" if now < FEW else share(now / answer.located)
        changed = [] if answer.previous is None else [change(now, before)]
        rows.append([f"{rank}. {short_name(area, answer)}", *place, count(now), part, *changed])
    heads = [first_capital(nouns(answer)[0]), *([] if by_ward else ["Ward"])]
    figures = [first_capital(answer.dataset.noun), "Share", *([] if answer.previous is None else ["Change"])]
    since = "" if answer.previous is None else f", and the change on {before_name(answer).removeprefix('in ')}"
    caption = f"{figures[0]} in the leading {len(rows)} of {len(answer.areas)} {nouns(answer)[1]}{since}"
    return scroll(table(caption, [*heads, *figures], rows, numbers_from=len(heads)), "The areas with the most")
