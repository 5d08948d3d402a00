"""Controls over several authorities: the list of them, and what pointing one out on a map does to the link."""

from __future__ import annotations

import pytest

from data.choices import Choices
from data.levels import Level
from data.links import read_link
from data.releases import Release
from layouts import ids
from layouts.controls import WEST_END, link_after_choice, link_from_controls, shown_controls
from layouts.question_options import EVERYWHERE
from layouts.shell import named_pages, page_title
from tests.worlds import CAMDEN, WESTMINSTER

STOPS = "/west-end?dataset=stop-search"


@pytest.fixture(scope="module")
def choices(two_boroughs: Release) -> Choices:
    return two_boroughs.choices


def shown(link: str, choices: Choices) -> dict[str, dict[str, object]]:
    return shown_controls(read_link(link, choices).selection, choices, None)


def after(link: str, choices: Choices, control: str, **values: object) -> str:
    held = {**shown(link, choices)["values"], **values}
    return link_from_controls(link, held, control, choices)


def test_the_list_offers_every_authority(choices: Choices) -> None:
    told = shown(STOPS, choices)
    assert [(one["value"], one["label"]) for one in told["options"]["authority"]] == [  # type: ignore[attr-defined]
        (EVERYWHERE, "in all of London"), (CAMDEN, "in Camden"), (WESTMINSTER, "in Westminster"),
    ]  # fmt: skip
    assert told["values"]["authority"] == EVERYWHERE
    assert (told["hidden"]["authority"], told["hidden"]["ward"]) == ("word", "word unused")
    one = shown(f"{STOPS}&authority=westminster", choices)
    assert (one["values"]["authority"], one["hidden"]["ward"]) == (WESTMINSTER, "word")
    assert one["summaries"]["ward"] == "in the whole borough"
    assert one["bar_for"] != told["bar_for"]


def test_of_one_authority_the_list_hides(tiny: Release) -> None:
    told = shown("/west-end", tiny.choices)
    assert (told["hidden"]["authority"], told["hidden"]["ward"]) == ("word unused", "word")
    assert after("/west-end?n=5", tiny.choices, ids.TIME, time="night") == "?time=night&n=5"


def test_choosing_one_lets_go_of_what_lies_elsewhere(choices: Choices) -> None:
    link = f"{STOPS}&authority=westminster&ward=west-end&n=5"
    assert after(link, choices, ids.AUTHORITY, authority=CAMDEN) == "?dataset=stop-search&authority=camden&n=5"
    assert after(link, choices, ids.AUTHORITY, authority=EVERYWHERE) == "?dataset=stop-search&n=5"
    assert after(link, choices, ids.TIME, time="night") == (
        "?dataset=stop-search&authority=westminster&ward=west-end&time=night&n=5"
    )
    by_borough = f"{STOPS}&level=authority"
    assert after(by_borough, choices, ids.AUTHORITY, authority=CAMDEN) == "?dataset=stop-search&authority=camden"
    assert after(f"{STOPS}&level=lsoa21", choices, ids.AUTHORITY, authority=CAMDEN) == (
        "?dataset=stop-search&level=lsoa21&authority=camden"
    )


def test_an_area_pointed_out_narrows_the_question(choices: Choices) -> None:
    assert link_after_choice(f"{STOPS}&level=authority&n=5", CAMDEN, choices) == (
        "?dataset=stop-search&authority=camden&n=5"
    )
    assert link_after_choice(f"{STOPS}&level=region", "E12000007", choices) == "?dataset=stop-search&level=authority"
    assert link_after_choice("/neighbourhoods?dataset=stop-search", WESTMINSTER, choices) == (
        "?dataset=stop-search&authority=westminster"
    )
    own = f"{STOPS}&authority=westminster"
    assert (
        link_after_choice(own, "E01033595", choices)
        == "?dataset=stop-search&authority=westminster&lsoa=westminster-013e"
    )
    assert (
        link_after_choice(f"{own}&lsoa=westminster-013e", "E01033595", choices)
        == "?dataset=stop-search&authority=westminster"
    )
    assert link_after_choice(f"{STOPS}&level=authority", "E09000099", choices) == "?dataset=stop-search&level=authority"


def test_the_list_of_areas_leads_to_an_authority(choices: Choices) -> None:
    link = f"{STOPS}&level=authority"
    assert after(link, choices, ids.GO_TO, **{"go-to": CAMDEN}) == "?dataset=stop-search&authority=camden"


def test_levels_are_named_by_the_place(choices: Choices) -> None:
    offered = {one["value"]: one["label"] for one in shown(STOPS, choices)["options"]["level"]}  # type: ignore[attr-defined]
    assert offered[str(Level.AUTHORITY)] == "borough"
    assert str(Level.REGION) not in offered  # there is but one
    own = shown(f"{STOPS}&authority=camden", choices)["options"]["level"]
    assert str(Level.AUTHORITY) not in {one["value"] for one in own}  # type: ignore[attr-defined]


def test_pages_are_named_by_the_place(choices: Choices, tiny: Release) -> None:
    def names(search: str, known: Choices) -> str:
        return named_pages(search, known)[1][1]

    assert names("", choices) == "Where and when"
    assert names("?authority=camden", choices) == "Where and when"
    assert names("?authority=westminster", choices) == names("", tiny.choices) == "West End"
    page = named_pages("", choices)[1][0]
    assert page_title(page, choices) == "Where and when - London"
    assert page_title(page, tiny.choices) == "West End - Safer Westminster"


def test_every_page_has_the_list() -> None:
    assert "authority" in WEST_END.bar
