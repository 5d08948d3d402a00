"""Offence names of every generation, slugs, and the field-level rules."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import categories
from data.categories import Category, YouthViolence, canonical, fold, slug, unknown_names


def text(*values: str | float) -> pd.Series:
    return pd.Series(values, dtype="str")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Theft from Person", "theft-from-person"),
        ("West End", "west-end"),
        ("St James's", "st-jamess"),
        ("St. James’s", "st-jamess"),
        ("Knightsbridge & Belgravia", "knightsbridge-and-belgravia"),
        ("Knightsbridge&Belgravia", "knightsbridge-and-belgravia"),
        ("Burglary - Residential", "burglary-residential"),
        ("Theft/Taking of Pedal Cycle", "theft-taking-of-pedal-cycle"),
        ("", ""),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(st.text())
def test_slug_is_safe_in_a_link_and_stable(name: str) -> None:
    made = slug(name)
    assert slug(made) == made
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not made.startswith("-") and not made.endswith("-") and "--" not in made


FULL = "Racially or Religiously Aggravated Public Fear, Alarm or Distress"


@pytest.mark.parametrize(
    "spelling",
    [FULL, FULL[:50], FULL[:50].upper(), FULL.replace(",", "")[:50], FULL[:50].replace(",", ""), f" {FULL} "],
)
def test_cut_names_are_written_out(spelling: str) -> None:
    major, minor = canonical(text("Public Order Offences"), text(spelling))
    assert (major[0], minor[0]) == ("Public Order Offences", FULL)


# Typed by hand from the publisher's spellings: (major, minor) as published -> canonical.
GENERATIONS = [
    (("Violence Against the Person", "Wounding/GBH"), ("Violence Against the Person", "Violence with Injury")),
    (("Violence Against The Person", "Common Assault"), ("Violence Against the Person", "Violence without Injury")),
    (("Violence Against The Person", "Murder"), ("Violence Against the Person", "Homicide")),
    (("Violence Against The Person", "Offensive Weapon"), ("Possession of Weapons", "Offensive Weapon")),
    (("Theft & Handling", "Other Theft Person"), ("Theft", "Theft from Person")),
    (
        ("Theft and Handling", "Theft/Taking Of Motor Vehicle"),
        ("Vehicle Offences", "Theft or Taking of a Motor Vehicle"),
    ),
    (
        ("Theft and Handling", "Motor Vehicle Interference & Tampering"),
        ("Vehicle Offences", "Interfering with a Motor Vehicle"),
    ),
    (
        ("Theft and Handling", "Handling Stolen Goods"),
        ("Miscellaneous Crimes Against Society", "Handling Stolen Goods"),
    ),
    (
        ("Other Notifiable Offences", "Going Equipped"),
        ("Miscellaneous Crimes Against Society", "Going Equipped for Stealing"),
    ),
    (("Criminal Damage", "Criminal Damage To Dwelling"), ("Arson and Criminal Damage", "Criminal Damage")),
    (("Drugs", "Drug Trafficking"), ("Drug Offences", "Drug Trafficking")),
    (("Fraud or Forgery", "Counted per Victim"), ("Historical Fraud and Forgery", "Historical Fraud and Forgery")),
    (("Robbery", "Personal Property"), ("Robbery", "Robbery of Personal Property")),
    (("BURGLARY", "BURGLARY IN A DWELLING"), ("Burglary", "Domestic Burglary")),
    (("BURGLARY", "BURGLARY - RESIDENTIAL"), ("Burglary", "Domestic Burglary")),
    (("BURGLARY", "RES BURGLARY OF A HOME"), ("Burglary", "Domestic Burglary")),
    (("BURGLARY", "RES BURGLARY OF UNCONNECTED BUILDING"), ("Burglary", "Domestic Burglary")),
    (("BURGLARY", "BURGLARY NON-DWELLING"), ("Burglary", "Burglary Business and Community")),
    (
        ("VEHICLE OFFENCES", "THEFT OR UNAUTH TAKING OF A MOTOR VEH"),
        ("Vehicle Offences", "Theft or Taking of a Motor Vehicle"),
    ),
    (("THEFT", "THEFT FROM THE PERSON"), ("Theft", "Theft from Person")),
    (("DRUG OFFENCES", "TRAFFICKING OF DRUGS"), ("Drug Offences", "Drug Trafficking")),
    (("PUBLIC ORDER OFFENCES", "RACE OR RELIGIOUS AGG PUBLIC FEAR"), ("Public Order Offences", FULL)),
    (
        ("VIOLENCE AGAINST THE PERSON", "STALKING AND HARASSMENT"),
        ("Violence Against the Person", "Stalking and Harassment"),
    ),
]


@pytest.mark.parametrize(("spelled", "expected"), GENERATIONS)
def test_every_generation(spelled: tuple[str, str], expected: tuple[str, str]) -> None:
    major, minor = canonical(text(spelled[0]), text(spelled[1]))
    assert (major[0], minor[0]) == expected
    assert unknown_names(text(spelled[0]), text(spelled[1])) == []


def test_unknown_names_are_kept_and_told() -> None:
    major = text("NFIB FRAUD", "Robbery", "Robbery", "BURGLARY", np.nan, np.nan)
    minor = text("FRAUD OF THE YEAR", "Robbery of a Dream", "Rape", np.nan, "Rape", np.nan)
    got_major, got_minor = canonical(major, minor)
    assert got_major.fillna("-").tolist() == ["Nfib Fraud", "Robbery", "Robbery", "Burglary", "Sexual Offences", "-"]
    assert got_minor.fillna("-").tolist() == ["Fraud of the Year", "Robbery of a Dream", "Rape", "-", "Rape", "-"]
    assert unknown_names(major, minor) == [
        ("NFIB FRAUD", "FRAUD OF THE YEAR"),
        ("Robbery", "Rape"),
        ("Robbery", "Robbery of a Dream"),
    ]


def test_canonical_keeps_the_index_and_its_own_names() -> None:
    known = [category for category in categories.categories() if category.minor]
    major = pd.Series([c.major for c in known], dtype="str", index=range(100, 100 + len(known)))
    minor = pd.Series([c.minor for c in known], dtype="str", index=major.index)
    got_major, got_minor = canonical(major, minor)
    pd.testing.assert_series_equal(got_major, major, check_names=False)
    pd.testing.assert_series_equal(got_minor, minor, check_names=False)


def test_taxonomy_has_the_published_shape() -> None:
    table = categories.taxonomy()
    main = table[table["generation"] == "2017-2024"]
    assert (len(main), main["major"].nunique()) == (56, 12)
    assert main["published_2017_2024"].str.len().max() == 50
    assert not table["minor"].map(fold).duplicated().any()
    assert not table["minor"].map(slug).duplicated().any()
    assert set(table.loc[table["violent"], "major"]) == set(categories.VIOLENT_MAJORS)
    assert categories.business_proxy_minors() == {
        "Burglary Business and Community",
        "Robbery of Business Property",
        "Shoplifting",
        "Other Theft",
        "Theft from Person",
    }


def test_category_slug_is_of_the_narrower_name() -> None:
    assert Category("Theft").slug == "theft"
    assert Category("Theft", "Theft from Person").slug == "theft-from-person"


AGES = [None, 5, 17, 18, 24, 25, 60]


def slow_youth_violence(row: Mapping[str, Any], rule: YouthViolence) -> bool | None:
    """The rule for one record by trying every age an unknown could be."""
    possible = {}
    for person in ("victim", "suspect"):
        age = row[f"{person}_age"]
        possible[person] = [5, 20, 60] if age is None else [age]
    answers = set()
    for victim in possible["victim"]:
        for suspect in possible["suspect"]:
            years = 18 if rule in ("under-18", "child-on-child") else 25
            v, s = victim < years, suspect < years
            if rule == "knife-injury":
                answers.add(bool(row["knife"] and row["injury"] and v))
                continue
            young = {
                "any": v or s,
                "victim": v,
                "suspect": s,
                "both": v and s,
                "under-18": v or s,
                "child-on-child": v and s,
            }
            answers.add(
                bool(
                    young[rule.value] and row["major"] in ("Robbery", "Sexual Offences", "Violence Against the Person")
                )
            )
    return answers.pop() if len(answers) == 1 else None


@pytest.mark.parametrize("rule", list(YouthViolence))
def test_youth_violence_agrees_with_a_slow_version(rule: YouthViolence) -> None:
    rows = [
        {"victim_age": v, "suspect_age": s, "knife": knife, "injury": injury, "major": major}
        for v in AGES
        for s in AGES
        for knife in (True, False)
        for injury in (True, False)
        for major in ("Robbery", "Theft", "Violence Against the Person")
    ]
    records = pd.DataFrame(rows).astype(
        {"victim_age": "float32", "suspect_age": "float32", "knife": "boolean", "injury": "boolean", "major": "str"}
    )
    got = [None if pd.isna(value) else bool(value) for value in categories.youth_violence(records, rule)]
    assert got == [slow_youth_violence(row, rule) for row in rows]


def test_youth_violence_without_ages_is_unknown_not_false() -> None:
    records = pd.DataFrame({"major": text("Robbery", "Theft")})
    answer = categories.youth_violence(records, YouthViolence.ANY)
    assert answer.isna().tolist() == [True, False]
    assert not answer.fillna(False).any()


@pytest.mark.parametrize("level", ["Borough", "Ward"])
def test_every_name_in_the_real_files_is_known(real: Path, level: str) -> None:
    table = pd.read_csv(real / "mps" / f"MPS {level} Level Crime (most recent 24 months).csv", dtype="str")
    assert table["MinorText"].nunique() == 56
    assert unknown_names(table["MajorText"], table["MinorText"]) == []
