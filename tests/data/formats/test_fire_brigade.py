"""London Fire Brigade incidents: dates in every form, dwellings, NULLs, old headers."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from data.formats import Normalised, SourceFile
from data.formats.fire_brigade import FORMATS
from data.formats.tables import read_rows
from data.schema import check_records

HEADER_LINE = (
    "IncidentNumber,DateOfCall,CalYear,TimeOfCall,HourOfCall,IncidentGroup,StopCodeDescription,SpecialServiceType,"
    "PropertyCategory,PropertyType,AddressQualifier,Postcode_full,Postcode_district,UPRN,USRN,IncGeo_BoroughCode,"
    "IncGeo_BoroughName,ProperCase,IncGeo_WardCode,IncGeo_WardName,IncGeo_WardNameNew,Easting_m,Northing_m,"
    "Easting_rounded,Northing_rounded,Latitude,Longitude,FRS,IncidentStationGround,FirstPumpArriving_AttendanceTime,"
    "FirstPumpArriving_DeployedFromStation,SecondPumpArriving_AttendanceTime,SecondPumpArriving_DeployedFromStation,"
    "NumStationsWithPumpsAttending,NumPumpsAttending,PumpCount,PumpMinutesRounded,Notional Cost (£),NumCalls"
)
HEADER = HEADER_LINE.split(",")

SHOP = {
    "IncidentNumber": "000006-01012018",
    "DateOfCall": "01-Jan-18",
    "TimeOfCall": "00:04:25",
    "HourOfCall": "0",
    "IncidentGroup": "False Alarm",
    "StopCodeDescription": "AFA",
    "PropertyCategory": "Non Residential",
    "AddressQualifier": "Correct incident location",
    "Postcode_full": "W1D 3AP",
    "IncGeo_BoroughCode": "E09000033",
    "IncGeo_BoroughName": "WESTMINSTER",
    "ProperCase": "Westminster",
    "IncGeo_WardCode": "E05000649",
    "Easting_m": "529700",
    "Northing_m": "180900",
    "Easting_rounded": "529750",
    "Northing_rounded": "180950",
    "Latitude": "51.5115",
    "Longitude": "-0.1322",
}
DWELLING = SHOP | {
    "IncidentNumber": "7",
    "Easting_m": "NULL",
    "Northing_m": "NULL",
    "Latitude": "0",
    "Longitude": "0",
    "Postcode_full": "NULL",
}


def read(*rows: dict[str, str], header: list[str] | None = None) -> Normalised:
    names = header or HEADER
    assert FORMATS[0].recognises(names)
    cells = [[row.get(name) or np.nan for name in names] for row in rows]
    frame = pd.DataFrame(cells, columns=names, index=range(2, 2 + len(rows)), dtype="str")
    result = FORMATS[0].normalise(frame, SourceFile("lfb.csv", "lfb"))
    check_records(result.records, where="test")
    assert sorted([*result.records["line"], *(r.line for r in result.rejects)]) == list(frame.index)
    return result


def test_header_has_39_columns_and_is_ours_alone() -> None:
    assert len(HEADER) == 39
    mangled = [name.replace("£", "Â£") for name in HEADER]
    assert FORMATS[0].recognises(mangled)
    assert not FORMATS[0].recognises([name for name in HEADER if name != "IncidentGroup"])
    assert not FORMATS[0].recognises(["IncidentNumber", "Name"])


def test_an_incident() -> None:
    record = read(SHOP).records.iloc[0]
    assert (record["dataset"], record["major"], record["minor"]) == ("fire", "False Alarm", "AFA")
    assert record["identifier"] == "000006-01012018"
    assert record["start"] == pd.Timestamp("2018-01-01 00:04:25")
    assert (record["month"], record["day"], record["hour"]) == (2018 * 12, 0, 0)
    assert (record["easting"], record["northing"]) == (529700, 180900)
    assert (record["authority_code"], record["postcode"]) == ("E09000033", "W1D 3AP")
    assert pd.isna(record["ward_code"])
    assert "place" not in record


def test_a_dwelling_has_its_rounded_point_only() -> None:
    record = read(DWELLING).records.iloc[0]
    assert (record["easting"], record["northing"]) == (529750, 180950)
    assert pd.isna(record["longitude"]) and pd.isna(record["latitude"]) and pd.isna(record["postcode"])


@pytest.mark.parametrize(
    "date", ["01-Jan-18", "01 Jan 2018", "01-Jan-2018", "2018-01-01", "01/01/2018", "2018-01-01 00:00:00"]
)
def test_every_date_form(date: str) -> None:
    record = read(SHOP | {"DateOfCall": date, "TimeOfCall": "23:59:00"}).records.iloc[0]
    assert record["start"] == pd.Timestamp("2018-01-01 23:59:00")
    assert (record["day"], record["hour"]) == (0, 23)


def test_hour_stands_in_for_the_time_and_a_date_alone_is_untimed() -> None:
    rows = read(
        SHOP | {"TimeOfCall": "NULL", "HourOfCall": "17"},
        SHOP | {"TimeOfCall": "", "HourOfCall": "", "DateOfCall": "2018-01-01 00:00:00"},
    )
    assert rows.records["hour"].tolist() == [17, -1]
    assert rows.records["day"].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"DateOfCall": "NULL"}, "DateOfCall"),
        ({"DateOfCall": "31-Feb-18"}, "DateOfCall"),
        ({"DateOfCall": "01/01/1900"}, "DateOfCall"),
        ({"DateOfCall": "01 Jan 2099"}, "DateOfCall"),
        ({"TimeOfCall": "25:00:00"}, "TimeOfCall"),
        ({"TimeOfCall": "noon"}, "TimeOfCall"),
        ({"HourOfCall": "24"}, "HourOfCall"),
        ({"IncidentGroup": ""}, "IncidentGroup"),
        ({"Easting_m": "here"}, "Easting_m"),
        ({"Easting_m": "-0.13", "Northing_m": "51.5"}, "Easting_m"),
        ({"Latitude": "180900", "Longitude": "529700"}, "Latitude"),
        ({"Latitude": "-0.1322", "Longitude": "51.5115"}, "Latitude"),
    ],
)
def test_unreadable_cells_reject_the_row(changed: dict[str, str], column: str) -> None:
    result = read(SHOP, SHOP | changed)
    assert [(reject.line, reject.column) for reject in result.rejects] == [(3, column)]


def test_authority_by_code_then_by_name() -> None:
    rows = read(
        SHOP | {"IncGeo_BoroughCode": "NULL"},
        SHOP | {"IncGeo_BoroughCode": "", "IncGeo_BoroughName": "NULL"},
        SHOP | {"IncGeo_BoroughCode": "E07000098", "IncGeo_BoroughName": "HERTSMERE"},
        SHOP | {"IncGeo_BoroughCode": "", "IncGeo_BoroughName": "KENSINGTON AND CHELSEA"},
    )
    assert rows.records["authority_code"].fillna("-").tolist() == ["E09000033", "-", "E07000098", "E09000020"]


def test_an_older_header() -> None:
    renamed = {"PumpMinutesRounded": "PumpHoursRoundUp"}
    header = [renamed.get(name, name) for name in HEADER if name not in ("ProperCase", "UPRN", "USRN", "NumCalls")]
    assert read(SHOP, header=header).records["easting"].tolist() == [529700]
    upper = [name.upper() for name in HEADER]
    assert read({name.upper(): cell for name, cell in SHOP.items()}, header=upper).records["hour"].tolist() == [0]


def through_the_reader(path: Path) -> Normalised:
    source = SourceFile(path.name, path.stem)
    table = read_rows(source, lambda: path.open("rb"))
    assert FORMATS[0].recognises(table.header)
    results = [FORMATS[0].normalise(chunk.rows, source) for chunk in table.chunks]
    return Normalised(pd.concat([r.records for r in results]), [reject for r in results for reject in r.rejects])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_in_either_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "lfb.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, HEADER)
        writer.writeheader()
        writer.writerows([SHOP | {"PropertyType": "Café £1 shop"}, DWELLING])
    result = through_the_reader(path)
    assert result.records["easting"].tolist() == [529700, 529750]
    assert not result.rejects


def test_xlsx_with_dates_and_times_as_excel_keeps_them(tmp_path: Path) -> None:
    path = tmp_path / "lfb.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADER)
    typed = {"DateOfCall": dt.datetime(2018, 1, 1), "TimeOfCall": dt.time(0, 4, 25), "HourOfCall": 0}
    numbers = {name: float(SHOP[name]) for name in ("Easting_m", "Northing_m", "Latitude", "Longitude")}
    sheet.append([(SHOP | typed | numbers).get(name) for name in HEADER])
    sheet.append([(SHOP | typed | {"TimeOfCall": dt.datetime(1900, 1, 1, 23, 5)}).get(name) for name in HEADER])
    book.save(path)
    result = through_the_reader(path)
    assert not result.rejects
    assert result.records["start"].tolist() == [pd.Timestamp("2018-01-01 00:04:25"), pd.Timestamp("2018-01-01 23:05")]
    assert result.records["easting"].tolist() == [529700, 529700]
