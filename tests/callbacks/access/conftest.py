"""A small site behind the gate: a page, an answer to a script, a file of the sign-in page, and a bundle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, cast

import pytest
from dash import Dash
from flask import Blueprint, Flask, request
from flask.testing import FlaskClient

from callbacks.access import counting
from callbacks.access.guarding import guard
from data import serving
from data.accounts import new_account, save_accounts
from data.audience import Audience
from data.audit import Audit, audit_to
from data.serving import current_audience, let_go
from data.settings import Settings

ADDRESS: Final = "https://crime.example.org"
KEY: Final = "k" * 64
PASSWORDS: Final = {"ann": "a horse for the analyst", "pat": "a horse for the partner"}
OURS: Final = {"Sec-Fetch-Site": "same-origin"}

Site = Callable[..., FlaskClient]


@pytest.fixture(autouse=True)
def as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a process is set to, and counts in a folder of the test's own."""
    monkeypatch.setattr(counting.tempfile, "gettempdir", lambda: str(tmp_path))
    names = ("_store", "_rules", "_anyone", "_signs_in")
    kept = {name: getattr(serving, name) for name in names}
    yield
    for name, value in kept.items():
        setattr(serving, name, value)
    let_go()
    audit_to(Audit())


@pytest.fixture(scope="session")
def hashed() -> dict[str, Any]:
    """The accounts of the tests; a hash takes a while."""
    audiences = {"ann": Audience.ANALYST, "pat": Audience.PARTNER}
    return {name: new_account(name, audiences[name], password) for name, password in PASSWORDS.items()}


@pytest.fixture
def settings(tmp_path: Path, hashed: dict[str, Any]) -> Settings:
    """An installation with local accounts and an audit log."""
    save_accounts(tmp_path / "accounts.json", hashed)
    return Settings(
        address=ADDRESS,
        sign_in="local",
        key=KEY,
        accounts=tmp_path / "accounts.json",
        audit=tmp_path / "audit.jsonl",
    )


@pytest.fixture
def installed(settings: Settings) -> Site:
    """``installed(sign_in="oidc", ...)``: a client of a small site with the settings of the tests, changed like this."""

    def made(**changed: Any) -> FlaskClient:
        server = small_site()
        app = cast(Dash, SimpleNamespace(server=server, csp_hashes=lambda: ["'sha256-x'"]))
        guard(app, replace(settings, **changed), lambda name: f"/files/0/{name}", frozenset({"health"}))
        return client_of(server)

    return made


class Browser(FlaskClient):
    """A browser that is at the dashboard's address."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return super().open(*args, **{"base_url": ADDRESS, **kwargs})


def client_of(server: Flask) -> FlaskClient:
    """A browser of its own, over TLS."""
    return Browser(server, server.response_class)


def small_site() -> Flask:
    server = Flask("small", static_folder=None)
    files = Blueprint("static_files", __name__)

    @files.get("/files/<content_hash>/<path:name>")
    def served(content_hash: str, name: str) -> str:
        return f"file {name} {content_hash}"

    server.register_blueprint(files)
    server.add_url_rule("/health", "health", lambda: "well")
    server.add_url_rule(
        "/", "page", lambda: f"<p>figures of {current_audience().word}, {request.scheme}://{request.host}"
    )
    server.add_url_rule("/<path:path>", "any_page", lambda path: f"<p>figures at {path}")
    server.add_url_rule("/_dash-layout", "layout", lambda: {"figures": 1})
    server.add_url_rule("/_dash-update-component", "update", lambda: {"figures": 2}, methods=["POST"])
    return server


def sign_in(client: FlaskClient, name: str = "ann", password: str = "", wanted: str = "/", **more: Any) -> Any:
    """What the form sends, and what comes of it."""
    form = {"name": name, "password": password or PASSWORDS.get(name, "no such horse"), "next": wanted}
    return client.post("/sign-in", data=form, headers=OURS, **more)
