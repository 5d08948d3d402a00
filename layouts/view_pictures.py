"""What the scripts draw for each of the three views: a small map, a short table, 24 hours; one colour scale or three."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from data.choices import WEST_END_WARDS
from data.levels import Level
from data.selection import ADDS_UP, Show
from geo.answer import Answer
from geo.pages.side_by_side import SideBySide, ViewAnswers
from layouts import ids
from layouts.picture import picture, withheld_note
from layouts.words import measure
from layouts.words.views import rows_caption, strip_title, view_name

ONE_SCALE, OWN_SCALES = "one", "own"
EVEN_BOUNDS: Final = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0)
EVEN_LABELS: Final = ("under ½", "½–1", "1–2", "2–4", "4–8", "8+")
EVEN_TITLE: Final = "Times an even share"
MOST_ROWS: Final = 10
COLUMNS: Final = ["rank", "bar", "share", "change"]
FIGURES: Final = ("map", "card", "live", "legend", "ranking", "hours_strip")  # of one view, by their role


def host(prefix: str, role: str) -> str:
    """The id of the element in which a view's figure is drawn."""
    return ids.of_page(ids.ALL, f"{prefix}-{role}")


def view_pictures(answers: SideBySide, scale: str, boundaries: Mapping[Level, str]) -> list[dict[str, Any]]:
    """One picture for each view; ``scale`` is one of all three maps, or each its own round counts."""
    one = on_one_scale(answers, scale)
    made = [view_picture(view, boundaries, one, number) for number, view in enumerate(answers.views)]
    if one and answers.shown.release.rule.withholds:
        made[0] |= shared_legend(answers)
    if no_hours(answers):  # the page says so once
        made = [{**each, "hours_withheld": None, "hours_unsaid": True} for each in made]
    return made


def shared_legend(answers: SideBySide) -> dict[str, Any]:
    """What the first view's legend, which is that of all, tells of the others: that there is a map, that some have dots."""
    wholes = [view.whole for view in answers.views]
    dotted = [whole for whole in wholes if 0 < whole.withheld < len(whole.areas)]
    told = {"legend_of_some": any(whole.values is not None for whole in wholes)}
    return told | ({"withheld_note": withheld_note(dotted[0]), "withheld_somewhere": True} if dotted else {})


def no_hours(answers: SideBySide) -> bool:
    """Whether the hours of all views are withheld from the reader, and of nothing that has none."""
    withholds = answers.shown.release.rule.withholds
    return withholds and all(view.part.hours is None and view.part.dataset.timed for view in answers.views)


def on_one_scale(answers: SideBySide, scale: str) -> bool:
    """Whether the maps share one scale: as asked, but for a measure that does not add up, which has no even share."""
    return scale != OWN_SCALES and all(view.whole.measure in ADDS_UP for view in answers.views)


def view_picture(view: ViewAnswers, boundaries: Mapping[Level, str], one_scale: bool, number: int) -> dict[str, Any]:
    whole, by_ward = view.whole, view.whole.question.level is Level.WARD
    into = {role: host(view.prefix, role) for role in FIGURES}
    if one_scale and not number:
        into["legend"] = ids.of_page(ids.ALL, ids.MAP_LEGEND)
    drawn = picture(whole, view.part, boundaries)
    own = {
        "seq": f"{view.prefix} {view.shown.link} {ONE_SCALE if one_scale else OWN_SCALES}",
        "into": into,
        "title": view_name(view.prefix, whole.release.choices),
        "compact": True,
        "selected": list(view.chosen),
        "page_wards": list(whole.selection.ward) if whole.selection.ward and not by_ward else list(WEST_END_WARDS),
        "rows": min(whole.selection.n, MOST_ROWS),
        "columns": COLUMNS,
        "caption": rows_caption(view),
        "label_values": "share" if by_ward else None,
        "strip_title": strip_title(view),
        "hours_note": "" if drawn["hours_note"] == whole.reason else drawn["hours_note"],  # told by the sentence
        "as_table": whole.selection.show is Show.TABLE,
    }
    return drawn | own | (even_classes(whole) if one_scale else {})


def even_classes(answer: Answer) -> dict[str, Any]:
    """Classes of times an even share: what each area would hold if all of them held as much."""
    areas = answer.concentration.areas if answer.concentration else len(answer.areas)
    even = (measure.rounded(answer.amount_located, answer.measure) or 0) / max(areas, 1) or 1.0
    return {
        "breaks": [bound * even for bound in EVEN_BOUNDS],
        "labels": list(EVEN_LABELS),
        "diverging": False,
        "legend_title": EVEN_TITLE,
    }
