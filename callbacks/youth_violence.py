"""The youth-violence page: one action, one pass; the browser draws its pictures."""

from __future__ import annotations

from typing import Any, Final

from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback

from data.serving import current_release
from geo.page_answers import page_answers
from geo.pages.youth import youth_answers
from layouts import ids
from layouts.sent import sent
from layouts.youth_parts import youth_parts
from layouts.youth_violence import own

CHILDREN: Final = {
    "title": ids.TITLE,
    "said": ids.SAID,
    "stand": ids.STAND,
    "left_out": ids.LEFT_OUT,
    "rule_says": ids.RULE_SAYS,
    "facts": ids.FACTS,
    "map_title": ids.MAP_TITLE,
    "map_base": ids.MAP_BASE,
    "chosen": ids.CHOSEN,
    "living_says": ids.LIVING_SAYS,
    "living_table": ids.LIVING_TABLE,
    "living_base": ids.LIVING_BASE,
    "ranking_note": ids.RANKING_NOTE,
    "ranking_base": ids.RANKING_BASE,
    "hours_title": ids.HEATMAP_TITLE,
    "hours_says": ids.HOURS_SAYS,
    "hours_base": ids.HEATMAP_BASE,
    "hours_table": ids.HOURS_TABLE,
    "mix": ids.MIX,
    "injury": ids.INJURY,
    "people": ids.PEOPLE,
    "ward_table": ids.WARD_TABLE,
    "ward_base": ids.WARD_BASE,
    "trend_says": ids.TREND_SAYS,
    "trend_table": ids.TREND_TABLE,
    "knife_says": ids.KNIFE_SAYS,
    "perception_says": ids.PERCEPTION_SAYS,
    "perception_table": ids.PERCEPTION_TABLE,
    "notes": ids.NOTES,
}

# Parts that no filter of hours or types moves stand in groups of their own: what was published, months, words.
STEADY: Final = (
    ("living_table", "living_base", "perception_says"),
    ("perception_table",),
    ("trend", "trend_table", "trend_says", "knife", "knife_injury", "knife_section", "knife_says"),
    ("people", "mix", "injury"),
    ("rule_says", "left_out", "map_base", "map_section", "chosen", "ranking_note", "detail_hidden", "notes"),
)

clientside_callback(
    ClientsideFunction("swp", "paint"),
    Output(own(ids.MAP), "data-painted"),
    Input(own(ids.PICTURE), "data"),
    State(own(ids.SETTING), "data"),
)


@callback(
    output={
        **{name: Output(own(component), "children") for name, component in CHILDREN.items()},
        "pictures": Output(own(ids.PICTURE), "data"),
        "setting": Output(own(ids.SETTING), "data"),
        "seen": Output(own(ids.SEEN), "data"),
        "map_section": Output(own(ids.MAP_SECTION), "className"),
        "detail_hidden": Output(own(ids.DETAIL), "hidden"),
        "trend": Output(own(ids.TREND), "data-lines"),
        "knife": Output(own(ids.KNIFE), "data-lines"),
        "knife_injury": Output(own(ids.KNIFE_INJURY), "data-lines"),
        "knife_section": Output(own(ids.KNIFE_SECTION), "className"),
    },
    inputs={
        "search": Input(own(ids.URL), "search"),
        "pathname": State(own(ids.URL), "pathname"),
        "seen": State(own(ids.SEEN), "data"),
    },
)
def update_youth_violence(search: str, pathname: str, seen: str | None = None) -> dict[str, Any]:
    release, link = current_release(), f"{pathname}{search or ''}"
    answers = page_answers(release, link)
    parts = youth_parts(answers, youth_answers(release, link), youth_answers(release, answers.wards.link))
    return sent(parts, seen, STEADY, "pictures")
