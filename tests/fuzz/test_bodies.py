"""Bodies of callbacks: what no page sends is refused in one line, what a page may send is answered."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.asking import PATH, body_of, check, declared, is_click

WRONG: Final[list[Any]] = [None, 1, "x", [], {}, [1], [None], [[]], ["x"], [{}], {"id": "x"}, True, 1e308]
NO_TEXTS: Final[list[Any]] = [None, 1, "x", [1], {}]
# As numbers, lists and objects of any depth, and texts with every trap: lone surrogates, NUL, very long.
VALUES: Final[st.SearchStrategy[Any]] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["\ud800", "\x00", "x" * 30_000, "?" + "&".join(["type=a"] * 900), "../../app.py", "/vsicurl/x"]),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(st.text(max_size=8), parts, max_size=4),
    max_leaves=8,
)


def ask(site: FlaskClient, body: Any) -> tuple[int, bytes]:
    answer = site.post(PATH, data=json.dumps(body), content_type="application/json")
    check(answer.status_code, answer.data)
    return answer.status_code, answer.data


@pytest.fixture(scope="module")
def all_callbacks(site: FlaskClient) -> list[dict[str, Any]]:
    found = declared(site)
    assert len(found) > 30
    return found


def test_what_a_page_sends_is_answered(site: FlaskClient, all_callbacks: list[dict[str, Any]]) -> None:
    for callback in all_callbacks:
        status, content = ask(site, body_of(callback))
        assert status in (200, 204) and b"Something went wrong" not in content, callback["output"]


def test_a_part_that_is_missing_or_of_another_type_is_refused(
    site: FlaskClient, all_callbacks: list[dict[str, Any]]
) -> None:
    for callback in all_callbacks:
        body = body_of(callback)
        for part in ("output", "outputs", "inputs"):
            assert ask(site, {name: value for name, value in body.items() if name != part})[0] == 400
            assert all(ask(site, body | {part: wrong})[0] == 400 for wrong in WRONG)
        for changed in (body["inputs"][:-1], body["inputs"] * 2, [*body["inputs"][1:], {"id": "x", "property": "y"}]):
            assert ask(site, body | {"inputs": changed})[0] == 400
        assert all(ask(site, body | {"changedPropIds": wrong})[0] == 400 for wrong in NO_TEXTS)
        if body["state"]:
            assert ask(site, body | {"state": []})[0] == 400


def test_a_body_that_is_no_plain_json_is_refused(site: FlaskClient, all_callbacks: list[dict[str, Any]]) -> None:
    good = json.dumps(body_of(next(found for found in all_callbacks if is_click(found))))
    raw = [
        b"", b"{", b"[]", b"null", b"1", b'"x"', b"[" * 100_000, b'{"a":' * 50_000, b"\xff\xfe", b"\x1f\x8b\x08",
        good.encode("utf-16"), good.replace("null", "NaN").encode(), good.replace("null", "1e999").encode(),
        good.replace("null", '"\\ud800"').encode(), good.replace('"output"', '"output": 1, "output"', 1).encode(),
        good.encode() + b"}", good.replace(": ", ":", 1).encode()[:-1],
    ]  # fmt: skip
    for content in raw:
        for kind in (
            "application/json",
            "text/plain",
            "",
            "multipart/form-data; boundary=x",
            "application/json; charset=utf-7",
        ):
            answer = site.post(PATH, data=content, content_type=kind)
            check(answer.status_code, answer.data)
            assert answer.status_code in (400, 413, 415), (content[:20], kind)
    assert site.post(PATH, data=b" " * 1_000_001, content_type="application/json").status_code == 413
    assert site.post(PATH, data=good, content_type="text/plain").status_code == 415


@settings(max_examples=150, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_value_in_any_place(site: FlaskClient, all_callbacks: list[dict[str, Any]], data: st.DataObject) -> None:
    """One value of a well-formed body replaced: answered or refused; files are made on clicks alone, here never."""
    callback = data.draw(st.sampled_from([found for found in all_callbacks if not is_click(found)]))
    body = body_of(callback)
    part = data.draw(st.sampled_from([*body["inputs"], *body["state"]]))
    part["value"] = data.draw(VALUES)
    body["changedPropIds"] = [f"{part['id']}.{part['property']}"]
    assert ask(site, body)[0] in (200, 204, 400)


@settings(max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(clicks=VALUES, views=VALUES, search=VALUES)
def test_any_click(
    site: FlaskClient, all_callbacks: list[dict[str, Any]], clicks: Any, views: Any, search: Any
) -> None:
    """Buttons pressed a number of times that is none, with lists of views that are none: no file is made of them."""
    clicks = clicks if not isinstance(clicks, int) or isinstance(clicks, bool) else -1
    for callback in [found for found in all_callbacks if is_click(found)][::4]:
        body = body_of(callback, n_clicks=clicks, search=search, **{"pack-views": views})
        assert ask(site, body)[0] in (200, 204, 400)


def test_controls_with_choices_that_are_none(site: FlaskClient, all_callbacks: list[dict[str, Any]]) -> None:
    for callback in all_callbacks:
        for part in [part for part in callback["inputs"] if part["property"] == "value"]:
            wrong: tuple[Any, ...] = ("none of these", ["x", "y"], -1, "")
            for value in wrong:
                given: dict[str, Any] = {part["id"]: value, "bar-for": "x"}
                body = body_of(callback, "", **given)
                body["changedPropIds"] = [f"{part['id']}.value"]
                assert ask(site, body)[0] == 200
