"""The picture of clusters: every area has its kind, and each kind a colour, a mark and words."""

from __future__ import annotations

import json

import numpy as np
import pytest

from data.levels import Level
from data.releases import Release
from geo.answer import answer_link
from geo.statistics.answer_clusters import AnswerClusters, clusters_of
from geo.statistics.clusters import LABELS, Method
from layouts.cluster_picture import KINDS, cluster_picture

URLS = dict.fromkeys(Level, "/boundaries/x.json")


def clusters_at(release: Release, link: str) -> AnswerClusters:
    return clusters_of(answer_link(link, release))


@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize("link", ["/evidence", "/evidence?measure=rate", "/evidence?level=ward"])
def test_classes_are_the_labels_of_the_areas(demonstration: Release, method: Method, link: str) -> None:
    found = clusters_at(demonstration, link)
    picture = cluster_picture(found.found[method], found.answer, URLS)
    names = [label for label, _, _ in KINDS[method]]
    assert [names[place] for place in picture["classes"]] == list(found.found[method].labels)
    assert len(picture["classes"]) == len(picture["values"]) == len(found.answer.areas)
    assert found.answer.values is not None
    assert picture["values"] == found.answer.values.tolist()
    json.dumps(picture, allow_nan=False)


@pytest.mark.parametrize("method", list(Method))
def test_a_kind_is_never_told_by_colour_alone(method: Method) -> None:
    kinds = KINDS[method]
    assert {label for label, _, _ in kinds} == {None, *LABELS[method]}
    for part in range(3):
        assert len({kind[part] for kind in kinds}) == len(kinds)
    assert all(mark for label, _, mark in kinds if label)


def test_legend_and_card_have_the_same_words(demonstration: Release) -> None:
    found = clusters_at(demonstration, "/evidence")
    picture = cluster_picture(found.gi_star, found.answer, URLS)
    assert picture["labels"] == ["L: low together", "No cluster", "H: high together"]
    assert picture["class_words"] == ["Low together", "No cluster", "High together"]
    assert picture["marks"] == ["L", "", "H"]
    assert picture["shares_base"] == found.answer.amount_located


def test_areas_that_took_no_part_have_no_class(demonstration: Release) -> None:
    found = clusters_at(demonstration, "/evidence?ward=west-end,st-james-s,marylebone,hyde-park,pimlico-north")
    picture = cluster_picture(found.gi_star, found.answer, URLS)
    without = [place for place, kind in enumerate(picture["classes"]) if kind is None]
    assert without == np.flatnonzero(np.isnan(found.gi_star.p)).tolist()
    assert set(picture["outside"]) <= set(without)


def test_without_clusters_the_picture_says_why(tiny: Release) -> None:
    found = clusters_at(tiny, "/evidence")
    picture = cluster_picture(found.gi_star, found.answer, URLS)
    assert set(picture["classes"]) == {None}
    assert "no boundaries" in picture["values_note"]
