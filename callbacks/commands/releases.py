"""``swp releases``: what a store has published; compare two, check all, remove old ones."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from callbacks.commands.options import Commands, at_least_one, command
from data.releases import open_release
from data.schema import DataError
from data.store import release_folders
from data.terminal import one_line

if TYPE_CHECKING:
    from data.pruning import Plan
    from data.releases import Release

MEGABYTE = 1_000_000


def add(commands: Commands) -> None:
    """Register ``releases``."""
    made = command(commands, "releases", run_releases, "list releases, newest first", needs_store=True)
    what = made.add_mutually_exclusive_group()
    what.add_argument("--compare", nargs=2, metavar=("OLD", "NEW"), help="what changed between two, and by how much")
    what.add_argument("--prune", nargs="*", metavar="ID", help="remove these, or with --keep all but the newest")
    what.add_argument("--check", action="store_true", help="read everything: is each as it was published?")
    what.add_argument("--sizes", action="store_true", help="with the bytes that each takes")
    made.add_argument("--keep", type=at_least_one, metavar="N", help="with --prune: how many stay")
    made.add_argument("--dry-run", action="store_true", help="with --prune: only say what would be removed")
    made.add_argument("--dataset", default="", help="with --compare: one data set")
    made.add_argument("--format", choices=("table", "json", "csv"), help="with --compare")


def run_releases(options: argparse.Namespace) -> None:
    check_usage(options)
    if not release_folders(options.store):
        raise DataError("there is no release here", where=str(options.store), mend="Publish one with swp import")
    if options.compare:
        print_comparison(options)
    elif options.prune is not None:
        remove(options)
    elif options.check:
        print_checks(options.store)
    else:
        print_list(options.store, options.sizes)


def check_usage(options: argparse.Namespace) -> None:
    """Wrong usage where an option would do nothing."""
    if (options.keep is not None or options.dry_run) and options.prune is None:
        options.usage("--keep and --dry-run are for --prune")
    if options.prune is not None and bool(options.prune) == (options.keep is not None):
        options.usage("--prune needs the ids to remove, or --keep N")
    if (options.dataset or options.format) and not options.compare:
        options.usage("--dataset and --format are for --compare")


def print_list(store: Path, sizes: bool) -> None:
    from data.pruning import size_of

    damaged = 0
    for folder in release_folders(store):
        try:
            release = open_release(store, folder.name)
        except DataError as error:
            damaged += 1
            print(f"{folder.name}  cannot be opened: {one_line(error.what)}")
            continue
        names = ", ".join(f"{source.name} {source.period} ({source.rows:,} rows)" for source in release.sources)
        size = f"  {size_of(folder) / MEGABYTE:,.1f} MB" if sizes else ""
        print(f"{release.id}  {release.manifest['created']}{size}  {one_line(names)}")
    say_damaged(store, damaged)


def print_checks(store: Path) -> None:
    from data.intact import problems

    damaged = 0
    for folder in release_folders(store):
        found = problems(folder)
        damaged += bool(found)
        print(f"{folder.name}  {'; '.join(one_line(problem) for problem in found) or 'whole'}")
    say_damaged(store, damaged)


def say_damaged(store: Path, damaged: int) -> None:
    if damaged:
        many = "one release is" if damaged == 1 else f"{damaged} releases are"
        raise DataError(f"{many} damaged", where=str(store), mend="Restore from a backup, or remove with --prune ID")


def print_comparison(options: argparse.Namespace) -> None:
    from data.comparing.compared import compare
    from data.comparing.printed import as_csv, as_json, as_text

    before, now = (release_called(options.store, name) for name in options.compare)
    comparison = compare(before, now, options.dataset)
    if options.format == "json":
        print(json.dumps(as_json(comparison), ensure_ascii=False, indent=1))
    else:
        print(as_csv(comparison) if options.format == "csv" else as_text(comparison), end="")


def release_called(store: Path, name: str) -> Release:
    """The release of that id or running number; DataError for none."""
    return open_release(store, id_called(store, name))


def id_called(store: Path, name: str) -> str:
    """The id that a name stands for: itself, or its running number."""
    from data.link_parts import NotUnderstoodError, read_release

    try:
        return read_release(name, [folder.name for folder in release_folders(store)], {})
    except NotUnderstoodError as error:
        raise DataError("there is no such release", where=name, mend=f"swp releases --store {store}") from error


def remove(options: argparse.Namespace) -> None:
    from data.pruning import planned, prune, size_of

    store = options.store
    plan = planned(store, [id_called(store, name) for name in options.prune], options.keep or 0)
    if options.prune and plan.kept:
        name, reason = plan.kept[0]
        raise DataError(f"it cannot be removed: {reason}", where=name, mend="Name others")
    size = sum(size_of(folder) for folder in release_folders(store) if folder.name in plan.removed)
    if plan.removed and not options.dry_run:
        prune(store, plan)
    say_removed(plan, size, options.dry_run)


def say_removed(plan: Plan, size: int, only_said: bool) -> None:
    """What was removed, or would be, and what that means for links."""
    for name in plan.removed:
        print(f"{name}  {'would be removed' if only_said else 'removed'}")
    for name, reason in plan.kept:
        print(f"{name}  stays: {reason}", file=sys.stderr)
    if not plan.removed:
        print("Nothing to remove")
        return
    print(
        f"{size / MEGABYTE:,.1f} MB. Links that name {'it' if len(plan.removed) == 1 else 'them'}"
        f" {'would be' if only_said else 'are'} answered by the newest release, and told why and when."
    )
