"""The tiny world of imports: three wards, six small areas, two months, three types; squares of 500 m, and its files.

Every sample file holds the same eight rows in its own format: two in one small area at night, one in each of two
others, one with no place, one of Camden, and two equal ones (``EQUAL``). So answers can be counted by hand.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import shapely
from pyproj import Transformer

from geo.shapes.boundaries import register_boundaries

SIDE: Final = 500.0
WEST, SOUTH = 529_000.0, 180_000.0
WESTMINSTER, CAMDEN = "E09000033", "E09000007"

# code: name, column and row of its square, ward
SMALL_AREAS: Final = {
    "E01004734": ("Westminster 018A", 0, 0, "E05013806"),
    "E01004736": ("Westminster 018C", 1, 0, "E05013806"),
    "E01004758": ("Westminster 006A", 2, 0, "E05013809"),
    "E01004763": ("Westminster 013B", 0, 1, "E05013808"),
    "E01033595": ("Westminster 013E", 1, 1, "E05013808"),
    "E01033596": ("Westminster 013F", 2, 1, "E05013808"),
    "E01000842": ("Camden 001A", 3, 0, "E05099999"),
}
WARDS: Final = {"E05013806": "St James's", "E05013808": "West End", "E05013809": "Westbourne", "E05099999": "Elsewhere"}
MERGED: Final = {"E01033595": "E01035716", "E01033596": "E01035716"}  # 013E and 013F are one area in 2021

HOT, SECOND, THIRD, AWAY = "E01033595", "E01004734", "E01004763", "E01000842"
# What happens in every sample file: the small area (none: no place).
PLACES_OF_ROWS: Final = (HOT, HOT, SECOND, THIRD, "", AWAY, HOT, HOT)
OURS: Final = 6  # rows of Westminster with a point; the one without a place is ours only in a local source
_DEGREES: Final = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)


def square(code: str) -> Any:
    _, column, row, _ = SMALL_AREAS[code]
    return shapely.box(WEST + SIDE * column, SOUTH + SIDE * row, WEST + SIDE * (column + 1), SOUTH + SIDE * (row + 1))


def metres(code: str) -> tuple[float, float]:
    """The middle of a small area."""
    centre = square(code).centroid
    return centre.x, centre.y


def degrees(code: str) -> tuple[float, float]:
    """Longitude and latitude of the middle of a small area."""
    longitude, latitude = _DEGREES.transform(*metres(code))
    return round(longitude, 6), round(latitude, 6)


def write_boundaries(folder: Path) -> list[Path]:
    """The world's official boundaries as GeoPackages: small areas of both censuses, and wards."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [(code, name, ward, square(code)) for code, (name, _, _, ward) in SMALL_AREAS.items()]
    frame = gpd.GeoDataFrame(rows, columns=["LSOA11CD", "LSOA11NM", "ward", "geometry"], crs="EPSG:27700")
    later = frame.assign(LSOA21CD=frame["LSOA11CD"].replace(MERGED)).dissolve("LSOA21CD").reset_index()
    later["LSOA21NM"] = later["LSOA11NM"].where(later["LSOA21CD"] != "E01035716", "Westminster 013G")
    wards = frame.dissolve("ward").reset_index(names="WD22CD")
    wards["WD22NM"] = wards["WD22CD"].map(WARDS)
    layers = {
        "lsoa11": frame[["LSOA11CD", "LSOA11NM", "geometry"]],
        "lsoa21": later[["LSOA21CD", "LSOA21NM", "geometry"]],
        "ward": wards[["WD22CD", "WD22NM", "geometry"]],
    }
    paths = []
    for name, layer in layers.items():
        paths.append(folder / f"{name}.gpkg")
        layer.to_file(paths[-1])
    return paths


def new_store(folder: Path) -> Path:
    """A store that has the world's boundaries and no release."""
    store = folder / "store"
    register_boundaries(store, write_boundaries(folder / "boundaries"))
    return store


# ---- files

STREET: Final = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code",
    "LSOA name", "Crime type", "Last outcome category", "Context",
)  # fmt: skip
STOPS: Final = (
    "Type", "Date", "Part of a policing operation", "Policing operation", "Latitude", "Longitude", "Gender",
    "Age range", "Self-defined ethnicity", "Officer-defined ethnicity", "Legislation", "Object of search",
    "Outcome", "Outcome linked to object of search", "Removal of more than just outer clothing",
)  # fmt: skip
OUTCOMES: Final = (*STREET[:9], "Outcome type")
MET: Final = "Metropolitan Police Service"

Row = dict[str, str]
TYPES: Final = ("Burglary", "Robbery", "Vehicle crime")


def equal(number: int) -> int:
    """The last two rows of a sample are equal, identifier and all."""
    return 6 if number == 7 else number


def street(month: str = "2022-10", force: str = MET, mark: str = "") -> list[Row]:
    """A street file's eight rows; ``mark`` makes their Crime IDs differ from those of other files."""
    rows = []
    for number, code in enumerate(PLACES_OF_ROWS):
        longitude, latitude = map(str, degrees(code)) if code else ("", "")
        rows.append(
            {
                "Crime ID": f"{mark}{month}-{equal(number)}",
                "Month": month,
                "Reported by": force,
                "Falls within": force,
                "Longitude": longitude,
                "Latitude": latitude,
                "Location": "On or near Old Street" if code else "No Location",
                "LSOA code": code,
                "LSOA name": SMALL_AREAS[code][0] if code else "",
                "Crime type": TYPES[equal(number) % 3],
                "Last outcome category": "Under investigation",
                "Context": "",
            }
        )
    return rows


def stops(month: str = "2022-10") -> list[Row]:
    rows = []
    for number, code in enumerate(PLACES_OF_ROWS):
        longitude, latitude = map(str, degrees(code)) if code else ("", "")
        rows.append(
            dict.fromkeys(STOPS, "")
            | {
                "Type": "Person search",
                "Date": f"{month}-1{equal(number)}T23:15:00+00:00",
                "Longitude": longitude,
                "Latitude": latitude,
                "Gender": "Male",
                "Age range": "18-24",
                "Legislation": "Misuse of Drugs Act 1971 (section 23)",
                "Object of search": "Controlled drugs",
                "Outcome": "Arrest",
            }
        )
    return rows


def outcomes(month: str = "2022-12", crimes: Sequence[Row] = (), outcome: str = "Suspect charged") -> list[Row]:
    """An outcome for each of the crimes."""
    return [
        {name: crime.get(name, "") for name in OUTCOMES} | {"Month": month, "Outcome type": outcome}
        for crime in (crimes or street())
    ]


def counts(level: str, months: Sequence[str] = ("202210", "202211"), more: int = 0) -> tuple[list[str], list[Row]]:
    """A Datastore file's header and rows: at each place as many as its number in the list, plus ``more``."""
    header = {
        "borough": ["MajorText", "MinorText", "LookUp_BoroughName"],
        "ward": ["MajorText", "MinorText", "WardName", "WardCode", "LookUp_BoroughName"],
        "lsoa": ["LSOA Code", "LSOA Name", "Borough", "Major Category", "Minor Category"],
    }[level]
    places = {
        "borough": [("Westminster", "", ""), ("Camden", "", "")],
        "ward": [("Westminster" if code < "E05099999" else "Camden", code, name) for code, name in WARDS.items()],
        "lsoa": [("Camden" if code == AWAY else "Westminster", code, SMALL_AREAS[code][0]) for code in SMALL_AREAS],
    }[level]
    rows = []
    for number, (borough, code, name) in enumerate(places, start=1):
        for major, minor in (("Theft", "Other Theft"), ("Robbery", "Robbery of Personal Property")):
            cells = [major, minor, borough] if level == "borough" else [major, minor, name, code, borough]
            cells = [code, name, borough, major, minor] if level == "lsoa" else cells
            rows.append(dict(zip(header, cells, strict=True)) | {month: str(number + more) for month in months})
    return [*header, *months], rows


def extract(month: str = "2022-10", mark: str = "") -> list[Row]:
    """The partnership's own extract."""
    rows = []
    for number, code in enumerate(PLACES_OF_ROWS):
        easting, northing = (f"{value:.0f}" for value in metres(code)) if code else ("", "")
        rows.append(
            {
                "Offence ID": f"{mark}{month}/{equal(number)}",
                "Start date": f"1{equal(number)}/{month[5:]}/{month[:4]}",
                "Start time": "23:05",
                "Major category": "Theft",
                "Minor category": "Other Theft",
                "Easting": easting,
                "Northing": northing,
                "Knife": "N",
                "Victim age": "30",
                "Victim sex": "F",
            }
        )
    return rows


def fire() -> list[Row]:
    rows = []
    for number, code in enumerate(PLACES_OF_ROWS):
        easting, northing = (f"{value:.0f}" for value in metres(code)) if code else ("NULL", "NULL")
        rows.append(
            {
                "IncidentNumber": f"00{equal(number)}-01102022",
                "DateOfCall": f"1{equal(number)}-Oct-22",
                "CalYear": "2022",
                "TimeOfCall": "23:04:25",
                "HourOfCall": "23",
                "IncidentGroup": "Fire",
                "StopCodeDescription": "Primary Fire",
                "PropertyCategory": "Non Residential",
                "Easting_m": easting,
                "Northing_m": northing,
                "Easting_rounded": easting,
                "Northing_rounded": northing,
                "Notional Cost (£)": "328",
            }
        )
    return rows


def ambulance() -> list[Row]:
    rows = []
    for number, code in enumerate(PLACES_OF_ROWS):
        easting, northing = (f"{value:.0f}" for value in metres(code)) if code else ("", "")
        rows.append(
            {
                "Ambulance incident ID": f"A{equal(number)}",
                "Call date": f"1{equal(number)}/10/2022",
                "Call time": "23:05",
                "Incident type": "Assault",
                "Incident subtype": "",
                "LSOA code": "",
                "Easting": easting,
                "Northing": northing,
                "Patient age band": "21-25",
            }
        )
    return rows


def header_of(rows: Iterable[Mapping[str, str]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def csv_text(rows: Sequence[Mapping[str, str]], header: Sequence[str] = (), delimiter: str = ",") -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(
        buffer, header or header_of(rows), extrasaction="ignore", lineterminator="\n", delimiter=delimiter
    )
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def write_csv(path: Path, rows: Sequence[Mapping[str, str]], header: Sequence[str] = ()) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(csv_text(rows, header), encoding="utf-8")
    return path


def write_zip(path: Path, members: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def write_archive(path: Path, *months: str, mark: str = "") -> Path:
    """A data.police.uk archive of street, outcomes and stop and search; a ``mark`` makes other Crime IDs."""
    members = {}
    for month in months:
        crimes = street(month, mark=mark)
        members[f"{month}/{month}-metropolitan-street.csv"] = csv_text(crimes, STREET)
        members[f"{month}/{month}-metropolitan-stop-and-search.csv"] = csv_text(stops(month), STOPS)
        members[f"{month}/{month}-metropolitan-outcomes.csv"] = csv_text(outcomes(month, crimes), OUTCOMES)
    return write_zip(path, members)


def sample(name: str) -> tuple[list[str], list[Row]]:
    """Header and rows of a file of each format: its small, whole example."""
    if name.startswith("datastore-"):
        return counts(name.removeprefix("datastore-"))
    rows = {"street": street, "stop-search": stops, "outcomes": outcomes, "extract": extract, "fire": fire}
    made = rows.get(name, ambulance)()
    return header_of(made), made


SAMPLES: Final = (
    "street", "stop-search", "outcomes", "datastore-borough", "datastore-ward", "datastore-lsoa", "extract", "fire",
    "ambulance",
)  # fmt: skip


def moved(layer: Path, east: float) -> Path:
    """A copy of a layer with every area so many metres further east."""
    frame = gpd.read_file(layer)
    path = layer.with_name(f"moved-{layer.name}")
    frame.set_geometry(frame.geometry.translate(xoff=east)).to_file(path)
    return path
