"""Two weeks of hours on one scale: records with people under 18, and with people of 18 to 24."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from dash import html
from dash.development.base_component import Component

from data.months import period_name
from geo.pages.youth import NightHeatmap, YouthAnswers
from layouts.components import scroll, table
from layouts.numbers import FEW, count, share
from layouts.words.youth import part_of_the_week

AFTERNOON: Final = (15, 19)  # of Monday to Friday
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6
EVENING, MORNING = 18, 6
HOURS_A_WEEK: Final = 168
PARTS_OF_MOST: Final = (0.08, 0.2, 0.4, 0.6, 0.8)
FEW_CLASSES: Final = (1, 2, 3, 4, 5)
AFTERNOON_SAYS: Final = "Monday to Friday, 15:00 to 19:00"
WEEKEND_SAYS: Final = "Friday and Saturday nights, 18:00 to 06:00"


def hour_bounds(most: int) -> list[int]:
    """Lower bounds above zero of the classes of an hour, round numbers up to the largest cell of both heatmaps."""
    if most <= FEW_CLASSES[-1]:
        return list(FEW_CLASSES)
    found: list[int] = []
    for part in PARTS_OF_MOST:
        exact = part * most
        step = 1 if exact < 10 else 5 if exact < 50 else 10 if exact < 200 else 50
        found.append(max(round(exact / step) * step, (found[-1] if found else 0) + 1))
    return found


def hours_pictures(youth: YouthAnswers, into: tuple[Mapping[str, str], Mapping[str, str]]) -> list[dict[str, Any]]:
    """One picture for each age band, in reading order; where there are no hours, why."""
    question = youth.answer.question
    shared = {
        "seq": youth.answer.link,
        "unit": "offences",
        "period": period_name(question.first, question.last),
        "hours_bounds": hour_bounds(youth.most_in_an_hour),
        "hours_title": "Offences in each hour of the week, both figures on one scale",
        "hours_note": youth.reason,
        "compact": ["heatmap"],
    }
    return [
        shared
        | {"into": dict(places), "hours": None if one is None else one.hours.tolist(), "hours_caption": says(one)}
        for one, places in zip((youth.under_18, youth.young_adults), into, strict=True)
    ]


def says(one: NightHeatmap | None) -> str:
    """What a heatmap counts, with its base."""
    if one is None:
        return ""
    return f"Victim or suspect {aged(one)}: {count(one.timed)} offences with a known hour"


def aged(one: NightHeatmap) -> str:
    return one.name if one.name.startswith("under") else f"aged {one.name}"


def afternoon(one: NightHeatmap) -> int:
    """Records of weekday late afternoons."""
    return int(one.hours[:SATURDAY, AFTERNOON[0] : AFTERNOON[1]].sum())


def weekend_nights(one: NightHeatmap) -> int:
    """Records of the nights that begin on Friday and on Saturday."""
    late = one.hours[[FRIDAY, SATURDAY], EVENING:].sum()
    return int(late + one.hours[[SATURDAY, SUNDAY], :MORNING].sum())


def even_shares() -> tuple[float, float]:
    """What both parts of the week would hold if every hour were alike."""
    ones = NightHeatmap("", np.ones((7, 24)), HOURS_A_WEEK)
    return afternoon(ones) / HOURS_A_WEEK, weekend_nights(ones) / HOURS_A_WEEK


def comparable(youth: YouthAnswers) -> tuple[NightHeatmap, NightHeatmap] | None:
    """Both bands, where each has enough records for shares and the question asks for the whole week."""
    young, older = youth.under_18, youth.young_adults
    if part_of_the_week(youth):
        return None
    return None if young is None or older is None or min(young.timed, older.timed) < FEW else (young, older)


def hours_title(youth: YouthAnswers) -> str:
    """The finding where both bands differ as the heading says; else the plain title."""
    both = comparable(youth)
    if both is None:
        return "When: under 18 and 18 to 24, hour by hour"
    (early, late), (even_early, even_late) = zip(*(shares_of(one) for one in both), strict=True), even_shares()
    if early[0] > max(early[1], even_early) and late[1] > max(late[0], even_late):
        return "Under 18: late afternoons. 18 to 24: weekend nights"
    return "When: under 18 and 18 to 24, hour by hour"


def shares_of(one: NightHeatmap) -> tuple[float, float]:
    return afternoon(one) / one.timed, weekend_nights(one) / one.timed


def hours_says(youth: YouthAnswers) -> str:
    """Weekday late afternoon against weekend night, in words from the values."""
    both = comparable(youth)
    if both is None:
        return (
            ""
            if youth.reason or part_of_the_week(youth)
            else "Too few offences have a known hour and age to compare parts of the week."
        )
    told = [shares_of(one) for one in both]
    even = even_shares()
    return (
        f"On late afternoons ({AFTERNOON_SAYS}) began {share(told[0][0], whole=True)} of the offences with somebody"
        f" under 18 and {share(told[1][0], whole=True)} of those with somebody of 18 to 24; on weekend nights"
        f" ({WEEKEND_SAYS}) {share(told[0][1], whole=True)} and {share(told[1][1], whole=True)}."
        f" If every hour were alike it would be {share(even[0], whole=True)} and {share(even[1], whole=True)}."
    )


def hours_base(youth: YouthAnswers) -> str:
    """How many have no known hour, and how many stand in both figures."""
    bands = [one for one in (youth.under_18, youth.young_adults) if one is not None]
    if not bands:
        return ""
    untimed = [one.records - one.timed for one in bands]
    both = f" {count(youth.in_both)} have people of both ages and stand in both figures." if youth.in_both else ""
    missing = " and ".join(count(number) for number in untimed)
    return f"Local time of the start; {missing} more have no known hour and are not shown.{both}"


def hours_table(youth: YouthAnswers) -> Component | None:
    """The two parts of the week as numbers."""
    bands = [one for one in (youth.under_18, youth.young_adults) if one is not None]
    if not bands or part_of_the_week(youth):
        return None
    even = even_shares()
    rows = [
        [
            f"Somebody {aged(one)}",
            count(one.timed),
            part(afternoon(one), one.timed),
            part(weekend_nights(one), one.timed),
        ]
        for one in bands
    ]
    rows.append(["If every hour were alike", "", share(even[0]), share(even[1])])
    heads = ["Offences with", "Known hour", "Late afternoons", "Weekend nights"]
    caption = f"Late afternoons: {AFTERNOON_SAYS}. Weekend nights: {WEEKEND_SAYS}"
    return html.Div(scroll(table(caption, heads, rows), "Late afternoons and weekend nights"), className="narrow-table")


def part(value: int, base: int) -> str:
    return f"{count(value)} ({share(value / base)})" if value >= FEW else count(value)
