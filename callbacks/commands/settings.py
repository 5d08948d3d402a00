"""``swp settings``: what this installation is set to, and whether it can be served like that."""

from __future__ import annotations

import argparse
import os
import sys

from callbacks.commands.options import Commands
from data.settings import settings_from
from data.settings_checked import check, doubts, listed, unknown
from data.terminal import one_line


def add(commands: Commands) -> None:
    """Register ``settings``, which needs no store."""
    says = "show all settings, where each comes from, and what contradicts what"
    commands.add_parser("settings", help=says, description=says).set_defaults(command=run_settings)


def run_settings(_options: argparse.Namespace) -> None:
    from callbacks.access.guarding import check as check_access

    settings = settings_from(os.environ)
    rows = [tuple(map(one_line, row)) for row in listed(os.environ, settings)]
    names, values = (max(len(row[place]) for row in rows) for place in (0, 1))
    for name, value, source in rows:
        print(f"{name:{names}}  {value:{values}}  {source}")
    for doubt in (*unknown(os.environ), *doubts(settings)):
        print(f"swp: {one_line(doubt)}", file=sys.stderr)
    check(settings)
    check_access(settings)
