"""When our figure is the published one: numbers, bounds, hours, lists."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.register.claim_comparison import agrees, lies_within, minutes_of
from tests.data.test_claims import SOUND


@pytest.mark.parametrize(
    ("published", "tolerance", "ours", "same"),
    [
        ("26", "0.5", 26.5, True),
        ("26", "0.5", 25.5, True),
        ("26", "0.5", 26.51, False),
        ("-10", "0.5", -10.15, True),
        ("0.3", "0", 0.1 + 0.2, True),
        ("90340", "0", 90341, False),
        ("1.76", "<2", 1.9, True),
        ("1.76", "<2", 2, False),
        ("50", ">50", 50, False),
        ("50", ">50", 50.1, True),
        ("<25", "22-25", 22, True),
        ("<25", "22-25", 25, True),
        ("<25", "22-25", 25.1, False),
        ("<25", "22-25", 21.9, False),
    ],
)
def test_numbers(published: str, tolerance: str, ours: float, same: bool) -> None:
    assert agrees(replace(SOUND, published=published, tolerance=tolerance), ours) is same


@pytest.mark.parametrize(
    ("published", "tolerance", "ours", "same"),
    [
        ("22:00-02:59", "", "22:00-03:00", True),
        ("22:00-00:00", "", "22:00-00:00", True),
        ("22:00-00:00", "", "21:00-00:00", False),
        ("15:00-20:00", "", "15:00-19:00", False),
        ("late night", "within 21:00-06:00", "23:00-02:00", True),
        ("late night", "within 21:00-06:00", "03:00-06:00", True),
        ("late night", "within 21:00-06:00", "04:00-07:00", False),
        ("late night", "within 21:00-06:00", "20:00-23:00", False),
        ("Thu;Fri;Sat", "", "Sat;Thu;Fri", True),
        ("Thu;Fri;Sat", "", "Thu;Fri", False),
        ("Thu;Fri;Sat", "order", "Sat;Thu;Fri", False),
        ("December;July", "first", "December;November", True),
        ("December;July", "first", "July;December", False),
        ("VAP;Theft;Vehicle", "", "Theft 163;Vehicle Offences 132;Violence Against the Person 1,790", True),
        ("VAP;Theft", "lead", "Theft 163;Violence Against the Person 12;Robbery 3", True),
        ("VAP;Robbery", "lead", "Theft 163;Violence Against the Person 12;Robbery 3", False),
        ("Burglary;Vehicle;Vehicle", "includes", "Burglary 3.50;Vehicle Offences 3.49;Robbery 1.20", True),
        ("Burglary;Weapons", "includes", "Burglary 3.50;Vehicle Offences 3.49", False),
        ("Burglary;Weapons", "any", "Burglary", True),
        ("Burglary;Weapons", "any", "Burglary;Theft", False),
        ("Sexual Offences", "", "sexual-offences", True),
        ("E01;E02", "", "E02;E01", True),
        ("21-25", "", "26-30", False),
    ],
)
def test_words(published: str, tolerance: str, ours: str, same: bool) -> None:
    assert agrees(replace(SOUND, published=published, tolerance=tolerance), ours) is same


def test_hours_in_minutes() -> None:
    assert minutes_of("22:00-02:59") == (22 * 60, 180)
    assert minutes_of("23:00-00:00") == (23 * 60, 0)
    assert minutes_of("evening") is None
    assert not lies_within("evening", "21:00-06:00")


@given(st.integers(0, 23), st.integers(1, 23), st.integers(0, 23), st.integers(1, 23))
def test_a_window_holds_hours_as_a_loop_says(first: int, length: int, start: int, size: int) -> None:
    inner = f"{first:02d}:00-{(first + length) % 24:02d}:00"
    outer = f"{start:02d}:00-{(start + size) % 24:02d}:00"
    window = [(start + hour) % 24 for hour in range(size)]
    hours = [(first + hour) % 24 for hour in range(length)]
    slow = any(window[at : at + length] == hours for at in range(size))
    assert lies_within(inner, outer) is slow
