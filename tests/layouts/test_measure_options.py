"""The list of measures: every choice is a link and back; what a link holds is always offered; what cannot be is not."""

from __future__ import annotations

from itertools import product

import pytest

from data.choices import Question
from data.links import read_link
from data.releases import open_release
from layouts import ids
from layouts.controls import SIDE_BY_SIDE, WEST_END, link_from_controls, shown_controls
from layouts.measure_options import measure_keys, measure_options, measure_value
from layouts.neighbourhoods import CONTROLS as NEIGHBOURHOODS
from layouts.question_bar import Controls, question_bar
from layouts.youth_violence import YOUTH
from tests.layouts.trees import parts, words

CHOICES = open_release(None).choices
PARTS = {
    "harm": [f"{weights}{proactive}" for weights, proactive in product(
        ("", "&weights=cchi-days-median-2026"), ("", "&proactive=without"))],
    "change": ["", "&only=clear"],
    "count": [""], "cost": [""], "rate": [""], "density": [""], "quotient": [""],
}  # fmt: skip
HELD = [f"{measure}{rest}" for measure, all_parts in PARTS.items() for rest in all_parts]


def question(link: str) -> Question:
    return CHOICES.resolve(read_link(link, CHOICES).selection)


def offered(link: str) -> list[str]:
    return [option["value"] for option in measure_options(question(link), CHOICES)]


@pytest.mark.parametrize("page", ["/", "/west-end", "/serious-youth-violence", "/neighbourhoods"])
@pytest.mark.parametrize("value", offered("/west-end"))
def test_every_option_is_a_link_and_back(page: str, value: str) -> None:
    values = shown_controls(read_link(page, CHOICES).selection, CHOICES, None)["values"]
    query = link_from_controls(page, values | {"measure": value}, ids.MEASURE, CHOICES)
    assert measure_value(question(f"{page}{query}")) == value
    assert query == ("" if value == "count" else f"?measure={value}")


@pytest.mark.parametrize("held", HELD)
@pytest.mark.parametrize("dataset", ["offences", "fire"])
def test_what_a_link_holds_is_offered_once(held: str, dataset: str) -> None:
    link = f"/west-end?dataset={dataset}&measure={held}"
    assert offered(link).count(measure_value(question(link))) == 1
    assert len(set(offered(link))) == len(offered(link))


@pytest.mark.parametrize("held", HELD)
def test_another_choice_takes_the_parts_of_the_last_one_away(held: str) -> None:
    link = f"/west-end?measure={held}&n=5"
    values = shown_controls(read_link(link, CHOICES).selection, CHOICES, None)["values"]
    assert link_from_controls(link, values | {"measure": "cost"}, ids.MEASURE, CHOICES) == "?measure=cost&n=5"
    assert link_from_controls(link, values | {"measure": "count"}, ids.MEASURE, CHOICES) == "?n=5"


def test_variants_stand_behind_their_measure() -> None:
    measures = [value.partition("&")[0] for value in offered("/west-end")]
    assert list(dict.fromkeys(measures)) == ["count", "change", "harm", "cost", "rate", "density", "quotient"]
    assert measures == sorted(measures, key=list(dict.fromkeys(measures)).index)


def test_harm_and_cost_are_offered_for_offences_alone() -> None:
    assert {"harm", "cost"} <= set(offered("/west-end"))
    assert not {"harm", "cost"} & set(offered("/west-end?dataset=fire"))


def test_two_variants_at_once_are_named_in_words() -> None:
    link = "/west-end?measure=harm&weights=cchi-days-median-2026&proactive=without"
    named = {option["value"]: option["label"] for option in measure_options(question(link), CHOICES)}
    assert named[measure_value(question(link))] == "harm by median 2026 without what searches found"


@pytest.mark.parametrize(("dataset", "query"), [("fire", "?dataset=fire"), ("stop-search", "?dataset=stop-search")])
def test_a_data_set_without_weights_goes_back_to_the_number(dataset: str, query: str) -> None:
    link = "/west-end?measure=harm&proactive=without"
    values = shown_controls(read_link(link, CHOICES).selection, CHOICES, None)["values"]
    assert link_from_controls(link, values | {"dataset": dataset}, ids.DATASET, CHOICES) == query
    rate = shown_controls(read_link("/west-end?measure=rate", CHOICES).selection, CHOICES, None)["values"]
    kept = link_from_controls("/west-end?measure=rate", rate | {"dataset": dataset}, ids.DATASET, CHOICES)
    assert kept == f"{query}&measure=rate"


def test_keys_of_a_choice() -> None:
    found = measure_keys("harm&proactive=without")
    assert found == {"measure": "harm", "weights": "", "proactive": "without", "per": "", "only": ""}


@pytest.mark.parametrize("controls", [WEST_END, SIDE_BY_SIDE, YOUTH, NEIGHBOURHOODS], ids=lambda one: one.prefix)
def test_every_page_with_a_map_offers_the_measures(controls: Controls) -> None:
    assert controls.all["measure"] == controls.id(ids.MEASURE)
    shown = next(part for part in parts(question_bar(controls)) if getattr(part, "className", "") == "sentence shown")
    told = words(shown).strip()
    assert told.startswith("Shown: ")
    assert told.endswith("."), "a sentence"
