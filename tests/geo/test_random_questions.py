"""Thousands of random questions, answered as the product does and by the obvious way: no figure may differ."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from data.categories import YouthViolence
from data.choices import Choices, DatasetChoice, Question
from data.levels import Level
from data.releases import Release, open_release
from data.schema import month_text
from data.selection import DAYS, Measure, Page, Selection, TopSet
from data.tables.costs import cost_by_type
from data.tables.weights import days_by_type, harm_table
from geo.answer import Answer, answer_to
from geo.measures.denominators import hectares, populations
from tests.geo.obvious import Counted, Obvious

QUESTIONS = 2000
WEIGHED_QUESTIONS = 60  # harm and cost go through the records one by one
TIMES = ("night", "day", "22-04", "09-10", "20-24", "00-03", "12-12", "06-05")
EXPECTED_FLOOR = 5


def some(rng: np.random.Generator, values: tuple[str, ...], most: int) -> tuple[str, ...]:
    """One to ``most`` of the values, in their order."""
    many = min(int(rng.integers(1, most + 1)), len(values))
    return tuple(values[place] for place in sorted(rng.choice(len(values), size=many, replace=False)))


def random_selection(rng: np.random.Generator, everywhere: Choices) -> Selection:
    """Each part of a question set or left out at random, of what the release can answer."""
    authority, choices = None, everywhere
    if everywhere.authorities and rng.random() < 0.3:
        authority = everywhere.authorities[int(rng.integers(len(everywhere.authorities)))].code
        choices = everywhere.within(authority)
    weights = np.array([4.0 if one.slug == "offences" else 1.0 for one in choices.datasets])
    dataset = choices.datasets[int(rng.choice(len(choices.datasets), p=weights / weights.sum()))]
    level = sorted(dataset.levels)[int(rng.integers(len(dataset.levels)))]
    first, last = dataset.months[0], dataset.months[-1]
    start = int(rng.integers(first, last + 1))
    end = min(start + int(rng.integers(0, 18)), last + 2)
    timed, ages = dataset.timed, dataset.ages and dataset.slug.startswith("offences")
    lsoa_level = Level.LSOA21 if level is Level.LSOA21 else Level.LSOA
    wards, lsoas = (
        tuple(area.code for area in choices.areas.get(each, ())) if each in dataset.levels else ()
        for each in (Level.WARD, lsoa_level)
    )

    def perhaps(part: float, possible: object = True) -> bool:
        return bool(rng.random() < part and possible)

    return Selection(
        page=Page.WEST_END,
        dataset=dataset.slug,
        first=start,
        last=end,
        compare=str(rng.choice(["previous", "none", month_text(max(first, start - 3))])),
        type=some(rng, tuple(sorted(dataset.type_slugs)), 4) if perhaps(0.5) else (),
        level=level,
        authority=authority,
        ward=tuple(sorted(some(rng, wards, 3))) if perhaps(0.4, wards) else (),
        lsoa=tuple(sorted(some(rng, lsoas, 12))) if perhaps(0.25, lsoas) else (),
        time=str(rng.choice(TIMES)) if perhaps(0.4, timed) else "all",
        days=some(rng, DAYS, 3) if perhaps(0.25, timed) else (),
        syv=rng.choice(np.array(YouthViolence)) if perhaps(0.2, ages) else None,
        flag=tuple(sorted(some(rng, dataset.flags, 2))) if perhaps(0.3, dataset.flags) else (),
        n=int(rng.integers(1, 12)),
        set=TopSet.FIXED if perhaps(0.3) else TopSet.RANKED,
    )


def questions(release: Release, seed: int, number: int) -> Iterator[tuple[Selection, Question, Obvious]]:
    obvious = cache(lambda dataset: Obvious(release, dataset))
    rng = np.random.default_rng(seed)
    for _ in range(number):
        selection = random_selection(rng, release.choices)
        question = release.choices.of(selection).resolve(selection)
        yield selection, question, obvious(question.dataset.slug)


def asked(release: Release, selection: Selection) -> Answer:
    return answer_to(release.within(selection.authority or ""), selection)


def covers(dataset: DatasetChoice, period: tuple[int, int]) -> bool:
    return all(month in dataset.months for month in range(period[0], period[1] + 1))


def check(release: Release, selection: Selection, question: Question, obvious: Obvious) -> None:
    answer = asked(release, selection)
    if answer.now is None:
        assert not any(month in question.dataset.months for month in range(question.first, question.last + 1))
        return
    now = obvious.counted(selection, question.level, question.first, question.last)
    tallied(answer, now)
    before = None
    if question.previous is not None and covers(question.dataset, question.previous):
        before = obvious.counted(selection, question.level, *question.previous)
        assert answer.before is not None
        assert answer.before.by_area.tolist() == before.by_area
        assert answer.before.by_month.tolist() == before.by_month
        assert (answer.before.records, answer.before.age_open) == (before.records, before.age_open)
    else:
        assert answer.before is None
    top(answer, now, before)


def tallied(answer: Answer, now: Counted) -> None:
    assert answer.now is not None
    assert answer.now.by_area.tolist() == now.by_area
    assert answer.now.by_hour.tolist() == now.by_hour
    assert answer.now.by_month.tolist() == now.by_month
    assert (answer.now.records, answer.now.age_open) == (now.records, now.age_open)
    if answer.hours is not None:
        assert answer.hours.tolist() == now.by_hour
        assert answer.night == sum(sum(row[:6]) + sum(row[18:]) for row in now.by_hour)
    months = [] if answer.months is None else answer.months.tolist()
    known = [month in answer.dataset.months for month in range(answer.question.first, answer.question.last + 1)]
    assert [value for value in months if value == value] == [
        value for value, told in zip(now.by_month, known, strict=True) if told
    ]


def top(answer: Answer, now: Counted, before: Counted | None) -> None:
    """The areas with the most, what they hold, and how many hold half of all."""

    def most(values: list[int]) -> list[int]:
        order = sorted(range(len(values)), key=lambda place: (-values[place], place))
        return [place for place in order[: answer.selection.n] if values[place] > 0]

    def held(values: list[int], places: list[int]) -> float | None:
        return sum(values[place] for place in places) / sum(values) if sum(values) else None

    assert answer.top is not None
    assert answer.concentration is not None
    places = most(now.by_area)
    assert list(answer.top.positions) == places
    assert answer.top.value == sum(now.by_area[place] for place in places)
    assert answer.top.share == held(now.by_area, places)
    if before is not None:
        assert answer.top.previous_share_ranked == held(before.by_area, most(before.by_area))
        assert answer.top.previous_share_fixed == held(before.by_area, places)
    reached, needed = 0, 0
    for value in sorted(now.by_area, reverse=True):
        if 2 * reached >= sum(now.by_area):
            break
        reached, needed = reached + value, needed + 1
    assert answer.concentration.areas_for_half == (needed if sum(now.by_area) else None)


def check_many(release: Release, seed: int) -> None:
    for selection, question, obvious in questions(release, seed, QUESTIONS):
        try:
            check(release, selection, question, obvious)
        except AssertionError as error:
            raise AssertionError(f"{selection}") from error


def test_the_demonstration(demonstration: Release) -> None:
    check_many(demonstration, seed=11)


def test_westminster(westminster: Path) -> None:
    check_many(open_release(westminster), seed=12)


def test_london(london: Path) -> None:
    check_many(open_release(london), seed=13)


@pytest.mark.parametrize("measure", [Measure.HARM, Measure.COST])
def test_weighed_measures(demonstration: Release, measure: Measure) -> None:
    for chosen, question, obvious in questions(demonstration, 14, 4 * WEIGHED_QUESTIONS):
        if chosen.dataset != "offences":
            continue
        selection = Selection(**(vars(chosen) | {"measure": measure}))
        answer, types = asked(demonstration, selection), question.dataset.types
        table = harm_table(demonstration, demonstration.choices.weights[0])
        weights = days_by_type(table, types, True) if measure is Measure.HARM else cost_by_type(types)
        by_type = dict(zip(types, np.nan_to_num(weights), strict=True))
        if answer.values is None:
            continue
        by_area, total = obvious.weighed(selection, question.level, question.first, question.last, by_type)
        np.testing.assert_allclose(answer.values, by_area, rtol=1e-12, atol=1e-9)
        assert answer.figures.total == pytest.approx(total)
        if answer.previous is not None and question.previous is not None:
            earlier, _ = obvious.weighed(selection, question.level, *question.previous, by_type)
            np.testing.assert_allclose(answer.previous, earlier, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("measure", [Measure.CHANGE, Measure.DENSITY, Measure.RATE, Measure.QUOTIENT])
def test_measures_that_compare(demonstration: Release, measure: Measure) -> None:
    for chosen, question, obvious in questions(demonstration, 15, 80):
        selection = Selection(**(vars(chosen) | {"measure": measure}))
        answer, level, period = asked(demonstration, selection), question.level, (question.first, question.last)
        if answer.values is None or answer.before is None or question.previous is None:
            continue
        now, before = (
            np.array(obvious.counted(selection, level, *each).by_area, dtype=float)
            for each in (period, question.previous)
        )
        if measure is Measure.CHANGE:
            expected = now - before
        elif measure is Measure.QUOTIENT:
            expected = np.where(answer.inside, quotients(obvious, selection, level, period), np.nan)
        else:
            bases = (
                hectares(demonstration, level)
                if measure is Measure.DENSITY
                else populations(demonstration, level, None)
            )
            expected = now / np.where(bases[0] > 0, bases[0], np.nan) * (1000 if measure is Measure.RATE else 1)
        np.testing.assert_allclose(answer.values, expected, rtol=1e-12)


def quotients(obvious: Obvious, selection: Selection, level: Level, period: tuple[int, int]) -> list[float]:
    everywhere = selection.without("ward", "lsoa")
    part = obvious.counted(everywhere, level, *period).by_area
    whole = obvious.counted(everywhere.without("type", "syv", "flag"), level, *period).by_area
    overall = sum(part) / sum(whole) if sum(whole) else 0.0
    return [
        one / (every * overall) if every * overall >= EXPECTED_FLOOR else np.nan
        for one, every in zip(part, whole, strict=True)
    ]
