"""The source that speaks for a data set, whatever the order, and what stands beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.intake.collections import CollectionName
from data.intake.sources import Written, choose_sources


def written(*names: str, rows: int = 1) -> list[Written]:
    """Collections by ``data set.provider``."""
    return [
        Written(CollectionName(name.partition(".")[2], name.partition(".")[0]), name, {1}, rows, Path(name))
        for name in names
    ]


@pytest.mark.parametrize(
    ("names", "slugs"),
    [
        (["offences.police-uk-street"], {"offences": "police-uk-street"}),
        (["asb.asb", "offences.datastore-ward"], {"offences": "datastore-ward", "asb": "asb"}),
        (
            ["offences.police-uk-street", "offences.partnership", "offences.datastore-ward"],
            {
                "offences": "partnership",
                "offences-datastore-ward": "datastore-ward",
                "offences-police-uk-street": "police-uk-street",
            },
        ),
        (["asb.police-uk-street", "asb.asb"], {"asb": "asb", "asb-police-uk-street": "police-uk-street"}),
        (["outcomes.police-uk-outcomes"], {}),
        (
            ["offences.datastore-borough", "offences.datastore-ward", "offences.datastore-lsoa"],
            {"offences": "datastore-ward", "offences-datastore-lsoa": "datastore-lsoa"},
        ),
    ],
)
def test_the_source_that_says_most_is_the_data_set(names: list[str], slugs: dict[str, str]) -> None:
    for order in (names, names[::-1]):
        chosen = choose_sources(written(*order))
        assert {slug: collection.name.provider for slug, collection in chosen.items()} == slugs
        assert list(chosen) == list(slugs)


def test_a_collection_without_records_is_no_data_set() -> None:
    assert choose_sources(written("offences.partnership", rows=0)) == {}


def test_the_boroughs_counts_join_the_wards_with_both_named() -> None:
    (chosen,) = choose_sources(written("offences.datastore-borough", "offences.datastore-ward")).values()
    assert [origin.name.provider for origin in chosen.origins] == ["datastore-ward", "datastore-borough"]
    assert chosen.title == "offences.datastore-ward and by borough"
