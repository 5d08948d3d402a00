"""What is different here: each statement has enough records, says its figure, and its link gives the figure again."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from data.releases import Release
from geo.answer import answer_link
from geo.page_json import page_json
from geo.pages.difference_candidates import Candidate, Statement, log_odds
from geo.pages.differences import differences, scores, strongest
from geo.pages.ward_profile import WardProfiles, ward_profiles
from geo.pages.ward_types import FLOOR

LINK = "/neighbourhoods?from=2022-10&to=2023-09"
LINKS = [LINK, "/neighbourhoods?from=2021-10&to=2022-09", f"{LINK}&time=night", f"{LINK}&dataset=noise"]
LINKS += [f"{LINK}&dataset=stop-search", f"{LINK}&type=violence-against-the-person", f"{LINK}&compare=none"]
FORBIDDEN = re.compile(r"hot ?spot|worst|surge|plague|problem|black|asian", re.IGNORECASE)


def candidate(kind: str, ratio: list[float], error: float, usable: list[bool] | None = None) -> Candidate:
    size = len(ratio)
    mask = np.array(usable if usable is not None else [True] * size)

    def say(ward: int, score: float) -> Statement:
        return Statement(kind, f"{kind} {ward}", 1, 2, None, "", score)

    return Candidate(kind, np.array(ratio), np.full(size, error), 0.0, mask, say)


def test_log_odds_by_hand() -> None:
    odds, error = log_odds(np.array([9]), np.array([29]))
    assert odds[0] == pytest.approx(np.log(9.5 / 20.5))
    assert error[0] == pytest.approx(np.sqrt(1 / 9.5 + 1 / 20.5))


def test_a_score_by_hand() -> None:
    # mean square 0.5 less the mean squared error 0.01: spread 0.49; each ratio shrunk by 0.49/0.50
    found = scores(candidate("a", [1.0, -0.0, 0.0, -1.0], 0.1))
    np.testing.assert_allclose(found, [0.98 / 0.7, 0, 0, -0.98 / 0.7])


def test_small_counts_are_shrunk_and_chance_is_nothing() -> None:
    ratios = [1.0, -1.0, 0.5, 0.3]
    sure, unsure = scores(candidate("a", ratios, 0.05)), scores(candidate("a", ratios, 0.3))
    assert abs(unsure[0]) < abs(sure[0])
    assert unsure[3] == 0  # within two standard errors
    assert scores(candidate("a", ratios, 0.05, [False, True, True, True]))[0] == 0


def test_kinds_come_before_repeats() -> None:
    found = [candidate("a", [3.0, 1], 0.1), candidate("a", [2.5, 1], 0.1), candidate("b", [0.5, 1], 0.1)]
    scored = [np.array([3.0, 0]), np.array([2.5, 0]), np.array([0.5, 0])]
    assert [one.says for one in strongest(0, found, scored)] == ["a 0", "a 0", "b 0"]
    four = [*found, candidate("c", [0.4, 1], 0.1)]
    assert [one.kind for one in strongest(0, four, [*scored, np.array([0.4, 0])])] == ["a", "b", "c"]
    assert strongest(1, found, scored) == ()


@pytest.mark.parametrize("without", [False, True])
@pytest.mark.parametrize("link", LINKS)
def test_every_statement_holds(demonstration: Release, link: str, *, without: bool) -> None:
    profiles = ward_profiles(demonstration, link, without_west_end=without)
    told = differences(profiles)
    assert told == differences(ward_profiles(demonstration, link, without_west_end=without))
    assert set(told) == {ward.code for ward in profiles.wards}
    for code, statements in told.items():
        assert len(statements) <= 3
        for one in statements:
            check(demonstration, profiles, code, one)


def check(release: Release, profiles: WardProfiles, code: str, one: Statement) -> None:
    assert one.value >= FLOOR
    assert one.base >= FLOOR
    assert one.score > 0
    assert one.says.endswith(".")
    assert not FORBIDDEN.search(one.says), one.says
    assert f"{one.value:,}" in one.says
    assert " nan" not in one.says
    again = answer_link(one.link, release)
    assert again.link == one.link, "the link is not canonical"
    assert again.selection.ward == (code,)
    assert figure_of(release, profiles, code, one) == one.value, one


def figure_of(release: Release, profiles: WardProfiles, code: str, one: Statement) -> float | None:
    """The statement's figure as its link alone gives it."""
    again = answer_link(one.link, release)
    if one.kind in ("type", "night", "change"):
        return None if again.now is None else again.now.records
    if one.kind == "small-area":
        return None if again.top is None else again.top.value
    if one.kind == "dataset" and again.question.dataset.slug != profiles.answer.question.dataset.slug:
        return None if again.now is None else again.now.records
    told = page_json(release, one.link)["wards"]
    (ward,) = [ward for ward in told["profiles"] if ward["code"] == code]
    return in_profile(ward, one)


def in_profile(ward: dict[str, Any], one: Statement) -> int | None:
    if one.kind == "residents":
        part = ward["resident_accused" if "accused" in one.says else "resident_victims"]
        return int(part["value"])
    return int(ward["value"])


def test_most_wards_have_three(demonstration: Release) -> None:
    told = differences(ward_profiles(demonstration, LINK))
    assert sum(len(statements) == 3 for statements in told.values()) >= 17
    assert all(told.values())


def test_known_differences_are_found(demonstration: Release) -> None:
    told = differences(ward_profiles(demonstration, LINK))
    first = told["E05013797"][0]  # Knightsbridge & Belgravia: cars
    assert (first.kind, first.value) == ("type", 522)
    assert first.says.startswith("Vehicle offences: 19.1% of the recorded offences here (522 of 2,733), 3.9 times")
    west_end = differences(ward_profiles(demonstration, LINK, without_west_end=True))["E05013808"][0]
    assert west_end.kind == "change"
    assert "rose from 26,672 to 35,860 (+34%)" in west_end.says


def test_few_records_say_nothing(demonstration: Release) -> None:
    told = differences(ward_profiles(demonstration, f"{LINK}&type=homicide"))
    assert all(statements == () for statements in told.values())
    assert differences(ward_profiles(demonstration, "/neighbourhoods?from=1999-01&to=1999-02")) == {}
