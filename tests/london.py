"""All of London from the real public files, imported as README says: for tests of answers and for the browser."""

from __future__ import annotations

from pathlib import Path

from geo.publishing.importing import import_files
from geo.shapes.boundaries import register_boundaries


def london_store(folder: Path, real: Path) -> Path:
    """A store with the official boundaries and a release of every authority of the six-month archive."""
    store = folder / "store"
    register_boundaries(store, sorted((real / "boundaries").glob("*.gpkg")))
    import_files(sorted((real / "police_uk").glob("*.zip")), store, "all")
    return store
