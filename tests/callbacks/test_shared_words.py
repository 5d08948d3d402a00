"""Answers told by words that the browser holds: half as long, the same to the letter, and only to who holds them."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Final

import brotli  # type: ignore[import-untyped]
import pytest
from backports.zstd import ZstdDict, decompress
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from data.serving import serve_from
from layouts.shared_words import WORDS, SharedWords
from tests.conftest import ROOT
from tests.fuzz.asking import PATH, body_of, declared

HELD: Final = (ROOT / "assets" / WORDS).read_bytes()
NAME: Final = SharedWords(HELD).name
ALL: Final = "gzip, deflate, br, zstd, dcb, dcz"
MOST: Final = 1_100  # bytes of one action at 128 areas: the target of the benchmark (tests/benchmarks/targets.py)


@pytest.fixture
def body(site: FlaskClient) -> dict[str, object]:
    """A question that is not among those the words were taken from."""
    serve_from(None)
    west_end = next(one for one in declared(site) if one["output"].startswith("..picture."))
    return body_of(west_end, "?time=day&n=10")


def asked(site: FlaskClient, body: dict[str, object], **headers: str) -> TestResponse:
    return site.post(PATH, json=body, headers={name.replace("_", "-"): said for name, said in headers.items()})


def test_an_answer_names_its_words_and_holds_the_rest() -> None:
    words = SharedWords(b"recorded offences, up from a year earlier")
    told = words.told(b"40.6% of recorded offences, up from a year earlier")
    assert told[:8] == bytes.fromhex("5e2a4d1820000000")
    assert told[8:40] == sha256(b"recorded offences, up from a year earlier").digest()
    held = ZstdDict(b"recorded offences, up from a year earlier", is_raw=True)
    assert decompress(told[40:], zstd_dict=held) == b"40.6% of recorded offences, up from a year earlier"
    assert len(told) - 40 < 35


def test_who_holds_the_words_gets_the_same_answer_in_half_the_bytes(site: FlaskClient, body: dict[str, object]) -> None:
    plain = asked(site, body)
    by_itself = asked(site, body, Accept_Encoding=ALL)
    short = asked(site, body, Accept_Encoding=ALL, Available_Dictionary=NAME)
    assert by_itself.headers["Content-Encoding"] == "br"
    assert brotli.decompress(by_itself.data) == plain.data
    assert short.headers["Content-Encoding"] == "dcz"
    assert decompress(short.data[40:], zstd_dict=ZstdDict(HELD, is_raw=True)) == plain.data
    assert int(short.headers["Content-Length"]) == len(short.data)
    assert len(short.data) < 0.7 * len(by_itself.data)
    # Of a reader who has the page already: what has not changed is not sent. Else write the words anew.
    seen = json.loads(plain.data)["response"]["seen"]["data"]
    again = asked(site, with_seen(body, seen), Accept_Encoding=ALL, Available_Dictionary=NAME)
    assert len(again.data) < MOST, "python -m tests.benchmarks.answer_words"


def with_seen(body: dict[str, object], seen: str) -> dict[str, object]:
    given: list[dict[str, str]] = body["state"]  # type: ignore[assignment]
    return body | {"state": [part | {"value": seen} if part["id"] == "seen" else part for part in given]}


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept_Encoding": ALL, "Available_Dictionary": SharedWords(HELD + b"!").name},  # of another version
        {"Accept_Encoding": "gzip, deflate, br", "Available_Dictionary": NAME},
        {"Accept_Encoding": "br, dcz;q=0", "Available_Dictionary": NAME},
        {"Accept_Encoding": ALL},
    ],
)
def test_nobody_else_gets_what_he_could_not_read(
    site: FlaskClient, body: dict[str, object], headers: dict[str, str]
) -> None:
    assert asked(site, body, **headers).headers["Content-Encoding"] == "br"


def test_a_refusal_stays_in_plain_words(site: FlaskClient) -> None:
    refused = asked(site, {"output": "x" * 500}, Accept_Encoding="dcz", Available_Dictionary=NAME)
    assert refused.status_code == 400
    assert "Content-Encoding" not in refused.headers


def test_a_page_names_the_words_and_the_words_what_they_are_for(site: FlaskClient) -> None:
    link = site.get("/west-end").headers["Link"]
    address = link.removeprefix("<").partition(">")[0]
    assert link == f'<{address}>; rel="compression-dictionary"'
    served = site.get(address)
    assert served.data == HELD
    assert served.headers["Use-As-Dictionary"] == f'match="{PATH}"'
    assert "max-age=31536000" in served.headers["Cache-Control"]
    assert "Use-As-Dictionary" not in site.get("/files/0/scripts.js").headers
