"""Record-level extracts by the built-in mappings."""

from __future__ import annotations

import csv

import pandas as pd
import pytest

from data.formats.mapped import BUILT_IN, FORMATS
from data.formats.mapping_file import TARGETS, parse_mapping
from tests.data.formats.mapped_rows import read

PROVIDERS = {known.provider: known for known in FORMATS}
TEMPLATES = BUILT_IN.parent / "templates"


OFFENCE = {
    "Offence ID": "01/1234567/22",
    "Start date": "31/12/2022",
    "Start time": "23:05",
    "End date": "01/01/2023",
    "End time": "0130",
    "Major category": "VIOLENCE AGAINST THE PERSON",
    "Minor category": "VIOLENCE WITH INJURY",
    "Easting": "529700",
    "Northing": "180900",
    "LSOA code": "e01004734",
    "Ward code": "E05013806",
    "Local authority": "City of Westminster",
    "Knife": "Y",
    "Injury": "no",
    "Victim age": "17",
    "Victim sex": "Female",
    "Suspect age": "Not known",
    "Victim home borough": "Camden",
    "Outcome": "Charged",
}


def test_an_offence_of_the_template() -> None:
    record = read(PROVIDERS["partnership"], OFFENCE).records.iloc[0]
    assert record["identifier"] == "01/1234567/22"
    assert (record["dataset"], record["series"]) == ("offences", "partnership")
    assert (record["major"], record["minor"]) == ("Violence Against the Person", "Violence with Injury")
    assert record["start"] == pd.Timestamp("2022-12-31 23:05")
    assert record["end"] == pd.Timestamp("2023-01-01 01:30")
    assert (record["month"], record["day"], record["hour"]) == (2022 * 12 + 11, 5, 23)
    assert (record["easting"], record["northing"]) == (529700, 180900)
    assert (record["lsoa_code"], record["ward_code"], record["authority_code"]) == (
        "E01004734",
        "E05013806",
        "E09000033",
    )
    assert record["knife"] and not record["injury"]
    assert (record["victim_age"], record["victim_sex"], record["victim_home"]) == (17, "F", "E09000007")
    assert pd.isna(record["suspect_age"])
    assert record["outcome"] == "Charged"
    assert "business" not in record and "accused_age" not in record  # absent is not asked


def test_the_template_header_is_recognised_and_described() -> None:
    with (TEMPLATES / "partnership_extract.csv").open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert [known.provider for known in FORMATS if known.recognises(header)] == ["partnership"]
    mapping = parse_mapping((BUILT_IN / "partnership_extract.toml").read_bytes(), "partnership_extract.toml")
    assert sorted(header) == sorted(name for names in mapping.columns.values() for name in names)
    described = (TEMPLATES / "partnership_extract.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in described.splitlines() if line.startswith("| ")]
    named = {name.strip() for row in rows for name in row.split(",")}
    assert set(header) <= named


def test_built_in_mappings_do_not_overlap() -> None:
    for path in BUILT_IN.glob("*.toml"):
        mapping = parse_mapping(path.read_bytes(), path.name)
        header = [names[0] for names in mapping.columns.values()]
        assert [known.provider for known in FORMATS if known.recognises(header)] == [mapping.provider]
    assert {known.provider: known.local for known in FORMATS} == {
        "partnership": True,
        "noise": True,
        "asb": True,
        "ambulance": False,
        "btp": False,
    }


def test_every_target_is_documented() -> None:
    described = (BUILT_IN / "README.md").read_text(encoding="utf-8")
    for target in TARGETS:
        person, _, what = target.partition("_")
        assert f"`{target}`" in described or (f"`{person}`" in described and f"`_{what}`" in described), target


def test_time_unknown_keeps_the_date() -> None:
    row = OFFENCE | {"Start time": "", "Start date": "2022-12-31 00:00:00", "End date": "", "End time": ""}
    record = read(PROVIDERS["partnership"], OFFENCE, row).records.iloc[1]
    assert (record["day"], record["hour"]) == (5, -1)
    assert record["start"] == pd.Timestamp("2022-12-31")
    assert pd.isna(record["end"])


def test_date_and_time_in_one_column() -> None:
    row = {name: cell for name, cell in OFFENCE.items() if name not in ("Start time", "End date", "End time")}
    records = read(
        PROVIDERS["partnership"],
        row | {"Start date": "03/04/2023 05:59"},
        row | {"Start date": "2023-04-03T06:00:00"},
        row | {"Start date": "03/04/2023"},
    ).records
    assert records["hour"].tolist() == [5, 6, -1]
    assert records["month"].unique().tolist() == [2023 * 12 + 3]
    assert records["day"].unique().tolist() == [0]


def test_an_end_before_the_start_is_left_out_and_told_of() -> None:
    early = OFFENCE | {"End date": "30/12/2022"}
    found = read(PROVIDERS["partnership"], OFFENCE, early, early | {"Start date": "never"})
    assert found.records["end"].isna().tolist() == [False, True] and (found.records["hour"] == 23).all()
    assert found.remarks == {"an end before the start, left out": 1}
    assert read(PROVIDERS["partnership"], OFFENCE).remarks == {}


def test_an_end_without_a_time_of_day_is_not_midnight() -> None:
    same_day = OFFENCE | {"Start time": "", "End date": "31/12/2022", "End time": ""}
    found = read(PROVIDERS["partnership"], OFFENCE | {"End time": ""}, same_day)
    assert found.records["end"].isna().all()
    assert found.remarks == {"an end without a time of day, left out": 2}


def test_an_end_at_the_start_and_one_far_later_are_ends() -> None:
    at_once = OFFENCE | {"End date": "31/12/2022", "End time": "2305"}
    records = read(PROVIDERS["partnership"], at_once, OFFENCE | {"End date": "31/03/2023"}).records
    assert (records["end"] - records["start"]).dt.days.tolist() == [0, 89]


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"Start date": ""}, "Start date"),
        ({"Start date": "12/31/2022"}, "Start date"),
        ({"Start date": "01/01/1900"}, "Start date"),
        ({"Start date": "01/01/2099"}, "Start date"),
        ({"Start time": "25:00"}, "Start time"),
        ({"End time": "teatime"}, "End time"),
        ({"Major category": "", "Minor category": "Unknown"}, "Major category"),
        ({"Easting": "0", "Northing": "0"}, "Easting"),
        ({"Easting": "-0.13", "Northing": "51.5"}, "Easting"),
        ({"Northing": ""}, "Northing"),
        ({"Knife": "perhaps"}, "Knife"),
        ({"Victim age": "121"}, "Victim age"),
        ({"Victim age": "-1"}, "Victim age"),
        ({"Victim age": "17.5"}, "Victim age"),
        ({"Victim age": "seventeen"}, "Victim age"),
        ({"Victim sex": "Purple"}, "Victim sex"),
        ({"Victim home borough": "London"}, "Victim home borough"),
    ],
)
def test_unreadable_cells_reject_the_row(changed: dict[str, str], column: str) -> None:
    result = read(PROVIDERS["partnership"], OFFENCE, OFFENCE | changed)
    assert [(reject.line, reject.column, reject.value) for reject in result.rejects] == [
        (3, column, (OFFENCE | changed)[column])
    ]


@pytest.mark.parametrize(
    ("home", "expected"),
    [
        ("City of Westminster", "E09000033"),
        ("Other London", "other London"),
        ("OUTSIDE LONDON", "outside London"),
        ("Birmingham", "outside London"),
        ("No fixed abode", None),
        ("Unknown", None),
    ],
)
def test_homes(home: str, expected: str | None) -> None:
    got = read(PROVIDERS["partnership"], OFFENCE | {"Victim home borough": home}).records["victim_home"][0]
    assert got == expected or (expected is None and pd.isna(got))


def test_another_authority_keeps_its_name() -> None:
    got = read(PROVIDERS["partnership"], OFFENCE | {"Local authority": "Watford"}).records["authority_code"]
    assert got.tolist() == ["Watford"]


def test_partner_extracts() -> None:
    asb = {"ASB incident ID": "1", "Incident date": "01/07/2023", "ASB class": "ASB Nuisance", "Postcode": "w1d 3ap"}
    record = read(PROVIDERS["asb"], asb).records.iloc[0]
    assert (record["major"], record["minor"]) == ("Anti-social behaviour", "Nuisance")
    assert (record["postcode"], record["hour"]) == ("W1D 3AP", -1)

    call = {
        "Ambulance incident ID": "1",
        "Call date": "2023-07-01",
        "Call time": "02:30:00",
        "Patient age band": "21-25",
    }
    records = read(
        PROVIDERS["ambulance"], call | {"Incident type": "Alcohol Related"}, call | {"Incident type": "Assault"}
    ).records
    assert records["major"].tolist() == ["Alcohol", "Assault"]
    assert records["alcohol"].tolist() == [True, False]
    assert records["victim_age_band"].tolist() == ["21-25"] * 2

    crime = {"BTP crime reference": "1", "Crime date": "01/07/2023 18:00", "Crime type": "Theft", "Station": "Victoria"}
    assert read(PROVIDERS["btp"], crime).records[["dataset", "place", "hour"]].to_numpy().tolist() == [
        ["btp", "Victoria", 18]
    ]
    noise = {
        "Complaint reference": "1",
        "Received date": "01/07/2023",
        "Noise type": "Music",
        "Easting": "0",
        "Northing": "0",
    }
    record = read(PROVIDERS["noise"], noise).records.iloc[0]
    assert (record["major"], record["minor"]) == ("Noise", "Music") and pd.isna(record["easting"])
