"""The demonstration records: exact counts checked the slow way, then every published figure they aim at."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.categories import taxonomy
from data.demonstration import generate
from data.demonstration.check import Check, checks
from data.demonstration.conditions import chosen
from data.demonstration.counts import fitted, largest_remainder, whole_table
from data.demonstration.mending import Band, mended
from data.demonstration.partner_sources import partner_records
from data.demonstration.raking import Share, assigned, quotas
from data.demonstration.targets import HOT_LSOAS, THREE_LSOAS, TWO_WARDS, target_table
from data.schema import DataError, check_records, month_from_text, month_text

# What cannot hold, because print contradicts the published counts (data/demonstration/targets/README.md).
CANNOT_HOLD = {"CH08", "CH09", "CO01", "SX09", "DA01", "A5H16", "A5H17"}
AT_LEAST = 476


@pytest.fixture(scope="module")
def data() -> dict[str, pd.DataFrame]:
    return generate()


def _year(records: pd.DataFrame, first: str) -> pd.DataFrame:
    start = month_from_text(first)
    return records[(records["month"] >= start) & (records["month"] < start + 12)]


@pytest.fixture(scope="module")
def review(data: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return _year(data["offences"], "2022-10")


@pytest.fixture(scope="module")
def before(data: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return _year(data["offences"], "2021-10")


def test_all_data_sets_are_records_of_thirty_six_months(data: dict[str, pd.DataFrame]) -> None:
    assert {"offences", "asb", "ambulance", "fire", "noise", "stop-search"} <= set(data)
    for dataset, records in data.items():
        check_records(records, where=dataset)
        assert set(records["dataset"]) == {dataset}
        assert (records["month"].min(), records["month"].max()) == (
            month_from_text("2020-10"),
            month_from_text("2023-09" if dataset != "btp" else "2023-07"),
        )


def test_every_category_is_the_projects(data: dict[str, pd.DataFrame]) -> None:
    pairs = set(zip(taxonomy()["major"], taxonomy()["minor"], strict=True))
    ours = data["offences"][["major", "minor"]].drop_duplicates()
    assert set(ours.itertuples(index=False, name=None)) <= pairs


def test_places_are_whole_or_blank(data: dict[str, pd.DataFrame]) -> None:
    wards = target_table("lsoa_totals").set_index("lsoa_code")["ward_code"]
    for records in data.values():
        located = records["lsoa_code"].notna()
        assert (located == records["ward_code"].notna()).all()
        assert (records["lsoa_code"][located].map(wards) == records["ward_code"][located]).all()
        assert records[["easting", "northing", "longitude", "latitude", "postcode"]].isna().all(axis=None)


def test_times_agree_with_month_day_and_hour(data: dict[str, pd.DataFrame]) -> None:
    for records in data.values():
        timed = records[records["hour"] >= 0]
        start = timed["start"]
        assert start.notna().all() and records["start"][records["hour"] < 0].isna().all()
        assert (start.dt.year * 12 + start.dt.month - 1 == timed["month"]).all()
        assert (start.dt.day_of_week == timed["day"]).all() and (start.dt.hour == timed["hour"]).all()
        ended = timed["end"].notna()
        assert (timed["end"][ended] >= start[ended]).all()
        start.dt.tz_localize("Europe/London", ambiguous=True, nonexistent="raise")  # no time in the spring gap


def test_ends_are_of_offences_noticed_later_and_some_too_long_to_spread(review: pd.DataFrame) -> None:
    length = (review["end"] - review["start"])[review["end"].notna()].dt.total_seconds() / 3600
    ended = review["end"].notna().groupby(review["major"]).mean()
    assert ended[["Robbery", "Violence Against the Person", "Sexual Offences", "Drug Offences"]].max() == 0
    assert ended[["Burglary", "Vehicle Offences", "Arson and Criminal Damage"]].min() > 0.9
    minor = review["end"].notna().groupby(review["minor"]).mean()
    assert minor["Shoplifting"] == 0 < minor["Theft from Person"] < 0.1 < minor["Bicycle Theft"]
    assert 0 < (length > 24).mean() < 0.05 and 0.05 < (length == 0).mean() < 0.4


def test_some_times_are_defaults_and_only_of_offences_noticed_later(review: pd.DataFrame) -> None:
    clock = review["start"].dt.strftime("%H:%M")
    of_an_hour = clock.groupby([review["major"], clock.str[:2]]).value_counts(normalize=True)
    for major in ("Theft", "Burglary", "Vehicle Offences"):
        others = [of_an_hour[major, f"{hour:02d}", f"{hour:02d}:00"] for hour in (9, 15, 20)]
        assert of_an_hour[major, "00", "00:00"] > 1.4 * max(others) and of_an_hour[major, "00"].get("00:01", 0) > 0.01
    assert of_an_hour["Robbery", "00", "00:00"] < 0.5 and "00:01" not in of_an_hour["Robbery", "00"]


def test_ward_by_minor_is_exactly_as_published(review: pd.DataFrame) -> None:
    published = target_table("ward_by_minor").set_index("minor").drop(columns="major")
    ours = pd.crosstab(review["minor"], review["ward_code"]).reindex_like(published).fillna(0)
    assert (ours == published).all(axis=None)
    assert int(published.sum().sum()) == review["ward_code"].notna().sum() == 87036


def test_totals_and_concentration_of_the_review_year(review: pd.DataFrame) -> None:
    located = review["lsoa_code"].value_counts()
    assert len(review) == 90340
    assert located.index[:3].tolist() == list(THREE_LSOAS)
    assert located.index[3] == HOT_LSOAS[3]
    assert round(100 * located.iloc[:3].sum() / 87036, 1) == 40.2
    assert located.iloc[:4].sum() < 87036 / 2 < located.iloc[:5].sum()
    assert int((located < 365).sum()) + 128 - len(located) == 98
    two = review["ward_code"].isin(TWO_WARDS)
    assert round(100 * two.sum() / 87036, 2) == 68.32


def test_totals_and_concentration_of_the_year_before(review: pd.DataFrame, before: pd.DataFrame) -> None:
    located = before["lsoa_code"].value_counts()
    assert located.index[:3].tolist() == list(THREE_LSOAS)
    assert round(100 * located.iloc[:3].sum() / located.sum(), 1) == 37.4
    assert round(100 * (len(review) / len(before) - 1)) == 26
    changes = review["major"].value_counts() - before["major"].value_counts()
    assert changes[["Robbery", "Burglary", "Sexual Offences", "Violence Against the Person"]].tolist() == [
        1103,
        347,
        -180,
        -91,
    ]
    two = review["ward_code"].isin(TWO_WARDS).sum() - before["ward_code"].isin(TWO_WARDS).sum()
    assert 79.5 <= 100 * two / (len(review) - len(before)) <= 80.5


def test_months_follow_the_published_series(data: dict[str, pd.DataFrame]) -> None:
    published = target_table("major_by_month").set_index("major")
    offences = data["offences"]
    ours = pd.crosstab(offences["major"], offences["month"].astype("int64"))
    ours.columns = [month_text(int(month)) for month in ours.columns]
    assert (ours.reindex_like(published) == published).all(axis=None)


def test_shares_without_the_condition_language(review: pd.DataFrame) -> None:
    """Some of the register's figures in plain pandas, so that a fault of the language would show."""
    violent = review[review["major"].isin(["Violence Against the Person", "Robbery", "Sexual Offences"])]
    young = violent[(violent["victim_age"] < 25) | (violent["suspect_age"] < 25)]
    assert round(100 * len(young) / len(violent)) == 36
    assert round(100 * (young["victim_age"] < 25).mean()) == 79
    assert review["knife"].sum() == 1012 and (review["knife"] & review["injury"]).sum() == 177
    assert (review["domestic_abuse"].sum(), (review["domestic_abuse"] & review["detected"]).sum()) == (2497, 220)
    strands = ["racist", "racist_religious", "faith", "homophobic", "transgender", "disability"]
    assert review[strands].any(axis=1).sum() == 1976 and review["racist"].sum() == 1543
    timed = violent[(violent["hour"] >= 0) & violent["ward_code"].notna()]
    night = (timed["hour"] >= 18) | (timed["hour"] < 6)
    assert round(100 * (night & timed["ward_code"].isin(TWO_WARDS)).mean()) == 38
    homes = review["victim_home"].dropna()
    assert 31.8 <= 100 * (homes == "E09000033").mean() <= 34.8


def test_published_figures_hold(data: dict[str, pd.DataFrame]) -> None:
    found = checks(data)
    differing = [check for check in found if not check.holds]
    said = [f"{check.id}: {check.ours} instead of {check.low} to {check.high}: {check.says}" for check in differing]
    assert {check.id for check in differing} <= CANNOT_HOLD, "\n".join(said)
    assert sum(check.holds for check in found) >= AT_LEAST


def test_a_spoiled_data_set_fails_its_checks(data: dict[str, pd.DataFrame]) -> None:
    spoiled = data["ambulance"].assign(hour=np.int8(12))
    found: dict[str, Check] = {check.id: check for check in checks({"ambulance": spoiled})}
    assert not found["AL07"].holds and found["AL03"].holds


def test_nothing_is_absurd(data: dict[str, pd.DataFrame], review: pd.DataFrame) -> None:
    assert sum(len(records) for records in data.values()) < 500_000
    ages = review["victim_age"].value_counts().sort_index()
    step = ages.loc[26:64].to_numpy() / ages.loc[25:63].to_numpy()
    assert step.min() > 0.5 and step.max() < 1.7  # no age stands out from its neighbours
    accused, suspects = review["accused_age"].notna().sum(), review["suspect_age"].notna().sum()
    assert 0 < accused < suspects / 4
    assert review["hour"].eq(-1).mean() < 0.04
    by_hour = review["hour"].value_counts()
    assert by_hour[[4, 5, 6, 7]].max() < by_hour[[16, 17, 18]].min() / 3


def test_the_same_seed_gives_the_same_records() -> None:
    one, other = (partner_records("ambulance", "2021_22", 5) for _ in range(2))
    pd.testing.assert_frame_equal(one, other)
    assert not partner_records("ambulance", "2021_22", 6)["start"].equals(one["start"])


def test_largest_remainder_by_hand() -> None:
    assert largest_remainder(np.array([1.0, 1.0, 1.0]), 10).tolist() == [4, 3, 3]
    assert largest_remainder(np.array([0.5, 2.0, 7.5]), 5).tolist() == [0, 1, 4]
    assert largest_remainder(np.zeros(2), 3).tolist() == [2, 1]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 30), min_size=4, max_size=4), min_size=2, max_size=6), st.integers(0, 99))
def test_whole_tables_keep_both_margins(cells: list[list[int]], seed: int) -> None:
    margins = np.array(cells)
    rows, columns = margins.sum(axis=1), margins.sum(axis=0)
    start = np.random.default_rng(seed).random(margins.shape) + 0.1
    whole = whole_table(fitted(start, rows.astype(float), columns.astype(float)), rows, columns)
    assert (whole.sum(axis=1) == rows).all() and (whole.sum(axis=0) == columns).all() and (whole >= 0).all()


def test_fitted_blocks_by_hand() -> None:
    table = fitted(np.ones((2, 3)), np.array([6.0, 4.0]), np.array([5.0, 3.0, 2.0]), [(0, np.array([0, 1]), 5.0)])
    assert table[0, :2].sum() == pytest.approx(5, abs=1e-3)
    assert table.sum(axis=0) == pytest.approx([5, 3, 2]) and table.sum(axis=1) == pytest.approx([6, 4])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 20), min_size=1, max_size=12), st.integers(0, 99))
def test_quotas_fill_every_stratum_and_keep_sums(sizes: list[int], seed: int) -> None:
    weights = np.random.default_rng(seed).random((len(sizes), 3)) + 0.01
    expected = weights / weights.sum(axis=1, keepdims=True) * np.array(sizes)[:, None]
    whole = quotas(expected, np.array(sizes))
    assert (whole.sum(axis=1) == sizes).all() and (whole >= 0).all()
    assert np.abs(whole.sum(axis=0) - expected.sum(axis=0)).max() < 3


def test_raked_shares_come_out_and_are_not_just_the_seed() -> None:
    frame = pd.DataFrame({"minor": ["Rape"] * 400 + ["Arson"] * 600, "located": True})
    classes = pd.DataFrame({"knife": [False, True]})
    shares = [Share("all", "knife", 0.25), Share("minor=rape", "knife", 0.1)]
    knife = assigned(frame, ["minor"], classes, None, shares, np.random.default_rng(1)) == 1
    assert (knife.sum(), knife[:400].sum(), knife[400:].sum()) == (250, 40, 210)


def test_mending_moves_as_few_records_as_needed() -> None:
    counts = np.array([[5, 5], [8, 2]])
    base = np.array([True, True, True, True])
    part = np.array([False, True, False, True])
    band = Band(base, part, 0.4, 0.4)
    found = mended(counts, np.ones((2, 2), dtype="bool"), [band], np.random.default_rng(1))
    assert found[:, 1].sum() == 8 and (found.sum(axis=1) == 10).all()
    assert np.abs(found - counts).sum() == 2


def test_conditions_by_hand() -> None:
    frame = pd.DataFrame(
        {
            "minor": ["Rape", "Shoplifting", "Rape", "Homicide"],
            "major": ["Sexual Offences", "Theft", "Sexual Offences", "Violence Against the Person"],
            "ward_code": ["E05013808", "E05013806", None, "E05013795"],
            "lsoa_code": ["E01033595", "E01004734", None, "E01004674"],
            "hour": [18, 5, 6, -1],
            "victim_age": [24.0, 10.0, 25.0, np.nan],
            "suspect_age": [np.nan, 30.0, 25.0, 17.0],
            "victim_home": ["E09000033", "outside London", None, "E09000005"],
            "knife": pd.array([True, False, None, True], dtype="boolean"),
        }
    )
    answers = {
        "two-wards": [1, 1, 0, 0],
        "not:two-wards located": [0, 0, 0, 1],
        "night": [1, 1, 0, 0],
        "syv": [1, 0, 0, 1],
        "syv-under-18": [0, 0, 0, 1],
        "victim_age=18-24": [1, 0, 0, 0],
        "victim_age=known": [1, 1, 1, 0],
        "victim_home=other-london": [0, 0, 0, 1],
        "minor=rape|homicide knife": [1, 0, 0, 1],
        "ward=harrow-road": [0, 0, 0, 1],
    }
    assert {text: chosen(frame, text).astype(int).tolist() for text in answers} == answers
    with pytest.raises(DataError, match="neither a rule nor a column"):
        chosen(frame, "nonsense")
