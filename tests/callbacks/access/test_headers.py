"""What every answer says of how it may be used."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest
from dash import Dash
from flask.testing import FlaskClient

from callbacks.access.guarding import guard
from callbacks.access.headers import policy
from data.settings import Settings
from tests.callbacks.access.conftest import Site, client_of, sign_in, small_site


def parts(client: FlaskClient, path: str = "/") -> dict[str, list[str]]:
    told = client.get(path).headers["Content-Security-Policy"]
    return {name: sources for name, *sources in (part.split() for part in told.split(";"))}


def test_the_policy_allows_what_is_ours_and_nothing_loose() -> None:
    told = policy(["'sha256-x'"])
    assert "unsafe" not in told
    assert told.startswith("default-src 'none'; script-src 'self' 'sha256-x';")
    for part in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert part in told.split("; ")


@pytest.mark.parametrize("sign_in", ["none", "local"])
def test_every_answer_has_the_headers(installed: Site, sign_in: str) -> None:
    client = installed(sign_in=sign_in)
    for path in ("/", "/health", "/_dash-layout", "/files/0/x", "/sign-in", "/nowhere"):
        told = client.get(path).headers
        assert told["X-Content-Type-Options"] == "nosniff"
        assert told["Referrer-Policy"] == "same-origin"
        assert told["X-Frame-Options"] == "DENY"
        assert told["Cross-Origin-Opener-Policy"] == told["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "geolocation=()" in told["Permissions-Policy"]
        assert told["Strict-Transport-Security"] == "max-age=31536000"
        assert ("Content-Security-Policy" in told) is told["Content-Type"].startswith("text/html")


def test_without_https_there_is_no_word_of_it(installed: Site) -> None:
    client = installed(sign_in="none", address="http://127.0.0.1:8050")
    assert "Strict-Transport-Security" not in client.get("/").headers


def test_a_tile_service_is_named_and_no_other_host(installed: Site) -> None:
    template = "https://{s}.tiles.example.org/{z}/{x}/{y}.png"
    assert parts(installed(sign_in="none", tiles=template))["img-src"] == [
        "'self'", "data:", "blob:", "https://*.tiles.example.org",
    ]  # fmt: skip


def test_the_form_may_lead_to_the_provider(installed: Site) -> None:
    told = {"oidc_client": "c", "oidc_secret": "s", "oidc_analyst": "g", "oidc_issuer": "https://login.example/realm"}
    assert parts(installed(sign_in="oidc", **told), "/sign-in")["form-action"] == ["'self'", "https://login.example"]


def test_with_sign_in_nothing_that_tells_figures_is_kept(installed: Site) -> None:
    client = installed()
    assert sign_in(client).status_code == 303
    for path in ("/", "/_dash-layout"):
        told = client.get(path).headers
        assert told["Cache-Control"] == "no-store, private"
        assert "Cookie" in told["Vary"]
    assert "no-store" not in client.get("/files/0/scripts.js").headers.get("Cache-Control", "")
    assert client_of(client.application).get("/files/0/scripts.js").headers["Cache-Control"] == "no-store, private"


def test_scripts_that_are_added_later_count(settings: Settings) -> None:
    """Dash adds one at the first request: the hashes are those of the moment."""
    hashes = ["'sha256-one'"]
    server = small_site()
    guard(cast(Dash, SimpleNamespace(server=server, csp_hashes=lambda: hashes)), replace(settings, sign_in="none"), str)
    client = client_of(server)
    assert "'sha256-two'" not in parts(client)["script-src"]
    hashes.append("'sha256-two'")
    assert "'sha256-two'" in parts(client)["script-src"]
