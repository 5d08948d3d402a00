"""The method notes as data: complete, in order, one for every measure."""

from __future__ import annotations

import re

import pytest

from data.selection import Measure
from data.tables.costs import UPLIFT
from data.tables.methods import Method, chosen_methods, methods

ALL = methods()


@pytest.mark.parametrize("method", ALL.values(), ids=list(ALL))
def test_a_note_is_whole(method: Method) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", method.slug)
    told = (method.title, method.definition, method.formula, method.base, *method.pitfalls, *method.references)
    assert all(text.strip() == text and len(text) > 3 for text in told)
    assert method.pitfalls and method.references
    for text in (method.definition, method.base, *method.pitfalls):
        assert text.endswith(".") and text[0].isupper() | text[0].isdigit() | (text[0] == "“")
    for reference in method.references:
        assert re.search(r"\b(1[89]|20)\d\d\b|Home Office", reference), reference
    assert len(method.definition) < 500  # calm and short


def test_every_measure_has_a_note() -> None:
    explained = {measure for method in ALL.values() for measure in method.measures}
    assert explained == set(Measure)


def test_titles_differ() -> None:
    titles = [method.title for method in ALL.values()]
    assert len(titles) == len(set(titles))


def test_chosen_notes_come_in_the_order_they_are_read() -> None:
    found = [method.slug for method in chosen_methods(["harm", "count", "harm", "no such method"])]
    assert found == ["count", "harm"]


def test_numbers_in_the_notes_are_those_we_use() -> None:
    from data.two_counts import LEVEL
    from geo.statistics.control_chart import SIGMAS

    assert "100 / 82.541" in ALL["cost"].formula and pytest.approx(100 / 82.541) == UPLIFT
    assert f"held to {LEVEL:.0%}".replace("%", " %") in ALL["verdict"].formula
    assert f"± {SIGMAS} ×" in ALL["control-chart"].formula
