"""The data page: every sum of the manifest, and nothing personal of rejected rows."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from data.choices import HARM_WEIGHTS
from data.force import FOLDER as FORCE
from data.intake.force_counts import COLUMNS
from data.intake.parts import write_pieces
from data.manifests import AREAS
from data.releases import Release, open_release
from data.tables.registering import register_population, register_weights
from data.tables.table_sources import table_sources
from layouts.data_page import data_content
from tests.layouts.trees import of_kind, parts, rows, words


def file_row(name: str, accepted: int, duplicate: int, outside: int, rejected: int) -> dict[str, Any]:
    return {
        "file": name,
        "format": "a format",
        "rows_read": accepted + duplicate + outside + rejected,
        "accepted": accepted,
        "duplicate": duplicate,
        "outside": outside,
        "rejected": rejected,
        "unlocated": 2,
        "untimed": 3,
        "reasons": {"outside": {"lies elsewhere": outside}, "rejected": {"no month": rejected}},
    }


def imported(demonstration: Release, files: int = 2) -> Release:
    rows = [file_row(f"{number}.csv", 1000 + number, 20, 300, 4) for number in range(files)]
    names = ("rows_read", "accepted", "duplicate", "outside", "rejected")
    total = {name: sum(row[name] for row in rows) for name in names}
    newest = {"created": "2026-01-02T03:04:05+00:00", "files": rows, "total": total}
    return replace(demonstration, manifest={**demonstration.manifest, "demonstration": False, "imports": [newest]})


REJECTED = [
    {"file": "1.csv", "line": 1234, "reason": "no month", "column": "Month", "value": "secret", "text": "secret"}
]


def test_the_four_destinations_add_up_in_words_and_in_the_bar(demonstration: Release) -> None:
    content = data_content(imported(demonstration), REJECTED)
    assert "2,649 rows read = 2,001 accepted + 40 duplicate + 600 outside the area + 8 rejected." in words(content)
    (bar,) = [part for part in parts(content) if getattr(part, "className", "") == "destinations"]
    lengths = [float(part.style["--part"]) for part in bar.children]
    assert len(lengths) == 4
    assert abs(sum(lengths) - 100) < 0.01
    assert "2,649 rows: 2,001 accepted" in getattr(bar, "aria-label")


def test_files_add_up_by_column(demonstration: Release) -> None:
    content = data_content(imported(demonstration), [])
    tables = {words(of_kind(table, "Caption")): table for table in of_kind(content, "Table")}
    files = rows(next(table for caption, table in tables.items() if caption.startswith("Rows by file")))
    totals = [sum(int(row[column].replace(",", "")) for row in files) for column in range(2, 7)]
    assert totals == [2649, 2001, 40, 600, 8]
    assert rows(tables["Reasons, most rows first"]) == [
        ["Lies elsewhere", "Outside the area", "600"],
        ["No month", "Rejected", "8"],
    ]


def test_rejected_rows_tell_where_and_why_and_not_what(demonstration: Release) -> None:
    said = words(data_content(imported(demonstration), REJECTED))
    assert "1,234" in said
    assert "no month" in said
    assert "secret" not in said


def test_many_files_are_folded(demonstration: Release) -> None:
    assert not of_kind(data_content(imported(demonstration), []), "Details")
    (folded,) = of_kind(data_content(imported(demonstration, 20), []), "Details")
    assert "All 20 files" in words(folded)
    assert len(rows(folded)) == 20


def test_the_demonstration_says_that_no_rows_were_read(demonstration: Release) -> None:
    content = data_content(demonstration, [])
    said = words(content)
    assert said.startswith("These are demonstration data")
    assert "rows read" not in said
    tables = of_kind(content, "Table")
    assert len(tables) == 3
    titles = [row[0] for row in rows(tables[0])]
    assert titles == [dataset.title for dataset in demonstration.choices.datasets]
    placed = rows(tables[1])
    expected = sum(
        number
        for known in demonstration.manifest["datasets"]
        for counts in known["placed_by"].values()
        for number in counts.values()
    )
    assert sum(int(row[-1].replace(",", "")) for row in placed) == expected


def test_every_wide_table_can_be_scrolled_by_keyboard(demonstration: Release) -> None:
    content = data_content(imported(demonstration), REJECTED)
    scrollers = [part for part in parts(content) if getattr(part, "className", "") == "scroll"]
    assert len(scrollers) == len(of_kind(content, "Table"))
    assert all(part.tabIndex == "0" and part.role == "region" for part in scrollers)
    assert len({getattr(part, "aria-label") for part in scrollers}) == len(scrollers)


def test_totals_of_the_whole_force_are_told_where_they_are_kept(demonstration: Release, tmp_path: Path) -> None:
    kept = "Totals of the whole force kept for comparison"
    assert kept not in words(data_content(demonstration, []))
    (tmp_path / FORCE).mkdir()
    rows = [("metropolitan", month, "Theft", "", 9, 9, 32) for month in (24273, 24274)]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    write_pieces(tmp_path / FORCE / "offences.datastore-ward.parquet", [table], COLUMNS)
    sources = [{**demonstration.manifest["sources"][0], "provider": "datastore-ward", "dataset": "offences"}]
    release = Release(tmp_path, {**demonstration.manifest, "sources": sources})
    shutil.copy(demonstration.folder / AREAS, tmp_path / AREAS)
    line = f"{kept}, without any area: Recorded offences, Metropolitan Police, October 2022 to November 2022."
    assert line in words(data_content(release, []))


def test_the_tables_that_measures_rest_on_are_named(demonstration: Release) -> None:
    content = data_content(demonstration, [], table_sources(demonstration))
    (made,) = [
        table for table in of_kind(content, "Table") if "harm, cost and rates" in words(of_kind(table, "Caption"))
    ]
    told = {row[0]: row[1:] for row in rows(made)}
    assert list(told) == [*(f"weights={name}" for name in HARM_WEIGHTS), "measure=cost", "per=residents"]
    assert told["weights=cchi-days-calibrated"][2] == "calibrated to the 2024 assessment"
    assert "Cambridge Crime Harm Index" in told["weights=cchi-days-median-2026"][1]
    assert "Home Office Research Report 99" in told["measure=cost"][1]
    assert told["per=residents"][1].startswith("mid-2020")
    assert "swp weights FILE" in words(content)


def test_tables_of_the_partnership_stand_beside_those_built_in(demonstration: Release, tmp_path: Path) -> None:
    shutil.copytree(demonstration.folder, tmp_path / "releases" / "1-demonstration")
    (tmp_path / "weights.csv").write_text("minor,days\nRape,1000\n", encoding="utf-8")
    (tmp_path / "people.csv").write_text("code,number\nE05013808,50000\n", encoding="utf-8")
    register_weights(tmp_path, tmp_path / "weights.csv", "Board 2024")
    register_population(tmp_path, tmp_path / "people.csv", "workday")
    release = open_release(tmp_path)
    told = words(data_content(release, [], table_sources(release)))
    assert "weights=board-2024" in told
    assert "registered from weights.csv" in told
    assert "per=workday" in told
