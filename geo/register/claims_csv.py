"""The register of claims as CSV: one row a published figure, as one release answers it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from data.claims import ClaimResult
from geo.files.csv_text import csv_text
from geo.register.claims_json import claims_json, summary

COLUMNS: Final = (
    "id", "chapter", "page", "says", "link", "path", "of_link", "of_path", "scale",
    "published", "unit", "tolerance", "ours", "difference", "state", "why",
)  # fmt: skip


def claims_csv(results: Sequence[ClaimResult]) -> str:
    """All results in their order, under a line that says how many hold; what is not known is empty."""
    rows = [{name: told[name] for name in COLUMNS} for told in claims_json(results)]
    return csv_text([summary(results)], rows)
