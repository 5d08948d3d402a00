"""What travels as values is drawn as it was meant: packed lists, tables, months in words; against the same in Python."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, Route, expect

from layouts import later
from layouts.components import long_table, table
from layouts.figures.trend import trend
from layouts.numbers import change, share
from layouts.packed import MOST, packed, packed_beside, packed_places
from layouts.people_bars import Bar, bars
from layouts.sent import halves, packed_hours
from layouts.table_values import months_text, table_host
from tests.browser.test_painters import fetched, page, picture  # noqa: F401
from tests.layouts.trees import drawn, of_kind, words

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
COUNTS = st.integers(0, 1_000_000)
HELD = """() => [...document.querySelectorAll('#ranking table')].map(table => ({
    caption: table.caption ? table.caption.textContent : '',
    heads: [...table.tHead.rows[0].cells].map(cell => cell.textContent),
    rows: [...table.tBodies[0].rows].map(row => [...row.cells].map(cell => [cell.localName, cell.className, cell.textContent])),
}))"""
HOLD = """tables => document.getElementById('ranking').replaceChildren(...tables.map(told => {
    const host = document.createElement('div');
    host.dataset[told.kind] = told.text;
    host.id = told.id || '';
    return host;
}))"""
CHART = (24273, [1200, 7, None, 19], 24261, [19, 20, 30, 1], ("2022/23", "2021/22"))


def text_of(host: Any) -> str:
    found: str = getattr(host, "data-table")
    return found


def shown(page: Page, *hosts: dict[str, str]) -> list[dict[str, Any]]:  # noqa: F811
    page.evaluate(HOLD, list(hosts))
    found: list[dict[str, Any]] = page.evaluate(HELD)
    return found


def expected(text: str, charts: dict[str, str] | None = None) -> dict[str, Any]:
    (made,) = of_kind(drawn(json.loads(text), charts), "Table")
    caption = of_kind(made, "Caption")
    body = of_kind(of_kind(made, "Tbody")[0], "Tr")
    return {
        "caption": words(caption),
        "heads": [words(cell) for cell in of_kind(of_kind(made, "Thead")[0], "Th")],
        "rows": [
            [[cell._type.lower(), getattr(cell, "className", ""), words(cell)] for cell in row.children] for row in body
        ],
    }


@SLOW
@given(st.lists(st.one_of(st.none(), st.integers(-MOST + 1, MOST - 1))))
def test_numbers_come_back_in_the_browser(page: Page, values: list[int | None]) -> None:  # noqa: F811
    assert page.evaluate("text => swp.packed.unpacked(text)", packed(values)) == values


@SLOW
@given(st.lists(st.integers(-9999, 9999).map(lambda number: number / 10)))
def test_tenths_come_back_in_the_browser(page: Page, values: list[float]) -> None:  # noqa: F811
    assert page.evaluate("text => swp.packed.unpacked(text)", packed(values)) == values


@SLOW
@given(st.lists(st.tuples(st.one_of(st.none(), COUNTS), st.one_of(st.none(), COUNTS))), st.sets(st.integers(0, 5000)))
def test_differences_and_places_come_back_in_the_browser(
    page: Page,  # noqa: F811
    pairs: list[tuple[int | None, int | None]],
    found: set[int],
) -> None:
    before, now = [one for one, _ in pairs], [other for _, other in pairs]
    sent = packed_beside(before, now)
    assert page.evaluate("([text, others]) => swp.packed.beside(text, others)", [sent, now]) == before
    assert page.evaluate("text => swp.packed.places(text)", packed_places(sorted(found))) == sorted(found)


@SLOW
@given(st.lists(st.lists(COUNTS, min_size=24, max_size=24), min_size=7, max_size=7))
def test_a_week_comes_back_in_the_browser(page: Page, hours: list[list[int]]) -> None:  # noqa: F811
    assert page.evaluate("text => swp.packed.hours(text)", packed_hours(hours)) == hours


def test_a_picture_in_two_halves_is_drawn_as_the_whole_one(page: Page) -> None:  # noqa: F811
    moving, setting = halves(picture(outside=[4], selected=[1]))
    page.evaluate("([moving, setting]) => swp.paint(moving, setting)", [moving, setting])
    apart = page.inner_html("#ranking"), page.inner_html("#heatmap"), page.inner_html("#map-legend")
    page.evaluate("picture => swp.paint(picture)", picture(outside=[4], selected=[1], seq="two"))
    expect(page.locator("#map")).to_have_attribute("data-painted", "two")
    assert (page.inner_html("#ranking"), page.inner_html("#heatmap"), page.inner_html("#map-legend")) == apart


@SLOW
@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 3000)), min_size=1, max_size=40))
def test_shares_and_changes_read_as_on_the_server(page: Page, pairs: list[tuple[int, int]]) -> None:  # noqa: F811
    told = page.evaluate("all => all.map(([a, b]) => [swp.numbers.part(a, b), swp.numbers.growth(a, b)])", pairs)
    assert told == [["–" if a < 10 else share(a / b), change(a, b)] for a, b in pairs]


@pytest.mark.parametrize(("now", "before"), [(1125, 1000), (875, 1000), (9995, 10000), (49, 400), (1000, 1000)])
def test_ties_go_to_the_even_figure_as_on_the_server(page: Page, now: int, before: int) -> None:  # noqa: F811
    told = page.evaluate("([a, b]) => [swp.numbers.part(a, b), swp.numbers.growth(a, b)]", [now, before])
    assert told == [share(now / before), change(now, before)]


def test_a_plain_table_is_drawn_with_caption_headings_and_classes(page: Page) -> None:  # noqa: F811
    text = text_of(table("Wards <b>", ["Ward", "Number", "So"], [["A & B", "1,200", "higher"]], words_last=True))
    assert shown(page, {"kind": "table", "text": text}) == [expected(text)]
    assert page.locator("#ranking th[scope=col]").count() == 3
    assert page.locator("#ranking th[scope=row]").count() == 1


def test_bars_are_as_long_as_their_numbers(page: Page) -> None:  # noqa: F811
    parts = [Bar("a", 30, 15), Bar("b", 9), Bar("c", 1, 0)]
    text = text_of(bars("Of 40", ["Part", "Offences", "Share", "Before"], parts, 40))
    (found,) = shown(page, {"kind": "table", "text": text})
    assert [[cell[2] for cell in row] for row in found["rows"]] == [
        [cell[2] for cell in row] for row in expected(text)["rows"]
    ]
    lengths = page.eval_on_selector_all(
        "#ranking td.bar", "all => all.map(cell => cell.style.getPropertyValue('--now'))"
    )
    assert lengths == ["100.00", "30.00", "3.33"]
    assert page.locator("#ranking td.bar.alone").count() == 1


@pytest.mark.parametrize("how", [{}, {"then": "month"}, {"then": True, "short": True}, {"then": "month", "both": True}])
def test_months_are_those_of_the_chart(page: Page, how: dict[str, Any]) -> None:  # noqa: F811
    chart = trend(*CHART)
    lines = [("chart", 0), ("chart", 1)] if how else [("chart", 0)]
    heads = ["Month", "Number", "Month before", "Then", "Change"]
    text = months_text("By month", heads, lines, **how)
    (found,) = shown(page, {"kind": "lines", "text": chart, "id": "chart"}, {"kind": "table", "text": text})
    assert found == {**expected(text, {"chart": chart}), "rows": found["rows"]}
    assert [[cell[2] for cell in row] for row in found["rows"]] == [
        [cell[2] for cell in row] for row in expected(text, {"chart": chart})["rows"]
    ]


def test_the_table_of_months_follows_its_chart(page: Page) -> None:  # noqa: F811
    text = months_text("By month", ["Month", "Number"], [("chart", 0)], newest=True)
    chart = trend(24273, [1, 2], None, None, ("a", ""))
    shown(page, {"kind": "lines", "text": chart, "id": "chart"}, {"kind": "table", "text": text})
    later = trend(24273, [3, 4], None, None, ("a", ""))
    page.evaluate("text => { document.getElementById('chart').dataset.lines = text; }", later)
    (found,) = page.evaluate(HELD)
    assert [row[1][2] for row in found["rows"]] == ["4", "3"]


def test_a_long_table_opens_to_all_rows(page: Page) -> None:  # noqa: F811
    made = long_table(
        "First", ["Area", "Number"], [[f"a{i}", str(i)] for i in range(30)], 10, "All 30", "First: all 30"
    )
    first = shown(page, {"kind": "table", "text": text_of(made)})
    assert [len(found["rows"]) for found in first] == [10]
    page.click("#ranking summary")
    expect(page.locator("#ranking table")).to_have_count(2)
    assert [len(found["rows"]) for found in page.evaluate(HELD)] == [10, 30]


def test_new_rows_keep_the_readers_order_and_focus(page: Page) -> None:  # noqa: F811
    def told(*values: int) -> str:
        rows = [[{"t": name, "href": "?x"}, [str(value), value]] for name, value in zip("abc", values, strict=True)]
        heads = [{"t": "Ward", "sort": True}, {"t": "Number", "sort": True}]
        made = {"caption": "Wards", "style": "sortable", "heads": heads, "styles": ["", "r"], "rows": rows}
        return text_of(table_host(made))

    shown(page, {"kind": "table", "text": told(1, 3, 2)})
    page.click("#ranking th >> text=Number")
    page.focus("#ranking a >> text=b")
    page.evaluate("text => { document.querySelector('[data-table]').dataset.table = text; }", told(9, 1, 5))
    expect(page.locator("#ranking tbody tr th").first).to_have_text("a")
    (found,) = page.evaluate(HELD)
    assert [row[0][2] for row in found["rows"]] == ["a", "c", "b"]
    assert page.evaluate("document.activeElement.textContent") == "b"


@pytest.mark.parametrize(
    ("values", "says", "peak"),
    [
        ([1200, 7, None, 5], "from 1,200 in Oct 2022 to 5 in Jan 2023, most in Oct 2022: 1,200.", "1,200 in Oct 2022"),
        ([None, None], "not known for these months.", None),
        ([9, 3, 9], "from 9 in Oct 2022 to 9 in Dec 2022, most in Oct 2022: 9.", "9 in Oct 2022"),
        ([9, 3], "from 9 in Oct 2022 to 3 in Nov 2022, most in Oct 2022: 9.", None),
        ([0, 0, 0], "from 0 in Oct 2022 to 0 in Dec 2022, most in Oct 2022: 0.", None),
    ],
)
def test_a_line_is_said_in_words_and_its_highest_month_named(
    page: Page,  # noqa: F811
    values: list[int | None],
    says: str,
    peak: str | None,
) -> None:
    told = page.evaluate(
        "text => swp.linesInWords(JSON.parse(text))", trend(24273, values, None, None, ("2022/23", ""))
    )
    assert told["says"] == f"2022/23: {says}"
    assert (told["peak"] or {}).get("text") == peak
    assert bool(told["note"]) == (values == [None, None])


def test_the_words_of_a_table_are_words_and_never_markup(page: Page) -> None:  # noqa: F811
    bad = "<img src=x onerror=alert(1)>"
    text = text_of(table(bad, [bad, bad], [[bad, bad]]))
    (found,) = shown(page, {"kind": "table", "text": text})
    assert found["caption"] == bad
    assert page.locator("#ranking img").count() == 0


def test_figures_that_follow_are_fetched_and_written_where_they_belong(
    page: Page,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def rows() -> list[list[str]]:
        return [row.split("\t") for row in page.locator("#ranking tbody tr").all_inner_texts()]

    monkeypatch.setattr(later, "MANY", 1)
    monkeypatch.setattr(later, "FIRST_ROWS", 2)
    whole = picture(outside=[], verdicts=[0, 1, 1, None, 0, -1])
    page.evaluate("picture => swp.paint(picture)", whole)
    wanted = rows()
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(json=later.rest(whole))

    page.route("**/beside/**", answer)
    moving, setting = halves(later.in_two(whole | {"seq": "two", "rows": 2}, "r1"))
    page.evaluate("([moving, setting]) => swp.paint(moving, setting)", [moving, setting])
    expect(page.locator("#map")).to_have_attribute("data-painted", "two")
    assert not asked
    assert page.locator("#ranking tbody tr").count() == 2
    assert "…" not in page.inner_text("#ranking")
    page.hover("#ranking tbody tr")
    expect(page.locator("#map-card")).to_contain_text("1,000")
    page.click("#ranking .more-rows button")
    expect(page.locator("#ranking tbody tr")).to_have_count(6)
    expect(page.locator("#ranking")).not_to_contain_text("…")
    assert len(asked) == 1
    assert asked[0].endswith("/beside/r1?link=two")
    assert rows() == wanted
