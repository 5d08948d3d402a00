"""Numbers and months as readers see them: commas, true minus, no per cent of a handful."""

from __future__ import annotations

from typing import Final

MINUS: Final = "\u2212"
THIN: Final = "\u2009"
SMALL_BASE: Final = 20  # under so many records a change is told as two counts
FEW: Final = 10  # under so many records there is no share
SHORT_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def count(value: int | None) -> str:
    return "–" if value is None else f"{value:,}".replace("-", MINUS)


def share(part: float | None, *, whole: bool = False) -> str:
    """``0.402`` -> ``40.2%``, or ``40%`` in running text."""
    return "–" if part is None else f"{part:.0%}" if whole else f"{part:.1%}"


def change(now: int | None, before: int | None) -> str:
    """``+26%``; under a base of 20 the two counts: ``4, was 9``."""
    if now is None or before is None:
        return "–"
    if before < SMALL_BASE:
        return f"{now:,}, was {before:,}"
    return ratio(now, before)


def ratio(now: float, before: float) -> str:
    """``+26%`` of values that rest on enough records."""
    return f"{now / before - 1:+.0%}".replace("-", MINUS)


def short_month(month: int) -> str:
    """``24273`` -> ``Oct 2022``."""
    return f"{SHORT_MONTHS[month % 12]} {month // 12}"
