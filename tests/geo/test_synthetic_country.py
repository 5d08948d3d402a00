"""The synthetic England and Wales of the benchmarks: a valid coverage with official forms, read by our own formats."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from data.formats import police_uk_street
from data.formats.containers import find_files
from data.formats.tables import read_rows
from data.levels import Level, is_code
from geo.shapes.boundary_files import read_boundaries
from tests.benchmarks.national.country import Country, make_country, split, write_boundaries
from tests.benchmarks.national.coverage import winding
from tests.benchmarks.national.outline import REGIONS
from tests.benchmarks.national.records import write_archives


@pytest.fixture(scope="module")
def country() -> Country:
    return make_country(0.01)


def test_the_numbers_of_the_real_country() -> None:
    """ONS: 34,753 small areas in 2011, 35,672 in 2021; 331 authorities in 2021; 43 territorial forces."""
    counts = [sum(getattr(region, name) for region in REGIONS) for name in ("small_areas", "authorities", "forces")]
    assert counts == [34_753, 331, 43]
    assert sum(region.small_areas + region.divided for region in REGIONS) == 35_672


def test_cells_share_their_borders(country: Country) -> None:
    shapes = winding(country.cells)
    assert shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes)
    assert shapely.get_num_coordinates(shapes).mean() > 25
    whole = shapely.area(shapely.coverage_union_all(shapes))
    assert whole == pytest.approx(shapely.area(shapes).sum()) and 140e9 < whole < 170e9  # 151,000 km2 in truth


def test_registered_as_any_other_file(country: Country, tmp_path: Path) -> None:
    write_boundaries(country, tmp_path / "synthetic.gpkg")
    found = {each.level: each for each in read_boundaries(tmp_path / "synthetic.gpkg")}
    assert set(found) == {Level.LSOA, Level.LSOA21, Level.WARD}
    for level, each in found.items():
        assert all(is_code(level, code) for code in each.areas["code"]) and "synthetic" in each.source
        assert each.areas["authority_name"].str.fullmatch(r"Authority \d{3}").all() and not each.notes
    assert len(found[Level.LSOA21].areas) > len(found[Level.LSOA].areas) > len(found[Level.WARD].areas)


def test_records_are_read_and_repeat_their_points(country: Country, tmp_path: Path) -> None:
    paths = list(write_archives(country, tmp_path, 5000, 3))
    again = tmp_path / "again"
    again.mkdir()
    assert [path.read_bytes() for path in paths] == [
        path.read_bytes() for path in write_archives(country, again, 5000, 3)
    ]
    pieces = []
    for found in find_files(paths).files:
        for chunk in read_rows(found.source, found.open).chunks:
            normalised = police_uk_street.normalise(chunk.rows, found.source)
            assert not chunk.rejects and not normalised.rejects
            pieces.append(normalised.records)
    records = pd.concat(pieces)
    assert len(records) == 5000 and records["month"].nunique() == 3 and (records["dataset"] == "asb").any()
    assert records["series"].str.startswith("synthetic-force-").all() and not records["series"].str.contains(" ").any()
    points = records.dropna(subset=["longitude"])[["longitude", "latitude"]]
    assert len(points.drop_duplicates()) < 0.8 * len(points) and 0.97 < len(points) / len(records) < 1


def test_split_by_hand() -> None:
    points = np.array([[0.0, 0], [10, 0], [20, 1], [30, 0]])
    assert split(points, 2).tolist() == [0, 0, 1, 1]
    assert sorted(split(points, 4).tolist()) == [0, 1, 2, 3]
    assert split(points, 1).tolist() == [0] * 4
