"""What the controls of the question offer and show, for a release, a data set and a selection."""

from __future__ import annotations

from typing import Any, Final

from dash import html

from data.attributes.flags import FLAG_WORDS
from data.choices import Choices, DatasetChoice, Question
from data.levels import Level
from data.months import month_name, period_name
from data.place_words import level_name, whole_words
from data.schema import month_from_text, month_text
from data.selection import ANY_TIME, DAYS, NO_COMPARISON, PREVIOUS, hours_of
from geo.phrases import joined
from layouts.measure_options import measure_options, measure_value

Options = list[dict[str, Any]]

DAY_NAMES: Final = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
TOP_SIZES: Final = (1, 3, 5, 10, 20, 50)
TIME_NAMES: Final = {ANY_TIME: "at any time", "night": "at night (18:00 to 06:00)", "day": "by day (06:00 to 18:00)"}
TIME_BANDS: Final = ("06-10", "10-14", "14-18", "18-22", "22-02", "02-06")
EVERYWHERE: Final = "all"  # in the list of authorities; an empty value would show nothing at all
LEVEL_NAMES: Final = {Level.LSOA: "small area", Level.LSOA21: "small area of 2021", Level.WARD: "ward"}
COMPARE_NAMES: Final = {PREVIOUS: "compared with a year earlier", NO_COMPARISON: "without comparison"}
YEARS_EARLIER: Final = {2: "two years earlier", 3: "three years earlier", 4: "four years earlier"}
NAMED: Final = 2  # so many choices are named in the sentence, more are counted


def bar_choices(choices: Choices, dataset: DatasetChoice) -> dict[str, Options]:
    """Options of the controls that depend on the release and the data set alone, by key of the link."""
    wards = [] if choices.several else sorted(choices.areas.get(Level.WARD, ()), key=lambda area: area.name)
    return {
        "dataset": [option(known.slug, known.title) for known in choices.datasets],
        "authority": authority_options(choices),
        "type": type_options(dataset),
        "flag": [option(name, words[0]) for name, words in FLAG_WORDS.items() if name in dataset.flags],
        "days": [option(day, name) for day, name in zip(DAYS, DAY_NAMES, strict=True)],
        "ward": [option(area.code, area.name) for area in wards],
    }


def authority_options(choices: Choices) -> Options:
    """All of them, then each by name; where the release has but one, the list hides."""
    named = sorted(choices.authorities, key=lambda area: area.name)
    return [option(EVERYWHERE, f"in {everywhere(choices)}"), *(option(area.code, f"in {area.name}") for area in named)]


def everywhere(choices: Choices) -> str:
    """All authorities together, whichever one is asked about."""
    return whole_words(choices.within(""))


def type_options(dataset: DatasetChoice) -> Options:
    """Majors, each followed by its minors, set in; a minor of two majors stands once."""
    options: dict[str, dict[str, Any]] = {}
    majors = dict.fromkeys(major for major, _ in dataset.types)
    slugs = {name: value for value, name in dataset.type_names.items()}
    for major in majors:
        options[slugs[major]] = option(slugs[major], html.B(major))
        for minor in (minor for of, minor in dataset.types if of == major and minor):
            if minor in slugs:
                options.setdefault(slugs[minor], option(slugs[minor], html.Span(minor, className="minor")))
    return list(options.values())


def option(value: str, label: Any) -> dict[str, Any]:
    return {"value": str(value), "label": label}


def open_choices(question: Question, choices: Choices) -> dict[str, Options]:
    """Options that a link may add to: months and hours, a first month compared with, a number of areas."""
    selection, dataset = question.selection, question.dataset
    covered = range(dataset.months[0], dataset.months[-1] + 1)
    months = [
        option(month_text(month), month_name(month)) for month in sorted({*covered, question.first, question.last})
    ]
    times = dict.fromkeys([*TIME_NAMES, *TIME_BANDS, selection.time])
    compares = dict.fromkeys([*COMPARE_NAMES, *earlier_years(question), selection.compare])
    levels = [level for level in Level if offered(level, choices, dataset) or level is question.level]
    return {
        "from": months,
        "to": months,
        "time": [option(time, time_name(time)) for time in times],
        "compare": [option(compare, compare_name(compare, question)) for compare in compares],
        "level": [option(level, level_option(level, choices)) for level in levels],
        "measure": measure_options(question, choices),
        "n": [option(str(size), str(size)) for size in sorted({*TOP_SIZES, selection.n})],
    }


def offered(level: Level, choices: Choices, dataset: DatasetChoice) -> bool:
    """Whether the list of levels has this one: the data set knows it, and it is more than one area."""
    return level in dataset.levels and (level in LEVEL_NAMES or len(choices.areas.get(level, ())) > 1)


def level_option(level: Level, choices: Choices) -> str:
    """The level as the list names it."""
    return LEVEL_NAMES.get(level) or level_name(level, choices)


def earlier_years(question: Question) -> list[str]:
    """First months of the same period two and more years earlier, as far as the data set goes back."""
    months = (question.first - 12 * years for years in YEARS_EARLIER)
    return [month_text(month) for month in months if month >= question.dataset.months[0]]


def compare_name(compare: str, question: Question) -> str:
    if compare in COMPARE_NAMES:
        return COMPARE_NAMES[compare]
    first = month_from_text(compare)
    years, months = divmod(question.first - first, 12)
    if not months and years in YEARS_EARLIER:
        return f"compared with {YEARS_EARLIER[years]}"
    return f"compared with {period_name(first, first + question.months - 1)}"


def time_name(time: str) -> str:
    if time in TIME_NAMES:
        return TIME_NAMES[time]
    start, end = hours_of(time)
    return f"from {start:02d}:00 to {end:02d}:00"


def bar_values(question: Question) -> dict[str, Any]:
    """What each control shows, by key of the link."""
    selection = question.selection
    return {
        "dataset": question.dataset.slug,
        "authority": selection.authority or EVERYWHERE,
        "type": list(selection.type),
        "flag": list(selection.flag),
        "from": month_text(question.first),
        "to": month_text(question.last),
        "compare": selection.compare,
        "time": selection.time,
        "days": list(selection.days),
        "ward": list(selection.ward),
        "level": str(question.level),
        "n": str(selection.n),
        "measure": measure_value(question),
    }


def summaries(question: Question, choices: Choices) -> dict[str, str]:
    """What the closed groups of check boxes say."""
    selection, dataset = question.selection, question.dataset
    names = {area.code: area.name for area in choices.areas.get(Level.WARD, ())}
    types = [dataset.type_names[name].lower() for name in selection.type]
    days = [DAY_NAMES[DAYS.index(day)] for day in selection.days]
    return {
        "type": few(types, "all types", "types"),
        "flag": few(
            [words[1] for name, words in FLAG_WORDS.items() if name in selection.flag], "marked or not", "marks"
        ),
        "days": f"on {few(days, 'any day', 'days of the week')}",
        "ward": f"in {few([names[code] for code in selection.ward], whole_words(choices), 'wards')}",
    }


def few(names: list[str], none: str, several: str) -> str:
    return none if not names else joined(names) if len(names) <= NAMED else f"{len(names)} {several}"
