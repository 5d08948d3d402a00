"""One store for all faults, copied by those that change it; one reader."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from data import serving
from geo.publishing.importing import import_files
from tests import worlds
from tests.faults.store import Reader, forget


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two months, and the second of them again with a third."""
    folder = tmp_path_factory.mktemp("archives")
    months = (("2022-09", "2022-10"), ("2022-10", "2022-11"))
    old, new = (worlds.write_archive(folder / f"{number}.zip", *each) for number, each in enumerate(months))
    return old, new


@pytest.fixture(scope="session")
def one_release_store(
    _bounded_store: Path, archives: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A store with one release; never changed."""
    store = Path(shutil.copytree(_bounded_store, tmp_path_factory.mktemp("one") / "store"))
    import_files([archives[0]], store, worlds.WESTMINSTER)
    return store


@pytest.fixture(scope="session")
def two_release_store(
    one_release_store: Path, archives: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A store with two releases; files in it may be damaged as long as they are mended."""
    store = Path(shutil.copytree(one_release_store, tmp_path_factory.mktemp("two") / "store"))
    import_files([archives[1]], store, worlds.WESTMINSTER)
    return store


@pytest.fixture
def one(one_release_store: Path, tmp_path: Path) -> Path:
    """A copy of the store with one release."""
    return Path(shutil.copytree(one_release_store, tmp_path / "store"))


@pytest.fixture
def two(two_release_store: Path, tmp_path: Path) -> Path:
    """A copy of the store with two releases."""
    return Path(shutil.copytree(two_release_store, tmp_path / "store"))


@pytest.fixture
def reading(site: FlaskClient) -> Iterator[Callable[[Path], Reader]]:
    """Gives the reader of a store."""
    before = serving._store, serving._anyone, serving._rules, serving._signs_in
    yield lambda store: Reader(site, store)
    serving._store, serving._anyone, serving._rules, serving._signs_in = before
    forget()
