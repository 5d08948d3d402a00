"""Answers that took a while, kept as bytes: the views everybody opens are worked out once a release, not once a reader.

An answer is a pure function of the question (the request's body) and the release with its registered tables as an audience
sees it, so these are the key. What a click asks for (files, board packs) is not kept: it is large, asked for once, and may tell today's date.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock
from typing import Final

from flask import Blueprint, Response, g, request

from data.serving import current_release

KEPT: Final = "swp.kept"  # in the environment of a request that was answered so
PATH: Final = "/_dash-update-component"
WORTH_KEEPING: Final = 0.003  # seconds: what is quicker costs less to make than to look after
LARGEST: Final = 200_000  # bytes of one answer
ROOM: Final = 8_000_000  # bytes of all, in each worker
ASKED_BY_A_CLICK: Final = b'"n_clicks"'
SOMETHING_WENT_WRONG: Final = b'"sideUpdate"'

Key = tuple[object, ...]
kept_answers = Blueprint("kept_answers", __name__)


class Kept:
    """Answers by question; those not asked for the longest go first when there is no room."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._answers: OrderedDict[Key, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Key) -> bytes | None:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def put(self, key: Key, answer: bytes) -> None:
        with self._lock:
            self._bytes += len(answer) - len(self._answers.pop(key, b""))
            self._answers[key] = answer
            while self._bytes > self._room:
                self._bytes -= len(self._answers.popitem(last=False)[1])

    @property
    def bytes(self) -> int:
        return self._bytes


_kept: Final = Kept()


@kept_answers.before_app_request
def answer_again() -> Response | None:
    """The kept answer to this question, if there is one."""
    if request.path != PATH or request.method != "POST":
        return None
    body = request.get_data()
    if ASKED_BY_A_CLICK in body:
        return None
    release = current_release()
    key = (release.key, release.releases, release.weights, release.populations, body)
    answer = _kept.get(key)
    if answer is not None:
        request.environ[KEPT] = True
        return Response(answer, mimetype="application/json")
    g.asked = key, time.perf_counter()
    return None


@kept_answers.after_app_request
def keep(response: Response) -> Response:
    """Keep what took a while to answer and went well."""
    key, begun = g.pop("asked", (None, 0.0))
    if key and response.status_code == 200 and time.perf_counter() - begun >= WORTH_KEEPING:
        answer = response.get_data()
        if len(answer) <= LARGEST and SOMETHING_WENT_WRONG not in answer:
            _kept.put(key, answer)
    return response
