"""``swp query``, ``pack`` and ``claims``: what a release says to a link, to several on paper, and to all that was printed."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from callbacks.commands.options import Commands, asked_release, asks_as, command
from data.schema import DataError
from data.settings import variable
from data.terminal import one_line, progress
from data.whole_file import write_whole

if TYPE_CHECKING:
    from data.releases import Release

QUERY_FORMATS: Final = ("json", "csv", "xlsx", "geojson", "gpkg", "svg", "png")
BINARY: Final = ("gpkg", "xlsx", "png")
ADDRESS: Final = variable("address")


def add(commands: Commands) -> None:
    """Register ``query``, ``claims`` and ``pack``."""
    query = command(commands, "query", run_query, "answer a link")
    query.add_argument("link")
    query.add_argument("--view", choices=("we", "syv", "nb"), help="one of the three views of /")
    query.add_argument("--format", choices=QUERY_FORMATS, default="json")
    query.add_argument("--clean", action="store_true", help="CSV without the lines above its table")
    query.add_argument("--chart", choices=("map", "hours", "months"), help="the picture of --format svg or png")
    query.add_argument("--out", type=Path)
    claims = command(commands, "claims", run_claims, "re-check every published figure")
    claims.add_argument("--format", choices=("table", "json"), default="table")
    pack = command(commands, "pack", run_pack, "make a board pack of some views")
    pack.add_argument("links", nargs="+", metavar="LINK")
    pack.add_argument("--out", type=Path, required=True, metavar="FILE", help="FILE.pdf or FILE.pptx")
    pack.add_argument("--address", default=os.environ.get(ADDRESS, ""), help="where the dashboard is served, for links")
    for each in (query, claims, pack):
        asks_as(each)


def run_query(options: argparse.Namespace) -> None:
    if (options.clean and options.format != "csv") or (options.chart and options.format not in ("svg", "png")):
        options.usage("--clean is for --format csv, --chart for svg or png")
    release = asked_release(options)
    if options.format == "json":
        from geo.page_json import page_json

        told = page_json(release, options.link, options.view)
        content = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    else:
        content = query_file(options, release)
    if options.out:
        write_whole(options.out, content)
    elif options.format in BINARY and sys.stdout.isatty():
        raise DataError(f"a file of this kind is no text: {options.format}", mend="Name a file with --out")
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()


def query_file(options: argparse.Namespace, release: Release) -> bytes:
    """The answer as a file; what writes sheets or draws is loaded only where it is needed."""
    from geo.answer import answer_link
    from geo.files.export_files import CLEAN, PLAIN, exported

    answer = answer_link(options.link, release, options.view)
    kind = CLEAN if options.clean else options.format
    if kind in PLAIN:
        return exported(answer, kind)
    from layouts.answer_files import MEDIA_TYPES, answer_file

    return answer_file(answer, f"{options.chart or 'map'}.{kind}" if kind in MEDIA_TYPES else kind).content


def run_claims(options: argparse.Namespace) -> None:
    from geo.register import claims
    from geo.register.claims_json import claims_json, claims_table

    results = claims.run_claims(asked_release(options), progress())
    if options.format == "json":
        print(json.dumps(claims_json(results), ensure_ascii=False, indent=1))
    else:
        print(claims_table(results), end="")


def run_pack(options: argparse.Namespace) -> None:
    from datetime import date

    from layouts.pack.saving import KINDS, save_pack

    if options.out.suffix.lower() not in KINDS:
        options.usage(f"argument --out: {options.out} ends in neither {' nor '.join(KINDS)}")
    pack = save_pack(asked_release(options), options.links, options.out, date.today(), options.address)
    for left_out in pack.left_out:
        print(f"swp: left out: {one_line(left_out)}", file=sys.stderr)
    print(f"{options.out}: {len(pack.views)} {'view' if len(pack.views) == 1 else 'views'}, release {pack.release}")
