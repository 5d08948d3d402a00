"""Every page as a tree: ids once, graphs by the one helper, labels, the frame and pages that are not there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from dash import html

from data.releases import Release, open_release
from layouts import PAGES, ids
from layouts.components import GRAPH_CONFIG, map_host, table
from layouts.not_found import not_found, not_found_parts
from layouts.question_bar import CONTROLS
from layouts.shell import INDEX, MENU, menu
from layouts.words.release import foot_line, release_line
from tests.layouts.trees import of_kind, parts, rows, words

SKELETONS = {str(page.path): page.skeleton() for page in PAGES}


def ids_of(tree: Any) -> list[str]:
    return [str(part.id) for part in parts(tree) if getattr(part, "id", None)]


@pytest.mark.parametrize("path", SKELETONS)
def test_an_id_stands_once(path: str) -> None:
    found = ids_of(SKELETONS[path])
    assert len(found) == len(set(found))


def test_pages_share_no_id_but_headings() -> None:
    """Dash checks callbacks against all pages at once, so an id of two pages would be two outputs."""
    found = [name for tree in [*SKELETONS.values(), not_found()] for name in ids_of(tree)]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("path", SKELETONS)
def test_every_page_has_one_headline_that_can_take_the_focus(path: str) -> None:
    (headline,) = of_kind(SKELETONS[path], "H1")
    assert headline.tabIndex == "-1"


@pytest.mark.parametrize("path", SKELETONS)
def test_every_graph_keeps_its_figures_to_itself(path: str) -> None:
    for graph in of_kind(SKELETONS[path], "Graph"):
        assert graph.config == GRAPH_CONFIG
        assert graph.config["showSendToCloud"] is False
        assert graph.config["plotlyServerURL"] == ""


def test_every_figure_is_named_by_a_heading_that_is_there() -> None:
    page = SKELETONS["/west-end"]
    names = [getattr(figure, "aria-labelledby") for figure in of_kind(page, "Figure")]
    assert len(names) == 4
    assert set(names) <= {heading.id for heading in of_kind(page, "H2")}


def test_every_control_has_a_label_or_a_legend() -> None:
    page = SKELETONS["/west-end"]
    labelled = {label.htmlFor for label in of_kind(page, "Label")}
    assert {select.id for select in of_kind(page, "Select")} <= labelled
    groups = [of_kind(fieldset, "Legend")[0] for fieldset in of_kind(page, "Fieldset")]
    assert all(words(legend) for legend in groups)
    assert len(groups) == len(of_kind(page, "Checklist")) + len(of_kind(page, "RadioItems"))
    assert set(CONTROLS.values()) <= set(ids_of(page))


def test_the_index_page_says_its_language_and_asks_nobody() -> None:
    assert '<html lang="en-GB" ' in INDEX
    assert "<noscript>" in INDEX
    assert not re.search(r"https?://|//\w", INDEX)


def test_the_menu_marks_the_page_and_carries_the_question(demonstration: Release) -> None:
    tree = menu("/west-end", "?type=robbery", demonstration.choices)
    links = {words(link): link for link in of_kind(tree, "A")}
    assert list(links) == [name for _, name in MENU]
    assert links["Data"].href == "/data?type=robbery"
    assert getattr(links["West End"], "aria-current") == "page"
    assert not hasattr(links["Data"], "aria-current")


def test_the_menu_gives_a_views_own_question_to_its_page(demonstration: Release) -> None:
    asked = "?time=night&we.time=22-04&syv.syv=under-18&nb.time=all"
    links = {words(link): link.href for link in of_kind(menu("/", asked, demonstration.choices), "A")}
    assert links["West End"] == "/west-end?time=22-04"
    assert links["Serious youth violence"] == "/serious-youth-violence?time=night&syv=under-18"
    assert links["Neighbourhoods"] == "/neighbourhoods"
    assert links["Overview"] == f"/{asked}"
    assert links["Data"] == f"/data{asked}"


def test_an_address_without_a_page_leads_to_those_there_are() -> None:
    told = not_found_parts("?n=5", open_release(None).choices)
    assert told["title"] == "There is no such page"
    assert {link.href for link in of_kind(told["ways"], "A")} == {f"{page}?n=5" for page, _ in MENU}


def test_the_frame_says_what_the_data_are(demonstration: Release, tiny: Release) -> None:
    assert words(release_line(demonstration)).startswith("Demonstration data. Invented records")
    assert "approximate" in words(release_line(demonstration))
    assert words(release_line(tiny)) == (
        "Release 0001-0000tiny: recorded offences, August 2022 to September 2023. Sources and rows"
    )
    assert foot_line(tiny) == (
        "Release 0001-0000tiny · one data set, August 2022 to September 2023 · official boundaries, 2022 wards"
    )
    assert len(foot_line(demonstration)) < 150


def test_a_table_has_caption_scopes_and_right_aligned_numbers() -> None:
    tree = table("Caption", ["Name", "Count"], [["a", "1"], ["b", "2"]])
    assert rows(html.Div(tree)) == [["a", "1"], ["b", "2"]]
    assert [head.scope for head in of_kind(tree, "Th")] == ["col", "col", "row", "row"]
    assert [cell.className for cell in of_kind(tree, "Td")] == ["r", "r"]
    assert words(of_kind(tree, "Caption")) == "Caption"


def test_ids_are_written_once() -> None:
    values = [value for name, value in vars(ids).items() if name.isupper()]
    assert len(values) == len(set(values))


def test_tiles_are_asked_for_only_where_an_installation_names_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SWP_TILES", raising=False)
    assert "data-tiles" not in map_host("map").to_plotly_json()["props"]
    monkeypatch.setenv("SWP_TILES", "https://tiles.example/{z}/{x}/{y}.png")
    assert map_host("map").to_plotly_json()["props"]["data-tiles"].startswith("https://tiles.example")
