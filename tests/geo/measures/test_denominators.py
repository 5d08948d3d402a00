"""People and hectares by area: published, registered, summed over parts, unknown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.levels import Level
from data.links import read_link
from data.releases import Release, open_release
from data.tables.registering import register_population
from geo.answer import answer_link
from geo.measures.denominators import VISITORS, hectares, populations, visitors_caption
from geo.placing.lookups import lsoa_2011, wards_2022
from geo.publishing.importing import import_files
from tests import worlds
from tests.worlds import write_csv


def by_code(release: Release, level: Level, values: np.ndarray) -> dict[str, float]:
    return dict(zip([area.code for area in release.choices.areas[level]], values.tolist(), strict=True))


def test_residents_by_level(demonstration: Release) -> None:
    people, source = populations(demonstration, Level.LSOA, None)
    published = lsoa_2011().set_index("lsoa11cd")["pop_mid2020"]
    assert by_code(demonstration, Level.LSOA, people) == published.astype(float).to_dict()
    assert "mid-2020" in source
    wards, _ = populations(demonstration, Level.WARD, "residents")
    assert wards.tolist() == wards_2022().sort_values("ward22cd")["pop_mid2020_weighted"].tolist()


def test_residents_of_2021_areas_are_sums_or_unknown(demonstration: Release) -> None:
    before = by_code(demonstration, Level.LSOA, populations(demonstration, Level.LSOA, None)[0])
    after = by_code(demonstration, Level.LSOA21, populations(demonstration, Level.LSOA21, None)[0])
    assert after["E01035716"] == before["E01033595"] + before["E01033596"]  # 013E and 013F, merged
    assert after["E01004734"] == before["E01004734"]
    assert {code for code, people in after.items() if np.isnan(people)} == {"E01035719", "E01035720"}  # 021C, split
    assert np.nansum(list(after.values())) == 269_848 - before["E01004745"]


def test_hectares_of_the_demonstration_are_the_published_ones(demonstration: Release) -> None:
    """The embedded boundaries only look like the areas."""
    for level, whole in ((Level.LSOA, 2148.3), (Level.LSOA21, 2146.5), (Level.WARD, 2146.4)):
        sizes, source = hectares(demonstration, level)
        assert sizes.sum() == pytest.approx(whole, abs=0.1)
        assert "published" in source


@pytest.fixture
def release(store: Path, tmp_path: Path) -> Release:
    """A release of the tiny world of squares of 500 m, on its official boundaries."""
    import_files([write_csv(tmp_path / "s.csv", worlds.extract())], store, "all", progress=lambda *_: None)
    return open_release(store)


def test_hectares_are_measured_on_official_boundaries(release: Release) -> None:
    sizes, source = hectares(release, Level.LSOA)
    assert sizes.tolist() == [25.0] * 7
    assert source.startswith("measured from the boundaries")
    wards = by_code(release, Level.WARD, hectares(release, Level.WARD)[0])
    assert wards == {"E05013806": 50.0, "E05013808": 75.0, "E05013809": 25.0, "E05099999": 25.0}


def test_areas_of_other_boroughs_are_unknown_unless_registered(release: Release, tmp_path: Path) -> None:
    residents = by_code(release, Level.LSOA, populations(release, Level.LSOA, None)[0])
    assert np.isnan(residents.pop("E01000842"))
    assert residents["E01033595"] == lsoa_2011().set_index("lsoa11cd")["pop_mid2020"]["E01033595"]
    assert release.store is not None
    rows = "".join(f"{code},{number}\n" for code, number in {"E01000842": 10, "E01033595": 0}.items())
    (tmp_path / "p.csv").write_text("code,people\n" + rows, encoding="utf-8")
    register_population(release.store, tmp_path / "p.csv", "visitors")
    again = open_release(release.store)
    visitors, source = populations(again, Level.LSOA, "visitors")
    known = by_code(again, Level.LSOA, visitors)
    assert known.pop("E01000842") == 10
    assert np.isnan(list(known.values())).all()  # nobody, or not known: no rate either way
    assert source == "visitors, registered from p.csv"
    says = answer_link("/west-end?measure=rate&per=visitors", again).says
    assert "over the one whose people or size are known" in says
    assert "over all 7" in answer_link("/west-end?measure=density", again).says


def test_wards_are_summed_from_small_areas_where_all_are_known(release: Release, tmp_path: Path) -> None:
    known = {"E01004734": 1, "E01004736": 2, "E01004763": 4, "E01033595": 8, "E01000842": 16}  # but not 013F
    pd.Series(known, name="people").rename_axis("lsoa").to_csv(tmp_path / "p.csv")
    assert release.store is not None
    register_population(release.store, tmp_path / "p.csv", "workday")
    people = populations(open_release(release.store), Level.WARD, "workday")[0]
    found = by_code(release, Level.WARD, people)
    assert found["E05013806"] == 3
    assert found["E05099999"] == 16
    assert np.isnan([found["E05013808"], found["E05013809"]]).all()


def test_2021_codes_make_2011_areas_only_where_they_were_split(demonstration: Release) -> None:
    from geo.measures.denominators import known_people

    people = {"E01035719": 3.0, "E01035720": 4.0, "E01035716": 5.0}
    areas = {area.code: area for area in demonstration.choices.areas[Level.LSOA]}
    assert known_people(people, Level.LSOA, areas["E01004745"], ()) == 7
    assert np.isnan(known_people(people, Level.LSOA, areas["E01033595"], ()))


@pytest.mark.parametrize(
    ("link", "needed"),
    [
        ("/west-end?measure=rate", True),
        ("/neighbourhoods?measure=rate", True),
        ("/neighbourhoods?measure=rate&ward=st-jamess,westbourne", True),
        ("/neighbourhoods?measure=rate&ward=westbourne", False),
        ("/west-end?measure=rate&lsoa=013e", True),
        ("/west-end?measure=rate&lsoa=006a", False),
    ],
)
def test_the_caption_stands_wherever_the_west_end_does(link: str, needed: bool, tiny: Release) -> None:
    question = tiny.choices.resolve(read_link(link, tiny.choices).selection)
    assert visitors_caption(tiny, question) == (VISITORS if needed else "")
    other = replace(question, selection=replace(question.selection, per="workday"))
    assert visitors_caption(tiny, other) == ""
