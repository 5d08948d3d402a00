"""All that the landing page shows for its answers, by part of the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from data.levels import Level
from data.links import write_link
from data.selection import ADDS_UP, Measure, Show
from geo.answer import Answer
from geo.pages.side_by_side import SideBySide, ViewAnswers
from geo.wording import rate_caption, short_of
from layouts import ids
from layouts.bar_of_areas import bar_of_areas
from layouts.components import Children
from layouts.controls import SIDE_BY_SIDE
from layouts.figures.trend import trend
from layouts.numbers import FEW, count, share
from layouts.view_pictures import no_hours, on_one_scale, view_pictures
from layouts.west_end_parts import boundary_urls
from layouts.words import since_when, views
from layouts.words.head import nothing_found, query_of, ways_wider
from layouts.words.moved import told_above
from layouts.words.view_figures import figures
from layouts.words.where import clear_note, nouns

HOURS_WITHHELD: Final = (
    "By hour: withheld of single wards and areas, and of youth violence; told of the whole, over whole years."
)
VIEW_PARTS: Final = ("title", "condition", "sentence", "figures", "base")


def side_by_side_parts(answers: SideBySide, scale: str) -> dict[str, Any]:
    """``scale`` is the page's own: one colour scale for the three maps, or each its own."""
    shown, whole = answers.shown, answers.whole
    now, before = since_when.month_values(shown), since_when.previous_values(shown)
    first, (first_before, _) = shown.question.first, shown.question.previous or (None, None)
    one = on_one_scale(answers, scale)
    forced = "" if all(view.whole.measure in ADDS_UP for view in answers.views) else " forced"
    table = " as-rows" if shown.selection.show is Show.TABLE else ""
    return {
        "picture": view_pictures(answers, scale, boundary_urls(shown.release)),
        "title": whole.headline,
        "said": shown.says,
        "stand": stand(whole),
        "trouble": None,
        "left_out": told_above(shown, left_out(answers)),
        "bar": bar_of_areas(whole),
        "chosen": chosen(answers),
        "scale_says": scale_says(answers, one),
        "views": f"views {'one-scale' if one else 'own-scales'}{forced}{table}",
        "view": {view.prefix: view_parts(view, answers) for view in answers.views},
        "trend": trend(first, now, first_before, before, since_when.line_names(shown)),
        "trend_title": since_when.trend_title(shown),
        "trend_says": since_when.trend_says(shown),
        "trend_table": since_when.trend_table(shown, SIDE_BY_SIDE.id(ids.TREND)),
        "notes": [html.Li(caveat) for caveat in caveats(answers)],
    }


def view_parts(view: ViewAnswers, answers: SideBySide) -> dict[str, Any]:
    """The words of one view; its title is the way to its page and carries the view's question along."""
    return {
        "title": html.A(views.view_name(view.prefix, view.whole.release.choices), href=view.shown.link),
        "condition": views.condition(view, answers),
        "sentence": views.sentence(view, answers),
        "figures": figures(view),
        "base": base(view, answers.whole),
    }


def base(view: ViewAnswers, whole: Answer) -> str:
    """What a view's shares divide by, which changes are clear; the caption of a rate that only this view shows."""
    caption = "" if whole.measure is Measure.RATE else rate_caption(view.whole)
    return " ".join(part for part in (views.base(view), clear_note(view.whole), caption) if part)


def stand(whole: Answer) -> list[Children]:
    """Beside the headline: the top areas against equal shares, and what shares are of."""
    if whole.now is None or not whole.now.records:
        return [*nothing_found(whole), *ways_wider(whole)]
    told: list[Children] = []
    if (
        whole.measure in ADDS_UP
        and whole.top
        and whole.concentration
        and (whole.located or 0) >= FEW
        and whole.concentration.areas > whole.top.n
    ):
        alike = share(len(whole.top.positions) / whole.concentration.areas)
        many = "recorded as many" if whole.measure is Measure.COUNT else "held as much"
        told = [f"If all {count(whole.concentration.areas)} {nouns(whole)[1]} {many}, ",
                f"the top {whole.top.n} would hold ", html.B(alike), ". "]  # fmt: skip
    caption = rate_caption(whole)
    return [*told, short_of(whole), *([f" {caption}"] if caption else [])]


def left_out(answers: SideBySide) -> list[str]:
    """What in the link was not understood, in the shared part and in the views, each once."""
    notes = (note for answer in (answers.shown, *(view.shown for view in answers.views)) for note in answer.left_out)
    return list(dict.fromkeys(notes))


def caveats(answers: SideBySide) -> Iterator[str]:
    """What to know beside the figures, that of all views first, then what is of one view alone."""
    shared = answers.shown.caveats
    yield from shared
    if no_hours(answers):
        yield HOURS_WITHHELD
    for view in answers.views:
        for caveat in view.shown.caveats:
            if caveat not in shared:
                yield f"{views.view_name(view.prefix, view.whole.release.choices)}: {caveat}"


def chosen(answers: SideBySide) -> Component | None:
    """The areas chosen, where they are marked, what counts them alone, and the way back."""
    selection = answers.shown.selection
    if not (selection.ward or selection.lsoa):
        return None
    names = views.areas_chosen(answers.shown)
    several = len(selection.lsoa or selection.ward) > 1
    who = "They are" if several else "It is"
    what = "these areas" if several else "this area"
    told = f" {who} marked on all three maps; each view’s number and hours, and the months below, count {what} alone. "
    plain = selection.without("ward", "lsoa")
    back = html.A("Clear the choice", href=query_of(write_link(plain, answers.shown.release.choices)))
    return html.P([html.B(f"{names} chosen."), told, back])


def scale_says(answers: SideBySide, one_scale: bool) -> str:
    """What the colours mean, for the three maps together."""
    if not one_scale:
        return "Each map has a scale of its own under it: the same colour means different numbers."
    small = [view.whole for view in answers.views if view.whole.question.level is not Level.WARD]
    wards = [view.whole for view in answers.views if view.whole.question.level is Level.WARD]
    parts = [
        f"1 in {count(group[0].concentration.areas)} for {nouns(group[0])[1]}"
        for group in (small, wards)
        if group and group[0].concentration
    ]
    even = f" An even share is {', '.join(parts)}." if parts else ""
    return f"One scale for all three maps: how many times its even share an area holds.{even}"
