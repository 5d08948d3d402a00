"""One authority of a release of several answers as a release of that authority alone; all of them sum to the whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data.levels import Level
from data.releases import Release, open_release
from geo.answer import Answer, answer_link
from geo.page_json import page_json
from geo.pages.ward_page import ward_page
from geo.publishing.importing import import_files
from tests import worlds
from tests.scopes import Difference, comparable, differences, imported, tiny_files
from tests.worlds import CAMDEN, WESTMINSTER, new_store

PERIOD = "from=2022-10&to=2022-11"
NAMES = {CAMDEN: "Camden", WESTMINSTER: "Westminster"}
LINKS = (
    f"/?{PERIOD}",
    f"/west-end?{PERIOD}&n=2",
    f"/west-end?{PERIOD}&dataset=offences-police-uk-street",
    f"/west-end?{PERIOD}&dataset=offences-police-uk-street&level=lsoa21&n=1",
    "/west-end?dataset=stop-search&time=night",
    "/west-end?dataset=stop-search&level=ward&days=mon",
    "/west-end?dataset=stop-search&measure=density",
    f"/neighbourhoods?{PERIOD}&measure=harm",
    f"/serious-youth-violence?{PERIOD}",
    "/evidence?dataset=stop-search",
)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Release]:
    """The tiny world of both boroughs, and of each alone."""
    folder = tmp_path_factory.mktemp("london")
    store, files = new_store(folder), tiny_files(folder / "files")
    return {authority: imported(store, authority, files) for authority in ("all", WESTMINSTER, CAMDEN)}


def beside(link: str, authority: str) -> str:
    return f"{link}{'&' if '?' in link else '?'}authority={authority}"


def unlike(whole: Release, alone: Release, link: str, authority: str) -> list[Difference]:
    scoped = comparable(page_json(whole, beside(link, authority)), NAMES[authority])
    return list(differences(scoped, comparable(page_json(alone, link), NAMES[authority])))


@pytest.mark.parametrize("authority", [WESTMINSTER, CAMDEN])
@pytest.mark.parametrize("link", LINKS)
def test_an_authority_answers_as_it_does_alone(link: str, authority: str, releases: dict[str, Release]) -> None:
    assert not unlike(releases["all"], releases[authority], link, authority)


@pytest.mark.parametrize("link", [link for link in LINKS if "density" not in link and "evidence" not in link])
def test_authorities_sum_to_the_whole(link: str, releases: dict[str, Release]) -> None:
    whole = answer_link(link, releases["all"])
    parts = [answer_link(beside(link, authority), releases["all"]) for authority in NAMES]
    if whole.now is None:
        assert all(part.now is None for part in parts)
        return
    assert whole.now.records >= total(parts, "records")  # a record may name no authority at all
    assert np.array_equal(whole.now.by_hour, sum(part.now.by_hour for part in parts if part.now))


def total(parts: list[Answer], name: str) -> Any:
    return sum(getattr(part.now, name) for part in parts if part.now is not None)


def test_counts_by_authority_are_those_of_each(releases: dict[str, Release]) -> None:
    whole = answer_link("/west-end?dataset=stop-search&level=authority", releases["all"])
    assert [area.name for area in whole.areas] == ["Camden", "Westminster"]
    for area, value in zip(whole.areas, whole.values.tolist() if whole.values is not None else [], strict=True):
        alone = answer_link(f"/west-end?dataset=stop-search&authority={area.code}", releases["all"])
        assert alone.now is not None
        assert value == alone.now.records
    region = answer_link("/west-end?dataset=stop-search&level=region", releases["all"])
    assert region.values is not None
    assert region.values.tolist() == [whole.values.sum() if whole.values is not None else 0]


def test_a_record_with_a_borough_and_no_small_area_counts_at_the_level_of_boroughs(
    releases: dict[str, Release],
) -> None:
    link = f"/west-end?{PERIOD}&level=authority"
    answer = answer_link(link, releases["all"])  # counts by ward, and by borough of what has none
    assert answer.values is not None
    assert answer.now is not None
    assert answer.located == answer.now.records
    # Two types and two months: Camden's borough file has 2 each, Westminster's 1.
    assert answer.values.tolist() == [8, 4]
    small = answer_link(f"/west-end?{PERIOD}&level=lsoa", releases["all"])
    assert small.located in (0, None)


def test_words_are_of_the_place(releases: dict[str, Release]) -> None:
    def told(link: str) -> str:
        return answer_link(link, releases["all"]).headline

    assert "small areas (LSOAs) in Westminster" in told("/west-end?dataset=stop-search&authority=westminster")
    assert "boroughs" in told("/west-end?dataset=stop-search&level=authority")
    whole = answer_link("/west-end?dataset=stop-search&measure=quotient", releases["all"])
    one = answer_link("/west-end?dataset=stop-search&measure=quotient&authority=camden", releases["all"])
    assert (whole.figures.unit, one.figures.unit) == ("times the share in London", "times the share in the borough")


def test_the_page_of_the_wards_shows_authorities_until_one_is_chosen(releases: dict[str, Release]) -> None:
    page = ward_page(releases["all"], "/neighbourhoods?dataset=stop-search")
    assert page.several
    assert page.wards.question.level is Level.AUTHORITY
    assert page.profiles.reason.startswith("Wards are compared within one borough")
    own = ward_page(releases["all"], "/neighbourhoods?dataset=stop-search&authority=westminster")
    assert not own.without_wards
    assert [ward.name for ward in own.profiles.wards] == ["St James's", "West End", "Westbourne"]
    links = [ward.link for ward in own.profiles.wards] + [
        part.link for ward in own.profiles.wards for part in ward.datasets
    ]
    assert all("authority=westminster" in link for link in links)


def test_a_release_keeps_its_form(releases: dict[str, Release]) -> None:
    alone = releases[WESTMINSTER]
    assert alone.choices.scopes is None
    assert sorted(alone.manifest["boundaries"]) == ["lsoa", "lsoa21", "ward"]
    assert not list(alone.folder.rglob("within")) + list(alone.folder.rglob("authority*"))
    assert all("within" not in dataset for dataset in alone.manifest["datasets"])


def test_importing_again_builds_on_it(releases: dict[str, Release], tmp_path: Path) -> None:
    whole = releases["all"]
    assert whole.store is not None
    later = worlds.write_csv(tmp_path / "2022-11-metropolitan-street.csv", worlds.street("2022-11"), worlds.STREET)
    report = import_files([later], whole.store, "all")
    assert not report["notes"]
    again = open_release(whole.store, report["release"])
    link = f"/west-end?{PERIOD}&dataset=offences-police-uk-street&level=authority"
    counted = answer_link(link, again).values
    before = answer_link(link, whole).values
    assert counted is not None
    assert before is not None
    assert (counted == 2 * before).all()
