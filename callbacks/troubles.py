"""What goes wrong: into the log whole, to the reader in one sentence with a reference to quote."""

from __future__ import annotations

import logging
import secrets
from typing import Final

import dash
from flask import Blueprint, Response, request

from data.schema import DataError
from layouts import ids
from layouts.troubles import NO_MEMORY, OUR_MISTAKE, UNREADABLE, trouble_page

AGAIN: Final = 10  # seconds after which to ask again
REQUEST_ID: Final = "swp.request_id"  # in the environment of a request, and in the log: callbacks/running/watching.py
troubles = Blueprint("troubles", __name__)


def say_error(error: Exception) -> None:
    """For Dash's ``on_error``: what a callback raised."""
    dash.set_props(ids.NOTICE, {"children": told(error)})


def told(error: BaseException) -> str:
    """The sentence for the reader; what it is about goes into the log under the reference it quotes."""
    reference = (request.environ.get(REQUEST_ID) if request else None) or secrets.token_hex(4)
    log = logging.getLogger("swp")
    if isinstance(error, DataError):
        log.error("error %s: %s", reference, error)
        return UNREADABLE.format(reference)
    log.error("error %s", reference, exc_info=error)
    return (NO_MEMORY if isinstance(error, MemoryError) else OUR_MISTAKE).format(reference)


@troubles.app_errorhandler(DataError)
def unreadable(error: DataError) -> Response:
    """A store or a release that cannot be read just now: not the reader's mistake, and worth asking again."""
    return in_words(told(error), 503)


@troubles.app_errorhandler(MemoryError)
def short_of_memory(error: MemoryError) -> Response:
    """The request may well succeed a moment later."""
    return in_words(told(error), 503)


@troubles.app_errorhandler(500)
def our_mistake(error: Exception) -> Response:
    """Anything else that a request raised."""
    return in_words(told(getattr(error, "original_exception", None) or error), 500)


def in_words(says: str, status: int) -> Response:
    """A page of one sentence; the sentence alone to a page that is open already, and to scripts."""
    if request.path.startswith("/_") or not request.accept_mimetypes.accept_html:
        response = Response(says + "\n", status, mimetype="text/plain")
    else:
        response = Response(trouble_page(says), status, mimetype="text/html")
    response.cache_control.no_store = True
    if status == 503:
        response.headers["Retry-After"] = str(AGAIN)
    return response
