"""``swp monthly`` as a timer runs it: exit status, a few lines, a report that stays, a line in the audit log."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app import main
from data.store import release_folders
from tests import worlds
from tests.worlds import write_csv


def monthly(capsys: pytest.CaptureFixture[str], store: Path, *arguments: str | Path) -> tuple[int, str, str]:
    status = main(["monthly", *map(str, arguments), "--store", str(store)])
    told = capsys.readouterr()
    return status, told.out, told.err


def report_in(store: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((store / "incoming" / "report.json").read_text(encoding="utf-8"))
    return told


def test_published_then_nothing_new_then_a_failure(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SWP_AUDIT", str(tmp_path / "audit.jsonl"))
    monkeypatch.setenv("SWP_OIDC_SECRET_FILE", str(tmp_path / "for the dashboard alone"))
    write_csv(tmp_path / "in" / "e.csv", worlds.extract())
    status, out, err = monthly(capsys, store, "--from", tmp_path / "in")
    assert (status, err) == (0, "")
    (release,) = (folder.name for folder in release_folders(store))
    assert out.startswith(f"Published release {release}.\nRead e.csv.\n")
    assert (report_in(store)["status"], report_in(store)["release"]) == ("published", release)
    assert (store / "incoming" / "report.txt").read_text(encoding="utf-8") == out

    again = monthly(capsys, store, "--from", tmp_path / "in")
    assert again == (0, f"Nothing new; the newest release is {release}.\n", "")
    (line,) = (tmp_path / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    assert (json.loads(line)["event"], json.loads(line)["release"]) == ("import", release)

    config = tmp_path / "monthly.toml"
    config.write_text('[[from]]\nurl = "http://127.0.0.1:9/a.zip"\nsha256 = "1"\n', encoding="utf-8")
    monkeypatch.setenv("SWP_MONTHLY", str(config))
    status, out, err = monthly(capsys, store)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert report_in(store)["status"] == "failed" and "no checksum" in report_in(store)["problems"][0]
    assert len(release_folders(store)) == 1


def test_nothing_named_is_said(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = monthly(capsys, store)
    assert status == 1 and "nothing to read was named" in err


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt(), MemoryError()])
def test_whatever_ends_the_job_stands_in_its_report(
    store: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    failure: BaseException,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr("geo.publishing.monthly.import_files", fail)
    write_csv(tmp_path / "in" / "e.csv", worlds.extract())
    status, out, err = monthly(capsys, store, "--from", tmp_path / "in")
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert report_in(store)["status"] == "failed" and report_in(store)["problems"][0]
    monkeypatch.setattr("callbacks.commands.monthly.write_whole", fail)  # the report cannot be written either
    assert monthly(capsys, store, "--from", tmp_path / "in") == (status, out, err)
