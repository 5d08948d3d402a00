"""Stores of the real public files, made as README says: for tests of answers and for the browser."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Final

from geo.publishing.importing import import_files
from geo.shapes.boundaries import register_boundaries
from tests.command import done

WESTMINSTER: Final = "E09000033"
REPORT: Final = "report.json"


def register_official(folder: Path, real: Path) -> None:
    """A store with the official boundaries and no release."""
    register_boundaries(folder, sorted((real / "boundaries").glob("*.gpkg")))


def archive(real: Path) -> Path:
    """The six months of data.police.uk."""
    return next((real / "police_uk").glob("*.zip"))


def counts(real: Path, level: str) -> Path:
    """The published counts by "Ward" or "Borough"."""
    return real / "mps" / f"MPS {level} Level Crime (most recent 24 months).csv"


def import_london(folder: Path, real: Path, official: Path) -> None:
    """A release of every authority of the archive; the import's report beside it."""
    shutil.copytree(official, folder, dirs_exist_ok=True)
    report = import_files([archive(real)], folder, "all")
    (folder / REPORT).write_text(json.dumps(report), encoding="utf-8")


def import_by_commands(folder: Path, real: Path) -> None:
    """Westminster's part of the archive, made by the commands alone; what they report and say is kept in the store."""
    done("boundaries", *sorted((real / "boundaries").glob("*.gpkg")), "--store", folder)
    said = done("import", archive(real), "--store", folder, "--report", folder / REPORT)
    assert "115,977 rows read = 8,634 accepted + 122 duplicate + 107,221 outside + 0 rejected" in said


def import_westminster(folder: Path, real: Path, official: Path) -> None:
    """Westminster's part of the archive and the counts of its wards, at once."""
    shutil.copytree(official, folder, dirs_exist_ok=True)
    import_files(sorted([archive(real), counts(real, "Ward")]), folder, WESTMINSTER)
