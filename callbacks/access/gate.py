"""The gate before every request: nothing passes without a session but what is named here.

It denies by default: an address is closed until its endpoint is named, so a route that somebody adds is closed too. It
stands before everything else, because what follows holds the release as its reader may see it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import Response, g, jsonify, redirect, request

from callbacks.access.addresses import is_from_another_site, sign_in_link
from callbacks.access.sessions import Reader, Sessions
from data.audit import acting
from data.serving import read_by, unavailable
from data.settings import Settings
from layouts.sign_in import message_page

# What a script of ours asks for; anything else that is asked for by GET is a page somebody wants to see.
FETCHED: Final = ("/_", "/files/", "/assets/", "/boundaries/", "/beside/")
OWN: Final = "swp.own"  # in the environment of a request: callbacks/workers.py
NO_STORE: Final = {"Cache-Control": "no-store"}
Page = Callable[..., str]


class Gate:
    """Lets a request pass, or answers it.

    Parameters
    ----------
    sessions : of an installation with sign-in; None for one without, which has no readers.
    public : whether those who have not signed in may read as the public does.
    opened : endpoints that answer anybody: the sign-in itself, health; none of them tells a figure.
    files : endpoints whose files hold no figures (scripts, styles); they need no release.
    open_files : the few of those files that the sign-in page is made of.
    """

    def __init__(
        self,
        settings: Settings,
        sessions: Sessions | None,
        *,
        public: bool,
        opened: frozenset[str],
        files: frozenset[str],
        open_files: frozenset[str],
        styles: str,
    ) -> None:
        self.sessions, self.public = sessions, public
        self.opened, self.files, self.open_files = opened, files, open_files
        self.address, self.styles = settings.address.rstrip("/"), styles
        self.own = object()

    def without_sign_in(self) -> Response | None:
        """Everybody may read everything, unless what there is may only be read by those who signed in."""
        if request.endpoint in self.files or request.endpoint in self.opened:
            return None
        why = unavailable()
        return self.refuse_all(why) if why else None

    def __call__(self) -> Response | None:
        """Find out who asks, and let them pass or not."""
        reader = self.sessions.reader() if self.sessions else None
        g.reader = reader
        read_by(reader.audience if reader else None)
        acting(reader.name if reader else "")
        if is_from_another_site(request, self.address):
            return Response("This request did not come from a page of this dashboard.\n", 403, mimetype="text/plain")
        if reader is not None or self.public or self.is_open() or self.is_our_own():
            return None
        return deny()

    def is_open(self) -> bool:
        """Whether anybody may have what is asked for."""
        if request.endpoint in self.opened:
            return True
        named = (request.view_args or {}).get("name")
        return request.endpoint in self.files and named in self.open_files

    def is_our_own(self) -> bool:
        """Whether this process asks itself, to load what a first request loads: no request from outside can hold the mark,
        which is no text."""
        return request.environ.get(OWN) is self.own

    def refuse_all(self, why: str) -> Response:
        """The answer while the newest release needs a sign-in that this installation has not got."""
        if is_fetched():
            return Response(jsonify({"error": why}).data, 503, mimetype="application/json", headers=NO_STORE)
        page = message_page("Not available without sign-in", [why], self.styles)
        return Response(page, 503, mimetype="text/html", headers=NO_STORE)


def deny() -> Response:
    """To the sign-in, and from there back to the page; to a script only that it must."""
    link = sign_in_link(request.path, request.query_string.decode("ascii", "replace"))
    if is_fetched():
        refused = jsonify({"error": "Sign in to read this.", "sign_in": "/sign-in"})
        refused.status_code = 401
        refused.headers["WWW-Authenticate"] = 'Cookie realm="Safer Westminster"'
        return refused
    return redirect(link, 302)  # type: ignore[return-value]  # Werkzeug's own kind of response


def is_fetched() -> bool:
    """Whether a script asks, or a browser for a part of a page, not somebody for a page."""
    part = request.headers.get("Sec-Fetch-Dest", "document") not in ("document", "empty")
    return request.method not in ("GET", "HEAD") or request.path.startswith(FETCHED) or part


def current_reader() -> Reader | None:
    """Who signed in and sent the request in hand."""
    reader: Reader | None = g.get("reader")
    return reader
