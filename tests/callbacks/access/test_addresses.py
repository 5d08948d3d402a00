"""Where the sign-in leads afterwards, and where a request comes from."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from flask import Request
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from callbacks.access.addresses import is_from_another_site, is_loopback, local_path, origin_of, sign_in_link

OURS = "https://crime.example.org"


@pytest.mark.parametrize(
    "path", ["/", "/west-end", "/west-end?type=robbery&days=fri,sat", "/about#accessibility", "/data?x=%2F%2Fy"]
)
def test_a_page_of_ours_is_kept(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None, "", "west-end", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
        "/\n/evil.example", "\t//evil.example", " //evil.example", "/\x00/evil", "https://evil.example", "https:evil.example",
        "javascript:alert(1)", "data:text/html,x", "/a\\..\\\\evil", "/west-end\r\nSet-Cookie: a=b", "/x/../../y", "/a/..",
        "/sign-in?next=/sign-in", "/sign-out", "/_dash-layout", "/" + "x" * 3000, "/\u0085/evil", "/.//evil/..",
    ],
)  # fmt: skip
def test_anything_else_leads_to_the_first_page(path: str | None) -> None:
    assert local_path(path) == "/"


@given(st.text(alphabet=st.sampled_from("/\\:.@?#%ae\t\n\r \x00\u2028"), max_size=12) | st.text(max_size=30))
@example("/\\/evil")
def test_no_text_leads_to_another_host(text: str) -> None:
    """As a browser reads it: tabs and line ends dropped, spaces cut, backslashes taken for slashes."""
    led = local_path(text)
    browsers = led.strip().replace("\t", "").replace("\n", "").replace("\r", "").replace("\\", "/")
    there = urlsplit(urljoin(f"{OURS}/sign-in", browsers))
    assert (there.scheme, there.netloc) == ("https", "crime.example.org")
    assert led == browsers


def test_the_link_to_the_sign_in_carries_a_page_and_its_question() -> None:
    assert (
        sign_in_link("/west-end", "type=robbery&days=fri,sat")
        == "/sign-in?next=%2Fwest-end%3Ftype%3Drobbery%26days%3Dfri%2Csat"
    )
    assert sign_in_link("/") == sign_in_link("//evil.example") == "/sign-in"


@pytest.mark.parametrize(
    ("method", "headers", "foreign"),
    [
        ("GET", {"Sec-Fetch-Site": "cross-site"}, False),
        ("HEAD", {}, False),
        ("POST", {"Sec-Fetch-Site": "same-origin"}, False),
        ("POST", {"Sec-Fetch-Site": "same-site"}, True),
        ("POST", {"Sec-Fetch-Site": "cross-site", "Origin": OURS}, True),
        ("POST", {"Sec-Fetch-Site": "none"}, True),
        ("POST", {"Origin": OURS}, False),
        ("POST", {"Origin": "https://inside.example:8443"}, False),  # as the request's own host
        ("POST", {"Origin": "http://crime.example.org"}, True),
        ("POST", {"Origin": "https://crime.example.org.evil.example"}, True),
        ("POST", {"Origin": "null"}, True),
        ("POST", {"Referer": OURS}, True),
        ("DELETE", {}, True),
    ],
)
def test_what_changes_something_comes_from_a_page_of_ours(method: str, headers: dict[str, str], foreign: bool) -> None:
    made = EnvironBuilder("/", "https://inside.example:8443", method=method, headers=Headers(headers))
    request = Request(made.get_environ())
    assert is_from_another_site(request, OURS) is foreign


def test_origins() -> None:
    assert origin_of("https://login.example/realm/x") == "https://login.example"
    assert origin_of("ftp://x") == origin_of("crime.example.org") == ""
    assert [is_loopback(f"http://{host}:8050") for host in ("127.0.0.1", "localhost", "[::1]", "127.0.0.1.evil.example")] == [
        True, True, True, False,
    ]  # fmt: skip
