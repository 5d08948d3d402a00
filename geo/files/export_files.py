"""The kinds of file an answer can be had as: their names, what they are called, and their content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from geo.answer import Answer
from geo.files.exports import answer_csv, answer_geojson, answer_geopackage, file_stem
from geo.files.layer_style import MapClasses
from geo.files.spreadsheet import answer_xlsx


@dataclass(frozen=True)
class FileKind:
    """A kind of file: what is added to the stem of its name, and its media type."""

    ending: str
    media_type: str


CLEAN: Final = "csv-clean"
GEOPACKAGE: Final = "gpkg"
PLAIN: Final = ("csv", CLEAN, "xlsx", "geojson")  # made of figures alone, no classes or pictures
KINDS: Final = {
    "csv": FileKind(".csv", "text/csv"),
    CLEAN: FileKind("_clean.csv", "text/csv"),
    "xlsx": FileKind(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    GEOPACKAGE: FileKind(".gpkg", "application/geopackage+sqlite3"),
    "geojson": FileKind(".geojson", "application/geo+json"),
}


def exported(answer: Answer, kind: str, classes: Callable[[Answer], MapClasses] | None = None) -> bytes:
    """The answer as a file of one of ``KINDS``; ``classes`` gives the map's, for the file that carries a style."""
    if kind == "xlsx":
        return answer_xlsx(answer)
    if kind == GEOPACKAGE:
        return answer_geopackage(answer, classes(answer) if classes else None)
    if kind == "geojson":
        return (answer_geojson(answer) + "\n").encode()
    return answer_csv(answer, clean=kind == CLEAN).encode()


def file_name(answer: Answer, ending: str) -> str:
    """What the file is called when it is saved; it tells the question."""
    return file_stem(answer) + ending
