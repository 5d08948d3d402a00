"""What the page of the wards draws from: profiles, what is different in each, and the answers of its maps."""

from __future__ import annotations

from dataclasses import dataclass, replace

from data.choices import Choices
from data.levels import Level
from data.releases import Release
from data.selection import Measure, Selection
from geo.answer import Answer, answer_to
from geo.page_answers import by_ward
from geo.pages.difference_candidates import Statement
from geo.pages.differences import differences
from geo.pages.ward_profile import WardProfile, WardProfiles, ward_profiles


@dataclass(frozen=True)
class WardPage:
    """``wards`` counts the records of all wards (of several authorities: of each of these) whatever is chosen, ``measured`` tells the measure asked for of them;
    ``small`` counts them by small area, None where none is known."""

    profiles: WardProfiles
    wards: Answer
    measured: Answer  # ``wards`` itself where the measure is the number
    small: Answer | None
    different: dict[str, tuple[Statement, ...]]  # by code of the ward

    @property
    def several(self) -> bool:
        """Whether the question is about several authorities: then these stand where wards do."""
        return self.profiles.answer.release.choices.several

    @property
    def without_wards(self) -> bool:
        """Whether other areas stand where wards do: authorities, or of one whose wards are not known its small areas."""
        return self.wards.question.level is not Level.WARD

    @property
    def selection(self) -> Selection:
        """What the link asks for, its choice of wards included."""
        return self.profiles.answer.selection

    @property
    def too_many(self) -> tuple[WardProfile, ...]:
        """Wards that the link chooses beyond those shown side by side."""
        shown = self.profiles.chosen
        asked = [ward for ward in self.profiles.wards if ward.code in self.selection.ward]
        return tuple(ward for ward in asked if ward not in shown)


def level_of(choices: Choices) -> Level:
    """The areas that the page compares: wards, of several authorities these, of one without wards its small areas."""
    if choices.several:
        return Level.AUTHORITY
    return Level.LSOA if choices.scope and not choices.areas.get(Level.WARD) else Level.WARD


def ward_page(release: Release, link: str, *, without_west_end: bool = True) -> WardPage:
    """Everything the page shows for a link; ``without_west_end`` leaves those two wards out of the base."""
    profiles = ward_profiles(release, link, without_west_end=without_west_end)
    held, asked = profiles.answer.release, profiles.answer.selection
    level = level_of(held.choices)
    selection = replace(by_ward(asked.without("measure", "weights", "proactive", "per", "only")), level=level)
    wards = answer_to(held, selection)
    measured = wards
    if asked.measure is not Measure.COUNT:
        measured = answer_to(held, replace(asked.without("ward", "lsoa"), level=level))
    small = None
    if profiles.chosen and Level.LSOA in wards.dataset.levels:
        small = answer_to(held, replace(selection, level=Level.LSOA))
    return WardPage(profiles, wards, measured, small, differences(profiles))
