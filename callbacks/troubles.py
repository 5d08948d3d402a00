"""Our own mistakes: into the log whole, to the reader in one sentence with a reference to quote."""

from __future__ import annotations

import logging
from datetime import datetime

import dash

from layouts import ids


def say_error(error: Exception) -> None:
    """For Dash's ``on_error``: what a callback raised."""
    reference = f"{hash((type(error), str(error), datetime.now())) & 0xFFFF:04X}"
    logging.getLogger("swp").error("error %s", reference, exc_info=error)
    dash.set_props(
        ids.NOTICE,
        {
            "children": f"Something went wrong here; the figures may not have followed. If it happens again, quote {reference}."
        },
    )
