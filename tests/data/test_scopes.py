"""A release of several authorities: its choices, and links that name one of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.asking import asked
from data.audience import Audience
from data.choices import Choices
from data.disclosure.rule import PUBLIC
from data.levels import Level
from data.links import read_link, view_selection, write_link
from data.releases import Release, forget_opened
from data.selection import Page, Selection
from tests.worlds import CAMDEN, WESTMINSTER


@pytest.fixture(scope="module")
def choices(two_boroughs: Release) -> Choices:
    return two_boroughs.choices


def test_it_has_authorities_and_their_areas(choices: Choices) -> None:
    assert choices.several
    assert choices.own == ""
    assert [(area.code, area.name, area.region) for area in choices.authorities] == [
        (CAMDEN, "Camden", "E12000007"),
        (WESTMINSTER, "Westminster", "E12000007"),
    ]
    assert [area.name for area in choices.areas[Level.REGION]] == ["London"]
    assert {area.authority for area in choices.areas[Level.LSOA]} == {CAMDEN, WESTMINSTER}
    camden = choices.within(CAMDEN)
    assert (camden.authority, camden.own, camden.several) == ("Camden", CAMDEN, False)
    assert set(camden.areas) == {Level.LSOA, Level.LSOA21, Level.WARD}
    assert [area.name for area in camden.areas[Level.LSOA]] == ["Camden 001A"]
    assert camden.within("") == choices
    assert camden.within(WESTMINSTER) == choices.within(WESTMINSTER)


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        ("/west-end?authority=camden", "/west-end?authority=camden"),
        ("/west-end?authority=E09000007", "/west-end?authority=camden"),
        ("/west-end?authority=LB%20Camden&n=5", "/west-end?authority=camden&n=5"),
        ("/west-end?authority=City%20of%20Westminster&ward=west-end", "/west-end?authority=westminster&ward=west-end"),
        ("/west-end?ward=west-end&level=lsoa&authority=westminster", "/west-end?level=lsoa&authority=westminster&ward=west-end"),
        ("/west-end?ward=west-end", "/west-end?ward=west-end"),
        ("/?authority=camden&we.n=5", "/?authority=camden&we.n=5"),
        ("/neighbourhoods?level=authority", "/neighbourhoods"),
        ("/neighbourhoods?level=lsoa", "/neighbourhoods?level=lsoa"),
        ("/neighbourhoods?level=ward&authority=camden", "/neighbourhoods?authority=camden"),
        ("/west-end?level=region", "/west-end?level=region"),
    ],
)  # fmt: skip
def test_links_come_round(link: str, canonical: str, choices: Choices) -> None:
    read = read_link(link, choices)
    assert not read.notes
    assert write_link(read.selection, choices) == canonical
    assert read_link(canonical, choices).selection == read.selection
    assert write_link(read.selection, choices.of(read.selection)) == canonical


@pytest.mark.parametrize(
    ("link", "canonical", "note"),
    [
        ("/west-end?authority=cadmen", "/west-end", "did you mean camden"),
        ("/west-end?authority=barnet", "/west-end", "there is no authority of that name here"),
        ("/west-end?authority=camden&ward=west-end", "/west-end?authority=camden", "it lies in Westminster, not in Camden"),
        ("/west-end?authority=camden&lsoa=westminster-013e", "/west-end?authority=camden", "it lies in Westminster"),
        ("/west-end?authority=camden&level=authority", "/west-end?authority=camden", "it can be lsoa, lsoa21, ward"),
        ("/?we.authority=camden", "/", "not part of a question here"),
    ],
)  # fmt: skip
def test_what_does_not_belong_together_is_left_out_with_a_note(
    link: str, canonical: str, note: str, choices: Choices
) -> None:
    read = read_link(link, choices)
    assert write_link(read.selection, choices) == canonical
    assert len(read.notes) == 1
    assert note in read.notes[0]


@pytest.mark.parametrize(
    ("value", "noted"),
    [("westminster", False), (WESTMINSTER, False), ("City%20of%20Westminster", False), ("camden", True), ("x", True)],
)
def test_of_one_authority_only_its_own_name_is_dropped_silently(value: str, noted: bool, tiny: Release) -> None:
    read = read_link(f"/west-end?authority={value}&n=5", tiny.choices)
    assert write_link(read.selection, tiny.choices) == "/west-end?n=5"
    assert bool(read.notes) == noted
    assert not noted or "this release is about Westminster alone" in read.notes[0]


def test_levels_of_a_borough_release_are_as_they_were(tiny: Release) -> None:
    read = read_link("/west-end?level=authority", tiny.choices)
    assert read.selection.level is None
    assert "it can be lsoa, lsoa21, ward" in read.notes[0]


def test_the_link_alone_says_which_authority_is_asked(two_boroughs: Release) -> None:
    camden, _ = asked("/west-end?authority=camden", two_boroughs)
    assert (camden.scope, camden.authority_name, camden.id) == (CAMDEN, "Camden", two_boroughs.id)
    assert camden.key != two_boroughs.key
    assert asked("/west-end", camden)[0] is two_boroughs
    assert asked("/west-end?authority=westminster", camden)[0].scope == WESTMINSTER
    assert two_boroughs.within(CAMDEN) is camden


def test_an_authority_stays_a_part_of_the_same_release_when_others_are_opened(two_boroughs: Release) -> None:
    camden = two_boroughs.within(CAMDEN)
    forget_opened()  # as a worker does after another one died, and as many releases opened in between do
    assert camden.whole is two_boroughs
    assert camden.seen_by(Audience.PUBLIC, PUBLIC).whole is two_boroughs.seen_by(Audience.PUBLIC, PUBLIC)
    assert camden.instead_of(("later",)).whole.damaged == ("later",)


def test_a_view_of_the_landing_page_is_of_the_same_authority(choices: Choices) -> None:
    shared = read_link("/?authority=westminster&ward=west-end&nb.time=night", choices).selection
    seen = view_selection(shared, "nb", choices)
    assert (seen.selection.authority, seen.selection.ward, seen.notes) == (WESTMINSTER, ("E05013808",), ())


def test_names_that_several_authorities_share_need_the_authority(choices: Choices) -> None:
    twice = tuple(
        type(area)(area.code, "Abbey", authority=area.authority) for area in choices.areas[Level.WARD][:1]
    ) + tuple(type(area)(area.code, "Abbey", authority=area.authority) for area in choices.areas[Level.WARD][-1:])
    assert choices.scopes is not None
    shared = replace(
        choices, areas={**choices.areas, Level.WARD: twice},
        scopes=replace(choices.scopes, areas={**choices.scopes.areas, Level.WARD: twice}),
    )  # fmt: skip
    read = read_link("/west-end?ward=abbey", shared)
    assert read.selection.ward == ()
    assert "name its authority beside it, as authority=camden or authority=westminster" in read.notes[0]
    by_code = read_link(f"/west-end?ward={twice[0].code}", shared)
    link = write_link(by_code.selection, shared)
    assert read_link(link, shared).selection == by_code.selection
    assert read_link("/west-end?ward=abbey&authority=camden", shared).selection.ward == (twice[1].code,)


@settings(max_examples=200)
@given(keys=st.lists(st.tuples(st.sampled_from(["authority", "ward", "lsoa", "level", "n", "we.n"]), st.text(max_size=20)
                               | st.sampled_from(["camden", "westminster", "west-end", "authority", "camden-001a", "5"])),
                     max_size=6))  # fmt: skip
def test_no_text_is_an_error(choices: Choices, keys: list[tuple[str, str]]) -> None:
    link = "/?" + "&".join(f"{quote(key)}={quote(value)}" for key, value in keys)
    read = read_link(link, choices)
    canonical = write_link(read.selection, choices)
    assert read_link(canonical, choices).selection == read.selection
    assert write_link(read_link(canonical, choices).selection, choices) == canonical


def test_a_plain_selection_of_one_authoritys_choices_is_about_that_one(choices: Choices) -> None:
    assert write_link(Selection(page=Page.WEST_END), choices.within(CAMDEN)) == "/west-end?authority=camden"


def test_releases_of_before_have_no_authorities(tiny: Release) -> None:
    assert not tiny.choices.authorities
    assert not tiny.choices.several
    assert tiny.within("E09000007") is tiny
    assert tiny.whole is tiny


def test_every_shape_the_browser_may_ask_for_is_there(two_boroughs: Release) -> None:
    names = {path.name for path in (two_boroughs.folder / "boundaries").glob("*.json")}
    assert two_boroughs.displays == names == two_boroughs.within(CAMDEN).displays


def test_indexes_are_mapped_from_the_authoritys_own_folder(two_boroughs: Release) -> None:
    own = two_boroughs.within(CAMDEN).index("stop-search")
    assert len(own.moment) == 1
    assert len(two_boroughs.index("stop-search").moment) == len(own.moment) + len(
        two_boroughs.within(WESTMINSTER).index("stop-search").moment
    )


def test_the_folder_of_an_authority_is_an_index_like_any_other(two_boroughs: Release) -> None:
    folder: Path = two_boroughs.folder / "index" / "offences"
    names = {path.name for path in folder.iterdir()} - {"within", "authority.npy", "region.npy"}
    assert names >= {path.name for path in (folder / "within" / WESTMINSTER).iterdir()} - {"weight.npy"}
