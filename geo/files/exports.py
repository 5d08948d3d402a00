"""The answer as files: CSV with its question and base above the table, GeoJSON and GeoPackage with the areas."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio

from geo.answer import Answer
from geo.answer_json import answer_json
from geo.shapes.boundaries import load_boundaries
from geo.shapes.projection import DEGREES


def answer_csv(answer: Answer) -> str:
    """Areas as CSV; the lines above the table, each starting with ``#``, say what was asked and of what."""
    told = answer_json(answer)
    stream = io.StringIO()
    for line in header_lines(answer):
        stream.write(f"# {line}\n")
    rows = told["areas"]
    writer = csv.DictWriter(stream, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows([{name: "" if value is None else value for name, value in row.items()} for row in rows])
    return stream.getvalue()


def header_lines(answer: Answer) -> list[str]:
    """What an export says above its table: finding, question, release, source, caveats."""
    release = answer.release
    sources = "; ".join(f"{source.name}, {source.period}, {source.rows} rows" for source in answer.sources)
    kind = "demonstration data, illustrative records" if release.demonstration else "as published"
    return [
        answer.says,
        f"Question: {answer.link}",
        f"Release: {release.id} ({kind})",
        f"Source: {sources}",
        *answer.notes,
    ]


def answer_geojson(answer: Answer) -> str:
    """Areas with their figures as GeoJSON in degrees; the question and its base as members of the collection."""
    frame = answer_areas(answer).to_crs(DEGREES)
    collection: dict[str, Any] = json.loads(frame.to_json(drop_id=True))
    told = answer_json(answer)
    names = ("link", "says", "notes", "release", "period", "previous", "total")
    return json.dumps({**collection, **{name: told[name] for name in names}}, ensure_ascii=False)


def answer_geopackage(answer: Answer) -> bytes:
    """Areas with their figures as a GeoPackage in EPSG:27700, layer ``areas``; the question in layer ``about``."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answer.gpkg"
        answer_areas(answer).to_file(path, layer="areas", driver="GPKG")
        about = pd.DataFrame({"about": header_lines(answer)})
        pyogrio.write_dataframe(about, path, layer="about", driver="GPKG")
        return path.read_bytes()


def answer_areas(answer: Answer) -> gpd.GeoDataFrame:
    """Official or approximate shapes (EPSG:27700) beside the figures, in the order of codes."""
    boundaries = load_boundaries(answer.release.folder / "boundaries" / f"{answer.question.level}.parquet")
    figures = pd.DataFrame(answer_json(answer)["areas"])
    return boundaries.areas[["code", "geometry"]].merge(figures, on="code")[[*figures.columns, "geometry"]]


def file_stem(answer: Answer) -> str:
    """A file name that tells the question: ``demonstration_west-end_2022-10_2023-09``."""
    period = answer_json(answer)["period"]
    kind = ["demonstration"] if answer.release.demonstration else []
    page = answer.selection.page.strip("/") or "borough"
    return re.sub("[^a-z0-9_-]+", "-", "_".join([*kind, page, answer.dataset.slug, period["from"], period["to"]]))
