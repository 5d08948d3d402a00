"""All of London from the real files: each borough as it is alone, and together the whole."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from data.levels import Level
from data.releases import Release, open_release
from geo.answer import answer_link
from geo.page_json import page_json
from geo.publishing.importing import import_files
from geo.register.claims import run_claims
from tests.scopes import comparable, differences

WESTMINSTER, CAMDEN, CITY = "E09000033", "E09000007", "E09000001"
NAMES = {WESTMINSTER: "Westminster", CAMDEN: "Camden", CITY: "City of London"}
PERIODS = ("", "&from=2023-01&to=2023-03&compare=2022-10")
FILTERS = ("", "&type=burglary", "&n=10&set=fixed", "&level=lsoa21", "&measure=density", "&measure=rate")
SEARCHES = ("", "&time=night&days=fri,sat", "&type=controlled-drugs", "&flag=no-further-action", "&measure=quotient&type=controlled-drugs",
            "&time=22-04&level=lsoa21", "&show=table&n=20")  # fmt: skip
LINKS = [f"/west-end?dataset=offences{more}{period}" for more, period in itertools.product(FILTERS, PERIODS)]
LINKS += [f"/west-end?dataset=stop-search{more}{period}" for more, period in itertools.product(SEARCHES, PERIODS)]
LINKS += ["/", "/?dataset=stop-search&we.time=night", "/evidence?dataset=stop-search", "/neighbourhoods?dataset=stop-search",
          "/serious-youth-violence", "/west-end?dataset=stop-search&level=ward"]  # fmt: skip

Alone = Callable[[str], Release]


@pytest.fixture(scope="module")
def whole(london: Path) -> Release:
    return open_release(london)


@pytest.fixture(scope="module")
def alone(by_commands: Path, official: Path, real: Path, tmp_path_factory: pytest.TempPathFactory) -> Alone:
    """A borough imported by itself from the same files, over the same boundaries."""
    made = {WESTMINSTER: open_release(by_commands)}

    def release(authority: str) -> Release:
        if authority not in made:
            store = Path(shutil.copytree(official, tmp_path_factory.mktemp(authority) / "store"))
            import_files(sorted((real / "police_uk").glob("*.zip")), store, authority)
            made[authority] = open_release(store)
        return made[authority]

    return release


@pytest.mark.parametrize("authority", NAMES)
def test_a_borough_answers_as_it_does_alone(authority: str, whole: Release, alone: Alone) -> None:
    own, name, unlike = alone(authority), NAMES[authority], {}
    for link in LINKS:
        here = page_json(whole, f"{link}{'&' if '?' in link else '?'}authority={authority}")
        found = list(differences(comparable(here, name), comparable(page_json(own, link), name)))
        if found:
            unlike[link] = found
    assert not unlike


def test_london_has_33_boroughs_and_one_region(whole: Release) -> None:
    choices = whole.choices
    assert (len(choices.authorities), whole.authority_name) == (33, "London")
    assert [area.name for area in choices.areas[Level.REGION]] == ["London"]
    assert {level: len(areas) for level, areas in choices.areas.items()} == {
        Level.LSOA: 4835, Level.LSOA21: 4994, Level.WARD: 0, Level.AUTHORITY: 33, Level.REGION: 1,
    }  # fmt: skip
    assert len(whole.within(WESTMINSTER).choices.areas[Level.WARD]) == 18
    assert len(whole.within(CAMDEN).choices.areas[Level.WARD]) == 0


@pytest.mark.parametrize("dataset", ["offences", "asb", "stop-search"])
@pytest.mark.parametrize("level", [Level.LSOA, Level.LSOA21])
def test_every_borough_holds_its_part_of_the_whole(dataset: str, level: Level, whole: Release) -> None:
    link = f"/west-end?dataset={dataset}&level={level}"
    everywhere = answer_link(link, whole)
    assert everywhere.values is not None
    by_code = dict(zip((area.code for area in everywhere.areas), everywhere.values.tolist(), strict=True))
    by_borough = answer_link(f"/west-end?dataset={dataset}&level=authority", whole)
    assert by_borough.values is not None
    assert by_borough.values.sum() == everywhere.values.sum()
    hours = np.zeros((7, 24))
    for area, value in zip(by_borough.areas, by_borough.values.tolist(), strict=True):
        if not any(area.code == known.code for known in whole.choices.authorities) or not value:
            continue
        own = answer_link(f"{link}&authority={area.code}", whole)
        assert own.values is not None
        assert own.now is not None
        assert own.now.records == value
        assert all(by_code[each.code] == count for each, count in zip(own.areas, own.values.tolist(), strict=True))
        hours += own.now.by_hour
    assert everywhere.now is not None
    assert (hours == everywhere.now.by_hour).all()


def test_the_reference_answers_hold_in_london_too(whole: Release) -> None:
    answer = answer_link("/west-end?dataset=stop-search&authority=westminster", whole)
    assert answer.now is not None
    assert answer.top is not None
    assert (answer.now.records, answer.night) == (6571, 4142)
    assert [answer.areas[place].code for place in answer.top.positions] == ["E01033595", "E01004734", "E01004763"]


def test_the_register_of_published_figures_asks_westminster(whole: Release, alone: Alone) -> None:
    found = [(result.claim.id, result.state, result.ours) for result in run_claims(whole)]
    assert found == [(result.claim.id, result.state, result.ours) for result in run_claims(alone(WESTMINSTER))]
