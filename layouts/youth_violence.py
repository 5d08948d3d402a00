"""The page of serious youth violence: which rule, where, when, what, who, by ward, since when. Skeleton only."""

from __future__ import annotations

from typing import Final

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from data.selection import Page
from layouts import ids
from layouts.before_use import Points, before_use
from layouts.components import figure_block, lines_host, more, section
from layouts.controls import NO_AREA
from layouts.question_bar import Controls, show_switch, switch
from layouts.question_page import question_page
from layouts.words.youth import RULE_NAMES

YOUTH: Final = Controls(
    prefix="syv",
    keys=("authority", "type", "flag", "from", "to", "compare", "time", "days", "ward", "level", "n", "measure"),
    others={"syv": ids.RULE, "show": ids.SHOW, "go-to": ids.GO_TO},
    switches={"type": ids.TYPES_PART, "time": ids.TIME_PART, "shown": ids.SHOWN_PART},
)
RECORDED: Final[Points] = (
    (
        "Ages are often missing",
        "A record without an age that would decide the rule is not counted; where ages are told, a range beside the rule says what that leaves open.",
    ),
    (
        "People are counted once a record",
        "Each record has at most one victim and one suspect here. No figure on this page tells of a person.",
    ),
    (
        "Published is not recorded",
        "Shares of cohorts and of residents are as printed in the 2024 assessment; the filters do not change them.",
    ),
)


def own(component_id: str) -> str:
    """The id of a part on this page."""
    return YOUTH.id(component_id)


def youth_violence() -> html.Div:
    detail = html.Div([which(), when(), what(), who(), wards(), since_when()], id=own(ids.DETAIL))
    return question_page(YOUTH, rule(), where(), detail, residents(), before_use(YOUTH, Page.YOUTH_VIOLENCE, RECORDED))


def rule() -> html.Div:
    """The rule changes every figure, so it stands before all of them."""
    choice = switch(
        own(ids.RULE), "Which offences count: violence, robbery and sexual offences with", RULE_NAMES, seen=True
    )
    choice.className = "switch row"
    says = html.P(id=own(ids.RULE_SAYS), className="finding")
    return html.Div([choice, says, html.Dl(id=own(ids.FACTS), className="facts row")], className="stack rule-choice")


def spaced(made: html.Section) -> html.Section:
    """A part of the page whose pieces stand apart."""
    made.className = "part ruled stack"
    return made


def where() -> html.Section:
    show = show_switch(YOUTH.prefix)
    go_to = html.P(
        [html.Label("Go to area", htmlFor=own(ids.GO_TO)), dbc.Select(id=own(ids.GO_TO), options=[], value=NO_AREA)],
        className="field",
    )
    made = section(
        own("where"),
        "Where it is recorded, and where those known to services live",
        html.Div([recorded_map(), published_map()], id=own(ids.MAP_SECTION), className="split even two-maps"),
        html.P(id=own(ids.LIVING_SAYS), className="finding"),
        html.Div(id=own(ids.LIVING_TABLE)),
        html.P(id=own(ids.LIVING_BASE), className="base"),
        head=[html.Div([go_to, show], className="narrowing")],
    )
    return spaced(made)


def recorded_map() -> Component:
    return figure_block(
        own(ids.MAP_TITLE),
        html.H3(id=own(ids.MAP_TITLE)),
        html.Div(id=own(ids.MAP_LEGEND), className="key"),
        html.Div(
            [html.Div(id=own(ids.MAP), className="map"), html.Div(id=own(ids.MAP_CARD), className="card", hidden=True)],
            className="map-figure",
        ),
        html.P(id=own(ids.MAP_LIVE), className="vh", **{"aria-live": "polite"}),
        html.Figcaption(id=own(ids.MAP_BASE), className="base"),
        html.Div(id=own(ids.CHOSEN)),
        class_name="figure stack",
    )


def published_map() -> Component:
    return figure_block(
        own(ids.LIVING_TITLE),
        html.H3("Where young people and families known to services live", id=own(ids.LIVING_TITLE)),
        html.Div(id=own(ids.LIVING_LEGEND), className="key"),
        html.Div(html.Div(id=own(ids.LIVING_MAP), className="map"), className="map-figure"),
        html.Figcaption(
            "Labels: per cent of a cohort that lives in the ward, the largest of those published. The table has all.",
            className="base",
        ),
        class_name="figure stack",
    )


def which() -> html.Section:
    return section(
        own(ids.RANKING_TITLE),
        "The areas with the most",
        figure_block(
            own(ids.RANKING_TITLE),
            html.P(id=own(ids.RANKING_NOTE), className="base"),
            html.Div(id=own(ids.RANKING)),
            html.Figcaption(id=own(ids.RANKING_BASE), className="base"),
        ),
    )


def when() -> html.Section:
    figures = [
        html.Div([html.Div(id=own(host)), html.P(id=own(peak), className="sub peak")])
        for host, peak in ((ids.HOURS_CHILD, ids.HOURS_CHILD_PEAK), (ids.HOURS_ADULT, ids.HOURS_ADULT_PEAK))
    ]
    made = section(
        own(ids.HEATMAP_TITLE),
        "When: under 18 and 18 to 24, hour by hour",
        html.P(id=own(ids.HOURS_SAYS), className="finding"),
        html.Div(figures, className="split even"),
        html.P(id=own(ids.HEATMAP_BASE), className="base"),
        more("Late afternoons and weekend nights as a table", html.Div(id=own(ids.HOURS_TABLE))),
        head=[html.Div(id=own(ids.HEATMAP_LEGEND), className="key")],
    )
    return spaced(made)


def what() -> html.Section:
    parts = [html.Div(id=own(ids.MIX)), html.Div(id=own(ids.INJURY))]
    return section(own("what"), "What was recorded", html.Div(parts, className="split even"))


def who() -> html.Section:
    made = section(
        own("who"),
        "Who: where known",
        html.Div(id=own(ids.PEOPLE), className="split even"),
        html.P(
            "Each share is of the people of whom the thing is known; its base stands above it. Small numbers can be chance.",
            className="base",
        ),
    )
    return spaced(made)


def wards() -> html.Section:
    made = section(
        own("by-ward"),
        "Ward by ward",
        html.Div(id=own(ids.WARD_TABLE)),
        html.P(id=own(ids.WARD_BASE), className="base"),
    )
    return spaced(made)


def since_when() -> html.Section:
    small = [
        html.Div([html.H3(name), lines_host(own(figure))])
        for name, figure in (("Knife crime", ids.KNIFE), ("Knife crime with injury", ids.KNIFE_INJURY))
    ]
    made = section(
        own(ids.TREND_TITLE),
        "Month by month since the start of the release",
        html.P(id=own(ids.TREND_SAYS), className="sub"),
        lines_host(own(ids.TREND)),
        html.Div(small, id=own(ids.KNIFE_SECTION), className="split even"),
        html.P(id=own(ids.KNIFE_SAYS), className="base"),
        more("The months as a table", html.Div(id=own(ids.TREND_TABLE))),
    )
    return spaced(made)


def residents() -> html.Section:
    made = section(
        own("residents"),
        "What residents say, beside what is recorded",
        html.P(id=own(ids.PERCEPTION_SAYS), className="sub"),
        html.Div(id=own(ids.PERCEPTION_TABLE)),
    )
    return spaced(made)
