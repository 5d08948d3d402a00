"""Journeys on the page of evidence: figures of the command, another question, clusters, the register, no trouble."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.claims import State
from data.releases import Release
from geo.page_json import page_json
from geo.pages.evidence import claims_of
from tests.browser.conftest import NARROW, PHONE, OpenPage, Serve
from tests.browser.journey import overflow, settled

YEAR = "from=2022-10&to=2023-09"
COMPLETE = 60_000  # clusters and the register are worked out after the page


def visit(page: Page, link: str) -> Page:
    page.goto(link)
    settled(page, COMPLETE)
    expect(page.locator("#ev-map .leaflet-container, #ev-map.leaflet-container").first).to_be_visible(timeout=COMPLETE)
    return page


def test_the_page_tells_what_the_command_tells(page: Page, demonstration: Release) -> None:
    told = page_json(demonstration, f"/evidence?{YEAR}&type=robbery")
    visit(page, f"/evidence?{YEAR}&type=robbery")
    half = told["concentration"]["areas_for_half"]
    low, high = (round(told["chance"]["areas_for_half"][end]) for end in ("low", "high"))
    assert page.inner_text("#ev-chance-says").startswith(f"Half lies in {half} of 128 areas")
    assert f"{low} to {high}" in page.inner_text("#ev-chance-table")
    assert page.inner_text("#ev-shares-says") == told["change"]["says"]
    assert page.inner_text("#ev-verdicts-say") == told["change"]["verdicts_say"]
    assert page.inner_text("#ev-control-says") == told["series"]["says"]
    assert page.inner_text("#ev-cluster-says") == told["clusters"]["gi_star"]["says"]
    page.check("#ev-cluster-method input[value=local-moran]")
    settled(page, COMPLETE)
    assert page.inner_text("#ev-cluster-says") == told["clusters"]["local_moran"]["says"]


def test_another_measure_changes_the_link_and_the_figures(page: Page) -> None:
    visit(page, "/evidence")
    before = page.inner_text("#ev-page-title")
    page.select_option("#ev-measure", "harm")
    settled(page, COMPLETE)
    assert page.url.endswith("/evidence?measure=harm")
    expect(page.locator("#ev-page-title")).to_contain_text("the harm of recorded offences")
    page.go_back()
    settled(page, COMPLETE)
    assert page.inner_text("#ev-page-title") == before


def test_the_register_can_be_read_by_state_and_taken_along(page: Page, demonstration: Release, tmp_path: Path) -> None:
    results = claims_of(demonstration)
    visit(page, "/evidence")
    expect(page.locator("#ev-claims-say")).to_contain_text("Of 672 published figures", timeout=COMPLETE)
    differing = [result for result in results if result.state is State.DIFFERS]
    expect(page.locator("#ev-claims tbody tr")).to_have_count(len(differing))
    page.select_option("#ev-claim-state", "holds")
    settled(page, COMPLETE)
    assert int(re.findall(r"\d+ hold", page.inner_text("#ev-claims-say"))[0].split()[0]) == sum(
        result.state is State.HOLDS for result in results
    )
    page.select_option("#ev-chapter", "Location")
    settled(page, COMPLETE)
    held = [one for one in results if one.state is State.HOLDS and one.claim.chapter == "Location"]
    expect(page.locator("#ev-claims tbody tr")).to_have_count(len(held))
    with page.expect_download() as download:
        page.click("#ev-claims-download")
    download.value.save_as(tmp_path / "claims.csv")
    assert sum(line.startswith("LO") for line in (tmp_path / "claims.csv").read_text().splitlines()) == 24


def test_a_published_figure_opens_the_view_that_gives_it(page: Page) -> None:
    visit(page, "/evidence")
    page.select_option("#ev-claim-state", "holds")
    page.select_option("#ev-chapter", "Location")
    settled(page, COMPLETE)
    page.click("#ev-claims tbody a >> nth=0")
    settled(page, COMPLETE)
    assert "/west-end?" in page.url
    assert page.inner_text("h1")


@pytest.mark.parametrize("screen", [PHONE, NARROW], ids=["390", "320"])
def test_it_reads_on_a_phone(open_page: OpenPage, serve: Serve, screen: dict) -> None:
    page = open_page(serve(None), **screen)
    visit(page, f"/evidence?{YEAR}")
    assert overflow(page) <= 0
