"""The embedded demonstration release answers with the published figures, and any link gets an answer."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest

from data.releases import DEMONSTRATION, Release
from data.schema import month_text
from geo.answer import answer_link
from geo.answer_json import answer_json
from geo.caveats import DEMONSTRATION as SAID
from geo.page_json import page_json

PACKAGED_LIMIT: Final = 15_000_000


def test_published_concentration(demonstration: Release) -> None:
    told = answer_json(answer_link("/west-end?from=2022-10&to=2023-09", demonstration))
    assert round(told["top"]["share"], 3) == 0.402
    assert told["top"]["codes"] == ["E01033595", "E01004734", "E01004763"]
    assert round(told["top"]["previous_share_ranked"], 3) == 0.374
    assert told["concentration"]["areas_for_half"] == 5
    assert told["concentration"]["areas_below_one_a_day"] == 98
    assert told["total"]["records"] == 90_340
    assert told["total"]["located"] == 87_036
    assert told["says"].startswith("Three of 128 small areas (LSOAs) hold 40.2% of the 87,036 recorded offences")


def test_published_ward_shares(demonstration: Release) -> None:
    told = answer_json(answer_link("/west-end?level=ward&from=2022-10&to=2023-09", demonstration))
    shares = {area["name"]: area["share"] for area in told["areas"]}
    assert round(shares["West End"], 3) == 0.412
    assert round(shares["St James's"], 3) == 0.271


def test_every_answer_says_that_it_is_a_demonstration(demonstration: Release) -> None:
    for link in ("/west-end", "/west-end?from=2030-01&to=2030-02", "/neighbourhoods?dataset=noise", "/"):
        told = answer_json(answer_link(link, demonstration))
        assert SAID in told["notes"]
        assert told["release"]["demonstration"] is True


def test_it_covers_three_years_and_both_censuses(demonstration: Release) -> None:
    offences = demonstration.choices.dataset("offences")
    assert (month_text(offences.months[0]), month_text(offences.months[-1])) == ("2020-10", "2023-09")
    assert {level: len(areas) for level, areas in demonstration.choices.areas.items()} == {
        "lsoa": 128, "lsoa21": 123, "ward": 18
    }  # fmt: skip
    slugs = {dataset.slug for dataset in demonstration.choices.datasets}
    assert {"offences", "asb", "ambulance", "fire", "noise", "stop-search"} <= slugs


def test_it_is_small() -> None:
    size = sum(path.stat().st_size for path in Path(DEMONSTRATION).parent.rglob("*") if path.is_file())
    assert size < PACKAGED_LIMIT


def random_link(rng: random.Random, release: Release) -> str:
    """A link of legal and nonsensical parts."""
    choices = release.choices
    dataset = rng.choice(choices.datasets)
    wards = [area.slug for area in choices.areas["ward"]]  # type: ignore[index]
    values = {
        "dataset": [dataset.slug, "ufos"],
        "from": ["2020-10", "2022-10", "2023-06", "2022-13", "1066-01"],
        "to": ["2021-09", "2023-09", "2025-01", "soon"],
        "compare": ["none", "previous", "2020-10", "never"],
        "type": [*dataset.type_slugs, "piracy"],
        "level": ["lsoa", "lsoa21", "ward", "planet"],
        "ward": [*wards, "E05013808", "soho", f"{wards[0]},{wards[1]}"],
        "lsoa": ["013e", "E01004734", "westminster-013g", "E01035716,xyz"],
        "time": ["night", "day", "22-04", "5-5", "99-12"],
        "days": ["fri,sat", "mon", "someday"],
        "timing": ["spread", "start", "smeared"],
        "syv": ["any", "knife-injury", "all"],
        "measure": ["count", "change", "harm", "love"],
        "n": ["1", "3", "50", "51", "-1", "x"],
        "set": ["fixed", "ranked", "unset"],
        "show": ["map", "hexagons", "table", "radio"],
        "release": ["demonstration-2023-09", "0001-00000000"],
        "\x00k%ey": ["\u202e", "<script>"],
    }
    keys = rng.sample(list(values), rng.randint(0, 6))
    page = rng.choice(["/", "/west-end", "/serious-youth-violence", "/neighbourhoods", "/evidence", "/nowhere"])
    prefixes = ["", "we.", "syv.", "nb."] if page == "/" else [""]
    return f"{page}?" + "&".join(f"{rng.choice(prefixes)}{quote(key)}={quote(rng.choice(values[key]))}" for key in keys)


@pytest.mark.parametrize("seed", range(10))
def test_a_thousand_links_are_answered_and_their_canonical_links_answer_the_same(
    demonstration: Release, seed: int
) -> None:
    rng = random.Random(seed)
    for _ in range(100):
        link = random_link(rng, demonstration)
        view = rng.choice([None, "we", "syv", "nb"]) if link.startswith("/?") else None
        told = page_json(demonstration, link, view)
        again = page_json(demonstration, told["link"])
        assert {**again, "notes": []} == {**told, "notes": []}, link
        assert told["says"]
