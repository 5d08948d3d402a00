"""Files cut into portions make the release of the file read as a whole; what cannot be read is told as ever."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from data.formats import delimited, portions
from data.intake.rejected import read_rejected
from data.releases import open_release
from data.schema import DataError
from geo.placing.assign import places_for
from geo.publishing import dask_runner
from geo.publishing.dask_runner import checksums, fingerprint, read_there
from geo.publishing.importing import import_files
from geo.publishing.partitions import plan_import
from geo.publishing.reading import NO_IDENTIFIER_TWICE, REPEATED, read_partition
from tests import worlds
from tests.worlds import WESTMINSTER, write_csv, write_zip

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
BLOCK = 1024


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (delimited, portions):
        monkeypatch.setattr(module, "BLOCK", BLOCK)


def imported(store: Path, path: Path) -> tuple[dict[str, Any], list[dict[str, Any]], dict[str, pd.DataFrame]]:
    """The report, the rejected rows and the records."""
    report = import_files([path], store, WESTMINSTER, now=lambda: NOW)
    folder = open_release(store, report["release"]).folder
    rejected = read_rejected(folder / "rejected.parquet", 10_000)
    return report, rejected, {each.name: pq.read_table(each).to_pandas() for each in (folder / "records").iterdir()}


def told_apart(rows: list[dict[str, str]], copies: int) -> list[dict[str, str]]:
    """The rows again and again, each with a reference of its own."""
    first = next(iter(rows[0]))
    return [{**row, first: f"{row[first]}-{copy}"} for copy in range(copies) for row in rows]


@pytest.mark.usefixtures("small_blocks")
def test_repeats_across_portions_by_hand(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 240 rows 30 equal the one before; the first comes again at the end, equal; the second too, with another age."""
    rows = told_apart(worlds.extract(), 30)
    changed = {**rows[1], "Victim age": "44"}
    path = write_csv(tmp_path / "large.csv", [*rows, rows[0], changed])
    whole = imported(Path(shutil.copytree(store, tmp_path / "whole")), path)
    monkeypatch.setattr(portions, "PORTION", 4 * BLOCK)
    plan = plan_import([path])
    assert len(plan.partitions) > 2 and plan.files == 1
    cut = imported(Path(shutil.copytree(store, tmp_path / "cut")), path)
    (file,) = cut[0]["files"]
    assert file["rows_read"] == 242 and file["reasons"]["duplicate"] == {REPEATED: 31}
    assert file["reasons"]["rejected"][NO_IDENTIFIER_TWICE] == 1
    assert cut[:2] == whole[:2]
    assert cut[2].keys() == whole[2].keys()
    for name, records in cut[2].items():
        pd.testing.assert_frame_equal(records, whole[2][name])


@pytest.mark.usefixtures("small_blocks")
def test_a_file_without_series_and_one_in_a_zip(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packed or not, and without the police force in its name, the portions make one file."""
    text = worlds.csv_text(worlds.stops() * 12, worlds.STOPS)
    path = write_zip(tmp_path / "z.zip", {"stops.csv": text})
    whole = imported(Path(shutil.copytree(store, tmp_path / "whole")), path)
    monkeypatch.setattr(portions, "PORTION", 2 * BLOCK)
    assert len(plan_import([path]).partitions) > 2
    cut = imported(Path(shutil.copytree(store, tmp_path / "cut")), path)
    assert cut[:2] == whole[:2] and whole[0]["files"][0]["rows_read"] == 96
    for name, records in cut[2].items():
        assert set(records["series"]) == {"file stops"}
        pd.testing.assert_frame_equal(records, whole[2][name])


def test_the_plan_is_the_same_each_time(tmp_path: Path) -> None:
    archive = worlds.write_archive(tmp_path / "a.zip", "2022-10", "2022-11")
    plans = [
        [(each.file, each.found.source, each.format) for each in plan_import([archive]).partitions] for _ in range(2)
    ]
    assert plans[0] == plans[1] and [number for number, *_ in plans[0]] == list(range(len(plans[0])))


def test_a_damaged_file_beside_others_is_left_out_and_told_of(store: Path, tmp_path: Path) -> None:
    """Its beginning is well, so that only reading it through finds the damage."""
    folder = tmp_path / "folder"
    folder.mkdir()
    write_csv(folder / "a.csv", worlds.stops(), worlds.STOPS)
    text = worlds.csv_text(worlds.stops() * 2000, worlds.STOPS).encode()
    packed = bytearray(write_zip(tmp_path / "z.zip", {"b.csv": os.urandom(0) + text}).read_bytes())
    packed[len(packed) // 2] ^= 0xFF
    (folder / "b.zip").write_bytes(packed)
    report = import_files([folder], store, WESTMINSTER)
    assert [file["file"] for file in report["files"]] == ["folder/a.csv"]
    (left_out,) = report["left_out"]
    assert "b.zip" in left_out and "damaged" in left_out


def test_nothing_but_a_damaged_file(store: Path, tmp_path: Path) -> None:
    text = worlds.csv_text(worlds.stops() * 2000, worlds.STOPS).encode()
    path = write_zip(tmp_path / "z.zip", {"b.csv": text})
    packed = bytearray(path.read_bytes())
    packed[len(packed) // 2] ^= 0xFF
    path.write_bytes(packed)
    with pytest.raises(DataError, match=r"no file of a known format; z\.zip/b\.csv: the archive is damaged"):
        import_files([path], store, WESTMINSTER)


def test_a_task_gives_what_is_read_here(store: Path, tmp_path: Path) -> None:
    places = places_for(store, WESTMINSTER)
    archive = worlds.write_archive(tmp_path / "a.zip", "2022-10")
    for partition in plan_import([archive]).partitions:
        there = read_there(partition, str(store), WESTMINSTER, checksums(places), fingerprint())
        assert there.parts == read_partition(partition, places).parts


def test_a_worker_that_differs_says_so(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other code, other boundaries, or another disk: the import stops rather than make another release."""
    monkeypatch.setattr(dask_runner, "where_am_i", lambda: "tcp://10.0.0.7:4000")
    boundaries = checksums(places_for(store, WESTMINSTER))
    (partition, *_) = plan_import([worlds.write_archive(tmp_path / "a.zip", "2022-10")]).partitions
    here = (str(store), WESTMINSTER, boundaries, fingerprint())
    other = fingerprint().replace("pandas ", "pandas 0.")
    with pytest.raises(DataError, match=r"10\.0\.0\.7.*another version \(pandas"):
        read_there(partition, *here[:3], other)
    with pytest.raises(DataError, match=r"10\.0\.0\.7.*sees other boundaries"):
        read_there(partition, str(tmp_path), *here[1:])
    found = replace(partition.found, path=tmp_path / "elsewhere.zip")
    with pytest.raises(DataError, match=r"elsewhere\.zip.*10\.0\.0\.7.*does not see"):
        read_there(replace(partition, found=found), *here)
