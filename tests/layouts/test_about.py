"""The page about the figures: what each part says, and where it leads."""

from __future__ import annotations

from layouts.about import about
from tests.layouts.trees import of_kind, words


def test_it_leads_to_the_evidence() -> None:
    links = {link.href: words(link) for link in of_kind(about(), "A")}
    assert links == {
        "/#first-look": "A first look in five short steps",
        "/evidence": "Evidence: do these figures stand up?",
        "https://www.equalityadvisoryservice.com/": "Equality Advisory and Support Service",
    }


def test_it_names_the_licences_of_the_tables() -> None:
    told = words(about())
    for name in ("Open Government Licence v3.0", "Research Report 99", "Cambridge Crime Harm Index", "BSD"):
        assert name in told


def test_every_part_has_a_title_of_its_own() -> None:
    titles = [title.id for title in of_kind(about(), "H2")]
    assert len(titles) == len(set(titles)) > 5
