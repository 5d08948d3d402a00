"""All that the page of evidence shows for its answers, by part of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.levels import Level
from data.selection import Measure
from geo.pages.evidence import Evidence
from geo.phrases import first_capital
from geo.statistics.answer_clusters import AnswerClusters
from geo.statistics.change import NOTE as CHANGE_NOTE
from geo.statistics.cluster_words import clusters_words
from geo.statistics.clusters import Method
from geo.statistics.control_chart import NOTE as CHART_NOTE
from geo.wording import short_of
from layouts import ids
from layouts.cluster_picture import cluster_picture
from layouts.evidence import own
from layouts.figures.control_chart import control_chart
from layouts.figures.funnel import funnel
from layouts.figures.lorenz import lorenz
from layouts.words import evidence as words
from layouts.words.measure import unit
from layouts.words.moved import told_above
from layouts.words.since_when import line_names
from layouts.words.where import nouns


def evidence_parts(found: Evidence) -> dict[str, Any]:
    answer, chance, change = found.answer, found.chance, found.change
    half = answer.concentration.areas_for_half if answer.concentration else None
    counted = answer.measure not in (Measure.HARM, Measure.COST)
    records = answer.dataset.noun if counted else unit(answer)
    several = first_capital(nouns(answer)[1])
    return {
        "title": words.title(found),
        "said": answer.says,
        "stand": short_of(answer),
        "left_out": told_above(answer),
        "lorenz": lorenz(listed(found.curve), listed(found.curve_before), half, line_names(answer), several),
        "chance_says": chance.says if chance else "",
        "chance_table": words.figures_table(found),
        "chance_base": chance_base(found),
        "stability": words.same_places(found.stability, answer),
        "shares_says": change.says if change else "",
        "ward_table": words.contributions_table("Ward", change.wards, answer, "The change by ward") if change else None,
        "area_table": words.contributions_table("Area", change.areas, answer, "The areas that changed most")
        if change
        else None,
        "shares_base": "Shares divide by the net change of records with a known place; where rises and falls cancel out there are none."
        if change
        else "",
        "funnel": funnel(words.points(answer), first_capital(records), by_chance=counted),
        "verdicts_say": change.verdicts_say if change else words.SAME,
        "clear_table": words.clear_changes(answer) if change else None,
        "clear_link": words.map_link(answer),
        "verdicts_base": f"{change.test} {CHANGE_NOTE}" if change else "",
        "control": control_chart(found.series, first_capital(records)),
        "control_says": found.series.says if found.series else "",
        "control_base": CHART_NOTE if found.series else "",
        "control_table": words.series_table(found),
        "notes": [html.Li(caveat) for caveat in answer.caveats],
    }


def listed(curve: Any) -> list[float] | None:
    return None if curve is None else curve.tolist()


def chance_base(found: Evidence) -> str:
    """How chance was worked out."""
    chance = found.chance
    if chance is None:
        return ""
    return (
        f"By chance alone: the same records thrown {chance.draws:,} times at random over the same areas, all equally likely"
        f" (seed {chance.seed}); 95 of 100 throws lie between the two figures."
    )


def cluster_parts(found: AnswerClusters, method: Method, boundaries: Mapping[Level, str]) -> dict[str, Any]:
    """Map, sentence and legend of the clusters by one method."""
    told = clusters_words(found, method)
    into = {
        "map": own(ids.MAP), "card": own(ids.MAP_CARD), "legend": own(ids.MAP_LEGEND), "live": own(ids.MAP_LIVE),
        "ranking": own(ids.RANKING),
    }  # fmt: skip
    picture = cluster_picture(found.found[method], found.answer, boundaries) | {"into": into}
    return {"picture": picture, "says": told.says, "words": cluster_words(told)}


def cluster_words(told: Any) -> list[Component]:
    """What a cluster is and is not, and how it was found."""
    is_not = html.Ul([html.Li(text) for text in told.what_not], className="ways")
    how = html.Details(
        [
            html.Summary("How this was worked out"),
            html.Div([html.P(told.rule), *[html.P(note) for note in told.notes]]),
        ],
        className="as-table",
    )
    return [html.P(told.what, className="sub"), html.Div([html.P("It is not", className="sub"), is_not]), how]
