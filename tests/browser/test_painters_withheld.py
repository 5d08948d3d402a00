"""What is withheld from a reader, as the scripts draw it: dots, never stripes or a class; the word; last in every order."""

from __future__ import annotations

from typing import Any, Final

from playwright.sync_api import Page

from tests.browser.test_painters import cells, classes, fetched, page, paint

__all__ = ["fetched", "page"]  # fixtures
NOTE: Final = "Withheld: under 5, or to protect another figure"
# One row of a raster of two areas, the first withheld, the second not known: which points have the ink of the pattern.
RASTER: Final = """() => {
    const raster = { places: new Uint16Array(20 * 20).fill(1).fill(2, 200), width: 20, height: 20, grain: 1 };
    const [ground, ink] = [0xffffffff, 0xff000000];
    const colours = Uint32Array.of(0, ground, ground);
    const made = (patterns) => [...new Uint32Array(swp.pictureOf(raster, colours, patterns, 1).data.buffer)];
    const inked = (pixels, from) => pixels.slice(from, from + 200).filter(pixel => pixel === ink).length;
    const both = made({ stripes: Uint32Array.of(0, ground, ink), dots: Uint32Array.of(0, ink, ground) });
    const none = made({ stripes: null, dots: null });
    return { dotted: inked(both, 0), striped: inked(both, 200), none: inked(none, 0) + inked(none, 200) };
}"""


def withheld(page: Page, **changes: Any) -> None:
    paint(page, values=[None, None, 1200, 60, 0, 300], withheld=[0], withheld_note=NOTE, **changes)


def test_withheld_and_unknown_areas_are_told_apart_and_neither_is_zero(page: Page) -> None:
    withheld(page)
    assert classes(page) == ["withheld", "held", "s5", "s1", "s0", "s3"]
    fills = [page.locator("path.area").nth(i).evaluate("path => getComputedStyle(path).fill") for i in (0, 1, 4)]
    assert len(set(fills)) == 3
    legend = page.locator("#map-legend .held").all_inner_texts()
    assert legend == ["Withheld or not known", NOTE]


def test_without_anything_withheld_nothing_speaks_of_it(page: Page) -> None:
    paint(page)
    assert page.locator(".withheld").count() == 0
    assert "ithheld" not in page.locator("body").inner_text()


def test_the_table_says_the_word_and_keeps_them_last_in_every_order(page: Page) -> None:
    withheld(page)
    assert [cells(page, row)[4] for row in (4, 5)] == ["withheld", "withheld"]
    assert {row[0] for row in (cells(page, 4), cells(page, 5))} == {""}  # no rank
    for head in ("value", "change", "share"):
        for _ in range(2):  # down, then up
            page.click(f"#ranking th[data-key={head}] button")
            assert "withheld" in cells(page, 5)[4]


def test_an_area_that_is_withheld_says_so_when_it_is_pointed_at(page: Page) -> None:
    withheld(page)
    page.focus("#ranking tbody tr:last-child button")
    said = page.locator("#map-card").inner_text() + page.locator("#map-live").inner_text()
    assert "withheld" in said
    assert "null" not in said and "withheld offences" not in said


def test_where_all_is_withheld_there_is_no_scale_and_one_sentence(page: Page) -> None:
    values = {"values": [None] * 6, "previous": None, "top": [], "withheld": list(range(6))}
    paint(page, **values, withheld_note="Withheld, which is not zero", values_note="Withheld: places are not told.")
    said = "Withheld, which is not zero. Places are not told."  # the word once
    assert page.inner_text("#map") == page.inner_text("#ranking") == said
    assert page.inner_text("#map-legend") == "" and page.locator("#map .leaflet-container").count() == 0
    paint(page, seq="two")  # the next answer has a map again
    assert classes(page) == ["s0", "s1", "s5", "s1", "s0", "s3"]
    assert page.locator("#map-legend li").count() == 6


def test_withheld_hours_are_dotted_and_nothing_rests_on_them(page: Page) -> None:
    hours = [[10] * 24 for _ in range(7)]
    hours[0][9] = None  # type: ignore[call-overload]
    paint(page, hours=hours)
    monday = page.locator(".night-row").first
    assert monday.locator("td.withheld").all_text_contents() == ["withheld"]
    assert monday.locator(".share").text_content() == ""
    assert page.locator(".night-row").nth(1).locator(".share").text_content() == "50%"
    bars = page.eval_on_selector_all(".totals i", "bars => bars.map(bar => bar.style.getPropertyValue('--h'))")
    assert [bars.index("0.0"), bars.count("0.0"), bars.count("100.0")] == [3, 1, 23]
    assert page.inner_text("#heatmap-legend .withheld") == "Withheld"
    paint(page, seq="two")
    assert page.locator("#heatmap .withheld, #heatmap-legend .withheld").count() == 0
    assert page.locator(".night-row").first.locator(".share").text_content() != ""


def test_hours_that_are_withheld_as_a_whole_are_not_called_unknown(page: Page) -> None:
    paint(page, hours=None, hours_withheld=True, hours_note="They are told of the whole.")
    assert page.inner_text("#heatmap") == "The hours are withheld. They are told of the whole."
    paint(page, seq="two", hours=None, hours_note="This source gives the month only.")
    assert page.inner_text("#heatmap").startswith("The hours are not known.")


def test_on_a_canvas_dots_and_stripes_differ_too(page: Page) -> None:
    found = page.evaluate(RASTER)
    assert found["none"] == 0
    assert 0 < found["dotted"] < 40 < found["striped"] < 100


def test_the_bar_of_all_areas_ends_in_what_is_withheld(page: Page) -> None:
    told = '{"parts":[60,30],"upto":{"deep":1},"hair":2,"rest":"rest","withheld":10}'
    page.evaluate(
        "told => { document.body.insertAdjacentHTML('beforeend', '<div id=bar></div>'); bar.dataset.parts = told; }",
        told,
    )
    page.wait_for_selector("#bar .withheld", state="attached")
    parts = page.eval_on_selector_all(
        "#bar > *", "all => all.map(one => [one.className, one.style.getPropertyValue('--part')])"
    )
    assert parts == [["deep", "60"], ["rest", "30"], ["withheld", "10"]]
