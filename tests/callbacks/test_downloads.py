"""Downloads and the board pack as plain functions: the file of a button is that of the link."""

from __future__ import annotations

import base64
import io
from typing import Any

import pypdf
import pytest
from dash import no_update
from flask import Flask
from pptx import Presentation

from callbacks.board_pack import pack, pack_youth
from callbacks.downloads import download_evidence, download_view, download_youth
from data.releases import Release
from data.serving import serve_from
from geo.answer import answer_link
from geo.files.exports import answer_csv
from layouts import download_menu, ids
from layouts.answer_files import KINDS, PICTURES, answer_file
from layouts.download_menu import MOST_VIEWS, pack_says, pack_with
from tests.callbacks.test_callbacks import triggered_by
from tests.layouts.trees import words

CLICKS = [1] * len(download_menu.KINDS)


@pytest.fixture(autouse=True)
def embedded() -> None:
    serve_from(None)


def pressed(button: str, search: str, page: str, download: Any = download_view) -> dict[str, Any]:
    with triggered_by(button, "n_clicks"):
        found: dict[str, Any] = download(CLICKS, search, page)
    return found


def content(file: dict[str, Any]) -> bytes:
    return base64.b64decode(file["content"])


def test_every_kind_in_the_menu_can_be_made_and_every_file_stands_in_the_menu() -> None:
    assert set(download_menu.KINDS) == {*KINDS, *PICTURES}


@pytest.mark.parametrize("kind", download_menu.KINDS)
def test_a_button_gives_the_file_of_the_link(kind: str, demonstration: Release) -> None:
    given = pressed(download_menu.file_button(kind), "?type=robbery", "/west-end")
    expected = answer_file(answer_link("/west-end?type=robbery", demonstration), kind)
    assert content(given["file"]) == expected.content
    assert given["file"]["filename"] == expected.name
    assert given["says"] == f"Made: {expected.name}"
    assert expected.name.startswith("demonstration_west-end_offences_")


def test_the_names_of_files_differ(demonstration: Release) -> None:
    answer = answer_link("/west-end", demonstration)
    assert len({answer_file(answer, kind).name for kind in ("csv", "csv-clean", "map.svg", "hours.svg")}) == 4


def test_other_pages_have_their_own_downloads(demonstration: Release) -> None:
    page = "/serious-youth-violence"
    given = pressed("syv-download-csv", "?syv=victim", page, download_youth)
    assert content(given["file"]).decode() == answer_csv(answer_link(f"{page}?syv=victim", demonstration))
    given = pressed("ev-download-months-svg", "", "/evidence", download_evidence)
    assert content(given["file"]).startswith(b"<svg")


def test_a_picture_that_cannot_be_drawn_says_why() -> None:
    given = pressed("download-hours-svg", "?from=2025-01&to=2025-03", "/west-end")
    assert given["file"] is no_update
    assert "the release covers October 2020 to September 2023" in given["says"]


def test_nothing_is_made_before_a_button_is_pressed() -> None:
    with triggered_by("download-csv", "n_clicks"):
        assert download_view([None] * len(CLICKS), "", "/west-end")["file"] is no_update


def changed(button: str, views: list[str] | None, search: str = "?n=5&zzz=1") -> Any:
    with triggered_by(button, "n_clicks"):
        return pack["change"](1, 1, search, "/west-end", views)


def test_views_are_put_into_the_pack_once_and_taken_out() -> None:
    one = changed(ids.PACK_ADD, None)
    assert one == ["/west-end?n=5"]
    assert changed(ids.PACK_ADD, one) == one
    assert changed(ids.PACK_ADD, one, "") == ["/west-end?n=5", "/west-end"]
    assert changed(ids.PACK_EMPTY, one) == []
    full = [f"/west-end?n={number}" for number in range(1, MOST_VIEWS + 1)]
    assert pack_with(full, "/evidence") == full


def test_the_menu_says_what_the_pack_will_hold() -> None:
    assert words(pack_says([])) == "It will hold this view."
    said = pack["update"](["/west-end?n=5", "/?time=night"])
    assert words(said["says"]) == "It will hold 2 views: /west-end, n=5, overview, time=night."
    assert (said["empty"], pack["update"](None)["empty"]) == (False, True)


def made(button: str, views: list[str] | None, address: str = "http://dashboard.test/") -> dict[str, Any]:
    with Flask(__name__).test_request_context(base_url=address), triggered_by(button, "n_clicks"):
        found: dict[str, Any] = pack_youth["make"](1, 1, "?syv=victim", "/serious-youth-violence", views)
    return found


def test_the_pack_holds_this_view_or_those_put_into_it() -> None:
    alone = made("syv-pack-pdf", None)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content(alone["file"]))).pages)
    assert "with a victim under 25" in text
    assert alone["file"]["filename"].endswith(".pdf")
    slides = made("syv-pack-slides", ["/west-end?type=robbery"])
    notes = [
        slide.notes_slide.notes_text_frame.text
        for slide in Presentation(io.BytesIO(content(slides["file"]))).slides
        if slide.has_notes_slide
    ]
    assert any("http://dashboard.test/west-end?type=robbery" in note for note in notes)
    assert not any("serious-youth-violence" in note for note in notes)
