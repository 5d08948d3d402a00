"""The answers that a board pack draws from: one for each link, three for a link to the page side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from data.levels import Level
from data.links import read_link
from data.releases import Release
from data.selection import Page
from geo.answer import Answer
from geo.page_answers import PageAnswers, page_answers
from geo.pages.evidence import Evidence, evidence
from geo.pages.side_by_side import SideBySide, ViewAnswers, side_by_side
from geo.shapes.drawn_files import read_map_file
from geo.statistics.change import Change, change_of

WITHOUT_FIGURES: Final = (Page.DATA, Page.ABOUT)


@dataclass(frozen=True)
class PackAnswer:
    """One view of a pack.

    ``shown`` answers its own link; ``whole`` the same for all areas; ``part`` the records whose hours and months it
    shows. One of ``page``, ``view`` and ``evidence`` is where they come from; a view stands beside the others of
    ``beside``.
    """

    shown: Answer
    whole: Answer
    part: Answer
    change: Change | None
    page: PageAnswers | None = None
    view: ViewAnswers | None = None
    beside: SideBySide | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True)
class PackAnswers:
    """All views of a pack, in the order of its links.

    ``shapes`` holds the geometry that the browser draws (GeoJSON, degrees), by release (``Release.key``) and level.
    """

    release: Release
    views: tuple[PackAnswer, ...]
    shapes: dict[tuple[str, Level], dict[str, Any]]
    left_out: tuple[str, ...]  # what in the links was not understood


def pack_answers(release: Release, links: Sequence[str]) -> PackAnswers:
    """The answers to the links of a pack, each link once; what cannot be understood is left out and named."""
    views: list[PackAnswer] = []
    left_out: list[str] = []
    asked = dict.fromkeys(links)
    for link in asked:
        page = read_link(link, release.choices).selection.page
        if page in WITHOUT_FIGURES:
            left_out.append(f"{link}: the page {page} has no figures for a pack.")
            continue
        for view in views_of(release, link, page):
            views.append(view)
            left_out += [f"{link}: {note}" for note in view.shown.left_out]
    drawn = {(view.whole.release.key, view.whole.question.level): view.whole for view in views}
    return PackAnswers(
        release=views[0].shown.release if views else release,
        views=tuple(views),
        shapes={key: shapes_of(whole.release, whole.question.level) for key, whole in drawn.items()},
        left_out=tuple(dict.fromkeys(left_out)),
    )


def views_of(release: Release, link: str, page: Page) -> Iterator[PackAnswer]:
    """The views of one link."""
    if page is Page.SIDE_BY_SIDE:
        beside = side_by_side(release, link)
        for view in beside.views:
            yield PackAnswer(view.shown, view.whole, view.part, change_of(view.whole), view=view, beside=beside)
    elif page is Page.EVIDENCE:
        found = evidence(release, link)
        answer = found.answer
        yield PackAnswer(answer, answer, answer, found.change, evidence=found)
    else:
        answers = page_answers(release, link)
        yield PackAnswer(answers.shown, answers.whole, answers.shown, change_of(answers.shown), page=answers)


def shapes_of(release: Release, level: Level) -> dict[str, Any]:
    """The geometry that the browser draws a level with: areas, wards, orientation, in degrees; empty without one."""
    found = release.manifest["boundaries"].get(level)
    path = None if found is None else release.folder / "boundaries" / found["display"]
    if path is None or not path.is_file():
        return {}
    return read_map_file(path)
