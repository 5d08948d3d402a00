"""How it looks: components and figures from values already worked out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dash.development.base_component import Component

from data.selection import Page
from layouts.about import about
from layouts.data_page import data_page
from layouts.evidence import evidence_page
from layouts.neighbourhoods import neighbourhoods
from layouts.side_by_side import side_by_side
from layouts.west_end import west_end
from layouts.youth_violence import youth_violence


@dataclass(frozen=True)
class PageLayout:
    path: Page
    title: str
    skeleton: Callable[[], Component]


PAGES: Final = (
    PageLayout(Page.SIDE_BY_SIDE, "Overview", side_by_side),
    PageLayout(Page.WEST_END, "West End", west_end),
    PageLayout(Page.YOUTH_VIOLENCE, "Serious youth violence", youth_violence),
    PageLayout(Page.NEIGHBOURHOODS, "Neighbourhoods", neighbourhoods),
    PageLayout(Page.EVIDENCE, "Evidence", evidence_page),
    PageLayout(Page.DATA, "Data", data_page),
    PageLayout(Page.ABOUT, "About", about),
)
