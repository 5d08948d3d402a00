"""Between the controls and the link: what the controls show for a selection, and the link they ask for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from data.choices import WEST_END_WARDS, Choices, Question
from data.disclosure.rule import OPEN, Rule
from data.levels import WIDER, Level
from data.links import read_link, view_selection, write_link
from data.place_words import has_west_end
from data.schema import month_from_text, month_text
from data.selection import WEIGHED, Measure, Page, Selection, Show, link_values
from geo.phrases import RULE_WORDS
from layouts import ids
from layouts.measure_options import measure_keys, weighable
from layouts.only_told import MARK, only_told
from layouts.question_bar import CONTROLS, Controls
from layouts.question_options import EVERYWHERE, Options, bar_choices, bar_values, open_choices, option, summaries

# Controls outside the bar, and the key of the link each one stands for.
OTHER_CONTROLS: Final = {
    "set": ids.SET, "show": ids.SHOW, "timing": ids.TIMING, "west-end": ids.WEST_END_ONLY, "go-to": ids.GO_TO
}  # fmt: skip
SWITCHES: Final = {
    "set": ids.SET_SWITCH,
    "timing": ids.TIMING_SWITCH,
    "west-end": ids.WEST_END_SWITCH,
}  # shown only where they do something
WEST_END: Final = Controls(others=OTHER_CONTROLS, switches=SWITCHES)
# The landing page: the keys all three views share in the bar, and those one view may have to itself.
VIEW_CONTROLS: Final = {"we.time": "we-time", "syv.syv": "syv-rule", "syv.time": "syv-time", "nb.time": "nb-time"}
SIDE_BY_SIDE: Final = Controls(
    prefix=ids.ALL,
    keys=("dataset", "authority", "type", "flag", "from", "to", "compare", "time", "days", "measure"),
    others={**VIEW_CONTROLS, "show": ids.SHOW},
    switches={"syv.time": ids.YOUTH_TIME_PART},
)
# Shown to all who are told more than one total.
ALWAYS: Final = {"type": "word", "time": "word", "shown": "sentence shown", "syv.time": "word"}
AREA_KEYS: Final = {Level.WARD: "ward", Level.AUTHORITY: "authority"}
NO_AREA: Final = "-"  # an empty value would show nothing at all in the list


def shown_controls(
    selection: Selection, choices: Choices, bar_for: str | None, places_for: str | None = None, rule: Rule = OPEN
) -> dict[str, Any]:
    """Values, summaries and options of all controls; those fixed by release and data set only where ``bar_for``
    names others, the list of areas (thousands, maybe) only where ``places_for`` does; nothing that ``rule`` refuses."""
    if rule.withholds:
        shown = shown_controls(selection, choices, (bar_for or "").removesuffix(MARK) or None, places_for)
        return only_told(shown, choices.resolve(selection).dataset)
    choices = choices.of(selection)
    question = choices.resolve(selection)
    dataset = question.dataset
    named = "/".join([choices.releases[0], dataset.slug, *([choices.scope] if choices.scope else [])])
    fixed = bar_choices(choices, dataset) if named != bar_for else {}
    chosen = selection.ward if question.level is Level.WARD else selection.lsoa
    areas = choices.areas[question.level]
    lead = "choose one" if len(chosen) < 2 else f"{len(chosen)} chosen"
    offered = f"{named}/{question.level}/{areas[0].code if areas else ''}/{len(areas)}/{lead}"
    own = view_controls(selection, choices) if selection.page is Page.SIDE_BY_SIDE else {}
    return {
        "values": bar_values(question)
        | {
            "set": str(selection.set),
            "timing": str(selection.timing),
            "show": str(shown_as(selection)),
            "west-end": {(): "borough", WEST_END_WARDS: "wards"}.get(selection.ward, ""),
            "go-to": chosen[0] if len(chosen) == 1 else NO_AREA,
            "syv": str(question.syv or ""),
        }
        | {key: value for key, (value, _) in own.items()},
        "options": fixed | open_choices(question, choices) | {key: options for key, (_, options) in own.items()},
        "summaries": summaries(question, choices),
        "places": None
        if offered == places_for
        else [option(NO_AREA, lead), *(option(area.code, area.name) for area in areas)],
        "places_for": offered,
        "hidden": {
            "set": "switch" if has_comparison(question) else "switch unused",
            "timing": "switch" if dataset.timed and dataset.ends else "switch unused",
            "west-end": "switch" if offers_west_end(question, choices) else "switch unused",
            "flag": "word" if dataset.flags else "word unused",
            "authority": "word" if choices.authorities else "word unused",
            "ward": "word" if has_wards(choices) else "word unused",
            "days": "word",
            **ALWAYS,
        },
        "bar_for": named,
    }


def view_controls(selection: Selection, choices: Choices) -> dict[str, tuple[str, Options]]:
    """What the controls of single views show and offer, by key of the link: ``{"we.time": ("night", [...])}``."""
    found = {}
    for name in VIEW_CONTROLS:
        prefix, _, key = name.partition(".")
        question = choices.resolve(view_selection(selection, prefix, choices).selection)
        rules = [
            option(rule, words.removeprefix("with a ").removeprefix("with ")) for rule, words in RULE_WORDS.items()
        ]
        if key == "syv":
            found[name] = (str(question.syv), rules)
        else:
            found[name] = (question.selection.time, open_choices(question, choices)["time"])
    return found


def shown_as(selection: Selection) -> Show:
    """How areas are drawn; the page of the wards has its table beside the map anyway."""
    beside = selection.page is Page.NEIGHBOURHOODS and selection.show is Show.TABLE
    return Show.MAP if beside else selection.show


def has_comparison(question: Question) -> bool:
    """Whether there is an earlier period to hold shares against."""
    if question.previous is None or question.selection.measure is Measure.CHANGE:
        return False
    first, last = question.previous
    return set(range(first, last + 1)) <= set(question.dataset.months)


def offers_west_end(question: Question, choices: Choices) -> bool:
    """Whether figures can be narrowed to the two wards: not where wards themselves are ranked and chosen."""
    return question.level is not Level.WARD and has_west_end(choices)


def has_wards(choices: Choices) -> bool:
    """Whether wards are offered: not over several authorities at once, and not of one whose wards are not known."""
    return choices.scopes is None or (not choices.several and bool(choices.areas.get(Level.WARD)))


def link_from_controls(link: str, values: dict[str, Any], control: str, choices: Choices) -> str:
    """The query of the link after one control was changed; what the controls do not hold stays as it was."""
    selection = read_link(link, choices).selection
    choices = choices.of(selection)
    kept = dict(link_values(selection, choices.slugs))
    wanted = {key: listed(values[key]) for key in (*CONTROLS, "set", "syv", "timing") if key in values}
    wanted |= measure_keys(values["measure"]) if "measure" in values else {}
    own = {component: key for key, component in VIEW_CONTROLS.items()}
    if control in own:
        wanted = {own[control]: listed(values[own[control]])}
    if wanted.get("authority") == EVERYWHERE:
        wanted["authority"] = ""
    if control == ids.AUTHORITY and wanted["authority"] != (selection.authority or ""):
        wanted |= {"ward": "", "lsoa": "", "level": still_a_level(selection, wanted["authority"])}
    if control == ids.SHOW:
        wanted["show"] = listed(values["show"])
    if control == ids.DATASET:
        wanted |= {"type": "", "from": "", "to": "", "level": ""} | still_answered(
            selection, values["dataset"], choices
        )
    if control in (ids.FROM, ids.TO):
        wanted |= ordered(values["from"], values["to"], control, choices.resolve(selection))
    if control == ids.WEST_END_ONLY:
        wanted["ward"] = ",".join(WEST_END_WARDS) if values["west-end"] == "wards" else ""
    if control == ids.GO_TO and choices.resolve(selection).level in WIDER:
        return link_after_choice(link, values["go-to"], choices)
    if control == ids.GO_TO:
        wanted[area_key(selection, choices)] = values["go-to"] if values["go-to"] != NO_AREA else ""
    return query(selection, {**kept, **wanted}, choices)


def still_a_level(selection: Selection, authority: str) -> str:
    """The level of the link where one authority, or all of them, have it too."""
    return "" if selection.level is None or (authority and selection.level in WIDER) else str(selection.level)


def still_answered(selection: Selection, slug: str, choices: Choices) -> dict[str, str]:
    """The period and level of the link as far as another data set has them; the number where it weighs nothing."""
    dataset = choices.dataset(slug)
    first, last, (start, *_, end) = selection.first, selection.last, (*dataset.months, dataset.months[-1])
    period = {} if first is None or last is None else {"from": month_text(first), "to": month_text(last)}
    kept = period if first is not None and last is not None and first <= end and last >= start else {}
    level = {"level": str(selection.level)} if selection.level in dataset.levels else {}
    lost = selection.measure in WEIGHED and not weighable(dataset)
    return kept | level | (measure_keys(str(Measure.COUNT)) if lost else {})


def ordered(first: str, last: str, control: str, question: Question) -> dict[str, str]:
    """Both months; where the one just chosen lies beyond the other, that one follows at the same distance."""
    if first <= last:
        return {"from": first, "to": last}
    length, covered = question.months - 1, question.dataset.months
    if control == ids.FROM:
        moved = min(month_from_text(first) + length, max(covered[-1], month_from_text(first)))
        return {"from": first, "to": month_text(moved)}
    moved = max(month_from_text(last) - length, min(covered[0], month_from_text(last)))
    return {"from": month_text(moved), "to": last}


def link_after_choice(link: str, code: str, choices: Choices) -> str:
    """The query after an area was pointed out on the map or in the table: chosen, or given up if it was."""
    selection = read_link(link, choices).selection
    choices = choices.of(selection)
    if choices.several and choices.resolve(selection).level in WIDER:
        return query(narrowed(selection, code, choices), None, choices)
    key = area_key(selection, choices)
    if selection.page in (Page.SIDE_BY_SIDE, Page.YOUTH_VIOLENCE) and any(
        code == area.code for area in choices.areas.get(Level.WARD, ())
    ):
        key, selection = "ward", selection.without("lsoa")  # small areas of another ward would leave nothing
    if selection.page is Page.NEIGHBOURHOODS:  # it has maps of wards and of small areas at once
        key = "ward" if any(code == area.code for area in choices.areas.get(Level.WARD, ())) else "lsoa"
        selection = selection.without("lsoa") if key == "ward" else selection
    chosen = tuple(sorted(set(selection.ward if key == "ward" else selection.lsoa) ^ {code}))
    changed = replace(selection, ward=chosen) if key == "ward" else replace(selection, lsoa=chosen)
    return query(changed, None, choices)


def narrowed(selection: Selection, code: str, choices: Choices) -> Selection:
    """The question about one authority after it was pointed out; about authorities after a region was."""
    plain = selection.without("level", "ward", "lsoa")
    if code in {area.code for area in choices.authorities}:
        return replace(plain, authority=code)
    region = any(code == area.code for area in choices.areas.get(Level.REGION, ()))
    return replace(plain, level=Level.AUTHORITY) if region else selection


def area_key(selection: Selection, choices: Choices) -> str:
    return AREA_KEYS.get(choices.resolve(selection).level, "lsoa")


def query(selection: Selection, values: dict[str, str] | None, choices: Choices) -> str:
    """The query part of the canonical link, with its question mark; empty where nothing is asked but the default.

    Values are read as a link is, so that what is not legal together falls away by the same rules.
    """
    choices = choices.within("")
    if values is not None:
        text = urlencode({key: value for key, value in values.items() if value})
        selection = read_link(f"{selection.page}?{text}", choices).selection
    _, mark, found = write_link(selection, choices).partition("?")
    return mark + found


def listed(value: Any) -> str:
    return ",".join(value) if isinstance(value, list) else str(value or "")
