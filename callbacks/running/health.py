"""Whether this process lives, and whether it can answer: for what keeps it running and what sends it readers.

Neither needs a sign-in, so neither says more than that: why a release cannot be opened stands in the log.
"""

from __future__ import annotations

import logging
from typing import Final

from flask import Blueprint, Response, jsonify

from data.schema import DataError
from data.serving import current_release

LOG: Final = logging.getLogger("swp")
health = Blueprint("health", __name__)


@health.get("/health", endpoint="health")
def alive() -> Response:
    """The process answers; no release is opened for it, so that a broken store does not get the process restarted."""
    return uncached({"status": "alive"}, 200)


@health.get("/ready")
def ready() -> Response:
    """Readers can be sent here: the newest release can be opened. ``degraded``: an older one is served in its place."""
    try:
        release = current_release()
    except (DataError, OSError) as error:
        LOG.warning("not ready: %s", error)
        return uncached({"status": "not ready", "reason": "no release can be opened; the log says why"}, 503)
    status = "degraded" if release.damaged else "ready"
    return uncached({"status": status, "release": release.id}, 200)


def uncached(told: dict[str, str], status: int) -> Response:
    response = jsonify(told)
    response.status_code = status
    response.cache_control.no_store = True
    return response
