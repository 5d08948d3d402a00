"""One of several authorities is not worked out from the whole less the others, nor from levels above and below it."""

from __future__ import annotations

from typing import Final

import pytest

from data.disclosure.rule import PUBLIC
from tests.attack.questions import at_random, systematic
from tests.attack.test_attacker import asked, nothing_is_recovered
from tests.attack.worlds import World, several_records, small_world

EVERY: Final = 3  # of the questions that tell every table
AT_RANDOM: Final = 200


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> World:
    return small_world(tmp_path_factory.mktemp("several"), several_records())


def test_a_release_of_several_authorities(several: World) -> None:
    choices = several.release.choices
    links = list(systematic(choices, "offences"))
    for authority in choices.authorities:
        links += systematic(choices.within(authority.code), "offences", authority.slug)
    attacker, _ = asked(
        several, PUBLIC, [*((link, None) for link in links[::EVERY]), *at_random(choices, AT_RANDOM, 11)]
    )
    nothing_is_recovered(several, attacker)
