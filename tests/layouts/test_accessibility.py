"""The accessibility statement: its parts, whom it names, where the foot leads."""

from __future__ import annotations

import pytest

from data.releases import Release
from layouts.about import about
from layouts.accessibility import ANALYST, CONTACT, TITLE_ID, statement
from layouts.shell import shell
from tests.layouts.trees import of_kind, words

PARTS = (
    "How accessible they are",
    "What is known not to work",
    "Tell us, or ask for another format",
    "How this was tested",
)


def test_it_stands_on_the_about_page_and_the_foot_leads_there(demonstration: Release) -> None:
    assert TITLE_ID in [title.id for title in of_kind(about(), "H2")]
    assert f"/about#{TITLE_ID}" in [link.href for link in of_kind(shell(demonstration), "A")]


def test_it_says_what_the_model_asks_for() -> None:
    assert [words(title) for title in of_kind(statement(), "H3")] == list(PARTS)
    told = words(statement())
    for part in ("WCAG", "2.2", "AA", "Equality Advisory and Support Service", "Regulations 2018"):
        assert part in told


@pytest.mark.parametrize(
    ("named", "shown", "href"),
    [
        ("", ANALYST, None),
        ("data@example.org", "data@example.org", "mailto:data@example.org"),
        ("https://example.org/contact", "https://example.org/contact", "https://example.org/contact"),
        ("the data desk, room 4", "the data desk, room 4", None),
        ("javascript:alert(1)", "javascript:alert(1)", None),
    ],
)
def test_whom_to_write_to_is_a_setting(
    monkeypatch: pytest.MonkeyPatch, named: str, shown: str, href: str | None
) -> None:
    monkeypatch.setenv(CONTACT, named)
    links = {words(link): link.href for link in of_kind(statement(), "A")}
    assert f"Write to {shown}." in words(statement())
    assert links.get(shown) == href
