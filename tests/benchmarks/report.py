"""A run in print, and as a file for machines."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.results import MORE_IS_BETTER, Row, Unit
from tests.benchmarks.targets import LIMITS

HEAD: Final = ("what", "measured", "5 % to 95 %", "target", "")
AS_FRACTION: Final = 0.5  # shares below are told as 1/n


@dataclass
class Report:
    """Everything a run found, and what it could not measure."""

    rows: list[Row] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)  # line -> why
    failed: dict[str, str] = field(default_factory=dict)

    @property
    def regressions(self) -> list[Row]:
        return [row for row in self.rows if row.regressed]

    def as_json(self, about: dict[str, Any]) -> dict[str, Any]:
        """Machine, versions and every sample; a number that is none becomes null."""
        told = about | {
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
            "rows": [row.as_json() for row in self.rows],
            "skipped": self.skipped,
            "failed": self.failed,
        }
        finite: dict[str, Any] = without_nan(told)
        return finite

    def save(self, path: Path, about: dict[str, Any]) -> None:
        path.write_text(json.dumps(self.as_json(about), indent=1, allow_nan=False) + "\n", encoding="utf-8")


def without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_nan(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_nan(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def table(report: Report, *, short: bool) -> str:
    """The rows as a table in Markdown, then what was left out and what failed."""
    cells = [HEAD, *(row_cells(row, short=short) for row in report.rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(HEAD))]
    lines = [line_of(row, widths) for row in cells]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    lines += [f"* {row.key}: {row.note}" for row in report.rows if row.note]
    lines += [f"Skipped: {line}: {why}" for line, why in report.skipped.items()]
    lines += [f"Failed: {line}: {why}" for line, why in report.failed.items()]
    return "\n".join(lines) + "\n"


def line_of(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"


def row_cells(row: Row, *, short: bool) -> tuple[str, str, str, str, str]:
    low, high = row.spread
    spread = f"{amount(low, row.unit)} to {amount(high, row.unit)}" if len(row.samples) > 1 else ""
    bound = LIMITS.get(row.key) if short else row.target
    word = "at least" if row.unit in MORE_IS_BETTER else "at most"
    if short:
        verdict = "" if bound is None else "WORSE" if row.regressed else "ok"
    else:
        verdict = {None: "", True: "met", False: "MISSED"}[row.met]
    measured = row.processor if short and row.processor is not None else row.value
    return row.what, amount(measured, row.unit), spread, f"{word} {amount(bound, row.unit)}" if bound else "", verdict


def amount(value: float, unit: Unit) -> str:
    """A number with its unit: ``1/52``, ``2.4x``, ``8.1x faster``, ``1.9 kB``."""
    if math.isnan(value):
        return "not known"
    if unit is Unit.SHARE:
        return f"1/{1 / value:.3g}" if 0 < value < AS_FRACTION else f"{value:.3g}x"
    return f"{value:.3g}{'' if unit is Unit.FASTER else ' '}{unit}"
