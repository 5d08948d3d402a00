"""Kept answers: the same bytes, never of another question or release, never a mistake, never more than there is room for."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from callbacks import kept_answers as module
from callbacks.kept_answers import PATH, Kept, kept_answers
from data.releases import Release


class Counting:
    """A server whose answers count how often they are worked out."""

    def __init__(self, release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
        self.release = release
        self.made = 0
        self.status, self.content = 200, '{"response": 1}'
        server = Flask("site")
        server.register_blueprint(kept_answers)
        server.add_url_rule(PATH, view_func=self.answer, methods=["POST"])
        self.client: FlaskClient = server.test_client()
        monkeypatch.setattr(module, "_kept", Kept(room=1000))
        monkeypatch.setattr(module, "WORTH_KEEPING", 0.0)
        monkeypatch.setattr(module, "current_release", lambda: self.release)

    def answer(self) -> Response:
        self.made += 1
        return Response(self.content, status=self.status, mimetype="application/json")

    def ask(self, body: Any) -> tuple[int, bytes]:
        answer = self.client.post(PATH, data=json.dumps(body))
        return answer.status_code, answer.data


@pytest.fixture
def counting(tiny: Release, monkeypatch: pytest.MonkeyPatch) -> Counting:
    return Counting(tiny, monkeypatch)


def test_a_question_asked_again_gets_the_same_bytes_without_work(counting: Counting) -> None:
    assert counting.ask({"search": "?n=5"}) == counting.ask({"search": "?n=5"}) == (200, b'{"response": 1}')
    assert counting.made == 1
    counting.ask({"search": "?n=6"})
    assert counting.made == 2


def test_another_release_or_table_is_another_question(counting: Counting) -> None:
    from dataclasses import replace

    for changed in ({}, {"manifest": counting.release.manifest | {"id": "0002-b"}}, {"weights": ("board",)}):
        counting.release = replace(counting.release, **changed)
        made = counting.made
        counting.ask({"search": ""})
        counting.ask({"search": ""})
        assert counting.made == made + 1


@pytest.mark.parametrize(
    ("status", "content", "body"),
    [
        (500, "broken", {}),
        (204, "", {}),
        (200, '{"sideUpdate": {"notice": {"children": "Something went wrong"}}}', {}),
        (200, "x" * 300_000, {}),
        (200, "a file", {"inputs": [{"id": "download-csv", "property": "n_clicks", "value": 1}]}),
    ],
)
def test_mistakes_files_and_what_is_large_are_not_kept(
    counting: Counting, status: int, content: str, body: Any
) -> None:
    counting.status, counting.content = status, content
    assert counting.ask(body)[0] == status
    counting.ask(body)
    assert counting.made == 2


def test_what_is_quick_is_not_kept(counting: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WORTH_KEEPING", 60.0)
    counting.ask({})
    counting.ask({})
    assert counting.made == 2


def test_the_longest_unasked_go_first_when_there_is_no_room() -> None:
    kept = Kept(room=10)
    kept.put(("a",), b"1234")
    kept.put(("b",), b"5678")
    assert kept.get(("a",)) == b"1234"
    kept.put(("c",), b"9012")
    assert [kept.get((name,)) for name in "abc"] == [b"1234", None, b"9012"]
    assert kept.bytes == 8
    kept.put(("a",), b"12")
    assert kept.bytes == 6
    kept.put(("d",), b"more than there is room for")
    assert kept.bytes == 0


def test_every_click_is_told_by_its_property(site: FlaskClient) -> None:
    """Files and packs are asked for by buttons; their requests name n_clicks."""
    callbacks = json.loads(site.get("/_dash-dependencies").data)
    assert sum("download" in callback["output"] for callback in callbacks) > 5
    for callback in callbacks:
        if "download" in callback["output"] and not callback["clientside_function"]:
            assert any(part["property"] == "n_clicks" for part in callback["inputs"]), callback["output"]
