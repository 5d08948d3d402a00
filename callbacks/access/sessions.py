"""Sessions: who signed in, in a signed cookie that ends by itself, with its account, and with a sign-out.

The cookie holds name, audience and an end that nothing puts off; it is signed, not secret, and scripts cannot read it. For
local accounts the audience is looked up at every request: an account that was removed, or whose password or audience
changed, has no session any more. A provider's groups are looked at when somebody signs in, and hold until the session ends.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from flask import Flask, session

from callbacks.access.addresses import is_loopback
from callbacks.access.counting import Hashed, NotCountedError
from data.accounts import Account
from data.audience import BY_WORD, Audience
from data.settings import Settings

NAME, AUDIENCE, UNTIL, MARK, WAY, ID = "name", "audience", "until", "mark", "way", "id"
ENDED: Final = "ended"  # kind of count: sessions that somebody signed out of

Look = Callable[[str], Account | None]


@dataclass(frozen=True)
class Reader:
    """Somebody who signed in."""

    name: str
    audience: Audience


class Sessions:
    """Begins, checks and ends the sessions of one installation.

    ``look`` finds a local account by its name; None where a provider signs people in.
    """

    def __init__(self, settings: Settings, counts: Hashed, look: Look | None) -> None:
        self.seconds = settings.session_hours * 3600
        self.way = settings.sign_in
        self.counts, self.look = counts, look

    def begin(self, name: str, audience: Audience, mark: str = "") -> None:
        """A new session; what the browser brought along is forgotten."""
        session.clear()
        session.permanent = True
        session.update(
            {
                NAME: name,
                AUDIENCE: audience.word,
                UNTIL: int(time.time()) + self.seconds,
                MARK: mark,
                WAY: self.way,
                ID: secrets.token_urlsafe(16),
            }
        )

    def reader(self) -> Reader | None:
        """Who has the session of this request; None for nobody, and for a session that has ended."""
        if ID not in session or not self.holds(session):
            return None
        return Reader(session[NAME], BY_WORD[session[AUDIENCE]])

    def holds(self, told: Any) -> bool:
        """Whether a session is ours, in time, of an account as it is now, and not ended by its owner."""
        now = time.time()
        if told.get(WAY) != self.way or told.get(AUDIENCE) not in BY_WORD:
            return False
        if (
            not now < told[UNTIL] <= now + self.seconds + 60
        ):  # also where the clock was put back, or the hours made fewer
            return False
        if self.look is not None:
            account = self.look(told[NAME])
            if account is None or account.mark != told[MARK] or account.audience is not BY_WORD[told[AUDIENCE]]:
                return False
        return not self.was_ended(told[ID])

    def was_ended(self, session_id: str) -> bool:
        """Whether somebody signed out of it. Where that cannot be known (Redis is down), those who are in read on."""
        try:
            return self.counts.known(ENDED, session_id)
        except NotCountedError:
            return False

    def end(self) -> None:
        """End the session of this request, also for copies of its cookie."""
        if ID in session:
            with suppress(NotCountedError):
                self.counts.add(ENDED, session[ID], self.seconds)
        session.clear()


def set_cookies(server: Flask, settings: Settings) -> None:
    """Cookies that only our pages send back and no script reads; over plain HTTP on this machine alone."""
    plain = settings.address.startswith("http://") and is_loopback(settings.address)
    server.config.update(
        SECRET_KEY=settings.key,
        # With the prefix, a browser takes the cookie from this host alone, over TLS.
        SESSION_COOKIE_NAME="swp-session" if plain else "__Host-swp-session",
        SESSION_COOKIE_SECURE=not plain,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=settings.session_hours * 3600,
    )
