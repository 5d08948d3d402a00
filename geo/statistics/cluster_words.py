"""Clusters in words: the sentence, the legend, what a cluster is and what it is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from data.levels import Level
from data.months import period_name
from data.selection import Measure
from geo.answer import Answer
from geo.phrases import first_capital, joined, level_nouns, number_word, subject
from geo.statistics.answer_clusters import AnswerClusters
from geo.statistics.clusters import HIGH, LABELS, LOW, Clusters, Method

NO_CLUSTER: Final = "No cluster"
LEFT_OUT: Final = "Not known, left out"
LABEL_WORDS: Final = {
    HIGH: "High together",
    LOW: "Low together",
    "high-high": "High, neighbours high",
    "low-low": "Low, neighbours low",
    "high-low": "High, neighbours low",
    "low-high": "Low, neighbours high",
}
# In a sentence after "in seven small areas": what is there.
_SAID: Final = {
    HIGH: "the area and its neighbours are high together",
    LOW: "they are low together",
    "high-high": "a high area has high neighbours",
    "low-low": "a low one has low neighbours",
    "high-low": "a high one stands among low neighbours",
    "low-high": "a low one lies among high neighbours",
}
_NAMED: Final = 3  # wards named one by one


@dataclass(frozen=True)
class ClusterWords:
    """All that is said of one method's clusters. ``labels`` are the words of its legend by label."""

    says: str
    what: str
    what_not: tuple[str, ...]
    labels: Mapping[str, str]
    rule: str
    notes: tuple[str, ...]


def clusters_words(found: AnswerClusters, method: Method = Method.GI_STAR) -> ClusterWords:
    """Sentence, legend and notes for one method."""
    return ClusterWords(
        says=says_of(found, found.found[method]),
        what=what(found.answer),
        what_not=what_not(found.answer),
        labels={label: LABEL_WORDS[label] for label in LABELS[method]},
        rule=found.neighbours.rule,
        notes=() if found.reason else tuple(notes(found, found.found[method])),
    )


def measured_words(answer: Answer) -> str:
    """What is looked at: ``recorded offences``, ``days of harm from recorded offences``."""
    records, unit = subject(answer.question), answer.figures.unit
    if answer.selection.measure is Measure.COUNT:
        return records
    if answer.selection.measure is Measure.COST:
        return f"cost of {records}"
    return f"{records} {unit}" if unit.startswith("per ") else f"{unit} from {records}"


def says_of(found: AnswerClusters, clusters: Clusters) -> str:
    """How many areas lie together, and in which wards, as one plain sentence."""
    if found.reason:
        return found.reason
    answer = found.answer
    when = period_name(answer.question.first, answer.question.last)
    start = f"{first_capital(measured_words(answer))} ({when})"
    one, several = level_nouns(answer.question.level, answer.release.choices)
    labels = [label for label in _SAID if clusters.count(label)]
    if not labels:
        return (
            f"{start}: no {one} lies high or low together with its neighbours more than chance would put side by side."
        )
    parts = [
        f"in {number_word(clusters.count(label))}{' ' if place else f' of {clusters.analysed:,} {several} '}"
        f"{said(label, place)}{', more than chance would put side by side' if not place else ''}"
        f"{where(answer, clusters.positions(label))}"
        for place, label in enumerate(labels)
    ]
    return f"{start}: {'; '.join(parts)}."


def said(label: str, place: int) -> str:
    """The words of a label; the one named first says what it speaks of."""
    words = _SAID[label]
    return words if place else words.replace("they are", "the area and its neighbours are").replace("one ", "area ", 1)


def where(answer: Answer, positions: list[int]) -> str:
    """`` (St James's and West End)``: the wards of these areas, or their own names at the level of wards."""
    if answer.question.level is Level.WARD:
        names = [answer.areas[position].name for position in positions]
    else:
        wards = {area.code: area.name for area in answer.release.choices.areas[Level.WARD]}
        codes = dict.fromkeys(answer.areas[position].ward for position in positions)
        names = [wards[code] for code in codes if code in wards]
    if not names:
        return ""
    return f" ({joined(sorted(names))})" if len(names) <= _NAMED else f" ({number_word(len(names))} wards)"


def what(answer: Answer) -> str:
    """What a cluster is."""
    one = level_nouns(answer.question.level, answer.release.choices)[0]
    return (
        f"A cluster is a {one} whose neighbours and itself together hold more, or less, than chance would put side by"
        " side."
    )


def what_not(answer: Answer) -> tuple[str, ...]:
    """What a cluster is not, and what it must not be taken for."""
    people = (
        "Rates divide by the people named: where visitors outnumber them, a high rate says little."
        if answer.selection.measure is Measure.RATE
        else "Counts follow where people are: a busy place has more of everything."
    )
    return (
        "It is not a list of the areas with the most: one may hold many and lie among quiet ones, or have too few"
        " neighbours to tell.",
        "It says nothing of causes.",
        "Its outline is that of the areas counted, not a border on the ground.",
        people,
    )


def notes(found: AnswerClusters, clusters: Clusters) -> list[str]:
    """How chance was taken into account, and what was left out."""
    several = level_nouns(found.answer.question.level, found.answer.release.choices)[1]
    told = [
        f"Chance is what {clusters.permutations:,} random arrangements of the same values give (seed {clusters.seed});"
        f" of the areas called clusters about {clusters.false_discovery:.0%} at most are expected to be there by chance."
    ]
    if clusters.standardised:
        told.append(
            "Rates are standardised (empirical Bayes), so that an area with few people does not stand out alone."
        )
    if clusters.global_moran is not None:
        told.append(overall(*clusters.global_moran))
    if clusters.least_together > 1:
        told.append(
            f"Among {clusters.analysed:,} {several} so many arrangements can tell clusters from chance only where at"
            f" least {clusters.least_together:,} stand out in all."
        )
    if found.left_out:
        told.append(f"Left out, for their value or their neighbours are not known: {found.left_out:,} {several}.")
    if not found.answer.inside.all():
        told.append(
            f"Only the {found.answer.inside.sum():,} {several} asked for take part, without what lies around them."
        )
    return told


def overall(i: float, p: float) -> str:
    """Moran's I over all areas in words."""
    figures = f"(Moran’s I {i:.2f}, p {p:.3f})".replace("-", "−")
    if p > 0.05:
        return f"Over all areas neighbours are neither more nor less alike than chance would make them {figures}."
    return f"Over all areas neighbours are {'more' if i > 0 else 'less'} alike than chance would make them {figures}."
