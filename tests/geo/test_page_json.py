"""The keys a page adds to its answer: present for its page only, valid JSON, and the same figures as the values."""

from __future__ import annotations

import json

import pytest

from data.releases import Release
from geo.answer import answer_link
from geo.answer_json import answer_json
from geo.page_json import page_json
from geo.pages.ward_profile import ward_profiles
from geo.pages.youth import youth_answers
from geo.sections_json import sections_json

PERIOD = "from=2022-10&to=2023-09"


EVERY = {"types", "people", "flags", "features"}


@pytest.mark.parametrize(
    ("link", "view", "more"),
    [
        (f"/west-end?{PERIOD}", None, set()),
        (f"/?{PERIOD}", None, set()),
        (f"/?{PERIOD}", "we", set()),
        (f"/?{PERIOD}&syv.syv=victim", "syv", {"youth"}),
        (f"/?{PERIOD}", "nb", {"wards"}),
        (f"/serious-youth-violence?{PERIOD}", None, {"youth"}),
        (f"/neighbourhoods?{PERIOD}&ward=westbourne,church-street", None, {"wards"}),
        ("/neighbourhoods?from=1999-01&to=1999-02", None, {"wards"}),
        ("/serious-youth-violence?dataset=noise", None, {"youth"}),
    ],
)
def test_the_answer_is_kept_and_keys_are_added(
    demonstration: Release, link: str, view: str | None, more: set[str]
) -> None:
    told = page_json(demonstration, link, view)
    answer = answer_link(link, demonstration, view)
    plain = answer_json(answer) | {name: section() for name, section in sections_json(answer).items()}
    assert {key: told[key] for key in plain} == plain
    assert set(told) - set(plain) == more | EVERY
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_youth_figures_are_those_of_the_page(demonstration: Release) -> None:
    link = f"/serious-youth-violence?{PERIOD}"
    told, youth = page_json(demonstration, link), youth_answers(demonstration, link)
    assert told["total"]["records"] == told["people"]["records"] == told["youth"]["age_missing"]["if_none_counted"]
    assert youth.people is not None
    assert told["people"]["victims"]["homes"] == {
        "known": youth.people.persons["victim"].home_known,
        "in the borough": 1923,
        "elsewhere in London": 3016,
        "outside London": 857,
    }
    assert told["people"]["injury"]["serious"] == 101
    assert told["people"]["suspects"]["homes"]["known"] == 0  # the police do not give it
    assert told["youth"]["wards"][17]["resident_victims"]["known"] == 218
    assert told["people"]["flags"]["knife"]["value"] == youth.people.flags.all_of("knife").value  # type: ignore[union-attr]
    assert len(told["youth"]["series"]["months"]) == 36


def test_ward_figures_are_those_of_the_page(demonstration: Release) -> None:
    link = f"/neighbourhoods?{PERIOD}&ward=westbourne"
    told, profiles = page_json(demonstration, link)["wards"], ward_profiles(demonstration, link, without_west_end=True)
    assert told["chosen"] == ["E05013809"]
    assert len(told["profiles"]) == 18
    for ours, ward in zip(told["profiles"], profiles.wards, strict=True):
        assert (ours["value"], ours["rank"], ours["previous"]) == (ward.count, ward.rank, ward.previous)
        assert ours["frequent"] == [kind.slug for kind in ward.frequent]
        alone = answer_json(answer_link(ours["link"], demonstration))
        assert alone["total"]["records"] == ours["value"]
        assert alone["total"]["previous"] == ours["previous"]
    assert all(ward["different_here"] for ward in told["profiles"])
