"""Plain addresses beside the pages: the geometry of a release, for the browser to keep."""

from __future__ import annotations

from flask import Blueprint, Response, abort, send_from_directory

from data.serving import named_release

routes = Blueprint("routes", __name__)
A_YEAR = 365 * 24 * 3600


@routes.get("/boundaries/<release_id>/<name>")
def boundaries(release_id: str, name: str) -> Response:
    """A level's geometry; its name follows its content, so it never changes."""
    release = named_release(release_id)
    if release is None or name not in {found["display"] for found in release.manifest["boundaries"].values()}:
        abort(404)
    response = send_from_directory(release.folder / "boundaries", name, mimetype="application/geo+json", max_age=A_YEAR)
    response.cache_control.immutable = True
    return response
