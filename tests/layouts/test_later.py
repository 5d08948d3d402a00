"""Many areas: the figures of the earlier period follow, and nothing of them is lost."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from flask import Flask

from callbacks.routes import routes
from data.releases import Release
from data.serving import serve_from
from geo.page_answers import page_answers
from layouts import later
from layouts.picture import picture
from layouts.west_end_parts import boundary_urls
from tests.layouts.unpacked import beside, opened, unpacked


def whole_picture(release: Release, link: str) -> dict[str, Any]:
    answers = page_answers(release, link)
    return picture(answers.whole, answers.shown, boundary_urls(release))


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every borough counts as many."""
    monkeypatch.setattr(later, "MANY", 1)


def test_few_areas_are_sent_at_once(demonstration: Release) -> None:
    whole = whole_picture(demonstration, "/west-end")
    assert later.in_two(whole, "r") == whole


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("query", ["", "n=20", "measure=harm&type=robbery", "ward=west-end&lsoa=westminster-018c"])
def test_first_rows_are_those_of_the_table_and_the_rest_follows(demonstration: Release, query: str) -> None:
    whole = whole_picture(demonstration, f"/west-end?{query}")
    first = later.in_two(whole, "r")
    assert not [key for key in later.LATER if first.get(key) is not None]
    places = [int(place) for place in unpacked(first["later"]["places"])]
    outside = set(whole["outside"])
    slow = sorted((place for place in range(128) if place not in outside), key=lambda place: -whole["values"][place])
    asked = [*whole["top"], *(place for place in slow if place not in whole["top"])][:10]
    assert places == list(dict.fromkeys([*asked, *whole["selected"]]))
    for key, told in first["later"]["first"].items():
        assert unpacked(told) == [whole[key][place] for place in places]
    assert first["later"]["most"] == max(whole["previous"][place] for place in slow)
    following = later.rest(whole)
    made = opened({"values": whole["values"], "records": whole["records"], **following})
    assert {key: made[key] for key in following} == {key: whole[key] for key in following}
    assert set(following) == set(first["later"]["first"])


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("query", ["compare=none", "measure=change", "from=2030-01&to=2030-02"])
def test_without_an_earlier_period_nothing_follows(demonstration: Release, query: str) -> None:
    assert "later" not in later.in_two(whole_picture(demonstration, f"/west-end?{query}"), "r")


@pytest.mark.usefixtures("many")
def test_the_address_gives_what_follows(demonstration: Release) -> None:
    serve_from(None)
    server = Flask(__name__)
    server.register_blueprint(routes)
    whole = whole_picture(demonstration, "/west-end?type=robbery&time=night")
    answer = server.test_client().get(later.in_two(whole, demonstration.id)["later"]["address"])
    assert answer.status_code == 200
    told = answer.get_json()["previous"]
    assert beside(told[0], whole["values"]) == whole["previous"]
    assert server.test_client().get("/beside/no-such-release?link=/west-end").status_code == 404


def test_areas_not_asked_for_come_last() -> None:
    found = later.first_places({"values": [5, None, 9, 9, 0], "outside": [2], "top": [3], "selected": [1]})
    assert found == [3, 0, 4, 1]
    assert np.isnan(later.asked_for([1, None], [])[1])
