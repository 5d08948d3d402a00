"""``swp backup`` and ``swp restore``: a store in one file, and back."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from callbacks.commands.options import Commands, command
from data.terminal import one_line

MEGABYTE = 1_000_000


def add(commands: Commands) -> None:
    """Register ``backup`` and ``restore``."""
    backup = command(commands, "backup", run_backup, "write a store into one file", needs_store=True)
    backup.add_argument("--out", type=Path, required=True, metavar="FILE", help="FILE.tar.gz")
    backup.add_argument("--accounts", type=Path, metavar="FILE", help="put this file of accounts in too")
    restore = command(commands, "restore", run_restore, "put a backup back into an empty folder", needs_store=True)
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--accounts", type=Path, metavar="FILE", help="write the accounts in it here")


def run_backup(options: argparse.Namespace) -> None:
    from data.backup import back_up

    made = back_up(options.store, options.out, options.accounts)
    for told in made.damaged:
        print(f"swp: damaged, and backed up as it is: {one_line(told)}", file=sys.stderr)
    print(
        f"{options.out}: {counted(made.releases)}, {made.files:,} files, {made.bytes / MEGABYTE:,.1f} MB in"
        f" {options.out.stat().st_size / MEGABYTE:,.1f} MB"
    )


def run_restore(options: argparse.Namespace) -> None:
    from data.restoring import restore

    made = restore(options.file, options.store, options.accounts)
    for told in made.damaged:
        print(f"swp: damaged when it was backed up: {one_line(told)}", file=sys.stderr)
    if made.accounts and not options.accounts:
        print("swp: left out: the accounts in it (--accounts FILE writes them)", file=sys.stderr)
    print(f"{options.store}: {counted(made.releases)}, {made.files:,} files, each as it was backed up")


def counted(releases: tuple[str, ...]) -> str:
    """``3 releases, newest 0003-12345678``."""
    return f"{len(releases)} {'release' if len(releases) == 1 else 'releases'}, newest {releases[0]}"
