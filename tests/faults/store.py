"""The store that faults happen to: two releases of the tiny world, and what it answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from flask.testing import FlaskClient

from app import main
from data import intact, serving
from data.releases import forget_opened, open_release
from geo.answer import answer_link
from geo.answer_json import answer_json
from tests.benchmarks.load import callback_body

LINK: Final = "/west-end?dataset=stop-search&from=2022-09&to=2022-11"
OLD, NEW = 12, 18  # records that the two releases answer the link with


def forget() -> None:
    """As a process that has just begun: nothing is open, nothing was refused."""
    forget_opened()
    intact._refused.clear()
    serving._passed_over.clear()
    serving._looked_through.clear()


def told(store: Path, link: str = LINK) -> dict[str, Any]:
    """What the newest release answers."""
    return answer_json(answer_link(link, open_release(store)))


def records(store: Path, link: str = LINK) -> int:
    return int(told(store, link)["total"]["records"])


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def damaged(path: Path, content: bytes | None) -> Iterator[None]:
    """The file has other content, or is not there, and afterwards is as it was."""
    was = path.read_bytes()
    forget()
    try:
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
        yield
    finally:
        path.write_bytes(was)
        forget()


def ran(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """A command in this process: its exit status, standard output and error."""
    capsys.readouterr()
    status = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return status, out, err


def one_line(err: str) -> str:
    """The one line that a command which failed says."""
    (line,) = err.splitlines()
    assert line.startswith("swp: ")
    return line


class Reader:
    """Somebody who reads the dashboard over a store."""

    def __init__(self, site: FlaskClient, store: Path | None) -> None:
        self.site = site
        serving.serve_from(store)
        forget()
        self.callbacks = site.get("/_dash-dependencies").get_json()

    def page(self, path: str = "/west-end") -> tuple[int, str]:
        """A page as it is opened: its status and text; then the frame with what stands on every page."""
        opened = self.site.get(path, headers={"Accept": "text/html"})
        return opened.status_code, opened.text

    def frame(self) -> tuple[int, str]:
        layout = self.site.get("/_dash-layout")
        return layout.status_code, layout.text

    def asks(self, search: str = "", page: str = "/west-end") -> tuple[int, str]:
        """The request of a page for its figures: status and text of the answer."""
        body = callback_body(self.callbacks, page, search)
        answer = self.site.post("/_dash-update-component", json=body)
        assert "Traceback" not in answer.text
        return answer.status_code, answer.text

    def figure(self, search: str = LINK.partition("?")[2]) -> int:
        """The number that a page's answer is about; an answer that failed has none."""
        status, text = self.asks(f"?{search}")
        assert status == 200, text
        return int(json.loads(text)["response"]["picture"]["data"]["shares_base"])
