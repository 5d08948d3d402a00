"""What accounts for a change: by hand, by properties, in sentences, and of answers of every kind."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tests.tiny_world
from data.releases import Release
from data.two_counts import Verdict, change_p
from geo.answer import answer_link
from geo.statistics.chance import concentration_by_chance
from geo.statistics.change import change_of
from geo.statistics.change_json import change_json
from geo.statistics.change_shares import FLOOR, Words, can_be_shared, change_says, contributions, shares_of_change
from geo.statistics.control_chart import series_of
from geo.statistics.stability import stability_of
from tests.tiny_world import FIRST, tiny_records, tiny_release

OFFENCES = Words("recorded offences with a known ward")


def said(*differences: float, words: Words = OFFENCES, floor: float = FLOOR) -> str:
    return change_says(np.array(differences), ["Abbey Road", "Bayswater", "Church Street", "West End"], words, floor)


def test_sentences() -> None:
    assert said(5, 100, 15, 280) == (
        "West End and Bayswater account for 95% of the increase of 400 recorded offences with a known ward."
    )
    assert said(-5, -100, -15, -880) == (
        "West End accounts for 88% of the decrease of 1,000 recorded offences with a known ward."
    )
    assert said(0, 0, 0, 40) == "All of the increase of 40 recorded offences with a known ward is in West End."
    assert said(-8, 0, -2, 50) == (
        "West End rose by 50, more than the whole increase of 40 recorded offences with a known ward;"
        " others moved the other way."
    )
    assert said(-20, 30, 1, 30) == (
        "Bayswater and West End account for more than all of the increase of 41 recorded offences with a known ward."
    )
    assert said(9, 0, 0, 10) == (
        "The difference of 19 in recorded offences with a known ward is too small to be shared out."
    )
    assert said(9, -9, 0, 0) == "There is no net difference in recorded offences with a known ward."
    assert said(-90, 20, 40, 60) == (
        "Rises of 120 and falls of 90 in different wards leave an increase of 30 recorded offences with a known ward:"
        " no few of them account for it."
    )
    cost = Words("in the cost of recorded offences with a known ward", "wards", "£")
    assert said(0, 0, 500, 1500.4, words=cost, floor=0).endswith(
        "increase of £2,000 in the cost of recorded offences with a known ward."
    )


def test_a_change_that_is_spread() -> None:
    names = [f"Ward {letter}" for letter in "ABCDEFGH"]
    assert change_says(np.array([10, 12, 11, 10, 10, 10, 10, 10]), names, OFFENCES) == (
        "The increase of 83 recorded offences with a known ward is spread: the wards that rose most,"
        " Ward B, Ward C and Ward A, account for 40% of it."
    )


differences = st.lists(st.integers(-300, 300), min_size=1, max_size=30).map(np.array)


@given(differences)
def test_shares_are_of_the_net_difference_and_never_more_than_all(difference: np.ndarray) -> None:
    share = shares_of_change(difference)
    net = int(difference.sum())
    if not can_be_shared(difference):
        assert np.isnan(share).all()
        return
    assert abs(net) >= FLOOR
    for part, own in zip(share, difference, strict=True):
        expected = own / net
        assert np.isnan(part) if expected < 0 or expected > 1 else part == pytest.approx(expected)


@given(differences, st.sampled_from([None, 10]))
def test_contributors_come_largest_first_either_way(difference: np.ndarray, most: int | None) -> None:
    parts = contributions(difference, [(str(place), f"Area {place}") for place in range(len(difference))], most=most)
    sizes = [abs(part.difference) for part in parts]
    assert sizes == sorted(sizes, reverse=True)
    assert len(parts) == (len(difference) if most is None else min(most, (difference != 0).sum()))
    assert all(part.difference == difference[int(part.code)] for part in parts)


@given(differences)
def test_every_change_has_its_sentence(difference: np.ndarray) -> None:
    names = [f"Area {place}" for place in range(len(difference))]
    sentence = change_says(difference, names, OFFENCES)
    assert sentence.endswith(".")
    assert "nan" not in sentence
    turned = change_says(-difference, names, OFFENCES)
    words = ({"increase", "rose"}, {"decrease", "fell"})
    assert not any(word in sentence for word in words[1]) or not any(word in turned for word in words[1])


TWO = "from=2023-08&to=2023-09&compare=2022-08"


def test_of_an_answer_by_hand(tiny: Release) -> None:
    answer = answer_link(f"/west-end?{TWO}", tiny)
    found = change_of(answer)
    assert found is not None
    records = tiny_records()
    months = records["month"]
    now, before = (records[months.isin((first, first + 1))] for first in (FIRST + 12, FIRST))
    by_ward = now["ward"].value_counts().sub(before["ward"].value_counts(), fill_value=0)
    assert {part.code: part.difference for part in found.wards} == by_ward.to_dict()
    assert found.total.difference == len(now) - len(before)
    assert found.total.p == pytest.approx(change_p(len(now), len(before), 61 / 61))
    assert found.asked == 6
    assert found.higher + found.lower == sum(verdict is not Verdict.NOT_CLEAR for verdict in answer.verdicts or ())


LINKS = ["", "&measure=harm", "&measure=cost", "&measure=change", "&measure=density", "&type=robbery", "&level=ward"]
NARROW = [
    "&ward=west-end",
    "&lsoa=013e",
    "&ward=westbourne&type=theft&time=03-04&days=mon",
    "&level=lsoa21&syv=any",
    "&n=50",
]


@pytest.mark.parametrize("link", LINKS + NARROW)
def test_of_answers_of_every_kind(tiny: Release, link: str) -> None:
    found = change_of(answer_link(f"/west-end?{TWO}{link}", tiny))
    assert found is not None
    told = change_json(found)
    assert told is not None and json.loads(json.dumps(told)) == told
    assert told["higher"] + told["lower"] + told["unclear"] == found.asked >= 1
    assert len(told["areas"]) <= 10
    assert found.says.endswith(".") and found.verdicts_say.endswith(".")
    if "ward=" not in link and "lsoa=" not in link:
        assert len(found.wards) == 3
    if "measure" not in link:
        assert all(part.share is None or part.share <= 1 for part in (*found.areas, *found.wards))


NOTHING = [
    "",
    "compare=none",
    "from=2019-01&to=2019-02",
    "from=2023-08&to=2023-10&compare=2022-08",
    "measure=harm",
    "syv=any&compare=none",
]


@pytest.mark.parametrize("link", NOTHING)
def test_without_two_whole_periods_there_is_none(tiny: Release, link: str) -> None:
    assert change_of(answer_link(f"/west-end?{link}", tiny)) is None
    assert change_json(None) is None


def test_the_demonstration_names_the_two_wards(demonstration: Release) -> None:
    found = change_of(answer_link("/west-end?from=2022-10&to=2023-09", demonstration))
    assert found is not None
    assert found.says == (
        "West End and St James's account for 80% of the increase of 18,616 recorded offences with a known ward."
    )
    assert found.total.difference == 18_714
    assert found.total.verdict is Verdict.HIGHER


def wide_areas(number: int) -> dict[str, list[tuple[str, str, str]]]:
    wards = [(f"E0501{place:04d}", f"Ward {place}", "") for place in range(number // 8 + 1)]
    lsoas = [(f"E0100{place:04d}", f"Area {place}", wards[place // 8][0]) for place in range(number)]
    return {"lsoa": lsoas, "lsoa21": lsoas, "ward": wards}


def test_all_of_london(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    areas, rng = wide_areas(4835), np.random.default_rng(4)
    monkeypatch.setattr(tests.tiny_world, "tiny_areas", lambda: areas)
    records = tiny_records(60_000)
    place = np.minimum(rng.geometric(0.0008, len(records)), 4835) - 1
    lsoa = pd.Series([areas["lsoa"][number] for number in place])
    records["lsoa"] = records["lsoa21"] = lsoa.str[0].astype("str")
    records["ward"] = lsoa.str[2].astype("str")
    release = tiny_release(tmp_path, records)
    for measure in ("", "&measure=harm"):
        answer = answer_link(f"/west-end?{TWO}{measure}", release)
        change, chance = change_of(answer), concentration_by_chance(answer)
        assert change is not None and change.asked == 4835 and len(change.wards) == len(areas["ward"])
        assert chance is not None and chance.draws < 999
        assert stability_of(answer) is not None
        series_of(answer)  # two months: too few to chart, or charted against the twelve before


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_handful_of_records(tmp_path: Path, size: int) -> None:
    records = tiny_records(400).head(size).copy()
    records["month"] = np.array([FIRST, FIRST + 12, FIRST + 12])[:size].astype("int32")
    release = tiny_release(tmp_path, records, months=list(range(FIRST, FIRST + 14)))
    for measure in ("", "&measure=harm", "&measure=cost"):
        answer = answer_link(f"/west-end?{TWO}{measure}", release)
        found = change_of(answer)
        assert found is not None and found.higher == found.lower == 0
        assert found.total.share is None
        stability_of(answer)
        concentration_by_chance(answer)
        series_of(answer)


def test_months_alone_make_no_change_of_places(tmp_path: Path) -> None:
    records = tiny_records().assign(lsoa=None, lsoa21=None, hour=np.int8(-1), day=np.int8(-1))
    records = records.astype({"lsoa": "str", "lsoa21": "str"})
    release = tiny_release(tmp_path, records, levels=["ward"], timed=False, ages=False)
    assert change_of(answer_link(f"/west-end?{TWO}&level=lsoa", release)) is None
    by_ward = change_of(answer_link(f"/west-end?{TWO}", release))
    assert by_ward is not None and len(by_ward.wards) == 3
