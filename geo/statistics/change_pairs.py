"""An answer's two periods side by side, by its areas, by ward and in all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from data.levels import Level
from data.matching import matching
from geo.disclosure.told import told_tally
from geo.statistics.change_shares import FLOOR

if TYPE_CHECKING:
    from geo.answer import Answer

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Pair:
    """(areas, types) of both periods, and what each type weighs; plain counts are one type that weighs 1."""

    now: Array
    before: Array
    weights: Array | None = None

    @property
    def sums(self) -> tuple[Array, Array]:
        """(areas,) each period's sum."""
        if self.weights is None:
            return self.now[:, 0], self.before[:, 0]
        weights = np.nan_to_num(self.weights)
        return self.now @ weights, self.before @ weights

    @property
    def difference(self) -> Array:
        now, before = self.sums
        return now - before

    @property
    def any_record(self) -> Array:
        """(areas,) bool: a record in either period."""
        result: Array = (self.now.sum(axis=1) + self.before.sum(axis=1)) > 0
        return result

    @property
    def floor(self) -> float:
        """FLOOR records in the unit of the sums: at the mean weight of a record."""
        records = self.now.sum() + self.before.sum()
        return FLOOR * float(sum(part.sum() for part in self.sums) / records) if records else FLOOR


@dataclass(frozen=True)
class Places:
    """Both periods by the areas of one level; ``names`` are (code, name)."""

    level: Level
    names: list[tuple[str, str]]
    pair: Pair

    @property
    def changed(self) -> int:
        return int((self.pair.difference != 0).sum())


def weighed(answer: Answer) -> bool:
    """Whether the measure weighs each record by its type."""
    return answer.figures.kinds is not None and answer.figures.weights is not None


def by_area(answer: Answer) -> Pair | None:
    """Both periods by the answer's areas; None where one of them is not known."""
    now, before, figures = answer.now, answer.before, answer.figures
    if answer.amounts is None or now is None or before is None or not answer.complete:
        return None
    if figures.kinds is None or figures.weights is None:
        return Pair(now.by_area[:, None], before.by_area[:, None])
    return None if figures.kinds_before is None else Pair(
        figures.kinds.by_area, figures.kinds_before.by_area, figures.weights
    )  # fmt: skip


def in_all(answer: Answer) -> Pair | None:
    """Both periods, all records: one row."""
    now, before, figures = answer.now, answer.before, answer.figures
    if now is None or before is None:
        return None
    if figures.kinds is None or figures.weights is None:
        return Pair(np.array([[now.records]]), np.array([[before.records]]))
    return None if figures.kinds_before is None else Pair(
        figures.kinds.by_type[None, :], figures.kinds_before.by_type[None, :], figures.weights
    )  # fmt: skip


def by_ward(answer: Answer) -> Places | None:
    """Both periods by ward; None where the source does not tell wards."""
    question, wards = answer.question, named(answer, Level.WARD)
    if not wards or Level.WARD not in question.dataset.levels or question.previous is None:
        return None
    if answer.release.rule.withholds:
        return wards_told(answer, wards)
    index, weights = answer.release.index(question.dataset.slug), answer.figures.weights if weighed(answer) else None
    parts = []
    for period in ((question.first, question.last), question.previous):
        found = matching(index, question, answer.release.choices, period)
        kinds = [] if weights is None else [(found.kind, len(index.types))]
        counts = found.by_area(Level.WARD, len(wards), *kinds)
        parts.append(counts[:, None] if weights is None else counts)
    return Places(Level.WARD, wards, Pair(parts[0], parts[1], weights))


def wards_told(answer: Answer, wards: list[tuple[str, str]]) -> Places | None:
    """The same as the reader is told them; None where any ward is withheld."""
    question = replace(answer.question, level=Level.WARD)
    assert question.previous is not None  # noqa: S101
    periods = ((question.first, question.last), question.previous)
    now, before = (told_tally(answer.release, question, period) for period in periods)
    if now is None or before is None or np.isnan([now.by_area, before.by_area]).any():
        return None
    return Places(Level.WARD, wards, Pair(now.by_area[:, None], before.by_area[:, None]))


def named(answer: Answer, level: Level) -> list[tuple[str, str]]:
    """(code, name) of every area of a level."""
    return [(area.code, area.name) for area in answer.release.choices.areas.get(level, ())]
