"""Clusters of an answer: of its measure, among the areas it is about, in words and as JSON."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from data.levels import Level
from data.releases import Release
from geo.answer import Answer, answer_link
from geo.page_json import page_json
from geo.statistics.answer_clusters import AnswerClusters, clusters_of, values_for
from geo.statistics.cluster_words import clusters_words, what_not
from geo.statistics.clusters import LABELS, Method, clusters
from geo.statistics.clusters_json import clusters_json
from geo.statistics.neighbours import neighbours_of
from tests.conftest import ROOT

WEST_END = {"E05013806", "E05013808"}
LINKS = (
    "/evidence",
    "/evidence?level=ward",
    "/evidence?measure=harm",
    "/evidence?measure=rate",
    "/evidence?type=burglary",
)


def clusters_at(release: Release, link: str) -> AnswerClusters:
    return clusters_of(answer_link(link, release))


def wards_of(answer: Answer, positions: list[int]) -> set[str]:
    return {answer.areas[place].ward for place in positions}


@pytest.mark.parametrize("link", ["/evidence", "/evidence?measure=harm", "/evidence?measure=rate"])
def test_the_west_end_lies_high_together(demonstration: Release, link: str) -> None:
    found = clusters_at(demonstration, link)
    assert found.reason == ""
    high = found.gi_star.positions("high")
    assert 3 <= len(high) <= 15
    assert wards_of(found.answer, high) <= WEST_END
    assert set(found.local_moran.positions("high-high")) <= set(high)
    assert not wards_of(found.answer, found.gi_star.positions("low")) & WEST_END


def test_values_are_those_of_the_answer(demonstration: Release) -> None:
    answer = answer_link("/evidence?measure=harm", demonstration)
    assert answer.values is not None
    expected = clusters(answer.values, neighbours_of(demonstration, Level.LSOA), Method.GI_STAR)
    assert clusters_of(answer).gi_star.labels == expected.labels
    assert clusters_of(answer).gi_star.p.tolist() == expected.p.tolist()


def test_rates_are_standardised_from_records_and_people(demonstration: Release) -> None:
    answer = answer_link("/evidence?measure=rate", demonstration)
    counts, people = values_for(answer)
    assert people is not None and answer.values is not None and answer.counts is not None
    assert counts.tolist() == answer.counts.tolist()
    assert counts / people == pytest.approx(answer.values)
    assert clusters_of(answer).gi_star.standardised


def test_the_page_that_asks_twice_waits_once(demonstration: Release) -> None:
    assert clusters_at(demonstration, "/evidence") is clusters_at(demonstration, "/evidence")
    assert clusters_at(demonstration, "/evidence") is not clusters_at(demonstration, "/evidence?type=burglary")


def test_areas_outside_the_choice_take_no_part(demonstration: Release) -> None:
    wards = "west-end,st-james-s,marylebone,hyde-park,knightsbridge-belgravia"
    found = clusters_at(demonstration, f"/evidence?ward={wards}")
    inside = found.answer.inside
    assert 8 <= inside.sum() < 128
    assert found.gi_star.analysed == inside.sum() - found.left_out
    assert np.isnan(found.gi_star.p[~inside]).all()
    assert any("asked for" in note for note in clusters_words(found).notes)
    few = clusters_at(demonstration, "/evidence?ward=west-end")
    assert "Fewer than 8" in few.reason and not any(few.gi_star.labels)


@pytest.mark.parametrize(
    ("link", "said"),
    [("/evidence?measure=change", "not in changes"), ("/evidence?measure=quotient&type=burglary", "not in changes")],
)
def test_measures_without_clusters_say_why(demonstration: Release, link: str, said: str) -> None:
    found = clusters_at(demonstration, link)
    assert said in found.reason
    told = clusters_json(found)
    assert said in told["reason"]
    assert told["gi_star"] is None and told["local_moran"] is None and told["global_moran"] is None


def test_a_release_without_boundaries_says_why(tiny: Release) -> None:
    told = page_json(tiny, "/evidence")["clusters"]
    assert "no boundaries" in told["reason"]
    assert clusters_words(clusters_at(tiny, "/evidence")).says == told["reason"]


@pytest.mark.parametrize("link", LINKS)
def test_the_json_holds_every_area_and_adds_up(demonstration: Release, link: str) -> None:
    answer = answer_link(link, demonstration)
    told = json.loads(json.dumps(page_json(demonstration, link)["clusters"], allow_nan=False))
    for key, method in (("gi_star", Method.GI_STAR), ("local_moran", Method.LOCAL_MORAN)):
        one = told[key]
        assert [area["code"] for area in one["areas"]] == [area.code for area in answer.areas]
        for label in LABELS[method]:
            assert one[label.replace("-", "_")] == sum(area["label"] == label for area in one["areas"])
        assert all(area["p"] is not None and 0 < area["p"] <= 1 for area in one["areas"])
        assert all(area["p"] <= 0.05 for area in one["areas"] if area["label"])
        assert one["says"].endswith(".")
    assert told["permutations"] == 9999 and told["seed"] > 0 and told["false_discovery"] == 0.05
    assert -1 <= told["global_moran"]["i"] <= 1
    assert "5 metres" in told["rule"]


def test_other_pages_tell_of_no_clusters_and_do_not_load_what_finds_them() -> None:
    code = (
        "import sys; from data.releases import open_release; from geo.page_json import page_json;"
        "told = page_json(open_release(None), '/west-end');"
        "print('clusters' in told, [name for name in ('esda', 'libpysal') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "False []"


def test_the_sentence_counts_and_names(demonstration: Release) -> None:
    found = clusters_at(demonstration, "/evidence")
    says = clusters_words(found).says
    assert says.startswith(
        "Recorded offences (October 2022 to September 2023): in seven of 128 small areas (LSOAs) the"
    )
    assert found.gi_star.count("high") == 7
    assert "high together, more than chance would put side by side (St James's and West End)" in says
    assert clusters_words(found, Method.LOCAL_MORAN).says != says
    none = clusters_words(clusters_at(demonstration, "/evidence?type=homicide"))
    assert "no small area (LSOA) lies high or low together with its neighbours" in none.says


@pytest.mark.parametrize("link", LINKS)
def test_words_are_plain(demonstration: Release, link: str) -> None:
    found = clusters_at(demonstration, link)
    for method in Method:
        words = clusters_words(found, method)
        said = " ".join([words.says, words.what, words.rule, *words.what_not, *words.notes, *words.labels.values()])
        for jargon in ("hot", "cold", "spot", "significan", "outlier", "  ", ".."):
            assert jargon not in said.lower(), jargon
        assert set(words.labels) == set(LABELS[method])
    assert "neighbours and itself together" in words.what
    assert "not a list of the areas with the most" in words.what_not[0]


def test_the_legend_says_what_the_measure_must_not_be_taken_for(demonstration: Release) -> None:
    assert "where people are" in what_not(answer_link("/evidence", demonstration))[-1]
    assert "Rates divide" in what_not(answer_link("/evidence?measure=rate", demonstration))[-1]
