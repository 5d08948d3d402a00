"""What stands in the JSON of ``swp query`` beyond the answer: keys beside those of the contract.

Every page has its sections, with types, people, flags and features; ``/serious-youth-violence`` adds ``youth``,
``/neighbourhoods`` adds ``wards``, one profile for each ward, and ``/evidence`` adds ``clusters``, what lies together.
Unknown is null.
"""

from __future__ import annotations

from typing import Any

from data.releases import Release
from data.selection import Page
from geo.answer import Answer, answer_link
from geo.answer_json import answer_json
from geo.pages.ward_profile import ward_profiles
from geo.pages.wards_json import wards_json
from geo.pages.youth import youth_answers
from geo.pages.youth_json import youth_json
from geo.people_json import people_sections
from geo.sections_json import sections_json
from geo.type_counts import types_json


def page_json(release: Release, link: str, view: str | None = None) -> dict[str, Any]:
    """The answer to a link, with what its page shows beside it."""
    page = PageJson(release, link, view)
    return page | {name: section() for name, section in page.sections.items()}


class PageJson(dict[str, Any]):
    """The same, each section worked out when it is asked for: the register of claims asks for few of many."""

    def __init__(self, release: Release, link: str, view: str | None = None) -> None:
        answer = answer_link(link, release, view)
        super().__init__(answer_json(answer))
        self.sections = sections_json(answer) | people_sections(answer) | {"types": lambda: types_json(answer)}
        page = answer.selection.page
        if page is Page.YOUTH_VIOLENCE:
            self.sections["youth"] = lambda: youth_json(youth_answers(release, link, view))
        if page is Page.EVIDENCE:
            self.sections["clusters"] = lambda: _clusters_json(answer)
        if page is Page.NEIGHBOURHOODS:
            self.sections["wards"] = lambda: wards_json(ward_profiles(release, link, without_west_end=True, view=view))

    def __missing__(self, name: str) -> Any:
        self[name] = self.sections[name]()
        return self[name]

    def get(self, name: str, default: Any = None) -> Any:
        """As of any dict, sections included."""
        return self[name] if name in self or name in self.sections else default


def _clusters_json(answer: Answer) -> dict[str, Any]:
    # Imported here: other pages' links need not wait for it.
    from geo.statistics.answer_clusters import clusters_of
    from geo.statistics.clusters_json import clusters_json

    return clusters_json(clusters_of(answer))
