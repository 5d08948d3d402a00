"""The hours of a view: seven nights from 06:00, classes by the average hour, the peak, and the picture in words."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

import numpy as np

from geo.answer import Answer
from geo.phrases import first_capital, number_word
from layouts.numbers import FEW, count, share
from layouts.pack.model import PackHeatmap
from layouts.picture import hours_note
from layouts.words.measure import amount_unit, amounts
from layouts.words.when import heatmap_base, heatmap_title

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FIRST: Final = 6  # the hour at which a night's row begins
NIGHT: Final = 12  # the column of 18:00
BOUNDS: Final = (0.3, 0.6, 1.0, 1.5, 2.5)  # times the average hour; as assets/heatmap.js
LABELS: Final = ("<0.3", "0.3–0.6", "0.6–1", "1–1.5", "1.5–2.5", "2.5+")


def heatmap_of(part: Answer) -> tuple[PackHeatmap | None, str]:
    """The night heatmap of an answer, or why there is none."""
    if part.hours is None:
        return None, hours_note(part)
    if part.now is None or not part.now.records or not np.nansum(part.hours):
        return None, "No record with a known hour was found."
    week = np.array([amounts(day, part) for day in part.hours], dtype=float)
    rows = nights(week)
    average = average_hour(part, week)
    place = np.unravel_index(int(np.nanargmax(rows)), rows.shape)
    peak = (int(place[0]), int(place[1])) if np.nansum(rows) >= FEW else None
    peak_says = "" if peak is None else peak_words(rows, peak, average, amount_unit(part))
    title = heatmap_title(part)
    told = PackHeatmap(
        title=title,
        nights=tuple(tuple(row) for row in rows.tolist()),
        classes=tuple(tuple(class_of(value / average) for value in row) for row in rows.tolist()),
        names=DAYS,
        labels=LABELS,
        legend=f"{first_capital(amount_unit(part))} in each hour, times the average hour",
        shares=tuple(share(row[NIGHT:].sum() / row.sum(), whole=True) if row.sum() >= FEW else "–" for row in rows),
        peak=peak,
        peak_says=peak_says,
        base=heatmap_base(part),
        says=f"{title}. {number_word(7).capitalize()} nights by 24 hours, each from 06:00 to 06:00. {peak_says}".strip(),
    )
    return told, ""


def average_hour(part: Answer, week: np.ndarray) -> float:
    """What an hour of the week has on average: of all records with an hour where some hours are withheld."""
    if part.withheld_areas is None or part.timed is None:
        return float(np.nanmean(week))
    return part.timed / week.size


def class_of(times: float) -> int | None:
    """The class of an hour by its times of the average one; None where it is withheld."""
    return None if np.isnan(times) else bisect_right(BOUNDS, times)


def nights(week: np.ndarray) -> np.ndarray:
    """(7, 24) calendar days, Monday first, as nights from 06:00 to 06:00."""
    return np.hstack([week[:, FIRST:], np.roll(week, -1, axis=0)[:, :FIRST]])


def peak_words(rows: np.ndarray, peak: tuple[int, int], average: float, unit: str) -> str:
    """``Sunday, 01:00 to 02:00 (the night that begins on Saturday): 210 offences, 2.9× the average hour``."""
    row, column = peak
    hour = (column + FIRST) % 24
    late = column >= 24 - FIRST
    day = DAYS[(row + 1) % 7] if late else DAYS[row]
    night = f" (the night that begins on {DAYS[row]})" if late else ""
    value = rows[row, column]
    return (
        f"Peak: {day}, {hour:02d}:00 to {(hour + 1) % 24:02d}:00{night}: {count(round(value))} {unit},"
        f" {value / average:.1f}× the average hour."
    )
