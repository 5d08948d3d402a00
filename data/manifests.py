"""What a release tells of itself, as choices: its areas and its data sets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from data.choices import AreaChoice, DatasetChoice
from data.intake.parts import RESTORE
from data.levels import Level
from data.schema import DataError

AREAS: Final = "areas.json"


def read_areas(folder: Path) -> dict[Level, tuple[AreaChoice, ...]]:
    """The areas of a release by level; DataError where their file is damaged."""
    try:
        told = json.loads((folder / AREAS).read_text(encoding="utf-8"))
        return {Level(level): tuple(area_choice(Level(level), row) for row in rows) for level, rows in told.items()}
    except (OSError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise DataError("the release's areas cannot be read", where=str(folder), mend=RESTORE) from error


def area_choice(level: Level, row: list[str]) -> AreaChoice:
    """An area as ``areas.json`` lists it: code, name, ward and, of several authorities, its authority or region."""
    code, name, ward, *owner = row
    if level is Level.AUTHORITY:
        return AreaChoice(code, name, region=owner[0])
    return AreaChoice(code, name, ward, *owner)


def held_by_authority(manifest: dict[str, Any]) -> dict[str, dict[str, tuple[frozenset[Level], bool]]]:
    """By authority and data set, the levels its records have areas at, and whether any has an hour."""
    held: dict[str, dict[str, tuple[frozenset[Level], bool]]] = {}
    for dataset in manifest["datasets"]:
        for code, told in dataset["within"].items():
            levels = frozenset(Level(level) for level in told["levels"])
            held.setdefault(code, {})[dataset["slug"]] = (levels, told["timed"])
    return held


def read_dataset(dataset: dict[str, Any], flags: tuple[str, ...]) -> DatasetChoice:
    """A data set as the manifest describes it."""
    return DatasetChoice(
        slug=dataset["slug"],
        provider=dataset["provider"],
        types=tuple((major, minor) for major, minor in dataset["types"]),
        months=tuple(dataset["months"]),
        levels=frozenset(Level(level) for level in dataset["levels"]),
        timed=dataset["timed"],
        ages=dataset["ages"],
        source=dataset["source"],
        flags=flags,
        ends=dataset.get("ends", False),
    )
