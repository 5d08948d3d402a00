"""The youth-violence page's values: by hand, reconciled, and against the assessment's figures."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from data.categories import YouthViolence
from data.indexing import build_index
from data.releases import Release
from geo.pages.youth import YouthAnswers, youth_answers
from tests.conftest import SHARED
from tests.data.attributes.test_people import OURS, with_people
from tests.tiny_world import FIRST, TYPES, tiny_records, tiny_release

LINK = "/serious-youth-violence?from=2022-10&to=2023-09"
RECORDS = with_people(tiny_records(2000, seed=7))
HERE = RECORDS[RECORDS["month"] >= FIRST + 2]
YOUNG = (HERE["major"] == "Robbery") & ((HERE["victim_age"] < 25) | (HERE["suspect_age"] < 25))


@pytest.fixture(scope="module")
def tiny_youth(tmp_path_factory: pytest.TempPathFactory) -> Release:
    made = tiny_release(tmp_path_factory.mktemp("youth"), RECORDS)
    areas = {level: [area.code for area in rows] for level, rows in made.choices.areas.items()}
    made._indexes["offences"] = build_index(RECORDS, TYPES, areas, OURS)
    return made


@pytest.fixture(scope="module")
def assessed(demonstration: Release) -> YouthAnswers:
    return youth_answers(demonstration, LINK)


def test_the_heatmaps_hold_the_people_of_their_bands(tiny_youth: Release) -> None:
    youth = youth_answers(tiny_youth, LINK)
    some = HERE[YOUNG]
    under = (some["victim_age"] < 18) | (some["suspect_age"] < 18)
    adults = some["victim_age"].between(18, 24) | some["suspect_age"].between(18, 24)
    timed = (some["hour"] >= 0) & (some["day"] >= 0)
    for heatmap, mask in ((youth.under_18, under), (youth.young_adults, adults)):
        assert heatmap is not None
        assert (heatmap.records, heatmap.timed) == (mask.sum(), (mask & timed).sum())
        friday_evening = mask & (some["day"] == 4) & (some["hour"] == 20)
        assert heatmap.hours[4, 20] == friday_evening.sum()
    assert youth.in_both == (under & adults).sum()
    assert youth.under_18 is not None
    assert youth.young_adults is not None
    assert youth.under_18.records + youth.young_adults.records - youth.in_both == youth.answer.now.records  # type: ignore[union-attr]
    assert youth.most_in_an_hour == max(youth.under_18.hours.max(), youth.young_adults.hours.max())


def test_mix_wards_and_series_by_hand(tiny_youth: Release) -> None:
    youth = youth_answers(tiny_youth, LINK)
    some = HERE[YOUNG]
    assert {row.name: row.value for row in youth.mix} == some["minor"].value_counts().to_dict()
    assert [row.value for row in youth.mix] == sorted((row.value for row in youth.mix), reverse=True)
    for row in youth.wards:
        here = some[some["ward"] == row.code]
        assert row.value == len(here)
        assert row.share == pytest.approx(len(here) / some["ward"].notna().sum())
        assert row.crime_share == pytest.approx((HERE["ward"] == row.code).sum() / HERE["ward"].notna().sum())
        assert row.resident_victims is not None
        assert row.resident_victims.base == here["victim_home"].notna().sum()
    whole = (RECORDS["major"] == "Robbery") & ((RECORDS["victim_age"] < 25) | (RECORDS["suspect_age"] < 25))
    assert youth.series is not None
    assert (youth.series.first, youth.series.total) == (FIRST, whole.sum())
    knife = RECORDS["knife"] & RECORDS["injury"] & (RECORDS["victim_age"] < 25)
    assert [series.total for series in youth.knife][-1] == knife.sum()
    assert youth.lockdowns == ()  # the tiny world begins after them


@pytest.mark.parametrize("rule", list(YouthViolence))
def test_every_rule_reconciles(demonstration: Release, rule: YouthViolence) -> None:
    youth = youth_answers(demonstration, f"{LINK}&syv={rule}")
    assert youth.ages is not None
    assert youth.people is not None
    assert youth.answer.now is not None
    records = youth.answer.now.records
    assert youth.ages.none_counted == records == youth.people.records == sum(row.value for row in youth.mix)
    assert youth.ages.all_counted == records + youth.answer.now.age_open
    assert sum(row.value for row in youth.wards) == youth.answer.located
    assert sum(row.crime_share or 0 for row in youth.wards) == pytest.approx(1)
    assert youth.series is not None
    np.testing.assert_array_equal(youth.series.values[-12:], youth.answer.months)
    for person in youth.people.persons.values():
        assert person.ages.sum() <= person.age_known <= records
        assert person.homes.sum() == person.home_known
    limit = 18 if rule in (YouthViolence.UNDER_18, YouthViolence.CHILD_ON_CHILD) else 25
    assert str(limit) in youth.rule


def test_the_wider_rules_hold_the_narrower(demonstration: Release) -> None:
    def count(rule: str) -> int:
        ages = youth_answers(demonstration, f"{LINK}&syv={rule}").ages
        assert ages is not None
        return ages.none_counted

    assert count("victim") + count("suspect") - count("both") == count("any")
    assert count("child-on-child") <= count("both") <= count("suspect")
    assert count("under-18") <= count("any")


def test_small_wards_tell_no_share_and_why(demonstration: Release) -> None:
    rows = youth_answers(demonstration, f"{LINK}&syv=knife-injury").wards
    for row in rows:
        if row.resident_victims is None:
            assert row.reason == "fewer than 10 victims with a known home"
        else:
            assert row.resident_victims.base >= 10
    assert any(row.resident_victims is None for row in rows)


def test_sentences_have_the_figures(assessed: YouthAnswers) -> None:
    said = " ".join(assessed.sentences)
    assert "6,296" in said
    assert "58.0% of the 5,862 with a known ward" in said
    assert "if none of them counted the figure is 6,296, if all did 10,894" in said


def test_a_ward_alone_is_not_said_to_be_the_borough(demonstration: Release) -> None:
    said = " ".join(youth_answers(demonstration, f"{LINK}&ward=westbourne").sentences)
    assert "West End" not in said


def test_lockdowns_within_the_series(assessed: YouthAnswers) -> None:
    assert [lockdown.name for lockdown in assessed.lockdowns] == ["Second national lockdown", "Third national lockdown"]


@pytest.mark.parametrize("dataset", ["stop-search", "ambulance", "noise", "asb"])
def test_other_data_sets_say_that_they_cannot(demonstration: Release, dataset: str) -> None:
    youth = youth_answers(demonstration, f"{LINK}&dataset={dataset}")
    assert youth.reason
    assert (youth.ages, youth.people, youth.mix, youth.series) == (None, None, (), None)
    assert youth.sentences == (youth.reason,)
    assert youth.perceptions  # what was published stands all the same


def test_the_view_of_the_side_by_side_page(demonstration: Release) -> None:
    youth = youth_answers(demonstration, "/?from=2022-10&to=2023-09&syv.syv=under-18", view="syv")
    assert youth.ages is not None
    assert youth.ages.none_counted == youth_answers(demonstration, f"{LINK}&syv=under-18").ages.none_counted  # type: ignore[union-attr]


# ---- the figures of the assessment, pp. 62-68

Reading = Callable[[Release], float]


def youth_of(release: Release, more: str = "") -> YouthAnswers:
    return youth_answers(release, f"{LINK}{more}")


def part(rule: str) -> Reading:
    """Records of a rule as a share of those of the widest one."""

    def reading(release: Release) -> float:
        of, whole = youth_of(release, f"&syv={rule}").ages, youth_of(release).ages
        assert of is not None
        assert whole is not None
        return 100 * of.none_counted / whole.none_counted

    return reading


def mix(major: str) -> Reading:
    return lambda release: sum(100 * (row.share or 0) for row in youth_of(release).mix if row.major == major)


def victims(index: int, of: str) -> Reading:
    def reading(release: Release) -> float:
        people = youth_of(release).people
        assert people is not None
        told = people.persons[of]
        return 100 * float(told.homes[index]) / told.home_known

    return reading


def child_home(person: str) -> Reading:
    def reading(release: Release) -> float:
        people = youth_of(release).people
        assert people is not None
        return 100 * (people.persons[person].younger(18).resident.share or 0)

    return reading


def age(band: int) -> Reading:
    def reading(release: Release) -> float:
        people = youth_of(release).people
        assert people is not None
        return 100 * people.persons["victim"].ages[band] / people.persons["victim"].age_known

    return reading


def male(person: str) -> Reading:
    def reading(release: Release) -> float:
        people = youth_of(release).people
        assert people is not None
        return 100 * people.persons[person].sexes[1] / people.persons[person].sex_known

    return reading


def injury(degree: int, *, share: bool = False) -> Reading:
    def reading(release: Release) -> float:
        people = youth_of(release).people
        assert people is not None
        assert people.injuries is not None
        return float(people.injuries[degree]) * (100 / people.injury_known if share else 1)

    return reading


def wards(*names: str, rule: str = "any") -> Reading:
    return lambda release: sum(
        100 * (row.share or 0) for row in youth_of(release, f"&syv={rule}").wards if row.name in names
    )


def residents_in(*names: str) -> Reading:
    def reading(release: Release) -> float:
        told = [row.resident_victims for row in youth_of(release).wards if row.name in names]
        known = [share for share in told if share is not None]
        return 100 * sum(share.value for share in known) / sum(share.base for share in known)

    return reading


def three_lsoas(release: Release) -> float:
    top = youth_of(release).answer.top
    assert top is not None
    return 100 * (top.share or 0)


def of_violence(release: Release) -> float:
    ages = youth_of(release).ages
    link = "/west-end?from=2022-10&to=2023-09&type=robbery,sexual-offences,violence-against-the-person"
    from geo.answer import answer_link

    violent = answer_link(link, release).now
    assert ages is not None
    assert violent is not None
    return 100 * ages.none_counted / violent.records


def knife(number: int) -> Reading:
    return lambda release: float(np.nansum(youth_of(release).knife[number].values[-12:]))


def knife_growth(release: Release) -> float:
    values = youth_of(release).knife[0].values
    return 100 * (values[-12:].sum() / values[-24:-12].sum() - 1)


TWO = ("St James's", "West End")
READINGS: dict[str, Reading] = {
    "SY01": of_violence, "SY02": part("victim"), "SY03": part("suspect"), "SY04": part("both"), "SY05": part("under-18"),
    "SY06": part("child-on-child"), "SY07": mix("Violence Against the Person"), "SY08": mix("Robbery"),
    "SY09": mix("Sexual Offences"), "SY10": age(2), "SY11": age(1), "SY12": male("victim"), "SY15": injury(1, share=True),
    "SY16": injury(3), "SY17": injury(2), "SY18": victims(0, "victim"), "SY19": victims(2, "victim"),
    "SY20": victims(1, "victim"), "SY25": child_home("victim"), "SY26": male("suspect"), "SY31": victims(0, "accused"),
    "SY32": victims(1, "accused"), "SY36": child_home("accused"), "SY37": wards(*TWO), "SY38": three_lsoas,
    "SY39": wards("Hyde Park"), "SY40": wards("Westbourne"), "SY41": wards("Church Street"),
    "SY42": wards(*TWO, rule="under-18"), "SY43": wards("Westbourne", rule="under-18"),
    "SY44": wards("Church Street", rule="under-18"), "SY45": wards("Harrow Road", rule="under-18"),
    "SY46": wards("Maida Vale", rule="under-18"), "SY47": residents_in(*TWO),
    "SY48": residents_in("Church Street", "Harrow Road", "Queen's Park", "Westbourne"),
    "KN01": knife(0), "KN02": knife_growth, "KN04": knife(1), "KN06": knife(3),
    "KN05": lambda release: 100 * knife(1)(release) / knife(0)(release),
    "KN07": lambda release: 100 * knife(3)(release) / knife(0)(release),
}  # fmt: skip


@pytest.mark.parametrize("figure", sorted(READINGS))
def test_a_published_figure_holds(demonstration: Release, figure: str) -> None:
    path = SHARED / "facts" / "published_figures.csv"
    if not path.is_file():
        pytest.skip("the table of published figures is not here")
    with Path(path).open(encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if row["id"] == figure)
    ours = READINGS[figure](demonstration)
    assert abs(ours - float(row["value"])) <= float(row["tolerance"]) + 1e-9, f"{figure}: {ours} against {row['value']}"
