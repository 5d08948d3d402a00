"""Work that follows from boundaries alone is done once, and done again where anything it follows from has changed."""

from __future__ import annotations

from pathlib import Path

from geo.shapes.kept import digest, forget, kept, kept_folder


def test_made_once(tmp_path: Path) -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b"made"

    assert [kept(tmp_path / "deep", "name", make) for _ in range(3)] == [b"made"] * 3
    assert len(made) == 1
    assert [file.name for file in (tmp_path / "deep").iterdir()] == ["name"]
    assert kept(None, "name", make) == b"made"
    assert len(made) == 2


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert kept(tmp_path / "file", "name", lambda: b"made") == b"made"


def test_names_tell_parts_apart() -> None:
    assert digest(["ab", "c"]) != digest(["a", "bc"])
    assert digest(["ab"]) == digest(iter(["ab"]))


def test_only_a_store_with_boundaries_keeps_anything(tmp_path: Path) -> None:
    assert kept_folder(None) is None
    assert kept_folder(tmp_path) is None
    (tmp_path / "boundaries").mkdir()
    folder = kept_folder(tmp_path)
    assert folder is not None
    kept(folder, "name", lambda: b"made")
    forget(tmp_path)
    assert not folder.exists()
    forget(tmp_path)
