"""The shapes of a release, drawn once for the boundaries of a store: drawing all of London takes many seconds."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson
import shapely

from data.levels import WIDER, Level
from geo.placing.assign import Places
from geo.publishing import release_boundaries
from geo.shapes.kept import digest, text_of
from geo.shapes.kept_hexagons import kept_hexagons
from geo.shapes.map_file import ORIENTATION

_TOLD: Final = "told.json"
Cells = dict[str, list[int] | None]  # by level, taken over from an earlier release


def write_boundaries(draft: Path, places: Places, drawn_before: Sequence[Path] = ()) -> dict[str, Any]:
    """``release_boundaries.write_boundaries``, from what the store keeps where it was drawn before."""
    folder = places.levels[Level.LSOA].folder
    if folder is None:
        return release_boundaries.write_boundaries(draft, places, drawn_before)
    try:
        tree = drawn_tree(folder, places, drawn_before)
    except OSError:  # a store whose boundaries cannot be added to
        return release_boundaries.write_boundaries(draft, places, drawn_before)
    shutil.copytree(tree / "boundaries", draft / "boundaries")
    told: dict[str, Any] = json.loads((tree / _TOLD).read_text(encoding="utf-8"))["told"]
    return told


def drawn_tree(folder: Path, places: Places, drawn_before: Sequence[Path]) -> Path:
    """Where the shapes lie as a release has them, drawn now unless they were; OSError where nothing can be written."""
    cells = cells_before(places, drawn_before)
    plain = folder / f"drawn-{drawing_name(places, {})}"
    if _agrees(plain, cells):
        return plain
    tree = plain if not any(cells.values()) else folder / f"drawn-{drawing_name(places, cells)}"
    if not (tree / _TOLD).exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".drawn-") as scratch:
            made = Path(scratch) / "made"
            made.mkdir()
            told = release_boundaries.write_boundaries(made, places, drawn_before)
            own = cells_of(made / "boundaries", told)
            (made / _TOLD).write_text(json.dumps({"told": told, "cells": own}), encoding="utf-8")
            made.replace(tree)
    return tree


def _agrees(tree: Path, cells: Cells) -> bool:
    """Whether a kept tree has these very hexagons, where an earlier release has any."""
    try:
        own = json.loads((tree / _TOLD).read_text(encoding="utf-8"))["cells"]
    except OSError:
        return False
    return all(before is None or own.get(level) == before for level, before in cells.items())


def cells_before(places: Places, drawn_before: Sequence[Path]) -> Cells:
    """By level the hexagons that an earlier release gave the same areas; None where none did."""
    return {
        str(level): kept_hexagons(drawn_before, level, boundaries, names_over(level, places))
        for level, boundaries in places.all_levels.items()
    }


def cells_of(folder: Path, told: Mapping[str, Any]) -> Cells:
    """By level the hexagons in files just drawn."""
    return {level: orjson.loads((folder / one["display"]).read_bytes())["hexagons"] for level, one in told.items()}


def names_over(level: Level, places: Places) -> dict[str, str]:
    """The name that a level's map file gives with each area, by code: its ward's, or of several authorities its
    authority's (``release_boundaries.lines_over``)."""
    if places.several and level in WIDER:
        return {}
    if places.several:
        names = dict(zip(places.known["code"], places.known["name"], strict=True))
        owners = np.array([*places.authority_codes, ""], dtype=object)[places.owners[level]]
        return {code: names.get(owner, "") for code, owner in zip(places.levels[level].codes, owners, strict=True)}
    wards = places.levels[Level.WARD].boundaries.areas
    names = dict(zip(wards["code"], wards["name"], strict=True))
    return {code: names.get(ward, "") for code, ward in places.ward_fits.get(level, {}).items()}


def drawing_name(places: Places, cells: Cells) -> str:
    """Names what is drawn: of which areas, how they fit and belong, with which hexagons, by which code."""
    levels = [
        (str(level), each.checksum, each.source, each.licence, each.approximate, each.notes)
        for level, each in places.all_levels.items()
    ]
    fits = [(str(level), sorted(fit.items())) for level, fit in places.ward_fits.items()]
    owners = [(str(level), owner.tolist()) for level, owner in places.owners.items()]
    return digest([json.dumps([places.authority, levels, fits, owners, cells]), drawing_version()])


@cache
def drawing_version() -> str:
    """Names how shapes are drawn now: by which code, over what orientation and with which version of GEOS."""
    here = Path(__file__).parent
    code = text_of([*sorted(here.parent.joinpath("shapes").glob("*.py")), here / "release_boundaries.py"])
    neighbours = text_of([here.parent / "statistics" / "neighbours.py"])
    return digest([code, neighbours, ORIENTATION.read_text(encoding="utf-8"), shapely.geos_version_string])
