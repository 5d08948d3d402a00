"""Waiting for a Dash page, and looking at it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, Route

# Hydrated, nothing loading, no callback queue occupied; where a Plotly graph stands, it is drawn; fonts are in.
SETTLED: Final = """() => {
    const state = window.store && window.store.getState();
    if (!state || state.appLifecycle !== 'HYDRATED' || state.isLoading) return false;
    const busy = Object.entries(state.callbacks).some(([name, queue]) =>
        Array.isArray(queue) && !['stored', 'completed'].includes(name) && queue.length > 0);
    const drawn = [...document.querySelectorAll('.dash-graph')].every(graph => {
        const plot = graph.querySelector('.js-plotly-plot');
        return plot && plot._fullLayout;
    });
    return !busy && drawn && document.fonts.status === 'loaded';
}"""

# A click handler runs, and its callback is queued, after the event: two frames later the queues can be believed.
TWO_FRAMES: Final = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"


def settled(page: Page, timeout: float = 30_000) -> Page:
    """Return ``page`` once its callbacks are done and its charts drawn; ``timeout`` in milliseconds."""
    page.evaluate(TWO_FRAMES)
    page.wait_for_function(SETTLED, timeout=timeout)
    page.evaluate(TWO_FRAMES)
    page.wait_for_function(SETTLED, timeout=timeout)  # a callback may have started another
    return page


def picture(page: Page, name: str) -> None:
    """Keep a screenshot of the whole page in the folder SWP_SCREENSHOTS names; without it, nothing."""
    folder = os.environ.get("SWP_SCREENSHOTS")
    if folder:
        file = Path(folder) / f"{re.sub('[^A-Za-z0-9.-]+', '-', name)}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=file, full_page=True)


def overflow(page: Page) -> int:
    """How many CSS pixels the page is wider than its window: more than 0 means scrolling sideways."""
    wider: int = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider


CALLBACKS: Final = "**/_dash-update-component*"
PICTURE: Final = '{"output":"..picture.data'  # how the question of a page begins
TRIES: Final = 300


def ask(page: Page, search: str) -> None:
    """Change the question as a control does, without waiting."""
    page.evaluate("search => window.dash_clientside.set_props('url', { search })", search)


def first_held(page: Page, search: str) -> Route:
    """Ask, and hold the request for the picture on its way; later ones go through."""
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if (route.request.post_data or "").startswith(PICTURE) and not held:
            held.append(route)
        else:
            route.continue_()

    page.route(CALLBACKS, hold_the_first)
    ask(page, search)
    for _ in range(TRIES):
        if held:
            break
        page.wait_for_timeout(100)  # Playwright hands requests over while it waits
    assert len(held) == 1
    return held[0]
