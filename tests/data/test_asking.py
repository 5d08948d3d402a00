"""A link that names a release which cannot answer: the newest does, and says why; never an error."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data import serving
from data.asking import asked
from data.link_parts import NotUnderstoodError, read_release
from data.pruning import Plan, prune
from data.releases import Release, open_release
from tests.first_store import NEWER, OLDER, first_store


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return first_store(tmp_path)


def told(link: str, release: Release) -> tuple[str, str]:
    """The id of the release that answers, and what was left out."""
    found, read = asked(link, release)
    assert (read.selection.release or found.id) == found.id
    return found.id, " ".join(read.notes)


@pytest.mark.parametrize("name", [OLDER, OLDER.upper(), "1", "0001", f" {OLDER} "])
def test_every_spelling_of_a_release(store: Path, name: str) -> None:
    assert told(f"/west-end?release={name}", open_release(store)) == (OLDER, "")


def test_a_release_that_was_removed_tells_when_and_what_it_was(store: Path) -> None:
    prune(store, Plan((OLDER,)))
    for name in (OLDER, "1"):
        answers, note = told(f"/west-end?release={name}", open_release(store))
        assert answers == NEWER
        assert f"release=“{name}” was left out: it was removed on " in note
        assert "(published on 3 January 2023, with records to November 2022); the newest one answers." in note


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("0009-ffffffff", "newer than any that is"),
        ("0001-ffffffff", "there is no such release here; the newest one answers"),
        ("demonstration-2023-09", "that is the demonstration's, and these are other records"),
        ("../../etc", "there is no such release"),
        ("9" * 5000, "there is no such release"),
        ("٣", "there is no such release"),
    ],
)
def test_a_release_that_never_was(store: Path, name: str, why: str) -> None:
    answers, note = told(f"/west-end?release={name}", open_release(store))
    assert answers == NEWER and why in note


def test_the_demonstration_has_one_release(demonstration: Release) -> None:
    answers, note = told("/west-end?release=0004-12345678", demonstration)
    assert answers == demonstration.id and "these are demonstration data, which have one release only" in note
    assert told(f"/west-end?release={demonstration.id}", demonstration) == (demonstration.id, "")


def test_a_damaged_release_is_left_out_and_said(store: Path) -> None:
    newest = open_release(store)
    (store / "releases" / OLDER / "manifest.json").write_text("{", encoding="utf-8")
    answers, note = told(f"/west-end?release={OLDER}", newest)
    assert answers == NEWER and "it cannot be read here; the newest one answers" in note


def test_a_release_removed_between_two_looks(store: Path) -> None:
    newest = open_release(store)  # it knows of both
    shutil.rmtree(store / "releases" / OLDER)
    answers, note = told(f"/west-end?release={OLDER}", newest)
    assert answers == NEWER and "it has just been removed; the newest one answers" in note


def test_what_is_kept_back_where_nobody_signs_in(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest release may be open while an older one has ages: the older one is not asked."""
    newest = open_release(store)
    assert told(f"/west-end?release={OLDER}", newest)[0] == OLDER  # the command line has the files
    monkeypatch.setattr(serving, "_signs_in", False)
    answers, note = told(f"/west-end?release={OLDER}", newest)
    assert answers == NEWER and "only those who sign in may see" in note


def test_a_running_number_that_two_had_means_neither() -> None:
    with pytest.raises(NotUnderstoodError):
        read_release("1", ["0002-a", "0001-a", "0001-b"], {})
    assert read_release("0001-b", ["0002-a", "0001-a", "0001-b"], {}) == "0001-b"
