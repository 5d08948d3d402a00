"""The embedded approximate geography, made from published points: ``python -m geo.publishing.demonstration``.

Every postcode's Voronoi cell goes to a small area; cells of the authority make the outline, cells of the neighbours
keep it in place. Which area a cell goes to is decided by its distance to the areas' centroids, each distance divided
by a weight that is balanced until the areas have their published sizes (a multiplicatively weighted Voronoi diagram:
Okabe, Boots, Sugihara and Chiu, Spatial Tessellations, 2000, section 3.1). Nothing is traced from official boundaries.
The result is written once to ``data/demonstration/boundaries``.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from data.levels import Level
from geo.placing import lookups
from geo.placing.postcodes import postcode_directory
from geo.shapes.areas import Boundaries, make_boundaries, polygonal
from geo.shapes.boundaries import save_boundaries
from geo.shapes.projection import GRID, geometry_to_grid
from geo.shapes.tessellation import connected, smooth_outline, voronoi_cells

SOURCE: Final = (
    "Approximate areas, drawn for the demonstration from postcode coordinates and published centroids and sizes;"
    " not the official boundaries"
)
LICENCE: Final = (
    "Open Government Licence v3.0. Contains National Statistics, Royal Mail and OS data © Crown copyright and"
    " database right"
)

_LETTERS: Final = "ENSW"
_MARGIN_METRES: Final = 1500
_CALM_METRES: Final = 28  # what coverage_simplify leaves out
_FILLER_METRES: Final = 30
_ROUNDS, _STEP = 150, 0.25  # of balancing the sizes
_SPLIT: Final = "E01004745"  # the one small area that 2021 split in two
_DECIMETRE: Final = 0.1

# Two small areas hold Hyde Park and Kensington Gardens together with streets south of them. The wards of that name
# hold the parks, Knightsbridge the streets; so these two are cut along the parks' southern edge, as an easting, a
# northing and a slope, before wards are put together. (By best fit, which goes by people, both are Knightsbridge.)
_PARK_WARDS: Final = {"E01004689": "E05013796", "E01004688": "E05013798"}
_PARK_EDGE: Final = (526000.0, 179670.0, 0.0917)
_PARK: Final = "/park"


def demonstration_boundaries() -> list[Boundaries]:
    """The approximate small areas of 2011 and 2021 and the wards, one common coverage; deterministic."""
    small = lookups.lsoa_2011()
    shapes = _small_area_shapes(small)
    areas = pd.DataFrame({"atom": list(shapes), "shape": list(shapes.values())})
    park, code = areas["atom"].str.endswith(_PARK), areas["atom"].str.removesuffix(_PARK)
    areas["lsoa11cd"] = code.where(~code.isin(_halves()), _SPLIT)
    later = {old: new for old, (new, _) in lookups.lsoa21_by_lsoa().items()}
    areas["lsoa21cd"] = code.map(later).fillna(code)
    areas["ward22cd"] = areas["lsoa11cd"].map(lookups.ward_by_lsoa()).where(~park, code.map(_PARK_WARDS))
    small21, wards = lookups.lsoa_2021(), lookups.wards_2022()
    return [
        _level(Level.LSOA, areas, "lsoa11cd", dict(zip(small["lsoa11cd"], small["lsoa11nm"], strict=True))),
        _level(Level.LSOA21, areas, "lsoa21cd", dict(zip(small21["lsoa21cd"], small21["lsoa21nm"], strict=True))),
        _level(Level.WARD, areas, "ward22cd", dict(zip(wards["ward22cd"], wards["ward22nm"], strict=True))),
    ]


def write_demonstration(folder: Path) -> list[Path]:
    """Write the approximate boundaries as ``<level>.parquet``; gives the paths."""
    paths = []
    for boundaries in demonstration_boundaries():
        paths.append(folder / f"{boundaries.level}.parquet")
        save_boundaries(boundaries, paths[-1])
    return paths


def _level(level: Level, areas: pd.DataFrame, column: str, names: dict[str, str]) -> Boundaries:
    grouped = areas.groupby(column)["shape"].agg(lambda shapes: shapely.coverage_union_all(shapes.to_numpy()))
    frame = pd.DataFrame({"code": grouped.index, "name": [names[code] for code in grouped.index]})
    form = gpd.GeoDataFrame(frame, geometry=grouped.to_numpy(), crs=GRID)
    return make_boundaries(level, form, source=SOURCE, licence=LICENCE, approximate=True)


def _halves() -> pd.Series:
    """Codes of the two areas of 2021 that were one in 2011."""
    changes = lookups.census_changes()
    return changes.loc[changes["lsoa11cd"] == _SPLIT, "lsoa21cd"]


def _small_area_shapes(small: pd.DataFrame) -> dict[str, Any]:
    """The parts that all levels are unions of: small areas of 2011, one of them in the two parts of 2021, two of them
    in park and streets."""
    points = _seeds(small)
    cells = voronoi_cells(points["easting"], points["northing"])
    outline = smooth_outline(cells[points["ours"].to_numpy(dtype=bool)], without=_river())
    clipped = shapely.intersection(cells, outline, grid_size=_DECIMETRE)
    inside = shapely.area(clipped) > 0
    points = points[inside].reset_index(drop=True)
    cells = np.array([polygonal(cell) for cell in clipped[inside]])
    labels = _balanced(points, shapely.area(cells), small)
    atoms = small["lsoa11cd"].to_numpy(dtype=object)[labels]
    atoms = _without_park(points, _halved(points, atoms))
    atoms = connected(cells, atoms, points["forced"].notna().to_numpy())
    codes = sorted(set(atoms))
    shapes = np.array([shapely.union_all(cells[atoms == code], grid_size=_DECIMETRE) for code in codes])
    shapes = shapely.coverage_clean(shapes, gap_width=5.0)
    shapes = shapely.coverage_simplify(shapes, _CALM_METRES)
    shapes = shapely.transform(shapes, lambda xy: np.round(xy, 1))
    return dict(zip(codes, shapes, strict=True))


def _seeds(small: pd.DataFrame) -> pd.DataFrame:
    """One row a place: x, y, whether it is ours, and the small area it must go to (its own inside points)."""
    west, south = small[["easting", "northing"]].min() - _MARGIN_METRES
    east, north = small[["easting", "northing"]].max() + _MARGIN_METRES
    directory = postcode_directory(_LETTERS)
    near = directory[directory["easting"].between(west, east) & directory["northing"].between(south, north)]
    ours = (near["authority_code"] == lookups.WESTMINSTER).rename("ours")
    # Of a building with postcodes of two authorities the more frequent one counts.
    places = ours.groupby([near["easting"], near["northing"]]).mean().ge(0.5).reset_index()
    own = small.loc[small["centroid_inside"] == 1, ["easting", "northing", "lsoa11cd"]]
    inner = small[["point_easting", "point_northing", "lsoa11cd"]].set_axis(own.columns, axis=1)
    forced = pd.concat([inner, own]).drop_duplicates(["easting", "northing"]).rename(columns={"lsoa11cd": "forced"})
    seeds = pd.concat([forced.assign(ours=True), places]).drop_duplicates(["easting", "northing"])
    seeds = pd.concat([seeds, _fillers(seeds, (west, south, east, north))])
    return seeds.sort_values(["easting", "northing"], ignore_index=True)


def _fillers(seeds: pd.DataFrame, window: tuple[float, float, float, float]) -> pd.DataFrame:
    """Extra places where postcodes are far apart (parks, railways), so that no cell is large; each is ours or not
    as the nearest real place is."""
    west, south, east, north = window
    x, y = np.meshgrid(np.arange(west, east, _FILLER_METRES), np.arange(south, north, _FILLER_METRES))
    tree = shapely.STRtree(shapely.points(seeds["easting"], seeds["northing"]))
    (place, nearest), distance = tree.query_nearest(
        shapely.points(x.ravel(), y.ravel()), all_matches=False, return_distance=True
    )
    far = distance > 1.5 * _FILLER_METRES
    return pd.DataFrame(
        {
            "easting": x.ravel()[place[far]],
            "northing": y.ravel()[place[far]],
            "ours": seeds["ours"].to_numpy()[nearest[far]],
        }
    )


def _river() -> Any:
    drawing = json.loads((files("data") / "reference" / "orientation.geojson").read_text(encoding="utf-8"))
    rivers = [each for each in drawing["features"] if each["properties"]["kind"] == "river"]
    return geometry_to_grid(shapely.geometry.shape(rivers[0]["geometry"]))


def _balanced(points: pd.DataFrame, hectares: NDArray[np.float64], small: pd.DataFrame) -> NDArray[np.intp]:
    """Which small area each cell goes to: the nearest centroid by weighted distance, the weights balanced on size."""
    sites = small[["easting", "northing"]].where(small["centroid_inside"] == 1, np.nan).to_numpy(dtype=float)
    sites = np.where(np.isnan(sites), small[["point_easting", "point_northing"]].to_numpy(dtype=float), sites)
    places = points[["easting", "northing"]].to_numpy(dtype=float)
    distance = ((places[:, None, :] - sites[None, :, :]) ** 2).sum(axis=2)
    number = {code: row for row, code in enumerate(small["lsoa11cd"])}
    forced = points["forced"].map(number)
    held = forced.notna().to_numpy()
    wanted = small["area_ha"].to_numpy(dtype=float)
    wanted = wanted / wanted.sum() * hectares.sum()
    size = np.sqrt(wanted)
    best, least = np.zeros(len(points), dtype=np.intp), np.inf
    for _ in range(_ROUNDS):
        labels = np.argmin(distance / size, axis=1)
        labels[held] = forced[held].astype(int)
        area = np.bincount(labels, weights=hectares, minlength=len(small))
        error = np.abs(wanted - area).sum()
        if error < least:
            best, least = labels.copy(), error
        size = size * (wanted / area) ** _STEP
    return best


def _halved(points: pd.DataFrame, atoms: NDArray[np.object_]) -> NDArray[np.object_]:
    """Give the cells of the split area to the nearer of its two successors' centroids."""
    later = lookups.lsoa_2021().set_index("lsoa21cd").loc[_halves()]
    ours = atoms == _SPLIT
    places = points.loc[ours, ["easting", "northing"]].to_numpy(dtype=float)
    sites = later[["easting", "northing"]].to_numpy(dtype=float)
    nearest = ((places[:, None, :] - sites[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
    result = atoms.copy()
    result[ours] = later.index.to_numpy(dtype=object)[nearest]
    return result


def _without_park(points: pd.DataFrame, atoms: NDArray[np.object_]) -> NDArray[np.object_]:
    easting, northing, slope = _PARK_EDGE
    north = points["northing"] > northing + (points["easting"] - easting) * slope
    park = north.to_numpy() & np.isin(atoms.astype(str), list(_PARK_WARDS))
    return np.where(park, atoms + _PARK, atoms)


if __name__ == "__main__":
    write_demonstration(Path(__file__).resolve().parents[2] / "data" / "demonstration" / "boundaries")
