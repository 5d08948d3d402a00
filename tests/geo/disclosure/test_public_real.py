"""The real searches of Westminster as the public is told them: the headline whole, although small areas are withheld."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from data.releases import open_release
from geo.answer import answer_link
from geo.answer_json import answer_json
from geo.publishing.importing import import_files
from tests.geo.disclosure.conftest import seen_by_public
from tests.real_stores import WESTMINSTER, counts

STOPS = "/west-end?dataset=stop-search&level=lsoa&from=2022-10&to=2023-03"


@pytest.fixture(scope="module")
def both(westminster: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the public is told, and what an analyst is."""
    release = open_release(westminster)
    return answer_json(answer_link(STOPS, seen_by_public(release))), answer_json(answer_link(STOPS, release))


def test_the_public_is_told_the_headline_of_the_reference(both: tuple[dict[str, Any], dict[str, Any]]) -> None:
    told, real = both
    assert told["says"] == real["says"]
    assert told["total"]["records"] == told["total"]["located"] == told["total"]["timed"] == 6_571
    assert told["night"]["value"] == 4_142
    assert told["top"]["codes"] == ["E01033595", "E01004734", "E01004763"]
    values = {area["code"]: area["value"] for area in told["areas"]}
    assert [values[code] for code in told["top"]["codes"]] == [1_037, 857, 742]
    assert round(100 * told["top"]["share"], 2) == 40.12
    assert (told["concentration"]["areas_for_quarter"], told["concentration"]["areas_for_half"]) == (2, 5)


def test_few_more_areas_are_withheld_than_are_small(both: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """26 have fewer than 5; where only one of a ward is, another goes with it, or it would be what the ward leaves."""
    told, real = both
    values = [(area["value"], other["value"]) for area, other in zip(told["areas"], real["areas"], strict=True)]
    assert all(area == other for area, other in values if area is not None)
    assert all(area is None for area, other in values if other < 5)
    assert sum(other < 5 for _, other in values) == 26
    assert told["total"]["withheld"] == sum(area is None for area, _ in values) <= 36
    ranks = [area["rank"] for area in told["areas"] if area["rank"] is not None]
    assert sorted(ranks) == [1, 2, 3, 4, 5], "what the withheld areas have together is less than the fifth has"


def test_the_public_is_told_of_the_published_counts_by_ward(official: Path, real: Path, tmp_path: Path) -> None:
    """With the borough's counts, which are now and then less than its wards' together."""
    store = Path(shutil.copytree(official, tmp_path / "counts"))
    import_files([counts(real, "Ward"), counts(real, "Borough")], store, WESTMINSTER)
    release = open_release(store)
    link = "/west-end?from=2022-12&to=2023-11"
    told, known = (answer_json(answer_link(link, one)) for one in (seen_by_public(release), release))
    assert told["says"] == known["says"]
    assert [area["value"] for area in told["areas"]] == [area["value"] for area in known["areas"]]
    assert {name: told["total"][name] for name in ("records", "located", "unlocated", "withheld")} == {
        "records": 92_463, "located": 88_428, "unlocated": 4_035, "withheld": 0,
    }  # fmt: skip
