"""Measure how fast five ways of drawing the same areas repaint, pan and zoom in one browser without WebGL.

Usage: python tests/benchmarks/map_techniques/measure.py LSOA.gpkg [--rounds 7]. It prints ratios, no verdict.
"""

import argparse
import base64
import functools
import http.server
import importlib.resources
import json
import shutil
import statistics
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas
import shapely
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parent
ASSETS = HERE.parents[2] / "assets"
TECHNIQUES = ("leaflet-svg", "leaflet-canvas", "leaflet-raster", "plain-svg", "plain-canvas", "plotly-svg")
OURS = ("theme.css", "map.css", "topology.js", "map_raster.js", "map_canvas.js")  # what leaflet-raster draws with
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-3d-apis"]
LAYERS = ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
QUIET_MS = 1500  # longer than the slowest repaint seen, so that a late frame is not missed


def areas_of(path: Path, borough: str | None) -> dict[str, Any]:
    """The LSOAs of a borough (or all) as GeoJSON in degrees, shared lines simplified together to 20 m."""
    areas = geopandas.read_file(path).to_crs(27700)
    areas = areas.rename(columns={"LSOA11CD": "code", "LSOA11NM": "name"})[["code", "name", "geometry"]]
    if borough:
        areas = areas[areas.name.str.startswith(borough)]
    areas["geometry"] = shapely.coverage_simplify(areas.geometry.to_numpy(), 20)
    degrees = areas.to_crs(4326)
    degrees["geometry"] = shapely.set_precision(degrees.geometry.to_numpy(), 1e-5)
    west, south, east, north = degrees.total_bounds.tolist()
    return {"areas": json.loads(degrees.to_json(drop_id=True)), "extent": [[west, south], [east, north]]}


def fill(folder: Path, source: Path) -> None:
    """Put the page, the library, the boundaries and an empty topology into a folder to be served."""
    for name in ("page.html", "techniques.js"):
        shutil.copy(HERE / name, folder)
    shutil.copytree(ASSETS / "vendor" / "leaflet", folder / "assets" / "vendor" / "leaflet")
    for name in OURS:
        shutil.copy(ASSETS / name, folder / "assets" / name)
    plotly = importlib.resources.files("plotly") / "package_data" / "plotly.min.js"
    (folder / "plotly.min.js").write_bytes(plotly.read_bytes())
    empty = {"type": "GeometryCollection", "geometries": []}
    topology = {"type": "Topology", "objects": dict.fromkeys(LAYERS, empty), "arcs": []}
    (folder / "topojson").mkdir()
    (folder / "topojson" / "world_110m.json").write_text(json.dumps(topology))
    (folder / "westminster.json").write_text(json.dumps(areas_of(source, "Westminster ")))
    (folder / "london.json").write_text(json.dumps(areas_of(source, None)))


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A file server that says nothing."""

    def log_message(self, *_: Any) -> None:
        """Print no line per request."""


class Screencast:
    """The frames a page presents, with the time (ms since 1970) at which each was swapped."""

    def __init__(self, page: Page) -> None:
        self.frames: list[tuple[float, bytes]] = []
        self.session = page.context.new_cdp_session(page)
        self.session.on("Page.screencastFrame", self._keep)

    def _keep(self, event: dict[str, Any]) -> None:
        self.frames.append((event["metadata"]["timestamp"] * 1000, base64.b64decode(event["data"])))
        self.session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    def __enter__(self) -> "Screencast":
        self.session.send("Page.startScreencast", {"format": "jpeg", "quality": 50, "everyNthFrame": 1})
        return self

    def __exit__(self, *_: object) -> None:
        self.session.send("Page.stopScreencast")

    def settled(self, since: float) -> float | None:
        """Milliseconds from `since` to the first frame equal to the last one; None when nothing changed."""
        if not self.frames or self.frames[0][1] == self.frames[-1][1]:
            return None
        last = self.frames[-1][1]
        return next(time for time, picture in self.frames if picture == last) - since


def repaint(page: Page) -> tuple[float, float]:
    """One action: milliseconds from it to its final frame, and those spent in script."""
    page.bring_to_front()
    with Screencast(page) as cast:
        page.wait_for_timeout(250)
        cast.frames[:] = cast.frames[-1:]
        clicked = page.evaluate("window.act()")
        page.wait_for_timeout(QUIET_MS)
    settled = cast.settled(clicked)
    if settled is None:
        raise RuntimeError(f"{page.url}: the picture did not change, the figure would be worthless")
    return settled, page.evaluate("window.scripted")


def move(page: Page, how: str) -> list[float]:
    """Gaps (ms) between animation frames while the map is dragged or zoomed by 40 small steps."""
    page.bring_to_front()
    page.mouse.move(400, 300)
    page.evaluate("window.frames()")
    if how == "drag":
        page.mouse.down()
    for step in range(40):
        offset = 3 * (step if step < 20 else 40 - step)
        if how == "drag":
            page.mouse.move(400 + offset, 300 + offset)
        elif step % 4 == 0:
            page.mouse.wheel(0, -120 if step < 20 else 120)
        page.wait_for_timeout(16)
    if how == "drag":
        page.mouse.up()
    page.wait_for_timeout(400)
    gaps: list[float] = page.evaluate("window.stopFrames()")
    return gaps


def opened(browser: Browser, root: str, areas: str) -> Iterator[tuple[str, Page]]:
    """One page per technique, drawn and at rest."""
    for technique in TECHNIQUES:
        page = browser.new_page(viewport={"width": 800, "height": 600})
        page.goto(f"{root}/page.html?technique={technique}&areas={areas}")
        page.evaluate("window.ready")
        if page.evaluate("!!document.createElement('canvas').getContext('webgl2')"):
            raise RuntimeError("WebGL is on: start the browser without it")
        yield technique, page


def ninety_fifth(values: list[float]) -> float:
    """The 95th percentile of a few hundred values, the lower of two candidates."""
    return sorted(values)[int(0.95 * (len(values) - 1))]


def measure(browser: Browser, root: str, areas: str, rounds: int) -> None:
    """Print one table: medians over interleaved rounds, ratios against plotly-svg first."""
    pages = dict(opened(browser, root, areas))
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in pages}
    gaps: dict[str, dict[str, list[float]]] = {name: {"drag": [], "zoom": []} for name in pages}
    for turn in range(rounds + 1):
        for name, page in pages.items():
            times = repaint(page)
            if turn:  # the first round warms up
                seen[name].append(times)
    for _ in range(2):
        for name, page in pages.items():
            for how in ("drag", "zoom"):
                gaps[name][how] += move(page, how)
    base = statistics.median(time for time, _ in seen["plotly-svg"])
    print(f"\n{areas}: {rounds} interleaved rounds\n")
    print(
        "| technique | repaint, of plotly-svg | repaint ms, median (most) | script ms | first drawing ms"
        " | frame gap ms p95: drag, zoom | longest gap ms |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, page in pages.items():
        total = [time for time, _ in seen[name]]
        script = statistics.median(time for _, time in seen[name])
        both = gaps[name]["drag"] + gaps[name]["zoom"]
        print(
            f"| {name} | {statistics.median(total) / base:.2f} | {statistics.median(total):.0f} ({max(total):.0f})"
            f" | {script:.0f} | {page.evaluate('window.built'):.0f} | {ninety_fifth(gaps[name]['drag']):.0f},"
            f" {ninety_fifth(gaps[name]['zoom']):.0f} | {max(both):.0f} |",
            flush=True,
        )
        page.close()


def main() -> None:
    """Serve a temporary folder to one headless browser and measure both sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("boundaries", type=Path, help="2011 LSOAs of London: any vector file with LSOA11CD, LSOA11NM")
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), asked.boundaries)
        handler = functools.partial(Quiet, directory=folder)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as play:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            for areas in ("westminster", "london"):
                measure(browser, f"http://127.0.0.1:{server.server_port}", areas, asked.rounds)
            browser.close()
            server.shutdown()


if __name__ == "__main__":
    main()
