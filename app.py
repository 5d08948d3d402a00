"""The dashboard and its commands: ``swp serve``, ``import``, ``boundaries``, ``query``, ``releases``."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data.releases import open_release
from data.schema import DataError
from data.serving import current_release, serve_from
from data.store import release_folders

if TYPE_CHECKING:
    from dash import Dash
    from flask import Flask

STORE: Final = "SWP_STORE"
NOT_YET: Final = "is not part of this version yet"


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


def one_line(text: str) -> str:
    """Text from a file or its name on one line, without what a terminal would obey."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


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
    importing = command("import", run_import, "read files and publish a release", "required")
    importing.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    importing.add_argument("--authority", default="E09000033", help="local-authority code, or all")
    importing.add_argument("--report", type=Path, help="write what became of every row (JSON)")
    boundaries = command("boundaries", run_boundaries, "register official boundaries", "required")
    boundaries.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    boundaries.add_argument(
        "--download", action="store_true", help="fetch them from the Office for National Statistics"
    )
    boundaries.add_argument("--authority", default="E09000033", help="with --download: local-authority code, or all")
    query = command("query", run_query, "answer a link", "")
    query.add_argument("link")
    query.add_argument("--view", choices=("we", "syv", "nb"), help="one of the three views of /")
    query.add_argument("--format", choices=("json", "csv", "geojson", "gpkg"), default="json")
    query.add_argument("--out", type=Path)
    command("releases", run_releases, "list releases, newest first", "required")
    for name in ("claims", "pack"):
        later = commands.add_parser(name, help=f"({NOT_YET})")
        later.add_argument("rest", nargs=argparse.REMAINDER)
        later.set_defaults(command=run_later, name=name)
    return top


def run_serve(options: argparse.Namespace) -> None:
    import waitress

    open_release(options.store)  # a store that cannot be read stops here, with a reason
    server = create_app(options.store).server
    print(f"Serving on http://{options.host}:{options.port}/ (stop with Ctrl+C)", flush=True)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    waitress.serve(server, host=options.host, port=options.port, threads=4, ident=None)


def run_import(options: argparse.Namespace) -> None:
    from geo.publishing.importing import import_files

    if options.report and not options.report.parent.is_dir():
        raise DataError("the folder for the report does not exist", where=str(options.report), mend="Make it first")
    report = import_files(options.paths, options.store, options.authority, progress=progress())
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
    from geo.shapes.boundaries import register_boundaries
    from geo.shapes.download import download_boundaries

    if bool(options.paths) == options.download:
        raise DataError("name boundary files, or give --download", mend="swp boundaries FILE... --store DIR")
    if options.download:
        registered = download_boundaries(options.store, options.authority)
    else:
        registered = register_boundaries(options.store, options.paths)
    for boundaries in registered:
        print(f"{boundaries.level}: {len(boundaries.areas):,} areas from {boundaries.source}")
        for note in boundaries.notes:
            print(f"  {note}")


def run_query(options: argparse.Namespace) -> None:
    from geo.answer import answer_link
    from geo.files.exports import answer_csv, answer_geojson, answer_geopackage
    from geo.page_json import page_json

    release = open_release(options.store)
    if options.format == "json":
        told = page_json(release, options.link, options.view)
        content = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    else:
        answer = answer_link(options.link, release, options.view)
        if options.format == "gpkg":
            content = answer_geopackage(answer)
        else:
            content = (answer_csv(answer) if options.format == "csv" else answer_geojson(answer) + "\n").encode()
    if options.out:
        options.out.write_bytes(content)
    elif options.format == "gpkg" and sys.stdout.isatty():
        raise DataError("a GeoPackage is no text", mend="Name a file with --out")
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()


def run_releases(options: argparse.Namespace) -> None:
    if not release_folders(options.store):
        raise DataError("there is no release here", where=str(options.store), mend="Publish one with swp import")
    for folder in release_folders(options.store):
        release = open_release(options.store, folder.name)
        names = ", ".join(f"{source.name} {source.period} ({source.rows:,} rows)" for source in release.sources)
        print(f"{release.id}  {release.manifest['created']}  {names}")


def run_later(options: argparse.Namespace) -> None:
    raise DataError(f"swp {options.name} {NOT_YET}")


def progress() -> Callable[[str, float], None]:
    """A line that is written over on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        return lambda _name, _part: None

    def show(name: str, part: float) -> None:
        end = "\n" if part >= 1 else ""
        print(f"\r\033[K{part:4.0%}  {name[-70:]}", end=end, file=sys.stderr, flush=True)

    return show


def create_app(store: Path | None) -> Dash:
    """The dashboard over a store, or over the embedded demonstration."""
    # Imported here: a command that serves nothing need not wait a second for the web stack.
    import dash

    from callbacks.routes import routes
    from layouts import PAGES
    from layouts.not_found import not_found
    from layouts.shell import INDEX, NAME, shell

    serve_from(store)
    app = dash.Dash(
        __name__,
        assets_folder=str(Path(__file__).resolve().parent / "assets"),
        compress=True,
        include_pages_meta=False,
        index_string=INDEX,
        on_error=say_error,
        pages_folder="",
        title=NAME,
        update_title=None,
        use_pages=True,
    )
    for page in PAGES:
        dash.register_page(
            page.path.strip("/") or "overview", path=page.path, title=f"{page.title} - {NAME}", layout=page.skeleton()
        )
    dash.register_page("not_found_404", layout=not_found())
    app.layout = lambda: shell(current_release())
    app.server.register_blueprint(routes)
    return app


def say_error(error: Exception) -> None:
    """Our mistake: into the log whole, to the reader in one sentence with a reference to quote."""
    import dash

    from layouts import ids

    reference = f"{hash((type(error), str(error), datetime.now())) & 0xFFFF:04X}"
    logging.getLogger("swp").error("error %s", reference, exc_info=error)
    dash.set_props(
        ids.NOTICE,
        {
            "children": f"Something went wrong here; the figures may not have followed. If it happens again, quote {reference}."
        },
    )


def __getattr__(name: str) -> Flask:
    """``server`` for a production server (``waitress-serve app:server``); SWP_STORE names the store."""
    if name == "server":
        store = os.environ.get(STORE)
        return create_app(Path(store) if store else None).server
    raise AttributeError(name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["serve"]))
