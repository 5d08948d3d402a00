"""The shapes of a release: for analysis (GeoParquet) and for the browser, of the whole and of each authority."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from data.levels import WIDER, Level
from geo.placing.assign import Places
from geo.shapes.boundaries import save_boundaries
from geo.shapes.display import Drawn, drawn, joined
from geo.shapes.drawn_files import save_map_file
from geo.shapes.map_file import MOST_HEXAGONS, map_file


def write_boundaries(draft: Path, places: Places, drawn_before: Sequence[Path] = ()) -> dict[str, Any]:
    """The areas of every level, for analysis (GeoParquet) and for the browser (JSON named by its content)."""
    (draft / "boundaries").mkdir()
    described: dict[str, Any] = {}
    shown = {level: drawn(boundaries) for level, boundaries in places.all_levels.items()}
    for level, boundaries in places.all_levels.items():
        save_boundaries(boundaries, draft / "boundaries" / f"{level}.parquet")
        content = map_file(shown[level], *lines_over(level, places, shown), drawn_before)
        described[str(level)] = {
            "source": boundaries.source,
            "licence": boundaries.licence,
            "approximate": boundaries.approximate,
            "checksum": boundaries.checksum,
            "areas": len(boundaries.areas),
            "display": save_map_file(draft / "boundaries", level, content),
            "hexagons": len(boundaries.areas) <= MOST_HEXAGONS,
        }
    for level in places.levels if places.several else ():
        described[str(level)]["within"] = write_within_boundaries(draft, level, places, shown)
    return described


def lines_over(level: Level, places: Places, shown: Mapping[Level, Drawn]) -> tuple[Drawn, Mapping[str, str]]:
    """The areas whose lines and names lie over those of a level, and in which of them each area lies: wards, or
    authorities where there are several."""
    if not places.several:
        return shown[Level.WARD], places.ward_fits.get(level, {})
    if level in WIDER:
        return shown[level], {}
    owners = np.array([*places.authority_codes, ""], dtype=object)[places.owners[level]]
    lines = joined(shown[level], owners.tolist(), places.wider[Level.AUTHORITY])
    return lines, dict(zip(places.levels[level].codes, owners, strict=True))


def write_within_boundaries(
    draft: Path, level: Level, places: Places, shown: Mapping[Level, Drawn]
) -> dict[str, dict[str, Any]]:
    """What the browser draws of each authority by itself; by its code; of a level without areas an empty map."""
    told: dict[str, dict[str, Any]] = {}
    for place, code in enumerate(places.authority_codes):
        own, wards = (shown[of].only(places.owners[of] == place) for of in (level, Level.WARD))
        content = map_file(own, wards, places.ward_fits.get(level, {}), with_hexagons=False)
        display = save_map_file(draft / "boundaries", level, content)
        told[code] = {"areas": len(own.boundaries.areas), "display": display, "hexagons": False}
    return told
