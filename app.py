"""Switches it on: the commands (``callbacks/commands``), and the dashboard that ``swp serve`` serves."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from callbacks.commands import add_all
from data.schema import DataError
from data.settings import Settings, anyone, rules, settings_from
from data.terminal import one_line

if TYPE_CHECKING:
    from dash import Dash
    from flask import Flask


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 the work failed (one line on stderr), 2 wrong usage."""
    end_like_ctrl_c()
    options = parser().parse_args(arguments)
    try:
        command: Callable[[argparse.Namespace], None] = options.command
        command(options)
        sys.stdout.flush()  # here, so that a reader who has gone is met here
    except DataError as error:
        print(f"swp: {one_line(str(error))}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        print("swp: stopped; nothing is half-written", file=sys.stderr)
        return 1
    except (MemoryError, RuntimeError, ImportError) as error:
        if not short_of_memory(error):
            raise
        says = "there is not enough memory; nothing is half-written. Give fewer files at a time, or more memory"
        print(f"swp: {says}", file=sys.stderr)
        return 1
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"swp: {one_line(where + (error.strerror or str(error)))}", file=sys.stderr)
        return 1
    return 0


def short_of_memory(error: Exception) -> bool:
    """Whether the system refused memory, in whichever way: for a value, a thread or a library."""
    refused = ("start new thread", "failed to map segment", "Cannot allocate memory")
    return isinstance(error, MemoryError) or any(says in str(error) for says in refused)


def end_like_ctrl_c() -> None:
    """Have SIGTERM, which a service manager sends, clean up as Ctrl+C does."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="swp", description="Where and when crime concentrates.")
    top.set_defaults(create_app=create_app)  # for `serve`: nothing imports this module
    add_all(top.add_subparsers(required=True, metavar="COMMAND"))
    return top


def create_app(
    store: Path | None, settings: Settings | None = None, observers: Sequence[Callable[[Any], None]] = ()
) -> Dash:
    """The dashboard over a store, or over the embedded demonstration; settings are the environment's unless given, and
    ``observers`` are told of every request (``callbacks/running``)."""
    # Imported here: a command that serves nothing need not wait a second for the web stack.
    import dash

    from callbacks import registered
    from callbacks.access.guarding import guard
    from callbacks.bodies import bodies_of
    from callbacks.kept_answers import KEPT, kept_answers
    from callbacks.one_release import SEEN, one_release
    from callbacks.routes import routes
    from callbacks.running.health import health
    from callbacks.running.logs import log_request
    from callbacks.running.watching import Watched
    from callbacks.static_files import Dashboard, StaticFiles
    from callbacks.troubles import say_error, troubles
    from data.serving import current_release, serve_from
    from layouts import PAGES
    from layouts.not_found import not_found
    from layouts.shell import INDEX, NAME, page_title, shell

    settings = replace(settings or settings_from(os.environ), store=store)
    serve_from(store, anyone(settings), rules(settings), signs_in=settings.sign_in != "none")
    registered()
    files = StaticFiles(Path(__file__).resolve().parent / "assets")
    app = Dashboard(files, index_string=INDEX, on_error=say_error, title=NAME)
    who_reads = guard(app, settings, files.address, frozenset({"health.health", "health.ready"}))  # before all others
    app.layout = lambda: shell(current_release(), who_reads())
    for page in PAGES:
        dash.register_page(
            page.path.strip("/") or "overview",
            path=page.path,
            title=lambda path=page.path: page_title(path, current_release().choices),
            layout=page.skeleton(),
        )
    dash.register_page("not_found_404", layout=not_found())
    app.server.register_blueprint(troubles)
    app.server.register_blueprint(bodies_of(app))
    app.server.register_blueprint(one_release)
    app.server.register_blueprint(kept_answers)
    app.server.register_blueprint(routes)
    app.server.register_blueprint(health)
    told = (*observers, *((log_request,) if settings.log == "json" else ()))
    paths = [page.path for page in PAGES]
    app.server.wsgi_app = Watched(app.server, paths, told, release=SEEN, kept=KEPT)
    return app


def __getattr__(name: str) -> Flask:
    """``server`` for a production server (``waitress-serve app:server``); SWP_STORE names the store."""
    if name == "server":
        from callbacks.running.logs import set_up_logs

        settings = settings_from(os.environ)
        set_up_logs(settings.log, audit=settings.sign_in != "none")
        return create_app(settings.store, settings).server
    raise AttributeError(name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["serve"]))
