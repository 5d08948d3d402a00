"""Made-up pictures of measures other than a count: rates with tenths, weighed records, quotients; a real browser."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.test_painters import classes, fetched, page, paint  # noqa: F401 - fixtures

RATES: dict[str, Any] = {
    "values": [4.0, 60.5, 1200.3, 0.2, None, 300.0],
    "previous": [3.1, 60.5, 1000.0, 0.1, None, 400.0],
    "records": [40, 605, 12003, 2, 0, 3000],
    "records_before": [19, 605, 10000, 1, 0, 4000],
    "shares_base": None,
    "decimals": 1,
    "unit": "offences per hectare",
    "hours_unit": "offences",
    "held_note": "Not known",
}
HARM: dict[str, Any] = {
    "values": [5475, 60, 1200, 60, 0, 300],
    "previous": [10950, 30, 1000, 60, 0, 400],
    "records": [1, 20, 400, 20, 0, 100],
    "records_before": [2, 30, 300, 20, 0, 100],
    "shares_base": 7095,
    "top": [0, 2],
    "unit": "days of harm",
    "hours_unit": "days of harm",
}
TIMES: dict[str, Any] = {
    "values": [0.2, 0.4, 1.0, 1.5, 2.4, None],
    "previous": None,
    "shares_base": None,
    "decimals": 1,
    "diverging": True,
    "signed": False,
    "breaks": [0.33, 0.5, 0.8, 1.25, 2, 3],
    "labels": ["under ⅓", "⅓ to ½", "½ to 0.8", "0.8 to 1.25", "1.25 to 2", "2 to 3", "3× and more"],
    "unit": "times the borough’s share",
    "held_note": "Too few records expected to compare",
    "top": [4],
}


def column(page: Page, name: str) -> list[str]:  # noqa: F811
    return page.locator(f"#ranking td.{name}").all_inner_texts()


def test_a_column_of_rates_tells_tenths_throughout(page: Page) -> None:  # noqa: F811
    paint(page, **RATES)
    assert column(page, "value") == ["1,200.3", "300.0", "60.5", "4.0", "0.2", "not known"]
    assert page.locator("#ranking caption").inner_text().startswith("Areas by offences per hectare")
    assert page.locator("#map-legend .held").inner_text() == "Not known"


def test_a_change_of_few_records_is_told_as_both_values(page: Page) -> None:  # noqa: F811
    paint(page, **RATES)
    assert column(page, "change") == ["+20%", "−25%", "0%", "4.0, was 3.1", "0.2, was 0.1", ""]
    paint(page, seq="two", **HARM)
    assert column(page, "change")[0] == "5,475, was 10,950"


def test_a_share_that_rests_on_few_records_is_not_given(page: Page) -> None:  # noqa: F811
    paint(page, **HARM)
    assert column(page, "share") == ["–", "16.9%", "4.2%", "0.8%", "0.8%", "0.0%"]
    assert column(page, "together")[:2] == ["–", "94.1%"], (
        "one grave record alone has no share, with 400 more they have"
    )
    paint(page, seq="two", **(HARM | {"records": None}))
    assert column(page, "share")[0] == "77.2%"


def test_hours_have_their_own_unit(page: Page) -> None:  # noqa: F811
    paint(page, **RATES)
    assert page.locator("#heatmap-peak").inner_text().endswith("30 offences, 126.0× the average hour")
    assert page.locator("#heatmap-legend .title").inner_text().startswith("Offences in each hour")
    paint(page, seq="two", **HARM)
    assert "30 days of harm" in page.locator("#heatmap-peak").inner_text()


def test_hours_of_a_handful_of_grave_records_have_no_peak(page: Page) -> None:  # noqa: F811
    paint(page, **(HARM | {"hours_records": 9}))
    assert page.locator("#heatmap-peak").inner_text() == ""
    assert page.locator("td.peak").count() == 0
    assert set(page.locator(".night-row td.share").all_inner_texts()) == {"–"}
    paint(page, seq="two", **(HARM | {"hours_records": 10}))
    assert page.locator("td.peak").count() == 1


def test_a_quotient_has_two_sides_but_no_sign(page: Page) -> None:  # noqa: F811
    paint(page, **TIMES)
    assert classes(page) == ["d0", "d1", "d3", "d4", "d5", "held"]
    assert column(page, "value") == ["2.4", "1.5", "1.0", "0.4", "0.2", "not known"]
    assert page.locator("#ranking thead .value").inner_text() == "Times the borough’s share"
    assert page.locator("#map-legend .held").inner_text() == "Too few records expected to compare"
    paint(page, seq="two", **(TIMES | {"signed": True}))
    assert column(page, "value")[0] == "+2.4"
    assert page.locator("#ranking thead .value").inner_text() == "Difference"


def test_verdicts_colour_only_what_is_clear(page: Page) -> None:  # noqa: F811
    paint(page, **(HARM | {"verdicts": [0, 1, -1, 0, None, 0]}))
    told = page.eval_on_selector_all("#ranking td.change", "all => all.map(cell => cell.className.split(' ').at(-1))")
    assert told == ["same", "lower", "same", "higher", "same", "same"]


def test_card_and_labels_tell_the_measure(page: Page) -> None:  # noqa: F811
    paint(page, **(RATES | {"label_values": True}))
    labels = page.locator("#map .label.value:not(.out) b").all_inner_texts()
    assert {"60.5", "300.0", "4.0"} & set(labels)
    page.locator("path.area").nth(0).hover()
    said = page.locator("#map-card").inner_text()
    assert "Offences per hectare" in said
    assert "4.0, was 3.1" in said
