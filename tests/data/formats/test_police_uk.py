"""data.police.uk files: the three kinds, their quirks, and the real archive where it is at hand."""

from __future__ import annotations

import csv
import io
import time
import zipfile
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from data.formats import Format, Normalised, SourceFile
from data.formats import police_uk_outcomes as outcomes
from data.formats import police_uk_stops as stops
from data.formats import police_uk_street as street
from data.formats.columns import DEGREES, HALF_POINT, METRES, NOT_A_MONTH, NOT_A_TIME, SWAPPED, ZERO_POINT
from data.formats.containers import find_files
from data.formats.police_uk import force_slug
from data.formats.registry import recognise, unknown_header
from data.formats.tables import read_rows
from data.schema import check_records, month_number

STREET = [
    *("Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code"),
    *("LSOA name", "Crime type", "Last outcome category", "Context"),
]
STOPS = [
    *("Type", "Date", "Part of a policing operation", "Policing operation", "Latitude", "Longitude", "Gender"),
    *("Age range", "Self-defined ethnicity", "Officer-defined ethnicity", "Legislation", "Object of search"),
    *("Outcome", "Outcome linked to object of search", "Removal of more than just outer clothing"),
]
OUTCOMES = [*STREET[:9], "Outcome type"]

MET = "Metropolitan Police Service"
CRIME = {
    "Crime ID": "ab12",
    "Month": "2022-10",
    "Reported by": MET,
    "Falls within": MET,
    "Longitude": "-0.13",
    "Latitude": "51.51",
    "Location": "On or near Old Street",
    "LSOA code": "E01033595",
    "LSOA name": "Westminster 013E",
    "Crime type": "Theft from the person",
    "Last outcome category": "Under investigation",
    "Context": "",
}
STOP = dict.fromkeys(STOPS, "") | {
    "Type": "Person search",
    "Date": "2022-09-30T23:30:00+00:00",
    "Part of a policing operation": "False",
    "Latitude": "51.51",
    "Longitude": "-0.13",
    "Gender": "Male",
    "Age range": "18-24",
    "Self-defined ethnicity": "White",
    "Officer-defined ethnicity": "White",
    "Legislation": "Misuse of Drugs Act 1971 (section 23)",
    "Object of search": "Controlled drugs",
    "Outcome": "Arrest",
}
OUTCOME = {name: CRIME.get(name, "Suspect charged") for name in OUTCOMES}


def normalised(header: list[str], *rows: dict[str, str], stem: str = "f") -> tuple[Format, Normalised]:
    """What a file with this header and these rows gives, read and recognised as in an import."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, header, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    source = SourceFile(f"{stem}.csv", stem)
    table = read_rows(source, lambda: io.BytesIO(buffer.getvalue().encode()))
    known = recognise(table.header)
    assert known is not None
    (chunk,) = table.chunks
    result = known.normalise(chunk.rows, source)
    check_records(result.records, where="test")
    assert len(result.records) + len(result.rejects) == len(rows)
    return known, result


def reasons(result: Normalised) -> list[tuple[int, str, str]]:
    return [(reject.line, reject.reason, reject.value) for reject in result.rejects]


def test_a_street_row() -> None:
    known, result = normalised(STREET, CRIME)
    (record,) = result.records.to_dict("records")
    assert known.repeats_are_duplicates and not known.local and not known.aggregated
    assert (record["line"], record["dataset"], record["series"]) == (2, "offences", "metropolitan")
    assert (record["month"], record["day"], record["hour"]) == (month_number(2022, 10), -1, -1)
    assert (record["identifier"], record["lsoa_code"]) == ("ab12", "E01033595")
    assert (record["longitude"], record["latitude"]) == (-0.13, 51.51)
    assert (record["major"], record["outcome"]) == ("Theft from the person", "Under investigation")
    assert record["place"] == "On or near Old Street"
    assert pd.isna(record["minor"]) and pd.isna(record["start"]) and record["count"] == 1


def test_street_rows_of_every_generation_are_accepted() -> None:
    rows = [
        CRIME | {"Crime ID": "", "Crime type": "Anti-social behaviour", "Last outcome category": ""},
        CRIME | {"Crime type": "Violent crime", "Month": "2011-09"},
        CRIME | {"Crime type": "Public disorder and weapons", "Month": "2012-01"},
        CRIME | {"Crime type": "VEHICLE CRIME"},
        CRIME | {"LSOA code": "E01035716"},
        CRIME | {"Longitude": "", "Latitude": "", "Location": "No Location", "LSOA code": "", "LSOA name": ""},
        CRIME | {"Longitude": "", "Latitude": "", "Location": "No location", "LSOA code": "", "LSOA name": ""},
        CRIME | {"Falls within": "City of London Police", "Crime type": "A type to come"},
        CRIME | {"Falls within": "", "Reported by": "British Transport Police"},
    ]
    records = normalised(STREET, *rows)[1].records
    assert records["dataset"].tolist() == ["asb"] + ["offences"] * 8
    assert records["major"].tolist()[1:4] == ["Violent crime", "Public disorder and weapons", "Vehicle crime"]
    assert records["lsoa_code"].tolist()[4] == "E01035716"
    assert records["place"].isna().tolist() == [False] * 5 + [True] * 2 + [False] * 2
    assert records["longitude"].isna().tolist() == [False] * 5 + [True] * 2 + [False] * 2
    assert records["series"].tolist()[-2:] == ["city-of-london", "btp"]
    assert records["major"].tolist()[-2] == "A type to come"


def test_street_rows_that_cannot_be_used_are_rejected_with_the_reason() -> None:
    rows = [
        CRIME | {"Month": "October"},
        CRIME | {"Month": "1900-01"},
        CRIME | {"Month": "2099-01"},
        CRIME | {"Longitude": "0", "Latitude": "0"},
        CRIME | {"Longitude": "51.51", "Latitude": "-0.13"},
        CRIME | {"Longitude": "530000", "Latitude": "180000"},
        CRIME | {"Latitude": ""},
        CRIME | {"Latitude": "north"},
        CRIME | {"Crime type": ""},
        CRIME | {"Falls within": "", "Reported by": ""},
        CRIME,
    ]
    result = normalised(STREET, *rows)[1]
    assert [reason.split(" ..")[0] for _, reason, _ in reasons(result)] == [
        NOT_A_MONTH,
        "date outside 2000-01",
        "date outside 2000-01",
        ZERO_POINT,
        SWAPPED,
        METRES,
        HALF_POINT,
        "not a number",
        "no crime type",
        "no police force",
    ]
    assert [line for line, _, _ in reasons(result)] == list(range(2, 12))
    assert result.rejects[0].text.split(",")[:2] == ["ab12", "October"]
    assert result.records["line"].tolist() == [12]


@pytest.mark.parametrize(
    "month", ["Oct-22", "OCT 2022", "October 2022", "01/10/2022", "2022-10-01", "2022-10-01 00:00:00"]
)
@pytest.mark.parametrize("header", [STREET, OUTCOMES])
def test_months_as_a_spreadsheet_saves_them_again(month: str, header: list[str]) -> None:
    row = (CRIME if header is STREET else OUTCOME) | {"Month": month}
    records = normalised(header, row, stem="2022-10-metropolitan-street")[1].records
    assert records[["month", "series"]].values.tolist() == [[month_number(2022, 10), "metropolitan"]]


@pytest.mark.parametrize("month", ["02/10/2022", "10/01/2022", "2022-10-02", "Okt-22", "22-Oct", "10-22"])
def test_a_day_within_a_month_is_no_month(month: str) -> None:
    result = normalised(STREET, CRIME | {"Month": month}, CRIME)[1]
    assert [reason for _, reason, _ in reasons(result)] == [NOT_A_MONTH]


def test_headers_in_other_order_case_and_length() -> None:
    known, result = normalised([name.upper() for name in reversed(STREET)], {k.upper(): v for k, v in CRIME.items()})
    assert known is street.FORMAT
    assert result.records["identifier"].tolist() == ["ab12"]
    without = [name for name in STREET if name not in ("Context", "Last outcome category", "LSOA name", "Reported by")]
    assert normalised(without, CRIME)[1].records["outcome"].isna().all()
    short = [name for name in STOPS if name not in (*STOPS[-2:], "Policing operation", "Officer-defined ethnicity")]
    known, result = normalised(short, STOP)
    assert known is stops.FORMAT
    assert "suspect_ethnicity" not in result.records


def test_the_files_of_2011_give_metres_and_no_identifier() -> None:
    header = ["Month", "Reported by", "Falls within", "Easting", "Northing", "Location", "Crime type", "Context"]
    row = CRIME | {"Month": "2011-01", "Easting": "529000", "Northing": "181000"}
    known, result = normalised(header, row, row | {"Easting": "-0.1", "Northing": "51.5"})
    assert known is street.FORMAT
    assert result.records[["easting", "northing"]].to_numpy().tolist() == [[529000.0, 181000.0]]
    assert result.records["identifier"].isna().all()
    assert reasons(result)[0][:2] == (3, DEGREES)


def test_a_search_is_timed_in_local_time() -> None:
    rows = [STOP, STOP | {"Date": "2022-12-31T23:30:00+00:00"}, STOP | {"Date": "2022-10-30T01:10:00+00:00"}]
    known, result = normalised(STOPS, *rows, stem="2022-10-metropolitan-stop-and-search")
    records = result.records
    assert not known.repeats_are_duplicates
    assert records["month"].tolist() == [month_number(2022, 10), month_number(2022, 12), month_number(2022, 10)]
    assert records["hour"].tolist() == [0, 23, 1]  # summer time has just ended at the third
    assert records["day"].tolist() == [5, 5, 6]
    stray = "metropolitan in 2022-10-metropolitan-stop-and-search"  # so that it never stands for all of December
    assert records["series"].tolist() == ["metropolitan", stray, "metropolitan"]
    assert records["start"].tolist()[0] == pd.Timestamp("2022-10-01 00:30")


def test_what_a_search_says() -> None:
    blank = dict.fromkeys(STOPS, "") | {"Type": "Person search", "Date": "2022-10-05T10:00:00+00:00"}
    rows = [STOP, blank, STOP | {"Gender": "Female"}, STOP | {"Gender": "Other"}, STOP]
    records = normalised(STOPS, *rows)[1].records
    assert records["dataset"].unique().tolist() == ["stop-search"]
    assert records["major"].tolist()[:2] == ["Controlled drugs", "Not stated"]
    assert records["suspect_sex"].fillna("?").tolist() == ["M", "?", "F", "X", "M"]
    assert records["suspect_age_band"].fillna("?").tolist()[:2] == ["18-24", "?"]
    assert records["suspect_ethnicity"].fillna("?").tolist()[:2] == ["White", "?"]
    assert records["legislation"].tolist()[0].startswith("Misuse of Drugs Act")
    assert records["outcome"].fillna("?").tolist()[:2] == ["Arrest", "?"]
    assert records["longitude"].tolist()[0] == -0.13 and records["latitude"].tolist()[0] == 51.51
    assert records["identifier"].isna().all()
    assert records["series"].unique().tolist() == [""]  # the file's name does not say the force


def test_searches_that_cannot_be_used() -> None:
    rows = [STOP | {"Date": ""}, STOP | {"Date": "30/09/2022"}, STOP | {"Latitude": "-0.13", "Longitude": "51.51"}]
    assert [reason for _, reason, _ in reasons(normalised(STOPS, *rows)[1])] == ["no date", NOT_A_TIME, SWAPPED]


def test_outcomes() -> None:
    known, result = normalised(OUTCOMES, OUTCOME, OUTCOME | {"Crime ID": ""}, OUTCOME | {"Outcome type": ""})
    assert known is outcomes.FORMAT
    (record,) = result.records.to_dict("records")
    assert (record["dataset"], record["identifier"], record["outcome"]) == ("outcomes", "ab12", "Suspect charged")
    assert record["outcome_month"] == record["month"] == month_number(2022, 10)
    assert [line for line, _, _ in reasons(result)] == [3, 4]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Metropolitan Police Service", "metropolitan"),
        ("City of London Police", "city-of-london"),
        ("British Transport Police", "btp"),
        ("Avon and Somerset Constabulary", "avon-and-somerset"),
        ("Devon & Cornwall Police", "devon-and-cornwall"),
        ("Dyfed-Powys Police", "dyfed-powys"),
        ("Police Service of Northern Ireland", "northern-ireland"),
        ("Police", "police"),
    ],
)
def test_force_slugs(name: str, slug: str) -> None:
    assert force_slug(name) == slug


def test_a_header_that_is_almost_known_is_explained() -> None:
    renamed = ["Lat" if name == "Latitude" else name for name in STREET]
    assert recognise(renamed) is None
    said = str(unknown_header(renamed, "f.csv"))
    assert "almost data.police.uk street" in said and "'Latitude' (renamed to 'Lat'?)" in said
    cut = [name for name in STOPS if name not in ("Date", "Outcome")]
    assert recognise(cut) is None
    said = str(unknown_header(cut, "f.csv"))
    assert "stop and search" in said and "'Date'" in said and "'Outcome'" in said
    assert "no format we know has these 2 columns: a, b" in str(unknown_header(["a", "b"], "f.csv"))
    dashboard = ["Month_Year", "Area Type", "Borough_SNT", "Area name", "Offence Group", "Measure", "Count"]
    assert "monthly dashboard extract" in str(unknown_header(dashboard, "f.csv"))  # counts: no mapping would do


def archive(real: Path) -> Path:
    return next((real / "police_uk").glob("*.zip"))


def test_the_real_archive(real: Path) -> None:
    """The reference counts of the folder's README: rows, rows without a point, repeats."""
    rows: Counter[str] = Counter()
    pointless: Counter[str] = Counter()
    repeats = 0
    for found in find_files([archive(real)]).files:
        table = read_rows(found.source, found.open)
        known = recognise(table.header)
        assert known is not None
        for chunk in table.chunks:
            result = known.normalise(chunk.rows, found.source)
            check_records(result.records, where=found.source.name)
            assert not chunk.rejects and not result.rejects
            rows[known.name] += len(result.records)
            pointless[known.name] += int(result.records["longitude"].isna().sum())
            if known.repeats_are_duplicates:
                assert len(chunk.rows) == len(result.records)  # one chunk a file here, so repeats are whole
                repeated = chunk.rows.duplicated() & chunk.rows["Crime ID"].notna()
                repeats += int(repeated.sum())
            assert found.source.stem.endswith(("outcomes",)) or set(result.records["series"]) <= {
                "metropolitan",
                "city-of-london",
            }
            file_month = found.source.stem[:7]
            assert result.records["month"].unique().tolist() == [month_number(int(file_month[:4]), int(file_month[5:]))]
    assert rows == {stops.FORMAT.name: 77_518, street.FORMAT.name: 31_069, outcomes.FORMAT.name: 7_390}
    assert (pointless[stops.FORMAT.name], pointless[street.FORMAT.name]) == (8_033, 1_249)
    assert repeats == 122


def test_reading_the_real_archive_is_not_slow(real: Path) -> None:
    """Reading and normalising costs a few times what pandas takes for the same text; a guard against blunders."""

    def ours() -> None:
        for found in find_files([archive(real)]).files:
            table = read_rows(found.source, found.open)
            known = recognise(table.header)
            for chunk in table.chunks:
                assert known is not None and len(known.normalise(chunk.rows, found.source).records)

    def plain() -> None:
        with zipfile.ZipFile(archive(real)) as members:
            for member in members.infolist():
                pd.read_csv(members.open(member), dtype="str")

    def seconds(work: object) -> float:
        assert callable(work)
        started = time.perf_counter()
        work()
        return time.perf_counter() - started

    assert min(seconds(ours) for _ in range(3)) < 6 * min(seconds(plain) for _ in range(3))
