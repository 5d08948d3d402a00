"""The scripts and style sheets of the assets folder on a page without a server, told with the page and not file by file."""

from __future__ import annotations

from functools import cache
from typing import Final

from playwright.sync_api import Route

from tests.conftest import ROOT

FOLDER: Final = ROOT / "assets"
LATER: Final = FOLDER / "vendor" / "plotly"  # what a page asks for itself, when it has such a chart
STYLES: Final = "all.css"


@cache
def scripts() -> str:
    """Every script that all pages load, each an element of its own."""
    found = [path for path in sorted(FOLDER.rglob("*.js")) if LATER not in path.parents]
    return "".join(f"<script>{path.read_text(encoding='utf-8')}</script>" for path in found)


@cache
def styles() -> str:
    """The style sheets: those of the folder as one, which ``answer`` gives, so that fonts are found beside it."""
    vendors = sorted((FOLDER / "vendor").rglob("*.css"))
    links = [f"assets/{STYLES}", *(path.relative_to(ROOT).as_posix() for path in vendors)]
    return "".join(f'<link rel="stylesheet" href="/{link}">' for link in links)


@cache
def _all_styles() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.css")))


def answer(route: Route, path: str) -> None:
    """Give the file that a page asks for below ``/assets/``."""
    if path == f"/assets/{STYLES}":
        route.fulfill(body=_all_styles(), content_type="text/css")
    else:
        route.fulfill(path=ROOT / path.lstrip("/"))
