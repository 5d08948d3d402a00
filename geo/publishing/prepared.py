"""What every import into a store needs of its boundaries, made when they are registered: grids, fits, drawn maps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from data.levels import Level
from data.releases import DEMONSTRATION
from geo.placing import lookups
from geo.placing.places import places_for
from geo.publishing.kept_boundaries import drawn_tree
from geo.shapes.boundaries import ALL, boundaries_for

DEFAULT: Final = lookups.WESTMINSTER  # whose records an import takes unless it is told otherwise


def prepare(store: Path, progress: Callable[[str, float], None] = lambda _text, _part: None) -> None:
    """Make and keep what follows from the boundaries of a store, for the authority that is imported by default and
    for all together; the first import for another one makes its own."""
    known = set(boundaries_for(store, Level.LSOA).areas["authority_code"].dropna())
    wanted = [DEFAULT, ALL] if len(known) > 1 else sorted(known)
    wanted = [authority for authority in wanted if authority in known or authority == ALL]
    for number, authority in enumerate(wanted):
        progress(f"drawing the areas of {authority}", number / len(wanted))
        places = places_for(store, authority)
        folder = places.levels[Level.LSOA].folder
        for index in places.levels.values():
            index.grid()
        if folder is not None:
            drawn_tree(folder, places, [DEMONSTRATION])
    progress("", 1.0)
