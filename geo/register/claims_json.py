"""The register of claims as the contract's JSON, and as a plain table for a terminal (``swp claims``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from data.claims import ClaimResult
from geo.register.claims import counted_by_state

HEADERS: Final = ("id", "state", "published", "ours", "difference", "unit", "says", "why")
WIDEST: Final = 28  # characters of a list in the table; the JSON has all of it
RIGHT: Final = frozenset({"published", "ours", "difference"})
STATE_WORDS: Final = {
    "holds": "hold",
    "differs": "differ",
    "needs-data": "need data",
    "inconsistent": "inconsistent in print",
    "reference": "for reference",
}


def claims_json(results: Sequence[ClaimResult]) -> list[dict[str, Any]]:
    """One entry a published figure; numbers are numbers, what is not known is null."""
    return [claim_json(result) for result in results]


def claim_json(result: ClaimResult) -> dict[str, Any]:
    """One figure: the contract's keys, and beside them page, path, base, scale and difference."""
    claim = result.claim
    return {
        "id": claim.id,
        "chapter": claim.chapter,
        "page": claim.page,
        "says": claim.says,
        "link": claim.link or None,
        "path": claim.path or None,
        "of_link": claim.of_link or None,
        "of_path": claim.of_path or None,
        "scale": claim.scale or None,
        "published": plain_number(claim.published),
        "unit": claim.unit,
        "tolerance": plain_number(claim.tolerance) if claim.tolerance else None,
        "ours": plain_number(result.ours),
        "difference": plain_number(result.difference),
        "state": str(result.state),
        "why": result.why,
    }


def plain_number(value: float | str | None) -> float | str | None:
    """A number where the value is one, whole where it is whole; words and None as they are."""
    if value is None:
        return None
    try:
        number = float(value)
    except ValueError:
        return value
    return int(number) if number.is_integer() else number


def summary(results: Sequence[ClaimResult]) -> str:
    """How many figures hold, differ and so on, in one line."""
    counts = counted_by_state(results)
    parts = ", ".join(f"{count} {STATE_WORDS[state]}" for state, count in counts.items())
    return f"{len(results)} published figures: {parts}"


def claims_table(results: Sequence[ClaimResult]) -> str:
    """The summary, then one aligned line a figure, as plain text."""
    rows = [cells(result) for result in results]
    widths = [max(len(row[column]) for row in [HEADERS, *rows]) for column in range(len(HEADERS) - 1)]
    return "\n".join([summary(results), "", *(aligned(row, widths) for row in [HEADERS, *rows])]) + "\n"


def cells(result: ClaimResult) -> tuple[str, ...]:
    """One line of the table, in the order of its headers."""
    claim = result.claim
    difference = "" if result.difference is None else f"{result.difference:+,.2f}"
    return (
        claim.id, str(result.state), shown(plain_number(claim.published)), shown(result.ours), difference,
        claim.unit, claim.says, result.why,
    )  # fmt: skip


def shown(value: float | str | None) -> str:
    """A figure for the table: thousands parted, at most two decimals."""
    if value is None:
        return "-"
    if isinstance(value, str):
        return value if len(value) <= WIDEST else value[: WIDEST - 1] + "…"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    """One line; numbers to the right, the last column as long as it likes."""
    parts = [
        cell.rjust(width) if name in RIGHT else cell.ljust(width)
        for name, cell, width in zip(HEADERS, row, widths, strict=False)
    ]
    return "  ".join([*parts, row[-1]]).rstrip()
