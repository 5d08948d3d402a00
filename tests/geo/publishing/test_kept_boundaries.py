"""Drawn once for the boundaries of a store, and the same as when drawn at every import."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from data.levels import Level
from data.releases import open_release
from data.store import MANIFEST
from geo.placing.places import places_for
from geo.publishing import kept_boundaries, release_boundaries
from geo.publishing.kept_boundaries import drawing_name, write_boundaries
from geo.publishing.prepared import prepare
from geo.shapes.kept import forget, kept_folder
from tests.worlds import WESTMINSTER


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def drawn_trees(store: Path) -> list[Path]:
    folder = kept_folder(store)
    return sorted(folder.glob("drawn-*")) if folder is not None else []


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry each time that anything is drawn."""
    made: list[int] = []
    real = release_boundaries.write_boundaries

    def counted(*arguments: Any) -> dict[str, Any]:
        made.append(1)
        return real(*arguments)

    monkeypatch.setattr(release_boundaries, "write_boundaries", counted)
    return made


def test_the_same_bytes_drawn_or_kept(store: Path, tmp_path: Path, drawings: list[int]) -> None:
    places = places_for(store, WESTMINSTER)
    folders = [tmp_path / name for name in ("plain", "first", "again")]
    for folder in folders:
        folder.mkdir()
    told = release_boundaries.write_boundaries(folders[0], places)
    for folder in folders[1:]:
        assert write_boundaries(folder, places) == json.loads(json.dumps(told))
        assert bytes_of(folder) == bytes_of(folders[0])
    assert len(drawings) == 2  # plainly, and once to be kept


def test_prepared_ahead(store: Path, tmp_path: Path, drawings: list[int]) -> None:
    forget(store)
    prepare(store)
    assert drawn_trees(store)
    drawn = len(drawings)
    (tmp_path / "draft").mkdir()
    write_boundaries(tmp_path / "draft", places_for(store, WESTMINSTER))
    assert len(drawings) == drawn


def test_hexagons_of_an_earlier_release_come_first(store: Path, tmp_path: Path) -> None:
    places = places_for(store, WESTMINSTER)
    (tmp_path / "draft").mkdir()
    told = write_boundaries(tmp_path / "draft", places)
    manifest = {"boundaries": told}
    (tmp_path / "draft" / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    trees = drawn_trees(store)
    (tmp_path / "next").mkdir()
    assert write_boundaries(tmp_path / "next", places, [tmp_path / "draft"]) == told  # the very same: nothing is drawn
    assert drawn_trees(store) == trees

    file = tmp_path / "draft" / "boundaries" / told["lsoa"]["display"]
    drawn = json.loads(file.read_bytes())
    moved = [place + 100 for place in drawn["hexagons"]]
    file.write_text(json.dumps({**drawn, "hexagons": moved}), encoding="utf-8")
    (tmp_path / "moved").mkdir()
    told = write_boundaries(tmp_path / "moved", places, [tmp_path / "draft"])
    taken = json.loads((tmp_path / "moved" / "boundaries" / told["lsoa"]["display"]).read_bytes())
    assert taken["hexagons"] == moved
    assert len(drawn_trees(store)) == len(trees) + 1


def test_names_follow_all_that_is_drawn(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = places_for(store, WESTMINSTER)
    name = drawing_name(places, {})
    assert drawing_name(places_for(store, WESTMINSTER), {}) == name
    assert drawing_name(places, {"lsoa": [0, 0]}) != name
    fits = {level: dict(list(fit.items())[1:]) for level, fit in places.ward_fits.items()}
    object.__setattr__(places, "ward_fits", fits)
    assert drawing_name(places, {}) != name
    monkeypatch.setattr(kept_boundaries, "drawing_version", lambda: "another")
    assert drawing_name(places_for(store, WESTMINSTER), {}) != name


def test_without_registered_boundaries_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "draft").mkdir()
    places = places_for(tmp_path, WESTMINSTER)
    assert set(write_boundaries(tmp_path / "draft", places)) == {"lsoa", "lsoa21", "ward"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["draft"]
    assert places.levels[Level.LSOA].folder is None
    assert open_release(None).demonstration
