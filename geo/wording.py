"""The answer in one sentence, always worked out from the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from data.categories import YouthViolence
from data.choices import Question
from data.levels import Level
from data.months import period_name
from data.selection import ANY_TIME, DAYS, PREVIOUS, Measure, TopSet, hours_of

if TYPE_CHECKING:
    from geo.answer import Answer, Top

FEW: Final = 10  # under so many records a share says less than the count
NUMBER_WORDS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
LEVEL_NOUNS: Final = {
    Level.LSOA: ("small area (LSOA)", "small areas (LSOAs)"),
    Level.LSOA21: ("small area (LSOA of 2021)", "small areas (LSOAs of 2021)"),
    Level.WARD: ("ward", "wards"),
}
DAY_NAMES: Final = dict(
    zip(DAYS, ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"), strict=True)
)
RULE_WORDS: Final = {
    YouthViolence.ANY: "with a victim or suspect under 25",
    YouthViolence.VICTIM: "with a victim under 25",
    YouthViolence.SUSPECT: "with a suspect under 25",
    YouthViolence.BOTH: "with victim and suspect under 25",
    YouthViolence.UNDER_18: "with a victim or suspect under 18",
    YouthViolence.CHILD_ON_CHILD: "with victim and suspect under 18",
    YouthViolence.KNIFE_INJURY: "with a knife, an injury and a victim under 25",
}


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
    if answer.selection.measure is Measure.CHANGE and answer.before is not None and answer.top is not None:
        return change_sentence(answer)
    if names:
        return f"{answer.now.records:,} {records}{where}{when}{count_compared(answer)}"
    if answer.top is None or answer.top.share is None or answer.concentration is None:
        return f"{answer.now.records:,} {records}{where}{when}; in which areas is not known here"
    return top_sentence(answer, answer.top, answer.concentration.areas, base)


def top_sentence(answer: Answer, top: Top, of: int, base: str) -> str:
    """How many of how many areas hold what share; under ten records the numbers themselves."""
    held = len(top.positions)
    one, several = LEVEL_NOUNS[answer.question.level]
    areas = f"{number_word(held)} of {of:,} {several if of > 1 else one}{within(answer)}"
    verb = "holds" if held == 1 else "hold"
    if (answer.located or 0) < FEW:
        plain = base if base.startswith("the ") else f"{answer.located:,} {base}"
        return first_capital(f"{areas} {verb} {top.value:,} of {plain}")
    return first_capital(f"{areas} {verb} {share(top.share or 0)} of {base}{compared(answer, top)}")


def chosen_areas(answer: Answer) -> str:
    """Names of the areas the question itself is narrowed to, at its own level; empty for all of them."""
    selection = answer.selection
    codes = selection.ward if answer.question.level is Level.WARD else selection.lsoa
    names = [area.name for area in answer.areas if area.code in codes]
    return joined(names) if len(names) < 4 else f"{len(names)} areas"


def within(answer: Answer) -> str:
    """`` in Church Street`` where small areas are those of some wards only."""
    wards = {area.code: area.name for area in answer.release.choices.areas[Level.WARD]}
    names = [wards[code] for code in answer.selection.ward]
    if not names:
        return ""
    return f" in {joined(names)}" if len(names) < 4 else f" in {len(names)} wards"


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
    one, several = LEVEL_NOUNS[answer.question.level]
    return f"{what} {direction}; {number_word(held)} {one if held == 1 else several} added {answer.top.value:,}"


def subject(question: Question) -> str:
    """The records in words, with every condition but the period: ``recorded robbery offences at night``."""
    selection, dataset = question.selection, question.dataset
    words = [described_types(question)]
    if question.syv:
        words.append(RULE_WORDS[question.syv])
    if selection.days:
        words.append("on " + joined([DAY_NAMES[day] for day in selection.days]))
    if selection.time != ANY_TIME:
        words.append(time_words(selection.time))
    return " ".join(words) if dataset.noun != "offences" else "recorded " + " ".join(words)


def described_types(question: Question) -> str:
    """The records asked for by type: ``robbery and burglary offences``."""
    dataset, chosen = question.dataset, question.selection.type
    if not chosen:
        return dataset.noun
    if len(chosen) > 2:
        return f"{dataset.noun} of {number_word(len(chosen))} types"
    names = joined([dataset.type_names[name].lower() for name in chosen])
    return names if names.endswith(dataset.noun) else f"{names} {dataset.noun}"


def time_words(time: str) -> str:
    """``at night (18:00 to 06:00)``, ``from 22:00 to 04:00``."""
    start, end = hours_of(time)
    hours = f"{start:02d}:00 to {end:02d}:00"
    return {"night": f"at night ({hours})", "day": f"by day ({hours})"}.get(time, f"from {hours}")


def share(value: float) -> str:
    """A fraction as ``40.2%``."""
    return f"{value:.1%}"


def number_word(number: int) -> str:
    """Numbers under ten in words."""
    return NUMBER_WORDS[number] if 0 <= number < len(NUMBER_WORDS) else f"{number:,}"


def joined(names: list[str]) -> str:
    """``a, b and c``."""
    return names[0] if len(names) == 1 else "" if not names else f"{', '.join(names[:-1])} and {names[-1]}"


def first_capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def short_of(answer: Answer) -> str:
    """The base of shares in words: how many records have a known place, and how many have none."""
    noun = answer.dataset.noun
    if answer.now is None or answer.located is None:
        return ""
    missing = answer.now.records - answer.located
    base = f"Shares are of the {answer.located:,} {noun} with a known place"
    return f"{base}; {missing:,} more have none." if missing else f"{base}."
