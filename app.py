"""The dashboard and its commands: ``swp serve``, ``import``, ``boundaries``, ``weights``, ``query`` and more."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data.releases import open_release
from data.schema import DataError
from data.store import release_folders
from data.terminal import one_line, progress

if TYPE_CHECKING:
    from dash import Dash
    from flask import Flask

    from data.releases import Release

STORE: Final = "SWP_STORE"
QUERY_FORMATS: Final = ("json", "csv", "xlsx", "geojson", "gpkg", "svg", "png")
BINARY: Final = ("gpkg", "xlsx", "png")
ADDRESS: Final = "SWP_ADDRESS"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 the work failed (one line on stderr), 2 wrong usage."""
    options = parser().parse_args(arguments)
    try:
        command: Callable[[argparse.Namespace], None] = options.command
        command(options)
    except DataError as error:
        print(f"swp: {one_line(str(error))}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        print("swp: stopped; nothing is half-written", file=sys.stderr)
        return 1
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"swp: {one_line(where + (error.strerror or str(error)))}", file=sys.stderr)
        return 1
    return 0


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="swp", description="Where and when crime concentrates.")
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace], None], help_text: str, store: str
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help_text, description=help_text)
        made.set_defaults(command=run)
        made.add_argument("--store", type=Path, required=store == "required", help="folder of releases")
        return made

    serve = command("serve", run_serve, "serve the dashboard", "")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8050)
    serve.add_argument("--workers", type=at_least_one, default=1, help="processes that share the port")
    importing = command("import", run_import, "read files and publish a release", "required")
    importing.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    importing.add_argument("--authority", default="E09000033", help="local-authority code, or all")
    importing.add_argument("--report", type=Path, help="write what became of every row (JSON)")
    importing.add_argument("--scheduler", default="", help="read on the workers of a Dask scheduler: tcp://host:port")
    boundaries = command("boundaries", run_boundaries, "register official boundaries", "required")
    boundaries.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    boundaries.add_argument(
        "--download", action="store_true", help="fetch them from the Office for National Statistics"
    )
    boundaries.add_argument("--authority", default="E09000033", help="with --download: local-authority code, or all")
    tables = (("weights", "register harm weights"), ("populations", "register people by area, for rates"))
    for name, says in tables:
        table = command(name, run_register, says, "required")
        table.add_argument("path", type=Path, metavar="FILE")
        table.add_argument("--name", required=True, help="the name that links will use")
        table.set_defaults(table=name)
    query = command("query", run_query, "answer a link", "")
    query.add_argument("link")
    query.add_argument("--view", choices=("we", "syv", "nb"), help="one of the three views of /")
    query.add_argument("--format", choices=QUERY_FORMATS, default="json")
    query.add_argument("--clean", action="store_true", help="CSV without the lines above its table")
    query.add_argument("--chart", choices=("map", "hours", "months"), help="the picture of --format svg or png")
    query.add_argument("--out", type=Path)
    query.set_defaults(usage=query.error)
    command("releases", run_releases, "list releases, newest first", "required")
    claims = command("claims", run_claims, "re-check every published figure", "")
    claims.add_argument("--format", choices=("table", "json"), default="table")
    pack = command("pack", run_pack, "make a board pack of some views", "")
    pack.add_argument("links", nargs="+", metavar="LINK")
    pack.add_argument("--out", type=Path, required=True, metavar="FILE", help="FILE.pdf or FILE.pptx")
    pack.add_argument("--address", default=os.environ.get(ADDRESS, ""), help="where the dashboard is served, for links")
    pack.set_defaults(usage=pack.error)
    return top


def at_least_one(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1")
    return int(text)


def run_serve(options: argparse.Namespace) -> None:
    from callbacks.workers import serve
    from geo.pages.evidence import prepare

    release = open_release(options.store)  # a store that cannot be read stops here, with a reason
    # What takes longest is worked out while the first reader is still on another page.
    serve(create_app(options.store).server, options.host, options.port, options.workers, lambda: prepare(release))


def run_import(options: argparse.Namespace) -> None:
    from geo.publishing.importing import import_files

    if options.report and not options.report.parent.is_dir():
        raise DataError("the folder for the report does not exist", where=str(options.report), mend="Make it first")
    report = import_files(
        options.paths, options.store, options.authority, scheduler=options.scheduler, progress=progress()
    )
    if options.report:
        options.report.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    total = report["total"]
    print(
        f"Release {report['release']}: {total['rows_read']:,} rows read = {total['accepted']:,} accepted"
        f" + {total['duplicate']:,} duplicate + {total['outside']:,} outside + {total['rejected']:,} rejected"
    )
    for note in report["notes"]:
        print(f"Note: {one_line(note)}")
    for left_out in report["left_out"]:
        print(f"swp: left out: {one_line(left_out)}", file=sys.stderr)


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


def run_query(options: argparse.Namespace) -> None:
    if (options.clean and options.format != "csv") or (options.chart and options.format not in ("svg", "png")):
        options.usage("--clean is for --format csv, --chart for svg or png")
    release = open_release(options.store)
    if options.format == "json":
        from geo.page_json import page_json

        told = page_json(release, options.link, options.view)
        content = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    else:
        content = query_file(options, release)
    if options.out:
        options.out.write_bytes(content)
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


def run_releases(options: argparse.Namespace) -> None:
    if not release_folders(options.store):
        raise DataError("there is no release here", where=str(options.store), mend="Publish one with swp import")
    for folder in release_folders(options.store):
        release = open_release(options.store, folder.name)
        names = ", ".join(f"{source.name} {source.period} ({source.rows:,} rows)" for source in release.sources)
        print(f"{release.id}  {release.manifest['created']}  {names}")


def run_claims(options: argparse.Namespace) -> None:
    from geo.register import claims
    from geo.register.claims_json import claims_json, claims_table

    results = claims.run_claims(open_release(options.store), progress())
    if options.format == "json":
        print(json.dumps(claims_json(results), ensure_ascii=False, indent=1))
    else:
        print(claims_table(results), end="")


def run_pack(options: argparse.Namespace) -> None:
    from datetime import date

    from layouts.pack.saving import KINDS, save_pack

    if options.out.suffix.lower() not in KINDS:
        options.usage(f"argument --out: {options.out} ends in neither {' nor '.join(KINDS)}")
    pack = save_pack(open_release(options.store), options.links, options.out, date.today(), options.address)
    for left_out in pack.left_out:
        print(f"swp: left out: {one_line(left_out)}", file=sys.stderr)
    print(f"{options.out}: {len(pack.views)} {'view' if len(pack.views) == 1 else 'views'}, release {pack.release}")


def create_app(store: Path | None) -> Dash:
    """The dashboard over a store, or over the embedded demonstration."""
    # Imported here: a command that serves nothing need not wait a second for the web stack.
    import dash

    from callbacks.kept_answers import kept_answers
    from callbacks.one_release import one_release
    from callbacks.routes import routes
    from callbacks.static_files import Dashboard, StaticFiles
    from callbacks.troubles import say_error
    from data.serving import current_release, serve_from
    from layouts import PAGES
    from layouts.not_found import not_found
    from layouts.shell import INDEX, NAME, page_title, shell

    serve_from(store)
    files = StaticFiles(Path(__file__).resolve().parent / "assets")
    app = Dashboard(files, index_string=INDEX, on_error=say_error, title=NAME)
    app.layout = lambda: shell(current_release())
    for page in PAGES:
        dash.register_page(
            page.path.strip("/") or "overview",
            path=page.path,
            title=lambda path=page.path: page_title(path, current_release().choices),
            layout=page.skeleton(),
        )
    dash.register_page("not_found_404", layout=not_found())
    app.server.register_blueprint(one_release)
    app.server.register_blueprint(kept_answers)
    app.server.register_blueprint(routes)
    return app


def __getattr__(name: str) -> Flask:
    """``server`` for a production server (``waitress-serve app:server``); SWP_STORE names the store."""
    if name == "server":
        store = os.environ.get(STORE)
        return create_app(Path(store) if store else None).server
    raise AttributeError(name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["serve"]))
