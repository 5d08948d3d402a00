"""``swp boundaries``, ``weights`` and ``populations``: tables and shapes that releases of a store rest on."""

from __future__ import annotations

import argparse
from pathlib import Path

from callbacks.commands.options import Commands, command
from data.schema import DataError
from data.terminal import progress


def add(commands: Commands) -> None:
    """Register ``boundaries``, ``weights`` and ``populations``."""
    boundaries = command(commands, "boundaries", run_boundaries, "register official boundaries", needs_store=True)
    boundaries.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    boundaries.add_argument(
        "--download", action="store_true", help="fetch them from the Office for National Statistics"
    )
    boundaries.add_argument("--authority", default="E09000033", help="with --download: local-authority code, or all")
    tables = (("weights", "register harm weights"), ("populations", "register people by area, for rates"))
    for name, says in tables:
        table = command(commands, name, run_register, says, needs_store=True)
        table.add_argument("path", type=Path, metavar="FILE")
        table.add_argument("--name", required=True, help="the name that links will use")
        table.set_defaults(table=name)


def run_boundaries(options: argparse.Namespace) -> None:
    from geo.publishing.prepared import prepare
    from geo.shapes.boundaries import register_boundaries
    from geo.shapes.dissolved import authorities_told
    from geo.shapes.download import download_boundaries

    if bool(options.paths) == options.download:
        raise DataError("name boundary files, or give --download", mend="swp boundaries FILE... --store DIR")
    if options.download:
        registered = download_boundaries(options.store, options.authority)
    else:
        registered = register_boundaries(options.store, options.paths)
    for boundaries in registered:
        print(f"{boundaries.level}: {len(boundaries.areas):,} areas from {boundaries.source}")
        for note in (*boundaries.notes, *authorities_told(boundaries)):
            print(f"  {note}")
    prepare(options.store, progress())


def run_register(options: argparse.Namespace) -> None:
    from data.tables.registering import register_population, register_weights

    if options.table == "weights":
        weights = register_weights(options.store, options.path, options.name)
        print(f"weights={weights.slug}: {weights.note}")
    else:
        population = register_population(options.store, options.path, options.name)
        areas = len(population.people)
        print(f"per={population.slug}: {areas:,} {'area' if areas == 1 else 'areas'}")
