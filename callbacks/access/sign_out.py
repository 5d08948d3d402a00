"""Signing out: a form, so that no other site and no page made ready in advance can do it."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from callbacks.access.gate import current_reader
from callbacks.access.sessions import Sessions
from data.audit import note
from layouts.sign_in import message_page

FORGET: Final = '"cache", "storage"'


def sign_out(door: Blueprint, sessions: Sessions, styles: str) -> None:
    """Register the way out."""

    @door.get("/sign-out")
    def ask() -> Response:
        says = ["Whoever uses this browser after you will have to sign in again."]
        return Response(message_page("Sign out", says, styles, sign_out=True), mimetype="text/html")

    @door.post("/sign-out")
    def leave() -> AnyResponse:
        if current_reader() is not None:
            note("sign-out")
        sessions.end()
        response = redirect("/sign-in", 303)
        response.headers["Clear-Site-Data"] = FORGET  # pages kept for "back", and the views chosen for a pack
        return response
