"""Releases of several authorities for tests: the tiny world with both its boroughs, and each imported alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from data.releases import Release, open_release
from geo.publishing.importing import import_files
from tests import worlds

Difference = tuple[str, Any, Any]


def imported(store: Path, authority: str, files: Path) -> Release:
    """A release in a copy of a store that has boundaries; ``files`` is a folder."""
    own = Path(shutil.copytree(store, store.parent / f"store-{authority}"))
    import_files([files], own, authority)
    return open_release(own)


def tiny_files(folder: Path) -> Path:
    """A folder of street, searches, an extract and counts of the tiny world."""
    worlds.write_csv(folder / "2022-10-metropolitan-street.csv", worlds.street(), worlds.STREET)
    worlds.write_csv(folder / "2022-10-metropolitan-stop-and-search.csv", worlds.stops(), worlds.STOPS)
    for level in ("ward", "borough"):
        header, rows = worlds.counts(level)
        worlds.write_csv(folder / f"{level}.csv", rows, header)
    return folder


def differences(one: Any, other: Any, path: str = "") -> Iterator[Difference]:
    """Where two pieces of JSON differ; a name that one lacks and the other counts nothing of is no difference."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted({*one, *other}):
            if key in one and key in other:
                yield from differences(one[key], other[key], f"{path}/{key}")
            elif one.get(key, other.get(key)) not in (0, {}, None):
                yield f"{path}/{key}", one.get(key), other.get(key)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for place, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from differences(left, right, f"{path}[{place}]")
    elif one != other:
        yield path, one, other


def comparable(told: dict[str, Any], name: str) -> dict[str, Any]:
    """An answer without what must differ between an authority of a release and a release of that authority alone.

    The link names the authority, and so does each link in it; ids are of other releases, and sources tell the rows of
    the whole release. Types of which it has no record are listed with nothing, and so are they in the notes on coarse
    categories. Sentences name the authority.
    """
    left = {key: value for key, value in told.items() if key not in ("link", "release", "notes", "says", "wards")}
    if isinstance(told.get("wards"), dict):
        left["wards"] = without_links(told["wards"])
    left["says"] = told["says"].replace(f" in {name}", "")
    left["notes"] = [note for note in told["notes"] if "categories are coarse" not in note]
    left["types"] = [kind for kind in told["types"] if kind["value"] or kind["previous"]] if told["types"] else None
    return left


def without_links(told: Any) -> Any:
    """JSON without links, without types that count nothing, and without the words of why there are no wards."""
    if isinstance(told, dict):
        left = ("link", "types", "reason")
        return {key: without_links(value) for key, value in told.items() if key not in left}
    return [without_links(value) for value in told] if isinstance(told, list) else told
