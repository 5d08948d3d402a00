"""Why a release differs from an earlier one, as far as their manifests tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from data.levels import LEVEL_NAMES, Level
from data.months import date_name, months_named

Manifest = Mapping[str, Any]


def reasons(before: Manifest, now: Manifest) -> Iterator[str]:
    """Sentences, the imports between the two first."""
    yield from imports_between(before, now)
    yield from collections_changed(before, now)
    yield from sources_changed(before, now)
    yield from boundaries_changed(before, now)


def imports_between(before: Manifest, now: Manifest) -> Iterator[str]:
    """What was read since: the newer release builds on the older one, or on another one altogether."""
    earlier = before.get("imports", [])
    if now.get("imports", [])[: len(earlier)] != earlier:
        yield "The newer release does not build on the older one: each was imported by itself."
        return
    for made in now["imports"][len(earlier) :]:
        files = made.get("files", [])
        formats = ", ".join(sorted({str(file["format"]) for file in files}))
        names = ", ".join(str(file["file"]) for file in files[:3]) + (
            f" and {len(files) - 3:,} more" if files[3:] else ""
        )
        restated = made.get("total", {}).get("restated", 0)
        again = f"; {restated:,} earlier records were restated by it" if restated else ""
        yield f"Import of {date_name(made['created'])}: {names} ({formats}){again}."


def collections_changed(before: Manifest, now: Manifest) -> Iterator[str]:
    """Sources that came or went, and months they brought."""
    held = [{(each["provider"], each["dataset"]): each for each in m.get("collections", [])} for m in (before, now)]
    for key, told in held[1].items():
        if key not in held[0]:
            yield f"New source: {told['source']}, {told['rows']:,} rows."
            continue
        came = sorted(set(told["months"]) - set(held[0][key]["months"]))
        if came:
            yield f"New months of {told['source']}: {months_named(came)}."
    for key in held[0].keys() - held[1].keys():
        yield f"Source gone: {held[0][key]['source']}."


def sources_changed(before: Manifest, now: Manifest) -> Iterator[str]:
    """Data sets that another source tells of than before, so that every record is another."""
    earlier = {dataset["slug"]: dataset for dataset in before["datasets"]}
    for dataset in now["datasets"]:
        told = earlier.get(dataset["slug"])
        if told is not None and told["provider"] != dataset["provider"]:
            yield f"The data set {dataset['slug']} now comes from {dataset['source']}, before from {told['source']}."


def boundaries_changed(before: Manifest, now: Manifest) -> Iterator[str]:
    """Levels whose boundaries are others, so that records may lie in other areas."""
    for level, told in now["boundaries"].items():
        earlier = before["boundaries"].get(level)
        if earlier is not None and earlier.get("checksum") != told.get("checksum"):
            name = LEVEL_NAMES[Level(level)]
            yield f"Other boundaries ({name}): {told['source']}, before {earlier['source']}; records were placed again."
