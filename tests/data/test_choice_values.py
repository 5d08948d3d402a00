"""What data sets are called: the known kinds, a second source of one kind, and kinds nobody has told us of."""

from __future__ import annotations

import pytest

from data.choice_values import DatasetChoice


@pytest.mark.parametrize(
    ("slug", "provider", "title", "noun"),
    [
        ("offences", "police-uk-street", "Recorded offences", "offences"),
        ("offences-police-uk-street", "police-uk-street", "Recorded offences (a source)", "offences"),
        ("asb-council", "council", "Anti-social behaviour (a source)", "anti-social incidents"),
        ("housing-asb", "asb", "Housing anti-social behaviour", "housing cases"),
        ("stop-search", "search", "Stop and search", "searches"),
        ("taxi-touts", "licensing", "Taxi touts", "records"),
        ("taxi-touts-licensing", "licensing", "Taxi touts (a source)", "records"),
        ("offences", "", "Recorded offences", "offences"),
    ],
)
def test_a_second_source_is_called_what_its_records_are(slug: str, provider: str, title: str, noun: str) -> None:
    dataset = DatasetChoice(slug, provider, (), (), frozenset(), timed=False, ages=False, source="a source")
    assert (dataset.title, dataset.noun) == (title, noun)
