"""Whether a boundary file is what its ending says, before GDAL opens it.

GDAL chooses a driver by content, whatever the ending. Some of its drivers follow what a file names: other files of this
machine (virtual formats, pipelines) or addresses (feature services, links of a coordinate system). A file from a stranger
must make it do neither, so only files of shapes are let through, and GDAL itself is given no way out to the network.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Final

from data.schema import DataError

_BINARY: Final = {
    ".gpkg": b"SQLite format 3\0",
    ".shp": b"\x00\x00\x27\x0a",
    ".fgb": b"fgb",
}
_JSON: Final = frozenset([".geojson", ".json", ".topojson"])
_XML: Final = frozenset([".gml", ".kml"])
_ROOT: Final = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:(?:<\?.*?\?>|<!--.*?-->)\s*)*<(?:[\w.-]+:)?(?:kml|FeatureCollection)[\s>]", re.DOTALL
)
# What makes another driver take a text for its own, wherever in it that stands; and entities of XML.
_FOLLOWED: Final = re.compile(rb"<OGR\w+|WFS_Capabilities|gdal_streamed_alg|<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_START: Final = 4096
_PIECE: Final = 1 << 20
_OVERLAP: Final = 64
_NOWHERE: Final = "127.0.0.1:9"  # a proxy that answers nobody: the port of "discard"


def check_content(path: Path, members: Iterable[str] = ()) -> None:
    """Raise DataError for a file, or members of a zip, that are not what their endings say or name other files."""
    wanted = tuple(members)
    if not wanted:
        if path.is_file():
            with path.open("rb") as stream:
                _check(stream, path.suffix.lower(), path.name)
        return
    with zipfile.ZipFile(path) as archive:
        for member in wanted:
            with archive.open(member) as packed:
                _check(packed, Path(member).suffix.lower(), f"{path.name}/{member}")


def without_network() -> None:
    """From now on GDAL fetches nothing in this process; our own download does not go through it."""
    import pyogrio

    pyogrio.set_gdal_config_options({"GDAL_HTTP_PROXY": _NOWHERE})


def _check(stream: IO[bytes], ending: str, where: str) -> None:
    start = stream.read(_START)
    if ending in _BINARY:
        fits = start.startswith(_BINARY[ending])
    elif ending in _JSON:
        fits = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
    elif ending in _XML:
        fits = bool(_ROOT.match(start))
    else:  # .gdb: a folder, which is no file
        fits = False
    if not fits:
        raise DataError(
            f"the file is no {ending.removeprefix('.')} by its content", where=where, mend="check that it is whole"
        )
    if ending not in _BINARY and _names_others(start, stream):
        raise DataError("the file names other files to be read", where=where, mend="do not trust it")


def _names_others(start: bytes, stream: IO[bytes]) -> bool:
    piece = start
    while piece:
        if _FOLLOWED.search(piece):
            return True
        further = stream.read(_PIECE)
        piece = piece[-_OVERLAP:] + further if further else b""
    return False
