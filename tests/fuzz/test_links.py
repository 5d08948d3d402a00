"""Links of any text, through the whole answer, every page's callback, and the address of the earlier figures."""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.link_query import KEYS
from data.releases import Release
from data.selection import Page
from geo.page_json import page_json
from tests.fuzz.asking import PATH, body_of, check, declared

WORDS: Final = [
    "offences", "stop-search", "2022-10", "2023-09", "0001-01", "9999-12", "2022-13", "previous", "none", "robbery", "theft",
    "lsoa", "lsoa21", "ward", "region", "west-end", "E05013808", "E01004763", "013e", "night", "22-04", "24-24", "fri,sat", "any", "child-on-child",
    "rate", "change", "quotient", "harm", "0", "50", "-1", "1e9", "fixed", "table", "knife", "hate", "spread", "clear",
    "workday", "../../etc/passwd", "\x00", "%00", "\u202e", "𝟚", "x" * 9000, ",,,", "é", "<script>", "'; drop",
]  # fmt: skip
PREFIXES: Final = ["", "we.", "syv.", "nb.", "x.", "."]
LINKS: Final = st.builds(
    lambda page, parts: page + "?" + "&".join(f"{prefix}{key}={value}" for prefix, key, value in parts),
    st.sampled_from([*map(str, Page), "/nowhere", "", "//[", "http://", "/west-end/../data", "\\\\x"]),
    st.lists(
        st.tuples(
            st.sampled_from(PREFIXES),
            st.sampled_from([*KEYS, "nothing", ""]),
            st.sampled_from(WORDS) | st.text(max_size=12) | st.sampled_from(WORDS).map(quote),
        ),
        max_size=6,
    ),
)
ANY_TEXT: Final = st.text(max_size=60)
FEWER: Final = settings(max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FEWER
@given(link=LINKS | ANY_TEXT, view=st.sampled_from([None, "we", "syv", "nb"]))
def test_any_link_has_an_answer_that_is_json(tiny: Release, link: str, view: str | None) -> None:
    told = page_json(tiny, link, view)
    json.dumps(told, allow_nan=False).encode()
    assert told["link"].startswith("/")


@pytest.fixture(scope="module")
def drawing(site: FlaskClient) -> list[dict[str, Any]]:
    """The callbacks that a link alone sets going."""
    found = [one for one in declared(site) if one["inputs"][0]["property"] == "search"]
    assert len(found) > 8
    return found


@FEWER
@given(data=st.data())
def test_any_link_is_answered_by_every_page(
    site: FlaskClient, drawing: list[dict[str, Any]], data: st.DataObject
) -> None:
    link = data.draw(LINKS)
    path, _, query = link.partition("?")
    body = body_of(data.draw(st.sampled_from(drawing)), f"?{query}")
    for part in body["state"]:
        part["value"] = f"/{path.strip('/')}" if part["property"] == "pathname" else part["value"]
    answer = site.post(PATH, data=json.dumps(body), content_type="application/json")
    check(answer.status_code, answer.data)
    readable = all(len(part["value"] or "") <= 20_000 and part["value"].isprintable() for part in body["inputs"][:1])
    assert answer.status_code in ((200,) if readable else (200, 400))
    assert b"Something went wrong" not in answer.data, link


@FEWER
@given(
    release=st.sampled_from(["demonstration", "0001-x", "..", "%2e%2e", "x" * 300]) | ANY_TEXT, link=LINKS | ANY_TEXT
)
def test_the_address_of_the_earlier_figures(site: FlaskClient, release: str, link: str) -> None:
    address = (
        f"/beside/{quote(release.encode('utf-8', 'replace'), safe='')}?link={quote(link.encode('utf-8', 'replace'))}"
    )
    answer = site.get(address)
    check(answer.status_code, answer.data)
