"""The register of claims: every figure of the published assessment, as a question that can be asked again.

One file a chapter in ``data/reference/claims``; the columns are those of ``Claim``. How a path reads an answer is in
``geo/register/claim_paths.py``, how a tolerance judges it in ``geo/register/claim_comparison.py``.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from data.categories import REFERENCE
from data.schema import DataError

CLAIMS: Final = REFERENCE / "claims"
PUBLISHED_CLAIMS: Final = 672  # figures of the Strategic Assessment of January 2024
PER_DAY: Final = "per_day"
DIGITS: Final = 6  # of a figure of ours
TEXT_RULES: Final = ("", "set", "order", "first", "any", "includes", "lead")

_NUMBER: Final = r"-?\d+(?:\.\d+)?(?:e-?\d+)?"
_TOLERANCE: Final = re.compile(rf"{_NUMBER}|[<>]{_NUMBER}|{_NUMBER}-{_NUMBER}|within \d\d:\d\d-\d\d:\d\d")
_ID: Final = re.compile(r"[A-Z][A-Z0-9]{1,2}\d\d")


class Kind(StrEnum):
    CLAIM = "claim"  # records can answer it
    REFERENCE = "reference"  # no record that a partnership can import answers it
    INCONSISTENT = "inconsistent"  # the printed figures contradict each other


@dataclass(frozen=True)
class Claim:
    """One published figure, and where the answer to which question gives ours. What does not apply is empty."""

    id: str
    chapter: str
    page: str
    says: str  # what the figure is, in our own words
    link: str  # the question, its period named
    path: str  # where in the answer the figure stands
    of_link: str  # the question whose figure ours is divided by; empty for the same
    of_path: str
    scale: str  # factor after the division, or "per_day"
    published: str  # as printed: a number, or words
    unit: str
    tolerance: str
    kind: Kind
    needs: str  # what a release must hold beyond the data set and its months
    why: str  # of a reference or an inconsistency; of a difference that is understood

    @property
    def number(self) -> float | None:
        """The published figure where it is a number; None where it is words or a bound such as ``<25``."""
        return float(self.published) if re.fullmatch(_NUMBER, self.published) else None

    @property
    def factor(self) -> float | None:
        """The scale as a number; None for ``per_day``."""
        return None if self.scale == PER_DAY else float(self.scale or 1)

    @property
    def links(self) -> tuple[str, ...]:
        """The questions to be asked: none, one, or that of the base as well."""
        return tuple(dict.fromkeys(filter(None, (self.link, self.of_link))))


class State(StrEnum):
    HOLDS = "holds"
    DIFFERS = "differs"
    NEEDS_DATA = "needs-data"
    INCONSISTENT = "inconsistent"
    REFERENCE = "reference"


@dataclass(frozen=True)
class ClaimResult:
    """What became of one claim. ``ours`` is None where the release cannot answer; ``why`` is empty where it holds."""

    claim: Claim
    state: State
    ours: float | str | None = None
    why: str = ""

    @property
    def difference(self) -> float | None:
        """Ours less the published figure, in its unit; None where either is not a number."""
        if isinstance(self.ours, str) or self.ours is None or self.claim.number is None:
            return None
        return round(self.ours - self.claim.number, DIGITS)


@cache
def published_claims() -> tuple[Claim, ...]:
    """The whole register, in the order of its chapters; DataError where rows are missing or said twice."""
    claims = load_claims(CLAIMS)
    if len(claims) != PUBLISHED_CLAIMS:
        raise DataError(f"the register has {len(claims)} claims, not {PUBLISHED_CLAIMS}", where=CLAIMS.name)
    return claims


def load_claims(folder: Path) -> tuple[Claim, ...]:
    """Every claim of the files of a folder, each checked; DataError with file and line for the first bad one."""
    claims: list[Claim] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            check_columns(path.name, reader.fieldnames)
            for row in reader:
                where = f"{path.name}, line {reader.line_num}"
                claim = claim_of(row, where)
                if claim.id in seen:
                    raise DataError(f"{claim.id} stands in {seen[claim.id]} as well", where=where)
                seen[claim.id] = where
                claims.append(claim)
    return tuple(claims)


def check_columns(name: str, found: object) -> None:
    """DataError where the columns of a file are not those of a claim, in their order."""
    wanted = [field.name for field in fields(Claim)]
    if found != wanted:
        raise DataError(f"the columns are {found}, not {wanted}", where=name)


def claim_of(row: dict[str, str], where: str) -> Claim:
    """One row as a claim; DataError where it cannot be one."""
    if None in row or None in row.values():
        raise DataError("the row has more or fewer values than the header", where=where)
    try:
        claim = Claim(**{**row, "kind": Kind(row["kind"])})  # type: ignore[arg-type]
    except ValueError as error:
        raise DataError(f"{row['kind']!r} is no kind of claim", where=where) from error
    fault = fault_of(claim)
    if fault:
        raise DataError(f"{claim.id}: {fault}", where=where)
    return claim


def fault_of(claim: Claim) -> str:
    """What is wrong with a claim, in words; empty where nothing is."""
    number = claim.number is not None
    judged = bool(re.fullmatch(_TOLERANCE, claim.tolerance))
    faults = {
        "the id is not letters and two digits": not re.fullmatch(_ID, claim.id),
        "chapter, says and published must be given": not (claim.chapter and claim.says and claim.published),
        "a claim needs a link and a path": claim.kind is Kind.CLAIM and not (claim.link and claim.path),
        "a link needs a path, and a path a link": bool(claim.link) != bool(claim.path),
        "a reference has no link": claim.kind is Kind.REFERENCE and bool(claim.link),
        "it must say why": claim.kind is not Kind.CLAIM and not claim.why,
        "the link does not name its period": any("from=" not in link or "to=" not in link for link in claim.links),
        "of_link without link": bool(claim.of_link or claim.of_path) and not claim.link,
        "the scale is no number": claim.scale not in ("", PER_DAY) and not re.fullmatch(_NUMBER, claim.scale),
        "the tolerance is not understood": not judged and claim.tolerance not in TEXT_RULES,
        "a number needs a tolerance": bool(claim.link) and number and claim.tolerance in TEXT_RULES,
        "words cannot be judged by a number": bool(claim.link)
        and not number
        and bool(re.fullmatch(_NUMBER, claim.tolerance)),
    }
    return next((fault for fault, found in faults.items() if found), "")
