"""London Datastore wide files: every header generation, every quirk, and the real ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.authorities import authority_code, authority_names
from data.formats import Format, Normalised, SourceFile
from data.formats.datastore import FORMATS
from data.formats.month_names import month_of
from data.formats.tables import read_rows
from data.schema import DataError, check_records, empty_records, month_from_text, month_number

FILE = SourceFile("folder/file.csv", "file")
BY_PROVIDER = {known.provider: known for known in FORMATS}


def recognised(header: list[str]) -> Format | None:
    found = [known for known in FORMATS if known.recognises(header)]
    assert len(found) <= 1
    return found[0] if found else None


def read(header: str, *rows: str) -> Normalised:
    """Rows of a small file, as the reader hands them over: text, missing NaN, the index the line."""
    cells = [[cell or np.nan for cell in row.split(";")] for row in rows]
    frame = pd.DataFrame(cells, columns=header.split(";"), index=range(2, 2 + len(rows)), dtype="str")
    known = recognised(list(frame.columns))
    assert known is not None
    result = known.normalise(frame, FILE)
    check_records(result.records, where="test")
    lines = [*result.records["line"].unique(), *(r.line for r in result.rejects)]
    assert sorted(lines) == list(frame.index)
    zeros = result.records["count"] == 0
    assert not result.records[zeros]["line"].isin(result.records[~zeros]["line"]).any()
    assert result.records[zeros]["line"].is_unique
    return result


@pytest.mark.parametrize(
    ("header", "provider"),
    [
        ("MajorText,MinorText,LookUp_BoroughName,202112,202201", "datastore-borough"),
        ("Major Category,Minor Category,Borough,201004", "datastore-borough"),
        ("MajorText,MinorText,BoroughName,202112", "datastore-borough"),
        ("MajorText,MinorText,WardName,WardCode,LookUp_BoroughName,202112", "datastore-ward"),
        ("Ward Name,Ward Code,Borough,Major Category,Minor Category,201604", "datastore-ward"),
        ("LSOA Code,LSOA Name,Borough,Major Category,Minor Category,202112", "datastore-lsoa"),
        ("LSOA Code,Borough,Major Category,Minor Category,202112", "datastore-lsoa"),
        ("LSOA CODE,LSOA NAME,BOROUGH,MAJOR CATEGORY,MINOR CATEGORY,2025-01", "datastore-lsoa"),
        ("minor_text,202112,lookup_boroughname,majortext", "datastore-borough"),
        ("Group,SubGroup,BOCU,202407,202408", "datastore-borough"),
        ("Group,SubGroup,WardName,WardCode,LookUp_BoroughName,202407", "datastore-ward"),
        ("LSOA Code,LSOA Name,Borough,Group,SubGroup,202407", "datastore-lsoa"),
        ("Group,BOCU,202407", None),
        ("MajorText,MinorText,LookUp_BoroughName", None),
        ("MajorText,LookUp_BoroughName,202112", None),
        ("MajorText,MinorText,202112", None),
        ("Crime ID,Month,Reported by", None),
        ("", None),
    ],
)
def test_recognised_by_header(header: str, provider: str | None) -> None:
    found = recognised(header.split(","))
    assert (found.provider if found else None) == provider
    assert found is None or found.aggregated


@pytest.mark.parametrize(
    ("cell", "year", "month"),
    [
        ("202210", 2022, 10),
        ("2022-10", 2022, 10),
        ("2022-10-01", 2022, 10),
        ("2022-10-01 00:00:00", 2022, 10),
        ("Oct-22", 2022, 10),
        ("Oct 2022", 2022, 10),
        ("OCTOBER-2022", 2022, 10),
        (" 202210 ", 2022, 10),
    ],
)
def test_months(cell: str, year: int, month: int) -> None:
    assert month_of(cell) == month_number(year, month)


@pytest.mark.parametrize(
    "cell", ["202213", "202200", "20221", "2022", "Okt-22", "10-22", "01/10/2022", "22-Oct", "", "Ward"]
)
def test_not_months(cell: str) -> None:
    assert month_of(cell) is None


def test_one_record_a_cell_above_zero() -> None:
    result = read(
        "MajorText;MinorText;WardName;WardCode;LookUp_BoroughName;202209;202210",
        "Theft;Theft from Person;West End;E05013808;Westminster;3;1,204",
        "THEFT;SHOPLIFTING;West End;e05013808;E09000033;;0",
        "Robbery;Robbery of Personal Property;St James's;;City of Westminster;0;2",
        "Robbery;Robbery of Personal Property;Queen’s Park;;Brent;0;2",
    )
    records = result.records
    empty = records[records["count"] == 0]
    assert (empty["line"].tolist(), empty["ward_code"].tolist()) == ([3], ["E05013808"])  # it still has a place
    records = records[records["count"] > 0]
    assert records["count"].tolist() == [3, 1204, 2, 2]
    assert records["month"].tolist() == [24272, 24273, 24273, 24273]
    assert records["minor"].tolist() == ["Theft from Person"] * 2 + ["Robbery of Personal Property"] * 2
    assert records["ward_code"].fillna("-").tolist() == ["E05013808", "E05013808", "E05013806", "-"]
    assert records["authority_code"].tolist() == ["E09000033"] * 3 + ["E09000005"]
    assert (records["hour"] == -1).all() and records["start"].isna().all() and records["lsoa_code"].isna().all()
    assert not result.rejects


def test_the_airports_are_no_authority() -> None:
    result = read(
        "MajorText;MinorText;LookUp_BoroughName;202210",
        "Theft;Other Theft;Aviation Security (SO18);5",
        "Theft;Other Theft;London Heathrow and London City Airports;6",
        "Theft;Other Theft;;7",
        "THEFT;OTHER THEFT;Aviation Policing;8",
    )
    assert result.records["authority_code"].isna().all()
    assert result.records["place"].fillna("-").tolist() == [
        "Aviation Security (SO18)",
        "London Heathrow and London City Airports",
        "-",
        "Aviation Policing",
    ]


def test_rows_that_cannot_be_read_are_rejected_with_column_and_value() -> None:
    result = read(
        "LSOA Code;LSOA Name;Borough;Major Category;Minor Category;202209;202210",
        "E01004734;Westminster 018A;E09000033;THEFT;OTHER THEFT;1;many",
        "E01004734;Westminster 018A;E09000033;THEFT;OTHER THEFT;-1;2",
        "E01004734;Westminster 018A;E09000033;THEFT;OTHER THEFT;1.5;2",
        "E01004734;Westminster 018A;Westmonster;THEFT;OTHER THEFT;1;2",
        "E01004734;Westminster 018A;E09000033;;;1;2",
        "E01004734;Westminster 018A;E09000033;THEFT;OTHER THEFT;1e300;2",
        "E01004734;Westminster 018A;E09000033;THEFT;OTHER THEFT;4;",
    )
    assert [(r.line, r.column, r.value) for r in result.rejects] == [
        (2, "202210", "many"),
        (3, "202209", "-1"),
        (4, "202209", "1.5"),
        (5, "Borough", "Westmonster"),
        (6, "Major Category", ""),
        (7, "202209", "1e300"),
    ]
    assert result.rejects[0].text == "E01004734,Westminster 018A,E09000033,THEFT,OTHER THEFT,1,many"
    assert result.records[["line", "count", "lsoa_code"]].to_numpy().tolist() == [[8, 4, "E01004734"]]


def test_old_minors_that_became_one_stay_separate_records() -> None:
    result = read(
        "Major Category;Minor Category;Borough;201004",
        "Criminal Damage;Criminal Damage To Dwelling;Westminster;10",
        "Criminal Damage;Criminal Damage To Motor Vehicle;Westminster;20",
    )
    assert result.records["minor"].unique().tolist() == ["Criminal Damage"]
    assert result.records["count"].sum() == 30


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("MajorText;MinorText;Borough;202210;2022-10", "two columns hold 2022-10"),
        ("MajorText;MinorText;Borough;202210;202213", "'202213' is no month"),
        ("MajorText;MinorText;Borough;202210;209901", "'209901' is outside"),
        ("MajorText;MinorText;Borough;202210;190001", "'190001' is outside"),
        ("MajorText;MinorText;Borough;LookUp_BoroughName;202210", "both hold the borough"),
    ],
)
def test_headers_that_would_lose_a_month_stop_the_file(header: str, says: str) -> None:
    with pytest.raises(DataError, match=says) as caught:
        read(header, ";".join(["1"] * len(header.split(";"))))
    assert caught.value.where == FILE.name


def test_a_comma_at_the_end_of_each_line_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "borough.csv"
    path.write_text("MajorText,MinorText,Borough,202210,\r\nTheft,Other Theft,Camden,3,\r\n", encoding="utf-8-sig")
    assert through_the_reader(path).records["count"].tolist() == [3]
    path.write_text("MajorText,MinorText,Borough,202210,\r\nTheft,Other Theft,Camden,3,4\r\n", encoding="utf-8-sig")
    with pytest.raises(DataError, match="is no month"):
        through_the_reader(path)


def test_a_row_cut_short_is_not_taken_for_zeros(tmp_path: Path) -> None:
    path = tmp_path / "borough.csv"
    path.write_text("MajorText,MinorText,Borough,202209,202210\nTheft,Other Theft,Camden,3\n", encoding="utf-8")
    result = through_the_reader(path)
    assert result.records.empty and [reject.line for reject in result.rejects] == [2]


def through_the_reader(path: Path) -> Normalised:
    source = SourceFile(path.name, path.stem)
    table = read_rows(source, lambda: path.open("rb"))
    known = recognised(table.header)
    assert known is not None
    parts, rejects = [], []
    for chunk in table.chunks:
        rejects += chunk.rejects
        result = known.normalise(chunk.rows, source)
        check_records(result.records, where=path.name)
        parts.append(result.records)
        rejects += result.rejects
    return Normalised(pd.concat(parts) if parts else empty_records(), rejects)


cells = st.one_of(
    st.integers(0, 5000).map(str), st.sampled_from(["", "x", "-3", "0", "2.5", "1,000", "NaN", "inf", " 7 "])
)


@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=12))
def test_counts_agree_with_a_slow_version(rows: list[tuple[str, str, str]]) -> None:
    result = read(
        "MajorText;MinorText;Borough;202209;202210;202211", *(f"Theft;Other Theft;Camden;{';'.join(r)}" for r in rows)
    )
    expected, rejected, empty = [], [], []
    for line, row in enumerate(rows, 2):
        try:
            numbers = [int(cell.strip().replace(",", "") or 0) for cell in row]
        except ValueError:
            numbers = [-1]
        if min(numbers) < 0:
            rejected.append(line)
        else:
            expected += [(line, 24272 + i, n) for i, n in enumerate(numbers) if n]
            empty += [] if any(numbers) else [line]
    counted = result.records[result.records["count"] > 0]
    assert list(counted[["line", "month", "count"]].itertuples(index=False, name=None)) == expected
    assert result.records.loc[result.records["count"] == 0, "line"].tolist() == empty
    assert [reject.line for reject in result.rejects] == rejected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Westminster", "E09000033"),
        ("WESTMINSTER", "E09000033"),
        ("City of Westminster", "E09000033"),
        ("City of London", "E09000001"),
        ("London", None),
        ("Kensington & Chelsea", "E09000020"),
        ("Royal Borough of Greenwich", "E09000011"),
        ("LB Camden", "E09000007"),
        ("e09000033", "E09000033"),
        ("E09000034", None),
        ("Manchester", None),
    ],
)
def test_authorities(text: str, code: str | None) -> None:
    assert authority_code(text) == code


def test_authority_names_are_those_of_the_official_boundaries(real: Path) -> None:
    pyogrio = pytest.importorskip("pyogrio")
    layer = pyogrio.read_dataframe(real / "boundaries" / "lsoa_2011_london_bgc.gpkg", read_geometry=False)
    official = layer[["LAD11CD", "LAD11NM"]].drop_duplicates()
    assert authority_names() == dict(zip(official["LAD11CD"], official["LAD11NM"], strict=True))


@pytest.mark.parametrize(("level", "total"), [("Ward", 87_036), ("Borough", 90_404)])
def test_westminster_in_the_real_files(real: Path, level: str, total: int) -> None:
    path = real / "mps" / f"MPS {level} Level Crime (most recent 24 months).csv"
    frame = pd.read_csv(path, dtype="str")
    frame.index += 2
    known = recognised(list(frame.columns))
    assert known is not None and known.provider == f"datastore-{level.lower()}"
    result = known.normalise(frame, SourceFile(path.name, path.stem))
    records = result.records
    period = records["month"].between(month_from_text("2022-10"), month_from_text("2023-09"))
    ours = records[period & (records["authority_code"] == "E09000033")]
    assert ours["count"].sum() == total
    assert not result.rejects
    assert records["line"].nunique() == len(frame)
    if level == "Ward":
        shares = ours.groupby("ward_code")["count"].sum() / total * 100
        assert shares[["E05013808", "E05013806"]].round(2).tolist() == [41.20, 27.12]
        assert len(shares) == 18
