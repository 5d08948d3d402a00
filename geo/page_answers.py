"""The answers a page with a map needs: one for all areas, one for the area chosen, one for the two wards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from data.levels import Level
from data.releases import Release
from data.selection import WEIGHED, Selection
from geo.answer import Answer, answer_link, answer_to


@dataclass(frozen=True)
class PageAnswers:
    """``shown`` answers the link itself; ``whole`` the same without the choice of areas that map and table
    offer, so that they show all areas and mark the chosen ones; ``wards`` the same by ward, for a comparison."""

    shown: Answer
    whole: Answer

    @cached_property
    def wards(self) -> Answer:
        return answer_to(self.shown.release, by_ward(self.shown.selection))


def page_answers(release: Release, link: str) -> PageAnswers:
    """The answers a page with one map draws from, for its link."""
    shown = answer_link(link, release)
    chosen = "ward" if shown.question.level is Level.WARD else "lsoa"
    whole = shown if not getattr(shown.selection, chosen) else answer_to(shown.release, shown.selection.without(chosen))
    return PageAnswers(shown, whole)


def by_ward(selection: Selection) -> Selection:
    """The same records over all wards, whatever areas were chosen, weighed as they are where a measure weighs them."""
    plain = selection.without("lsoa", "ward", *([] if selection.measure in WEIGHED else ["measure"]))
    return replace(plain, level=Level.WARD)
