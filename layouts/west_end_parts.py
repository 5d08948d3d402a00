"""All that the West End page shows for its answers, by part of the page."""

from __future__ import annotations

from typing import Any

from dash import html

from data.levels import Level
from data.releases import Release
from data.selection import Show
from geo.page_answers import PageAnswers
from layouts import ids
from layouts.figures.trend import trend
from layouts.later import in_two
from layouts.picture import picture
from layouts.words import head, since_when, when, where, which
from layouts.words.costs import costs_of
from layouts.words.moved import told_above


def west_end_parts(answers: PageAnswers) -> dict[str, Any]:
    shown, whole = answers.shown, answers.whole
    now, before = since_when.month_values(shown), since_when.previous_values(shown)
    first, (first_before, _) = shown.question.first, shown.question.previous or (None, None)
    return {
        "picture": in_two(picture(whole, shown, boundary_urls(shown.release)), shown.release.id),
        "title": whole.headline,
        "said": shown.says,
        "stand": head.stand(answers),
        "trouble": None,
        "left_out": told_above(shown),
        "map_title": where.map_title(whole),
        "map_base": where.map_base(whole),
        "map_section": "split as-rows" if shown.selection.show is Show.TABLE else "split",
        "facts": where.facts(shown, whole),
        "chosen": where.chosen(shown, whole),
        "heatmap_title": when.heatmap_title(shown),
        "heatmap_base": when.heatmap_base(shown),
        "ranking_note": which.ranking_note(whole),
        "ranking_base": which.ranking_base(whole),
        "costs": costs_of(shown),
        "trend": trend(first, now, first_before, before, since_when.line_names(shown)),
        "trend_title": since_when.trend_title(shown),
        "trend_says": since_when.trend_says(shown),
        "trend_table": since_when.trend_table(shown, ids.TREND),
        "notes": [html.Li(caveat) for caveat in shown.caveats],
    }


def boundary_urls(release: Release) -> dict[Level, str]:
    """Where the browser gets the geometry of each level; the name follows the content, so it is kept for a year."""
    return {
        Level(level): f"/boundaries/{release.id}/{found['display']}"
        for level, found in release.manifest["boundaries"].items()
    }
