"""What several commands are given: a store, an audience, a number."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data.audience import BY_WORD, EVERYTHING
from data.releases import open_release
from data.settings import rule_of, settings_from, variable

if TYPE_CHECKING:
    from data.releases import Release

Commands = argparse._SubParsersAction  # what `add_subparsers` gives; argparse has no public name for it
Run = Callable[[argparse.Namespace], None]
STORE: Final = variable("store")


def command(
    commands: Commands, name: str, run: Run, help_text: str, *, needs_store: bool = False
) -> argparse.ArgumentParser:
    """A command with ``--store``, which SWP_STORE gives where it is left out; without both the demonstration answers,
    unless the command needs a store."""
    made: argparse.ArgumentParser = commands.add_parser(name, help=help_text, description=help_text)
    made.set_defaults(command=run, usage=made.error)
    store = os.environ.get(STORE) or None
    made.add_argument(
        "--store",
        type=Path,
        default=store,
        required=needs_store and not store,
        help=f"folder of releases; else {STORE}",
    )
    return made


def asks_as(made: argparse.ArgumentParser) -> None:
    """``--audience``: whoever has the files may see all of them, and may ask what others are told."""
    made.add_argument(
        "--audience", choices=tuple(BY_WORD), default=EVERYTHING.word, help="answer as this audience is answered"
    )


def asked_release(options: argparse.Namespace) -> Release:
    """The newest release of the store as ``--audience`` sees it."""
    release = open_release(options.store)
    audience = BY_WORD[options.audience]
    if audience is EVERYTHING:
        return release
    return release.seen_by(audience, rule_of(settings_from(os.environ, secrets=False), audience))


def at_least_one(text: str) -> int:
    """A number of things of which there must be one."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1")
    return int(text)
