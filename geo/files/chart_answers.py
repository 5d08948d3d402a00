"""What the pictures of one answer are drawn from: the same as a view of a board pack, but one for any link."""

from __future__ import annotations

from typing import Final

from data.selection import Page
from geo.answer import Answer
from geo.files.pack_answers import PackAnswer, PackAnswers, shapes_of, views_of

OF_THE_ANSWER: Final = (Page.SIDE_BY_SIDE, Page.EVIDENCE)  # their own pictures are of three answers, or of none


def chart_answers(answer: Answer) -> PackAnswers:
    """One view: as its page draws it, with the geometry of its areas."""
    selection = answer.selection
    if selection.page in OF_THE_ANSWER:
        view = PackAnswer(answer, answer, answer, None)
    else:
        view = next(iter(views_of(answer.release, answer.link, selection.page)))
    level = view.whole.question.level
    shapes = {(answer.release.key, level): shapes_of(answer.release, level)}
    return PackAnswers(answer.release, (view,), shapes, ())
