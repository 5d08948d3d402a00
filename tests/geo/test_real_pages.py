"""The pages on the real public releases: the same values, and plain words for what these sources cannot show."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from data.releases import Release, open_release
from geo.page_json import page_json
from geo.pages.differences import differences
from geo.pages.ward_profile import ward_profiles
from geo.pages.youth import youth_answers
from geo.publishing.importing import import_files
from tests import real_stores


@pytest.fixture(scope="module")
def searches(by_commands: Path) -> Release:
    return open_release(by_commands)


@pytest.fixture(scope="module")
def ward_counts(real: Path, official: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    store = Path(shutil.copytree(official, tmp_path_factory.mktemp("ward-counts") / "store"))
    import_files([real_stores.counts(real, "Ward")], store, real_stores.WESTMINSTER)
    return open_release(store)


def test_ward_counts_give_the_appendix_but_no_people_and_no_hours(ward_counts: Release) -> None:
    profiles = ward_profiles(ward_counts, "/neighbourhoods?from=2022-10&to=2023-09&ward=west-end")
    assert sum(ward.count for ward in profiles.wards) == 87_036
    (west_end,) = profiles.chosen
    assert (west_end.count, west_end.rank) == (35_860, 1)
    assert [kind.name for kind in west_end.frequent][:3] == ["Theft", "Violence Against the Person", "Robbery"]
    assert (west_end.hours, west_end.night, west_end.victims, west_end.accused, west_end.lsoas) == (
        None,
        None,
        None,
        None,
        (),
    )
    assert set(west_end.missing) == {"previous", "hours", "people", "lsoas"}
    assert "gives the month only" in west_end.missing["hours"]
    assert "does not say where victims" in west_end.missing["people"]
    assert west_end.most_harmful is not None
    assert all(statement.kind == "type" for found in differences(profiles).values() for statement in found)


def test_ward_counts_cannot_tell_of_youth_violence(ward_counts: Release) -> None:
    youth = youth_answers(ward_counts, "/serious-youth-violence?from=2022-10&to=2023-09")
    assert "has no ages" in youth.reason
    assert youth.sentences == (youth.reason,)


def test_searches_have_hours_and_places_but_no_harm(searches: Release) -> None:
    link = "/neighbourhoods?dataset=stop-search&from=2022-10&to=2023-03"
    profiles = ward_profiles(searches, link)
    assert sum(ward.count for ward in profiles.wards) <= 6_571  # of the small areas; wards leave some out
    assert sum(ward.count for ward in profiles.wards) > 6_400
    for ward in profiles.wards:
        assert ward.hours is not None
        assert ward.timed == ward.count
        assert (ward.victims, ward.most_harmful) == (None, None)
        assert {"people", "harm", "previous"} <= set(ward.missing)
        assert sum(area.value for area in ward.lsoas) > 0
    json.dumps(page_json(searches, link), allow_nan=False)


@pytest.mark.parametrize("dataset", ["stop-search", "offences"])
def test_police_uk_files_cannot_tell_of_youth_violence(searches: Release, dataset: str) -> None:
    youth = youth_answers(searches, f"/serious-youth-violence?dataset={dataset}&from=2022-10&to=2023-03")
    assert youth.reason
    assert youth.people is None
    told = page_json(searches, f"/serious-youth-violence?dataset={dataset}&from=2022-10&to=2023-03")
    assert told["people"] is None
    assert told["says"].rstrip(".") == youth.reason.rstrip(".")
    assert told["youth"]["reason"] == youth.reason
