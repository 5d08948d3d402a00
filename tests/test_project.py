"""The project as a package: the lock file, the wheel, the licence, the commands of the README."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.architecture import Tree
from tests.conftest import ROOT

PUBLIC_INDEX = {"pypi.org", "files.pythonhosted.org"}
INDEX_SETTINGS = {
    *("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_TRUSTED_HOST"),
    *("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS"),
}


@pytest.fixture(scope="module")
def project() -> dict[str, dict]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lock() -> dict[str, list[dict]]:
    return tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))


def places(lock: dict[str, list[dict]]) -> set[str]:
    """Every address, file or folder that the lock file takes a package from."""
    found = set()
    for package in lock["package"]:
        source = package["source"]
        found |= {str(place) for kind, place in source.items() if kind != "editable"}
        found |= {file.get("url", file.get("path", "")) for file in package.get("wheels", [])}
        found |= {package["sdist"].get("url", "")} if "sdist" in package else set()
    return found


def test_the_lock_file_names_the_public_index_alone(lock: dict[str, list[dict]]) -> None:
    found = places(lock)
    assert len(found) > 100
    assert {urlsplit(place).netloc for place in found} == PUBLIC_INDEX


def test_another_index_in_a_lock_file_would_be_seen() -> None:
    wheel = {"url": "https://mirror.example/a.whl"}
    package = {"name": "a", "source": {"registry": "https://mirror.example/simple"}, "wheels": [wheel]}
    assert {urlsplit(place).netloc for place in places({"package": [package]})} == {"mirror.example"}


def requirement_names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower() for requirement in requirements}


def test_the_lock_file_is_of_this_project(project: dict[str, dict], lock: dict[str, list[dict]]) -> None:
    own = next(package for package in lock["package"] if package["name"] == project["project"]["name"])
    locked = {
        (wanted["name"], wanted.get("specifier", ""))
        for wanted in [*own["metadata"]["requires-dist"], *own["metadata"]["requires-dev"]["dev"]]
    }
    extras = [name for extra in project["project"]["optional-dependencies"].values() for name in extra]
    wanted = [*project["project"]["dependencies"], *extras, *project["dependency-groups"]["dev"]]
    assert {name for name, _ in locked} == requirement_names(wanted)
    asked = {requirement.partition(";")[0].replace(" ", "").lower() for requirement in wanted}
    for name, specifier in locked:
        assert any({*text.removeprefix(name).split(",")} == {*specifier.split(",")} for text in asked), name


def test_no_file_names_the_index_of_this_machine() -> None:
    """Settings of the machine the work was done on stay there."""
    values = " ".join(os.environ.get(name, "") for name in INDEX_SETTINGS).split()
    hosts = {urlsplit(value).hostname or urlsplit(value).path for value in values} - PUBLIC_INDEX - {""}
    named = [(path, host) for path, text in Tree(ROOT).texts() for host in hosts if host in text]
    assert not named
    assert not re.search(r"index-url|\[\[tool\.uv\.index", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_licence_is_mit(project: dict[str, dict]) -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("MIT License\n\nCopyright (c) 2026 Safer Westminster dashboard contributors\n")
    assert project["project"]["license"] == "MIT"
    assert project["project"]["license-files"] == ["LICENSE"]


def test_fonts_and_scripts_of_others_stand_beside_their_licences() -> None:
    borrowed = [path for path in Tree(ROOT).files if {"fonts", "vendor"} & set(path.parts[:2])]
    for path in borrowed:
        assert (ROOT / path).with_name("LICENSE").is_file(), path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by the build back end itself, which the dev group names: no network, under a second."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_product_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    wanted = {
        str(path)
        for path in Tree(ROOT).files
        if path.parts[0] in {"app.py", "layouts", "callbacks", "geo", "data", "assets"}
    }
    extra = {name for name in names if ".dist-info/" not in name}
    assert extra - wanted == set()
    assert wanted - extra == set()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert wheel.stat().st_size < 15_000_000, "what is packaged stays under 15 MB"


def test_the_commands_are_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "bash .ci/serve" in readme
    assert "bash .ci/test" in readme


@pytest.mark.parametrize("name", ["audit", "run", "serve", "test"])
def test_a_command_can_be_run(name: str) -> None:
    file = ROOT / ".ci" / name
    assert os.access(file, os.X_OK)
    assert "set -euo pipefail" in file.read_text(encoding="utf-8")
    assert subprocess.run(["bash", "-n", str(file)], check=False).returncode == 0


def shell(script: str, folder: Path, stubs: dict[str, str], **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``script`` after .ci/setup, with the given commands before the real ones on the PATH."""
    for name, text in stubs.items():
        stub = folder / name
        stub.write_text(f"#!/bin/bash\n{text}\n", encoding="utf-8")
        stub.chmod(0o755)
    full = f"set -euo pipefail; source '{ROOT}/.ci/setup'; VENV='{folder}/venv'; {script}"
    clean = {name: value for name, value in os.environ.items() if name not in {"CI", *INDEX_SETTINGS}}
    return subprocess.run(
        ["bash", "-c", full],
        env=clean | {"PATH": f"{folder}:/usr/bin:/bin"} | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_set_up_takes_a_python_that_is_recent_enough(tmp_path: Path) -> None:
    old = {"python3": "exit 1", "python3.14": "exit 127", "python3.13": "exit 0"}
    done = shell("find_python", tmp_path, old)
    assert done.stdout.strip() == str(tmp_path / "python3.13")


def test_set_up_says_what_to_do_without_python(tmp_path: Path) -> None:
    missing = dict.fromkeys(["python3", *(f"python3.{minor}" for minor in range(11, 15)), "uv"], "exit 127")
    done = shell("make_venv", tmp_path, missing)
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr


def test_set_up_says_what_to_do_when_it_may_not_install(tmp_path: Path) -> None:
    # A Python without the venv module, as Debian ships it, for a user who is not root and may not use sudo.
    stubs = {
        "python3": '[[ "$2" == *ensurepip* ]] && exit 1; [[ "$2" == *print* ]] && echo 3.11; exit 0',
        "uv": "exit 127",
        "id": "echo 1000",
        "sudo": 'printf "%s\\n" "$*" >> "${0%/*}/asked"; exit 1',
        "apt-get": "echo not through sudo >&2; exit 99",
    }
    done = shell("make_venv", tmp_path, stubs, CI="true")
    assert done.returncode == 1
    assert "As root, run: apt-get install python3.11-venv" in done.stderr
    assert "99" not in done.stderr
    assert (tmp_path / "asked").read_text(encoding="utf-8").startswith("-n apt-get update")


def test_set_up_reads_the_index_that_pip_is_configured_for(tmp_path: Path) -> None:
    (tmp_path / "venv" / "bin").mkdir(parents=True)
    listed = [
        "global.cert='/c.pem'",
        "global.extra-index-url='https://more.example'",
        ":env:.index-url='https://a.example'",
    ]
    python = {"venv/bin/python": "\n".join(f'echo "{line}"' for line in listed)}
    done = shell("pip_setting 'index-url|no-index'; pip_setting cert; pip_setting timeout", tmp_path, python)
    assert done.stdout.split() == ["https://a.example", "/c.pem"]
    done = shell('echo "$PIP_INDEX_URL"', tmp_path, {}, UV_DEFAULT_INDEX="https://uv.example/simple")
    assert done.stdout.strip() == "https://uv.example/simple"


def test_a_home_that_cannot_be_written_is_replaced(tmp_path: Path) -> None:
    done = shell('find_home; echo "$HOME"', tmp_path, {}, HOME=str(tmp_path / "absent"))
    assert done.stdout.strip() == str(tmp_path / "venv" / "home")


# (the tools that fail, what .ci/run must then say)
OUTCOMES = [
    ({}, "passed"),
    ({"ruff": 1}, "Failed: ruff ruff"),
    ({"mypy": 1}, "Failed: mypy"),
    ({"bandit": 1}, "Failed: bandit"),
    ({"audit": 1}, "Failed: audit"),
    ({"audit": 3}, "passed"),  # the database of advisories cannot be reached from here
    ({"pytest": 1}, "Failed: pytest"),
]


@pytest.mark.parametrize(("failing", "said"), OUTCOMES)
def test_ci_fails_when_a_check_fails(failing: dict[str, int], said: str, tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "audit").write_text(f"exit {failing.get('audit', 0)}\n")
    for name in ("run", "test"):
        shutil.copy(ROOT / ".ci" / name, tmp_path / ".ci" / name)
    functions = 'set_up() { :; }; say() { echo "$*"; }; fail() { say "$*"; exit 1; }'
    (tmp_path / ".ci" / "setup").write_text(f"ROOT='{tmp_path}' VENV='{tmp_path}'; {functions}\n", encoding="utf-8")
    (tmp_path / "bin").mkdir()
    for tool in ("ruff", "mypy", "bandit", "pytest", "playwright", "python"):
        stub = tmp_path / "bin" / tool
        stub.write_text(f'#!/bin/bash\necho {tool} CI=$CI "$@"\nexit {failing.get(tool, 0)}\n')
        stub.chmod(0o755)
    done = subprocess.run([tmp_path / ".ci" / "run", "-x"], cwd="/", capture_output=True, text=True, check=False)
    assert (done.returncode == 0) is (said == "passed")
    assert said in done.stdout
    assert "pytest CI=true --numprocesses auto --dist loadfile --durations=15 -x" in done.stdout
