"""Hexagons of areas that were drawn before: finding cells takes a second, and the same areas have the same cells."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from data.levels import Level
from data.store import MANIFEST
from geo.shapes.areas import Boundaries
from geo.shapes.drawn_files import read_map_file


def kept_hexagons(
    folders: Iterable[Path], level: Level, boundaries: Boundaries, ward_names: Mapping[str, str]
) -> list[int] | None:
    """The cells that a release in one of ``folders`` gave these very areas in these wards; None where none did.

    ``ward_names``: of each area's code, empty for an area without a ward.
    """
    wanted = [(code, ward_names.get(code, "")) for code in boundaries.areas["code"]]
    for folder in folders:
        described = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["boundaries"].get(str(level), {})
        if described.get("checksum") != boundaries.checksum or not described.get("hexagons"):
            continue
        drawn = read_map_file(folder / "boundaries" / described["display"])
        told = [(one["properties"]["code"], one["properties"]["ward"]) for one in drawn["areas"]["features"]]
        if told == wanted:
            cells: list[int] = drawn["hexagons"]
            return cells
    return None
