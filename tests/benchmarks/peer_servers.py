"""Streamlit, Panel and Shiny: their environment, the data they draw, the commands that run them."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

import geopandas
import numpy as np
import pandas as pd
import shapely

from data.levels import Level
from geo.shapes.boundaries import load_boundaries
from geo.shapes.display import coverage_in_degrees
from tests.benchmarks.results import Skip
from tests.benchmarks.servers import Server, served
from tests.conftest import ROOT

HERE: Final = Path(__file__).resolve().parent / "peers"
REQUIREMENTS: Final = HERE / "requirements.txt"
RECORDS: Final = 90_000
MONTHS: Final = 24
WIDE_DEGREES: Final = 360.0  # that a map shows over 512 pixels at zoom 0
COMMANDS: Final = {
    "Streamlit": (
        "-m streamlit run tests/benchmarks/peers/streamlit_app.py --server.headless true --server.port {port} "
        "--server.address 127.0.0.1 --browser.gatherUsageStats false --server.fileWatcherType none"
    ),
    "Panel": (
        "-m panel serve tests/benchmarks/peers/panel_app.py --address 127.0.0.1 --port {port} "
        "--allow-websocket-origin 127.0.0.1:{port}"
    ),
    "Shiny": "-m shiny run tests/benchmarks/peers/shiny_app.py --host 127.0.0.1 --port {port}",
}
PATHS: Final = {"Streamlit": "/", "Panel": "/panel_app", "Shiny": "/"}


def install_peers(folder: Path) -> None:
    """Make an environment with the peers' pinned versions; by pip, from whatever index it is set up for."""
    if not (folder / "bin" / "python").exists():
        venv.create(folder, with_pip=True)
    command = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "-r", str(REQUIREMENTS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Skip(f"the peers could not be installed: {done.stderr.strip().splitlines()[-1]}")


def python_of(folder: Path | None) -> str:
    """The interpreter of the peers' environment; Skip where there is none that has them."""
    if folder is None:
        raise Skip("no environment with the peers was named: --peers FOLDER, made by --install-peers FOLDER")
    python = folder / "bin" / "python"
    names = "streamlit, panel, shiny, shinywidgets, plotly, pandas"
    found = subprocess.run([str(python), "-c", f"import {names}"], capture_output=True, check=False)
    if found.returncode:
        raise Skip(f"{folder} does not hold the peers: make it with --install-peers {folder}")
    return str(python)


def write_job(release_folder: Path, folder: Path, seed: int = 1) -> None:
    """What the peers draw: the small areas of a release as GeoJSON, and as many records as the other maps have."""
    folder.mkdir(parents=True, exist_ok=True)
    boundaries = load_boundaries(release_folder / "boundaries" / f"{Level.LSOA}.parquet")
    shapes = coverage_in_degrees(boundaries)
    codes = boundaries.areas["code"].tolist()
    areas = geopandas.GeoDataFrame({"code": codes}, geometry=shapes, crs=4326)
    (folder / "areas.geojson").write_text(areas.to_json(drop_id=True, separators=(",", ":")))
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    zoom = float(np.log2(WIDE_DEGREES / (east - west)))
    view = {"lon": (west + east) / 2, "lat": (south + north) / 2, "zoom": zoom}
    (folder / "view.json").write_text(json.dumps(view))
    random_rows(len(codes), seed).to_csv(folder / "rows.csv", index=False)


def random_rows(areas: int, seed: int) -> pd.DataFrame:
    """Records spread unevenly over areas, months and hours; some areas are busy by day, others by night."""
    rng = np.random.default_rng(seed)
    weight = rng.gamma(1.0, size=areas)
    area = rng.choice(areas, RECORDS, p=weight / weight.sum())
    by_night = rng.random(RECORDS) < rng.uniform(0.1, 0.9, areas)[area]
    hour = (np.where(by_night, 18, 6) + rng.integers(0, 12, RECORDS)) % 24 + 24 * rng.integers(0, 7, RECORDS)
    drawn: dict[str, Any] = {"area": area, "month": rng.integers(0, MONTHS, RECORDS), "hour": hour}
    return pd.DataFrame(drawn)


@contextmanager
def peers(python: str, job: Path, logs: Path) -> Iterator[dict[str, str]]:
    """The addresses of the running peers, by name; one that does not start is left out and said so on stderr."""
    environment = {"BENCHMARK_JOB": str(job), "PYTHONPATH": str(ROOT), "HOME": str(logs)}
    with ExitStack() as stack:
        addresses = {}
        for name, command in COMMANDS.items():
            log = logs / f"{name}-{job.name}.log"
            try:
                server: Server = stack.enter_context(served([python, *command.split()], log, environment))
            except RuntimeError as error:
                sys.stderr.write(f"  {name} did not start: {error}\n")
            else:
                addresses[name] = server.address + PATHS[name]
        if not addresses:
            raise Skip("none of the peers starts here")
        yield addresses
