"""The three views answer what ``swp query LINK --view`` answers; parts and verdicts are counted by their own links."""

from __future__ import annotations

import numpy as np
import pytest

from data.choices import WEST_END_WARDS
from data.levels import Level
from data.releases import Release
from data.selection import VIEWS, Measure
from geo.answer import answer_link
from geo.answer_json import answer_json
from geo.pages.side_by_side import side_by_side

LINKS = (
    "/",
    "/?we.time=night&nb.time=day&syv.syv=victim",
    "/?ward=church-street",
    "/?lsoa=westminster-013e&compare=none",
    "/?dataset=stop-search&nb.level=lsoa",
)


@pytest.mark.parametrize("link", LINKS)
def test_the_page_and_the_command_give_the_same(demonstration: Release, link: str) -> None:
    answers = side_by_side(demonstration, link)
    assert answer_json(answers.shown) == answer_json(answer_link(link, demonstration))
    for prefix in VIEWS:
        assert answer_json(answers.view(prefix).shown) == answer_json(answer_link(link, demonstration, prefix))


@pytest.mark.parametrize("link", LINKS)
def test_every_answer_is_that_of_its_own_link(demonstration: Release, link: str) -> None:
    for view in side_by_side(demonstration, link).views:
        for answer in (view.whole, view.wards, view.part):
            again = answer_json(answer_link(answer.link, demonstration))
            assert answer_json(answer) | {"notes": []} == again | {"notes": []}


def test_the_two_wards_and_the_others_make_the_borough(demonstration: Release) -> None:
    answers = side_by_side(demonstration, "/")
    two, others, whole = answers.view("we").part, answers.view("nb").part, answers.whole
    assert two.now is not None
    assert others.now is not None
    assert two.selection.ward == WEST_END_WARDS
    assert two.now.records + others.now.records == answers.view("nb").wards.located
    assert whole.now is not None
    assert answers.view("syv").part is answers.view("syv").shown


def test_a_choice_takes_the_place_of_the_part_and_leaves_the_maps(demonstration: Release) -> None:
    plain, chosen = (side_by_side(demonstration, link) for link in ("/", "/?lsoa=westminster-013e"))
    for before, after in zip(plain.views, chosen.views, strict=True):
        assert after.part is after.shown
        assert before.whole.counts is not None
        assert after.whole.counts is not None
        assert np.array_equal(before.whole.counts, after.whole.counts)
        (place,) = after.chosen
        area = after.whole.areas[place]
        assert area.name == ("West End" if after.whole.question.level is Level.WARD else "Westminster 013E")
        assert before.chosen == ()


def test_by_ward_the_records_are_weighed_where_the_measure_weighs_them(demonstration: Release) -> None:
    for measure in ("count", "harm", "cost"):
        view = side_by_side(demonstration, f"/?measure={measure}").view("we")
        assert str(view.wards.measure) == measure
        assert view.wards.amount_located == pytest.approx(view.whole.amount_located)
    assert side_by_side(demonstration, "/?measure=rate").view("we").wards.measure is Measure.COUNT


def test_in_the_tiny_world_the_others_are_the_one_ward_left(tiny: Release) -> None:
    answers = side_by_side(tiny, "/")
    others = set(answers.view("nb").part.selection.ward)
    assert others == {area.code for area in tiny.choices.areas[Level.WARD]} - set(WEST_END_WARDS)
    assert len(others) == 1
