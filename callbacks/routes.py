"""Plain addresses beside the pages: the geometry of a release, for the browser to keep; and addresses without a page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, abort, jsonify, request, send_from_directory

from data.serving import current_release, named_release
from geo.page_answers import page_answers
from geo.shapes.drawn_files import COMPRESSED
from layouts import PAGES
from layouts.later import rest
from layouts.picture import picture
from layouts.west_end_parts import boundary_urls

routes = Blueprint("routes", __name__)
A_YEAR: Final = 365 * 24 * 3600
AN_HOUR: Final = 3600
_NAME: Final = re.compile(r"[a-z0-9]+-[0-9a-f]{12}\.json")  # a level, and what the content adds up to
_MEDIA_TYPE: Final = "application/json"
_PATHS: Final = frozenset(page.path.strip("/") for page in PAGES)
_ANY_PATH: Final = "/<path:path>"  # Dash answers all addresses that are nobody else's with its one page


@routes.get("/boundaries/<release_id>/<name>")
def boundaries(release_id: str, name: str) -> Response:
    """A level's geometry; its name follows its content, so it never changes. Sent as it was compressed when the
    release was made, where the browser takes that."""
    release = named_release(release_id)
    # Resolved: Flask would take a relative one from its own folder.
    folder = release.folder.resolve() / "boundaries" if release else None
    if folder is None or not _NAME.fullmatch(name) or not is_own(folder / name):
        abort(404)
    coding = best_coding(folder, name)
    found = name + COMPRESSED.get(coding, "")
    response = send_from_directory(folder, found, mimetype=_MEDIA_TYPE, max_age=A_YEAR, etag=found, last_modified=None)
    response.cache_control.immutable = True
    response.vary.add("Accept-Encoding")
    if coding:
        response.content_encoding = coding
    return response


def is_own(path: Path) -> bool:
    """Whether a file lies in its folder itself: a link could lead anywhere on this machine."""
    return path.is_file() and not path.is_symlink()


def best_coding(folder: Path, name: str) -> str:
    """The tightest content coding that the browser takes and the release holds; empty for none."""
    taken = request.accept_encodings
    kept = (coding for coding, ending in COMPRESSED.items() if is_own(folder / f"{name}{ending}"))
    return next((coding for coding in kept if taken[coding] > 0), "")


@routes.get("/beside/<release_id>")
def beside(release_id: str) -> Response:
    """Figures of the earlier period for the areas of a view with many, which follow when one is pointed at."""
    release = named_release(release_id)
    if release is None or (release.rule.withholds and release.id != current_release().id):
        abort(404)  # who is told protected figures is told those of one release
    answers = page_answers(release, request.args.get("link", "/west-end"))
    response = jsonify(rest(picture(answers.whole, answers.shown, boundary_urls(answers.shown.release))))
    response.cache_control.max_age = AN_HOUR
    return response


@routes.after_app_request
def without_page(response: Response) -> Response:
    """An address without a page is sent the words that say so (``layouts/not_found.py``), and is not called found."""
    if request.endpoint == _ANY_PATH and response.status_code == 200 and request.path.strip("/") not in _PATHS:
        response.status_code = 404
    return response
