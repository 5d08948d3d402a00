"""The same places or new ones: how far the areas with the most are those that had the most before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from geo.phrases import first_capital, number_word
from geo.statistics.concentration import top_positions

if TYPE_CHECKING:
    from geo.answer import Answer

Array = npt.NDArray[Any]

FEWEST_AREAS: Final = 2  # one area alone stays the same
FEWEST_RANKED: Final = 3  # areas under which there is no rank correlation
FEWEST_SAID: Final = 10  # areas under which the sentence leaves it out


@dataclass(frozen=True)
class Stability:
    """The top n now against the top n before, by position in the area list, largest first."""

    n: int
    stayed: tuple[int, ...]
    entered: tuple[int, ...]
    left: tuple[int, ...]  # in the order they had
    rank_correlation: float | None  # Spearman's, -1 to 1
    rank_correlation_areas: int  # over how many areas: those with a record in either period

    @property
    def says(self) -> str:
        """How many of the top stayed, in one sentence."""
        stayed, of = len(self.stayed), len(self.stayed) + len(self.entered)
        if not of:
            return "No area has a record now."
        if stayed == of:
            same = "The area with the most is the same as before" if of == 1 else (
                f"All {number_word(of)} areas with the most were among the {number_word(self.n)} with the most before"
            )  # fmt: skip
        elif of == 1:
            same = "The area with the most is another than before"
        else:
            same = (
                f"{first_capital(number_word(stayed)) if stayed else 'None'} of the {number_word(of)} areas with the most"
                f" {'was' if stayed < 2 else 'were'} among the {number_word(self.n)} with the most before"
            )
        return f"{same}{self.order_says}."

    @property
    def order_says(self) -> str:
        if self.rank_correlation is None or self.rank_correlation_areas < FEWEST_SAID:
            return ""
        words = next(word for least, word in ORDER_WORDS if self.rank_correlation >= least)
        return f"; the order of all areas is {words} (rank correlation {self.rank_correlation:.2f})"


ORDER_WORDS: Final = (
    (0.9, "nearly the same"),
    (0.7, "much the same"),
    (0.4, "partly the same"),
    (-1.1, "largely another"),
)


def stability(now: Array, before: Array, n: int) -> Stability | None:
    """Compare (areas,) values of two periods; None where either has none. Areas unknown in either are left out."""
    known = np.isfinite(now) & np.isfinite(before)
    now, before = np.where(known, now, 0), np.where(known, before, 0)
    if not (now > 0).any() or not (before > 0).any():
        return None
    top, earlier = ([int(position) for position in top_positions(values, n)] for values in (now, before))
    either = (now > 0) | (before > 0)
    return Stability(
        n=n,
        stayed=tuple(position for position in top if position in earlier),
        entered=tuple(position for position in top if position not in earlier),
        left=tuple(position for position in earlier if position not in top),
        rank_correlation=rank_correlation(now[either], before[either]),
        rank_correlation_areas=int(either.sum()),
    )


def rank_correlation(first: Array, second: Array) -> float | None:
    """Spearman's rank correlation, ties at their mean rank; None under three areas or where all are equal."""
    if len(first) < FEWEST_RANKED:
        return None
    a, b = (mean_ranks(values) for values in (first, second))
    a, b = a - a.mean(), b - b.mean()
    spread = float(np.sqrt((a @ a) * (b @ b)))
    return float(np.clip(a @ b / spread, -1, 1)) if spread > 0 else None


def mean_ranks(values: Array) -> Array:
    """Rank of each value from the smallest, 1 first; equal values share the mean of their ranks."""
    _, group, size = np.unique(values, return_inverse=True, return_counts=True)
    result: Array = (np.cumsum(size) - (size - 1) / 2)[group]
    return result


def stability_of(answer: Answer) -> Stability | None:
    """The top areas of an answer against those before, by records or what weighs them; None without two periods."""
    now, before = answer.amounts, answer.figures.amounts_before
    if now is None or before is None or answer.inside.sum() < FEWEST_AREAS or not answer.complete:
        return None
    return stability(now, before, answer.selection.n)


def stability_json(answer: Answer, found: Stability | None) -> dict[str, Any] | None:
    """``stability`` of the answer."""
    if found is None:
        return None
    lists = {
        name: [answer.areas[position].code for position in getattr(found, name)]
        for name in ("stayed", "entered", "left")
    }
    return {
        "n": found.n,
        **lists,
        "rank_correlation": found.rank_correlation,
        "rank_correlation_areas": found.rank_correlation_areas,
        "says": found.says,
    }
