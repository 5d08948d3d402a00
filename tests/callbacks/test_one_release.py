"""Two servers over one store behind a load balancer: one answer, a release published in mid-run included."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final

import pytest

from callbacks.one_release import BEHIND, SEEN, is_behind
from data.releases import DEMONSTRATION
from data.store import RELEASES
from tests.benchmarks.load import callback_body
from tests.command import SWP, environment

JSON: Final = {"Content-Type": "application/json"}
QUESTIONS: Final = [
    ("/west-end", ""),
    ("/west-end", "?time=night"),
    ("/west-end", "?measure=harm"),
    ("/neighbourhoods", "?type=robbery"),
    ("/serious-youth-violence", ""),
    ("/", "?days=fri,sat"),
]


@contextmanager
def served(*stores: Path) -> Iterator[list[int]]:
    """The dashboard on each of these stores, as processes of their own that start together; gives their ports."""
    commands = [[*SWP, "serve", "--port", "0", "--store", str(store)] for store in stores]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) for command in commands]
    try:
        lines = [process.stdout.readline() for process in running if process.stdout]
        yield [int(line.split(":")[2].split("/")[0]) for line in lines]
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.communicate()


def asked(port: int, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, json.dumps(body) if body is not None else None, JSON | headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content, dict(answer.getheaders())


class Balancer:
    """Sends each request to the next of its machines, whatever it is."""

    def __init__(self, ports: list[int]) -> None:
        self.ports = ports
        self.turn = 0
        self.lock = threading.Lock()

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        with self.lock:
            self.turn += 1
            port = self.ports[self.turn % len(self.ports)]
        return asked(port, method, path, body, **headers)


def publish_again(store: Path, number: int) -> str:
    """The store's first release once more under the next number, with another checksum: appears by one rename."""
    source = next((store / RELEASES).glob("0001-*"))
    release = f"{number:04d}-{hashlib.sha256(str(number).encode()).hexdigest()[:8]}"
    draft = store / f"draft-{number}"
    shutil.copytree(source, draft)
    manifest = json.loads((draft / "manifest.json").read_text(encoding="utf-8"))
    (draft / "manifest.json").write_text(json.dumps(manifest | {"id": release}), encoding="utf-8")
    os.rename(draft, store / RELEASES / release)  # noqa: PTH104 - as a publication does
    return release


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A store with one release: the embedded records under a number."""
    store = tmp_path / "store"
    folder = store / RELEASES / "0001-aaaaaaaa"
    shutil.copytree(DEMONSTRATION, folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(json.dumps(manifest | {"id": folder.name}), encoding="utf-8")
    return store


@pytest.mark.parametrize(
    ("releases", "seen", "behind"),
    [
        (("0002-b", "0001-a"), "0003-c", True),
        (("0002-b", "0001-a"), "0002-b", False),
        (("0002-b", "0001-a"), "0001-a", False),
        (("0002-b", "0001-a"), "", False),
        (("0002-b", "0001-a"), "0002-x", False),  # a store made anew: nothing is waited for
        (("demonstration-2023-09",), "demonstration-2023-09", False),
        (("0002-b",), "demonstration-2023-09", False),
        (("0010-b",), "0009-a", False),
        (("0009-b",), "00010-a", True),
        (("0001-a",), "rubbish\u00b2-x", False),
    ],
)
def test_a_machine_is_behind_where_the_page_has_seen_a_newer_release(
    releases: tuple[str, ...], seen: str, behind: bool
) -> None:
    assert is_behind(releases, seen) is behind


def test_two_machines_give_one_answer_and_a_new_release_is_switched_to_whole(published: Path) -> None:
    first = next((published / RELEASES).iterdir()).name
    with served(published, published) as (one, other):
        balancer = Balancer([one, other])
        callbacks = json.loads(asked(one, "GET", "/_dash-dependencies")[1])
        assert callbacks == json.loads(asked(other, "GET", "/_dash-dependencies")[1])
        bodies = [callback_body(callbacks, page, search) for page, search in QUESTIONS]

        def answers(port: int) -> list[bytes]:
            return [asked(port, "POST", "/_dash-update-component", body)[1] for body in bodies]

        before = answers(one)
        assert before == answers(other)
        stop = threading.Event()
        met: list[tuple[int, int, bytes, str]] = []

        def browse(start: int) -> None:
            turn = start
            while not stop.is_set():
                which = turn % len(bodies)
                status, content, headers = balancer.ask("POST", "/_dash-update-component", bodies[which])
                met.append((which, status, content, headers.get(SEEN, "")))
                turn += 1

        with ThreadPoolExecutor(4) as readers:
            browsing = [readers.submit(browse, start) for start in range(4)]
            while len(met) < 20:
                stop.wait(0.05)
            second = publish_again(published, 2)
            while sum(release == second for *_, release in met[:]) < 20:
                stop.wait(0.05)
            stop.set()
            for done in browsing:
                done.result()
        after = answers(one)
        assert after == answers(other)
        assert {status for _, status, _, _ in met} == {200}
        wholly = {(first, i): content for i, content in enumerate(before)}
        wholly |= {(second, i): content for i, content in enumerate(after)}
        assert all(content == wholly[release, which] for which, _, content, release in met)
        assert all(first.encode() not in content for content in after if second.encode() in content)
        layout = balancer.ask("GET", "/_dash-layout")
        assert layout[2][SEEN] == second
        assert {balancer.ask("GET", old)[0] for old in boundaries_named(before)} == {200}


def boundaries_named(answers: list[bytes]) -> set[str]:
    """Addresses of geometry that these answers name."""
    found: set[str] = set()
    for answer in answers:
        found |= {text for text in json.loads(answer.decode()).__str__().split("'") if text.startswith("/boundaries/")}
    assert found
    return found


def test_a_machine_whose_copy_lags_declines_rather_than_go_back(published: Path, tmp_path: Path) -> None:
    lagging = Path(shutil.copytree(published, tmp_path / "lagging"))
    second = publish_again(published, 2)
    with served(published, lagging) as (ahead, behind):
        body = callback_body(json.loads(asked(ahead, "GET", "/_dash-dependencies")[1]), "/west-end", "")
        status, new, headers = asked(ahead, "POST", "/_dash-update-component", body)
        assert (status, headers[SEEN]) == (200, second)
        status, content, headers = asked(behind, "POST", "/_dash-update-component", body, **{SEEN: second})
        assert (status, content) == (204, b"")
        assert BEHIND in headers
        assert SEEN not in headers
        assert asked(behind, "GET", f"/boundaries/{second}/lsoa-000000000000.json")[0] == 204
        assert asked(ahead, "GET", f"/boundaries/{second}/lsoa-000000000000.json")[0] == 404
        shutil.copytree(published / RELEASES / second, lagging / RELEASES / ".coming")  # a copy under way is not seen
        assert asked(behind, "POST", "/_dash-update-component", body, **{SEEN: second})[0] == 204
        (lagging / RELEASES / ".coming").rename(lagging / RELEASES / second)
        status, content, headers = asked(behind, "POST", "/_dash-update-component", body, **{SEEN: second})
        assert (status, content, headers[SEEN]) == (200, new, second)


if sys.platform == "win32":  # the processes are ended by signals
    pytestmark = pytest.mark.skip(reason="POSIX only")
