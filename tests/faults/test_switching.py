"""A release published while people read: who is in the midst of a request keeps theirs, the next request is of the new one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import callbacks.west_end
from callbacks.one_release import SEEN
from data.store import release_folders
from geo.publishing.importing import import_files
from tests.benchmarks.load import callback_body
from tests.faults.store import LINK, Reader
from tests.worlds import WESTMINSTER

Reading = Callable[[Path], Reader]
SEARCH = f"?{LINK.partition('?')[2]}"


def test_readers_keep_their_release_then_move_on(
    one: Path, archives: tuple[Path, Path], reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = reading(one)
    before = reader.figure()
    old = release_folders(one)[0].name
    plain = callbacks.west_end.page_answers
    body = callback_body(reader.callbacks, "/west-end", f"{SEARCH}&n=2")

    def amid(*arguments: Any) -> Any:  # the request has its release; a new one comes; then it works
        import_files([archives[1]], one, WESTMINSTER)
        return plain(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(callbacks.west_end, "page_answers", amid)
        answer = reader.site.post("/_dash-update-component", json=body)
    new = release_folders(one)[0].name
    assert (old[:4], new[:4]) == ("0001", "0002")
    told = answer.get_json()["response"]
    assert answer.headers[SEEN] == old and told["picture"]["data"]["shares_base"] == before
    assert f"/boundaries/{old}/" in told["setting"]["data"]["boundaries"]
    assert reader.site.post("/_dash-update-component", json=body).headers[SEEN] == new
    assert reader.figure() > before
    for release in (old, new):  # a page opened before the switch still gets its shapes
        for display in (one / "releases" / release / "boundaries").glob("*.json"):
            assert reader.site.get(f"/boundaries/{release}/{display.name}").status_code == 200


def test_nobody_meets_an_error_while_releases_come(
    one: Path, archives: tuple[Path, Path], site: Any, reading: Reading
) -> None:
    reader = reading(one)
    figures: list[int] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            figures.append(reader.figure())

    reading_on = threading.Thread(target=read)
    reading_on.start()
    try:
        for number in range(3):
            import_files([archives[(number + 1) % 2]], one, WESTMINSTER)
    finally:
        stop.set()
        reading_on.join()
    assert len(release_folders(one)) == 4 and len(figures) > 3
    assert len(set(figures)) == 2  # of the first release, or of one that holds all three months: never of half
    assert figures[0] == min(figures) and figures[-1] == max(figures)
    assert site is reader.site
