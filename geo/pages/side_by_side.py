"""The landing page: the question its three views share, and each view's own, answered in one pass."""

from __future__ import annotations

from dataclasses import dataclass, replace

from data.choices import WEST_END_WARDS
from data.levels import Level
from data.releases import Release
from data.selection import VIEWS, Selection
from geo.answer import Answer, answer_link, answer_to
from geo.page_answers import by_ward


@dataclass(frozen=True)
class ViewAnswers:
    """One view. ``shown`` is what ``swp query LINK --view PREFIX`` answers; ``whole`` the same without the areas
    chosen, so that map and rows show all and mark those; ``wards`` the same over all wards; ``part`` the records whose
    number and hours the view tells: of the two West End wards, the whole borough, the other wards, or of the areas
    chosen. Each one's own link asks for just that."""

    prefix: str
    shown: Answer
    whole: Answer
    wards: Answer
    part: Answer

    @property
    def chosen(self) -> tuple[int, ...]:
        """Places in ``whole`` of the areas chosen; of the ward that a chosen small area lies in, where wards are shown."""
        selection, areas = self.shown.selection, self.shown.release.choices.areas
        if self.whole.question.level is not Level.WARD:
            codes = set(selection.lsoa)
        else:
            around = {area.ward for level in (Level.LSOA, Level.LSOA21) for area in areas.get(level, ())
                      if area.code in selection.lsoa}  # fmt: skip
            codes = {*selection.ward, *around}
        return tuple(place for place, area in enumerate(self.whole.areas) if area.code in codes)


@dataclass(frozen=True)
class SideBySide:
    """``shown`` answers the shared link, ``whole`` the same without a small area chosen."""

    shown: Answer
    whole: Answer
    views: tuple[ViewAnswers, ...]  # in the order of the page

    def view(self, prefix: str) -> ViewAnswers:
        return next(view for view in self.views if view.prefix == prefix)


def side_by_side(release: Release, link: str) -> SideBySide:
    """All answers that the landing page draws from, for its link."""
    shown = answer_link(link, release)
    whole = answer_to(shown.release, shown.selection.without("lsoa")) if shown.selection.lsoa else shown
    return SideBySide(shown, whole, tuple(view_answers(shown.release, link, prefix) for prefix in VIEWS))


def view_answers(release: Release, link: str, prefix: str) -> ViewAnswers:
    """The answers of one view of a landing-page link."""
    shown = answer_link(link, release, prefix)
    chosen = ("ward", "lsoa") if shown.question.level is Level.WARD else ("lsoa",)
    picked = any(getattr(shown.selection, name) for name in chosen)
    whole = answer_to(release, shown.selection.without(*chosen)) if picked else shown
    plain = by_ward(shown.selection)
    bare = plain.without("level")  # the canonical question, where wards are the page's own level
    plain = bare if release.choices.resolve(bare).level is Level.WARD else plain
    part = own_wards(prefix, shown)
    return ViewAnswers(
        prefix=prefix,
        shown=shown,
        whole=whole,
        wards=whole if plain == whole.selection else answer_to(release, plain),
        part=shown if part is None else answer_to(release, part),
    )


def own_wards(prefix: str, shown: Answer) -> Selection | None:
    """The question of the wards that a view is about, while none is chosen: the two West End wards, or the others."""
    codes = [area.code for area in shown.release.choices.areas.get(Level.WARD, ())]
    chosen = shown.selection.ward or shown.selection.lsoa
    if prefix == "syv" or chosen or Level.WARD not in shown.dataset.levels or not set(codes) > set(WEST_END_WARDS):
        return None
    others = tuple(sorted(set(codes) - set(WEST_END_WARDS)))
    return replace(shown.selection, ward=WEST_END_WARDS if prefix == "we" else others)
