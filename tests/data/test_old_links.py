"""Every form of a link that any version wrote is still read: keys in their order, values, and spellings beside the canonical one."""

from __future__ import annotations

from typing import Final

import pytest

from data.link_query import KEYS
from data.links import read_link, view_selection, write_link
from data.releases import Release
from data.selection import VIEWS

FIRST: Final = (
    "dataset", "from", "to", "compare", "type", "level", "ward", "lsoa", "time", "days", "syv", "measure", "n", "set",
    "show", "release",
)  # fmt: skip
MEASURES: Final = (*FIRST, "flag", "weights", "proactive", "per", "timing", "only")
AUTHORITIES: Final = (*FIRST[:6], "authority", *FIRST[6:], *MEASURES[len(FIRST) :])

# Each value that a version offered under a key, as it was written, and what is written for it now (None: the same).
VALUES: Final = {
    "dataset": ["offences", "stop-search", "asb", "ambulance", "btp", "fire", "noise", "hospital"],
    "compare": ["none", "previous", "2021-10"],
    "type": ["robbery", "theft-from-person", "Theft from Person", "robbery,burglary", "sexual-offences", "theft"],
    "level": ["lsoa", "lsoa21", "ward"],
    "ward": ["west-end", "E05013808", "st-jamess,west-end", "St James's", "church-street"],
    "lsoa": ["westminster-013e", "E01033595", "013E"],
    "time": ["all", "night", "day", "22-04", "6-18", "18-06", "0-24"],
    "days": ["mon", "sun,sat", "mon,tue,wed,thu,fri,sat,sun", "FRI"],
    "syv": ["any", "victim", "suspect", "both", "under-18", "child-on-child", "knife-injury"],
    "measure": ["count", "rate", "density", "harm", "cost", "change", "quotient"],
    "n": ["1", "3", "50"],
    "set": ["ranked", "fixed"],
    "show": ["map", "hexagons", "table"],
    "flag": ["knife", "injury", "domestic-abuse", "hate", "serious", "knife,injury", "business", "alcohol", "detected"],
    "weights": ["cchi-days-calibrated", "cchi-days-median-2026"],
    "proactive": ["with", "without"],
    "per": ["residents"],
    "timing": ["start", "spread"],
    "only": ["all", "clear"],
    "authority": ["westminster", "E09000033"],
}  # fmt: skip
PAGES: Final = ("/", "/west-end", "/serious-youth-violence", "/neighbourhoods", "/evidence", "/data", "/about")


@pytest.mark.parametrize("keys", [FIRST, MEASURES, AUTHORITIES])
def test_keys_of_every_version_stand_in_the_order_they_had(keys: tuple[str, ...]) -> None:
    assert tuple(key for key in KEYS if key in keys) == keys


def test_this_table_knows_every_key() -> None:
    assert set(KEYS) == {*VALUES, "from", "to", "release"}


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in VALUES.items() for value in values])
def test_every_value_is_read_and_written_once(key: str, value: str, demonstration: Release) -> None:
    choices = demonstration.choices
    for page in ("/west-end", "/neighbourhoods"):
        read = read_link(f"{page}?{key}={value}", choices)
        assert read.notes == ()
        link = write_link(read.selection, choices)
        again = read_link(link, choices)
        assert again.selection == read.selection and write_link(again.selection, choices) == link


@pytest.mark.parametrize("page", PAGES)
def test_every_page_with_every_way_to_write_it(page: str, demonstration: Release) -> None:
    for written in (page, f"{page}/" if page != "/" else page, page.upper(), f"https://swp.example.org{page}"):
        read = read_link(f"{written}?from=2022-10&to=2023-03", demonstration.choices)
        assert read.notes == () and read.selection.page == page


@pytest.mark.parametrize("prefix", VIEWS)
def test_keys_of_one_view_alone(prefix: str, demonstration: Release) -> None:
    choices = demonstration.choices
    for key in AUTHORITIES:
        value = {"from": "2022-12", "to": "2023-02", "release": demonstration.id}.get(
            key, (VALUES.get(key) or [""])[-1]
        )
        read = read_link(f"/?{prefix}.{key}={value}", choices)
        assert (read.notes == ()) == (key != "authority")  # one authority is the whole page's
        assert view_selection(read.selection, prefix, choices).notes == ()
