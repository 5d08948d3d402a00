"""All that a page shows, statistics, words and JSON included, against the five results alone on the same questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

import numpy as np
from dash._utils import to_json

from callbacks.neighbourhoods import update_neighbourhoods
from callbacks.side_by_side import update_side_by_side
from callbacks.west_end import update_west_end
from callbacks.youth_violence import update_youth_violence
from data.choices import Choices
from data.levels import Level
from data.links import read_link
from data.releases import Release
from data.schema import month_text
from data.selection import WEIGHED, Measure
from data.serving import current_release, serve_from
from tests.benchmarks.five_results import by_the_product
from tests.benchmarks.options import Options
from tests.benchmarks.results import Row, row_of_pairs
from tests.benchmarks.timing import in_turn

WARM_UPS: Final = 5
SHORT_QUESTIONS: Final = 20
MOST_MONTHS: Final = 12
# What a page's callback is asked with, after the query of the link.
PAGES: Final[dict[str, Callable[[str], Any]]] = {
    "west-end": lambda search: update_west_end(search, "/west-end"),
    "serious-youth-violence": lambda search: update_youth_violence(search, "/serious-youth-violence"),
    "neighbourhoods": lambda search: update_neighbourhoods(search, "residents", "/neighbourhoods"),
    "overview": lambda search: update_side_by_side(search, "own", "/"),
}
PATHS: Final = {"overview": "/"}
OTHER_MEASURES: Final = tuple(measure for measure in Measure if measure is not Measure.COUNT)


def run(options: Options) -> Iterator[Row]:
    """The West End page, which the target is for; then its other measures and the other pages."""
    serve_from(None)
    release = current_release()
    count = SHORT_QUESTIONS if options.short else max(options.actions, SHORT_QUESTIONS)
    for number, page in enumerate(PAGES):
        if number and options.short:
            return
        options.say(f"{count} questions to {page}")
        yield of_page(page, release, questions(release.choices, count + WARM_UPS, seed=number), "")
    for measure in OTHER_MEASURES:
        asked = questions(release.choices, SHORT_QUESTIONS + WARM_UPS, seed=10)
        links = [f"{search}&measure={measure}" if search else f"?measure={measure}" for search in asked]
        yield of_page("west-end", release, links, str(measure))


def of_page(page: str, release: Release, asked: list[str], measure: str) -> Row:
    """All of one page for each of some questions, against the five results of the same."""
    whole, path = PAGES[page], PATHS.get(page, f"/{page}")
    alone = partial(five_alone, release, path)
    for search in asked[-WARM_UPS:]:
        whole(search)
        alone(search)
    pairs = in_turn(asked[:-WARM_UPS], lambda search: to_json(whole(search)), alone)
    what = f"all that the page {path} shows{f' by {measure}' if measure else ''}, against the five results alone"
    return row_of_pairs(f"page/{page}{f'-{measure}' if measure else ''}", what, pairs)


def five_alone(release: Release, path: str, search: str) -> Any:
    """From the same link to the five results and nothing else."""
    selection = read_link(f"{path}{search}", release.choices).selection
    plain = selection if selection.measure not in WEIGHED else selection.without("measure")
    dataset = release.choices.resolve(plain).dataset
    return by_the_product(release.index(dataset.slug), release.choices, plain)


def questions(choices: Choices, count: int, seed: int) -> list[str]:
    """Different queries of links: months, types, a ward, a time and a flag, each set or unset by the toss of a coin."""
    rng = np.random.default_rng(seed)
    dataset = choices.dataset(None)
    drawn: dict[str, None] = {}
    while len(drawn) < count:
        pairs = []
        if rng.random() < 0.5:
            length = int(rng.integers(1, MOST_MONTHS + 1))
            first = dataset.months[int(rng.integers(MOST_MONTHS, len(dataset.months) - length + 1))]
            pairs += [f"from={month_text(first)}", f"to={month_text(first + length - 1)}"]
        if rng.random() < 0.5:
            kinds = rng.choice([*dataset.type_slugs], int(rng.integers(1, 4)), replace=False)
            pairs.append(f"type={','.join(sorted(map(str, kinds)))}")
        if rng.random() < 0.5:
            pairs.append(f"ward={rng.choice([area.slug for area in choices.areas[Level.WARD]])}")
        if rng.random() < 0.5:
            pairs.append("time=night")
        if rng.random() < 0.5:
            pairs.append(f"flag={rng.choice(dataset.flags)}")
        drawn[f"?{'&'.join(pairs)}" if pairs else ""] = None
    return list(drawn)
