"""What kinds of record an answer counts: every major and minor category its question leaves, now and before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from data.categories import slug
from data.choices import Question
from data.matching import matching
from geo.answer import Answer
from geo.answer_json import CHANGE_FLOOR
from geo.disclosure.told import told_kinds

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class TypeCount:
    """Records of one category; ``major`` is the slug of the category it belongs to, None for a major itself."""

    type: str
    name: str
    major: str | None
    value: int | None  # None where withheld, as are minors then
    share: float | None  # of all records of the answer
    previous: int | None

    @property
    def change(self) -> int | None:
        return None if self.previous is None or self.value is None else self.value - self.previous

    @property
    def change_share(self) -> float | None:
        if self.previous is None or self.change is None or self.previous < CHANGE_FLOOR:
            return None
        return self.change / self.previous


def type_counts(answer: Answer) -> tuple[TypeCount, ...]:
    """Majors, each followed by its minors, in the order of their names; none where the answer counts nothing.

    Records are counted whatever the measure, with or without a place. The majors add up to all of them.
    """
    if answer.now is None:
        return ()
    question = answer.question
    if answer.release.rule.withholds:
        return majors_told(answer, answer.now.records)
    now = records_by_type(answer, (question.first, question.last))
    before = None
    if answer.before is not None and question.previous is not None:
        before = records_by_type(answer, question.previous)
    total = int(now.sum())
    found = []
    for name, positions in ordered_types(question):
        kept = list(positions)
        value = int(now[kept].sum())
        major = question.dataset.types[kept[0]][0]
        found.append(
            TypeCount(
                type=name,
                name=question.dataset.type_names[name],
                major=None if slug(major) == name else slug(major),
                value=value,
                share=value / total if total else None,
                previous=None if before is None else int(before[kept].sum()),
            )
        )
    return tuple(found)


def majors_told(answer: Answer, total: int) -> tuple[TypeCount, ...]:
    """The majors alone, as the reader is told them."""
    question, release = answer.question, answer.release
    now = told_kinds(release, question, (question.first, question.last))
    before: dict[str, int | None] = {}
    if answer.before is not None and question.previous is not None:
        before = told_kinds(release, question, question.previous)
    return tuple(
        TypeCount(
            type=slug(major),
            name=question.dataset.type_names.get(slug(major), major),
            major=None,
            value=value,
            share=value / total if total and value is not None else None,
            previous=before.get(major),
        )
        for major, value in sorted(now.items())
    )


def records_by_type(answer: Answer, period: tuple[int, int]) -> Array:
    """(types,) records of a period, by position in the data set's types."""
    release, question = answer.release, answer.question
    found = matching(release.index(question.dataset.slug), question, release.choices, period)
    return found.count((found.kind, len(question.dataset.types)))


def ordered_types(question: Question) -> list[tuple[str, tuple[int, ...]]]:
    """The categories that the question leaves and the positions each stands for, a major before its minors."""
    dataset = question.dataset
    asked = range(len(dataset.types)) if question.types is None else question.types
    kept = {name: tuple(sorted(set(positions) & set(asked))) for name, positions in dataset.type_slugs.items()}
    majors = {slug(major) for major, _ in dataset.types}
    left = [(name, positions) for name, positions in kept.items() if positions]
    return sorted(left, key=lambda one: (dataset.types[one[1][0]][0], one[0] not in majors, one[1]))


def types_json(answer: Answer) -> list[dict[str, Any]]:
    """The section ``types`` of an answer."""
    return [vars(one) | {"change": one.change, "change_share": one.change_share} for one in type_counts(answer)]
