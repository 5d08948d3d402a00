"""What all tests share: where the real public files lie, and the tiny world."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from data.releases import Release, open_release
from tests import scopes, worlds
from tests.london import london_store
from tests.tiny_world import tiny_release

# How long an example takes says nothing of whether it is right; CI tries the same examples each time.
settings.register_profile("swp", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("swp")

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("SWP_SHARED", ROOT.parent / "shared"))


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
def london(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of all of London, made from the real files."""
    return london_store(tmp_path_factory.mktemp("london"), real)


@pytest.fixture(scope="session")
def two_boroughs(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The tiny world with both its boroughs in one release."""
    folder = tmp_path_factory.mktemp("two-boroughs")
    return scopes.imported(worlds.new_store(folder), "all", scopes.tiny_files(folder / "files"))


@pytest.fixture(scope="session")
def demonstration() -> Release:
    """The embedded demonstration release."""
    return open_release(None)


@pytest.fixture(scope="session")
def _bounded_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.worlds import new_store

    return new_store(tmp_path_factory.mktemp("world"))


@pytest.fixture
def store(_bounded_store: Path, tmp_path: Path) -> Path:
    """A store with the boundaries of the tiny world and no release."""
    return Path(shutil.copytree(_bounded_store, tmp_path / "store"))
