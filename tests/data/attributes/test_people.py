"""People and features: their codes by hand, and their counts against one record at a time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from data.attributes.features import YEARS
from data.attributes.flags import HATE, bits_of
from data.attributes.people import AGE_UNKNOWN, OLDER, attribute_columns, band_code, home_codes, person_codes
from data.attributes.people_tally import aged, flagged, people, younger
from data.categories import YouthViolence
from data.index import open_index, save_index
from data.indexing import build_index, index_rows, sorted_index
from data.levels import Level
from data.matching import matching, narrowed_to
from data.query import filters_of, tally
from data.releases import Release
from data.schema import FLAGS, PEOPLE
from data.selection import Page, Selection
from tests.data.test_query import matches, periods, selections
from tests.tiny_world import FIRST, LAST, TYPES, tiny_records, tiny_release

BANDS = ((0, 9), (10, 17), (18, 24), (25, 34), (35, 44), (45, 54), (55, 64), (65, 200))
OURS = "E09000033"


def with_people(records: pd.DataFrame, seed: int = 3) -> pd.DataFrame:
    """The tiny records with all that an index may know of people, much of it unknown."""
    rng = np.random.default_rng(seed)
    size = len(records)

    def dealt(values: list[str | None], shares: list[float]) -> pd.Series:
        return pd.Series(rng.choice(np.array(values, dtype=object), size, p=shares), dtype="str")

    columns = {"accused_age": pd.Series(np.where(rng.random(size) < 0.5, np.nan, rng.integers(8, 80, size)))}
    for person in PEOPLE:
        columns[f"{person}_sex"] = dealt(["F", "M", "X", None], [0.3, 0.4, 0.1, 0.2])
    for person in ("victim", "accused"):
        columns[f"{person}_home"] = dealt(
            [OURS, "E09000007", "other London", "outside London", None], [0.3, 0.2, 0.1, 0.2, 0.2]
        )
    columns["injury_degree"] = dealt(["none", "minor", "serious", "fatal", None], [0.4, 0.2, 0.1, 0.1, 0.2])
    for name in ("domestic_abuse", "racist", "faith"):
        known = pd.Series(rng.random(size) < 0.4, dtype="boolean")
        columns[name] = known.mask(pd.Series(rng.random(size) < 0.2))
    return records.assign(**columns)


RECORDS = with_people(tiny_records())


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("people")
    made = tiny_release(folder, RECORDS)
    areas = {level: [area.code for area in rows] for level, rows in made.choices.areas.items()}
    made._indexes["offences"] = build_index(RECORDS, TYPES, areas, OURS)  # with the authority, which decides homes
    return made


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("10-17", 1),
        ("18-24", 2),
        ("25-34", 3),
        ("over 34", OLDER),
        ("under 10", 0),
        ("65+", 7),
        ("65 and over", 7),
        ("35-64", OLDER),
        ("21-25", AGE_UNKNOWN),  # lies across two of our bands
        ("18 to 20", 2),
        ("unknown", AGE_UNKNOWN),
    ],
)
def test_a_band_of_ages(words: str, code: int) -> None:
    assert band_code(words) == code


def test_the_code_of_a_person_by_hand() -> None:
    records = pd.DataFrame(
        {
            "victim_age": pd.Series([17.0, 18.0, np.nan, 0.0, 65.0], dtype="float32"),
            "victim_sex": pd.Series(["F", "M", None, "X", None], dtype="str"),
            "victim_home": pd.Series([OURS, "E09000007", None, "outside London", "other London"], dtype="str"),
        }
    )
    found = person_codes(records, "victim", OURS)
    assert found is not None
    # age << 4 | sex << 2 | home
    assert found.tolist() == [0x10 | 0 | 0, 0x20 | 1 << 2 | 1, 0xFF, 0x00 | 2 << 2 | 2, 0x70 | 3 << 2 | 1]
    assert person_codes(records, "accused", OURS) is None


def test_a_band_stands_in_for_an_age_that_is_not_told() -> None:
    records = pd.DataFrame(
        {
            "suspect_age": pd.Series([np.nan, 40.0], dtype="float32"),
            "suspect_age_band": pd.Series(["18-24", "18-24"], dtype="str"),
        }
    )
    found = person_codes(records, "suspect", OURS)
    assert found is not None
    assert (found >> 4).tolist() == [2, 4]


def test_in_all_of_london_home_is_the_records_own_borough() -> None:
    homes = ["E09000033", "E09000007", "E09000007", "other London", "outside London"]
    own = ["E09000033", "E09000033", None, "E09000033", None]
    records = pd.DataFrame(
        {"victim_home": pd.Series(homes, dtype="str"), "authority_code": pd.Series(own, dtype="str")}
    )
    assert home_codes(records, "victim", "all").tolist() == [0, 1, 3, 1, 2]


def test_flags_are_bits_and_unknown_is_not_false() -> None:
    records = pd.DataFrame(
        {
            "knife": pd.Series([True, False, pd.NA], dtype="boolean"),
            "detected": pd.Series([pd.NA, True, True], dtype="boolean"),
        }
    )
    columns = attribute_columns(records, OURS)
    knife, detected = 1 << FLAGS.index("knife"), 1 << FLAGS.index("detected")
    assert columns["flags"].tolist() == [knife, detected, detected]
    assert columns["flags_known"].tolist() == [knife, knife | detected, detected]
    assert set(columns) == {"flags", "flags_known"}


def band_of(age: float) -> int | None:
    return None if np.isnan(age) else next(i for i, (low, high) in enumerate(BANDS) if low <= age <= high)


def home_of(word: object) -> int | None:
    if not isinstance(word, str):
        return None
    return 0 if word == OURS else 2 if word == "outside London" else 1


@settings(max_examples=60, deadline=None)
@given(selection=selections, period=periods)
def test_people_are_counted_as_one_by_one(release: Release, selection: Selection, period: tuple[int, int]) -> None:
    question = release.choices.resolve(selection)
    found = people(release.index("offences"), question, release.choices, period)
    rows = [row for _, row in RECORDS.iterrows() if matches(row, question, period)]
    assert found.records == len(rows)
    for person in PEOPLE:
        told = found.persons[person]
        bands = [band_of(row[f"{person}_age"]) for row in rows]
        assert told.ages.tolist() == [bands.count(i) for i in range(8)]
        assert told.age_known == len(rows) - bands.count(None)
        sexes = [row[f"{person}_sex"] for row in rows]
        assert told.sexes.tolist() == [sexes.count(sex) for sex in ("F", "M", "X")]
        homes = [home_of(row.get(f"{person}_home")) for row in rows]
        assert told.homes.tolist() == [homes.count(i) for i in range(3)]
        assert told.home_known == len(rows) - homes.count(None)
        young = [home for home, row in zip(homes, rows, strict=True) if row[f"{person}_age"] < 18]
        assert told.younger(18).homes.tolist() == [young.count(i) for i in range(3)]
    assert found.injuries is not None
    assert found.flags is not None
    degrees = [row["injury_degree"] for row in rows]
    assert found.injuries.tolist() == [degrees.count(degree) for degree in ("none", "minor", "serious", "fatal")]
    check_flags(found.flags, rows)


def check_flags(flags: object, rows: list[pd.Series]) -> None:
    from data.attributes.people_tally import FlagCounts

    assert isinstance(flags, FlagCounts)
    for names in (("knife",), ("knife", "injury"), ("racist",), ("domestic_abuse", "knife")):
        known = [row for row in rows if all(row[name] is not pd.NA for name in names)]
        both = [row for row in known if all(row[name] for name in names)]
        share = flags.all_of(*names)
        assert (share.value, share.base) == (len(both), len(known)), names
    told = [row for row in rows if row["racist"] is not pd.NA or row["faith"] is not pd.NA]
    any_hate = [row for row in told if row["racist"] is True or row["faith"] is True]
    share = flags.any_of(*HATE)
    assert (share.value, share.base) == (len(any_hate), len(told))


@settings(max_examples=60, deadline=None)
@given(selection=selections, period=periods)
def test_matching_counts_as_the_tally_does(release: Release, selection: Selection, period: tuple[int, int]) -> None:
    question = release.choices.resolve(selection)
    index = release.index("offences")
    size = len(release.choices.areas[question.level])
    fast = tally(index, question, filters_of(question, release.choices), period, size)
    found = matching(index, question, release.choices, period)
    np.testing.assert_array_equal(found.by_area(question.level, size), fast.by_area)
    np.testing.assert_array_equal(found.by_hour(), fast.by_hour)
    np.testing.assert_array_equal(found.by_month(), fast.by_month)
    assert (found.records, found.open_age) == (fast.records, fast.age_open)
    by_type = found.count((found.kind, len(TYPES)))
    assert by_type.sum() == fast.records
    for position in range(len(TYPES)):
        one = narrowed_to(question, [position])
        if one.types:
            assert by_type[position] == matching(index, one, release.choices, period).records


def test_counts_of_an_aggregated_source_weigh(tmp_path: Path) -> None:
    records = RECORDS.assign(count=np.arange(len(RECORDS)) % 5)
    release = tiny_release(tmp_path, records)
    question = release.choices.resolve(Selection(page=Page.WEST_END))
    found = matching(release.index("offences"), question, release.choices, (FIRST, LAST))
    assert found.records == records["count"].sum()
    assert found.by_month().sum() == records["count"].sum()


@pytest.mark.parametrize("rule", list(YouthViolence))
def test_what_an_unknown_age_leaves_open_is_told_by_rule(release: Release, rule: YouthViolence) -> None:
    """Open are records that would meet the rule for some age or flag that is not known."""
    question = release.choices.resolve(Selection(page=Page.YOUTH_VIOLENCE, syv=rule))
    found = matching(release.index("offences"), question, release.choices, (FIRST, LAST))
    assert found.open_age == sum(left_open(row, rule) for _, row in RECORDS.iterrows())


def left_open(row: pd.Series, rule: YouthViolence) -> bool:
    """Try every age: some meet the rule and some do not."""

    def meets(victim: float, suspect: float) -> bool:
        if rule is YouthViolence.KNIFE_INJURY:
            return bool(row["knife"]) and bool(row["injury"]) and victim < 25
        limit = 18 if rule in (YouthViolence.UNDER_18, YouthViolence.CHILD_ON_CHILD) else 25
        young = {"victim": victim < limit, "suspect": suspect < limit}
        both = rule in (YouthViolence.BOTH, YouthViolence.CHILD_ON_CHILD)
        whole = all(young.values()) if both else any(young.values())
        return row["major"] == "Robbery" and young.get(str(rule), whole)

    ages = {
        person: [5, 20, 40] if np.isnan(row[f"{person}_age"]) else [row[f"{person}_age"]]
        for person in ("victim", "suspect")
    }
    told = {meets(victim, suspect) for victim in ages["victim"] for suspect in ages["suspect"]}
    return told == {True, False}


def test_masks_of_ages_and_flags(release: Release) -> None:
    question = release.choices.resolve(Selection(page=Page.WEST_END))
    found = matching(release.index("offences"), question, release.choices, (FIRST, LAST))
    assert younger(found, "victim", 25).sum() == (RECORDS["victim_age"] < 25).sum()
    assert aged(found, "victim", 18, 25).sum() == RECORDS["victim_age"].between(18, 24).sum()
    assert flagged(found, "knife", "injury").sum() == (RECORDS["knife"] & RECORDS["injury"]).sum()
    assert found.only(flagged(found, "knife")).only(
        younger(found.only(flagged(found, "knife")), "victim", 25)
    ).records == int((RECORDS["knife"] & (RECORDS["victim_age"] < 25)).sum())
    assert bits_of(("knife", "knife")) == 1 << FLAGS.index("knife")


def test_the_columns_survive_saving(tmp_path: Path) -> None:
    areas = {Level.LSOA: sorted(set(RECORDS["lsoa"].dropna()))}
    built = build_index(RECORDS, TYPES, areas, OURS)
    save_index(built, tmp_path / "index")
    opened = open_index(tmp_path / "index")
    assert (
        set(opened.attributes)
        == set(built.attributes)
        == {*PEOPLE, "injury_degree", "flags", "flags_known", "rules_open", *YEARS, "victim_borough", "accused_borough"}
    )
    for name, column in built.attributes.items():
        np.testing.assert_array_equal(opened.attributes[name], column)


def test_a_piece_without_a_column_that_another_has_is_not_known() -> None:
    areas = {Level.LSOA: sorted(set(RECORDS["lsoa"].dropna()))}
    poor = RECORDS.iloc[200:].drop(columns=[name for name in RECORDS if str(name).startswith(("victim", "racist"))])
    pieces = [index_rows(part, TYPES, areas, OURS) for part in (RECORDS.iloc[:200], poor)]
    joined = sorted_index(pieces, TYPES)
    assert len(joined.attributes["victim"]) == len(RECORDS)
    assert (joined.attributes["victim"] == 255).sum() >= 200
    racist = np.uint16(bits_of(("racist",)))
    known = RECORDS["racist"].iloc[:200].notna().sum()
    assert ((joined.attributes["flags_known"] & racist) != 0).sum() == known


def test_a_release_of_before_these_columns_answers_and_says_it_does_not_know(release: Release) -> None:
    question = release.choices.resolve(Selection(page=Page.YOUTH_VIOLENCE))
    old = replace(release.index("offences"), attributes={})
    found = people(old, question, release.choices, (FIRST, LAST))
    new = people(release.index("offences"), question, release.choices, (FIRST, LAST))
    assert found.records == new.records
    assert (dict(found.persons), found.injuries, found.flags) == ({}, None, None)
    assert matching(old, question, release.choices, (FIRST, LAST)).open_age == int(
        matching(release.index("offences"), question, release.choices, (FIRST, LAST)).open_age
    )


def test_months_beyond_the_index_count_nothing(release: Release) -> None:
    question = release.choices.resolve(Selection(page=Page.WEST_END))
    found = matching(release.index("offences"), question, release.choices, (LAST + 1, LAST + 3))
    assert (found.records, found.by_month().tolist()) == (0, [0, 0, 0])
    assert people(release.index("offences"), question, release.choices, (LAST + 1, LAST + 3)).records == 0


def test_a_quarter_of_a_million_rows_are_tallied_at_once(demonstration: Release) -> None:
    """One pass over a year of 90,000 records stays within a few milliseconds (a generous bound for busy machines)."""
    from time import perf_counter

    question = demonstration.choices.resolve(Selection(page=Page.WEST_END))
    index = demonstration.index("offences")
    took = []
    for _ in range(5):
        start = perf_counter()
        people(index, question, demonstration.choices, (question.first, question.last))
        took.append(perf_counter() - start)
    assert min(took) < 0.02
