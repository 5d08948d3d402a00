"""What is logged of a request says how it went, and never who asked nor what."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, Response, abort, request

from callbacks.running.logs import AUDIT, Lines, Words, log_request
from callbacks.running.watching import ID, ID_HEADER, OTHER, OWN, Served, Watched


def record(message: str, name: str = "swp", level: int = logging.INFO, **more: Any) -> logging.LogRecord:
    made = logging.LogRecord(name, level, __file__, 1, message, (), more.pop("exc_info", None))
    made.__dict__.update(more)
    return made


@pytest.fixture
def server() -> Flask:
    made = Flask("small")

    @made.route("/", defaults={"path": ""})
    @made.route("/<path:path>")
    def page(path: str) -> Response:
        response = Response(f"page {path}")
        response.headers["X-Swp-Release"] = "0007-ab"
        return response

    @made.get("/boundaries/<release>/<name>")
    def boundaries(release: str, name: str) -> str:
        request.environ["swp.kept"] = True
        return release + name

    @made.get("/gone")
    def gone() -> str:
        abort(404)

    @made.get("/broken")
    def broken() -> str:
        raise RuntimeError("no")

    return made


@pytest.fixture
def seen(server: Flask) -> Iterator[list[Served]]:
    found: list[Served] = []
    server.wsgi_app = Watched(server, ["/", "/west-end"], [found.append], release="X-Swp-Release", kept="swp.kept")  # type: ignore[method-assign]
    yield found


def test_a_request_by_its_kind_not_by_its_question(server: Flask, seen: list[Served]) -> None:
    client = server.test_client()
    answer = client.get("/west-end?type=robbery&ward=church-street")
    assert (seen[0].method, seen[0].route, seen[0].status, seen[0].release) == ("GET", "/west-end", 200, "0007-ab")
    assert seen[0].size == len(answer.data) and 0 < seen[0].seconds < 10 and not seen[0].kept
    assert answer.headers[ID_HEADER] == seen[0].id and len(seen[0].id) == 8
    client.get("/boundaries/0007-ab/lsoa-1.json")
    assert (seen[1].route, seen[1].kept) == ("/boundaries/<release>/<name>", True)
    assert "robbery" not in repr(seen) and "lsoa-1" not in repr(seen)


def test_what_is_none_of_ours_is_not_repeated(server: Flask, seen: list[Served]) -> None:
    client = server.test_client()
    client.get("/jane.doe@example.org")
    client.get("/wp-login.php\n{}")
    client.open("/", method="DELETE")
    client.get("/gone")
    server.testing = False
    client.get("/broken")
    assert [(each.route, each.status) for each in seen] == [
        (OTHER, 200), (OTHER, 200), ("/", 405), ("/gone", 404), ("/broken", 500)
    ]  # fmt: skip
    assert seen[2].method == OTHER


def test_a_number_cannot_be_chosen_and_own_requests_are_left_out(server: Flask, seen: list[Served]) -> None:
    client = server.test_client()
    answer = client.get("/", headers={ID_HEADER: "chosen", "Swp.own": "1", "swp.own": "1"})
    assert answer.headers[ID_HEADER] != "chosen" and len(seen) == 1
    client.get("/", environ_overrides={OWN: True, ID: "x"})
    assert len(seen) == 1


def test_a_line_is_one_json_object_whatever_is_in_it() -> None:
    try:
        raise ValueError("two\nlines “”")
    except ValueError as error:
        line = Lines().format(
            record("it\nbroke", level=logging.ERROR, exc_info=(ValueError, error, error.__traceback__))
        )
    assert "\n" not in line
    told = json.loads(line)
    assert (told["event"], told["level"]) == ("it\nbroke", "error") and "two\nlines" in told["traceback"]
    assert told["time"].endswith("+00:00") and told["worker"] > 0


def test_words_for_a_person_are_one_line() -> None:
    assert Words().format(record("worker 12 ended (-9)\x1b[31m\nnow")) == "swp: worker 12 ended (-9) [31m now"
    assert Words().format(record('{"event": "sign-in"}', AUDIT)) == '{"event": "sign-in"}'
    assert Lines().format(record('{"event": "sign-in"}', AUDIT)) == '{"event": "sign-in"}'


def test_a_request_as_a_line(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "swp.requests"):
        log_request(Served("0a1b2c3d", "GET", "/west-end", 200, 0.01234, 512, "0007-ab", False))
    told = json.loads(Lines().format(caplog.records[0]))
    assert {name: told[name] for name in ("event", "request", "method", "route", "status", "ms", "bytes", "release")} == {
        "event": "request", "request": "0a1b2c3d", "method": "GET", "route": "/west-end", "status": 200, "ms": 12.3,
        "bytes": 512, "release": "0007-ab",
    }  # fmt: skip
