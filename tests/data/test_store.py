"""The store: releases in order, one import at a time, drafts visible whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from data.schema import DataError
from data.store import (
    MANIFEST,
    STAGING,
    content_hash,
    next_release_id,
    publish,
    release_folders,
    writing,
)


def release(store: Path, name: str) -> Path:
    folder = store / "releases" / name
    folder.mkdir(parents=True)
    (folder / MANIFEST).write_text("{}", encoding="utf-8")
    return folder


def test_releases_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for name in ("0002-bb", "0010-aa", "0009-ff", "10000-00"):
        release(tmp_path, name)
    (tmp_path / "releases" / "0011-no-manifest").mkdir()
    (tmp_path / "releases" / "notes").mkdir()
    assert [folder.name for folder in release_folders(tmp_path)] == ["10000-00", "0010-aa", "0009-ff", "0002-bb"]
    assert next_release_id(tmp_path, "0123456789abcdef") == "10001-01234567"


def test_there_may_be_none(tmp_path: Path) -> None:
    assert release_folders(tmp_path / "nowhere") == []
    assert next_release_id(tmp_path, "0123456789") == "0001-01234567"


def test_the_content_hash_is_of_names_and_bytes(tmp_path: Path) -> None:
    def folder(name: str, files: dict[str, str]) -> str:
        for path, text in files.items():
            (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / path).write_text(text, encoding="utf-8")
        return content_hash(tmp_path / name)

    same = [folder("a", {"x/y": "1", "z": "2"}), folder("b", {"z": "2", "x/y": "1"})]
    others = [
        folder("c", {"x/y": "1", "z": "3"}),
        folder("d", {"x/z": "1", "z": "2"}),
        folder("e", {"x": "12", "z": ""}),
        folder("f", {"x/y": "12", "z": ""}),
    ]
    assert same[0] == same[1] and len({same[0], *others}) == 5


def test_staging_is_empty_at_the_start_and_gone_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "s" / STAGING / "remnant").mkdir(parents=True)
    with writing(tmp_path / "s") as staging:
        assert list(staging.iterdir()) == []
        (staging / "new").write_text("", encoding="utf-8")
    assert not staging.exists()
    with pytest.raises(ZeroDivisionError), writing(tmp_path / "s") as staging:
        raise ZeroDivisionError
    assert not staging.exists()


def test_one_at_a_time(tmp_path: Path) -> None:
    with writing(tmp_path) as staging:
        with pytest.raises(DataError, match="another command is writing"), writing(tmp_path):
            pass
        assert staging.exists()  # the one refused has cleaned nothing
    with writing(tmp_path):
        pass


def test_what_the_disk_refuses_is_said_plainly(tmp_path: Path) -> None:
    says = r"cannot be written \(No space left on device\); it is as it was"
    with pytest.raises(DataError, match=says), writing(tmp_path / "s"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    (tmp_path / "file").write_text("", encoding="utf-8")
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(DataError, match="cannot be written"), writing(path):
            pass


def test_publishing_moves_the_draft_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    fsync, rename = os.fsync, os.rename
    monkeypatch.setattr(os, "fsync", lambda descriptor: steps.append("sync") or fsync(descriptor))  # type: ignore[func-returns-value]
    monkeypatch.setattr(os, "rename", lambda *paths: steps.append("rename") or rename(*paths))  # type: ignore[func-returns-value]
    draft = tmp_path / "draft"
    (draft / "index").mkdir(parents=True)
    (draft / "index" / "a").write_text("a", encoding="utf-8")
    (draft / MANIFEST).write_text("{}", encoding="utf-8")
    target = publish(draft, tmp_path, "0001-aaaaaaaa")
    assert steps == ["sync"] * 5 + ["rename", "sync"]  # all of it is on disk before it can be seen
    assert not draft.exists() and (target / "index" / "a").read_text(encoding="utf-8") == "a"
    assert release_folders(tmp_path) == [target]
