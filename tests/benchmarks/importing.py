"""Import of the real six-month archive to a published release, against reading the same tables with pandas alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pandas as pd

from geo.publishing.importing import import_files
from geo.shapes.boundaries import register_boundaries
from tests.benchmarks.options import ARCHIVE, BOUNDARIES, WARDS, Options
from tests.benchmarks.results import Row, row_of_pairs
from tests.benchmarks.timing import Pairs, in_turn
from tests.conftest import ROOT

WESTMINSTER, ALL = "E09000033", "all"
LONDON_REPEATS: Final = 2
READ: Final = """
import sys, zipfile
import pandas
with zipfile.ZipFile(sys.argv[1]) as archive:
    tables = [pandas.read_csv(archive.open(name)) for name in archive.namelist() if name.endswith(".csv")]
"""


def run(options: Options) -> Iterator[Row]:
    """One borough within one process, and as whole commands; then all of London."""
    archive = options.real_file(ARCHIVE)
    store = options.work / "boundaries-only"
    register_boundaries(store, [options.real_file(name) for name in (*BOUNDARIES, WARDS)])
    read = "against pandas.read_csv"
    options.say("importing the six-month archive, one borough")
    pairs = within(archive, store, WESTMINSTER, options.repeats, options)
    yield row_of_pairs("import/borough", f"import of six months, one borough, {read}", pairs)
    options.say("the same as whole commands")
    stores = [fresh(store, options, turn) for turn in range(options.repeats)]
    pairs = in_turn(
        stores,
        lambda copy: command("app.py", "import", archive, "--store", copy),
        lambda _: command("-c", READ, archive),
    )
    yield row_of_pairs("import/command", "the same as whole commands, Python's start included", pairs)
    options.say("importing the six-month archive, all of London")
    pairs = within(archive, store, ALL, LONDON_REPEATS, options)
    yield row_of_pairs("import/london", f"import of six months, all of London, {read}", pairs)


def within(archive: Path, store: Path, authority: str, repeats: int, options: Options) -> Pairs:
    """Both sides within this process, where everything is loaded."""
    stores = [fresh(store, options, turn) for turn in range(repeats)]
    return in_turn(stores, lambda copy: import_files([archive], copy, authority), lambda _: read_alone(archive))


def fresh(store: Path, options: Options, turn: int) -> Path:
    """A store with boundaries and no release."""
    copy = options.work / f"import-{turn}"
    shutil.rmtree(copy, ignore_errors=True)
    return Path(shutil.copytree(store, copy))


def read_alone(archive: Path) -> list[pd.DataFrame]:
    """Every table of the archive."""
    with zipfile.ZipFile(archive) as opened:
        return [pd.read_csv(opened.open(name)) for name in opened.namelist() if name.endswith(".csv")]


def command(*arguments: str | Path) -> None:
    """One command in an interpreter of its own."""
    done = subprocess.run([sys.executable, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip()[-1000:])
