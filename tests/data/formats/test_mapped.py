"""Record-level extracts by mapping: the built-in ones, a user's own, and hostile mapping files."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.formats import Format, Normalised, SourceFile
from data.formats.mapped import BUILT_IN, FORMATS, load_mapping
from data.formats.mapping_file import TARGETS, parse_mapping
from data.schema import DataError, check_records

PROVIDERS = {known.provider: known for known in FORMATS}
TEMPLATES = BUILT_IN.parent / "templates"


def read(known: Format, *rows: dict[str, str]) -> Normalised:
    """Rows by column name, as the reader hands them over; the header holds every column named in any row."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    assert known.recognises(names)
    cells = [[row.get(name) or np.nan for name in names] for row in rows]
    frame = pd.DataFrame(cells, columns=names, index=range(2, 2 + len(rows)), dtype="str")
    result = known.normalise(frame, SourceFile("extract.csv", "extract"))
    check_records(result.records, where="test")
    assert sorted([*result.records["line"], *(r.line for r in result.rejects)]) == list(frame.index)
    return result


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


OWN = """
name = "Other force"
provider = "other-force"
dataset = "offences"
series = "north"
complete = true
recognise = ["ref", "when"]
null_words = ["-"]
categories = "met"
unlisted_codes = "reject"

[times]
zone = "utc"
dates = ["%m/%d/%Y"]
clocks = ["%I.%M %p"]
unknown = ["12:00"]

[flags]
yes = ["ja"]
no = ["nein"]
blank = "no"

[points]
zero_is_missing = true

[columns]
identifier = "ref"
start = "when"
start_time = "clock"
minor = "code"
knife = "blade"
victim_sex = ["sex of victim", "sex"]
longitude = "x"
latitude = "y"

[codes.minor]
T1 = "Theft from Person"
V9 = "Homicide"

[codes.victim_sex]
1 = "M"
2 = "F"
9 = ""

[[flag_codes]]
column = "features"
separator = ";"
codes = { DA = "domestic_abuse", HR = ["racist", "racist_religious"] }

[constants]
authority_code = "Camden"
"""


def own(tmp_path: Path, text: str = OWN) -> Format:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return load_mapping(path)


def test_a_mapping_of_ones_own(tmp_path: Path) -> None:
    known = own(tmp_path)
    assert (known.name, known.provider, known.local, known.repeats_are_duplicates) == (
        "Other force",
        "other-force",
        False,
        True,
    )
    row = {
        "REF": "a",
        "When": "06/30/2023",
        "clock": "11.15 PM",
        "code": "t1",
        "blade": "JA",
        "sex": "2",
        "features": "hr ; X",
    }
    result = read(
        known,
        row | {"x": "-0.13", "y": "51.5"},
        row | {"clock": "12:00", "blade": "", "sex": "9", "features": "", "x": "0", "y": "0"},
        row | {"code": "Z9"},
        row | {"code": "-"},
    )
    first, second = result.records.iloc[0], result.records.iloc[1]
    assert first["start"] == pd.Timestamp("2023-07-01 00:15")  # 23:15 UTC is 00:15 in summer, the next day and month
    assert (first["month"], first["day"], first["hour"]) == (2023 * 12 + 6, 5, 0)
    assert (first["major"], first["minor"], first["series"]) == ("Theft", "Theft from Person", "north")
    assert (first["knife"], first["racist"], first["racist_religious"], first["domestic_abuse"]) == (
        True,
        True,
        True,
        False,
    )
    assert (first["victim_sex"], first["authority_code"], first["longitude"]) == ("F", "E09000007", -0.13)
    assert (second["month"], second["day"], second["hour"]) == (2023 * 12 + 5, 4, -1)
    assert not second["knife"] and not second["racist"]
    assert pd.isna(second["victim_sex"]) and pd.isna(second["longitude"])
    assert [(reject.line, reject.column) for reject in result.rejects] == [(4, "code"), (5, "code")]


def test_unknown_times_in_one_column(tmp_path: Path) -> None:
    text = """
name = "n"
provider = "p"
dataset = "d"
recognise = ["when"]
[times]
unknown = ["00:00", "00:01"]
[columns]
start = "when"
[constants]
major = "Noise"
"""
    times = ("2023-01-02 00:00", "2023-01-02 00:01", "2023-01-02 00:02", "2023-01-02", "2023-01-02T00:00:00Z")
    records = read(own(tmp_path, text), *({"when": time} for time in times)).records
    assert records["hour"].tolist() == [-1, -1, 0, -1, -1]
    assert records["day"].tolist() == [0] * 5


def test_times_with_an_offset_in_a_pattern(tmp_path: Path) -> None:
    text = MINIMAL + '[times]\ndates = ["%d.%m.%Y %H:%M %z"]\n' + COLUMNS
    records = read(own(tmp_path, text), {"m": "30.06.2023 23:30 +0000", "k": "x"}).records
    assert records["start"].tolist() == [pd.Timestamp("2023-07-01 00:30")]


def test_months_alone(tmp_path: Path) -> None:
    text = 'name="n"\nprovider="p"\ndataset="d"\nrecognise=["m"]\n[columns]\nmonth="m"\nmajor="k"'
    result = read(own(tmp_path, text), {"m": "2023-01", "k": "Noise"}, {"m": "January", "k": "Noise"})
    assert result.records[["month", "day", "hour"]].to_numpy().tolist() == [[2023 * 12, -1, -1]]
    assert result.records["start"].isna().all() and len(result.rejects) == 1


MINIMAL = 'name="n"\nprovider="p"\ndataset="d"\nrecognise=["m"]\n'
COLUMNS = '[columns]\nstart="m"\nmajor="k"\n'


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ("", "", "key"),
        ("name = ", "", "not a TOML file"),
        ("\x00", "", "not a TOML file"),
        ("a = " + "[" * 5000, "", "not a TOML file"),
        (MINIMAL + "colour = 1\n" + COLUMNS, "colour", "provider, name"),
        (MINIMAL.replace('"p"', '"../up"') + COLUMNS, "provider", "hyphens"),
        (MINIMAL.replace('"d"', "7") + COLUMNS, "dataset", "must be text"),
        (MINIMAL.replace('"n"', '" "') + COLUMNS, "name", "must be text"),
        (MINIMAL.replace('["m"]', "[]") + COLUMNS, "recognise", "list of texts"),
        (MINIMAL.replace('["m"]', "[1]") + COLUMNS, "recognise", "list of texts"),
        (MINIMAL + 'local = "yes"\n' + COLUMNS, "local", "true, false"),
        (MINIMAL + 'categories = "uk"\n' + COLUMNS, "categories", "met, as given"),
        (MINIMAL, "columns.start", "needs its date"),
        (MINIMAL + 'columns = "all"\n', "columns", "must be a table"),
        (MINIMAL + '[columns]\nstart="m"\n', "constants.major", "needs a category"),
        (MINIMAL + COLUMNS + 'victim_name="v"\n', "columns.victim_name", "victim_age"),
        (MINIMAL + COLUMNS + 'easting="e"\n', "columns.easting", "northing"),
        (MINIMAL + COLUMNS + 'month="e"\n', "columns.month", "one of the two"),
        (MINIMAL + COLUMNS + "minor=3\n", "columns.minor", "must be text"),
        (MINIMAL + COLUMNS + '[constants]\nmajor="x"\n', "constants.major", "one of the two"),
        (MINIMAL + COLUMNS + "[constants]\nknife=true\n", "constants.knife", "postcode"),
        (MINIMAL + COLUMNS + '[times]\nzone="CET"\n', "times.zone", "local, utc"),
        (MINIMAL + COLUMNS + '[times]\ndates=["mixed"]\n', "times.dates", "strptime"),
        (MINIMAL + COLUMNS + '[times]\ndates=["%d/%m"]\n', "times.dates", "strptime"),
        (MINIMAL + COLUMNS + '[times]\ndates=["%Q"]\n', "times.dates", "strptime"),
        (MINIMAL + COLUMNS + '[times]\ndates=["%x"]\n', "times.dates", "strptime"),
        (MINIMAL + COLUMNS + '[times]\ndates=["%d/%m/%Y %"]\n', "times.dates", "strptime"),
        (MINIMAL + COLUMNS + '[times]\nclocks=["%d"]\n', "times.clocks", "strptime"),
        (MINIMAL + COLUMNS + '[times]\nunknown=["midnight"]\n', "times.unknown", "00:00"),
        (MINIMAL + COLUMNS + '[times]\nzone="utc"\nunknown=["00:00"]\n', "times.unknown", "start_time"),
        (MINIMAL + COLUMNS + '[flags]\nyes=["1"]\nno=["1"]\n', "flags.yes", "share"),
        (MINIMAL + COLUMNS + '[flags]\nblank="maybe"\n', "flags.blank", "no, unknown"),
        (MINIMAL + COLUMNS + "[points]\nzero=true\n", "points.zero", "zero_is_missing"),
        (MINIMAL + COLUMNS + '[codes.minor]\na="b"\n', "codes.minor", "columns.minor"),
        (MINIMAL + COLUMNS + '[codes.major]\na="b"\nA="c"\n', "codes.major.A", "another meaning"),
        (MINIMAL + COLUMNS + "[codes.major]\na=1\n", "codes.major.a", "must be text"),
        (MINIMAL + COLUMNS + 'victim_sex="s"\n[codes.victim_sex]\n1="man"\n', "codes.victim_sex.1", "F, M, X"),
        (MINIMAL + COLUMNS + '[[flag_codes]]\ncolumn="f"\ncodes={a="brave"}\n', "flag_codes[0].codes.a", "knife"),
        (MINIMAL + COLUMNS + '[[flag_codes]]\ncolumn="f"\n', "flag_codes[0].codes", "is missing"),
        (MINIMAL + COLUMNS + '[[flag_codes]]\ncolumn="f"\ncodes={a="knife"}\nx=1\n', "flag_codes[0].x", "separator"),
        (
            MINIMAL + COLUMNS + 'knife="f"\n[[flag_codes]]\ncolumn="f"\ncodes={a="knife"}\n',
            "flag_codes[0].codes.a",
            "one of",
        ),
        (MINIMAL + COLUMNS + "flag_codes=3\n", "columns.flag_codes", "knife"),
    ],
)
def test_mistakes_in_a_mapping_are_named(tmp_path: Path, text: str, key: str, says: str) -> None:
    with pytest.raises(DataError) as caught:
        own(tmp_path, text)
    message = str(caught.value)
    assert message.startswith("own.toml: ") and "\n" not in message
    assert f"'{key}'" in message or not key
    assert says in message


def test_a_mapping_that_cannot_be_read_or_is_too_large(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"absent\.toml: cannot be read"):
        load_mapping(tmp_path / "absent.toml")
    with pytest.raises(DataError, match="more than"):
        own(tmp_path, "# " + "x" * 1_000_001)


values = st.recursive(
    st.one_of(st.text(max_size=5), st.integers(), st.booleans(), st.floats(allow_nan=False)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)
keys = st.sampled_from(
    [
        "name",
        "provider",
        "dataset",
        "local",
        "recognise",
        "columns",
        "codes",
        "constants",
        "flag_codes",
        "times",
        "flags",
        "x",
    ]
)


@given(st.dictionaries(keys, values, max_size=8))
def test_no_mapping_raises_anything_but_a_data_error(tables: dict[str, Any]) -> None:
    good = {"name": "n", "provider": "p", "dataset": "d", "recognise": ["m"], "columns": {"start": "m", "major": "k"}}
    try:
        parse_mapping(as_toml(good | tables).encode(), "any.toml")
    except DataError as error:
        assert error.where == "any.toml"


def as_toml(table: dict[str, Any]) -> str:
    return "\n".join(f"{toml_value(key)} = {toml_value(value)}" for key, value in table.items())


def toml_value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(c):08x}" for c in value if not 0xD800 <= ord(c) < 0xE000) + '"'
    if isinstance(value, list):
        return "[" + ", ".join(map(toml_value, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml_value(k)} = {toml_value(v)}" for k, v in value.items()) + "}"
    return repr(value)
