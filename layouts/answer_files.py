"""Every file an answer can be had as: tables and areas, and its pictures by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geo.answer import Answer
from geo.files.chart_answers import chart_answers
from geo.files.export_files import KINDS, exported, file_name
from layouts.map_classes import map_classes
from layouts.pack.charts import CHARTS, chart_png, chart_svg

MEDIA_TYPES: Final = {"svg": "image/svg+xml", "png": "image/png"}
PICTURES: Final = {f"{chart}.{form}": (chart, form) for chart in CHARTS for form in MEDIA_TYPES}


@dataclass(frozen=True)
class AnswerFile:
    """A file ready to be saved."""

    name: str
    content: bytes
    media_type: str


def answer_file(answer: Answer, kind: str) -> AnswerFile:
    """``kind`` is one of ``KINDS``, or a picture such as ``map.svg``; DataError where a picture cannot be drawn."""
    if kind in PICTURES:
        chart, form = PICTURES[kind]
        drawn = chart_svg(chart_answers(answer), chart)
        content = drawn.encode() if form == "svg" else chart_png(drawn)
        return AnswerFile(file_name(answer, f"_{kind}"), content, MEDIA_TYPES[form])
    known = KINDS[kind]
    return AnswerFile(file_name(answer, known.ending), exported(answer, kind, map_classes), known.media_type)
