"""All that the youth-violence page shows for its answers, by part of the page."""

from __future__ import annotations

from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from data.attributes.people import INJURY_DEGREES
from data.levels import Level
from data.selection import ADDS_UP, Show
from geo.answer import Answer
from geo.page_answers import PageAnswers
from geo.pages.youth import YouthAnswers
from geo.pages.youth_series import Series
from geo.wording import AMOUNT_WORDS
from layouts import ids, published_map, youth_hours, youth_tables
from layouts.components import Children
from layouts.figures.trend import long_series
from layouts.numbers import count
from layouts.people_bars import Bar, bars, home_bars, people_bars
from layouts.picture import picture
from layouts.picture_classes import average_of_records, classes
from layouts.published_map import SHARE_LABELS, class_of_share
from layouts.west_end_parts import boundary_urls
from layouts.words import where, which
from layouts.words import youth as words
from layouts.words.moved import told_above
from layouts.words.where import before_name
from layouts.youth_violence import own

INTO: Final = {
    "map": own(ids.MAP),
    "card": own(ids.MAP_CARD),
    "legend": own(ids.MAP_LEGEND),
    "live": own(ids.MAP_LIVE),
    "ranking": own(ids.RANKING),
}
INTO_LIVING: Final = {"map": own(ids.LIVING_MAP), "legend": own(ids.LIVING_LEGEND)}
INTO_HOURS: Final = (
    {
        "heatmap": own(ids.HOURS_CHILD),
        "heatmap_peak": own(ids.HOURS_CHILD_PEAK),
        "heatmap_legend": own(ids.HEATMAP_LEGEND),
    },
    {"heatmap": own(ids.HOURS_ADULT), "heatmap_peak": own(ids.HOURS_ADULT_PEAK)},
)
# The chart and its line that hold each column of the table of months: all records, then the knife series.
CHARTS: Final = (
    (own(ids.TREND), 0), (own(ids.KNIFE), 0), (own(ids.KNIFE_INJURY), 0), (own(ids.KNIFE), 1), (own(ids.KNIFE_INJURY), 1),
)  # fmt: skip
NOT_KNOWN: Final = "Hatched: not known from this source, which is not zero."
INJURY_NAMES: Final = dict(
    zip(INJURY_DEGREES, ("No injury", "Minor injury", "Serious injury", "Fatal injury"), strict=True)
)


def youth_parts(answers: PageAnswers, youth: YouthAnswers, everywhere: YouthAnswers) -> dict[str, Any]:
    """``everywhere`` answers the same over all areas: it sets the scale of the map, which no choice of areas moves."""
    shown, whole = answers.shown, answers.whole
    names = ward_names(youth)
    borough = shown.release.authority_name
    withheld = shown.release.rule.withholds and not youth.wards
    return {
        "pictures": pictures(answers, youth, everywhere.series),
        "title": words.title(answers, youth),
        "said": shown.says,
        "stand": words.stand(answers, youth),
        "left_out": told_above(shown),
        "rule_says": words.rule_says(youth),
        "facts": words.facts(youth),
        "map_title": where.map_title(whole),
        "map_base": map_base(answers),
        "map_section": map_section(shown, youth),
        "chosen": where.chosen(shown, whole),
        "living_says": words.living_says(youth, names),
        "living_table": published_map.published_table(youth.cohorts, names, youth.wards, withheld=withheld),
        "living_base": published_map.sources(youth.cohorts),
        "detail_hidden": bool(youth.reason),
        "ranking_note": which.ranking_note(whole),
        "ranking_base": which.ranking_base(whole),
        **hours_parts(youth),
        "mix": offence_mix(youth),
        "injury": injury(youth),
        "people": people(youth, borough),
        "ward_table": youth_tables.ward_table(youth),
        "ward_base": youth_tables.ward_notes(youth),
        **month_parts(youth),
        "perception_says": words.perception_says(youth.perceptions, names, borough),
        "perception_table": youth_tables.perception_table(
            youth.perceptions, youth.wards, names, borough, withheld=withheld
        ),
        "notes": [html.Li(caveat) for caveat in shown.caveats],
    }


def ward_names(youth: YouthAnswers) -> dict[str, str]:
    return {area.code: area.name for area in youth.answer.release.choices.areas.get(Level.WARD, ())}


def pictures(answers: PageAnswers, youth: YouthAnswers, series: Series | None) -> list[dict[str, Any]]:
    """Both maps and both heatmaps, drawn in one go."""
    shown, whole = answers.shown, answers.whole
    urls = boundary_urls(shown.release)
    wards = shown.release.choices.areas[Level.WARD]
    recorded = picture(whole, shown, urls) | {"into": INTO, "hours": None, "page_wards": []}
    recorded |= bounds(whole, series) | by_share(answers)
    drawn: dict[str, Any] = {
        "seq": shown.link,
        "boundaries": urls[Level.WARD],
        "hexagons": shown.selection.show is Show.HEXAGONS,
    }
    living = published_map.published_picture(youth.cohorts, wards, shown.selection.ward, INTO_LIVING, drawn)
    return [recorded, living, *youth_hours.hours_pictures(youth, INTO_HOURS)]


def bounds(whole: Answer, series: Series | None) -> dict[str, Any]:
    """Classes that suit the rule's records of a year, which are far fewer than all offences."""
    if series is None:
        return {}
    return classes(whole, average_of_records(whole, series.total / len(series.values) * 12))


def on_one_scale(answers: PageAnswers) -> bool:
    """Wards counted can be drawn as shares of the whole, on the scale of the published shares."""
    whole = answers.whole
    return whole.question.level is Level.WARD and whole.measure in ADDS_UP and bool(whole.amount_located)


def by_share(answers: PageAnswers) -> dict[str, Any]:
    whole = answers.whole
    if not on_one_scale(answers) or whole.amounts is None or not whole.amount_located:
        return {}
    return {
        "classes": [class_of_share(100 * float(value) / whole.amount_located) for value in whole.amounts],
        "labels": list(SHARE_LABELS),
        "legend_title": f"Share of {AMOUNT_WORDS.get(whole.measure, '')}these offences recorded in a ward",
        "label_values": "share",
    }


def map_section(shown: Answer, youth: YouthAnswers) -> str:
    """The two maps, as rows where a table is asked for; among several authorities one of which nothing is published has
    one map."""
    only = " recorded-only" if shown.release.choices.scopes is not None and not youth.cohorts else ""
    rows = " as-rows" if shown.selection.show is Show.TABLE else ""
    return f"split even two-maps{rows}{only}"


def map_base(answers: PageAnswers) -> str:
    """What the lines and labels mean; on wards both maps have one scale."""
    if on_one_scale(answers):
        of = AMOUNT_WORDS.get(answers.whole.measure, "")
        return f"Labels: per cent of {of}the offences with a known place. Both maps have one scale. {where.lines_note(answers.whole)}"
    whole = answers.whole
    told = (
        where.map_base(whole)
        .replace("Heavy line: the two West End wards. ", "")
        .replace("Heavy line: the wards counted. ", "")
    )
    if whole.values is None:
        return told or ("" if whole.withheld else NOT_KNOWN)  # the panel in the place of the map says what is withheld
    return f"{told} Shown by ward, both maps have one scale." if whole.measure in ADDS_UP else told


def hours_parts(youth: YouthAnswers) -> dict[str, Any]:
    return {
        "hours_title": youth_hours.hours_title(youth),
        "hours_says": youth_hours.hours_says(youth),
        "hours_base": youth_hours.hours_base(youth),
        "hours_table": youth_hours.hours_table(youth),
    }


def offence_mix(youth: YouthAnswers) -> Children:
    """Types of offence with share, count and what they were before."""
    records = sum(row.value for row in youth.mix)
    if not records:
        return html.P(youth.reason or "No offences were found.", className="nothing")
    compared = any(row.previous is not None for row in youth.mix)
    parts = [Bar(row.name, row.value, row.previous) for row in youth.mix]
    heads = ["Type", "Offences", "Share", *([first_word(before_name(youth.answer))] if compared else [])]
    mark = " Mark: the period compared with." if compared else ""
    return bars(f"Types of offence, shares of all {count(records)}.{mark}", heads, parts, records)


def first_word(before: str) -> str:
    return "A year earlier" if before == "a year earlier" else "Before"


def injury(youth: YouthAnswers) -> Children:
    people = youth.people
    if people is None or people.injuries is None or not people.injury_known:
        return html.P("Injuries are not known in this source.", className="nothing")
    parts = [Bar(INJURY_NAMES[name], int(value)) for name, value in zip(INJURY_DEGREES, people.injuries, strict=True)]
    known = people.injury_known
    return bars(f"Injury, of {count(known)} offences where it is known", ["Injury", "Offences", "Share"], parts, known)


def people(youth: YouthAnswers, borough: str) -> list[Component]:
    """Victims on the left, suspects on the right; under them where victims and accused live."""
    if youth.people is None:
        return []
    persons = youth.people.persons
    columns: list[Component] = []
    for title, key, plural, home in (
        ("Victims", "victim", "victims", "victim"),
        ("Suspects and accused", "suspect", "suspects", "accused"),
    ):
        told = persons.get(key)
        held = (
            people_bars(told, plural)
            if told
            else [html.P(f"This source does not tell of {plural}.", className="nothing")]
        )
        at_home = home_bars(persons.get(home), "accused people" if home == "accused" else plural, borough)
        columns.append(html.Div([html.H3(title), *held, *at_home], className="stack"))
    return columns


def month_parts(youth: YouthAnswers) -> dict[str, Any]:
    series, question = youth.series, youth.answer.question
    marks = [(lockdown.first, lockdown.last) for lockdown in youth.lockdowns]
    named = "Lockdowns" if len(marks) > 1 else "Lockdown"
    first, values = (question.first, [None]) if series is None else (series.first, youth_tables.series_values(series))
    knife = [youth_tables.series_values(one) for one in youth.knife] or [[None]] * 4
    shown = (question.first, question.last)
    return {
        "trend": long_series(first, [("", values)], marks, named, shown),
        "trend_says": words.series_says(youth),
        "trend_table": youth_tables.month_table(series, youth.knife, CHARTS),
        "knife": long_series(first, [("all ages", knife[0]), ("under 25", knife[2])], marks),
        "knife_injury": long_series(first, [("all ages", knife[1]), ("under 25", knife[3])], marks),
        "knife_section": "split even" if youth.knife else "split even unused",
        "knife_says": words.knife_says(youth.knife),
    }
