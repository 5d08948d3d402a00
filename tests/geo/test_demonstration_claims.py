"""The register on the embedded demonstration: each of the 672 figures ends in one state, for a known reason."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pandas as pd
import pytest

from data.claims import ClaimResult, State, published_claims
from data.demonstration.check import Check, checks
from data.releases import DEMONSTRATION, Release
from data.schema import month_number
from geo.register.claims import INVENTED, LATER_EXTRACT, OTHER_RECORDS, run_claims

# Figures that need what no record of the demonstration tells: totals of the whole force, council and youth justice
# cases, offence codes below the minor category, all ambulance calls, who comes again in housing cases.
NEEDS_DATA: Final = """
OV03 OV04 OV05 OV06 OV07 OV10 LO05 LO06 LO13 LO14 DR02 SS03 SS04 SS09 TE03 SW02 AS04 KN03 DA02 SX03 SX04 BU02 BU05
HA04 HA09 HA14 HA19 HA24 HA29 HA34 HA39 HA44 VI13 AL04 HE01 AH05 AH06 AH07 AH08 AH09 DA11 DA13 DA14 DA15
AT01 AT02 AT03 AT04 AT05 AT06 AT07 AT08 AT09 AT10 AT11 AT12 AT13 AT14 AT15 AT16 AT17 AT18
ST01 ST02 ST03 ST04 ST05 ST06 ST07 ST08 YJ01 YJ02 YJ03 YJ04 YJ05 YJ06
"""
# Figures that cannot hold: see the table in data/demonstration/targets/README.md and the reasons in the register.
DIFFERS: Final = """
OV14 CH08 CH09 CO01 CC01 CC02 CC03 CC04 CC05 CC06 CC08 CC09 CC10 DA01 SX09 A5K05 A5K13 A5K17 A5K18 A5H16 A5H17
A5L02 A5L03 A5L04 A5L05 A5L07 A5L08 A5L09 A5L10 A5L13 A5L15 A5L17 A5L18
"""
INCONSISTENT: Final = {"OV11": 247.506849, "OV13": 51.271233, "LO09": 95.857534, "AS02": 37.547945, "CR14": 3_774_851}


@pytest.fixture(scope="module")
def results(demonstration: Release) -> dict[str, ClaimResult]:
    return {result.claim.id: result for result in run_claims(demonstration)}


def ids(results: dict[str, ClaimResult], state: State) -> set[str]:
    return {name for name, result in results.items() if result.state is state}


def test_every_figure_ends_in_one_state(results: dict[str, ClaimResult]) -> None:
    assert list(results) == [claim.id for claim in published_claims()]
    counts = Counter(result.state for result in results.values())
    assert counts == {
        State.HOLDS: 508, State.DIFFERS: 33, State.NEEDS_DATA: 76, State.INCONSISTENT: 5, State.REFERENCE: 50
    }  # fmt: skip


def test_what_needs_data_is_known(results: dict[str, ClaimResult]) -> None:
    """A misspelt path or link would need data as well: it would show here."""
    assert ids(results, State.NEEDS_DATA) == set(NEEDS_DATA.split())
    for name in NEEDS_DATA.split():
        assert results[name].ours is None and results[name].why.startswith("Needs "), name
        assert "a source that tells" not in results[name].why, name


def test_what_differs_has_a_reason_of_its_own(results: dict[str, ClaimResult]) -> None:
    assert ids(results, State.DIFFERS) == set(DIFFERS.split())
    for name in DIFFERS.split():
        why = results[name].why
        assert not any(general in why for general in (INVENTED, LATER_EXTRACT, OTHER_RECORDS)), name


def test_what_is_inconsistent_in_print_shows_the_figure_that_follows(results: dict[str, ClaimResult]) -> None:
    assert ids(results, State.INCONSISTENT) == INCONSISTENT.keys()
    assert {name: results[name].ours for name in INCONSISTENT} == pytest.approx(INCONSISTENT)


def test_every_figure_equals_a_recount_of_the_records(results: dict[str, ClaimResult]) -> None:
    """The check of the generator shares no code with links, answers and paths."""
    found = {check.id: check for check in checks(published_records())}
    assert len(found) >= 490
    for name, check in found.items():
        result = results[name]
        assert (result.state is State.HOLDS) is check.holds, name
        if not isinstance(check.ours, str) and not isinstance(result.ours, str):
            assert result.ours == pytest.approx(check.ours, abs=1e-4), name
    assert sum(check.holds for check in found.values()) >= 480


def published_records() -> dict[str, pd.DataFrame]:
    """The records of the embedded release from October 2021 on, by data set."""
    tables: dict[str, pd.DataFrame] = {}
    for path in sorted((DEMONSTRATION / "records").glob("*.parquet")):
        table = pd.read_parquet(path)
        table = table[table["month"] >= month_number(2021, 10)]
        words = [name for name in table if isinstance(table[name].dtype, pd.StringDtype)]
        tables[path.name.partition(".")[0]] = table.astype(dict.fromkeys(words, "category"))
    return tables


def test_a_figure_of_words_is_a_recount_too(results: dict[str, ClaimResult]) -> None:
    """The busiest hours as a range, against the hours the check lists one by one."""
    listed = {"DR05": "22;23", "NO16": "0;22;23", "AS12": "19", "HB07": "15;16;17;18;19"}
    for name, hours in listed.items():
        start, end = (int(part[:2]) for part in str(results[name].ours).split("-"))
        assert {(start + step) % 24 for step in range((end - start) % 24)} == set(map(int, hours.split(";"))), name


def test_the_check_can_fail(results: dict[str, ClaimResult]) -> None:
    noise = published_records()["noise"]
    spoiled = {"noise": noise[noise["month"] != month_number(2023, 1)]}
    found: dict[str, Check] = {check.id: check for check in checks(spoiled)}
    assert results["NO01"].ours != found["NO01"].ours
