"""The attacker of this package recovers not one withheld cell, over ten thousand questions; with secondary suppression off it does."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any, Final

import pytest

from data.audience import Audience
from data.disclosure.rule import PUBLIC, Rule
from data.releases import Release
from geo.answer import answer_link
from geo.answer_json import answer_json
from geo.page_json import page_json
from geo.type_counts import types_json
from tests.attack.equations import Attacker, Box, Equations
from tests.attack.questions import at_random, systematic
from tests.attack.solving import row_space
from tests.attack.targets import small_cells
from tests.attack.worlds import World, known_world, small_world

IN_THE_SMALL_WORLD: Final = 9200
OF_THE_DEMONSTRATION: Final = 800
DATASETS: Final = ("offences", "hospital", "btp")
MOST_CELLS: Final = 4000  # of one kind that are looked at; evenly taken of more
MOST_CHECKED: Final = 30_000_000  # records times equations
WHOLE_EVERY: Final = 5  # of so many questions one is answered with every section of its page, which takes longer


def asked(world: World, rule: Rule, links: Iterable[tuple[str, str | None]]) -> tuple[Attacker, int]:
    """An attacker who has read the public's answers to these links, and how many there were."""
    release, attacker, number = world.release.seen_by(Audience.PUBLIC, rule), Attacker(world), 0
    for number, (link, view) in enumerate(links, start=1):
        whole = number % WHOLE_EVERY == 0
        attacker.read(link, told(release, link, view, whole), view, every_number=whole)
    return attacker, number


def told(release: Release, link: str, view: str | None, whole: bool) -> dict[str, Any]:
    if whole:
        return page_json(release, link, view)
    answer = answer_link(link, release, view)
    return answer_json(answer) | {"types": types_json(answer)}


def every_table(world: World) -> list[tuple[str, str | None]]:
    return [(link, None) for slug in world.records for link in systematic(world.release.choices, slug)]


def recovered(world: World, attacker: Attacker, minimum: int) -> tuple[int, dict[str, list[Box]]]:
    """How many cells are small, and those that the equations determine, by what they are cut by."""
    cells, found = 0, {}
    for slug, equations in attacker.by_dataset.items():
        space = row_space(equations)
        for name, boxes in small_cells(equations, world.release.choices.dataset(slug), minimum, MOST_CELLS).items():
            cells += len(boxes)
            got = [box for box, known in zip(boxes, space.determined(boxes), strict=True) if known]
            if got:
                found[f"{slug}, {name}"] = got
    return cells, found


def check_read_rightly(equations: Equations) -> None:
    """The attacker reads what answers mean: every equation is true of the records (of some hundred where there are many)."""
    told = list(equations.told.items())
    for box, value in told[:: len(told) * len(equations.atoms.records) // MOST_CHECKED + 1]:
        assert equations.truth(box) == value, equations.asked_of[box]


def nothing_is_recovered(world: World, attacker: Attacker) -> None:
    assert attacker.unknown == set(), "numbers that the attacker does not know how to use"
    assert attacker.leaks == []
    for equations in attacker.by_dataset.values():
        check_read_rightly(equations)
    cells, found = recovered(world, attacker, PUBLIC.minimum)
    assert cells > 1000
    assert found == {}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> World:
    return small_world(tmp_path_factory.mktemp("attacked"))


def test_a_small_world(small: World) -> None:
    release = small.release.seen_by(Audience.PUBLIC, PUBLIC)
    links = every_table(small)
    links += at_random(release.choices, IN_THE_SMALL_WORLD - len(links), 3)
    attacker, number = asked(small, PUBLIC, links)
    assert number == IN_THE_SMALL_WORLD
    assert len(attacker.by_dataset["offences"].told) > 500
    nothing_is_recovered(small, attacker)


def test_the_demonstration(demonstration: Release) -> None:
    world = known_world(demonstration, DATASETS)
    release = demonstration.seen_by(Audience.PUBLIC, PUBLIC)
    links = list(islice(every_table(world)[::3], OF_THE_DEMONSTRATION // 3))
    links += at_random(release.choices, OF_THE_DEMONSTRATION - len(links), 5, DATASETS)
    attacker, number = asked(world, PUBLIC, links)
    assert number == OF_THE_DEMONSTRATION and IN_THE_SMALL_WORLD + OF_THE_DEMONSTRATION == 10_000
    nothing_is_recovered(world, attacker)


def test_without_secondary_suppression_the_same_attack_succeeds(small: World) -> None:
    """Withholding small cells alone: rows less their other cells, wholes less their other parts, give them away."""
    attacker, _ = asked(small, Rule(PUBLIC.minimum, PUBLIC.sensitive, secondary=False), every_table(small))
    equations = attacker.by_dataset["offences"]
    check_read_rightly(equations)
    always = max(equations.moments.values(), default=0)
    sizes = {at: len(set(key)) == 1 for key, at in equations.moments.items()}
    space = row_space(equations, lambda box: sizes[box[3]] and box[2][1] - box[2][0] == 11)
    assert always and space.rank > 300
    boxes = small_cells(equations, small.release.choices.dataset("offences"), PUBLIC.minimum, MOST_CELLS)[
        "area by kind"
    ]
    withheld = [box for box in boxes if box not in equations.told]
    known = [box for box, found in zip(withheld, space.determined(withheld), strict=True) if found]
    assert len(known) > 20
    assert all(abs(space.worked_out(box) - equations.truth(box)) < 1e-6 for box in known)
