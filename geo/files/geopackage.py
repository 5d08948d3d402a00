"""Areas as a GeoPackage that says what it is and opens styled: OGC GeoPackage 1.3 with its metadata extension.

The question stands in three places, for three kinds of reader: the table ``about``, one line a row; metadata as GDAL
tells them; and QGIS's own layer metadata. The style stands in ``layer_styles``, where QGIS and GeoServer look for it.
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd

from geo.files.layer_style import MapClasses, qml, sld

LAYER, ABOUT, STYLES = "areas", "about", "layer_styles"
QGIS_METADATA: Final = "http://mrcc.com/qgis.dtd"
MAKE_STYLES: Final = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))
"""


@dataclass(frozen=True)
class LayerFacts:
    """What a layer says of itself."""

    title: str
    description: str
    licence: str
    question: str  # the link
    made: datetime  # of the release: the file tells no other time


def geopackage_bytes(
    areas: gpd.GeoDataFrame, about: list[str], facts: LayerFacts, classes: MapClasses | None = None
) -> bytes:
    """A GeoPackage with layer ``areas`` in the frame's CRS, and table ``about``; styled where classes are given."""
    import pyogrio  # a server need not carry it until somebody wants such a file

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answer.gpkg"
        areas.to_file(
            path,
            layer=LAYER,
            driver="GPKG",
            dataset_metadata={
                "TITLE": facts.title,
                "DESCRIPTION": facts.description,
                "LICENCE": facts.licence,
                "QUESTION": facts.question,
            },
            layer_metadata={"IDENTIFIER": facts.title, "DESCRIPTION": facts.description},
        )
        pyogrio.write_dataframe(pd.DataFrame({ABOUT: about}), path, layer=ABOUT, driver="GPKG")
        with closing(sqlite3.connect(path)) as database:
            with database:
                write_qgis_metadata(database, facts, str(areas.crs.to_string()))
                if classes is not None:
                    write_style(database, classes, facts)
                date_everything(database, facts.made)
            # A file counts its changes, of which GDAL makes one less where two of its times are of the same millisecond.
            anew = path.with_name("anew.gpkg")
            database.execute("VACUUM INTO ?", (str(anew),))
        return anew.read_bytes()


def write_style(database: sqlite3.Connection, classes: MapClasses, facts: LayerFacts) -> None:
    """The default style of the layer, as QGIS keeps it in a GeoPackage."""
    database.execute(MAKE_STYLES)
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description)"
        " VALUES (?, 'attributes', ?, 'Styles of layers')",
        (STYLES, STYLES),
    )
    (column,) = database.execute(
        "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (LAYER,)
    ).fetchone()
    database.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
        " styleQML, styleSLD, useAsDefault, description, owner) VALUES ('', '', ?, ?, ?, ?, ?, 1, ?, '')",
        (LAYER, column, "Classes of the map", qml(classes), sld(classes, LAYER), f"{classes.title}. {facts.question}"),
    )


def write_qgis_metadata(database: sqlite3.Connection, facts: LayerFacts, crs: str) -> None:
    """Title, abstract, licence and link, where QGIS shows them: the layer's properties, Information."""
    root = ET.Element("qgis", {"version": "3.28.0"})
    told = {"identifier": facts.question, "language": "en-GB", "type": "dataset", "title": facts.title}
    for name, text in (told | {"abstract": facts.description, "license": facts.licence}).items():
        ET.SubElement(root, name).text = text
    ET.SubElement(ET.SubElement(ET.SubElement(root, "crs"), "spatialrefsys"), "authid").text = crs
    (number,) = database.execute("SELECT coalesce(max(id), 0) + 1 FROM gpkg_metadata").fetchone()
    database.execute(
        "INSERT INTO gpkg_metadata (id, md_scope, md_standard_uri, mime_type, metadata)"
        " VALUES (?, 'dataset', ?, 'text/xml', ?)",
        (number, QGIS_METADATA, ET.tostring(root, encoding="unicode")),
    )
    database.execute(
        "INSERT INTO gpkg_metadata_reference (reference_scope, table_name, md_file_id) VALUES ('table', ?, ?)",
        (LAYER, number),
    )


def date_everything(database: sqlite3.Connection, when: datetime) -> None:
    """One time for all, so that the same answer gives the same file."""
    stamp = when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    database.execute("UPDATE gpkg_contents SET last_change = ?", (stamp,))
    database.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", (stamp,))
    if database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (STYLES,)).fetchone():
        database.execute("UPDATE layer_styles SET update_time = ?", (stamp,))
