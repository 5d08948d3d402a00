"""Real files from end to end: imported by the command, read on the page (issue 2, acceptance 2)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from tests.browser.conftest import OpenPage, Serve
from tests.browser.journey import settled
from tests.browser.west_end import heatmap, number, rows, visit

LINK: Final = "/west-end?dataset=stop-search&level=lsoa&from=2022-10&to=2023-03"
# Worked out independently of the project: README.md beside the real files.
BY_HOUR: Final = [
    *(424, 329, 352, 279, 159, 65, 29, 26, 45, 61, 80, 151),
    *(170, 208, 278, 403, 458, 520, 361, 355, 361, 410, 482, 565),
]
BY_DAY: Final = [777, 896, 728, 1063, 1148, 1185, 774]


def test_the_page_shows_the_reference_answers(open_page: OpenPage, serve: Serve, by_commands: Path) -> None:
    page = visit(open_page(serve(by_commands)), LINK)
    assert "Demonstration" not in page.inner_text("body")
    assert "6,571 searches with a known place" in page.inner_text("#stand")
    week = heatmap(page)
    assert [sum(day[hour] for day in week) for hour in range(24)] == BY_HOUR
    assert [sum(day) for day in week] == BY_DAY
    assert f"{4142 / 6571:.0%} at night" in page.inner_text("#heatmap-title")
    assert [(row[1], number(row[4])) for row in rows(page, "#ranking")[:3]] == [
        ("013E", 1037),
        ("018A", 857),
        ("013B", 742),
    ]
    assert page.inner_text("#page-title").startswith("Three of 128 small areas (LSOAs) hold 40.1% of searches")


def test_the_data_page_accounts_for_every_row(open_page: OpenPage, serve: Serve, by_commands: Path) -> None:
    page = open_page(serve(by_commands))
    page.goto("/data")
    settled(page)
    said = page.inner_text("section:has(#rows) .finding")
    read, accepted, duplicate, outside, rejected = map(number, re.findall(r"[\d,]+(?= [a-z])", said))
    assert read == accepted + duplicate + outside + rejected
    assert duplicate == 122
