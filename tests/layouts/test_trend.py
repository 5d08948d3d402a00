"""The chart of months: what a patch writes, labels that do not collide, an axis of months."""

from __future__ import annotations

from data.schema import month_number
from layouts.figures.theme import LAYOUT
from layouts.figures.trend import apart, count_axis, month_axis, trend, trend_values
from tests.layouts.trees import assigned

OCTOBER = month_number(2022, 10)
NAMES = ("2022/23", "2021/22")


def written(now: list[int | None], before: list[int | None] | None = None) -> dict[tuple[object, ...], object]:
    return assigned(trend_values(OCTOBER, now, OCTOBER - 12, before, NAMES))


def test_the_chart_without_values() -> None:
    figure = trend()
    assert [trace.connectgaps for trace in figure.data] == [False, False]
    assert figure.layout.yaxis.rangemode == "tozero"
    assert figure.layout.font.family == LAYOUT["font"]["family"]  # type: ignore[index]


def test_a_patch_writes_both_lines_on_the_same_months() -> None:
    patch = written([3, 5, 4], [2, 2, 9])
    before, now = (patch["data", place] for place in (0, 1))
    assert isinstance(before, dict)
    assert isinstance(now, dict)
    assert now["x"] == before["x"] == ["2022-10-01", "2022-11-01", "2022-12-01"]
    assert (now["y"], before["y"]) == ([3, 5, 4], [2, 2, 9])
    assert now["customdata"][0] == "October 2022"
    assert before["customdata"][0] == "October 2021"
    assert now["fill"] == "tonexty"


def test_without_a_comparison_there_is_one_line_and_one_name() -> None:
    patch = written([3, 5, 4])
    before, labels = patch["data", 0], patch["layout", "annotations"]
    assert isinstance(before, dict)
    assert isinstance(labels, list)
    assert before["y"] == []
    assert [label["text"] for label in labels] == ["2022/23", "5 in Nov 2022"]


def test_unknown_months_are_gaps_and_never_filled() -> None:
    patch = written([3, None, 4], [1, 1, 1])
    now = patch["data", 1]
    assert isinstance(now, dict)
    assert now["y"] == [3, None, 4]
    assert now["fill"] == "none"


def test_nothing_known_is_said_in_the_chart() -> None:
    labels = written([None, None])["layout", "annotations"]
    assert isinstance(labels, list)
    assert [label["text"] for label in labels] == ["Not known for these months"]


def test_a_label_stands_at_the_last_known_month() -> None:
    labels = written([3, 7, None])["layout", "annotations"]
    assert isinstance(labels, list)
    assert labels[0]["x"] == "2022-11-01"
    assert labels[0]["y"] == 7


def test_names_of_ends_give_way_to_each_other() -> None:
    assert apart([(2, 100), (2, 40)], 100) == (0, 0)
    assert apart([(2, 100), (2, 98)], 100) == (9, -9)
    assert apart([(2, 97), (2, 98)], 100) == (-9, 9)
    assert apart([(2, 0), (2, 0)], 100) == (27, 9)
    assert apart([(2, 5), None], 100) == (0, 0)


def test_the_axis_names_the_year_where_it_begins() -> None:
    axis = month_axis(OCTOBER, 12)
    assert axis["ticktext"][:5] == ["Oct<br>2022", "Nov", "Dec", "Jan<br>2023", "Feb"]
    assert axis["range"] == ["2022-10-01", "2023-09-01"]


def test_every_third_month_alone_still_tells_the_years() -> None:
    """A phone shows those only."""
    for first in range(OCTOBER, OCTOBER + 12):
        kept = month_axis(first, 12)["ticktext"][::3]
        years = [text.partition("<br>")[2] for text in kept if "<br>" in text]
        assert years == sorted({str((first + offset) // 12) for offset in range(0, 12, 3)})


def test_a_long_period_has_at_most_a_dozen_months_named() -> None:
    axis = month_axis(OCTOBER, 36)
    assert len(axis["tickvals"]) == 12
    assert axis["tickvals"][1] == "2023-01-01"


def test_one_month_stands_in_the_middle() -> None:
    assert month_axis(OCTOBER, 1)["range"] == ["2022-09-01", "2022-11-01"]


def test_the_axis_of_counts_starts_at_zero_and_counts_in_whole_records() -> None:
    assert count_axis(0)["range"][0] == 0
    assert count_axis(3)["dtick"] == 1
    assert count_axis(8000)["dtick"] is None
    assert count_axis(8000)["range"][1] > 8000
