"""The control chart: by hand, against a slow version, false alarms, runs, and months that are not known."""

from __future__ import annotations

import json
from calendar import monthrange
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.releases import Release
from data.schema import month_number
from geo.answer import answer_link
from geo.statistics.control_chart import ControlChart, control_chart, dispersion_of, month_days, series_of
from geo.statistics.control_chart_json import series_json

FIRST = month_number(2022, 10)


def signals(found: ControlChart | None) -> list[str | None]:
    assert found is not None
    return [month.signal for month in found.months]


def test_dispersion_by_hand() -> None:
    # Ten a day over 40 days of ten: rates 9, 11, 10, 10; z = (rate - 10) / sqrt(10 / 10) = -1, 1, 0, 0.
    values, days = np.array([90.0, 110, 100, 100]), np.full(4, 10.0)
    assert dispersion_of(values, days, 0.0) == pytest.approx((2 + 1 + 0) / 3 / 1.128)
    assert dispersion_of(values, days) == 1.0  # never narrower than chance
    assert dispersion_of(np.array([90.0, np.nan, 100, 101]), days, 0.0) == pytest.approx(
        0.1 / np.sqrt(0.97) / 1.128, rel=0.02
    )


def slow_limits(before: list[float], first: int, months: int) -> list[tuple[float, float, float]]:
    """Centre and limits per day, month by month, as Laney wrote them."""
    calendar = [monthrange(month // 12, month % 12 + 1)[1] for month in range(first - len(before), first + months)]
    known = [(value, days) for value, days in zip(before, calendar, strict=False) if value == value]
    centre = sum(value for value, _ in known) / sum(days for _, days in known)
    z = [(value / days - centre) / (centre / days) ** 0.5 for value, days in zip(before, calendar, strict=False)]
    steps = [abs(b - a) for a, b in pairwise(z) if a == a and b == b]
    sigma = max(1.0, sum(steps) / len(steps) / 1.128)
    reach = [3 * sigma * (centre / days) ** 0.5 for days in calendar[len(before) :]]
    return [(centre, max(0.0, centre - part), centre + part) for part in reach]


months_before = st.lists(st.one_of(st.integers(1, 5000).map(float), st.just(float("nan"))), min_size=14, max_size=40)


@given(months_before.filter(lambda values: sum(value == value for value in values) >= 13))
def test_limits_equal_the_slow_version(before: list[float]) -> None:
    found = control_chart(np.arange(5.0) * 100, FIRST, np.array(before))
    steps = sum(a == a and b == b for a, b in pairwise(before))
    if not steps:
        return
    assert found is not None and not found.own
    limits = [(month.centre, month.lower, month.upper) for month in found.months]
    np.testing.assert_allclose(limits, slow_limits(before, FIRST, 5))


def test_a_high_and_a_low_month_are_marked() -> None:
    before = np.full(24, 300.0)
    found = control_chart(np.array([300, 420, 300, np.nan, 200, 305.0]), FIRST, before)
    assert signals(found) == [None, "above", None, None, "below", None]
    assert found is not None
    assert found.says == (
        "November 2022 was above the range expected from the 24 months before."
        " February 2023 was below the range expected from the 24 months before."
    )
    assert found.months[3].value is None and found.months[3].per_day is None
    assert (found.first, found.last, found.known) == (FIRST - 24, FIRST - 1, 24)


def test_months_of_unlike_length_are_compared_by_the_day() -> None:
    steady = month_days(FIRST, 12) * 40
    found = control_chart(steady, FIRST, month_days(FIRST - 24, 24) * 40)
    assert signals(found) == [None] * 12
    assert found is not None
    assert found.says == "Each of the 12 months is within the range expected from the 24 months before."
    assert {month.per_day for month in found.months} == {40}


def test_a_run_on_one_side_is_marked_and_a_gap_ends_it() -> None:
    before = month_days(FIRST - 24, 24) * np.tile([9.0, 11.0], 12)
    mild = month_days(FIRST, 12) * 10.8
    found = control_chart(mild, FIRST, before)
    assert signals(found) == ["run"] * 12
    assert found is not None
    assert found.says == (
        "October 2022 to September 2023: 12 months in a row above the average of the 24 months before."
    )
    short = mild.copy()
    short[7:] = month_days(FIRST, 12)[7:] * 9.5
    assert signals(control_chart(short, FIRST, before)) == [None] * 12
    gap = mild.copy()
    gap[5] = np.nan
    assert signals(control_chart(gap, FIRST, before)) == [None] * 12
    low = month_days(FIRST, 12) * 9.2
    low[:3] = month_days(FIRST, 3) * 10.8
    assert signals(control_chart(low, FIRST, before)) == [None] * 3 + ["run"] * 9


def test_a_short_past_makes_the_months_their_own_baseline() -> None:
    values = month_days(FIRST, 12) * 40
    values[4] *= 2
    found = control_chart(values, FIRST, np.full(11, 900.0))
    assert found is not None and found.own
    assert (found.first, found.last) == (FIRST, FIRST + 11)
    assert found.says.startswith("Each of the 12 months") or "these months themselves" in found.says
    assert control_chart(values[:5], FIRST) is None
    assert control_chart(np.zeros(12), FIRST) is None
    assert control_chart(np.full(12, np.nan), FIRST, np.full(24, 5.0)) is None
    past = np.full(24, np.nan)
    past[::2] = 300
    patchy = control_chart(values, FIRST, past)
    assert patchy is not None and not patchy.own and patchy.known == 12


def drawn_months(rng: np.random.Generator, months: int, spread: float) -> np.ndarray:
    """Months about 300 records; ``spread`` is the relative deviation of the mean that they vary around."""
    mean = 300.0 if not spread else rng.gamma(1 / spread**2, 300 * spread**2, months)
    return rng.poisson(mean, months).astype(float)


@pytest.mark.parametrize("spread", [0.0, 0.1, 0.2])
def test_false_alarms_are_few_even_where_months_vary_more_than_chance(spread: float) -> None:
    rng, outside, plain = np.random.default_rng(6), 0, 0
    for _ in range(500):
        before, values = drawn_months(rng, 24, spread), drawn_months(rng, 12, spread)
        found = control_chart(values, FIRST, before)
        outside += sum(signal in ("above", "below") for signal in signals(found))
        centre = before.mean()
        plain += int((np.abs(values - centre) > 3 * np.sqrt(centre)).sum())
    assert outside / 6000 <= 0.02
    if spread:
        assert plain / 6000 > 0.05  # what an ordinary chart of counts would mark


def test_a_real_doubling_of_a_month_is_seen() -> None:
    rng, seen = np.random.default_rng(7), 0
    for _ in range(200):
        values = drawn_months(rng, 12, 0.1)
        values[6] *= 2
        seen += signals(control_chart(values, FIRST, drawn_months(rng, 24, 0.1)))[6] == "above"
    assert seen > 190


@given(st.lists(st.integers(1, 3000), min_size=12, max_size=12), st.floats(0.01, 1000))
def test_weighted_sums_are_marked_whatever_their_unit(values: list[int], factor: float) -> None:
    before = np.random.default_rng(1).poisson(900, 24).astype(float)
    plain = control_chart(np.array(values), FIRST, before, weighted=True)
    scaled = control_chart(np.array(values) * factor, FIRST, before * factor, weighted=True)
    near = [month for month in plain.months if abs(month.per_day - month.upper) < 1e-6 * month.upper]  # type: ignore
    if not near:
        assert signals(plain) == signals(scaled)


@pytest.mark.parametrize(
    "link", ["", "&measure=harm", "&measure=cost", "&type=robbery", "&ward=west-end", "&time=night"]
)
def test_of_an_answer(tiny: Release, link: str) -> None:
    own = series_of(answer_link(f"/west-end?from=2022-10&to=2023-09{link}", tiny))
    assert own is not None and own.own  # two months before: too few
    later = series_of(answer_link(f"/west-end?from=2023-08&to=2023-11{link}", tiny))
    assert later is not None and not later.own and later.known == 12
    assert [month.value is None for month in later.months] == [False, False, True, True]
    told = series_json(later)
    assert told is not None and json.loads(json.dumps(told)) == told
    assert told["baseline"] == {"from": "2022-08", "to": "2023-07", "months": 12}
    whole = answer_link(f"/west-end?from=2022-08&to=2023-07{link}", tiny)
    assert whole.months is not None
    days = month_days(month_number(2022, 8), 12).sum()
    assert later.months[0].centre == pytest.approx(whole.months.sum() / days)


def test_of_an_answer_without_months(tiny: Release) -> None:
    for link in (
        "from=2019-01&to=2019-12",
        "from=2022-08&to=2022-10",
        "type=theft&ward=westbourne&time=03-04&days=mon&from=2022-08&to=2022-09",
    ):
        assert series_of(answer_link(f"/west-end?{link}", tiny)) is None
    assert series_json(None) is None
