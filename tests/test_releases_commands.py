"""``swp releases``, ``backup`` and ``restore`` as users and scripts see them."""

from __future__ import annotations

import csv
import io
import json
import os
import time
from pathlib import Path

import pytest

from app import main
from tests.first_store import NEWER, OLDER, first_store


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return first_store(tmp_path_factory.mktemp("commands"))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    made = first_store(tmp_path)
    os.utime(made / "releases" / NEWER, (time.time() - 7200,) * 2)
    return made


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Status, output and errors of a command."""
    try:
        status = main([str(argument) for argument in arguments])
    except SystemExit as end:
        status = int(end.code or 0)
    told = capsys.readouterr()
    return status, told.out, told.err


def test_the_list_is_newest_first(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "releases", "--store", kept)
    assert status == 0 and [line.split("  ")[0] for line in out.splitlines()] == [NEWER, OLDER]
    assert "Partnership record-level extract 2021-09..2022-12 (123 rows)" in out.splitlines()[0]
    status, out, _ = run(capsys, "releases", "--store", kept, "--sizes")
    assert all(line.split("  ")[2] == "0.2 MB" for line in out.splitlines())


def test_compare_in_three_forms(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    compare = ("releases", "--store", kept, "--compare", OLDER, "2")
    status, out, _ = run(capsys, *compare)
    assert status == 0 and out.startswith(f"Release {OLDER} -> {NEWER}\n")
    _, out, _ = run(capsys, *compare, "--format", "json", "--dataset", "offences")
    assert [dataset["total"]["added"] for dataset in json.loads(out)["datasets"]] == [13]
    _, out, _ = run(capsys, *compare, "--format", "csv")
    assert {row["by"] for row in csv.DictReader(io.StringIO(out))} == {
        "month",
        "type",
        "lsoa",
        "lsoa21",
        "ward",
        "total",
    }


def test_prune_says_first_and_does_then(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prune = ("releases", "--store", store, "--prune", "--keep", "1")
    status, out, _ = run(capsys, *prune, "--dry-run")
    assert status == 0 and f"{OLDER}  would be removed" in out and (store / "releases" / OLDER).exists()
    status, out, _ = run(capsys, *prune)
    assert f"{OLDER}  removed" in out and "answered by the newest release, and told why and when" in out
    assert not (store / "releases" / OLDER).exists()
    assert run(capsys, *prune)[1] == "Nothing to remove\n"
    _, out, _ = run(capsys, "query", f"/west-end?release={OLDER}", "--store", store)
    assert "it was removed on " in json.loads(out)["notes"][0]


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["--prune", NEWER], 1, f"swp: {NEWER}: it cannot be removed: it is the newest"),
        (["--prune", "7"], 1, "swp: 7: there is no such release"),
        (["--compare", OLDER, "7"], 1, "swp: 7: there is no such release"),
        (["--compare", "1", "2", "--dataset", "ufos"], 1, "swp: ufos: neither release has this data set"),
        (["--prune"], 2, "needs the ids to remove, or --keep N"),
        (["--prune", OLDER, "--keep", "1"], 2, "needs the ids to remove, or --keep N"),
        (["--keep", "1"], 2, "are for --prune"),
        (["--dry-run"], 2, "are for --prune"),
        (["--dataset", "offences"], 2, "are for --compare"),
        (["--check", "--sizes"], 2, "not allowed with"),
        (["--prune", "--keep", "0"], 2, "not a number from 1"),
    ],
)
def test_what_cannot_be_done(
    kept: Path, arguments: list[str], status: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found, out, err = run(capsys, "releases", "--store", kept, *arguments)
    assert (found, out) == (status, "") and says in err and "Traceback" not in err
    assert status == 2 or err.count("\n") == 1


def test_check_and_list_with_a_damaged_release(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "releases", "--store", store, "--check")
    assert (status, out) == (0, f"{NEWER}  whole\n{OLDER}  whole\n")
    (store / "releases" / OLDER / "manifest.json").write_text("{", encoding="utf-8")
    for option in ("--check", "--sizes"):
        status, out, err = run(capsys, "releases", "--store", store, option)
        assert status == 1 and len(out.splitlines()) == 2 and "one release is damaged" in err
        assert out.splitlines()[0].startswith(NEWER) and out.splitlines()[1].startswith(OLDER)


def test_backup_and_restore_answer_the_same(kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, again = tmp_path / "b.tar.gz", tmp_path / "again"
    status, out, err = run(capsys, "backup", "--store", kept, "--out", file)
    assert (status, err) == (0, "") and f"2 releases, newest {NEWER}" in out
    status, out, err = run(capsys, "restore", file, "--store", again)
    assert (status, err) == (0, "") and "each as it was backed up" in out
    for link in ("/west-end", f"/serious-youth-violence?release={OLDER}"):
        assert run(capsys, "query", link, "--store", kept)[1] == run(capsys, "query", link, "--store", again)[1]
    status, _, err = run(capsys, "restore", file, "--store", again)
    assert status == 1 and "the folder is not empty" in err
