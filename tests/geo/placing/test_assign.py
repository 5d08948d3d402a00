"""The join: who belongs, in which area, by what; never two areas for one point, never another way twice."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data.levels import Level
from data.schema import DataError
from geo.placing import lookups
from geo.placing.assign import PLACE_COLUMNS, Places, place, places_for
from geo.placing.best_fit import ward_fit
from geo.placing.points import AreaIndex, distinct_pairs, distinct_points
from geo.shapes.areas import make_boundaries
from geo.shapes.boundaries import boundaries_for, register_boundaries
from geo.shapes.projection import to_degrees
from tests.geo.squares import SOUTH, WEST, records, small_areas, square, wards

HOT_2011 = "E01033595"  # 013E, merged in 2021 into 013G
CAMDEN = "E01000842"


@pytest.fixture(scope="module")
def squares(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Official 2011 areas and wards (squares); 2021 squares where 013B and 013E became 013G."""
    folder = tmp_path_factory.mktemp("squares")
    small = small_areas()
    later = small_areas("LSOA21CD", "LSOA21NM").iloc[1:].reset_index(drop=True)
    later.loc[0, ["LSOA21CD", "LSOA21NM"]] = ["E01035716", "Westminster 013G"]
    later.loc[0, "geometry"] = small.geometry[0].union(small.geometry[1])
    small.to_file(folder / "small.gpkg")
    later.to_file(folder / "later.gpkg")
    wards().to_file(folder / "wards.gpkg")
    register_boundaries(folder, [folder / f"{name}.gpkg" for name in ("small", "later", "wards")])
    return places_for(folder)


@pytest.fixture(scope="module")
def embedded() -> Places:
    return places_for(None)


def placed(places: Places, *, local: bool = False, **columns: Any) -> dict[str, Any]:
    """One record placed, as a dict without what is missing."""
    row = place(records(**{name: [value] for name, value in columns.items()}), places, local).iloc[0]
    return {str(name): value for name, value in row.items() if isinstance(value, str)}


def at(column: float, row: float) -> dict[str, Any]:
    return {"easting": WEST + 100 * column, "northing": SOUTH + 100 * row}


def test_a_point_places_at_all_levels(squares: Places) -> None:
    assert placed(squares, **at(1.5, 0.5)) == {
        "lsoa": HOT_2011, "lsoa21": "E01035716", "ward": "E05013808",
        "lsoa_by": "point", "lsoa21_by": "point", "ward_by": "point",
    }  # fmt: skip


def test_degrees_place_like_metres_and_metres_go_first(squares: Places) -> None:
    x, y = to_degrees(WEST + 150, SOUTH + 50)
    degrees: dict[str, Any] = {"longitude": float(x), "latitude": float(y)}
    assert placed(squares, **degrees)["lsoa"] == HOT_2011
    assert placed(squares, **degrees, **at(0.5, 1.5))["lsoa"] == "E01004734"
    half: dict[str, Any] = {"easting": WEST, "longitude": float(x), "latitude": float(y)}
    assert placed(squares, **half)["lsoa"] == HOT_2011


@pytest.mark.parametrize(
    ("column", "row", "code"),
    [
        (1, 0.5, "E01004763"),  # between 013B and 013E: the lower code
        (0.5, 1, "E01004734"),
        (1, 1, "E01004734"),  # where four meet
        (0, 0.5, "E01004763"),  # the outer line is inside
        (2, 0.5, HOT_2011),  # the line to Camden, though Camden's code is lower
        (0, 0, "E01004763"),
    ],
)
def test_a_point_on_a_line_goes_to_one_area(squares: Places, column: float, row: float, code: str) -> None:
    assert placed(squares, **at(column, row))["lsoa"] == code


def test_a_point_outside_is_outside_whatever_the_codes_say(squares: Places) -> None:
    assert placed(squares, **at(2.5, 0.5), lsoa_code=HOT_2011, ward_code="E05013808", authority_code="E09000033") == {
        "lsoa_by": "not placed", "lsoa21_by": "not placed", "ward_by": "not placed",
        "outside": "its point lies in another area",
    }  # fmt: skip


def test_the_wards_own_code_goes_before_the_point(squares: Places) -> None:
    own = placed(squares, **at(1.5, 0.5), ward_code="E05013806", lsoa_code="E01004763")
    assert (own["ward"], own["ward_by"]) == ("E05013806", "own code")
    assert (own["lsoa"], own["lsoa_by"]) == (HOT_2011, "point")
    old = placed(squares, **at(1.5, 0.5), ward_code="E05000649")
    assert (old["ward"], old["ward_by"]) == ("E05013808", "point")


@pytest.mark.parametrize(
    ("code", "lsoa", "lsoa_by", "lsoa21", "lsoa21_by"),
    [
        ("E01004734", "E01004734", "own code", "E01004734", "own code"),  # unchanged
        (" e01004734 ", "E01004734", "own code", "E01004734", "own code"),
        (HOT_2011, HOT_2011, "own code", "E01035716", "own code"),  # merged: exact forwards
        ("E01035716", HOT_2011, "best fit", "E01035716", "own code"),  # backwards the larger of the two
        ("E01035719", "E01004745", "own code", "E01035719", "own code"),  # split: exact backwards
        ("E01004745", "E01004745", "own code", "E01035720", "best fit"),  # forwards the larger part (53 % of area)
    ],
)
def test_small_area_codes_go_through_the_change_table(
    embedded: Places, code: str, lsoa: str, lsoa_by: str, lsoa21: str, lsoa21_by: str
) -> None:
    found = placed(embedded, lsoa_code=code)
    assert (found["lsoa"], found["lsoa_by"], found["lsoa21"], found["lsoa21_by"]) == (lsoa, lsoa_by, lsoa21, lsoa21_by)
    assert (found["ward"], found["ward_by"]) == (lookups.ward_by_lsoa()[lsoa], "best fit")
    assert "unplaced" not in found


def test_official_areas_without_published_fit_go_by_overlap(tmp_path: Path) -> None:
    small_areas().to_file(tmp_path / "small.gpkg")
    later = small_areas("LSOA21CD", "LSOA21NM")
    later.loc[4, ["LSOA21CD", "LSOA21NM"]] = ["E01035999", "Camden 001Z"]
    later.to_file(tmp_path / "later.gpkg")
    wards().to_file(tmp_path / "wards.gpkg")
    register_boundaries(tmp_path, [tmp_path / f"{name}.gpkg" for name in ("small", "later", "wards")])
    camden = places_for(tmp_path, "E09000007")
    found = placed(camden, lsoa_code=CAMDEN)
    assert (found["lsoa21"], found["lsoa21_by"], found["ward"]) == ("E01035999", "own code", "E05099999")
    assert placed(places_for(tmp_path, "all"), lsoa_code=CAMDEN)["lsoa"] == CAMDEN


def test_a_ward_alone_places_the_ward_and_says_what_is_missing(squares: Places) -> None:
    found = placed(squares, ward_code="E05013806")
    assert (found["ward"], found["ward_by"], "lsoa" in found) == ("E05013806", "own code", False)
    assert found["unplaced"] == "the row says the ward but no smaller area"


@pytest.mark.parametrize("code", ["E05000630", "E05000649"])
def test_a_ward_of_before_2022_names_westminster_and_places_nothing(squares: Places, code: str) -> None:
    found = placed(squares, ward_code=code)
    assert set(found) == {"lsoa_by", "lsoa21_by", "ward_by", "unplaced"}
    assert "before May 2022" in found["unplaced"]


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"lsoa_code": CAMDEN}, "its small-area code is another authority's"),
        ({"lsoa_code": "E01009999"}, "its small-area code is another authority's"),
        ({"ward_code": "E05099999"}, "its ward code is another authority's"),
        ({"ward_code": "E05000650"}, "its ward code is none of the authority's"),
        ({"postcode": "NW1 0DU"}, "its postcode is another authority's"),
        ({"authority_code": "E09000007"}, "the row names another authority"),
        ({}, "the row does not say where"),
        ({"postcode": "ZZ99 9ZZ"}, "the row does not say where"),
        ({"lsoa_code": "No Location"}, "the row does not say where"),
    ],
)
def test_who_does_not_belong_is_told_why(squares: Places, columns: dict[str, Any], reason: str) -> None:
    columns = columns or {"easting": np.nan}
    assert placed(squares, **columns)["outside"] == reason


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"authority_code": "E09000033"}, "the row gives no place"),
        ({"authority_code": "E09000033", "ward_code": "E05000650"}, "the row gives no place"),
        ({"authority_code": "E09000033", "postcode": "SW1A 9ZZ"}, "its postcode is not in the directory"),
        ({"authority_code": "E09000033", "postcode": "here"}, "its postcode is not in the directory"),
        ({"postcode": "SW1A 1AA"}, "its postcode lies in no small area"),  # our squares are a mile away
    ],
)
def test_who_belongs_without_a_place_is_kept_and_told_why(squares: Places, columns: dict[str, Any], why: str) -> None:
    found = placed(squares, **columns)
    assert "outside" not in found
    assert found["unplaced"] == why


def test_a_local_source_is_ours_even_where_it_says_nothing(squares: Places) -> None:
    found = placed(squares, local=True, major="Theft")
    assert ("outside" in found, found["unplaced"]) == (False, "the row gives no place")
    assert "outside" in placed(squares, local=True, authority_code="E09000007")


def test_a_postcode_places_a_record_without_a_point(embedded: Places) -> None:
    found = placed(embedded, postcode="w1b3ag")
    assert (found["lsoa_by"], found["lsoa21_by"], found["ward_by"]) == ("postcode",) * 3
    assert placed(embedded, postcode="w1b3ag", lsoa_code="E01004734")["lsoa"] == "E01004734"
    assert placed(embedded, postcode="w1b3ag", lsoa_code="E01004734")["lsoa_by"] == "own code"


def test_where_lines_are_approximate_a_code_is_surer_than_the_point(embedded: Places) -> None:
    facts = lookups.lsoa_2011().set_index("lsoa11cd")
    point = [float(facts.loc["E01004734", f"point_{axis}"]) for axis in ("easting", "northing")]  # type: ignore[arg-type]
    both = placed(embedded, easting=point[0], northing=point[1], lsoa_code=HOT_2011)
    assert (both["lsoa"], both["lsoa_by"], both["ward"]) == (HOT_2011, "own code", "E05013808")
    alone = placed(embedded, easting=point[0], northing=point[1])
    assert (alone["lsoa"], alone["lsoa_by"]) == ("E01004734", "point")
    away = placed(embedded, easting=point[0], northing=point[1], lsoa_code=CAMDEN)
    assert away["outside"] == "its small-area code is another authority's"


def test_approximate_levels_lean_on_an_official_one(tmp_path: Path) -> None:
    small_areas().to_file(tmp_path / "small.gpkg")
    register_boundaries(tmp_path, [tmp_path / "small.gpkg"])
    found = placed(places_for(tmp_path), **at(1.5, 0.5))
    assert (found["lsoa"], found["lsoa21"], found["ward"]) == (HOT_2011, "E01035716", "E05013808")
    assert (found["lsoa21_by"], found["ward_by"]) == ("point", "best fit")


def test_an_authority_without_boundaries_is_refused() -> None:
    with pytest.raises(DataError, match=r"no boundaries of small areas .* E09000001"):
        places_for(None, "E09000001")


def test_the_answer_keeps_index_and_columns(squares: Places) -> None:
    frame = records(lsoa_code=[HOT_2011, None, CAMDEN]).set_axis([7, 3, 5])
    answer = place(frame, squares, local=True)
    assert answer.index.tolist() == [7, 3, 5]
    assert list(answer) == PLACE_COLUMNS
    assert set(answer.dtypes.astype(str)) == {"str"}
    assert place(frame.iloc[:0], squares, local=True).shape == (0, len(PLACE_COLUMNS))


coordinates = st.one_of(
    st.floats(min_value=-1e9, max_value=1e9), st.sampled_from([0.0, -0.0, 1.0, np.nextafter(1, 2), 529_000.0])
)


@given(st.lists(st.tuples(coordinates, coordinates), max_size=60))
def test_distinct_pairs_merge_nothing_and_lose_nothing(pairs: list[tuple[float, float]]) -> None:
    x, y = (np.array([pair[axis] for pair in pairs], dtype=float) for axis in (0, 1))
    number, (xs, ys) = distinct_pairs(x, y)
    assert np.array_equal(xs[number], x)
    assert np.array_equal(ys[number], y)
    assert len(xs) == len(set(pairs))


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(-2, 14), st.integers(-2, 10)), min_size=1, max_size=40))
def test_every_point_lies_in_the_first_area_that_covers_it(squares: Places, steps: list[tuple[int, int]]) -> None:
    """A slow obvious version: walk the areas in order of code and take the first whose polygon covers the point."""
    index = squares.levels[Level.LSOA]
    x = np.array([WEST + 20 * a for a, _ in steps], dtype=float)
    y = np.array([SOUTH + 20 * b for _, b in steps], dtype=float)
    shapes = list(index.boundaries.areas.geometry)
    slow = [
        next((place for place, shape in enumerate(shapes) if shape.covers(shapely.Point(point))), -1)
        for point in zip(x, y, strict=True)
    ]
    assert index.areas_at(x, y).tolist() == slow


def test_infinite_points_lie_nowhere(squares: Places) -> None:
    index = squares.levels[Level.LSOA]
    assert index.areas_at(np.array([np.inf, np.nan, WEST]), np.array([SOUTH, SOUTH, SOUTH]))[:2].tolist() == [-1, -1]
    assert placed(squares, longitude=500.0, latitude=95.0)["outside"] == "its point lies in another area"


def test_random_points_go_where_sjoin_puts_them(embedded: Places) -> None:
    areas = embedded.levels[Level.LSOA].boundaries.areas
    west, south, east, north = areas.total_bounds
    generator = np.random.default_rng(3)
    x, y = generator.uniform(west, east, 20_000), generator.uniform(south, north, 20_000)
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs=areas.crs)
    theirs = gpd.sjoin(points, areas[["code", "geometry"]], how="left", predicate="within")
    assert theirs.index.is_unique
    ours = place(records(easting=x, northing=y), embedded, local=False)
    pd.testing.assert_series_equal(ours["lsoa"], theirs["code"], check_names=False)


def test_repeated_points_cost_a_fraction_of_sjoin(embedded: Places) -> None:
    """200,000 records at 2,000 points; measured at about 20 to 1, asserted with room for a busy machine."""
    areas = embedded.levels[Level.LSOA].boundaries.areas
    west, south, east, north = areas.total_bounds
    generator = np.random.default_rng(4)
    x, y = generator.uniform(west, east, 2_000), generator.uniform(south, north, 2_000)
    pick = generator.integers(0, 2_000, 200_000)
    frame = records(easting=x[pick], northing=y[pick])
    start = time.perf_counter()
    points = distinct_points(frame)
    ours = np.append(AreaIndex(embedded.levels[Level.LSOA].boundaries).areas_at(points.easting, points.northing), -1)
    ours = ours[points.row]
    quick = time.perf_counter() - start
    start = time.perf_counter()
    geometry = gpd.GeoDataFrame(geometry=gpd.points_from_xy(frame["easting"], frame["northing"]), crs=areas.crs)
    theirs = gpd.sjoin(geometry, areas[["code", "geometry"]], how="left", predicate="within")["index_right"]
    slow = time.perf_counter() - start
    assert np.array_equal(ours, theirs.fillna(-1).to_numpy())
    assert quick * 4 < slow


@pytest.fixture(scope="module")
def places(official: Path) -> Places:
    assert not boundaries_for(official, Level.LSOA).approximate
    return places_for(official)


def archive(real: Path, ending: str) -> pd.DataFrame:
    with zipfile.ZipFile(real / "police_uk" / "police-uk-2022-10-to-2023-03.zip") as files:
        names = sorted(name for name in files.namelist() if name.endswith(f"{ending}.csv"))
        return pd.concat([pd.read_csv(files.open(name)) for name in names], ignore_index=True)


def test_real_searches_give_the_reference_answer(real: Path, places: Places) -> None:
    searches = archive(real, "stop-and-search")
    frame = records(longitude=searches["Longitude"], latitude=searches["Latitude"])
    answer = place(frame, places, local=False)
    assert len(answer) == 77_518
    assert answer["outside"].value_counts()["the row does not say where"] == 8_033
    ours = answer[answer["outside"].isna()]
    counts = ours["lsoa"].value_counts()
    assert len(ours) == 6_571
    assert counts.head(3).to_dict() == {HOT_2011: 1_037, "E01004734": 857, "E01004763": 742}
    assert len(counts) == 126
    assert (counts.cumsum() < len(ours) / 2).sum() + 1 == 5
    assert set(ours["lsoa_by"]) == {"point"}
    assert ours[["lsoa", "lsoa21", "ward"]].notna().all(axis=None)


def test_real_street_records_give_the_reference_answer(real: Path, places: Places) -> None:
    street = archive(real, "street")
    frame = records(longitude=street["Longitude"], latitude=street["Latitude"], lsoa_code=street["LSOA code"])
    ours = place(frame, places, local=False).query("outside.isna()")
    assert len(ours) == 1_476
    assert (ours["lsoa"] != street.loc[ours.index, "LSOA code"]).sum() == 117


def test_a_postcode_in_the_official_areas_agrees_with_its_authority(places: Places) -> None:
    found = placed(places, postcode="SW1A 2AA")
    assert (found["ward"], found["ward_by"]) == ("E05013806", "postcode")


def test_an_area_that_only_touches_a_known_ward_has_no_ward() -> None:
    """Wards of one borough registered, areas of all London: a neighbour's area fits none of them by a sliver."""
    small = make_boundaries(
        Level.LSOA,
        gpd.GeoDataFrame(
            {"code": ["E01000842", "E01000843"], "name": ["Camden 001A", "Camden 001B"]},
            geometry=[square(1.8, 0), square(1.4, 1)],
            crs="EPSG:27700",
        ),
        source="test",
        licence="none",
    )
    ward = make_boundaries(
        Level.WARD,
        gpd.GeoDataFrame(
            {"code": ["E05099998"], "name": ["Somewhere"]}, geometry=[square(0, 0, 200)], crs="EPSG:27700"
        ),
        source="test",
        licence="none",
    )
    assert ward_fit(small, ward) == {"E01000843": "E05099998"}  # six tenths of it, against two tenths
