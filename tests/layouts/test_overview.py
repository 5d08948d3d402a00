"""The overview: the bar of all areas adds up, its brackets tell the answer's shares, the link is obeyed and said."""

from __future__ import annotations

import pytest

from data.releases import Release
from geo.answer import answer_link
from layouts.bar_of_areas import bar_of_areas
from layouts.overview import overview_parts
from tests.layouts.trees import of_kind, parts, rows, words

YEAR = "/?from=2022-10&to=2023-09"


def lengths(tree: object, style: str) -> list[float]:
    return [float(part.style["--part"]) for part in parts(tree) if style in str(getattr(part, "className", "")).split()]


def test_the_bar_holds_all_areas_and_adds_up(demonstration: Release) -> None:
    answer = answer_link(YEAR, demonstration)
    bar = bar_of_areas(answer)
    deep, mid, rest = (lengths(bar, style) for style in ("deep", "mid", "rest"))
    assert (len(deep), len(mid)) == (3, 2)
    assert answer.counts is not None
    assert len(deep + mid + rest) == int((answer.counts > 0).sum())
    assert sum(deep + mid + rest) == pytest.approx(100, abs=0.1)
    assert sum(deep) == pytest.approx(40.2, abs=0.05)
    assert sorted(deep + mid + rest, reverse=True) == deep + mid + rest


def test_brackets_and_sentence_tell_the_shares(demonstration: Release) -> None:
    bar = bar_of_areas(answer_link(YEAR, demonstration))
    assert [words(of_kind(item, "B")) for item in of_kind(bar, "Li")] == ["40.2%", "51.5%", "48.5%"]
    assert "37.4% a year earlier (grey)" in words(bar)
    assert "of all 128, 98 record fewer than one a day" in words(bar)
    (picture,) = [part for part in parts(bar) if getattr(part, "role", None) == "img"]
    assert "three small areas hold 40.2%, five hold half" in getattr(picture, "aria-label")


def test_without_a_comparison_there_is_no_grey_bar(demonstration: Release) -> None:
    bar = bar_of_areas(answer_link(f"{YEAR}&compare=none", demonstration))
    assert lengths(bar, "lead") == []
    assert "earlier" not in words(bar)


@pytest.mark.parametrize(
    "link", ["/?from=2030-01&to=2030-02", "/?type=homicide&time=04-05&days=mon&ward=church-street"]
)
def test_nothing_to_share_gives_no_bar_and_says_so(demonstration: Release, link: str) -> None:
    filled = overview_parts(answer_link(link, demonstration))
    assert filled["bar"] is None
    assert not of_kind(filled["ranking"], "Table")
    assert words(filled["stand"])


def test_the_link_is_obeyed_and_said(demonstration: Release) -> None:
    filled = overview_parts(answer_link("/?type=robbery&colour=red", demonstration))
    assert "Shown: Recorded robbery offences" in words(filled["asked"])
    assert "colour" in words(filled["asked"])
    assert {link.href for link in of_kind(filled["ways"], "A")} == {
        f"/{page}?type=robbery" for page in ("west-end", "data", "about")
    }
    plain = overview_parts(answer_link("/", demonstration))
    assert plain["asked"] is None
    assert {link.href for link in of_kind(plain["ways"], "A")} == {"/west-end", "/data", "/about"}


def test_the_table_leads_with_the_largest(demonstration: Release) -> None:
    table = rows(overview_parts(answer_link(YEAR, demonstration))["ranking"])
    assert [row[0] for row in table] == ["1. 013E", "2. 018A", "3. 013B", "4. 018C", "5. 013F"]
    assert table[0][1:4] == ["West End", "16,182", "18.6%"]
    assert len(rows(overview_parts(answer_link(f"{YEAR}&n=20", demonstration))["ranking"])) == 20


def test_a_change_is_told_without_a_bar_of_shares(demonstration: Release) -> None:
    filled = overview_parts(answer_link(f"{YEAR}&measure=change", demonstration))
    assert filled["bar"] is None
    assert rows(filled["ranking"])[0][0] == "1. 013E"
