"""Functions of the path language: figures in print that are words, such as the busiest hours or the commonest types.

Each takes the JSON of an answer and words, and gives words, a number, or None where the answer does not know.
Ties go to the earlier day or month, or the smaller name, so that one release always gives one answer; of equal runs
of hours the one that begins with the busiest hour is told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from data.months import MONTHS, days_between
from data.schema import month_from_text
from data.selection import DAYS

NIGHTS: Final = "nights:"
WEEKEND: Final = ("sat", "sun")
BAND_YEARS: Final = 5


def by_night(week: np.ndarray) -> np.ndarray:
    """(7, 24) the hours 18 to 6 by the day on which the night begins; the hours of the day are zero."""
    nights = np.zeros_like(week)
    nights[:, 18:] = week[:, 18:]
    nights[:, :6] = np.roll(week, -1, axis=0)[:, :6]
    return nights


def week_of(answer: dict[str, Any]) -> np.ndarray | None:
    """(7, 24) the hours of an answer; None where they are empty, or any is not known."""
    hours = answer.get("hours")
    if not hours or any(value is None for day in hours for value in day) or not np.array(hours).sum():
        return None
    return np.array(hours)


def peak_hours(answer: dict[str, Any], count: str, days: str = "") -> str | None:
    """The consecutive hours with the most records, as ``22:00-01:00``; midnight does not break them.

    ``days`` such as ``sat+sun`` counts these days only, ``nights:fri+sat`` the nights that begin on them.
    """
    week = week_of(answer)
    if week is None:
        return None
    table = by_night(week) if days.startswith(NIGHTS) else week
    names = days.removeprefix(NIGHTS).split("+") if days else DAYS
    by_hour = table[[DAYS.index(name) for name in names]].sum(axis=0)
    length = int(count)
    start = max(range(24), key=lambda hour: (np.roll(by_hour, -hour)[:length].sum(), by_hour[hour], -hour))
    return f"{start:02d}:00-{(start + length) % 24:02d}:00"


def top_days(answer: dict[str, Any], count: str) -> str | None:
    """The days of the week with the most records, Monday first, as ``Thu;Fri;Sat``."""
    week = week_of(answer)
    return None if week is None else days_named(week.sum(axis=1), int(count))


def top_nights(answer: dict[str, Any], count: str) -> str | None:
    """The nights, 18:00 to 06:00, with the most records, by the day on which they begin."""
    week = week_of(answer)
    return None if week is None else days_named(by_night(week).sum(axis=1), int(count))


def days_named(values: np.ndarray, count: int) -> str:
    """The days with the largest of seven values, Monday first."""
    largest = sorted(np.argsort(-values, kind="stable")[:count].tolist())
    return ";".join(DAYS[day].capitalize() for day in largest)


def busier_days(answer: dict[str, Any]) -> str | None:
    """``weekend`` where a day of it has more than another day has on average, else ``weekdays``."""
    week = week_of(answer)
    if week is None:
        return None
    by_day = week.sum(axis=1)
    at_weekend = np.array([day in WEEKEND for day in DAYS])
    return "weekend" if by_day[at_weekend].mean() > by_day[~at_weekend].mean() else "weekdays"


def top_months(answer: dict[str, Any], count: str) -> str | None:
    """The months with the most records, largest first; None where one of them is not known."""
    months = answer.get("months") or []
    if not months or any(month["value"] is None for month in months):
        return None
    largest = sorted(months, key=lambda month: (-month["value"], month["month"]))[: int(count)]
    return ";".join(MONTHS[int(month["month"][-2:]) - 1] for month in largest)


def top_types(answer: dict[str, Any], count: str) -> str | None:
    """The commonest major types with their records, largest first: ``Theft 163;Vehicle Offences 132``."""
    majors = [one for one in answer.get("types") or [] if one["major"] is None]
    types = [one for one in majors if one["value"]]
    if len(types) < int(count) or any(one["value"] is None for one in majors):
        return None
    largest = sorted(types, key=lambda one: (-one["value"], one["name"]))[: int(count)]
    return ";".join(f"{one['name']} {one['value']}" for one in largest)


def profile_of(answer: dict[str, Any], ward: str) -> dict[str, Any] | None:
    """The profile of a ward, of those that the page of the wards has."""
    profiles = (answer.get("wards") or {}).get("profiles") or []
    return next((profile for profile in profiles if profile["code"] == ward and profile["value"]), None)


def top_quotients(answer: dict[str, Any], count: str, ward: str) -> str | None:
    """The types a ward has most of beside all wards together, by location quotient: ``Burglary 3.50;Theft 1.22``."""
    profile = profile_of(answer, ward)
    if profile is None:
        return None
    everywhere: dict[str, int] = {}
    for one in answer["wards"]["profiles"]:
        for kind in one["types"]:
            everywhere[kind["name"]] = everywhere.get(kind["name"], 0) + kind["value"]
    base, here = sum(everywhere.values()), sum(kind["value"] for kind in profile["types"])
    if here != profile["value"]:  # some kinds are withheld
        return None
    found = {
        kind["name"]: (kind["value"] / here) / (everywhere[kind["name"]] / base)
        for kind in profile["types"]
        if everywhere[kind["name"]]
    }
    largest = sorted(found, key=lambda name: (-found[name], name))[: int(count)]
    return ";".join(f"{name} {found[name]:.2f}" for name in largest)


def most_harm(answer: dict[str, Any], ward: str) -> str | None:
    """The name of the type that does most harm in a ward."""
    profile = profile_of(answer, ward)
    if profile is None:
        return None
    return next((kind["name"] for kind in profile["types"] if kind["slug"] == profile["most_harmful"]), None)


def top_areas(answer: dict[str, Any], count: str) -> str | None:
    """The codes of the areas with the most, largest first."""
    areas = answer.get("areas") or []
    if len(areas) < int(count) or any(area["value"] is None for area in areas):
        return None
    largest = sorted(areas, key=lambda area: (-area["value"], area["code"]))[: int(count)]
    return ";".join(area["code"] for area in largest)


def top_share(answer: dict[str, Any], count: str) -> float | None:
    """What the areas with the most hold of all located records, a fraction of 1."""
    areas = answer.get("areas") or []
    if not areas or any(area["value"] is None for area in areas):
        return None
    values = sorted((area["value"] for area in areas), reverse=True)
    return sum(values[: int(count)]) / sum(values) if sum(values) else None


def areas_below(answer: dict[str, Any], per_day: str) -> int | None:
    """How many areas have fewer records a day than this."""
    areas = answer.get("areas") or []
    if not areas or any(area["value"] is None for area in areas):
        return None
    return sum(area["value"] < float(per_day) * days_of(answer) for area in areas)


def area_count(answer: dict[str, Any]) -> int | None:
    """How many areas the answer has."""
    return len(answer.get("areas") or []) or None


def top_ages(answer: dict[str, Any], person: str, oldest: str = "") -> str | None:
    """The band of five years (1-5, 6-10, ... 21-25, as the ambulance service has them) with the most people.

    ``oldest`` leaves out those who are older: a band may then be filled in part only.
    """
    people = (answer.get("people") or {}).get(person) or {}
    years = {int(age): value for age, value in (people.get("years") or {}).items() if age.isdigit()}
    bands: dict[int, int] = {}
    for age, value in years.items():
        if oldest and age > int(oldest):
            continue
        lowest = (age - 1) // BAND_YEARS * BAND_YEARS + 1
        bands[lowest] = bands.get(lowest, 0) + value
    if not any(bands.values()):
        return None
    lowest = min(bands, key=lambda band: (-bands[band], band))
    return f"{lowest}-{lowest + BAND_YEARS - 1}"


def days_of(answer: dict[str, Any]) -> int:
    """The days of an answer's period."""
    period = answer["period"]
    return days_between(month_from_text(period["from"]), month_from_text(period["to"]))


FUNCTIONS: Final[dict[str, Callable[..., float | str | None]]] = {
    function.__name__: function
    for function in (
        peak_hours, top_days, top_nights, busier_days, top_months, top_types, top_quotients, most_harm,
        top_areas, top_share,
        areas_below, area_count, top_ages,
    )
}  # fmt: skip
