"""The register on the release of the real ward and borough counts: equal to what was recomputed by hand from them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

import pytest

from data.claims import ClaimResult, State
from data.releases import open_release
from geo.publishing.importing import import_files
from geo.register.claims import run_claims
from tests.data.test_claims import FACTS

# Recomputed from the counts printed in Appendix 3, an earlier extract, and not from these files.
FROM_PRINT: Final = ("CO", "CR", "CC", "AL01", "AL02", "DR20", "DR21")
# Recomputed from printed numbers of months, searches or people that these files do not hold.
NOT_HERE: Final = ("OV19", "OV20", "SS", "SW", "HA", "HB", "KN", "DA", "BU03", "YJ")


@pytest.fixture(scope="module")
def results(real: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, ClaimResult]:
    store = tmp_path_factory.mktemp("claims") / "store"
    import_files(sorted((real / "mps").glob("*.csv")), store, "E09000033")
    return {result.claim.id: result for result in run_claims(open_release(store))}


@pytest.fixture(scope="module")
def recomputed() -> dict[str, str]:
    if not FACTS.is_file():
        pytest.skip("the list of published figures is not here")
    with FACTS.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["recomputed"] for row in csv.DictReader(file) if row["recomputed"]}


def same(ours: float | str | None, theirs: str) -> bool:
    """Equal in the digits given; months in words are those given as numbers, largest first."""
    if isinstance(ours, str):
        return ours in (theirs, MONTHS.get(theirs))
    digits = len(theirs.partition(".")[2])
    return ours is not None and round(ours, digits) == float(theirs)


MONTHS: Final = {"2022-12;2022-11;2023-07": "December;November;July"}


def test_all_that_these_files_answer_equals_the_recomputed_figure(
    results: dict[str, ClaimResult], recomputed: dict[str, str]
) -> None:
    checked = [name for name in recomputed if not name.startswith((*FROM_PRINT, *NOT_HERE))]
    assert len(checked) >= 80
    wrong = {name: results[name].ours for name in checked if not same(results[name].ours, recomputed[name])}
    assert not wrong


def test_what_was_recomputed_from_print_is_near(results: dict[str, ClaimResult], recomputed: dict[str, str]) -> None:
    for name in (name for name in recomputed if name.startswith(FROM_PRINT)):
        ours = results[name].ours
        assert isinstance(ours, float) and ours == pytest.approx(float(recomputed[name]), rel=0.02), name
        assert results[name].state in (State.HOLDS, State.DIFFERS, State.INCONSISTENT), name


def test_what_these_files_cannot_answer_needs_data(results: dict[str, ClaimResult], recomputed: dict[str, str]) -> None:
    for name in (name for name in recomputed if name.startswith(NOT_HERE)):
        assert results[name].state is State.NEEDS_DATA and results[name].ours is None, name
    assert results["OV02"].why == "Needs offences, October 2021 to September 2022."
    assert results["LO07"].state is State.NEEDS_DATA  # the files tell of wards and no smaller areas
    assert results["LO10"].state is State.NEEDS_DATA


def test_a_later_extract_says_so(results: dict[str, ClaimResult]) -> None:
    found = results["OV01"]
    assert (found.state, found.ours, found.difference) == (State.DIFFERS, 90404, 64)
    assert "later extract" in found.why
    assert all(result.why for result in results.values() if result.state is not State.HOLDS)
