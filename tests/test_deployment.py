"""Files that installations start from: they parse, name settings that exist and commands that exist, and ask for few rights."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tomllib
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from app import parser
from data.monthly.wanted import wanted
from data.settings import settings_from
from data.settings_checked import check, known_variables
from tests.conftest import ROOT
from tests.data.monthly.web import web

DEPLOY = ROOT / ".deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
FILES = [ROOT / "Dockerfile", ROOT / "compose.yaml", *sorted(DEPLOY.iterdir())]
VARIABLE = re.compile(r"\bSWP_[A-Z_]+\b")
UNPINNED = re.compile(r"(:latest|^[^:@]+)$")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def dockerfile() -> list[tuple[str, str]]:
    """Its instructions, continued lines joined."""
    text = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines]


def unit(file: Path) -> dict[str, list[str]]:
    """What the [Service] of a unit says, each name with all its values."""
    found: dict[str, list[str]] = {}
    for line in file.read_text(encoding="utf-8").partition("[Service]")[2].partition("\n[")[0].splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def commands() -> set[str]:
    (found,) = (each for each in parser()._actions if isinstance(each, argparse._SubParsersAction))
    return set(found.choices)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_variable_is_a_setting(file: Path) -> None:
    named = set(VARIABLE.findall(file.read_text(encoding="utf-8")))
    assert named - set(known_variables()) == set()


def test_settings_of_the_examples_can_be_served(compose: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "key").write_text(64 * "a")
    for name in ("one", "two", "monthly"):
        given = {key: str(value) for key, value in compose["services"][name]["environment"].items()}
        given |= {"SWP_KEY_FILE": str(tmp_path / "key")} if "SWP_KEY_FILE" in given else {}
        check(settings_from(given))
    lines = (DEPLOY / "swp.env").read_text(encoding="utf-8").splitlines()
    check(settings_from(dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))))
    uncommented = [line.lstrip("#") for line in lines if re.match(r"#?SWP_", line)]
    given = dict(line.split("=", 1) for line in uncommented)  # of two ways to sign in the later one
    settings_from(
        {name: value.replace("/state", str(tmp_path)) for name, value in given.items() if "_FILE" not in name}
    )


def test_the_image_runs_as_nobody_from_a_named_version(dockerfile: list[tuple[str, str]]) -> None:
    told = [value for name, value in dockerfile if name == "USER"]
    assert told and told[-1].split(":")[0] not in ("0", "root")
    base = next(value.partition("=")[2] for name, value in dockerfile if name == "ARG")
    assert not UNPINNED.search(base) and re.search(r":\d+\.\d+\.\d+", base)
    assert {value.split()[0] for name, value in dockerfile if name == "FROM"} == {"${BASE}"}
    assert {"HEALTHCHECK", "STOPSIGNAL"} <= {name for name, _ in dockerfile}
    assert ("ENTRYPOINT", '["swp"]') in dockerfile and ("CMD", '["serve"]') in dockerfile


def test_the_image_is_built_from_what_there_is_and_holds_no_secret(dockerfile: list[tuple[str, str]]) -> None:
    copied = {
        source
        for name, value in dockerfile
        if name == "COPY" and "--from" not in value
        for source in value.split()[:-1]
    }
    assert all((ROOT / source).exists() for source in copied)
    packaged = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert set(packaged["targets"]["wheel"]["only-include"]) <= copied
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert let_in == copied
    assert not [value for name, value in dockerfile if name in ("ENV", "ARG") and re.search(r"KEY|SECRET|PASSW", value)]
    assert not [value for name, value in dockerfile if name == "ADD"]


def test_containers_may_do_little(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["read_only"] and service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in service and "network_mode" not in service and "pid" not in service
        assert service["image"] == "swp" or re.search(r":\d+\.\d+", service["image"]), name
        assert service["mem_limit"] and service["pids_limit"], name
        assert service["logging"]["driver"] == "local", name  # which turns its files over; Docker's own fills the disk
    assert {name for name, service in compose["services"].items() if "ports" in service} == {"web"}
    writers = [name for name, service in compose["services"].items() if "store:/store" in service.get("volumes", [])]
    assert writers == ["monthly"]
    assert all(not service["user"].startswith("0") for service in compose["services"].values() if "user" in service)


def test_whether_the_image_is_healthy_is_asked_where_it_serves(
    dockerfile: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the port it is set to, and of this machine even where a proxy is set for all others."""
    (told,) = [value for name, value in dockerfile if name == "HEALTHCHECK"]
    command = [sys.executable, *json.loads(told[told.index("[") :])[1:]]
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with web() as site:
        monkeypatch.setenv("SWP_PORT", site.base.rpartition(":")[2])
        assert subprocess.run(command, capture_output=True, check=False).returncode == 1  # 404
        site.files["/health"] = b"alive"
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_what_compose_names_is_there(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for name, service in services.items():
        assert set(service.get("networks", [])) <= set(compose["networks"]), name
        assert set(service.get("secrets", [])) <= set(compose["secrets"]), name
        assert set(service.get("depends_on", [])) <= set(services), name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert (ROOT / source).exists() if source.startswith(".") else source in compose["volumes"], volume
        for file in service.get("env_file", []):
            assert (ROOT / file).is_file()
    upstreams = services["web"]["environment"]["UPSTREAMS"].partition(":-")[2].rstrip("}").split()
    assert {each.split(":")[0] for each in upstreams} == {"one", "two"}
    assert services["monthly"]["command"][0] in commands() and services["one"] == services["two"]


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_units_start_commands_that_exist(file: Path) -> None:
    (start,) = unit(file)["ExecStart"]
    assert start.split()[0].endswith("/bin/swp") and start.split()[1] in commands()
    assert unit(file)["ProtectSystem"] == ["strict"] and unit(file)["DynamicUser"] == ["yes"]
    assert unit(file)["CapabilityBoundingSet"] == [""]


def test_the_timer_is_of_the_job() -> None:
    timer = RawConfigParser(strict=False)
    timer.read(DEPLOY / "swp-monthly.timer")
    assert timer["Timer"]["OnCalendar"] and (DEPLOY / "swp-monthly.service").is_file()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_systemd_understands_the_units_and_finds_them_safe(file: Path, tmp_path: Path) -> None:
    for each in DEPLOY.glob("swp*.*"):
        text = each.read_text(encoding="utf-8").replace("/opt/swp/bin/swp", shutil.which("true") or "/bin/true")
        (tmp_path / each.name).write_text(text, encoding="utf-8")
    made = tmp_path / file.name
    units = [made, *([made.with_suffix(".timer")] if made.with_suffix(".timer").is_file() else [])]
    run = subprocess.run(["systemd-analyze", "verify", *map(str, units)], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    command = ["systemd-analyze", "security", "--offline=yes", "--threshold=20", "--no-pager", str(made)]
    safe = subprocess.run(command, capture_output=True, text=True, check=False)
    assert safe.returncode == 0, safe.stdout[-500:]  # an exposure of at most 2.0 of 10


def test_the_example_of_the_monthly_job_can_be_read() -> None:
    assert [source.url for source in wanted(DEPLOY / "monthly.toml", []).sources]
