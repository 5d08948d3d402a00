"""``settled`` returns after the last of a chain of slow callbacks, not before."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.request import urlopen

import pytest

from tests.browser.conftest import OpenPage, free_port
from tests.browser.journey import settled

APP = """
import sys, time
from dash import Dash, Input, Output, html

app = Dash()
app.layout = html.Main([html.H1("0", id="first"), html.P("0", id="second"), html.Button("More", id="more")])

@app.callback(Output("first", "children"), Input("more", "n_clicks"))
def update_first(clicks):
    time.sleep(0.4)
    return str(clicks or 0)

@app.callback(Output("second", "children"), Input("first", "children"))
def update_second(text):
    time.sleep(0.4)
    return "after " + text

app.run(port=int(sys.argv[1]))
"""


@pytest.fixture
def slow_app() -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-c", APP, str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ))
    address = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            urlopen(address).close()
            break
        except OSError:
            time.sleep(0.1)
    yield address
    process.kill()
    process.wait()


def test_settled_waits_for_the_last_of_a_chain(open_page: OpenPage, slow_app: str) -> None:
    page = open_page(slow_app)
    page.goto("/")
    settled(page)
    assert page.inner_text("#second") == "after 0"
    page.click("#more")
    assert page.inner_text("#second") == "after 0"
    settled(page)
    assert page.inner_text("#second") == "after 1"
