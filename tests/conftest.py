"""What all tests share: where the real public files lie, and the tiny world."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import settings

from data import serving
from data.releases import Release, open_release
from tests import real_stores, scopes, worlds
from tests.longest import LONGEST
from tests.once import once
from tests.tiny_world import tiny_release

# How long an example takes says nothing of whether it is right; CI tries the same examples each time.
settings.register_profile("swp", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("swp")

# Servers that tests start answer in full; tests of what an audience is not told say for whom they ask.
os.environ.setdefault("SWP_ANYONE", "analyst")

# A shell lets what it starts in the background ignore Ctrl+C, and so would all that tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("SWP_SHARED", ROOT.parent / "shared"))


def pytest_configure(config: pytest.Config) -> None:
    """Hand files to workers in the order below, and not those of the most tests first."""
    config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that the workers end together."""
    place = {ROOT / "tests" / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(LONGEST)))


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of real public files; they are read in place and never copied."""
    folder = SHARED / "real"
    if not folder.is_dir():
        pytest.skip(f"the real public files are not here ({folder.name} folder absent)")
    return folder


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The tiny world as a release."""
    return tiny_release(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def official(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the official boundaries and no release; like the next three it is shared, and only read."""
    return once(tmp_path_factory, "official", partial(real_stores.register_official, real=real))


@pytest.fixture(scope="session")
def london(real: Path, official: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of all of London, made from the real archive."""
    return once(tmp_path_factory, "london", partial(real_stores.import_london, real=real, official=official))


@pytest.fixture(scope="session")
def by_commands(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of Westminster's part of the real archive, made by the commands, with their report in it."""
    return once(tmp_path_factory, "by-commands", partial(real_stores.import_by_commands, real=real))


@pytest.fixture(scope="session")
def westminster(real: Path, official: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of Westminster's part of the real archive and the published counts of its wards."""
    return once(tmp_path_factory, "westminster", partial(real_stores.import_westminster, real=real, official=official))


@pytest.fixture(scope="session")
def two_boroughs(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The tiny world with both its boroughs in one release."""
    folder = tmp_path_factory.mktemp("two-boroughs")
    return scopes.imported(worlds.new_store(folder), "all", scopes.tiny_files(folder / "files"))


@pytest.fixture(scope="session")
def demonstration() -> Release:
    """The embedded demonstration release."""
    return open_release(None)


@contextmanager
def serving_as_before() -> Iterator[None]:
    """What a process serves, and to whom, is one for the whole process: put back what it was."""
    held = {name: getattr(serving, name) for name in ("_store", "_anyone", "_rules", "_signs_in")}
    yield
    vars(serving).update(held)
    serving.let_go()


@pytest.fixture(autouse=True)
def _serving_as_before() -> Iterator[None]:
    with serving_as_before():
        yield


@pytest.fixture(scope="session")
def site() -> FlaskClient:
    """The one dashboard of a test run: Dash keeps callbacks in one list a process, which the first app takes."""
    from app import create_app

    with serving_as_before():
        return create_app(None).server.test_client()


@pytest.fixture(scope="session")
def _bounded_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.worlds import new_store

    return new_store(tmp_path_factory.mktemp("world"))


@pytest.fixture
def store(_bounded_store: Path, tmp_path: Path) -> Path:
    """A store with the boundaries of the tiny world and no release."""
    return Path(shutil.copytree(_bounded_store, tmp_path / "store"))
