"""Journeys on the West End page: choose, Back, rows by keys, copy, download, phone; the map has its own file."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.releases import Release
from geo.answer import answer_link
from geo.answer_json import answer_json
from geo.files.exports import answer_csv
from tests.browser.conftest import OpenPage, Serve
from tests.browser.journey import overflow, settled
from tests.browser.west_end import (
    classes,
    link_of,
    options,
    painted,
    rows,
    stored_picture,
    ticked,
    visit,
)

YEAR = "from=2022-10&to=2023-09"


def headline(release: Release, link: str) -> str:
    return answer_link(link, release).headline


def choose(page: Page, control: str, value: str) -> None:
    page.select_option(control, value)
    painted(settled(page))


def test_marks_are_ticked_where_the_records_have_them(page: Page, demonstration: Release) -> None:
    visit(page, "/west-end")
    page.click("summary:has(#flags-summary)")
    for mark in ("Knife", "Injury"):
        page.get_by_label(mark, exact=True).check()
        painted(settled(page))
    assert link_of(page) == "/west-end?flag=injury,knife"
    assert page.inner_text("#flags-summary") == "with a knife and with an injury"
    assert page.inner_text("#page-title") == headline(demonstration, "/west-end?flag=injury,knife")
    choose(page, "#dataset", "noise")
    assert link_of(page) == "/west-end?dataset=noise"
    expect(page.locator("#flags-part")).to_be_hidden()


def test_a_control_writes_the_link_and_back_undoes_it(page: Page, demonstration: Release) -> None:
    visit(page, "/west-end")
    first = page.inner_text("#page-title")
    choose(page, "#time", "night")
    assert link_of(page) == "/west-end?time=night"
    assert page.inner_text("#page-title") == headline(demonstration, "/west-end?time=night") != first
    at_night = stored_picture(page)["values"]
    choose(page, "#top-n", "5")
    assert link_of(page) == "/west-end?time=night&n=5"
    page.go_back()
    painted(settled(page))
    assert link_of(page) == "/west-end?time=night"
    assert (page.input_value("#time"), page.input_value("#top-n")) == ("night", "3")
    assert stored_picture(page)["values"] == at_night
    page.go_back()
    painted(settled(page))
    assert page.input_value("#time") == "all"
    assert page.inner_text("#page-title") == first
    page.go_forward()
    painted(settled(page))
    assert page.input_value("#time") == "night"


def test_check_boxes_are_used_by_keyboard_and_keep_the_focus(page: Page) -> None:
    visit(page, "/west-end")
    page.focus("#types-summary >> xpath=..")
    page.keyboard.press("Enter")
    robbery = page.get_by_label("Robbery", exact=True)
    robbery.focus()
    page.keyboard.press("Space")
    painted(settled(page))
    assert link_of(page) == "/west-end?type=robbery"
    expect(robbery).to_be_focused()
    expect(robbery).to_be_checked()
    assert page.inner_text("#types-summary") == "robbery"
    page.keyboard.press("Escape")
    expect(page.locator("details.pick[open]")).to_have_count(0)
    expect(page.locator("summary", has_text="robbery")).to_be_focused()


def test_another_data_set_brings_its_own_types_and_months(page: Page) -> None:
    visit(page, "/west-end?type=robbery&time=night")
    choose(page, "#dataset", "btp")
    assert link_of(page) == "/west-end?dataset=btp&time=night"
    assert ticked(page, "#types") == []
    assert options(page, "#to")[-1] == "2023-07"
    assert page.input_value("#to") == "2023-07"
    choose(page, "#dataset", "offences")
    assert link_of(page) == "/west-end?time=night"
    assert len(options(page, "#from")) == 36


def test_a_first_month_after_the_last_moves_the_last(page: Page) -> None:
    visit(page, "/west-end?from=2021-01&to=2021-03")
    choose(page, "#from", "2022-05")
    assert link_of(page) == "/west-end?from=2022-05&to=2022-07"


def test_two_quick_changes_end_with_the_last_ones_figures(page: Page, demonstration: Release) -> None:
    visit(page, "/west-end")
    page.select_option("#time", "night")
    page.select_option("#compare", "none")
    page.select_option("#top-n", "10")
    painted(settled(page))
    link = "/west-end?compare=none&time=night&n=10"
    page.wait_for_url(f"**{link}")
    painted(settled(page))
    assert page.inner_text("#page-title") == headline(demonstration, link)
    assert stored_picture(page)["previous"] is None
    assert (page.input_value("#time"), page.input_value("#top-n")) == ("night", "10")


def test_one_switch_narrows_every_figure_to_the_two_wards(page: Page, demonstration: Release) -> None:
    visit(page, "/west-end")
    page.check("#west-end-only input[value=wards]", force=True)
    painted(settled(page))
    link = "/west-end?ward=st-jamess,west-end"
    assert link_of(page) == link
    answer = answer_link(link, demonstration)
    assert page.inner_text("#page-title") == answer.headline
    assert answer.concentration is not None
    assert classes(page).count("outside") == 128 - answer.concentration.areas
    assert len(rows(page, "#ranking")) == 10
    page.check("#west-end-only input[value=borough]", force=True)
    painted(settled(page))
    assert link_of(page) == "/west-end"


def test_a_row_chooses_by_enter_and_keeps_the_focus(page: Page) -> None:
    visit(page, "/west-end")
    button = page.get_by_role("button", name="013B")
    button.focus()
    expect(page.locator("#map .mark.focused:not(.halo)")).to_have_count(1)
    page.keyboard.press("Enter")
    painted(settled(page))
    assert link_of(page) == "/west-end?lsoa=westminster-013b"
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Enter")
    painted(settled(page))
    assert link_of(page) == "/west-end"


def test_go_to_area_and_clearing_keep_the_page(page: Page) -> None:
    visit(page, "/west-end")
    page.evaluate("() => { window.here = true }")
    assert page.locator("#go-to option:checked").inner_text() == "choose one"
    page.select_option("#go-to", label="Westminster 001A")
    painted(settled(page))
    assert link_of(page) == "/west-end?lsoa=westminster-001a"
    inside = page.evaluate(
        """() => { const chosen = document.querySelector('.mark.chosen').getBoundingClientRect(),
            map = document.getElementById('map').getBoundingClientRect();
            return chosen.left >= map.left && chosen.right <= map.right && chosen.top >= map.top; }"""
    )
    assert inside, "an area chosen in the list comes into view"
    page.click("text=Clear the choice")
    painted(settled(page))
    assert link_of(page) == "/west-end"
    assert page.evaluate("() => window.here") is True, "the page was not loaded anew"


def test_the_table_takes_the_maps_place(page: Page) -> None:
    visit(page, "/west-end")
    page.check("#show input[value=table]", force=True)
    painted(settled(page))
    assert link_of(page) == "/west-end?show=table"
    expect(page.locator("#map")).to_be_hidden()
    assert len(rows(page, "#ranking")) == 128
    page.check("#show input[value=map]", force=True)
    settled(page)
    expect(page.locator("#map")).to_be_visible()


def test_the_same_areas_in_both_periods(page: Page) -> None:
    link = "/west-end?dataset=noise"
    visit(page, link)
    page.check("#set input[value=fixed]", force=True)
    painted(settled(page))
    assert link_of(page) == f"{link}&set=fixed"
    assert "in the same areas" in page.inner_text("#page-title")
    choose(page, "#compare", "none")
    assert not page.is_visible("#set-switch")


def test_copy_link_copies_the_address(open_page: OpenPage, serve: Serve) -> None:
    page = open_page(serve(None), permissions=["clipboard-read", "clipboard-write"])
    visit(page, "/west-end?time=night")
    page.click("#copy-link")
    expect(page.locator("#copy-link")).to_have_text("Link copied")
    assert page.evaluate("() => navigator.clipboard.readText()") == page.url


def test_the_download_is_the_answer(page: Page, demonstration: Release) -> None:
    visit(page, f"/west-end?{YEAR}&type=robbery")
    page.click("#download > summary")
    with page.expect_download() as download:
        page.click("#download-csv")
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert text.splitlines() == answer_csv(answer_link(link_of(page), demonstration)).splitlines()
    assert "demonstration" in text.lower()
    assert download.value.suggested_filename.startswith("demonstration_")


def test_months_can_be_hovered_and_read(page: Page) -> None:
    visit(page, f"/west-end?{YEAR}")
    plot = page.locator("#trend .line.now")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 3 + (box["width"] - 6) * 2 / 11, box["y"] + 60)
    hover = page.locator("#trend .pointed")
    expect(hover).to_contain_text("December 2022: 8,691")
    expect(hover).to_contain_text("December 2021: ")
    page.click("text=The months as a table")
    expect(page.get_by_role("cell", name="December 2021")).to_be_visible()


def test_on_a_phone(phone: Page) -> None:
    visit(phone, "/west-end?lsoa=westminster-018a")
    assert overflow(phone) == 0
    expect(phone.locator("#map-card")).to_contain_text("018A")
    phone.tap("summary:has(#wards-summary)")
    phone.tap("text=Church Street >> visible=true")
    painted(settled(phone))
    assert "ward=church-street" in phone.url
    phone.tap(".pick[open] .close")
    expect(phone.locator("details.pick[open]")).to_have_count(0)
    labels = phone.locator("#trend .tick.month").all()
    boxes = [box for label in labels if (box := label.bounding_box())]
    assert all(left["x"] + left["width"] <= right["x"] for left, right in pairwise(boxes))


def test_the_measure_chosen_changes_every_figure_and_back_undoes_it(page: Page, demonstration: Release) -> None:
    visit(page, "/west-end")
    assert "offences" in page.inner_text("#map-legend").lower()
    choose(page, "#measure", "harm")
    assert link_of(page) == "/west-end?measure=harm"
    asked = answer_json(answer_link("/west-end?measure=harm", demonstration))
    areas = sorted(asked["areas"], key=lambda area: area["rank"])
    assert page.inner_text("#page-title") == headline(demonstration, "/west-end?measure=harm")
    assert stored_picture(page)["values"] == pytest.approx([area["value"] for area in asked["areas"]], abs=0.5)
    told = [(row[1], row[-4], row[-3]) for row in rows(page, "#ranking")[:3]]
    assert told == [
        (area["name"].removeprefix("Westminster "), f"{area['value']:,.0f}", f"{area['share']:.1%}")
        for area in areas[:3]
    ]
    assert page.inner_text("#map-legend").startswith("Days of harm")
    assert "days of harm" in page.inner_text("#heatmap-peak")
    assert "million days of harm" in page.inner_text("#trend-says")
    choose(page, "#measure", "harm&proactive=without")
    assert link_of(page) == "/west-end?measure=harm&proactive=without"
    page.go_back()
    page.go_back()
    painted(settled(page))
    assert link_of(page) == "/west-end"
    assert page.input_value("#measure") == "count"
    assert stored_picture(page)["unit"] == "offences"
