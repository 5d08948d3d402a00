"""What records are marked with: which marks a data set has, and which records carry them, one record at a time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.attributes.flags import FLAG_WORDS, HATE, bits_of, carrying, flag_slug, legal_flags
from data.indexing import build_index
from data.levels import Level
from data.links import read_link
from data.matching import matching
from data.query import filters_of, tally
from data.releases import Release
from data.schema import FLAGS
from data.selection import Page, Selection
from tests.data.attributes.test_people import OURS, RECORDS
from tests.tiny_world import FIRST, LAST, TYPES, tiny_release

AREAS = {Level.LSOA: sorted(set(RECORDS["lsoa"].dropna()))}
SEXUAL = ("Sexual Offences", "Rape")
OUTCOMES = ("Arrest", "A no further action disposal", None)


def marked() -> pd.DataFrame:
    """The tiny records with an outcome, and some of them sexual offences."""
    rng = np.random.default_rng(5)
    outcome = rng.choice(np.array(OUTCOMES, dtype=object), len(RECORDS))
    kinds = rng.random(len(RECORDS)) < 0.1
    return RECORDS.assign(
        outcome=pd.Series(outcome, dtype="str"),
        major=RECORDS["major"].mask(kinds, SEXUAL[0]),
        minor=RECORDS["minor"].mask(kinds, SEXUAL[1]),
    )


MARKED = marked()
KINDS = tuple(sorted({*TYPES, SEXUAL}))


def carries(row: pd.Series, flag: str) -> bool:
    """The slow way."""
    young = any(row[f"{person}_age"] < 25 for person in ("victim", "suspect"))
    if flag == "serious":
        violent = row["major"] in ("Robbery", "Sexual Offences")
        return bool((young and violent) or row["major"] == "Sexual Offences" or row["domestic_abuse"] is True)
    if flag == "no-further-action":
        return row["outcome"] == OUTCOMES[1]
    names = ("racist", "faith") if flag == "hate" else (flag.replace("-", "_"),)
    return any(row[name] is True for name in names)


def test_the_marks_of_a_data_set_are_those_that_are_known_of_some_record() -> None:
    built = build_index(MARKED, KINDS, AREAS, OURS)
    plain = ("domestic-abuse", "faith", "hate", "injury", "knife", "racist")
    assert legal_flags(built, ages=True) == tuple(sorted([*plain, "no-further-action", "serious"]))
    assert legal_flags(built, ages=False) == tuple(sorted([*plain, "no-further-action"]))
    unknown = MARKED.assign(racist=pd.Series(pd.NA, index=MARKED.index, dtype="boolean"))
    assert "racist" not in legal_flags(build_index(unknown, KINDS, AREAS, OURS), ages=True)
    assert legal_flags(replace(built, attributes={}, names={}), ages=True) == ()


def test_every_mark_has_words() -> None:
    assert {flag_slug(name) for name in FLAGS} | {"hate", "serious", "no-further-action"} == set(FLAG_WORDS)
    assert bits_of(HATE) == sum(bits_of((name,)) for name in HATE)


@pytest.mark.parametrize("flag", ["knife", "racist", "hate", "serious", "domestic-abuse", "no-further-action"])
def test_each_record_carries_what_it_is_marked_with(flag: str) -> None:
    built = build_index(MARKED, KINDS, AREAS, OURS)
    kinds = np.repeat(np.arange(len(KINDS) * len(built.months)) % len(KINDS), np.diff(built.starts))
    fast = carrying(built, flag, lambda column: column, lambda: kinds, len(MARKED))
    slow = [carries(row, flag) for _, row in MARKED.iterrows()]
    assert 0 < fast.sum() == sum(slow) < len(MARKED)
    months = np.repeat(np.arange(len(built.starts) - 1) // len(KINDS), np.diff(built.starts)) + built.first
    by_month = MARKED["month"][slow].value_counts().sort_index()
    counted = pd.Series(months[fast]).value_counts().sort_index()
    assert counted.to_dict() == by_month.to_dict()


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return tiny_release(tmp_path_factory.mktemp("flags"), RECORDS)


@pytest.mark.parametrize("flags", [("hate",), ("hate", "knife"), ("serious",), ("domestic-abuse", "injury", "serious")])
@pytest.mark.parametrize("more", [{}, {"time": "night"}, {"type": ("robbery",)}, {"ward": ("E05013806",)}])
def test_a_question_counts_the_records_with_every_mark(
    release: Release, flags: tuple[str, ...], more: dict[str, object]
) -> None:
    selection = Selection(page=Page.WEST_END, flag=flags, **more)  # type: ignore[arg-type]
    question = release.choices.resolve(selection)
    index = release.index("offences")
    fast = tally(index, question, filters_of(question, release.choices), (FIRST, LAST), 6)
    open_question = release.choices.resolve(selection.without("flag"))
    found = matching(index, open_question, release.choices, (FIRST, LAST))
    both = np.logical_and.reduce([found.carrying(flag) for flag in flags])
    assert fast.records == found.only(both).records == matching(index, question, release.choices, (FIRST, LAST)).records
    assert 0 < fast.records < found.records
    assert fast.by_month.tolist() == found.only(both).by_month().tolist()


def test_a_mark_that_the_data_set_lacks_is_left_out_and_told(tiny: Release, tmp_path: Path) -> None:
    assert tiny.choices.dataset("offences").flags == ("injury", "knife")
    read = read_link("/west-end?flag=serious", tiny.choices)
    assert read.selection.flag == ()
    assert "flag=“serious” was left out" in read.notes[0]
    bare = tiny_release(tmp_path, RECORDS.drop(columns=[name for name in FLAGS if name in RECORDS]))
    assert bare.choices.dataset("offences").flags == ()


def test_the_manifest_says_what_there_is_once_it_does(tmp_path: Path) -> None:
    release = tiny_release(tmp_path, RECORDS, flags=["knife"])
    assert release.choices.dataset("offences").flags == ("knife",)


def test_marks_are_spelt_in_several_ways(release: Release) -> None:
    for spelling in ("domestic-abuse", "domestic_abuse", "Domestic%20Abuse"):
        assert read_link(f"/west-end?flag={spelling}", release.choices).selection.flag == ("domestic-abuse",)
