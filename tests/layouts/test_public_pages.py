"""Every page for the public, for questions of every kind: something is shown, and nothing asks for the records."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from data.audience import Audience
from data.disclosure.rule import PUBLIC
from data.releases import Release, rejected_rows
from data.tables.table_sources import table_sources
from geo.answer import answer_link
from geo.page_answers import page_answers
from geo.pages.evidence import claims_of, evidence
from geo.pages.side_by_side import side_by_side
from geo.pages.ward_export import wards_csv
from geo.pages.ward_page import ward_page
from geo.pages.youth import youth_answers
from geo.statistics.answer_clusters import clusters_of
from geo.statistics.clusters import Method
from layouts.data_page import data_content
from layouts.evidence_parts import cluster_parts, evidence_parts
from layouts.neighbourhoods_parts import neighbourhoods_parts
from layouts.sent import plain, sent
from layouts.side_by_side_parts import side_by_side_parts
from layouts.west_end_parts import boundary_urls, west_end_parts
from layouts.youth_parts import youth_parts
from tests.geo.disclosure.conftest import QUERIES

Parts = Callable[[Release, str], Any]


def west_end(release: Release, query: str) -> Any:
    return sent(west_end_parts(page_answers(release, f"/west-end{query}")), None)


def youth(release: Release, query: str) -> Any:
    link = f"/serious-youth-violence{query}"
    answers = page_answers(release, link)
    everywhere = youth_answers(release, answers.wards.link)
    return sent(youth_parts(answers, youth_answers(release, link), everywhere), None, (), "pictures")


def wards(release: Release, query: str) -> Any:
    page = ward_page(release, f"/neighbourhoods{query}")
    return [sent(neighbourhoods_parts(page), None), wards_csv(page)]


def side(release: Release, query: str) -> Any:
    return sent(side_by_side_parts(side_by_side(release, f"/{query}"), "own"), None)


def proof(release: Release, query: str) -> Any:
    found = evidence(release, f"/evidence{query}")
    clusters = clusters_of(answer_link(f"/evidence{query}", release))
    return [evidence_parts(found), cluster_parts(clusters, Method.GI_STAR, boundary_urls(release))]


@pytest.fixture(scope="module")
def public(demonstration: Release) -> Release:
    return demonstration.seen_by(Audience.PUBLIC, PUBLIC)


@pytest.mark.parametrize("page", [west_end, youth, wards, side], ids=lambda page: page.__name__)
def test_a_page_stands_for_every_question(public: Release, two_boroughs: Release, page: Parts) -> None:
    for query in QUERIES:
        told = json.dumps(page(public, query), default=plain)
        assert "NaN" not in told, query
    few = two_boroughs.seen_by(Audience.PUBLIC, PUBLIC)
    for query in ("", "?authority=westminster", "?authority=camden&type=theft"):
        assert "NaN" not in json.dumps(page(few, query), default=plain), query


@pytest.mark.parametrize("query", ["", "?type=robbery", "?measure=rate", "?measure=harm", "?ward=west-end", "?syv=any"])
def test_the_evidence_stands_or_says_why_not(public: Release, query: str) -> None:
    assert proof(public, query)


def test_the_data_page_tells_no_small_number_of_rows(public: Release, demonstration: Release) -> None:
    told, real = (
        json.dumps(data_content(release, rejected_rows(release), table_sources(release)), default=plain)
        for release in (public, demonstration)
    )
    assert "What was read from each file" in told and "What was read from each file" not in real
    assert "Placed by" in real and "Placed by" not in told


def test_claims_kept_for_one_reader_are_not_shown_to_another(public: Release, demonstration: Release) -> None:
    known = [sum(one.ours is not None for one in claims_of(release)) for release in (demonstration, public)]
    assert known[0] > known[1] > 0
