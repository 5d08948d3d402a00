"""A served installation as its keeper sees it: alive, ready or not, counted over all workers, each request a line."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from app import main, parser
from callbacks.commands.serving import with_options
from data import serving
from data.releases import DEMONSTRATION
from data.schema import DataError
from data.settings import Settings
from tests.browser.conftest import free_port
from tests.command import SWP, environment


@contextmanager
def served(store: Path, **settings: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """``swp serve`` with two workers and these settings; its address, and its lines."""
    given = environment() | {f"SWP_{name.upper()}": value for name, value in settings.items()}
    command = [*SWP, "serve", "--port", "0", "--workers", "2", "--store", str(store)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=given)
    assert process.stdout
    try:
        yield process.stdout.readline().split()[2].rstrip("/"), process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def asked(address: str) -> tuple[int, bytes]:
    try:
        with urlopen(address, timeout=60) as answer:  # noqa: S310 - our own server
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()


def values(text: bytes) -> dict[tuple[str, ...], float]:
    """Samples by name and labels."""
    families = text_string_to_metric_families(text.decode())
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the demonstration as its one release."""
    folder = tmp_path_factory.mktemp("served") / "releases"
    folder.mkdir()
    shutil.copytree(DEMONSTRATION, folder / "0001-0badcafe")
    manifest = json.loads((folder / "0001-0badcafe" / "manifest.json").read_text(encoding="utf-8"))
    (folder / "0001-0badcafe" / "manifest.json").write_text(json.dumps(manifest | {"id": "0001-0badcafe"}))
    return folder.parent


def test_counted_logged_and_ready(store: Path) -> None:
    metrics = f"127.0.0.1:{free_port()}"
    with served(store, metrics=metrics, log="json", anyone="analyst", sign_inn="x") as (address, process):
        assert asked(f"{address}/health") == (200, b'{"status":"alive"}\n')
        status, told = asked(f"{address}/ready")
        assert (status, json.loads(told)) == (200, {"status": "ready", "release": "0001-0badcafe"})
        for _ in range(6):
            assert asked(f"{address}/west-end?type=robbery")[0] == 200
        assert asked(f"{address}/metrics")[0] in (200, 404)  # a page that is none of ours: nothing is told there
        assert b"swp_requests" not in asked(f"{address}/metrics")[1]
        deadline = time.monotonic() + 30
        while (found := values(asked(f"http://{metrics}/metrics")[1]))[("swp_workers",)] < 2:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert found[("swp_requests_total", "GET", "/west-end", "200")] == 6
        assert found[("swp_request_seconds_count", "/west-end")] == 6
        assert found[("swp_request_seconds_bucket", "+Inf", "/west-end")] == 6 or found[
            ("swp_request_seconds_bucket", "/west-end", "+Inf")
        ] == 6  # fmt: skip
        assert (found[("swp_ready",)], found[("swp_release_number",)], found[("swp_damaged_releases",)]) == (1, 1, 0)
        assert ("swp_release_info", "0001-0badcafe") in found
        memory = {int(name[1]): value for name, value in found.items() if name[0] == "swp_memory_bytes"}
        assert len(memory) == 2 and all(value > 10**7 for value in memory.values())

        os.kill(min(memory), signal.SIGKILL)  # what it counted stays, its memory does not
        while min(memory) in (now := {int(n[1]) for n in values(asked(f"http://{metrics}/metrics")[1]) if n[0] == "swp_memory_bytes"}) or len(now) < 2:  # fmt: skip
            assert time.monotonic() < deadline + 30
            time.sleep(0.1)
        assert values(asked(f"http://{metrics}/metrics")[1])[("swp_requests_total", "GET", "/west-end", "200")] == 6
    assert process.stderr
    lines = [json.loads(line) for line in process.stderr.read().splitlines()]
    events = [line["event"] for line in lines]
    assert "SWP_SIGN_INN is no setting and changes nothing; is SWP_SIGN_IN meant?" in events
    assert {"serving with 2 workers", "worker begins", "stopped"} <= set(events)
    assert any(event.startswith(f"worker {min(memory)} ended (-9)") for event in events)
    requests = [line for line in lines if line["event"] == "request" and line["route"] == "/west-end"]
    assert len(requests) == 6 and {line["status"] for line in requests} == {200}
    assert "robbery" not in json.dumps(lines) and "127.0.0.1" not in json.dumps(requests)
    assert not list(Path(os.environ.get("TMPDIR", "/tmp")).glob(f"swp-metrics-*/*_{min(memory)}.db"))  # noqa: S108


@pytest.mark.parametrize("error", [DataError("secret", where="/srv/secret", mend="secret"), OSError("secret")])
def test_not_ready_says_no_more_than_that(site: FlaskClient, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("callbacks.running.health.current_release", fail)
    answer = site.get("/ready")
    assert answer.status_code == 503 and answer.get_json()["status"] == "not ready" and "secret" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    alive = site.get("/health")
    assert (alive.status_code, alive.get_json()) == (200, {"status": "alive"})


def test_one_in_the_place_of_a_damaged_one_is_degraded(site: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    release = serving.current_release().instead_of(("0009-dead",))
    monkeypatch.setattr("callbacks.running.health.current_release", lambda: release)
    assert site.get("/ready").get_json() == {"status": "degraded", "release": release.id}


def test_settings_are_shown_and_checked(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWP_PORT", "8080")
    assert main(["settings"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["SWP_PORT", "8080", "environment"] in lines and ["SWP_LOG", "text", "default"] in lines
    monkeypatch.setenv("SWP_SIGN_IN", "local")
    assert main(["settings"]) == 1
    assert "SWP_KEY" in capsys.readouterr().err


def test_settings_that_contradict_are_not_served(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("callbacks.running.logs.set_up_logs", lambda *_, **__: None)
    monkeypatch.setenv("SWP_SENSITIVE_CELL", "2")
    assert main(["serve", "--store", str(tmp_path / "absent")]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "SWP_SENSITIVE_CELL=2" in said


def test_what_is_typed_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWP_STORE", "elsewhere")
    typed = parser().parse_args(["serve", "--port", "0", "--store", "here"])
    settings = with_options(Settings(port=8080, workers=3, store=Path("elsewhere")), typed)
    assert (settings.port, settings.workers, settings.store) == (0, 3, Path("here"))
    assert parser().parse_args(["releases"]).store == Path("elsewhere")  # needs a store, and the environment names one
