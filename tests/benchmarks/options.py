"""What one run was asked to do, and where its files lie."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.benchmarks.results import Skip
from tests.conftest import ROOT, SHARED

REAL: Final = SHARED / "real"
BOUNDARIES: Final = ("boundaries/lsoa_2011_london_bgc.gpkg", "boundaries/lsoa_2021_london_bgc.gpkg")
WARDS: Final = "boundaries/ward_2022_westminster.gpkg"
ARCHIVE: Final = "police_uk/police-uk-2022-10-to-2023-03.zip"


@dataclass
class Options:
    """The command's options; ``work`` is a folder for everything the run makes."""

    work: Path
    short: bool = False
    sizes: tuple[str, ...] = ("90k", "1M", "10M")
    actions: int = 40
    clicks: int = 5
    repeats: int = 3
    peers: Path | None = None
    london: Path | None = None
    national: Path | None = None
    real: Path = REAL
    keep: Path | None = None
    started: float = field(default_factory=time.monotonic)

    def say(self, text: str) -> None:
        """Progress, on stderr, so that the table alone is on stdout."""
        sys.stderr.write(f"[{time.monotonic() - self.started:5.0f} s] {text}\n")
        sys.stderr.flush()

    def kept(self, name: str) -> Path:
        """Where something dear to make lies: in the folder named by ``--keep``, else among the run's own files."""
        return (self.keep or self.work) / name

    def real_file(self, name: str) -> Path:
        """A real public file, read in place; Skip where it is absent."""
        path = self.real / name
        if not path.exists():
            raise Skip(f"the real file is not here: {name} (name its folder with --real)")
        return path

    def london_store(self) -> Path:
        """A store of all London: the one named, else one made of the real files, once a run."""
        if self.london is not None:
            return self.london
        store = self.kept("london")
        if not store.exists():
            files = [str(self.real_file(name)) for name in (*BOUNDARIES, WARDS)]
            self.say("making a store of all London (name one with --london to save this)")
            self._swp("boundaries", *files, "--store", str(store))
            self._swp("import", str(self.real_file(ARCHIVE)), "--store", str(store), "--authority", "all")
        return store

    def _swp(self, *arguments: str) -> None:
        command = [sys.executable, "app.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr.strip())
