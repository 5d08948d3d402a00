"""The register as CSV reads back as the JSON says it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from data.claims import ClaimResult, State
from geo.register.claims_csv import COLUMNS, claims_csv
from geo.register.claims_json import claims_json
from tests.data.test_claims import SOUND

RESULTS = [
    ClaimResult(SOUND, State.HOLDS, 12.0),
    ClaimResult(replace(SOUND, id="X02", published="-10", tolerance="0.5"), State.DIFFERS, -12.0, "Ours is 2 lower."),
    ClaimResult(replace(SOUND, id="X03", says="=HYPERLINK(1)"), State.NEEDS_DATA, why='@needs, "more"\nand more'),
    ClaimResult(replace(SOUND, id="X04", published="-2 to 3"), State.INCONSISTENT, "a; b", "+"),
]


def test_it_reads_back() -> None:
    text = claims_csv(RESULTS)
    head, _, table = text.partition("\n")
    assert head == "# 4 published figures: 1 hold, 1 differ, 1 need data, 1 inconsistent in print, 0 for reference"
    read = list(csv.DictReader(io.StringIO(table, newline="")))
    assert list(read[0]) == list(COLUMNS)
    for row, told in zip(read, claims_json(RESULTS), strict=True):
        for name in COLUMNS:
            guarded = row[name].removeprefix("'")
            assert guarded == ("" if told[name] is None else str(told[name])), name


def test_numbers_stay_numbers_and_formulas_become_text() -> None:
    read = list(csv.DictReader(io.StringIO(claims_csv(RESULTS).partition("\n")[2], newline="")))
    assert read[1]["published"] == "-10"
    assert read[1]["ours"] == "-12"
    assert read[2]["says"] == "'=HYPERLINK(1)"
    assert read[2]["why"].startswith("'@needs")
    assert read[3]["published"] == "'-2 to 3"
    assert read[3]["why"] == "'+"
    assert read[2]["ours"] == ""
