"""The answer as files: CSV with its question and base above the table, GeoJSON and GeoPackage with the areas."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from data.categories import slug
from data.selection import Page
from geo.answer import Answer
from geo.answer_json import answer_json
from geo.files.csv_text import csv_text
from geo.files.export_lines import header_lines
from geo.files.geopackage import LayerFacts, geopackage_bytes
from geo.files.layer_style import MapClasses
from geo.shapes.boundaries import load_boundaries
from geo.shapes.projection import DEGREES
from geo.statistics.answer_clusters import AnswerClusters, clusters_of
from geo.statistics.cluster_words import NO_CLUSTER

MEMBERS: Final = (
    "link", "says", "notes", "release", "dataset", "level", "measure", "unit", "period", "previous", "total",
)  # fmt: skip
WORDS: Final = ("code", "name", "verdict", "gi_star", "local_moran")  # text even where no area has any


def answer_csv(answer: Answer, *, clean: bool = False) -> str:
    """Areas as CSV; the lines above the table, each starting with ``#``, say what was asked and of what.

    ``clean`` leaves those lines out, for programs that expect the names of columns first.
    """
    return csv_text(() if clean else header_lines(answer), area_rows(answer))


def area_rows(answer: Answer) -> list[dict[str, Any]]:
    """Every area in the order of codes: the figures of the answer, their unit, and on the evidence page its clusters.

    An area that took part and lies in no cluster says so; one that took no part has None.
    """
    rows = [{**row, "unit": answer.figures.unit} for row in answer_json(answer)["areas"]]
    if answer.selection.page is not Page.EVIDENCE:
        return rows
    found = clusters_of(answer)
    return [{**row, **cluster_columns(found, place)} for place, row in enumerate(rows)]


def cluster_columns(found: AnswerClusters, place: int) -> dict[str, str | None]:
    """The label of one area by each method, ``gi_star`` and ``local_moran``."""
    told: dict[str, str | None] = {}
    for method, clusters in found.found.items():
        left_out = bool(found.reason) or bool(np.isnan(clusters.statistic[place]))
        told[method.replace("-", "_")] = None if left_out else clusters.labels[place] or NO_CLUSTER.lower()
    return told


def answer_geojson(answer: Answer) -> str:
    """Areas with their figures as GeoJSON in degrees; the question and its base as members of the collection."""
    frame = answer_areas(answer).to_crs(DEGREES)
    collection: dict[str, Any] = json.loads(frame.to_json(drop_id=True))
    told = answer_json(answer)
    members = {name: told[name] for name in MEMBERS} | {"about": header_lines(answer)}
    return json.dumps({**collection, **members}, ensure_ascii=False)


def answer_geopackage(answer: Answer, classes: MapClasses | None = None) -> bytes:
    """Areas with their figures as a GeoPackage in EPSG:27700, layer ``areas``; the question in layer ``about``.

    ``classes`` are those of the map on the screen: the layer opens in their colours.
    """
    facts = LayerFacts(
        title=answer.headline,
        description="\n".join(header_lines(answer)),
        licence=licence(answer),
        question=answer.link,
        made=datetime.fromisoformat(answer.release.manifest["created"]),
    )
    return geopackage_bytes(answer_areas(answer), header_lines(answer), facts, classes)


def licence(answer: Answer) -> str:
    """On what terms the shapes may be used, and where they come from."""
    found = answer.release.manifest["boundaries"][str(answer.question.level)]
    return f"Boundaries: {found['licence']}. {found['source']}."


def answer_areas(answer: Answer) -> gpd.GeoDataFrame:
    """Official or approximate shapes (EPSG:27700) beside the figures, in the order of codes."""
    boundaries = load_boundaries(answer.release.folder / "boundaries" / f"{answer.question.level}.parquet")
    rows = area_rows(answer)
    figures = pd.DataFrame(rows, columns=None if rows else ["code", "name"])  # the wards of a borough without any
    unknown = [name for name in figures if figures[name].isna().all()]
    figures = figures.astype({name: "str" if name in WORDS else "float64" for name in unknown})
    return boundaries.areas[["code", "geometry"]].merge(figures, on="code")[[*figures.columns, "geometry"]]


def file_stem(answer: Answer) -> str:
    """A file name that tells the question: ``demonstration_west-end_2022-10_2023-09``; of a release of several
    authorities it begins with the one asked about, or with what all are called."""
    period = answer_json(answer)["period"]
    kind = ["demonstration"] if answer.release.demonstration else []
    kind += [slug(answer.release.authority_name)] if answer.release.choices.scopes else []
    page = answer.selection.page.strip("/") or "borough"
    return re.sub("[^a-z0-9_-]+", "-", "_".join([*kind, page, answer.dataset.slug, period["from"], period["to"]]))
