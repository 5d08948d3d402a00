"""What the server writes while it runs: to a person at a terminal few words, to a collector of logs a JSON line each.

As text only what somebody should do something about: a worker that ended, an error with its traceback. As JSON
(``SWP_LOG=json``) also each request, and when serving begins and ends.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from datetime import UTC, datetime
from typing import Any, Final

from callbacks.running.watching import Served
from data.terminal import one_line

LOG: Final = logging.getLogger("swp")
REQUESTS: Final = logging.getLogger("swp.requests")
AUDIT: Final = "swp.audit"  # its messages are JSON lines already
TOLD: Final = "told"  # what a record carries beside its message


class Words(logging.Formatter):
    """``swp: what happened``, and below it the traceback of an error."""

    def format(self, record: logging.LogRecord) -> str:
        if record.name == AUDIT and record.levelno < logging.WARNING:
            return record.getMessage()
        line = f"swp: {one_line(record.getMessage())}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class Lines(logging.Formatter):
    """One JSON object a line, whatever a message holds."""

    def format(self, record: logging.LogRecord) -> str:
        if record.name == AUDIT and record.levelno < logging.WARNING:
            return record.getMessage()
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            "worker": os.getpid(),
            **getattr(record, TOLD, {}),
        }
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


def set_up_logs(kind: str, *, audit: bool = True) -> None:
    """Write ``text`` or ``json`` on stderr from now on, with what the audit log tells where it has no file of its own;
    libraries are heard from warnings on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines() if kind == "json" else Words())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    LOG.setLevel(logging.INFO if kind == "json" else logging.WARNING)
    logging.getLogger(AUDIT).setLevel(logging.INFO if audit or kind == "json" else logging.WARNING)


def log_request(served: Served) -> None:
    """A line for a request: when, what kind, how it ended, how long it took; never who, nor the question."""
    REQUESTS.info(
        "request",
        extra={
            TOLD: {
                "request": served.id,
                "method": served.method,
                "route": served.route,
                "status": served.status,
                "ms": round(1000 * served.seconds, 1),
                "bytes": served.size,
                "release": served.release or None,
                "kept": served.kept,
            }
        },
    )
