"""The chart of months: what the browser is given to draw, in values and in words."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from data.schema import month_number
from layouts.figures.months import month_axis
from layouts.figures.trend import long_series, place, trend

OCTOBER = month_number(2022, 10)
NAMES = ("2022/23", "2021/22")


def told(now: list[int | None], before: list[int | None] | None = None, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(trend(OCTOBER, now, OCTOBER - 12, before, NAMES, **more))
    return found


def test_both_lines_stand_on_their_own_months() -> None:
    drawn = told([3, 5, 4], [2, 2, 9])
    now, before = drawn["lines"]
    assert now == {"first": OCTOBER, "values": [3, 5, 4], "name": "2022/23"}
    assert before == {"first": OCTOBER - 12, "values": [2, 2, 9], "name": "2021/22"}
    assert drawn["between"] is True


def test_without_a_comparison_there_is_one_line() -> None:
    drawn = told([3, 5, 4])
    assert [line["name"] for line in drawn["lines"]] == ["2022/23"]
    assert "between" not in drawn


def test_unknown_months_are_gaps_and_never_filled() -> None:
    drawn = told([3, None, 4], [1, 1, 1])
    assert drawn["lines"][0]["values"] == [3, None, 4]
    assert "between" not in drawn


def test_several_charts_may_share_an_axis() -> None:
    assert told([3], most=90)["most"] == 90
    assert "most" not in told([3])


def test_a_marked_period_lies_where_its_days_lie() -> None:
    november = month_number(2020, 11)
    assert place(date(2020, 11, 1)) == november - 0.5
    assert place(date(2020, 11, 16)) == november
    assert place(date(2020, 11, 30), whole=True) == november + 0.5
    drawn = json.loads(
        long_series(
            OCTOBER, [("", [3, None, 5])], [(date(2020, 11, 1), date(2020, 11, 30))], "Lockdown", (24280, 24291)
        )
    )
    assert drawn["marks"] == [[november - 0.5, november + 0.5]]
    assert drawn["marked"] == "Lockdown"
    assert drawn["shown"] == [24279.5, 24291.5]
    assert drawn["lines"] == [{"first": OCTOBER, "values": [3, None, 5], "name": ""}]


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
