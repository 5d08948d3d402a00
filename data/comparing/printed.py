"""A comparison of two releases as text for a terminal, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from data.comparing.compared import COLUMNS, Compared, Comparison, largest, named, rows

KEYS: Final = {"month": ("month",), "type": ("major", "minor")}  # of a row; of an area its code and name
MOST: Final = 10  # rows of a table on a terminal
HOW: Final = {"place": "placed elsewhere", "type": "of another type", "time": "at another time", "other": "otherwise"}
FOOT: Final = (
    "before + added - removed + moved = now; moved: restated records that came into a row, less those that left it."
)


def as_json(comparison: Comparison) -> dict[str, Any]:
    """Everything, ready for ``json.dumps``; tables hold the rows that changed."""
    return {
        "before": comparison.before,
        "now": comparison.now,
        "reasons": list(comparison.reasons),
        "datasets": [dataset_json(dataset, comparison.names) for dataset in comparison.datasets],
    }


def dataset_json(dataset: Compared, names: dict[str, str]) -> dict[str, Any]:
    """One data set; a row without a place has the code ``""``."""

    def table(kind: str, given: pd.DataFrame) -> list[dict[str, Any]]:
        keys = KEYS.get(kind, ("code", "name"))
        changed = largest(given, len(given)).sort_index().to_dict("index")
        return [
            {
                **dict(zip(keys, named(kind, str(key), names), strict=False)),
                **{column: row[column] for column in COLUMNS},
            }
            for key, row in changed.items()
        ]

    return {
        "dataset": dataset.slug,
        "source": dataset.source,
        "total": dataset.total,
        "restated_how": dataset.restated_how,
        "months": table("month", dataset.months),
        "types": table("type", dataset.types),
        "areas": {level: table(level, areas) for level, areas in dataset.areas.items()},
    }


def as_csv(comparison: Comparison) -> str:
    """One table of all rows that changed; a text that a spreadsheet would calculate gets an apostrophe before it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["dataset", "by", "key", "name", *COLUMNS])
    writer.writerows([[plain(cell) for cell in row] for row in rows(comparison)])
    return buffer.getvalue()


def plain(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def sentences(comparison: Comparison) -> list[str]:
    """The reasons, then one sentence for each data set that changed."""
    told = [
        f"{dataset.source}: {dataset.total['added']:,} records added, {dataset.total['removed']:,} removed,"
        f" {dataset.total['restated']:,} restated; {dataset.total['before']:,} before, {dataset.total['now']:,} now."
        for dataset in comparison.datasets
        if dataset.changed
    ]
    return [*comparison.reasons, *(told or ["No record changed."])]


def as_text(comparison: Comparison) -> str:
    """Totals, the months that changed and the largest changes by type and area."""
    lines = [f"Release {comparison.before} -> {comparison.now}", *(f"  {reason}" for reason in comparison.reasons)]
    for dataset in comparison.datasets:
        lines += ["", f"{dataset.slug}: {dataset.source}", *dataset_lines(dataset, comparison.names)]
    return "\n".join([*lines, "", FOOT]) + "\n"


def dataset_lines(dataset: Compared, names: dict[str, str]) -> Iterator[str]:
    """What changed in one data set."""
    if not dataset.changed:
        yield f"  nothing changed: {dataset.total['now']:,} records"
        return
    how = ", ".join(f"{number:,} {HOW[name]}" for name, number in dataset.restated_how.items() if number)
    if how:
        yield f"  {dataset.total['restated']:,} records were restated: {how}"
    total = pd.DataFrame([dataset.total], index=["all"])[list(COLUMNS)]
    yield from table_lines("", [("all", total.iloc[0].tolist())])
    for kind, table in {"month": dataset.months, "type": dataset.types, **dataset.areas}.items():
        changed = largest(table, len(table))
        shown = changed if kind == "month" else changed.head(MOST)
        left = len(changed) - len(shown)
        in_order = shown.sort_index() if kind == "month" else shown
        told = [(label(kind, str(key), names), [*row.values()]) for key, row in in_order.to_dict("index").items()]
        yield from table_lines(f"by {kind}" + (f" (the largest {MOST} of {len(changed):,})" if left else ""), told)


def label(kind: str, key: str, names: dict[str, str]) -> str:
    """A row's name on a terminal."""
    first, second = named(kind, key, names)
    if kind == "type":
        return f"{first}: {second}" if second else first
    return f"{second} {first}".strip()


def table_lines(title: str, told: list[tuple[str, list[int]]]) -> Iterator[str]:
    """Columns set right, under their names."""
    wide = max([len(name) for name, _ in told] + [len(title)])
    yield "  " + title.ljust(wide) + "".join(name.rjust(11) for name in COLUMNS)
    for name, numbers in told:
        yield "  " + name.ljust(wide) + "".join(f"{number:,}".rjust(11) for number in numbers)
