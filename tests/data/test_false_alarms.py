"""Changes called clear where nothing changed: at or under the stated rate, over 500 releases; and a real one found.

The areas are as uneven as a borough's: a few hold most of the records, some next to none, some none at all.
"""

from __future__ import annotations

import numpy as np
import pytest

from data.two_counts import LEVEL, Verdict, verdicts, verdicts_by_p
from data.weighted_sums import weighted_change_p

RELEASES = 500
AREAS = 128
DAYS = np.array([1, 2, 5, 7.5, 10, 40, 60, 115, 182.25, 273.75, 365, 1825, 5475])  # of harm
SHARES = np.array([8, 42, 8, 6, 16, 3, 3, 6, 0.7, 1, 5, 0.4, 0.01]) / 99.11  # of the records

CLEAR = (Verdict.HIGHER, Verdict.LOWER)


def expected_records(rng: np.random.Generator) -> np.ndarray:
    """(areas,) records expected in a year: some 64,000, most of them in a few areas, none in one area in ten."""
    expected = rng.lognormal(5.2, 1.5, AREAS)
    expected[rng.random(AREAS) < 0.1] = 0
    return expected


def share_of_releases_within(rate: float) -> float:
    """The most alarms in 500 releases that a test at ``rate`` gives but once in a thousand."""
    return rate + 3.1 * np.sqrt(rate * (1 - rate) / RELEASES)


@pytest.mark.parametrize("ratio", [1.0, 28 / 31])
def test_counts_without_a_change(ratio: float) -> None:
    rng, called, alarms = np.random.default_rng(20), 0, 0
    for _ in range(RELEASES):
        expected = expected_records(rng)
        found = verdicts(rng.poisson(expected * ratio), rng.poisson(expected), ratio)
        clear = sum(verdict in CLEAR for verdict in found)
        called, alarms = called + clear, alarms + (clear > 0)
    assert called / (RELEASES * AREAS) <= LEVEL / 10  # most releases have none at all
    assert alarms / RELEASES <= share_of_releases_within(LEVEL)


@pytest.mark.parametrize("scale", [1.0, 0.02])
def test_harm_without_a_change(scale: float) -> None:
    rng, called, alarms = np.random.default_rng(21), 0, 0
    for _ in range(RELEASES):
        by_type = np.outer(expected_records(rng) * scale, SHARES)
        now, before = rng.poisson(by_type), rng.poisson(by_type)
        found = verdicts_by_p(weighted_change_p(now, before, DAYS), now @ DAYS, before @ DAYS)
        clear = sum(verdict in CLEAR for verdict in found)
        called, alarms = called + clear, alarms + (clear > 0)
    assert called / (RELEASES * AREAS) <= LEVEL / 10
    assert alarms / RELEASES <= share_of_releases_within(LEVEL)


def test_single_tests_of_harm_hold_their_level() -> None:
    rng = np.random.default_rng(22)
    for records in (5, 40, 700):
        by_type = np.outer(np.full(6000, records), SHARES)
        p = weighted_change_p(rng.poisson(by_type), rng.poisson(by_type), DAYS)
        for level in (0.01, 0.05, 0.2):
            assert (p <= level).mean() <= level + 3.1 * np.sqrt(level * (1 - level) / 6000)


@pytest.mark.parametrize("weighted", [False, True])
def test_among_changes_called_clear_few_are_not(weighted: bool) -> None:
    rng, false, powers = np.random.default_rng(23), [], []
    changed = np.arange(AREAS) < 20
    for _ in range(200):
        expected = np.outer(expected_records(rng) + 1, SHARES)
        now = rng.poisson(expected * np.where(changed, 1.6, 1)[:, None])
        before = rng.poisson(expected)
        if weighted:
            found = verdicts_by_p(weighted_change_p(now, before, DAYS), now @ DAYS, before @ DAYS)
        else:
            found = verdicts(now.sum(axis=1), before.sum(axis=1))
        clear = np.array([verdict in CLEAR for verdict in found])
        false.append(clear[~changed].sum() / max(clear.sum(), 1))
        powers.append(clear[changed].mean())
    assert np.mean(false) <= LEVEL
    assert np.mean(powers) > (0.15 if weighted else 0.5)  # harm hangs on few grave records


def test_a_real_doubling_in_a_large_area_is_found() -> None:
    rng = np.random.default_rng(24)
    for _ in range(50):
        expected = np.outer(expected_records(rng), SHARES)
        largest = int(expected.sum(axis=1).argmax())
        doubled = expected.copy()
        doubled[largest] *= 2
        now, before = rng.poisson(doubled), rng.poisson(expected)
        assert verdicts(now.sum(axis=1), before.sum(axis=1))[largest] is Verdict.HIGHER
        harm = verdicts_by_p(weighted_change_p(now, before, DAYS), now @ DAYS, before @ DAYS)
        assert harm[largest] is Verdict.HIGHER
        halved = verdicts_by_p(weighted_change_p(before, now, DAYS), before @ DAYS, now @ DAYS)
        assert halved[largest] is Verdict.LOWER
