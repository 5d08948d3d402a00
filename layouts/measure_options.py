"""The choices of what is shown of the records: the measure, with the tables and bases that it may be taken with.

One choice may stand for several keys of the link: ``harm&proactive=without``.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import parse_qsl

from data.categories import taxonomy
from data.choices import Choices, DatasetChoice, Question
from data.selection import WEIGHED, Measure, Only, Proactive
from layouts.words.measure import NAMES, named

# Keys of the link that belong to a measure, and go when another one is chosen.
PARTS: Final = ("measure", "weights", "proactive", "per", "only")


def measure_options(question: Question, choices: Choices) -> list[dict[str, Any]]:
    """What the list of measures offers, each measure followed by its variants; the choice that the link holds is among
    them whatever it is."""
    held, offered = measure_value(question), []
    for kind in NAMES:
        if kind in WEIGHED and not weighable(question.dataset):
            continue
        offered += [(str(kind), named(kind, choices)), *variants(kind, choices)]
    if held not in dict(offered):
        offered.append((held, described(question, choices)))
    return [{"value": value, "label": label} for value, label in offered]


def variants(kind: Measure, choices: Choices) -> list[tuple[str, str]]:
    """The other ways to take one measure: as the value of the list, and in words."""
    if kind is Measure.CHANGE:
        return [("change&only=clear", "clear changes in number")]
    if kind is Measure.HARM:
        tables = [(f"harm&weights={table}", f"harm by {spoken(table)}") for table in choices.weights[1:]]
        return [("harm&proactive=without", "harm without what searches found"), *tables]
    if kind is Measure.RATE:
        return [(f"rate&per={base}", f"number per 1,000 {spoken(base)}") for base in choices.populations[1:]]
    return []


def described(question: Question, choices: Choices) -> str:
    """A choice that is not in the list by itself: two variants at once, or a measure the data set has no weights for."""
    selection = question.selection
    table = f" by {spoken(selection.weights)}" if selection.weights else ""
    searches = " without what searches found" if selection.proactive is Proactive.WITHOUT else ""
    return f"{named(selection.measure, choices)}{table}{searches}"


def measure_value(question: Question) -> str:
    """The choice that a question holds, as the value of the list."""
    selection = question.selection
    parts = [str(selection.measure)]
    if selection.measure is Measure.HARM and selection.weights:
        parts.append(f"weights={selection.weights}")
    if selection.measure is Measure.HARM and selection.proactive is not Proactive.WITH:
        parts.append(f"proactive={selection.proactive}")
    if selection.measure is Measure.RATE and selection.per:
        parts.append(f"per={selection.per}")
    if selection.measure is Measure.CHANGE and selection.only is not Only.ALL:
        parts.append(f"only={selection.only}")
    return "&".join(parts)


def measure_keys(value: str) -> dict[str, str]:
    """The keys of the link that a choice stands for; those of other measures empty."""
    measure, _, rest = value.partition("&")
    return dict.fromkeys(PARTS, "") | {"measure": measure} | dict(parse_qsl(rest))


def weighable(dataset: DatasetChoice) -> bool:
    """Whether the types of a data set are offences that harm weights and unit costs speak of."""
    table = taxonomy()
    known = set(zip(table["major"], table["minor"], strict=True))
    return any(pair in known for pair in dataset.types)


def spoken(slug: str) -> str:
    """``cchi-days-median-2026`` as words."""
    return slug.replace("cchi-days", "").replace("-", " ").strip() or slug
