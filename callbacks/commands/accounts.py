"""``swp accounts``: who may sign in, for installations without a provider of their own."""

from __future__ import annotations

import argparse
import os
import sys
from getpass import getpass
from pathlib import Path
from typing import Final

from callbacks.commands.options import Commands
from data.audience import BY_WORD, Audience
from data.schema import DataError
from data.settings import settings_from, variable

ACCOUNTS: Final = variable("accounts")
SIGNED_IN: Final = tuple(word for word, audience in BY_WORD.items() if audience is not Audience.PUBLIC)
WHAT: Final = (
    ("add", "add an account; the password is asked for, or read from a pipe"),
    ("password", "give an account another password; its sessions end"),
    ("audience", "give an account another audience; its sessions end"),
    ("remove", "remove an account; its sessions end"),
    ("list", "list the accounts"),
)


def add(commands: Commands) -> None:
    """Register ``accounts`` and what it does."""
    says = "accounts for signing in, where there is no provider"
    made: argparse.ArgumentParser = commands.add_parser("accounts", help=says, description=says)
    each = made.add_subparsers(required=True, metavar="WHAT")
    for name, what in WHAT:
        one = each.add_parser(name, help=what, description=what)
        one.set_defaults(command=run_accounts, what=name, usage=one.error)
        file = os.environ.get(ACCOUNTS) or None
        one.add_argument("--accounts", type=Path, default=file, required=not file, help=f"their file; else {ACCOUNTS}")
        if name == "list":
            one.add_argument("--pseudonyms", action="store_true", help="as the audit log names them; needs SWP_KEY")
        else:
            one.add_argument("name", metavar="NAME")
        if name in ("add", "audience"):
            one.add_argument("--audience", required=True, choices=SIGNED_IN, help="what they may see")


def run_accounts(options: argparse.Namespace) -> None:
    """Show the accounts or change one of them; the file changes whole or not at all."""
    if options.what == "list":
        list_accounts(options.accounts, pseudonyms=options.pseudonyms)
        return
    from data.accounts import account_name, changing_accounts, new_account

    name = account_name(options.name)
    if options.what in ("add", "password"):  # asked for before the file is held
        password = asked_password()
    with changing_accounts(options.accounts) as accounts:
        if options.what == "add":
            if name in accounts:
                raise DataError("there is such an account already", where=name, mend="Use swp accounts password")
            accounts[name] = new_account(name, BY_WORD[options.audience], password)
        elif name not in accounts:
            raise DataError("there is no such account", where=name, mend="See swp accounts list")
        elif options.what == "password":
            accounts[name] = new_account(name, accounts[name].audience, password)
        elif options.what == "audience":
            accounts[name] = accounts[name].with_audience(BY_WORD[options.audience])
        else:
            del accounts[name]
    print(f"{name}: {DONE[options.what]}")


DONE: Final = {
    "add": "added",
    "password": "has another password",
    "audience": "has another audience",
    "remove": "removed",
}


def list_accounts(path: Path, *, pseudonyms: bool) -> None:
    """Names and audiences, sorted by name; never a hash."""
    from data.accounts import load_accounts
    from data.audit import Audit

    key = settings_from(os.environ).key if pseudonyms else ""
    if pseudonyms and not key:
        raise DataError("pseudonyms need the key of the installation", where="SWP_KEY", mend="Set it, or SWP_KEY_FILE")
    for account in sorted(load_accounts(path).values(), key=lambda one: one.name):
        pseudonym = (Audit(key=key).pseudonym(account.name),) if pseudonyms else ()
        print("  ".join((account.name, account.audience.word, *pseudonym)))


def asked_password() -> str:
    """A password typed twice without being shown, or the first line of a pipe."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass("Password: ")
    if getpass("Again: ") != first:
        raise DataError("the two passwords are not the same", mend="Try again")
    return first
