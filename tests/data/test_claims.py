"""The register of claims: every published figure is there once, whole and well-formed; bad rows are named."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import fields, replace
from pathlib import Path

import pytest

from data.claims import (
    CLAIMS,
    PUBLISHED_CLAIMS,
    Claim,
    ClaimResult,
    Kind,
    State,
    fault_of,
    load_claims,
    published_claims,
)
from data.schema import DataError
from tests.conftest import SHARED

FACTS = SHARED / "facts" / "published_figures.csv"
WIDER = {"CO10"}  # the note beside the figure says to allow more
INCONSISTENT = {"OV11", "OV13", "LO09", "AS02", "CR14"}
SOUND = Claim(
    "OV01", "Overview", "p9", "Offences", "/west-end?from=2022-10&to=2023-09", "total.records", "", "", "",
    "90340", "offences", "0", Kind.CLAIM, "", "",
)  # fmt: skip


def test_every_published_figure_is_there_once() -> None:
    ids = [claim.id for claim in published_claims()]
    assert len(ids) == len(set(ids)) == PUBLISHED_CLAIMS == 672


def test_the_register_carries_the_published_figures() -> None:
    if not FACTS.is_file():
        pytest.skip("the list of published figures is not here")
    with FACTS.open(encoding="utf-8", newline="") as file:
        facts = {row["id"]: row for row in csv.DictReader(file)}
    claims = {claim.id: claim for claim in published_claims()}
    assert claims.keys() == facts.keys()
    for name, claim in claims.items():
        fact = facts[name]
        assert (claim.published, claim.unit) == (fact["value"], fact["unit"]), name
        assert claim.says != fact["statement"], name
        if claim.number is not None and name not in WIDER and claim.kind is Kind.CLAIM:
            assert claim.tolerance == fact["tolerance"], name
    assert {name for name, fact in facts.items() if fact["note"].startswith("INCONSISTENT")} < INCONSISTENT


def test_what_is_inconsistent_in_print_is_known_and_says_why() -> None:
    found = {claim.id for claim in published_claims() if claim.kind is Kind.INCONSISTENT}
    assert found == INCONSISTENT
    assert all(claim.why for claim in published_claims() if claim.kind is not Kind.CLAIM)


def test_references_are_few_and_have_no_link() -> None:
    kinds = Counter(claim.kind for claim in published_claims())
    assert kinds[Kind.REFERENCE] <= 60
    assert not any(claim.links for claim in published_claims() if claim.kind is Kind.REFERENCE)


def test_words_are_plain() -> None:
    for claim in published_claims():
        assert claim.says[0].isupper() and not claim.says.endswith("."), claim.id
        assert len(claim.says) < 120, claim.id
        assert not claim.why or claim.why.endswith("."), claim.id
        assert not claim.needs.endswith("."), claim.id


def test_files_are_in_one_form() -> None:
    for path in CLAIMS.glob("*.csv"):
        content = path.read_bytes()
        assert b"\r" not in content and content.endswith(b"\n"), path.name
        assert len({claim.chapter for claim in published_claims() if in_file(claim, path)}) == 1, path.name


def in_file(claim: Claim, path: Path) -> bool:
    return f"\n{claim.id}," in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, ""),
        ({"id": "ov1"}, "the id is not letters and two digits"),
        ({"says": ""}, "chapter, says and published must be given"),
        ({"path": ""}, "a claim needs a link and a path"),
        ({"link": "", "kind": Kind.INCONSISTENT, "why": "x"}, "a link needs a path, and a path a link"),
        ({"kind": Kind.REFERENCE, "why": "x"}, "a reference has no link"),
        ({"kind": Kind.INCONSISTENT}, "it must say why"),
        ({"link": "/west-end?from=2022-10"}, "the link does not name its period"),
        ({"of_link": "/west-end"}, "the link does not name its period"),
        ({"scale": "%"}, "the scale is no number"),
        ({"scale": "per_day"}, ""),
        ({"scale": "0.45e-6"}, ""),
        ({"tolerance": "5%"}, "the tolerance is not understood"),
        ({"tolerance": "<2"}, ""),
        ({"tolerance": "45-50"}, ""),
        ({"tolerance": ""}, "a number needs a tolerance"),
        ({"tolerance": "set"}, "a number needs a tolerance"),
        ({"published": "22:00-01:00", "tolerance": "0"}, "words cannot be judged by a number"),
        ({"published": "22:00-01:00", "tolerance": "within 21:00-06:00"}, ""),
    ],
)
def test_faults_are_named(changes: dict[str, str], fault: str) -> None:
    assert fault_of(replace(SOUND, **changes)) == fault  # type: ignore[arg-type]


def write(folder: Path, *rows: list[str], header: list[str] | None = None) -> None:
    with (folder / "01-overview.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header or [field.name for field in fields(Claim)], *rows])


def row(**changes: str) -> list[str]:
    return [str(value) for value in vars(replace(SOUND, **changes)).values()]  # type: ignore[arg-type]


def test_a_register_is_read_as_written(tmp_path: Path) -> None:
    write(tmp_path, row(), row(id="OV02", says="Two, with a comma"))
    first, second = load_claims(tmp_path)
    assert first == SOUND
    assert (second.says, second.number, second.factor) == ("Two, with a comma", 90340.0, 1.0)


@pytest.mark.parametrize(
    ("rows", "header", "says"),
    [
        ([row(), row()], None, "01-overview.csv, line 3: OV01 stands in 01-overview.csv, line 2 as well"),
        ([row(kind="rumour")], None, "line 2: 'rumour' is no kind of claim"),
        ([[*row(), "more"]], None, "line 2: the row has more or fewer values than the header"),
        ([row()[:-1]], None, "line 2: the row has more or fewer values than the header"),
        ([row(tolerance="?")], None, "line 2: OV01: the tolerance is not understood"),
        ([["OV01"]], ["id"], "01-overview.csv: the columns are ['id']"),
    ],
)
def test_a_bad_row_stops_with_file_and_line(
    tmp_path: Path, rows: list[list[str]], header: list[str] | None, says: str
) -> None:
    write(tmp_path, *rows, header=header)
    with pytest.raises(DataError) as error:
        load_claims(tmp_path)
    assert says in str(error.value)


def test_the_difference_is_between_numbers_only() -> None:
    assert ClaimResult(SOUND, State.DIFFERS, 90404.0).difference == 64
    assert ClaimResult(SOUND, State.NEEDS_DATA).difference is None
    hours = replace(SOUND, published="22:00-01:00")
    assert ClaimResult(hours, State.HOLDS, "22:00-01:00").difference is None
    assert ClaimResult(replace(SOUND, published="<25"), State.HOLDS, 23.4).difference is None
