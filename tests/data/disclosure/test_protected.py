"""What a release tells the public: right figures or none, never a small one, and nothing that is not told by its tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.audience import Audience
from data.choices import Question
from data.disclosure.protected import Protected, protected
from data.disclosure.rule import PUBLIC
from data.levels import Level
from data.links import read_link
from data.query import Tally, filters_of, tally
from data.releases import Release
from tests.tiny_world import ANSWERED, FIRST, LAST, LSOAS, TYPES, WARDS, tiny_records, tiny_release

LEVELS = [Level(level) for level in ANSWERED]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return tiny_release(tmp_path_factory.mktemp("tiny"), tiny_records(900))


@pytest.fixture(scope="module")
def public(release: Release) -> Release:
    return release.seen_by(Audience.PUBLIC, PUBLIC)


def asked(release: Release, link: str) -> Question:
    return release.choices.resolve(read_link(link, release.choices).selection)


def truth(release: Release, question: Question, period: tuple[int, int]) -> Tally:
    index, areas = release.unprotected_index(question.dataset.slug), release.choices.areas[question.level]
    return tally(index, question, filters_of(question, release.choices), period, len(areas))


def figures(told: Protected, question: Question, period: tuple[int, int], real: Tally) -> Iterator[tuple[float, float]]:
    """Every told figure beside the right one."""
    pairs = [
        (told.total(question, period), real.records),
        (told.timed(question, period), real.timed),
        (told.night(question, period), real.night),
        (told.located(question, period), real.located),
    ]
    yield from ((one, float(other)) for one, other in pairs if one is not None)
    tables = [
        (told.places(question.level, question, period), real.by_area),
        (told.months(question, period), real.by_month),
        (told.hours(question, period), real.by_hour),
    ]
    for one, other in tables:
        assert one.shape == other.shape
        yield from ((float(a), float(b)) for a, b in zip(one.ravel(), other.ravel(), strict=True) if not np.isnan(a))


LINKS = st.builds(
    lambda kind, level, time, days, ward, lsoa, first, length: "/?"
    + "&".join(filter(None, (kind, level, time, days, ward, lsoa, f"from={first // 12}-{first % 12 + 1:02d}", length))),
    st.sampled_from(["", "type=robbery", "type=theft", "type=theft-from-person", "type=robbery,theft", "type=robbery-of-business-property"]),
    st.sampled_from(["level=lsoa", "level=lsoa21", "level=ward"]),
    st.sampled_from(["", "time=night", "time=day", "time=18-20", "time=06-18"]),
    st.sampled_from(["", "", "days=mon,tue"]),
    st.sampled_from(["", "", *(f"ward={code}" for code in WARDS), "ward=E05013806,E05013808"]),
    st.sampled_from(["", "", *(f"lsoa={code}" for code in LSOAS)]),
    st.integers(FIRST, LAST),
    st.just(""),
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(link=LINKS, whole=st.booleans(), length=st.integers(0, 13))
def test_every_told_figure_is_right_and_none_is_small(
    release: Release, public: Release, link: str, whole: bool, length: int
) -> None:
    question = asked(public, link)
    period = (LAST - 11, LAST) if whole else (question.first, min(question.first + length, LAST))
    told = protected(public, "offences")
    real = truth(release, question, period)
    for one, other in figures(told, question, period, real):
        assert one == other
        assert one == 0 or one >= PUBLIC.minimum
    bound = told.bound(question.level, question, period)
    withheld = np.isnan(told.places(question.level, question, period))
    if not (question.selection.ward or question.selection.lsoa):
        assert (bound[withheld] >= real.by_area[withheld]).all()


def test_kinds_are_told_of_the_whole_and_of_wards(release: Release, public: Release) -> None:
    question, period = asked(public, "/?level=ward"), (LAST - 11, LAST)
    told = protected(public, "offences")
    robbery, theft = told.kinds(question, period, None)
    types = question.dataset.types
    expected = [
        truth(
            release, replace(question, types=tuple(at for at, (name, _) in enumerate(types) if name == major)), period
        )
        for major in ("Robbery", "Theft")
    ]
    assert [robbery, theft] == [each.records for each in expected]
    for at, code in enumerate(WARDS):
        for value, each in zip(told.kinds(question, period, (Level.WARD, code)), expected, strict=True):
            assert np.isnan(value) or value == each.by_area[at]


def test_what_is_not_in_the_tables_is_refused_in_a_sentence(public: Release) -> None:
    told, period = protected(public, "offences"), (LAST - 11, LAST)
    refused = [
        "/?type=theft-from-person,robbery-of-business-property",
        "/?ward=west-end&lsoa=013e",
        "/?ward=west-end&time=18-20",
        "/?ward=west-end&time=night&type=theft",
        "/?flag=knife,injury",
        "/?syv=any&type=robbery",
    ]
    for link in refused[:1] + refused[1:4] + refused[5:]:
        assert told.refusal(asked(public, link), period).endswith("."), link
        assert told.total(asked(public, link), period) is None, link
    assert told.refusal(asked(public, "/?type=theft,robbery"), period) == ""


def test_places_are_told_over_whole_years_and_months_always(public: Release) -> None:
    told, question = protected(public, "offences"), asked(public, "/?level=ward")
    short = (LAST - 2, LAST)
    assert np.isnan(told.places(Level.WARD, question, short)).all()
    assert not np.isnan(told.months(question, short)).any()
    assert told.total(question, short) == told.months(question, short).sum()
    assert told.timed(question, short) is None


def test_an_earlier_release_tells_nothing(release: Release) -> None:
    newer = replace(release, releases=("0002-newer", release.id)).seen_by(Audience.PUBLIC, PUBLIC)
    told, question = protected(newer, "offences"), asked(newer, "/")
    period = (LAST - 11, LAST)
    assert "Earlier releases" in told.refusal(question, period)
    assert told.total(question, period) is None
    assert np.isnan(told.places(Level.LSOA, question, period)).all()


def test_without_secondary_suppression_small_cells_alone_are_withheld(release: Release) -> None:
    bare = release.seen_by(Audience.PUBLIC, replace(PUBLIC, secondary=False))
    told, period = protected(bare, "offences"), (LAST - 2, LAST)
    for link in ("/?level=lsoa&time=night", "/?type=theft&days=mon", "/?ward=west-end&level=lsoa"):
        question = asked(bare, link)
        real = truth(release, question, period)
        by_area = told.places(question.level, question, period)
        small = (real.by_area > 0) & (real.by_area < PUBLIC.minimum)
        assert (np.isnan(by_area) == small).all()


def test_youth_violence_is_told_as_a_total_of_the_year(release: Release, public: Release) -> None:
    question, period = asked(public, "/serious-youth-violence"), (LAST - 11, LAST)
    told = protected(public, "offences")
    assert told.total(question, period) == truth(release, question, period).records
    assert np.isnan(told.places(question.level, question, period)).all()
    assert np.isnan(told.months(question, period)).all()
    assert told.total(question, (LAST - 2, LAST)) is None


def test_the_types_of_the_tiny_world_have_two_main_kinds() -> None:
    assert {major for major, _ in TYPES} == {"Robbery", "Theft"}
