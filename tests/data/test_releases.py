"""Releases opened for reading: the newest or a named one, and what cannot be read said plainly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.releases import FORMAT_VERSION, open_release, rejected_rows
from data.schema import DataError
from data.store import MANIFEST
from tests.tiny_world import tiny_release


@pytest.fixture
def two(tmp_path: Path) -> Path:
    for number in (1, 2):
        folder = tmp_path / "releases" / f"000{number}-aaaaaaa{number}"
        folder.mkdir(parents=True)
        tiny_release(folder)
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8")) | {"id": folder.name}
        (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return tmp_path


def test_the_newest_or_the_one_named(two: Path) -> None:
    assert open_release(two).id == "0002-aaaaaaa2"
    assert open_release(two, "0001-aaaaaaa1").id == "0001-aaaaaaa1"
    assert open_release(two, "0009-unknown").id == "0002-aaaaaaa2"  # an old link still opens something
    assert open_release(two).choices.releases == ("0002-aaaaaaa2", "0001-aaaaaaa1")


def test_what_a_release_says_of_itself(two: Path) -> None:
    release = open_release(two)
    assert not release.demonstration and not release.approximate_boundaries
    assert release.authority_name == "Westminster"
    assert [(source.name, source.period) for source in release.sources] == [("a test", "2022-08..2023-09")]
    assert [choice.slug for choice in release.choices.datasets] == ["offences"]
    assert release.index("offences") is release.index("offences")
    assert rejected_rows(release) == []


def test_no_store_is_the_demonstration() -> None:
    assert open_release(None).demonstration


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "manifest cannot be read"),
        ("[1, 2]", "manifest cannot be read"),
        ('{"id": "x"}', "manifest cannot be read"),
        (json.dumps({"format": FORMAT_VERSION + 1}), "newer version"),
    ],
)
def test_a_damaged_or_newer_manifest(tmp_path: Path, content: str, says: str) -> None:
    folder = tmp_path / "releases" / "0001-aaaaaaaa"
    folder.mkdir(parents=True)
    (folder / MANIFEST).write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=says):
        open_release(tmp_path)


def test_an_empty_store(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no release here"):
        open_release(tmp_path)
