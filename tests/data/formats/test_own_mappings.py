"""Mappings of a user's own: what they can say, mistakes in them, and hostile ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.formats import Format
from data.formats.clock import NOT_A_CLOCK
from data.formats.mapped import load_mapping
from data.formats.mapping_file import parse_mapping
from data.schema import DataError
from tests.data.formats.mapped_rows import read

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


@pytest.mark.parametrize(("unknown", "hours", "rejected"), [("", [23], 2), ('unknown = ["24:00"]', [23, -1, -1], 0)])
def test_twenty_four_hours_is_the_midnight_of_no_day(
    tmp_path: Path, unknown: str, hours: list[int], rejected: int
) -> None:
    text = (
        MINIMAL + f'[times]\ndates = ["%d/%m/%Y"]\n{unknown}\n[columns]\nstart = "m"\nstart_time = "t"\nmajor = "k"\n'
    )
    rows = [{"m": "31/10/2022", "t": time, "k": "x"} for time in ("23:59", "24:00", "24:00:00")]
    result = read(own(tmp_path, text), *rows)
    assert result.records["hour"].tolist() == hours
    assert (result.records["start"].dt.date.astype(str) == "2022-10-31").all()
    assert [reject.reason for reject in result.rejects] == [NOT_A_CLOCK] * rejected


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
