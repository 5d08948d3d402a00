"""Signing in with the organisation's OpenID Connect provider: authorization code with PKCE, by Authlib.

What a provider says is checked beyond Authlib's defaults: that its description is of the issuer we were told, the issuer and
audience of the token (Authlib by itself takes a token for somebody else that names us as authorised party), and its
signature by the few methods named here, whatever the provider lists. A ``state`` serves once.
"""

from __future__ import annotations

import logging
from typing import Any, Final

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Blueprint, Response, current_app, redirect, request, session
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response as AnyResponse

from callbacks.access.addresses import local_path
from callbacks.access.counting import Hashed, NotCountedError
from callbacks.access.sessions import Sessions
from data.audience import Audience
from data.audit import acting, network_of, note
from data.settings import Settings
from layouts.sign_in import FAILED, NO_ACCESS, NOT_NOW, message_page, sign_in_page

LOG: Final = logging.getLogger("swp")
NAME: Final = "provider"
WANTED: Final = "wanted"  # of the session: where the reader was going
SIGNED_BY: Final = ("RS256", "PS256", "ES256", "EdDSA")
LEEWAY: Final = 60  # seconds that two clocks may differ
WAIT: Final = 10  # seconds for the provider to answer
STATE_LASTS: Final = 3600  # seconds, as Authlib keeps it
WELL_KNOWN: Final = "/.well-known/openid-configuration"
RETURN: Final = "/sign-in/return"
WRONG: Final = (AuthlibBaseError, JoseError, RequestException, RuntimeError, ValueError, KeyError, TypeError)


class ProviderError(ValueError):
    """The description of a provider that is not the one we were told."""


class Provider:
    """The provider of one installation."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.issuer = settings.oidc_issuer
        self.return_to = settings.address.rstrip("/") + RETURN  # never the host of a request, which its sender chooses

    def client(self) -> Any:
        """Authlib's client of this application, with the provider's description read and checked."""
        oauth = current_app.extensions["swp.oauth"]
        client = oauth.create_client(NAME)
        told = client.load_server_metadata()
        if told.get("issuer") != self.issuer:
            client.server_metadata.clear()
            raise ProviderError(f"the description is of {told.get('issuer')}")
        told["id_token_signing_alg_values_supported"] = list(SIGNED_BY)
        return client

    def register(self, server: Any) -> None:
        """Make the client; nothing is asked of the provider before somebody signs in."""
        oauth = OAuth(server)
        oauth.register(
            NAME,
            client_id=self.settings.oidc_client,
            client_secret=self.settings.oidc_secret,
            server_metadata_url=self.issuer.rstrip("/") + WELL_KNOWN,
            client_kwargs={
                "scope": "openid profile",
                "code_challenge_method": "S256",
                "default_timeout": WAIT,
            },
        )
        server.extensions["swp.oauth"] = oauth

    def claims(self) -> dict[str, Any]:
        """What the provider says of whoever comes back from it; one of ``WRONG`` where that cannot be believed."""
        ours = {"essential": True, "value": self.settings.oidc_client}
        issued = {"essential": True, "value": self.issuer}
        told = self.client().authorize_access_token(claims_options={"iss": issued, "aud": ours}, leeway=LEEWAY)
        claims = told.get("userinfo")
        if not claims:
            raise ProviderError("no identity token came")
        return dict(claims)

    def audience(self, claims: dict[str, Any]) -> Audience | None:
        """The audience of the highest of somebody's groups; None for none of ours."""
        told = claims.get(self.settings.oidc_claim, [])
        groups = {told} if isinstance(told, str) else {one for one in told if isinstance(one, str)}
        if self.settings.oidc_analyst and self.settings.oidc_analyst in groups:
            return Audience.ANALYST
        if self.settings.oidc_partner and self.settings.oidc_partner in groups:
            return Audience.PARTNER
        return None


class ProviderSignIn:
    """The way to the provider and back."""

    def __init__(self, settings: Settings, sessions: Sessions, counts: Hashed, styles: str, icon: str) -> None:
        self.provider = Provider(settings)
        self.sessions, self.counts, self.styles, self.icon = sessions, counts, styles, icon

    def register(self, door: Blueprint) -> None:
        """The addresses at which it answers; nothing is asked of the provider before somebody signs in."""
        door.record_once(lambda state: self.provider.register(state.app))
        door.add_url_rule("/sign-in", "show", self.show)
        door.add_url_rule("/sign-in/start", "start", self.start)
        door.add_url_rule(RETURN, "back", self.back)

    def page(self, status: int = 200, **told: str) -> Response:
        """The button that leads to the provider; above it, where somebody tried, why it did not work."""
        return Response(sign_in_page("oidc", self.styles, self.icon, **told), status, mimetype="text/html")

    def show(self) -> Response:
        """The button, which leads back to the page that was wanted."""
        return self.page(wanted=local_path(request.args.get("next")))

    def start(self) -> AnyResponse:
        """To the provider, with what its answer must fit."""
        session.clear()  # no more than one beginning at a time: a cookie has little room
        session[WANTED] = local_path(request.args.get("next"))
        try:
            answer: AnyResponse = self.provider.client().authorize_redirect(self.provider.return_to)
        except WRONG as error:
            LOG.warning("the sign-in provider cannot be used: %s", type(error).__name__)
            return self.page(503, refused=NOT_NOW)
        return answer

    def back(self) -> AnyResponse:
        """From the provider, with its answer."""
        wanted = local_path(session.get(WANTED))
        try:
            if self.counts.add("state", request.args.get("state", ""), STATE_LASTS) > 1:
                raise ProviderError("this answer has been used")
            claims = self.provider.claims()
        except NotCountedError:
            return self.page(503, refused=NOT_NOW, wanted=wanted)
        except WRONG as error:
            session.clear()
            LOG.warning("a sign-in was refused: %s", type(error).__name__)
            note("sign-in failed", network=network_of(request.remote_addr))
            return self.page(403, refused=FAILED, wanted=wanted)
        return self.let_in(claims, wanted)

    def let_in(self, claims: dict[str, Any], wanted: str) -> AnyResponse:
        """Begin the session of somebody the provider vouches for, where a group of theirs has access."""
        name, audience = f"{claims['iss']}#{claims['sub']}", self.provider.audience(claims)
        acting(name)
        if audience is None:
            session.clear()
            note("sign-in without access")
            return Response(message_page("No access", [NO_ACCESS], self.styles), 403, mimetype="text/html")
        self.sessions.begin(name, audience)
        note("sign-in", audience=audience.word)
        return redirect(wanted, 303)
