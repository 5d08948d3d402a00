"""The values for the scripts: those of the answer, classes that do not follow the period, labels that fit the classes."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.levels import Level
from data.releases import Release
from geo.page_answers import page_answers
from layouts.picture import picture
from layouts.picture_classes import bounds_of, change_labels, change_sizes, count_bounds, decimal_labels
from layouts.west_end_parts import boundary_urls, west_end_parts

AVERAGES = st.floats(0, 1e6)


def picture_of(release: Release, link: str) -> dict[str, object]:
    answers = page_answers(release, link)
    return picture(answers.whole, answers.shown, boundary_urls(release))


def test_the_values_are_those_of_the_answer(tiny: Release) -> None:
    answers = page_answers(tiny, "/west-end?lsoa=westminster-013e")
    found = picture(answers.whole, answers.shown, boundary_urls(tiny))
    assert answers.whole.values is not None
    assert found["values"] == answers.whole.values.tolist()
    assert found["shares_base"] == sum(found["values"])
    assert found["hours"] == (answers.shown.hours.tolist() if answers.shown.hours is not None else None)
    assert np.array(found["hours"]).sum() < sum(found["values"])
    assert found["selected"] == [4]
    assert found["boundaries"] == "/boundaries/0001-0000tiny/lsoa.json"
    assert found["outside"] == []


def test_areas_outside_the_wards_are_neither_zero_nor_unknown(tiny: Release) -> None:
    found = picture_of(tiny, "/west-end?ward=west-end")
    assert found["outside"] == [0, 1, 2]
    assert found["page_wards"] == ["E05013808"]


@pytest.mark.parametrize(
    "link", ["/west-end?from=2020-10&to=2020-10", "/west-end?from=2021-01&to=2022-12", "/west-end"]
)
def test_classes_do_not_follow_the_period(demonstration: Release, link: str) -> None:
    assert picture_of(demonstration, link)["breaks"] == [0, 500, 1000, 2500, 5000, 10000]


def test_classes_of_wards_suit_wards(demonstration: Release) -> None:
    found = picture_of(demonstration, "/west-end?level=ward")
    assert found["breaks"] == [0, 500, 1000, 2500, 5000, 10000]


def test_classes_follow_type_and_hours(demonstration: Release) -> None:
    assert picture_of(demonstration, "/west-end?type=robbery")["breaks"] == [0, 5, 10, 25, 50, 100]
    one_hour = picture_of(demonstration, "/west-end?time=04-05&days=mon")["breaks"]
    assert one_hour == [0, 1, 2, 3, 5, 10]


@given(AVERAGES)
def test_bounds_of_counts_start_at_zero_and_rise(average: float) -> None:
    bounds = count_bounds(average)
    assert len(bounds) == 6
    assert bounds[0] == 0
    assert list(bounds) == sorted(set(bounds))


@given(AVERAGES, st.integers(-30_000, 30_000))
def test_labels_of_changes_say_what_their_class_holds(average: float, change: int) -> None:
    sizes = change_sizes(average)
    breaks = [*[1 - size for size in reversed(sizes)], *sizes]
    label = change_labels(sizes)[bisect_right(breaks, change)]
    numbers = [
        int(text.replace(",", "")) for text in label.replace("–", " ").replace("+", " ").split() if text[0].isdigit()
    ]
    if label.startswith("under"):
        assert abs(change) < numbers[0]
    elif len(numbers) == 2:
        assert numbers[0] <= abs(change) <= numbers[1]
    else:
        assert abs(change) >= numbers[0]
        assert label.endswith("more" if change > 0 else "fewer")


def test_a_change_has_no_shares_and_no_second_period(demonstration: Release) -> None:
    found = picture_of(demonstration, "/west-end?measure=change")
    assert found["diverging"] is True
    assert (found["shares_base"], found["previous"]) == (None, None)
    assert len(found["labels"]) == len(found["breaks"]) + 1  # type: ignore[arg-type]


def test_what_is_not_known_is_null_with_a_reason(demonstration: Release) -> None:
    found = picture_of(demonstration, "/west-end?from=2030-01&to=2030-02")
    assert found["values"] == [None] * 128
    assert "2030" in str(found["values_note"])
    assert found["hours"] is None
    assert "2030" in str(found["hours_note"])
    assert picture_of(demonstration, "/west-end")["values_note"] == ""


def test_every_output_of_the_page_is_filled(demonstration: Release) -> None:
    for link in ("/west-end", "/west-end?from=2030-01&to=2030-02", "/west-end?level=ward&ward=west-end&compare=none"):
        filled = west_end_parts(page_answers(demonstration, link))
        assert filled["title"]
        assert filled["picture"]["seq"].startswith("/west-end")


@pytest.mark.parametrize(
    ("query", "breaks"),
    [
        ("measure=harm", [0, 5000, 10000, 25000, 50000, 100000]),
        ("measure=harm&level=ward", [0, 50000, 100000, 250000, 500000, 1000000]),
        ("measure=cost&level=ward", [0, 5000, 10000, 25000, 50000, 100000]),
        ("measure=rate", [0, 50, 100, 250, 500, 1000]),
        ("measure=density", [0, 5, 10, 25, 50, 100]),
        ("measure=quotient&type=burglary", [0.33, 0.5, 0.8, 1.25, 2, 3]),
    ],
)
@pytest.mark.parametrize("period", ["", "&from=2020-10&to=2020-10", "&from=2021-01&to=2022-12"])
def test_classes_of_measures_are_round_and_do_not_follow_the_period(
    demonstration: Release, query: str, breaks: list[float], period: str
) -> None:
    assert picture_of(demonstration, f"/west-end?{query}{period}")["breaks"] == breaks


def test_classes_suit_marked_records_which_are_few(demonstration: Release) -> None:
    plain = picture_of(demonstration, "/west-end?measure=rate")
    marked = picture_of(demonstration, "/west-end?measure=rate&flag=domestic-abuse")
    assert marked["breaks"][-1] < plain["breaks"][-1]  # type: ignore[index]
    known = [value for value in marked["values"] if value is not None]  # type: ignore[attr-defined]
    assert max(known) >= marked["breaks"][3]  # type: ignore[index]


@given(AVERAGES, st.sampled_from(Level))
def test_bounds_of_fractions_start_at_zero_and_rise(average: float, level: Level) -> None:
    bounds = bounds_of(average, level)
    assert bounds[0] == 0
    assert list(bounds) == sorted(set(bounds))
    labels = decimal_labels(bounds)
    assert len(labels) == len(set(labels)) == 6


def test_a_quotient_has_two_sides_without_signs(demonstration: Release) -> None:
    found = picture_of(demonstration, "/west-end?measure=quotient&type=burglary")
    assert (found["diverging"], found["signed"], found["verdicts"]) == (True, False, None)
    assert len(found["labels"]) == len(found["breaks"]) + 1  # type: ignore[arg-type]
    assert found["held_note"] == "Too few records expected to compare"
    assert None in found["values"]  # type: ignore[operator]


def test_verdicts_are_signs_and_need_a_comparison(demonstration: Release) -> None:
    for measure in ("count", "harm", "cost", "rate", "density", "change"):
        found = picture_of(demonstration, f"/west-end?measure={measure}")
        assert set(found["verdicts"]) <= {1, 0, -1}  # type: ignore[call-overload]
        assert 1 in found["verdicts"]  # type: ignore[operator]
        assert picture_of(demonstration, f"/west-end?measure={measure}&compare=none")["verdicts"] is None
    inside = picture_of(demonstration, "/west-end?ward=church-street")
    verdicts: list[int | None] = inside["verdicts"]  # type: ignore[assignment]
    asked = [place for place, verdict in enumerate(verdicts) if verdict is not None]
    assert not set(asked) & set(inside["outside"])  # type: ignore[call-overload]
