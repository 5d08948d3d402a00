"""A release comes out while a page is open; a link is shared with and without its release."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo.publishing.importing import import_files
from tests import worlds
from tests.browser.conftest import OpenPage, Serve
from tests.browser.journey import settled
from tests.browser.west_end import visit

QUESTION = "/west-end?from=2022-10&to=2022-10"


def publish(store: Path, file: Path, day: int) -> str:
    """The id of the release that an import of the file made on that day of January 2023."""
    moment = datetime(2023, 1, day, tzinfo=UTC)
    return str(import_files([file], store, worlds.WESTMINSTER, now=lambda: moment)["release"])


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A store with five offences of October 2022, and its second release with nine."""
    folder = tmp_path_factory.mktemp("releases")
    store = worlds.new_store(folder)
    archive = worlds.write_archive(folder / "a.zip", "2022-09", "2022-10")
    more = [row | {"Crime ID": f"x{row['Crime ID']}"} for row in worlds.street("2022-10")[:5]]
    again = worlds.write_zip(
        folder / "b.zip",
        {"2022-10/2022-10-metropolitan-street.csv": worlds.csv_text([*worlds.street("2022-10"), *more], worlds.STREET)},
    )
    first, second = (publish(store, file, day) for day, file in ((1, archive), (5, again)))
    return store, first, second


def test_a_page_that_is_open_while_a_release_comes_out(
    releases: tuple[Path, str, str], open_page: OpenPage, serve: Serve
) -> None:
    store, first, second = releases
    hidden, newest = store / "releases" / f".{second}", store / "releases" / second
    newest.rename(hidden)
    page = open_page(serve(store), permissions=["clipboard-read", "clipboard-write"])
    visit(page, QUESTION)
    expect(page.locator("#page-title")).to_contain_text("Five")
    assert page.locator("#newer-release").count() == 0 and page.inner_text("#left-out") == ""
    page.click(".copy-link.pinned")
    expect(page.locator(".copy-link.pinned")).to_have_text("Link copied")
    fixed = page.evaluate("() => navigator.clipboard.readText()")
    assert fixed.endswith(f"{QUESTION}&release={first}")

    hidden.rename(newest)
    page.get_by_label("Areas in the top").select_option("5")
    settled(page)
    expect(page.locator("#page-title")).to_contain_text("Nine")
    expect(page.locator("#newer-release")).to_contain_text("Release 0002 has come out while this page was open")
    expect(page.locator("#left-out")).to_contain_text("changed these figures: 5 offences before, 9 now.")

    page.goto(fixed)  # the link shared before still opens what it opened
    settled(page)
    expect(page.locator("#page-title")).to_contain_text("Five")
    expect(page.locator("#left-out")).to_contain_text("has 9 offences instead of 5.")
    page.click("#left-out a")
    settled(page)
    expect(page.locator("#page-title")).to_contain_text("Nine")
