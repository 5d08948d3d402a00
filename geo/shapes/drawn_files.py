"""The files that the browser draws from: named by their content, kept compressed beside themselves, read back."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import brotli  # type: ignore[import-untyped]
import orjson

from geo.shapes.topology import unpack_shapes

ARCS: Final = "arcs"  # how a file tells its shapes; one without ``form``, of an earlier version, holds them as GeoJSON
COMPRESSED: Final = {"br": ".br", "gzip": ".gz"}  # by content coding, the better first


def save_map_file(folder: Path, level: str, content: bytes) -> str:
    """Keep what the browser draws, as it is and compressed as tightly as can be; the name follows the content."""
    name = f"{level}-{hashlib.sha256(content).hexdigest()[:12]}.json"
    if not (folder / name).exists():
        (folder / name).write_bytes(content)
        (folder / f"{name}{COMPRESSED['br']}").write_bytes(brotli.compress(content, mode=brotli.MODE_TEXT))
        (folder / f"{name}{COMPRESSED['gzip']}").write_bytes(gzip.compress(content, 9, mtime=0))
    return name


def read_map_file(path: Path) -> dict[str, Any]:
    """A file of ``map_file``, of this version or an earlier one, in plain form: ``areas`` (properties code, name,
    ward) and ``wards`` (code, name, label) as GeoJSON FeatureCollections, the rest as it stands."""
    told: dict[str, Any] = orjson.loads(path.read_bytes())
    return plain(told) if told.get("form") == ARCS else told


def plain(told: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a file of arcs with its shapes as GeoJSON."""
    areas, wards = told["areas"], told["wards"]
    shapes = unpack_shapes(told["shapes"])
    names = [*wards["name"], ""]  # -1 is the last
    of_areas = [
        {"code": code, "name": name, "ward": names[ward]}
        for code, name, ward in zip(areas["code"], areas["name"], areas["ward"], strict=True)
    ]
    of_wards = [
        {"code": code, "name": name, "label": label}
        for code, name, label in zip(wards["code"], wards["name"], wards["label"], strict=True)
    ]
    rest = {name: told[name] for name in ("home", "orientation", "hexagons")}
    return {
        "areas": collection(of_areas, shapes[: len(of_areas)]),
        "wards": collection(of_wards, shapes[len(of_areas) :]),
        **rest,
    }


def collection(properties: list[dict[str, Any]], shapes: list[list[Any]]) -> dict[str, Any]:
    """A GeoJSON FeatureCollection; of each shape the rings of its polygons."""
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": known, "geometry": geometry(shape)}
            for known, shape in zip(properties, shapes, strict=True)
        ],
    }


def geometry(shape: list[Any]) -> dict[str, Any]:
    """The rings of polygons as a GeoJSON geometry."""
    if len(shape) == 1:
        return {"type": "Polygon", "coordinates": shape[0]}
    return {"type": "MultiPolygon", "coordinates": shape}
