"""What a run of tests shares: made once, whole or not at all; and the order of its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.longest import LONGEST
from tests.once import once


def test_it_is_made_by_the_first_and_found_by_the_rest(tmp_path_factory: pytest.TempPathFactory) -> None:
    made: list[Path] = []

    def make(folder: Path) -> None:
        made.append(folder)
        (folder / "file").touch()

    name = f"of-{tmp_path_factory.getbasetemp().name}"
    found = [once(tmp_path_factory, name, make) for _ in range(2)]
    assert found == [made[0]] * 2
    assert len(made) == 1 and (found[0] / "file").is_file()


def test_what_failed_is_made_again_from_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    name = f"failed-{tmp_path_factory.getbasetemp().name}"

    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        once(tmp_path_factory, name, fail)
    found = once(tmp_path_factory, name, lambda folder: (folder / "whole").touch())
    assert [path.name for path in found.iterdir()] == ["whole"]


def test_the_longest_files_are_files() -> None:
    assert [name for name in LONGEST if not (ROOT / "tests" / name).is_file()] == []
    assert len(set(LONGEST)) == len(LONGEST)
