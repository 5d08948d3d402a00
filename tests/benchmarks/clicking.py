"""Click to repainted map: the West End page against the same job in Streamlit, Panel and Shiny."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page

from data.releases import open_release
from tests.benchmarks.browsing import LISTEN, Screencast, browser, new_page, region_of, repainted
from tests.benchmarks.options import Options
from tests.benchmarks.peer_servers import peers, python_of, write_job
from tests.benchmarks.results import Row, Skip, Unit
from tests.benchmarks.servers import ours

OURS: Final = "ours"
LONDON_LINK: Final = "/west-end?dataset=stop-search"  # the street archive has no hours; searches have
WARM_UPS: Final = 2  # clicks: a state that is seen for the first time
CHARTS: Final = 3  # of a peer's page: map, heatmap, bars
MOST_MS: Final = 25_000
QUIET_MS: Final = {128: 1_200, 4835: 3_000}  # longer than any pause between an answer and its last frame
CHOOSE: Final = """([selector, value]) => {
    const select = document.querySelector(selector);
    select.value = value;
    select.dispatchEvent(new Event('change', {bubbles: true}));
}"""


def run(options: Options) -> Iterator[Row]:
    """A row for each size."""
    python = python_of(options.peers)
    with browser() as started:
        yield compare(started, options, python, 128, None, "/west-end")
        london = options.london_store()
        yield compare(started, options, python, 4835, london, LONDON_LINK)


def compare(started: Browser, options: Options, python: str, areas: int, store: Path | None, link: str) -> Row:
    """Ours and all peers open in one browser; each round clicks once in each, in turn."""
    job = options.work / f"job-{areas}"
    write_job(open_release(store).folder, job)
    log = options.work / f"ours-{areas}.log"
    with ours(store, log) as server, peers(python, job, options.work) as addresses:
        pages = {OURS: opened(started, server.address + link, "#map :is(path.area, canvas)")}
        for name, address in addresses.items():
            try:
                pages[name] = opened(started, address, "canvas.maplibregl-canvas", CHARTS)
            except Exception as error:  # noqa: BLE001 - a peer that fails to draw is left out, and said so
                options.say(f"{name} drew no map: {str(error).splitlines()[0]}")
        if len(pages) < 2:
            raise Skip("no peer drew its map")
        contexts = [page.context for page in pages.values()]
        times = rounds(pages, options.clicks, QUIET_MS[areas], options)
        for context in contexts:
            context.close()
    if len(times) < 2:
        raise Skip("no peer changed its map")
    return row_of(areas, times)


def opened(started: Browser, address: str, drawn: str, charts: int = 0) -> Page:
    """A page whose map (and so many Plotly charts) is drawn and at rest."""
    page = new_page(started)
    page.goto(address)
    page.locator(drawn).first.wait_for()
    if charts:
        page.locator(".js-plotly-plot").nth(charts - 1).wait_for()
    with Screencast(page) as cast:
        cast.wait_until_still(3_000, MOST_MS)
    return page


def rounds(pages: dict[str, Page], count: int, quiet_ms: float, options: Options) -> dict[str, list[float]]:
    """Milliseconds of each click, by who was clicked; the first clicks warm up."""
    times: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(count + WARM_UPS):
        for name, page in list(pages.items()):
            taken = click(page, name, turn, quiet_ms)
            if taken is None and name == OURS:
                raise RuntimeError("our map did not change, so there is nothing to measure")
            if taken is None and turn < WARM_UPS:
                options.say(f"{name} did not change its map yet")
            elif taken is None:
                options.say(f"{name} did not change its map within {MOST_MS / 1000:.0f} s and is left out")
                del pages[name], times[name]
            elif turn >= WARM_UPS:
                times[name].append(taken)
        options.say(f"click {turn + 1} of {count + WARM_UPS}: {told(times)}")
    return times


def told(times: dict[str, list[float]]) -> str:
    return ", ".join(f"{name} {statistics.median(taken):.0f} ms" for name, taken in times.items() if taken)


def click(page: Page, name: str, turn: int, quiet_ms: float) -> float | None:
    """One action in the page itself; milliseconds from its event to the map's final picture, None without a change."""
    page.bring_to_front()
    shown = page.locator("#map" if name == OURS else ".js-plotly-plot:has(.maplibregl-canvas)").first
    region = region_of(shown)
    page.evaluate(LISTEN)
    with Screencast(page) as cast:
        cast.wait_for_first_frame(MOST_MS)
        if name == OURS:
            page.evaluate(CHOOSE, ["#time", "all" if turn % 2 else "night"])
        else:
            page.locator("input[type=checkbox]").first.evaluate("box => box.click()")
        cast.wait_until_still(quiet_ms, MOST_MS, region)
    return repainted(cast.frames, region, page.evaluate("window.benchmarkActed"))


def row_of(areas: int, times: dict[str, list[float]]) -> Row:
    """Ours against the peer with the lowest median."""
    middle = {name: statistics.median(taken) for name, taken in times.items()}
    best = min((name for name in middle if name != OURS), key=lambda name: middle[name])
    return Row(
        key=f"click/{areas}",
        what=f"click to repainted map, {areas:,} areas, against the best peer ({best})",
        unit=Unit.SHARE,
        value=middle[OURS] / middle[best],
        samples=tuple(own / other for own, other in zip(times[OURS], times[best], strict=True)),
        note="p50 " + ", ".join(f"{name} {taken:.0f} ms" for name, taken in middle.items()),
        raw={f"{name}_ms": taken for name, taken in times.items()},
    )
