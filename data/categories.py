"""Offence categories: one spelling for every generation of names, and the rules that need only a record's fields.

The canonical names are the ones the Metropolitan Police used from 2017 to 2024, in title case, with the
four names that were published cut at 50 characters written out. ``data/reference`` holds the tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

import pandas as pd

REFERENCE: Final = Path(__file__).parent / "reference"

VIOLENCE: Final = "Violence Against the Person"
ROBBERY: Final = "Robbery"
SEXUAL: Final = "Sexual Offences"
VIOLENT_MAJORS: Final = (VIOLENCE, ROBBERY, SEXUAL)
POLICE_UK_VIOLENT: Final = "Violence and sexual offences"  # data.police.uk does not part the two

NIGHT_FROM, NIGHT_TO = 18, 6  # half-open: 18:00 <= t < 06:00

# Publishers cut names at 50 characters, before or after dropping commas; 45 folded characters are
# left in every such variant, and still tell all names apart.
_FOLDED_LENGTH: Final = 45
_APOSTROPHES: Final = re.compile("['’‘`´ʼ]")
_NOT_WORD: Final = re.compile("[^a-z0-9]+")
_SMALL_WORDS: Final = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to")
)


class YouthViolence(StrEnum):
    """The readings of serious youth violence; the values are those of ``syv=`` in a link."""

    ANY = "any"
    VICTIM = "victim"
    SUSPECT = "suspect"
    BOTH = "both"
    UNDER_18 = "under-18"
    CHILD_ON_CHILD = "child-on-child"
    KNIFE_INJURY = "knife-injury"


@dataclass(frozen=True, order=True)
class Category:
    """A major category, or a minor one within it; its slug stands in links."""

    major: str
    minor: str | None = None

    @property
    def name(self) -> str:
        return self.minor or self.major

    @property
    def slug(self) -> str:
        return slug(self.name)


def _plain(text: str, joint: str) -> str:
    lower = _APOSTROPHES.sub("", text.casefold().replace("&", " and "))
    return _NOT_WORD.sub(joint, lower).strip(joint)


def slug(name: str) -> str:
    """``St James's`` -> ``st-jamess``, ``Theft from Person`` -> ``theft-from-person``."""
    return _plain(name, "-")


def fold(text: str) -> str:
    """The form in which names are compared: blind to case, punctuation, ``&`` or ``and``, and the 50-character cut."""
    return _plain(text, " ")[:_FOLDED_LENGTH].rstrip()


def title_case(text: str) -> str:
    """Names published in capitals as the other generations write them; anything else unchanged."""
    if not text.isupper():
        return text
    words = text.lower().split()
    return " ".join(word if i and word in _SMALL_WORDS else word.capitalize() for i, word in enumerate(words))


@cache
def taxonomy() -> pd.DataFrame:
    """One row a minor category: names, data.police.uk type, cost row, flags, records in the mix (``data/tables/type_mix.py``)."""
    table = pd.read_csv(REFERENCE / "offence_taxonomy.csv")
    flags = ["business_proxy", "violent", "neighbourhood", "proactive"]
    return table.fillna({"mix_records": 0}).astype(dict.fromkeys(flags, "bool"))


@cache
def categories() -> tuple[Category, ...]:
    """Every canonical category in order, each major before its minors."""
    table = taxonomy()
    majors = {Category(major) for major in table["major"]}
    minors = {Category(major, minor) for major, minor in zip(table["major"], table["minor"], strict=True)}
    return tuple(sorted(majors | minors, key=lambda category: (category.major, category.minor or "")))


@cache
def business_proxy_minors() -> frozenset[str]:
    """Minors that stand for business crime where there is no police flag (Assessment 2024, p. 88)."""
    table = taxonomy()
    return frozenset(table.loc[table["business_proxy"], "minor"])


@cache
def _majors_by_spelling() -> dict[str, tuple[str, ...]]:
    """Folded major -> the canonical majors its minors may belong to, the first for minors we do not know."""
    table = pd.read_csv(REFERENCE / "offence_majors.csv")
    known = {fold(major): (major,) for major in taxonomy()["major"]}
    return known | {
        fold(old): tuple(new.split("|")) for old, new in zip(table["published"], table["majors"], strict=True)
    }


@cache
def _category_by_spelling() -> dict[str, Category]:
    spelled = [name for name in taxonomy().columns if name == "minor" or name.startswith("published_")]
    found: dict[str, Category] = {}
    for row in taxonomy()[["major", *spelled]].to_dict("records"):
        category = Category(row["major"], row["minor"])
        names = [name for column in spelled for name in str(row[column]).split("|") if isinstance(row[column], str)]
        for name in names:
            if found.setdefault(fold(name), category) != category:
                raise ValueError(f"{name!r} stands for two categories in offence_taxonomy.csv")
    return found


def _canonical_pair(major: str, minor: str) -> tuple[str, str, bool]:
    """Canonical names ("" for none) and whether both names are known and go together."""
    majors = _majors_by_spelling().get(fold(major), ())
    category = _category_by_spelling().get(fold(minor))
    if category is not None and (not major or category.major in majors):
        return category.major, category.minor or "", True
    known = not minor and (not major or bool(majors))
    return (majors[0] if majors else title_case(major)), title_case(minor), known


def _canonical_by_pair(major: pd.Series, minor: pd.Series) -> pd.DataFrame:
    """The canonical names of each distinct pair, indexed by (major, minor) as spelled, "" for missing."""
    pairs = pd.MultiIndex.from_arrays([major.fillna("").astype("str"), minor.fillna("").astype("str")]).unique()
    rows = [_canonical_pair(str(a).strip(), str(b).strip()) for a, b in pairs]
    return pd.DataFrame(rows, index=pairs, columns=["major", "minor", "known"])


def canonical(major: pd.Series, minor: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Canonical major and minor names; unknown ones are kept as spelled (title-cased if in capitals).

    A missing major is taken from a known minor. A known minor under a major it never belonged to is
    kept as spelled, and ``unknown_names`` tells of it. For Met names: data.police.uk types are already
    canonical, and its "Drugs" would be read as the Met's name of before 2017.
    """
    spelled = pd.MultiIndex.from_arrays([major.fillna("").astype("str"), minor.fillna("").astype("str")])
    found = _canonical_by_pair(major, minor).reindex(spelled)
    names = [
        pd.Series(found[name].to_numpy(), index=major.index, dtype="str", name=name) for name in ("major", "minor")
    ]
    return names[0].mask(names[0] == ""), names[1].mask(names[1] == "")


def unknown_names(major: pd.Series, minor: pd.Series) -> list[tuple[str, str]]:
    """The distinct (major, minor) pairs, as spelled, that the taxonomy does not know; sorted."""
    found = _canonical_by_pair(major, minor)
    return sorted((str(a), str(b)) for a, b in found.index[~found["known"].astype("bool")])


def _younger(records: pd.DataFrame, person: str, years: int) -> pd.Series:
    """Three-valued: NA where the age is not known, or not asked."""
    column = f"{person}_age"
    if column not in records:
        return pd.Series(pd.NA, index=records.index, dtype="boolean")
    return (records[column] < years).astype("boolean").mask(records[column].isna())


def _flag(records: pd.DataFrame, name: str) -> pd.Series:
    if name not in records:
        return pd.Series(pd.NA, index=records.index, dtype="boolean")
    return records[name].astype("boolean")


def youth_violence(records: pd.DataFrame, rule: YouthViolence) -> pd.Series:
    """Whether each record is serious youth violence: True, False, or NA where unknown ages leave it open.

    Count ``result.fillna(False)``: an unknown age is not under 25; tell ``result.isna().sum()`` beside it.
    Rules: Safer Westminster Partnership Strategic Assessment 2024, pp. 62-67.
    """
    if rule is YouthViolence.KNIFE_INJURY:
        return _flag(records, "knife") & _flag(records, "injury") & _younger(records, "victim", 25)
    years = 18 if rule in (YouthViolence.UNDER_18, YouthViolence.CHILD_ON_CHILD) else 25
    victim, suspect = _younger(records, "victim", years), _younger(records, "suspect", years)
    ages = {
        YouthViolence.ANY: victim | suspect,
        YouthViolence.VICTIM: victim,
        YouthViolence.SUSPECT: suspect,
        YouthViolence.BOTH: victim & suspect,
        YouthViolence.UNDER_18: victim | suspect,
        YouthViolence.CHILD_ON_CHILD: victim & suspect,
    }[rule]
    return ages & records["major"].isin(VIOLENT_MAJORS)
