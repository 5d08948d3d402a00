"""Small CSV tables that say in their first lines what they are: ``# title: ...``, then header and rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from data.schema import DataError


@dataclass(frozen=True)
class HeadedTable:
    """``facts``: what the table says of itself (title, source, licence, ...); ``rows``: cells by column."""

    facts: Mapping[str, str]
    rows: tuple[Mapping[str, str], ...]


def load_headed_table(path: Path) -> HeadedTable:
    """Read a table of ours, reading a file once; DataError where it is not what we wrote."""
    try:
        return _parsed(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, csv.Error) as error:
        raise unreadable(path) from error


@lru_cache(maxsize=32)
def _parsed(path: Path, modified: int) -> HeadedTable:  # noqa: ARG001 - a changed file is a new key
    facts: dict[str, str] = {}
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    while lines and lines[0].startswith("# "):
        key, _, value = lines.pop(0)[2:].partition(": ")
        facts[key] = value.strip()
    rows = tuple(csv.DictReader(lines, strict=True))
    if any(None in row or None in row.values() for row in rows):
        raise ValueError("a row has not the cells of the header")
    return HeadedTable(facts, rows)


def load_numbers(path: Path, key: str, value: str) -> tuple[Mapping[str, str], dict[str, float]]:
    """What a table says of itself, and its column of numbers by its column of keys; DataError as above."""
    table = load_headed_table(path)
    try:
        return table.facts, {row[key]: float(row[value]) for row in table.rows}
    except (KeyError, ValueError) as error:
        raise unreadable(path) from error


def unreadable(path: Path) -> DataError:
    """The error for a table that is not what we wrote."""
    return DataError("the table cannot be read", where=str(path), mend="Restore it, or register it under a new name")


def headed_text(facts: Mapping[str, str], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The text that ``load_headed_table`` reads; equal tables give equal text."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return "".join(f"# {key}: {' '.join(value.split())}\n" for key, value in facts.items()) + written.getvalue()


def body_of(text: str) -> str:
    """Header and rows, without the lines that say what the table is."""
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("# "))
