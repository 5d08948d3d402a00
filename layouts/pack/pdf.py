"""The pack as a tagged PDF (PDF/UA-1), set by Typst from a template, without network or browser."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from data.releases import Release
from geo.files.pack_answers import pack_answers
from layouts.pack import colours
from layouts.pack.making import pack_of
from layouts.pack.model import Pack, PackMonths, PackTable, PackView, Ranking
from layouts.pack.vector_heatmap import heatmap_svg
from layouts.pack.vector_lorenz import lorenz_svg
from layouts.pack.vector_map import cover_svg, map_svg
from layouts.pack.vector_trend import trend_svg

TEMPLATE: Final = Path(__file__).with_name("pack.typ")
FONTS: Final = Path(__file__).resolve().parents[2] / "assets" / "fonts" / "print"
PALETTE: Final = ("ink", "ink_2", "ink_3", "rule", "panel", "link", "bar", "previous")
COVER: Final = {"width": 493.0, "height": 330.0}
AUTO, REST = "auto", "1fr"
# All but what the fonts of print are known to have (Latin, Greek, Cyrillic, arrows, signs): PDF/UA takes no document with
# a character that cannot be shown.
NOT_IN_PRINT: Final = re.compile(
    "[^\x00-~\xa0-\u024f\u02b0-\u036f\u0391-\u03a1\u03a3-\u03c9\u0400-\u045f\u1e00-\u1eff\u2000-\u200b\u2010-\u2027"
    "\u2030-\u2040\u20a0-\u20bf\u2190-\u226f\u25a0-\u25cf]"
)
WORD_COLUMNS: Final = frozenset({"area", "ward", "verdict"})


def pack_pdf(release: Release, links: Sequence[str], made: date, address: str = "") -> bytes:
    """The board pack of some links as PDF; ``made`` is the date on it, ``address`` where the dashboard is served."""
    return pdf_bytes(pack_of(pack_answers(release, links), made, address))


def pdf_bytes(pack: Pack) -> bytes:
    """A pack as PDF/UA-1; the same pack gives the same bytes."""
    made: bytes = compiled(pack, "pdf", pdf_standards=["ua-1"])
    return made


def page_pictures(pack: Pack, ppi: float = 80) -> list[bytes]:
    """Every page as PNG, for looking at it."""
    pages: list[bytes] | bytes = compiled(pack, "png", ppi=ppi)
    return pages if isinstance(pages, list) else [pages]


def compiled(pack: Pack, kind: str, **settings: Any) -> Any:
    """What Typst makes of a pack."""
    import typst  # here: a command that makes no pack need not load it

    arguments: dict[str, Any] = {
        "root": str(TEMPLATE.parent),
        "font_paths": [str(FONTS)],
        "ignore_system_fonts": True,
        "format": kind,
        "sys_inputs": {"pack": NOT_IN_PRINT.sub("?", json.dumps(values(pack), ensure_ascii=False))},
        "timestamp": round(datetime.combine(date.fromisoformat(pack.made_iso), time(), UTC).timestamp()),
    }
    return typst.compile(str(TEMPLATE), **arguments, **settings)


def values(pack: Pack) -> dict[str, Any]:
    """All that the template prints."""
    day = date.fromisoformat(pack.made_iso)
    addresses = {view.link: view.address for view in pack.views}
    return {
        "document": f"{pack.title}: {pack.authority}, {pack.period}",
        "description": " ".join(said.says for said in pack.headlines),
        **{name: getattr(pack, name) for name in PLAIN},
        "year": day.year,
        "month": day.month,
        "day": day.day,
        "colours": {name: getattr(colours, name.upper()) for name in PALETTE},
        "headlines": [asdict(said) | {"address": addresses.get(said.link, "")} for said in pack.headlines],
        "cover": next((cover_svg(view.map, name="cover", **COVER) for view in pack.views if view.map), ""),
        "views": [view_values(view, f"view{place}") for place, view in enumerate(pack.views, start=1)],
        "definitions": [
            {"title": method.title, "definition": method.definition, "formula": method.formula, "base": method.base}
            for method in pack.definitions
        ],
    }


PLAIN: Final = (
    "title", "authority", "period", "release", "created", "made", "demonstration", "sources", "caveats", "left_out",
    "boundaries",
)  # fmt: skip


def view_values(view: PackView, name: str) -> dict[str, Any]:
    """One view, its pictures drawn."""
    plain = ("title", "sentence", "question", "sources", "link", "address", "base", "map_reason", "heatmap_reason",
             "ranking_reason", "change_says", "months_reason", "notes")  # fmt: skip
    drawn, hours = view.map, view.heatmap
    return {
        **{part: getattr(view, part) for part in plain},
        "base": " ".join(filter(None, (view.base, view.rule))),
        "map": drawn and {"title": drawn.title, "says": drawn.says, "base": drawn.base, "svg": map_svg(drawn, name=f"{name}-map")},
        "heatmap": hours and {
            "title": hours.title, "says": hours.says, "base": hours.base, "peak_says": hours.peak_says,
            "svg": heatmap_svg(hours, name=f"{name}-hours"),
        },
        "ranking": view.ranking and ranking_values(view.ranking),
        "months": view.months and {
            "title": view.months.title, "says": view.months.says, "alt": months_told(view.months),
            "svg": trend_svg(view.months, name=f"{name}-months"),
        },
        "curve": view.curve and {
            "title": view.curve.title, "says": view.curve.says, "svg": lorenz_svg(view.curve, name=f"{name}-curve"),
        },
        "tables": [table_values(part) for part in view.tables],
        "qr": qr_svg(view.address or view.link),
        "qr_alt": f"QR code that holds {view.address or view.link}",
    }  # fmt: skip


def ranking_values(ranking: Ranking) -> dict[str, Any]:
    """The ranking as rows of cells under its heads."""
    return {
        "heads": ranking.heads,
        "rows": [ranking.cells(row) for row in ranking.rows],
        "numbers": [place for place, column in enumerate(ranking.columns) if column not in WORD_COLUMNS],
        "widths": [REST if column == wide_column(ranking) else AUTO for column in ranking.columns],
        "bold": [place for place, row in enumerate(ranking.rows) if row.top],
        "caption": ranking.caption,
        "rest": ranking.rest,
        "base": ranking.base,
    }


def wide_column(ranking: Ranking) -> str:
    """The column that takes what room is left."""
    return "ward" if "ward" in ranking.columns else "area"


def table_values(part: PackTable) -> dict[str, Any]:
    """A further table; its last column may hold words too."""
    words = set(range(part.words))
    words |= {
        place for place in range(len(part.heads)) if all(not any(map(str.isdigit, row[place])) for row in part.rows)
    }
    widest = max(words, key=lambda place: max((len(row[place]) for row in part.rows), default=0), default=0)
    return {
        "title": part.title,
        "says": part.says,
        "heads": part.heads,
        "rows": part.rows,
        "base": part.base,
        "numbers": [place for place in range(len(part.heads)) if place not in words],
        "widths": [REST if place == widest else AUTO for place in range(len(part.heads))],
    }


def months_told(months: PackMonths) -> str:
    """The months in words and numbers: what stands for their picture."""

    def line(values: Sequence[float | None]) -> str:
        told = (("not known" if value is None else f"{value:,.0f}") for value in values)
        return ", ".join(f"{label} {value}" for label, value in zip(months.labels, told, strict=True))

    before = f" {months.before_name}: {line(months.before)}." if months.before else ""
    return f"{months.says} By month, {months.unit}, {months.now_name}: {line(months.now)}.{before}"


def qr_svg(text: str) -> str:
    """A QR code as SVG, with the quiet zone that readers need."""
    import segno

    out = BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", border=2, dark=colours.INK, xmldecl=False, svgns=True
    )
    return out.getvalue().decode()
