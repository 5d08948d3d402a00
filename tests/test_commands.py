"""The commands as users and scripts see them: exit status, one line of error, the report file, quiet pipes."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from callbacks.commands.importing import rejected_for
from data.schema import Destination
from data.store import release_folders
from tests import worlds
from tests.command import SWP, answer, done, environment, swp
from tests.conftest import ROOT
from tests.worlds import CAMDEN, HOT, write_csv


def failed(*arguments: str | Path) -> str:
    """The one line on stderr of a command that must fail with status 1."""
    run = swp(*arguments)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.endswith("\n") and run.stderr.count("\n") == 1 and run.stderr.startswith("swp: ")
    return run.stderr.removeprefix("swp: ").rstrip("\n")


def test_import_report_query_and_releases(store: Path, tmp_path: Path) -> None:
    archive = worlds.write_archive(tmp_path / "a.zip", "2022-10", "2022-11")
    run = swp("import", archive, "--store", store, "--report", tmp_path / "r.json")
    assert (run.returncode, run.stderr) == (0, "")  # no progress in a pipe
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert run.stdout == (
        f"Release {report['release']}: 48 rows read = 34 accepted + 2 duplicate + 12 outside + 0 rejected\n"
    )
    assert report["release"] == release_folders(store)[0].name
    found = answer(store, "/west-end?dataset=stop-search&level=lsoa&from=2022-10&to=2022-11")
    assert found["total"]["records"] == 12 and found["release"]["id"] == report["release"]
    assert {area["code"]: area["value"] for area in found["areas"]}[HOT] == 8
    listed = done("releases", "--store", store)
    assert (
        listed.startswith(report["release"]) and "data.police.uk stop and search 2022-10..2022-11 (12 rows)" in listed
    )


def test_the_most_frequent_reasons_are_said() -> None:
    told = [{"rejected": {"a": 1, "b": 1200}}, {"outside": {"c": 7}}, {"rejected": {"a": 4, "d": 3, "e": 2}}]
    assert rejected_for({"files": [{"reasons": reasons} for reasons in told]}) == "b (1,200), a (5), d (3) ..."
    assert rejected_for({"files": [{"reasons": {}}]}) == ""


def test_the_report_has_one_form(store: Path, tmp_path: Path) -> None:
    header, rows = worlds.counts("borough")
    paths = [
        write_csv(tmp_path / "folder" / "b.csv", rows, header),
        write_csv(tmp_path / "folder" / "e.csv", [*worlds.extract(), worlds.extract()[0] | {"Start date": "soon"}]),
        write_csv(tmp_path / "folder" / "x.csv", [{"a": "1", "b": "2"}]),
    ]
    run = swp("import", paths[0].parent, "--store", store, "--report", tmp_path / "r.json")
    assert run.returncode == 0
    rejected, left_out = run.stderr.splitlines()
    assert rejected == "swp: rejected: not a date or time (1)"
    assert left_out.startswith("swp: left out: folder/x.csv: no format we know")
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert set(report) == {"release", "authority", "created", "files", "total", "left_out", "notes"}
    assert report["authority"] == "E09000033" and len(report["left_out"]) == 1
    destinations = {str(destination) for destination in Destination}
    counts = {"rows_read", "records", "unlocated", "untimed", *destinations}
    assert set(report["total"]) == counts | {"restated"}
    assert [file["file"] for file in report["files"]] == ["folder/b.csv", "folder/e.csv"]
    for file in report["files"]:
        assert set(file) == counts | {
            "file", "format", "reasons", "unlocated_reasons", "untimed_reasons", "placed_by", "notes"
        }  # fmt: skip
        assert sum(file[name] for name in destinations) == file["rows_read"]
        assert set(file["reasons"]) <= destinations
    for name in counts:
        assert report["total"][name] == sum(file[name] for file in report["files"])
    assert report["files"][1]["reasons"]["rejected"] == {"not a date or time": 1}


def test_another_authority(store: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "s.csv", worlds.stops(), worlds.STOPS)
    assert "8 rows read = 1 accepted" in done("import", path, "--store", store, "--authority", CAMDEN)
    assert "8 rows read = 7 accepted" in done("import", path, "--store", store, "--authority", "all")


def test_mangled_files_through_the_command(store: Path, tmp_path: Path) -> None:
    done("import", write_csv(tmp_path / "first.csv", worlds.extract()), "--store", store)
    before = sorted(path.relative_to(store) for path in store.rglob("*"))
    text = worlds.csv_text(worlds.stops(), worlds.STOPS)
    mangled = {
        "empty.csv": (b"", "empty.csv: the file is empty. Export it again"),
        "colons.csv": (text.replace(",", ":").encode(), "colons.csv: the header has one column only"),
        "renamed.csv": (
            text.replace("Object of search", "Object").encode(),
            "almost data.police.uk stop and search, but without a column 'Object of search' (renamed to 'Object'?)",
        ),
        "cut.zip": (worlds.write_archive(tmp_path / "a.zip", "2022-10").read_bytes()[:-30], "the archive is cut short"),
        "away.csv": (text.replace("51.5", "52.5").encode(), "no record to publish for Westminster: 8 rows read"),
        "two\nlines.csv": (b'a,"b\n\x1b[31mc"\n1,2\n', "no format we know has these 2 columns: a, b [31mc"),
    }
    for name, (content, says) in mangled.items():
        (tmp_path / name).write_bytes(content)
        assert says in failed("import", tmp_path / name, "--store", store)
        assert sorted(path.relative_to(store) for path in store.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["import", "nothing.csv", "--store", "S"], "nothing.csv: does not exist. Check the path"),
        (["query", "/west-end", "--store", "S"], "S: there is no release here"),
        (["releases", "--store", "S"], "S: there is no release here"),
        (["boundaries", "--store", "S"], "name boundary files, or give --download"),
    ],
)
def test_errors_are_one_line(tmp_path: Path, arguments: list[str], says: str) -> None:
    run = subprocess.run(
        [*SWP, *arguments], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False, env=environment()
    )
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith(f"swp: {says}") and run.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_report_that_cannot_be_written_stops_before_the_work(store: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "e.csv", worlds.extract())
    said = failed("import", path, "--store", store, "--report", tmp_path / "nowhere" / "r.json")
    assert "the folder for the report does not exist" in said
    assert release_folders(store) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["import"],
        ["import", "x.csv"],
        ["fly"],
        ["query", "/", "--format", "tiff"],
        ["query", "/", "--clean"],
        ["query", "/", "--chart", "map"],
    ],
)
def test_wrong_usage(arguments: list[str]) -> None:
    run = swp(*arguments)
    assert run.returncode == 2 and "usage: swp" in run.stderr


def test_progress_shows_on_a_terminal(store: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "e.csv", worlds.extract())
    ours, theirs = pty.openpty()
    command = [*SWP, "import", str(path), "--store", str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment()) as run:
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 1000)
            except OSError:  # Linux says so when the other end is closed
                break
            shown += piece
            if not piece:
                break
        assert run.wait(timeout=60) == 0
    os.close(ours)
    assert b"100%  e.csv" in shown and shown.endswith(b"\r\n")


def test_files_honour_the_umask(tmp_path: Path) -> None:
    layers = worlds.write_boundaries(tmp_path / "layers")
    path = write_csv(tmp_path / "e.csv", worlds.extract())
    store = tmp_path / "store"
    for command in (["boundaries", *layers, "--store", store], ["import", path, "--store", store]):
        subprocess.run(
            [*SWP, *map(str, command)],
            check=True,
            capture_output=True,
            timeout=60,
            env=environment(),
            preexec_fn=lambda: os.umask(0o027) and None,
        )
    files = [path for path in store.rglob("*") if path.is_file()]
    assert len(files) > 10
    assert {path.stat().st_mode & 0o777 for path in files} == {0o640}
    assert {path.stat().st_mode & 0o777 for path in store.rglob("*") if path.is_dir()} == {0o750}


def test_a_query_starts_without_what_takes_long_to_import(tmp_path: Path) -> None:
    slow = ["geopandas", "shapely", "scipy", "esda", "libpysal", "dash", "plotly"]
    script = (
        f"import sys, app; status = app.main(['query', '/west-end', '--out', {str(tmp_path / 'answer.json')!r}]);"
        f" print(status, [name for name in {slow} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "0 []", run.stderr
