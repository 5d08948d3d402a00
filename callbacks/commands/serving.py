"""``swp serve``: the dashboard, for others to read."""

from __future__ import annotations

import argparse
import logging
import os
from dataclasses import replace
from typing import Any, Final

from callbacks.commands.options import Commands, at_least_one, command
from data.restricted import check_served
from data.serving import last_good
from data.settings import READERS, Settings, settings_from
from data.settings_checked import check, doubts, unknown

LOG: Final = logging.getLogger("swp")


def add(commands: Commands) -> None:
    """Register ``serve``; what it is not told stands in the environment."""
    serve = command(commands, "serve", run_serve, "serve the dashboard")
    serve.add_argument("--host", help="address to listen at; else SWP_HOST, else 127.0.0.1")
    serve.add_argument("--port", type=port, help="port to listen at; else SWP_PORT, else 8050")
    serve.add_argument("--workers", type=at_least_one, help="processes that share the port; else SWP_WORKERS, else 1")


def port(text: str) -> int:
    """The number of a port."""
    try:
        number: int = READERS["port"](text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not {error}") from error
    return number


def run_serve(options: argparse.Namespace) -> None:
    from callbacks.running.logs import set_up_logs
    from callbacks.running.metrics import metrics_on
    from callbacks.running.preparing import Preparing
    from callbacks.workers import listen, serve

    settings = with_options(settings_from(os.environ), options)
    set_up_logs(settings.log, audit=settings.sign_in != "none")
    check(settings)
    for doubt in (*unknown(os.environ), *doubts(settings)):
        LOG.warning("%s", doubt)
    release = last_good(settings.store)  # a store of which nothing can be read stops here, with a reason
    check_served(release, signs_in=settings.sign_in != "none")  # and what only those who sign in may see
    with metrics_on(settings.metrics, listen) as (observers, begin):
        server = options.create_app(settings.store, settings, observers).server
        prepare = Preparing(settings)
        if settings.workers > 1:
            prepare.protect(release)  # once, for all to share
        # What takes longest else is worked out while the first reader is still on another page.
        serve(server, settings.host, settings.port, settings.workers, prepare, begin)


def with_options(settings: Settings, options: argparse.Namespace) -> Settings:
    """The settings as the command line changes them: what is typed wins over the environment."""
    typed: dict[str, Any] = {
        name: given for name in ("store", "host", "port", "workers") if (given := getattr(options, name)) is not None
    }
    return replace(settings, **typed)
