"""``swp claims`` as users and scripts see it."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from collections import Counter
from pathlib import Path

from data.claims import PUBLISHED_CLAIMS
from data.releases import Release
from tests.command import SWP, done, environment, swp


def store_of(release: Release, folder: Path) -> None:
    """Make a folder a store that holds one release."""
    (folder / "releases").mkdir()
    (folder / "releases" / str(release.manifest["id"])).symlink_to(release.folder)


def test_the_table_begins_with_the_states() -> None:
    run = swp("claims")
    assert (run.returncode, run.stderr) == (0, "")  # no progress in a pipe
    lines = run.stdout.splitlines()
    assert lines[0].startswith(f"{PUBLISHED_CLAIMS} published figures: ") and " hold, " in lines[0]
    assert len(lines) == PUBLISHED_CLAIMS + 3  # summary, a blank line, the header
    assert lines[2].split()[:2] == ["id", "state"]


def test_the_json_is_one_list_of_any_release(tiny: Release, tmp_path: Path) -> None:
    store_of(tiny, tmp_path)
    found = json.loads(done("claims", "--format", "json", "--store", tmp_path))
    assert len({entry["id"] for entry in found}) == PUBLISHED_CLAIMS
    states = Counter(entry["state"] for entry in found)
    assert states["needs-data"] > 500 and states["reference"] == 50
    assert all(entry["why"] for entry in found if entry["state"] != "holds")


def test_a_store_without_a_release_is_one_line(tmp_path: Path) -> None:
    run = swp("claims", "--store", tmp_path)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith("swp: ") and run.stderr.count("\n") == 1


def test_progress_shows_on_a_terminal(tiny: Release, tmp_path: Path) -> None:
    store_of(tiny, tmp_path)
    terminal, end = pty.openpty()
    command = [*SWP, "claims", "--store", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=end, env=environment()) as process:
        os.close(end)
        shown = b""
        while True:
            try:
                piece = os.read(terminal, 4096)
            except OSError:  # the other end has closed
                break
            if not piece:
                break
            shown += piece
    os.close(terminal)
    assert process.returncode == 0
    assert b"100%" in shown and b"Offences recorded in the year" in shown
