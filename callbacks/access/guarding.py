"""Switches access on: called once, before any other part of the dashboard registers what it does with a request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from dash import Dash
from dash.development.base_component import Component
from flask import Blueprint, Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from callbacks.access.addresses import is_loopback, origin_of
from callbacks.access.counting import Hashed, counts_of
from callbacks.access.gate import Gate, current_reader
from callbacks.access.headers import Headers
from callbacks.access.local import AccountsFile, LocalSignIn
from callbacks.access.sessions import Sessions, set_cookies
from callbacks.access.sign_out import sign_out
from data.audience import Audience
from data.audit import Audit, audit_to
from data.restricted import MEND
from data.schema import DataError
from data.serving import current_audience, unavailable
from data.settings import Settings
from layouts.sign_in import who_reads

SHORTEST_KEY: Final = 32
FILES: Final = frozenset({"static_files.served"})
OPEN_FILES: Final = frozenset(
    {"sign_in.css", "favicon.svg"} | {f"fonts/source-sans-3-latin-{kind}.woff2" for kind in ("400-normal", "600-normal", "700-normal")}
)  # fmt: skip


def guard(
    app: Dash, settings: Settings, address_of: Callable[[str], str], opened: frozenset[str] = frozenset()
) -> Callable[[], Component | None]:
    """Stand before every request of the dashboard, and put headers on every answer.

    ``address_of`` gives the lasting address of a file that the sign-in page is made of; ``opened`` names endpoints that answer
    anybody and tell no figure (health). Gives what the head of a page says of its reader, None without sign-in. DataError for
    settings that leave a door open, or a release that nobody may read.
    """
    check(settings)
    server: Flask = app.server
    audit_to(Audit(settings.audit, settings.key))
    suites = frozenset(rule.endpoint for rule in server.url_map.iter_rules() if "component-suites" in rule.rule)
    server.after_request_funcs.setdefault(None, []).insert(0, Headers(app, settings, FILES | suites))  # the last of all
    styles, icon = address_of("sign_in.css"), address_of("favicon.svg")
    behind(server, settings.proxies)
    shared: dict[str, Any] = {"files": FILES | suites, "open_files": OPEN_FILES, "styles": styles}
    if settings.sign_in == "none":
        why = unavailable()
        if why:
            raise DataError(why, mend=MEND)
        gate = Gate(settings, None, public=True, opened=opened, **shared)
        first(server, gate.without_sign_in)
        return lambda: None
    set_cookies(server, settings)
    counts = counts_of(settings.redis, settings.key)
    sessions, ways = ways_in(settings, counts, styles, icon)
    for blueprint in ways:
        server.register_blueprint(blueprint)
    doors = frozenset(rule.endpoint for rule in server.url_map.iter_rules() if rule.endpoint.startswith("sign_in."))
    public = settings.anyone is Audience.PUBLIC
    gate = Gate(settings, sessions, public=public, opened=opened | doors, **shared)
    server.config["OWN"] = gate.own
    first(server, gate)
    return lambda: who_reads(current_audience(), signed_in=current_reader() is not None)


def ways_in(settings: Settings, counts: Hashed, styles: str, icon: str) -> tuple[Sessions, list[Blueprint]]:
    """The sessions of an installation, and the routes by which people sign in and out."""
    door = Blueprint("sign_in", __name__)
    if settings.sign_in == "local" and settings.accounts:
        accounts = AccountsFile(settings.accounts)
        sessions = Sessions(settings, counts, accounts.find)
        LocalSignIn(sessions, accounts, counts, styles, icon).register(door)
    else:
        from callbacks.access.provider import ProviderSignIn  # Authlib: 15 MB that no other installation needs

        sessions = Sessions(settings, counts, None)
        ProviderSignIn(settings, sessions, counts, styles, icon).register(door)
    sign_out(door, sessions, styles)
    return sessions, [door]


def first(server: Flask, gate: Callable[[], Any]) -> None:
    """Let nothing run before the gate, whatever was registered earlier (Dash registers its own)."""
    server.before_request_funcs.setdefault(None, []).insert(0, gate)


def behind(server: Flask, proxies: int) -> None:
    """Believe the forwarded headers of so many proxies; of none, none."""
    server.config["PROXIES"] = proxies  # callbacks/workers.py: Waitress lets the headers through
    if proxies:
        server.wsgi_app = ProxyFix(server.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]


def check(settings: Settings) -> None:
    """DataError for settings that contradict each other, or that would leave a door open."""
    if settings.sign_in == "none":
        return
    wrong = "environment"
    if len(settings.key) < SHORTEST_KEY:
        raise DataError(
            f"SWP_KEY has {len(settings.key)} characters", where=wrong, mend="Give 64, made with: openssl rand -hex 32"
        )
    if settings.anyone not in (None, Audience.PUBLIC):
        raise DataError(
            f"SWP_ANYONE={settings.anyone.word} would let everybody in beside the sign-in",
            where=wrong,
            mend="Leave it out (nobody), or give public",
        )
    if not settings.address:
        raise DataError(
            "SWP_ADDRESS is missing", where=wrong, mend="Give the address readers use, beginning with https://"
        )
    if not origin_of(settings.address):
        raise DataError("SWP_ADDRESS is no address", where=wrong, mend="Give one beginning with https:// or http://")
    if settings.address.startswith("http://") and not is_loopback(settings.address):
        raise DataError(
            "passwords and sessions would travel unencrypted", where="SWP_ADDRESS", mend="Serve it under https://"
        )
    if settings.sign_in == "local" and settings.accounts is None:
        raise DataError(
            "SWP_ACCOUNTS is missing", where=wrong, mend="swp accounts add NAME --audience analyst --accounts FILE"
        )
    if settings.sign_in == "oidc":
        check_provider(settings)


def check_provider(settings: Settings) -> None:
    """DataError for a provider that is described in part, or could be somebody else."""
    needed = ("address", "oidc_issuer", "oidc_client", "oidc_secret")
    missing = [f"SWP_{name.upper()}" for name in needed if not getattr(settings, name)]
    if not settings.oidc_partner and not settings.oidc_analyst:
        missing.append("SWP_OIDC_PARTNER or SWP_OIDC_ANALYST")
    if missing:
        raise DataError(f"SWP_SIGN_IN=oidc needs {', '.join(missing)}", where="environment", mend="Set them")
    if not settings.oidc_issuer.startswith("https://") and not is_loopback(settings.oidc_issuer):
        raise DataError(
            "the provider must be asked over https://", where="SWP_OIDC_ISSUER", mend="Give its https address"
        )
