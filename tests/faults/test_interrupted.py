"""Signals and pipes that close in the midst of any command: one line, nothing half-written; and kills at random moments."""

from __future__ import annotations

import json
import random
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import worlds
from tests.command import SWP, environment
from tests.faults import kills
from tests.faults.store import LINK, OLD, contents, forget, one_line, ran, records

# A function in the midst of each command.
MIDST = {
    "query": "geo.page_json.page_json",
    "claims": "geo.register.claims.run_claims",
    "pack": "layouts.pack.saving.pack_bytes",
    "import": "geo.publishing.publishing.publish",
    "boundaries": "geo.shapes.boundaries.sync",
    "weights": "data.tables.registered.sync",
}


def arguments_of(command: str, folder: Path, archive: Path) -> list[str | Path]:
    (folder / "weights.csv").write_text("minor,days\nRape,1825\n", encoding="utf-8")
    arguments: dict[str, list[str | Path]] = {
        "query": [LINK, "--out", folder / "out.json"],
        "claims": [],
        "pack": [LINK, "--out", folder / "out.pdf"],
        "import": [archive, "--report", folder / "out.json"],
        "boundaries": [*worlds.write_boundaries(folder / "layers")] if command == "boundaries" else [],
        "weights": [folder / "weights.csv", "--name", "ours"],
    }
    return arguments[command]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command", MIDST)
def test_a_signal_in_the_midst_of_any_command(
    one: Path,
    archives: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    number: signal.Signals,
) -> None:
    arguments = arguments_of(command, tmp_path, archives[1])
    before = contents(one)
    monkeypatch.setattr(MIDST[command], lambda *_, **__: signal.raise_signal(number))
    handler = signal.getsignal(signal.SIGTERM)
    try:
        status, out, err = ran(capsys, command, *arguments, "--store", one)
    finally:
        signal.signal(signal.SIGTERM, handler)
    assert (status, out, one_line(err)) == (1, "", "swp: stopped; nothing is half-written")
    assert not list(tmp_path.glob("out.*")) and contents(one) == before
    forget()
    assert records(one) == OLD


@pytest.mark.parametrize("command", [["claims", "--format", "json"], ["releases"]])
def test_a_reader_of_the_output_who_goes(one_release_store: Path, command: list[str]) -> None:
    """As in ``swp claims | head -1``."""
    line = [*SWP, *command, "--store", str(one_release_store)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()) as run:
        assert run.stdout and run.stderr
        run.stdout.close()
        err = run.stderr.read()
        assert (run.wait(60), err) == (0, "")


@pytest.fixture(scope="module")
def run() -> Iterator[kills.Runs]:
    with kills.killing() as made:
        yield made


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> dict[str, kills.Work]:
    return kills.works(tmp_path_factory.mktemp("killed"))


@pytest.mark.parametrize(
    ("name", "times"), [("import", 6), ("boundaries", 5), ("weights", 4), ("prune", 5), ("restore", 5)]
)
def test_killed_at_random_moments(
    works: dict[str, kills.Work], run: kills.Runs, tmp_path: Path, name: str, times: int
) -> None:
    """``python -m tests.faults.kills 200`` tries many more."""
    found = kills.kill(works[name], times, random.Random(7), tmp_path, run)
    assert found.total() == times and found[kills.BEFORE] > 0, json.dumps(found)


@pytest.mark.parametrize("told", ["raise KeyboardInterrupt", "raise ValueError from KeyboardInterrupt()"])
def test_ctrl_c_while_python_still_loads(tmp_path: Path, told: str) -> None:
    (tmp_path / "pandas.py").write_text(told, encoding="utf-8")  # what loads longest is met by it
    env = environment() | {"PYTHONPATH": str(tmp_path)}
    run = subprocess.run([*SWP, "releases"], env=env, capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr) == ("", "swp: stopped\n") and run.returncode
    (tmp_path / "pandas.py").write_text("raise ValueError('ours')", encoding="utf-8")
    run = subprocess.run([*SWP, "releases"], env=env, capture_output=True, text=True, check=False)
    assert "Traceback" in run.stderr and run.stderr.endswith("ValueError: ours\n")
