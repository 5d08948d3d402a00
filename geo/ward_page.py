"""What the page of the wards draws from: profiles, what is different in each, and the answers of its maps."""

from __future__ import annotations

from dataclasses import dataclass, replace

from data.levels import Level
from data.releases import Release
from data.selection import Selection
from geo.answer import Answer, answer_to
from geo.difference_candidates import Statement
from geo.differences import differences
from geo.page_answers import by_ward
from geo.ward_profile import WardProfile, WardProfiles, ward_profiles


@dataclass(frozen=True)
class WardPage:
    """``wards`` answers for all wards whatever is chosen; ``small`` the same by small area, None where none is known."""

    profiles: WardProfiles
    wards: Answer
    small: Answer | None
    different: dict[str, tuple[Statement, ...]]  # by code of the ward

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


def ward_page(release: Release, link: str, *, without_west_end: bool = True) -> WardPage:
    """Everything the page shows for a link; ``without_west_end`` leaves those two wards out of the base."""
    profiles = ward_profiles(release, link, without_west_end=without_west_end)
    held, selection = profiles.answer.release, by_ward(profiles.answer.selection)
    wards = answer_to(held, selection)
    small = None
    if profiles.chosen and Level.LSOA in wards.dataset.levels:
        small = answer_to(held, replace(selection, level=Level.LSOA))
    return WardPage(profiles, wards, small, differences(profiles))
