"""The demonstration as the public sees it, and the questions that these tests ask of it."""

from __future__ import annotations

from typing import Final

import pytest

from data.audience import Audience
from data.disclosure.rule import PUBLIC
from data.releases import Release

QUERIES: Final = (
    "", "?type=theft", "?type=robbery", "?type=robbery,theft", "?type=theft-from-person", "?type=sexual-offences",
    "?time=night", "?time=day", "?time=22-04", "?days=sat,sun", "?type=burglary&time=night", "?measure=rate",
    "?measure=density&type=robbery", "?measure=quotient&type=theft", "?measure=harm", "?measure=cost",
    "?measure=change", "?measure=change&type=burglary&only=clear", "?ward=west-end", "?ward=st-james-s,west-end",
    "?ward=church-street&type=burglary", "?lsoa=E01004736", "?level=ward", "?level=lsoa21", "?level=ward&type=robbery",
    "?timing=spread", "?flag=knife", "?syv=victim", "?compare=none", "?compare=2020-10", "?n=1", "?n=50",
    "?set=fixed&level=ward", "?from=2023-01&to=2023-03", "?from=2020-10&to=2023-09", "?from=1990-01&to=1990-12",
    "?dataset=stop-search", "?dataset=hospital", "?show=hexagons&measure=rate", "?nonsense=1",
)  # fmt: skip
PAGES: Final = ("/", "/west-end", "/serious-youth-violence", "/neighbourhoods", "/evidence")


def seen_by_public(release: Release) -> Release:
    return release.seen_by(Audience.PUBLIC, PUBLIC)


@pytest.fixture(scope="session")
def public(demonstration: Release) -> Release:
    return seen_by_public(demonstration)
