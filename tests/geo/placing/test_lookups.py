"""The look-ups: what the carried tables say, and that they fit each other."""

from __future__ import annotations

import pytest

from data.authorities import authority_code
from data.levels import Level, is_code
from geo.placing import lookups
from geo.placing.best_fit import census_fit, ward_fit
from geo.shapes.boundaries import boundaries_for


def test_the_tables_are_whole() -> None:
    assert (len(lookups.lsoa_2011()), len(lookups.lsoa_2021()), len(lookups.wards_2022())) == (128, 123, 18)
    changes = lookups.census_changes()
    assert changes["change"].value_counts().to_dict() == {"unchanged": 115, "merged": 12, "split": 2}
    assert set(changes["lsoa11cd"]) == set(lookups.lsoa_2011()["lsoa11cd"])
    assert set(changes["lsoa21cd"]) == set(lookups.lsoa_2021()["lsoa21cd"])
    assert set(lookups.ward_by_lsoa().values()) == set(lookups.wards_2022()["ward22cd"])
    assert lookups.lsoa_2011()["area_ha"].sum() == pytest.approx(2148.3, abs=0.2)
    assert lookups.lsoa_2011()["pop_mid2020"].sum() == 269_848


def test_a_table_given_away_cannot_be_spoiled() -> None:
    table = lookups.lsoa_2011()
    table.loc[0, "lsoa11cd"] = "spoiled"
    assert lookups.lsoa_2011().loc[0, "lsoa11cd"] == "E01004646"


def test_the_change_table_goes_both_ways() -> None:
    later, earlier = lookups.lsoa21_by_lsoa(), lookups.lsoa_by_lsoa21()
    assert later["E01033595"] == ("E01035716", True)
    assert earlier["E01035716"] == ("E01033595", False)  # 83 % of 013G was 013E
    assert later["E01004745"] == ("E01035720", False)
    assert earlier["E01035719"] == earlier["E01035720"] == ("E01004745", True)
    assert sum(exact for _, exact in later.values()) == 127
    assert sum(exact for _, exact in earlier.values()) == 117


def test_the_best_fit_of_both_censuses_differs_in_one_area_only() -> None:
    wards, wards21 = lookups.ward_by_lsoa(), lookups.ward_by_lsoa21()
    differ = [old for old, (new, _) in lookups.lsoa21_by_lsoa().items() if wards[old] != wards21[new]]
    assert differ == ["E01004753"]


@pytest.mark.parametrize(
    ("name", "code"), [("Westminster", "E09000033"), (" camden ", "E09000007"), ("CITY OF LONDON", "E09000001")]
)
def test_authorities_by_name(name: str, code: str) -> None:
    assert authority_code(name) == code
    assert authority_code("Manchester") is None


def test_authority_of_a_small_areas_name() -> None:
    assert lookups.authority_name_of_lsoa("Kensington and Chelsea 001A") == "Kensington and Chelsea"
    assert lookups.authority_name_of_lsoa("E01004734") is None
    assert {lookups.authority_name_of_lsoa(name) for name in lookups.lsoa_2011()["lsoa11nm"]} == {"Westminster"}


def test_fits_of_the_embedded_boundaries_are_the_published_ones() -> None:
    small, later, wards = (boundaries_for(None, level) for level in (Level.LSOA, Level.LSOA21, Level.WARD))
    assert census_fit(small, later) == lookups.lsoa21_by_lsoa()
    assert census_fit(later, small) == lookups.lsoa_by_lsoa21()
    assert ward_fit(small, wards) == lookups.ward_by_lsoa()


def test_the_form_of_codes() -> None:
    assert is_code(Level.LSOA, "E01004734")
    assert not is_code(Level.LSOA, "E05013808")
    assert is_code(Level.WARD, "E05013808")
    assert not is_code(Level.WARD, "E05013808N")
