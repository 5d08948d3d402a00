"""Deny by default: without a session nothing passes but what is named."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from dash import Dash

from callbacks.access.guarding import guard
from data.audience import Audience
from data.schema import DataError
from data.settings import Settings
from tests.callbacks.access.conftest import ADDRESS, OURS, Site, client_of, sign_in, small_site


def test_a_page_leads_to_the_sign_in_and_back(installed: Site) -> None:
    answer = installed().get("/west-end?type=robbery&days=fri,sat")
    assert (answer.status_code, answer.location) == (
        302,
        "/sign-in?next=%2Fwest-end%3Ftype%3Drobbery%26days%3Dfri%2Csat",
    )
    assert b"figures" not in answer.data


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/_dash-layout", {}),
        ("POST", "/_dash-update-component", OURS),
        ("GET", "/files/0/scripts.js", {}),
        ("GET", "/files/0/../sign_in.css", {}),
        ("GET", "/files/0/sign_in.css/x", {}),
        ("GET", "/west-end", {"Sec-Fetch-Dest": "script"}),
        ("GET", "/assets/theme.css", {}),
        ("PUT", "/", OURS),
        ("OPTIONS", "/", {}),
    ],
)
def test_what_a_script_asks_for_is_refused(installed: Site, method: str, path: str, headers: dict[str, str]) -> None:
    answer = installed().open(path, method=method, headers=headers)
    assert answer.status_code == 401
    assert answer.json == {"error": "Sign in to read this.", "sign_in": "/sign-in"}
    assert "WWW-Authenticate" in answer.headers
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_only_what_is_named_is_open(installed: Site) -> None:
    client = installed()
    assert client.get("/health").data == b"well"
    assert client.get("/files/0/sign_in.css").data == b"file sign_in.css 0"
    page = client.get("/sign-in?next=/west-end")
    assert b'value="/west-end"' in page.data
    assert b"figures" not in page.data
    assert client.get("/sign-in?next=//evil.example").data.count(b"evil") == 0


def test_a_route_that_somebody_adds_is_closed(settings: Settings) -> None:
    server = small_site()
    guard(cast(Dash, SimpleNamespace(server=server, csp_hashes=list)), settings, str)
    server.add_url_rule("/sign-in-figures", "new", lambda: "figures")
    server.add_url_rule("/health/figures", "newer", lambda: "figures")
    client = client_of(server)
    assert client.get("/sign-in-figures").status_code == client.get("/health/figures").status_code == 302


def test_with_public_reading_everybody_reads_as_the_public(installed: Site) -> None:
    client = installed(anyone=Audience.PUBLIC)
    assert client.get("/west-end").status_code == 200
    assert sign_in(client).status_code == 303
    assert b"figures of analyst" in client.get("/").data


def test_without_sign_in_everything_is_as_it_was(installed: Site) -> None:
    client = installed(sign_in="none")
    assert b"figures of" in client.get("/").data
    assert client.post("/_dash-update-component").json == {
        "figures": 2
    }  # no cookie, nothing to protect from other sites
    assert b"figures at sign-in" in client.get("/sign-in").data
    assert "Cache-Control" not in client.get("/").headers
    assert "Set-Cookie" not in client.get("/").headers


def test_another_site_cannot_send_for_a_reader(installed: Site) -> None:
    client = installed()
    assert sign_in(client).status_code == 303
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}):
        assert client.post("/_dash-update-component", headers=headers).status_code == 403
        assert client.post("/sign-out", headers=headers).status_code == 403
        assert client.post("/sign-in", data={"name": "pat"}, headers=headers).status_code == 403
    assert client.post("/_dash-update-component", headers={"Origin": ADDRESS}).json == {"figures": 2}


FORWARDED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-For": "203.0.113.7",
    "X-Forwarded-User": "ann",
    "Forwarded": "for=203.0.113.7;host=evil.example",
    "X-Original-URL": "/health",
    "X-Rewrite-URL": "/health",
    "X-HTTP-Method-Override": "GET",
}


def test_forwarded_headers_change_nothing_without_proxies(installed: Site) -> None:
    client = installed()
    answer = client.get("/west-end", headers=FORWARDED)
    assert (answer.status_code, answer.location) == (302, "/sign-in?next=%2Fwest-end")
    assert sign_in(client).status_code == 303
    assert b"https://crime.example.org" in client.get("/", headers=FORWARDED).data


def test_forwarded_headers_of_the_named_proxies_count(installed: Site) -> None:
    client = installed(proxies=1)
    assert sign_in(client).status_code == 303
    told = {"X-Forwarded-Host": "evil.example, inside.example", "X-Forwarded-Proto": "http, https"}
    assert b"https://inside.example" in client.get("/", headers=told).data  # what the one proxy wrote, the last


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"key": ""}, "SWP_KEY has 0 characters"),
        ({"key": "short"}, "SWP_KEY has 5"),
        ({"accounts": None}, "SWP_ACCOUNTS is missing"),
        ({"address": ""}, "SWP_ADDRESS is missing"),
        ({"anyone": Audience.ANALYST}, "SWP_ANYONE=analyst would let everybody in"),
        ({"anyone": Audience.PARTNER}, "SWP_ANYONE=partner would"),
        ({"address": "http://crime.example.org"}, "unencrypted"),
        ({"address": "crime.example.org"}, "SWP_ADDRESS is no address"),
        ({"sign_in": "oidc"}, "needs SWP_OIDC_ISSUER, SWP_OIDC_CLIENT, SWP_OIDC_SECRET, SWP_OIDC_PARTNER or"),
        (
            {"sign_in": "oidc", "oidc_issuer": "http://login.example", "oidc_client": "c", "oidc_secret": "s", "oidc_analyst": "g"},
            "over https",
        ),
    ],
)  # fmt: skip
def test_settings_that_leave_a_door_open_are_refused(installed: Site, changed: dict[str, Any], says: str) -> None:
    with pytest.raises(DataError, match=says) as raised:
        installed(**changed)
    assert raised.value.mend


def test_a_worker_loads_its_first_pages_past_the_gate_and_nobody_else_does(installed: Site) -> None:
    client = installed()
    mark = client.application.config["OWN"]
    assert client.get("/", environ_overrides={"swp.own": mark}).status_code == 200
    for other in (None, True, "x", str(mark), object()):
        assert client.get("/", environ_overrides={"swp.own": other}).status_code == 302
    assert client.get("/", headers={"Swp.Own": "x", "Swp-Own": "x"}).status_code == 302


def test_a_missing_file_of_accounts_is_said_at_the_start(installed: Site, settings: Settings) -> None:
    assert settings.accounts
    missing = replace(settings, accounts=settings.accounts.with_name("none.json"))
    with pytest.raises(DataError, match="there is no file of accounts"):
        installed(accounts=missing.accounts)
