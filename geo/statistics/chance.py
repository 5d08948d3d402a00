"""What chance alone gives: the same records thrown at random over as many areas, each as likely as the next.

A few records over many areas look concentrated whatever happens (Bernasco and Steenbeek, Journal of Quantitative
Criminology 33, 2017): a concentration says something where it lies beyond what such draws give.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from geo.statistics.concentration import areas_for, gini, gini_generalised, top_share

if TYPE_CHECKING:
    from geo.answer import Answer

Array = npt.NDArray[Any]

DRAWS: Final = 999
FEWEST_DRAWS: Final = 99
FEWEST_AREAS: Final = 2  # one area alone holds everything, by chance or not
SEED: Final = 1
MOST_NUMBERS: Final = 1_000_000  # drawn in all: 999 draws of 128 areas and seven weights; fewer draws beyond
AT_ONCE: Final = 500_000  # numbers in memory
WITHIN: Final = (2.5, 97.5)  # percentiles: 95 of 100 draws lie between


class Against(StrEnum):
    MORE = "more concentrated than chance alone"
    WITHIN = "no more concentrated than chance alone could make it"
    LESS = "more evenly spread than chance alone"


@dataclass(frozen=True)
class Interval:
    """The mean of the draws, and between what 95 of 100 of them lie."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Figures:
    """How concentrated, by five measures; the share of the top n is of all records or of their weights."""

    gini: float
    gini_generalised: float
    areas_for_quarter: float
    areas_for_half: float
    top_share: float


FEWER_IS_MORE: Final = ("areas_for_quarter", "areas_for_half")
NAMES: Final = tuple(field.name for field in fields(Figures))


@dataclass(frozen=True)
class ByChance:
    """The same figures of records thrown at random, beside those ``observed``."""

    draws: int
    seed: int
    records: int
    areas: int
    n: int
    gini: Interval
    gini_generalised: Interval
    areas_for_quarter: Interval
    areas_for_half: Interval
    top_share: Interval
    observed: Figures | None = None

    def against(self, name: str, value: float) -> Against:
        """Whether a value of the figure ``name`` lies beyond what chance gives."""
        interval: Interval = getattr(self, name)
        over, under = (Against.MORE, Against.LESS) if name not in FEWER_IS_MORE else (Against.LESS, Against.MORE)
        rounding = 1e-9
        if value > interval.high + rounding:
            return over
        return under if value < interval.low - rounding else Against.WITHIN

    @property
    def exceeds(self) -> dict[str, Against]:
        """The verdict on each figure observed."""
        return {} if self.observed is None else {
            name: self.against(name, value) for name, value in asdict(self.observed).items()
        }  # fmt: skip

    @property
    def says(self) -> str:
        """How many areas hold half, and how many by chance, in one sentence; empty without figures observed."""
        if self.observed is None:
            return ""
        half, interval = round(self.observed.areas_for_half), self.areas_for_half
        low, high = round(interval.low), round(interval.high)
        chance = f"{low:,}" if low == high else f"{low:,} to {high:,}"
        records = "the one record" if self.records == 1 else f"the same {self.records:,} records"
        return (
            f"Half lies in {half:,} of {self.areas:,} areas; {records} thrown at random over them would need {chance}:"
            f" {self.exceeds['areas_for_half']}."
        )


def figures_of(values: Array, records: int, n: int) -> Figures | None:
    """The figures of ``values`` (areas,), made of so many records; None without any."""
    found = gini(values), gini_generalised(values, records), areas_for(values, 0.25), areas_for(values, 0.5)
    share = top_share(values, n)
    known = [float(figure) for figure in (*found, share) if figure is not None]
    return Figures(*known) if len(known) == len(NAMES) else None


@lru_cache(maxsize=256)
def by_chance(
    records: int,
    areas: int,
    n: int,
    weight_counts: tuple[tuple[float, int], ...] = (),
    draws: int = DRAWS,
    seed: int = SEED,
) -> ByChance | None:
    """Throw the records ``draws`` times; None where there are no records or no areas.

    ``weight_counts``: how many records have each weight, where the figures are those of a weighted sum; ``records``
    is then their sum. Over very many areas there are fewer draws, as ``draws`` of the result says.
    """
    groups = tuple((float(weight), int(count)) for weight, count in weight_counts) or ((1.0, records),)
    groups = tuple((weight, count) for weight, count in groups if weight > 0 and count > 0)
    thrown = sum(count for _, count in groups)
    if thrown <= 0 or areas < 1:
        return None
    draws = min(draws, max(FEWEST_DRAWS, MOST_NUMBERS // (areas * len(groups))))
    rng = np.random.default_rng(seed)
    drawn = np.concatenate([figures_by_draw(part, thrown, n) for part in throws(rng, groups, areas, draws)], axis=1)
    low = np.percentile(drawn, WITHIN[0], axis=1, method="lower")
    high = np.percentile(drawn, WITHIN[1], axis=1, method="higher")
    between = zip(drawn.mean(axis=1), low, high, strict=True)
    intervals: dict[str, Any] = {name: Interval(*map(float, found)) for name, found in zip(NAMES, between, strict=True)}
    return ByChance(draws=draws, seed=seed, records=thrown, areas=areas, n=n, **intervals)


def throws(rng: np.random.Generator, groups: tuple[tuple[float, int], ...], areas: int, draws: int) -> Iterator[Array]:
    """(some draws, areas) weighted sums of records thrown over equal areas, as many draws at once as memory allows."""
    step = max(1, AT_ONCE // areas)
    plain = len(groups) == 1  # one weight for all: shares and order are those of the counts
    for start in range(0, draws, step):
        size = min(step, draws - start)
        total = np.zeros((size, areas), dtype=np.int32 if plain else np.float64)
        for weight, count in groups:
            fallen = thrown_once(rng, count, areas, size)
            total += fallen.astype(np.int32) if plain else fallen * weight
        yield total


def thrown_once(rng: np.random.Generator, count: int, areas: int, draws: int) -> Array:
    """(draws, areas) multinomial counts; few records are thrown one by one, which is faster."""
    if count > areas:
        return rng.multinomial(count, np.full(areas, 1 / areas), size=draws)
    place = rng.integers(areas, size=(draws, count)) + np.arange(draws)[:, None] * areas
    return np.bincount(place.ravel(), minlength=draws * areas).reshape(draws, areas)


def figures_by_draw(values: Array, records: int, n: int) -> Array:
    """(figures, draws) the figures of each row, in the order of ``Figures``, by one sort."""
    size, areas = values.shape
    ordered = np.sort(values, axis=1)
    total = ordered.sum(axis=1, dtype=np.float64)
    below = ordered @ np.arange(1 - areas, areas, 2, dtype=np.float64) / total  # the Gini times the areas
    wider = max(1 / records, 1 / areas) * below - max(areas / records, 1) + 1
    reached = np.cumsum(ordered[:, ::-1], axis=1, dtype=np.float64)
    found = np.empty((len(NAMES), size))
    found[0], found[1] = below / areas, np.maximum(wider, 0)
    for row, share in ((2, 0.25), (3, 0.5)):
        found[row] = np.minimum((reached < (total * share * (1 - 1e-12))[:, None]).sum(axis=1) + 1, areas)
    found[4] = reached[:, min(n, areas) - 1] / total
    return found


def concentration_by_chance(answer: Answer) -> ByChance | None:
    """Chance beside the concentration of an answer; None where it has none.

    Records with an area are thrown over the areas that the question is about; where the measure weighs them (harm,
    cost), each with its weight.
    """
    now, amounts, figures = answer.now, answer.amounts, answer.figures
    if now is None or amounts is None or answer.inside.sum() < FEWEST_AREAS or not answer.complete:
        return None
    weight_counts: tuple[tuple[float, int], ...] = ()
    records = int(now.by_area[answer.inside].sum())
    if figures.kinds is not None and figures.weights is not None:
        weight_counts = counted_by_weight(figures.kinds.by_area.sum(axis=0), figures.weights)
        records = sum(count for _, count in weight_counts)
    return beside_chance(amounts[answer.inside], records, answer.selection.n, weight_counts)


def counted_by_weight(by_type: Array, weights: Array) -> tuple[tuple[float, int], ...]:
    """(weight, records) of each weight over nothing, from records by type and the types' weights."""
    weights = np.nan_to_num(weights)
    kinds = [weight for weight in np.unique(weights) if weight > 0]
    found = ((float(weight), int(by_type[weights == weight].sum())) for weight in kinds)
    return tuple((weight, count) for weight, count in found if count)


def beside_chance(
    values: Array, records: int, n: int, weight_counts: tuple[tuple[float, int], ...] = ()
) -> ByChance | None:
    """Chance beside the figures of ``values`` (areas,); None without records."""
    found, observed = by_chance(records, len(values), n, weight_counts), figures_of(values, records, n)
    if found is None or observed is None:
        return None
    return replace(found, observed=observed)
