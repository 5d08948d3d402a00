"""What the assessment of January 2024 published that no record can answer, carried as published, with its page.

Tables and their sources: ``data/reference/README.md``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from data.categories import REFERENCE

ASSESSMENT: Final = "Safer Westminster Partnership Strategic Assessment, January 2024"
ASSESSED: Final = "Westminster"  # the authority these tables are about
YOUTH_VIOLENCE: Final = "youth violence"


@dataclass(frozen=True)
class PublishedShare:
    """One share as printed; ``ward`` is a code, empty for the whole borough."""

    id: str
    says: str  # what the share is of, in a few words
    ward: str
    percent: float
    section: str
    page: str  # empty where the page is not known
    note: str = ""

    @property
    def where(self) -> str:
        """``Assessment 2024, Youth Justice Service, p. 27``."""
        page = f", p. {self.page}" if self.page and "-" not in self.page else f", pp. {self.page}" if self.page else ""
        return f"Assessment 2024, {self.section}{page}"


@dataclass(frozen=True)
class WardIssues:
    """A ward's line of Appendix 5 beyond what records tell, in short words."""

    ward: str
    issues: tuple[str, ...]  # over-represented in other data sets, as printed
    priorities: tuple[str, ...]  # earlier problem solving and survey concerns, which print gives in one column
    where: str


@dataclass(frozen=True)
class Lockdown:
    """A national lockdown in England: first day, and the day it ended."""

    name: str
    first: date
    last: date
    source: str


def _rows(name: str) -> list[dict[str, Any]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def survey() -> tuple[PublishedShare, ...]:
    """City Survey 2023: residents who call a thing a problem, or feel safe; borough and the wards printed."""
    return tuple(
        PublishedShare(
            row["id"], row["says"], row["ward22cd"], float(row["percent"]), row["section"], row["page"], row["note"]
        )
        for row in _rows("survey_by_ward.csv")
    )


@cache
def perceptions(issue: str = YOUTH_VIOLENCE) -> tuple[PublishedShare, ...]:
    """Residents who call ``issue`` a problem: the borough first, then the wards printed, highest first."""
    found = [share for share in survey() if share.says == issue]
    return tuple(sorted(found, key=lambda share: (share.ward != "", -share.percent, share.ward)))


@cache
def cohorts() -> tuple[PublishedShare, ...]:
    """Where young people and families known to services live: the wards printed, by cohort, highest first."""
    return tuple(
        PublishedShare(
            row["id"], row["cohort"], row["ward22cd"], float(row["percent"]), row["section"], row["page"], row["period"]
        )
        for row in _rows("cohorts_by_ward.csv")
    )


@cache
def ward_issues() -> dict[str, WardIssues]:
    """By ward code, for the 18 wards of Westminster."""
    return {
        row["ward22cd"]: WardIssues(
            row["ward22cd"],
            tuple(filter(None, row["issues"].split("|"))),
            tuple(filter(None, row["priorities"].split("|"))),
            f"Assessment 2024, {row['section']}, pp. {row['page']}",
        )
        for row in _rows("ward_issues.csv")
    }


@cache
def lockdowns() -> tuple[Lockdown, ...]:
    """England's national lockdowns of 2020 and 2021."""
    return tuple(
        Lockdown(row["name"], date.fromisoformat(row["from"]), date.fromisoformat(row["to"]), row["source"])
        for row in _rows("lockdowns.csv")
    )


@cache
def residents() -> dict[str, int]:
    """Residents of mid-2020 by ward code (weighted from small areas)."""
    return {row["ward22cd"]: int(row["pop_mid2020_weighted"]) for row in _rows("wards_2022.csv")}
