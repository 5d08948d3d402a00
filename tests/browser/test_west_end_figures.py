"""A deep link shows the figures that ``swp query`` answers with: headline, map, heatmap, ranking, months."""

from __future__ import annotations

import json
import subprocess
import sys
from bisect import bisect_right
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page

from tests.browser.west_end import classes, heatmap, number, rows, stored_picture, visit

LINKS: Final = (
    "/west-end?from=2022-10&to=2023-09",
    "/west-end?from=2023-01&to=2023-06&type=robbery,theft-from-person&time=night&days=fri,sat&n=5",
    "/west-end?dataset=noise&level=ward&n=10",
    "/west-end?dataset=stop-search&level=lsoa21&compare=none",
)


def queried(link: str) -> dict[str, Any]:
    """What the command answers."""
    command = [str(Path(sys.executable).with_name("swp")), "query", link, "--format", "json"]
    answered = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(answered.stdout)
    return found


@pytest.fixture(scope="module", params=LINKS)
def answer(request: pytest.FixtureRequest) -> dict[str, Any]:
    return queried(request.param)


def test_the_page_shows_what_the_command_answers(page: Page, answer: dict[str, Any]) -> None:
    visit(page, answer["link"])
    headline_and_status(page, answer)
    map_and_legend(page, answer)
    assert heatmap(page) == answer["hours"]
    ranking(page, answer)
    months(page, answer)


def headline_and_status(page: Page, answer: dict[str, Any]) -> None:
    share = f"{answer['top']['share']:.1%}"
    assert share in page.inner_text("#page-title")
    assert page.text_content("#said") == answer["says"]
    assert f"{answer['total']['located']:,}" in page.inner_text("#stand")


def map_and_legend(page: Page, answer: dict[str, Any]) -> None:
    picture = stored_picture(page)
    assert picture["values"] == [area["value"] for area in answer["areas"]]
    breaks = picture["breaks"]
    assert classes(page) == [f"s{bisect_right(breaks, area['value']) - 1}" for area in answer["areas"]]
    assert len(page.locator("#map-legend li").all()) == len(breaks)
    codes = [answer["areas"][position]["code"] for position in picture["top"]]
    assert codes == answer["top"]["codes"]
    assert page.locator("#map .badge").all_inner_texts() == [str(rank) for rank in range(1, len(codes) + 1)]


def ranking(page: Page, answer: dict[str, Any]) -> None:
    more = page.locator(".more-rows button")
    if more.is_visible():
        more.click()
    shown = rows(page, "#ranking")
    areas = sorted(answer["areas"], key=lambda area: area["rank"])
    assert len(shown) == len(areas)
    assert [int(row[0]) for row in shown] == [area["rank"] for area in areas]
    for row, area in zip(shown, areas, strict=True):
        assert area["name"].endswith(row[1])
        assert number(row[4]) == area["value"]
        assert row[5] == (f"{area['share']:.1%}" if area["value"] >= 10 or not area["value"] else "–")


def months(page: Page, answer: dict[str, Any]) -> None:
    shown = rows(page, "#trend-table")
    assert [number(row[1]) for row in shown] == [month["value"] for month in answer["months"]]
    if answer["previous"]:
        assert [number(row[3]) for row in shown] == [month["previous"] for month in answer["months"]]
    drawn = page.evaluate("() => document.querySelector('#trend .line.now').dataset.values.split(' ').map(Number)")
    assert list(drawn) == [month["value"] for month in answer["months"]]


def test_the_published_figures_are_on_the_page(page: Page) -> None:
    """Acceptance 6 of issue 2, as a reader sees it."""
    visit(page, "/west-end?from=2022-10&to=2023-09")
    assert page.inner_text("#page-title").startswith("Three of 128 small areas (LSOAs) hold 40.2% of")
    facts = page.inner_text("#facts")
    assert "of 128 small areas hold half" in facts
    assert "98 record fewer than one a day" in facts
    page.select_option("#level", "ward")
    page.wait_for_function("() => document.getElementById('page-title').textContent.includes('18 wards')")
    assert [row[5] for row in rows(page, "#ranking")[:2]] == ["41.2%", "27.1%"]


def test_zero_is_an_answer(page: Page) -> None:
    visit(page, "/west-end?ward=church-street&type=homicide&time=04-05&from=2022-10&to=2023-09")
    assert page.inner_text("#page-title").startswith("No recorded homicide offences")
    assert "the count is zero" in page.inner_text("#stand")
    assert set(classes(page)) == {"s0", "outside"}
    assert page.locator("#stand a").all_inner_texts() == ["the whole borough", "any time"]
    assert {row[4] for row in rows(page, "#ranking")} == {"0"}
    page.click("#stand a >> text=any time")
    page.wait_for_function("() => !location.search.includes('time=')")


def test_what_is_not_known_is_not_zero(page: Page) -> None:
    visit(page, "/west-end?from=2030-01&to=2030-03")
    assert page.inner_text("#page-title").startswith("There are no offences for January 2030")
    assert set(classes(page)) == {"held"}
    assert page.locator("#heatmap table").count() == 0
    assert page.locator("#ranking table").count() == 0
    assert "Not known, which is not zero" in page.inner_text("#ranking")
    assert page.input_value("#from") == "2030-01"
    assert "Not known for these months" in (page.text_content("#trend .said") or "")


def test_a_link_with_nonsense_says_what_was_left_out(page: Page) -> None:
    visit(page, "/west-end?ward=soho&time=25-30&colour=red&n=3")
    notices = page.locator("#left-out p").all_inner_texts()
    assert len(notices) == 3
    assert any("colour" in notice for notice in notices)
    assert page.inner_text("#page-title").startswith("Three of 128")


def test_change_has_a_scale_of_its_own(page: Page) -> None:
    visit(page, "/west-end?measure=change&from=2022-10&to=2023-09")
    assert {style[0] for style in classes(page)} == {"d"}
    assert page.locator("#map-legend li").count() == 7
    answer = queried("/west-end?measure=change&from=2022-10&to=2023-09")
    leader = max(answer["areas"], key=lambda area: area["value"])
    assert rows(page, "#ranking")[0][4] == f"↑\u2009+{leader['value']:,}"
    assert not page.is_visible("#set-switch")
