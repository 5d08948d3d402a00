"""A slow and obvious way to answer: the records of a release as a table, one pandas mask for each condition.

It shares nothing with the way the product counts: no index, no look-up, no rule. What a type weighs, and the people
and hectares of an area, are inputs to both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from data.categories import slug
from data.levels import Level
from data.releases import Release
from data.selection import DAYS, Selection

COLUMNS = ("month", "day", "hour", "major", "minor", "count", "lsoa", "lsoa21", "ward", "authority_code", "outcome",
           "victim_age", "suspect_age")  # fmt: skip
FLAGS = ("knife", "injury", "domestic_abuse", "business", "alcohol", "racist", "racist_religious", "faith",
         "antisemitic", "islamophobic", "homophobic", "transgender", "disability", "detected")  # fmt: skip
HATE = FLAGS[5:13]
VIOLENT = ("Violence Against the Person", "Robbery", "Sexual Offences")


@dataclass(frozen=True)
class Counted:
    """What one period holds."""

    by_area: list[int]
    by_hour: list[list[int]]
    by_month: list[int]
    records: int
    age_open: int


class Obvious:
    """One data set of a release."""

    def __init__(self, release: Release, dataset: str) -> None:
        told = json.loads((release.folder / "areas.json").read_text(encoding="utf-8"))
        self.codes: dict[str, list[str]] = {level: [row[0] for row in rows] for level, rows in told.items()}
        (described,) = (one for one in release.manifest["datasets"] if one["slug"] == dataset)
        self.months: set[int] = set(described["months"])
        self.types: list[tuple[str, str]] = [(major, minor) for major, minor in described["types"]]
        provider = described["provider"]  # a second source of a kind of record is a data set called after it
        self.records = self._read(release, f"{dataset.removesuffix(f'-{provider}')}.{provider}")
        self.inside: Mapping[str, set[str]] = {}
        if "authority" in told:
            region = {row[0]: row[3] for row in told["authority"]}
            owner = {row[0]: row[3] for level in ("lsoa", "lsoa21", "ward") for row in told[level]}
            found = self.records["authority_code"].astype("str")
            found = found.where(found.isin(list(region)))
            for column in ("ward", "lsoa21", "lsoa"):  # what the record says of itself counts where it has no area
                by_area = self.records[column].astype("str").map(owner).astype("str")
                found = by_area.where(by_area.notna(), found)
            self.records["authority"] = found.astype("category")
            self.records["region"] = found.map(region).astype("category")
            del self.records["authority_code"]
            self.inside = {code: {small for small, own in owner.items() if own == code} for code in region}

    @staticmethod
    def _read(release: Release, name: str) -> pd.DataFrame:
        every = pd.read_parquet(release.folder / "records" / f"{name}.parquet")
        every["outcome"] = every["outcome"].str.casefold() if "outcome" in every else ""
        records = every[[name for name in (*COLUMNS, *FLAGS) if name in every]].copy()
        for name in FLAGS:
            records[name] = records[name].astype("boolean") if name in records else pd.NA
        for age in ("victim_age", "suspect_age"):
            if age not in records:
                records[age] = np.nan
        records["minor"] = records["minor"].fillna("")
        for name in ("major", "minor", "lsoa", "lsoa21", "ward", "outcome"):
            records[name] = records[name].astype("category")
        for name in FLAGS:
            records[f"{name}?"] = records[name].isna().to_numpy()
            records[name] = records[name].fillna(False).astype(bool)
        known = (records["day"] >= 0) & (records["hour"] >= 0)
        records["week_hour"] = np.where(known, records["day"].astype(int) * 24 + records["hour"], -1)
        return records.sort_values("month", kind="stable", ignore_index=True)

    def counted(self, selection: Selection, level: Level, first: int, last: int) -> Counted:
        """The records of a period that match ``selection``, whose months are not looked at."""
        period = self.period(first, last)
        keep, left_open = self.matching(period, selection, level), 0
        if selection.syv:
            young, may_be = (self.youth_violence(period, selection.syv, unknown) for unknown in (False, True))
            left_open = int(period.loc[keep & may_be & ~young, "count"].sum())
            keep &= young
        records = period.loc[keep, ["month", "week_hour", "count", str(level)]]
        areas = records.groupby(str(level), observed=True)["count"].sum()
        hours = records[records["week_hour"] >= 0].groupby("week_hour")["count"].sum().reindex(range(168), fill_value=0)
        months = records.groupby("month")["count"].sum().reindex(range(first, last + 1), fill_value=0)
        return Counted(
            by_area=areas.reindex(self.areas(level, selection), fill_value=0).tolist(),
            by_hour=hours.to_numpy().reshape(7, 24).tolist(),
            by_month=months.tolist(),
            records=int(records["count"].sum()),
            age_open=left_open,
        )

    def period(self, first: int, last: int) -> pd.DataFrame:
        """The records of some months: they stand in the order of their months."""
        start, end = self.records["month"].searchsorted([first, last + 1])
        return self.records.iloc[start:end]

    def areas(self, level: Level, selection: Selection) -> list[str]:
        codes = self.codes[str(level)]
        own = self.inside.get(selection.authority or "")
        return codes if own is None else [code for code in codes if code in own]

    def matching(self, records: pd.DataFrame, selection: Selection, level: Level) -> pd.Series:
        keep = pd.Series(True, index=records.index)
        if selection.authority:
            keep &= records["authority"] == selection.authority
        if selection.type:
            keep &= self.of_types(records, selection.type)
        if selection.ward:
            keep &= records["ward"].isin(selection.ward)
        if selection.lsoa:
            keep &= records["lsoa21" if level is Level.LSOA21 else "lsoa"].isin(selection.lsoa)
        if selection.days:
            keep &= records["day"].isin([DAYS.index(day) for day in selection.days])
        if selection.time != "all":
            keep &= records["hour"].isin(hours_between(selection.time))
        for flag in selection.flag:
            keep &= self.carrying(records, flag)
        return keep

    def of_types(self, records: pd.DataFrame, names: tuple[str, ...]) -> pd.Series:
        """A name is a major's where any is called so, otherwise a minor's."""
        majors = {slug(major) for major, _ in self.types}
        keep = pd.Series(False, index=records.index)
        for name in names:
            column = "major" if name in majors else "minor"
            keep |= records[column].isin([text for text in records[column].cat.categories if slug(text) == name])
        return keep

    def carrying(self, records: pd.DataFrame, flag: str) -> pd.Series:
        if flag == "serious":
            young = self.youth_violence(records, "any", False)
            return young | (records["major"] == "Sexual Offences") | records["domestic_abuse"]
        if flag == "no-further-action":
            words = [text for text in records["outcome"].cat.categories if "no further action" in text]
            return records["outcome"].isin(words)
        if flag == "hate":
            return records[list(HATE)].any(axis=1)
        return records[flag.replace("-", "_")]

    def youth_violence(self, records: pd.DataFrame, rule: str, unknown: bool) -> pd.Series:
        """Which records meet the rule if everyone of unknown age is young (``unknown``), or nobody is."""

        def younger(person: str, years: int) -> pd.Series:
            age = records[f"{person}_age"]
            return (age < years) | (age.isna() & unknown)

        def flagged(name: str) -> pd.Series:
            return records[name] | (records[f"{name}?"] & unknown)

        if rule == "knife-injury":
            return flagged("knife") & flagged("injury") & younger("victim", 25)
        years = 18 if rule in ("under-18", "child-on-child") else 25
        victim, suspect = younger("victim", years), younger("suspect", years)
        people: Any = {
            "any": victim | suspect, "victim": victim, "suspect": suspect, "both": victim & suspect,
            "under-18": victim | suspect, "child-on-child": victim & suspect,
        }[rule]  # fmt: skip
        return people & records["major"].isin(VIOLENT)

    def weighed(self, selection: Selection, level: Level, first: int, last: int, weights: dict[Any, float]) -> Any:
        """(areas,) what the matching records of each area weigh, and what all of them do."""
        records = self.period(first, last)
        keep = self.matching(records, selection, level)
        if selection.syv:
            keep &= self.youth_violence(records, selection.syv, unknown=False)
        records = records[keep]
        pairs = zip(records["major"].astype(str), records["minor"].astype(str), strict=True)
        worth = records["count"] * np.array([weights[pair] for pair in pairs], dtype=float)
        areas = worth.groupby(records[str(level)], observed=True).sum()
        return areas.reindex(self.areas(level, selection), fill_value=0.0).to_numpy(), float(worth.sum())


def hours_between(time: str) -> list[int]:
    """The hours of a ``time`` value, gone through one by one."""
    start, end = {"night": (18, 6), "day": (6, 18)}.get(time) or tuple(int(part) for part in time.split("-"))
    hours = [start]
    while (hours[-1] + 1) % 24 != end % 24:
        hours.append((hours[-1] + 1) % 24)
    return hours
