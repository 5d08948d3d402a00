"""The answer in one sentence, always worked out from the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from data.choices import Question
from data.levels import Level
from data.months import period_name
from data.place_words import possessive, short_words
from data.selection import ADDS_UP, PREVIOUS, Measure, TopSet
from geo.disclosure.wording import COMPARISON_WITHHELD
from geo.measures.denominators import VISITORS
from geo.phrases import first_capital, joined, level_nouns, number, number_word, rounded, share, subject

if TYPE_CHECKING:
    from geo.answer import Answer
    from geo.statistics.top import Top

AMOUNT_WORDS: Final = {Measure.HARM: "the harm of ", Measure.COST: "the cost of "}  # before the records in a sentence
FEW: Final = 10  # under so many records a share says less than the count


def headline(answer: Answer) -> str:
    """The finding, short enough to repeat: no full stop, no base."""
    return sentence(answer, base=subject(answer.question), when="").rstrip(".")


def says(answer: Answer) -> str:
    """The finding with its base and period, as one plain sentence."""
    when = f" ({period_name(answer.question.first, answer.question.last)})"
    base = f"the {answer.located or 0:,} {subject(answer.question)} with a known place{when}"
    return sentence(answer, base=base, when=when).rstrip(".") + "."


def sentence(answer: Answer, *, base: str, when: str) -> str:
    """The finding; ``base`` are the words for the records that shares divide by, ``when`` the period or nothing."""
    records = subject(answer.question)
    names = chosen_areas(answer)
    where = f" in {names}" if names else within(answer)
    if answer.reason:
        return answer.reason
    if answer.now is None or not answer.now.records:
        return f"No {records}{where} were found{when}"
    if answer.measure is Measure.CHANGE and answer.before is not None and answer.top is not None:
        return change_sentence(answer)
    if names:
        return chosen_sentence(answer, f"{records}{where}{when}")
    if answer.values is None and answer.question.level in answer.dataset.levels:
        if answer.withheld:
            return f"{answer.now.records:,} {records}{where}{when}; {what_is_withheld(answer)}"
        return f"{answer.now.records:,} {records}{where}{when}. {no_measure(answer)}"
    if answer.values is not None and answer.figures.held is not None and uncertain(answer):
        return told_sentence(answer, f"{records}{where}{when}")
    if answer.top is None or answer.top.share is None or answer.concentration is None:
        return f"{answer.now.records:,} {records}{where}{when}; in which areas is not known here"
    if answer.measure is Measure.QUOTIENT:
        return quotient_sentence(answer, answer.top)
    if answer.figures.bases is not None:
        return density_sentence(answer, answer.top, answer.concentration.areas)
    return top_sentence(answer, answer.top, answer.concentration.areas, base)


def what_is_withheld(answer: Answer) -> str:
    """What of the areas is withheld where no value is told, in a few words."""
    return "the change by area is withheld" if answer.measure is Measure.CHANGE else "in which areas is withheld"


def uncertain(answer: Answer) -> bool:
    """Whether what is withheld leaves open which areas have the most, or how few lie in how many."""
    found, few = answer.top, (answer.located or 0) < FEW
    return found is None or found.share is None or (few and answer.withheld > 0)


def told_sentence(answer: Answer, records: str) -> str:
    """The records, and what is certain of where most of them lie while some areas are withheld."""
    assert answer.now is not None and answer.values is not None and answer.figures.held is not None  # noqa: S101
    one = level_nouns(answer.question.level, answer.release.choices)[0]
    told = f"{answer.now.records:,} {records}"
    place = int(np.argmax(np.nan_to_num(answer.values, nan=-np.inf)))
    value = float(answer.values[place])
    if answer.measure is Measure.CHANGE or not value > max(answer.figures.held.highest, 0):
        return f"{told}; which areas {'rose' if answer.measure is Measure.CHANGE else 'have the'} most is withheld"
    if answer.measure is Measure.COUNT:
        return f"{told}; the {one} with the most is {answer.areas[place].name} ({value:,.0f})"
    return f"{told}; the {one} with the highest value is {answer.areas[place].name} ({number(value)} {answer.figures.unit})"


def no_measure(answer: Answer) -> str:
    """Why the areas have no value although their records are known, in one sentence."""
    if answer.measure is Measure.CHANGE and answer.figures.held is not None:
        return COMPARISON_WITHHELD if answer.before is None else answer.figures.caveats[-1]
    if answer.measure is Measure.CHANGE:
        return "There is no earlier period to take the change from."
    return answer.figures.caveats[-1] if answer.figures.caveats else "No area has a value."


def rate_caption(answer: Answer) -> str:
    """The sentence without which no rate per resident is shown where most people are visitors; else nothing."""
    return VISITORS if VISITORS in answer.figures.caveats else ""


def chosen_sentence(answer: Answer, records: str) -> str:
    """What the areas chosen have: the records, and before them the measure where it is another."""
    assert answer.now is not None  # noqa: S101
    told = f"{answer.now.records:,} {records}{count_compared(answer)}"
    if answer.measure in (Measure.COUNT, Measure.CHANGE) or answer.figures.total is None:
        return told
    return f"{first_capital(amount(answer.figures.total, answer))}: {told}"


def density_sentence(answer: Answer, top: Top, of: int) -> str:
    """What the areas with the most records for their people or size have, against all areas."""
    held, unit = len(top.positions), answer.figures.unit
    one, several = level_nouns(answer.question.level, answer.release.choices)
    first = f"The {number_word(held)} {several}" if held > 1 else f"The {one}"
    measure = "density" if answer.measure is Measure.DENSITY else "rate"
    every = "" if answer.figures.total is None else f", against {number(answer.figures.total)} over {those(answer, of)}"
    return f"{first} with the highest {measure} had {number(top.value)} {subject(answer.question)} {unit}{every}"


def those(answer: Answer, of: int) -> str:
    """``all 128``, or the areas whose people or size are known where others are not."""
    bases = answer.figures.bases
    known = of if bases is None else int((answer.inside & ~np.isnan(bases)).sum())
    return f"all {of:,}" if known == of else f"the {number_word(known)} whose people or size are known"


def quotient_sentence(answer: Answer, top: Top) -> str:
    """Where the records asked for make up the largest part of all, against their part in the whole borough."""
    assert answer.values is not None  # noqa: S101
    what = first_capital(subject(answer.question))
    found = [(answer.areas[place].name, float(answer.values[place])) for place in top.positions[:3]]
    if all_records(answer.question):
        return "Choose a type: all types together make up the whole of every area’s records"
    if not found:
        return f"{what} are too few in every area to compare their share with {possessive(answer.release.choices).replace('’', chr(39))}"
    names = [f"{name} ({number(value)})" for name, value in found[1:]]
    first = f"{found[0][0]} ({number(found[0][1])} times the share in {short_words(answer.release.choices)})"
    return f"{what} stand out most in {joined([first, *names])}"


def all_records(question: Question) -> bool:
    """Whether a question asks for no part of all records, so that there is no share of them to compare."""
    return question.types is None and question.syv is None and not question.selection.flag


def top_sentence(answer: Answer, top: Top, of: int, base: str) -> str:
    """How many of how many areas hold what share; over how many areas a handful of records is spread."""
    held = len(top.positions)
    one, several = level_nouns(answer.question.level, answer.release.choices)
    areas = f"{of:,} {several if of > 1 else one}{within(answer)}"
    if (answer.located or 0) < FEW or held >= of:
        some = int((answer.counts > 0).sum()) if answer.counts is not None else 0
        where = areas if some == of else f"{number_word(some)} of {areas}"
        return f"{first_capital(counted(answer, base))} {'lies' if answer.located == 1 else 'lie'} in {where}"
    verb = "holds" if held == 1 else "hold"
    weighed = AMOUNT_WORDS.get(answer.measure, "")
    return (
        f"{first_capital(number_word(held))} of {areas} {verb} {share(top.share or 0)} of {weighed}{base}"
        f"{compared(answer, top)}"
    )


def amount(value: float, answer: Answer) -> str:
    """A value of the measure with its unit: ``3.27 million days of harm``, ``£371 million``, ``4.2 per hectare``."""
    if answer.measure is Measure.COST:
        return f"£{rounded(value)}"
    return f"{rounded(value)} {answer.figures.unit}"


def counted(answer: Answer, base: str) -> str:
    """The base with its number before it, whether or not it says it itself; one record in the singular."""
    words = base.removeprefix(f"the {answer.located or 0:,} ")
    if answer.located == 1:
        words = words.replace(answer.dataset.noun, answer.dataset.noun.removesuffix("s"), 1)
    return f"{number_word(answer.located or 0)} {words}"


def chosen_areas(answer: Answer) -> str:
    """Names of the areas the question itself is narrowed to, at its own level; empty for all of them."""
    selection = answer.selection
    codes = selection.ward if answer.question.level is Level.WARD else selection.lsoa
    if not codes:
        return ""
    names = [area.name for area in answer.areas if area.code in codes]
    several = level_nouns(answer.question.level, answer.release.choices)[1]
    return joined(names) if len(names) < 4 else f"{number_word(len(names))} {several}"


def within(answer: Answer) -> str:
    """`` in Church Street`` where small areas are those of some wards only, `` in Camden`` of one of several
    authorities."""
    choices = answer.release.choices
    if not answer.selection.ward:
        return f" in {choices.authority}" if choices.scope else ""
    wards = {area.code: area.name for area in choices.areas[Level.WARD]}
    names = [wards[code] for code in answer.selection.ward]
    return f" in {joined(names)}" if len(names) < 4 else f" in {number_word(len(names))} wards"


def count_compared(answer: Answer) -> str:
    """``, up from 71,626 a year earlier``; empty where there is nothing to compare with."""
    if answer.now is None or answer.before is None:
        return ""
    now, before = answer.now.records, answer.before.records
    when = "a year earlier" if answer.selection.compare == PREVIOUS else "in the period compared with"
    if now == before:
        return f", the same as {when}"
    return f", {'up' if now > before else 'down'} from {before:,} {when}"


def compared(answer: Answer, top: Top) -> str:
    """``, up from 37.4% a year earlier``; empty where there is nothing to compare with."""
    fixed = answer.selection.set is TopSet.FIXED
    before = top.previous_share_fixed if fixed else top.previous_share_ranked
    if before is None or top.share is None:
        return ""
    when = "a year earlier" if answer.selection.compare == PREVIOUS else "in the period compared with"
    now_text, before_text = share(top.share), share(before)
    if now_text == before_text:
        return f", the same as {when}"
    direction = "up" if top.share > before else "down"
    return f", {direction} from {before_text} {'in the same areas ' if fixed else ''}{when}"


def change_sentence(answer: Answer) -> str:
    """The total against the period before, and where most was added."""
    assert answer.now is not None and answer.before is not None and answer.top is not None  # noqa: S101
    now, before = answer.now.records, answer.before.records
    what = first_capital(subject(answer.question))
    direction = (
        "did not change" if now == before else f"{'rose' if now > before else 'fell'} from {before:,} to {now:,}"
    )
    held = len(answer.top.positions)
    if not held:
        return f"{what} {direction}; no area recorded more"
    one, several = level_nouns(answer.question.level, answer.release.choices)
    return f"{what} {direction}; {number_word(held)} {one if held == 1 else several} added {answer.top.value:,.0f}"


def short_of(answer: Answer) -> str:
    """The base of shares in words: how many records have a known place, and how many have none."""
    noun = answer.dataset.noun
    if answer.now is None or answer.located is None:
        return ""
    missing = answer.now.records - answer.located
    base = f"Shares are of {AMOUNT_WORDS.get(answer.measure, '')}the {answer.located:,} {noun} with a known place"
    if answer.measure not in ADDS_UP:
        base = f"{answer.located:,} {noun} have a known place"
    return f"{base}; {missing:,} more have none." if missing else f"{base}."
