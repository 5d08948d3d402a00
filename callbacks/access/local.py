"""Signing in with a local account."""

from __future__ import annotations

from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Final

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from callbacks.access.addresses import local_path
from callbacks.access.attempts import WINDOW, may_try, succeeded
from callbacks.access.counting import Hashed, NotCountedError
from callbacks.access.sessions import Sessions
from data.accounts import LONGEST, Account, account_name, fits, load_accounts
from data.audit import acting, network_of, note
from data.schema import DataError
from layouts.sign_in import NOT_NOW, REFUSED, TOO_MANY, sign_in_page

AT_ONCE: Final = BoundedSemaphore(2)  # passwords looked at in a process: each takes 19 MiB and a core
LONGEST_FORM: Final = 10_000  # bytes


class AccountsFile:
    """The accounts as their file has them now; it is read again when it was changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamp: tuple[int, int, int] | None = None
        self._accounts: dict[str, Account] = {}
        self._lock = Lock()
        self._read(self._stamp_now())

    def find(self, name: str) -> Account | None:
        """The account of a name; None for no account, and for all while the file cannot be read."""
        try:
            stamp = self._stamp_now()
            if stamp != self._stamp:
                with self._lock:
                    self._read(stamp)
        except DataError:
            return None
        return self._accounts.get(name)

    def _stamp_now(self) -> tuple[int, int, int]:
        try:
            told = self.path.stat()
        except OSError as error:
            mend = f"Make the first with: swp accounts add NAME --audience analyst --accounts {self.path}"
            raise DataError("there is no file of accounts", where=str(self.path), mend=mend) from error
        return told.st_mtime_ns, told.st_size, told.st_ino

    def _read(self, stamp: tuple[int, int, int]) -> None:
        self._accounts, self._stamp = load_accounts(self.path), stamp


class LocalSignIn:
    """The form and what becomes of it."""

    def __init__(self, sessions: Sessions, accounts: AccountsFile, counts: Hashed, styles: str, icon: str) -> None:
        self.sessions, self.accounts, self.counts = sessions, accounts, counts
        self.styles, self.icon = styles, icon

    def register(self, door: Blueprint) -> None:
        """The addresses at which it answers."""
        door.add_url_rule("/sign-in", "show", self.show, methods=["GET"])
        door.add_url_rule("/sign-in", "take", self.take, methods=["POST"])

    def form(self, status: int = 200, **told: str) -> Response:
        """The form; above it, where somebody tried, why it did not work."""
        response = Response(sign_in_page("local", self.styles, self.icon, **told), status, mimetype="text/html")
        if status == 429:
            response.headers["Retry-After"] = str(WINDOW)
        return response

    def show(self) -> Response:
        """The form, which leads back to the page that was wanted."""
        return self.form(wanted=local_path(request.args.get("next")))

    def take(self) -> AnyResponse:
        """What was typed: counted, looked at, and let in or not."""
        request.max_content_length = LONGEST_FORM
        wanted = local_path(request.form.get("next"))
        typed, password = request.form.get("name", "")[:LONGEST], request.form.get("password", "")
        again = {"wanted": wanted, "typed": typed[:100]}
        name = name_or_none(typed)
        try:
            if not may_try(self.counts, name, request.remote_addr):
                note("sign-in throttled", network=network_of(request.remote_addr))
                return self.form(429, refused=TOO_MANY, **again)
        except NotCountedError:
            return self.form(503, refused=NOT_NOW, **again)
        account = self.accounts.find(name)
        acting(account.name if account else "")
        with AT_ONCE:
            right = fits(account, password)
        if account is None or not right:
            note("sign-in failed", network=network_of(request.remote_addr))
            return self.form(403, refused=REFUSED, **again)
        succeeded(self.counts, name)
        self.sessions.begin(account.name, account.audience, account.mark)
        note("sign-in", audience=account.audience.word)
        return redirect(wanted, 303)


def name_or_none(typed: str) -> str:
    """The name that was typed; empty for what cannot be one, which is counted like any other."""
    try:
        return account_name(typed)
    except DataError:
        return ""
