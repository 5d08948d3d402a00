"""What the public is told: true wherever it is told, the same as the analyst's where numbers are large, null elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data.audience import Audience
from data.disclosure.rule import OPEN, PUBLIC
from data.releases import Release, WithheldError, open_release, rejected_rows
from geo.answer import answer_link
from geo.answer_json import answer_json
from geo.page_json import page_json
from geo.pages.evidence import claims_of
from geo.publishing.importing import import_files
from tests import worlds
from tests.geo.disclosure.conftest import PAGES, QUERIES, seen_by_public

ROOT = Path(__file__).resolve().parents[3]
FIGURES = ("total", "areas", "top", "concentration", "hours", "night", "months")
OF_ALL_AREAS = ("verdict", "withheld")  # tested over the areas that are told; counted for this reader


def untrue(told: Any, real: Any, where: str) -> Iterator[str]:
    """Where a figure is told that is not the analyst's; what is withheld is null, or a list that is."""
    if told is None:
        return
    if isinstance(told, dict):
        for key, value in told.items():
            if key not in OF_ALL_AREAS:
                yield from untrue(value, (real or {}).get(key), f"{where}.{key}")
    elif isinstance(told, list):
        if told and (real is None or len(told) != len(real)):
            yield f"{where}: {len(told)} told"
            return
        for place, (value, other) in enumerate(zip(told, real or [], strict=False)):
            yield from untrue(value, other, f"{where}.{place}")
    elif told != (pytest.approx(real, rel=1e-9) if isinstance(told, float) and real is not None else real):
        yield f"{where}: {told} told, {real} true"


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("page", ["/west-end", "/neighbourhoods"])
def test_what_is_told_is_true(public: Release, demonstration: Release, page: str, query: str) -> None:
    told, real = (answer_json(answer_link(page + query, release)) for release in (public, demonstration))
    if "timing=spread" in query:
        real["hours"] = real["night"] = None  # the public is told hours of the start
        told["hours"] = told["night"] = None
    assert [fault for part in FIGURES for fault in untrue(told[part], real[part], part)] == []


@pytest.mark.parametrize("query", QUERIES)
def test_no_small_count_is_told_and_all_withheld_are_counted(
    public: Release, demonstration: Release, query: str
) -> None:
    told = answer_link(f"/west-end{query}", public)
    told_json, real = answer_json(told), answer_json(answer_link(f"/west-end{query}", demonstration))
    count = told.measure.value == "count"
    for key in ("value", "previous"):
        assert count is False or not any(0 < (area[key] or 9) < PUBLIC.minimum for area in told_json["areas"])
    assert not any(0 < (month["value"] or 9) < PUBLIC.minimum for month in told_json["months"])
    nulls = sum(area["value"] is None for area in told_json["areas"])
    unknown = sum(area["value"] is None for area in real["areas"])
    if unknown < nulls:
        assert told_json["total"]["withheld"] == nulls - (unknown if told.measure.value == "quotient" else 0)
    assert told.rule_says and told.rule_says == told_json["notes"][-1]


def test_large_questions_are_answered_as_the_analysts_are(public: Release, demonstration: Release) -> None:
    told, real = (answer_link("/west-end", release) for release in (public, demonstration))
    assert told.says == real.says and told.top == real.top and told.withheld == 0
    assert (told.located, told.timed, told.night_share) == (real.located, real.timed, real.night_share)
    assert told.hours is not None and real.hours is not None and (told.hours == real.hours).mean() > 0.9
    wards = page_json(public, "/neighbourhoods")["wards"]["profiles"]
    assert [ward["value"] for ward in wards] == [
        ward["value"] for ward in page_json(demonstration, "/neighbourhoods")["wards"]["profiles"]
    ]


def test_a_withheld_area_is_null_and_never_zero(public: Release, demonstration: Release) -> None:
    link = "/west-end?type=robbery"
    told, real = (answer_json(answer_link(link, release)) for release in (public, demonstration))
    small = [area["code"] for area in real["areas"] if 0 < area["value"] < PUBLIC.minimum]
    by_code = {area["code"]: area for area in told["areas"]}
    assert small and all(
        by_code[code]["value"] is by_code[code]["share"] is by_code[code]["rank"] is None for code in small
    )
    assert told["total"]["withheld"] >= len(small)
    assert f"{told['total']['withheld']} of 128 areas are withheld: left empty, which is not zero." in told["notes"]


@pytest.mark.parametrize("page", PAGES)
def test_every_section_is_made_without_the_records(public: Release, page: str) -> None:
    with pytest.raises(WithheldError):
        public.index("offences")
    for query in (
        QUERIES[::6] if page == "/evidence" else QUERIES
    ):  # anything that asked for the records would have raised
        told = page_json(public, page + query)
        assert json.loads(json.dumps(told, allow_nan=False)) == told
        assert told["people"] is told["flags"] is told["features"] is told["timing"] is told["force"] is None
        assert all(source["rows"] is None for source in told["release"]["sources"])


def test_only_the_protected_tables_read_the_records_under_a_rule() -> None:
    """A module that named ``unprotected_index`` could tell anyone anything."""
    used = [
        str(path.relative_to(ROOT))
        for folder in ("data", "geo", "layouts", "callbacks")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"\bunprotected_index\b", path.read_text(encoding="utf-8"))
    ]
    assert [name for name in used if not name.startswith("data/disclosure/")] == ["data/releases.py"]


def test_nothing_changes_for_whoever_is_told_everything(demonstration: Release) -> None:
    partner = demonstration.seen_by(Audience.PARTNER, OPEN)
    for page in PAGES:
        told, real = page_json(partner, f"{page}?type=robbery"), page_json(demonstration, f"{page}?type=robbery")
        people = told.pop("people"), real.pop("people")
        assert told == real
        assert people[0]["victims"]["ages"] == people[1]["victims"]["ages"]
        assert people[0]["victims"]["years"] is None, "single years of age are the analysts' alone"
    answer = answer_link("/west-end", demonstration)
    assert (answer.withheld, answer.withheld_areas, answer.rule_says, answer.figures.held) == (0, None, "", None)


def test_rows_that_were_rejected_are_the_analysts_alone(demonstration: Release, tiny: Release) -> None:
    for release in (demonstration, tiny):
        assert rejected_rows(seen_by_public(release)) == rejected_rows(release.seen_by(Audience.PARTNER, OPEN)) == []


@pytest.mark.parametrize("query", ["", "?authority=camden", "?authority=westminster&type=theft", "?level=ward"])
@pytest.mark.parametrize("page", PAGES)
def test_of_a_handful_of_records_no_place_is_told(two_boroughs: Release, page: str, query: str) -> None:
    """Twelve records of the whole release are enough to be told, eight of which a borough has; what is in its places not."""
    told = page_json(seen_by_public(two_boroughs), page + query)
    whole = 12 if query in ("", "?level=ward") and "violence" not in page else None
    assert told["total"]["records"] == told["total"]["value"] == whole
    assert told["total"]["located"] is told["top"]["share"] is None
    assert all(area["value"] is area["previous"] is None for area in told["areas"])
    assert told["total"]["withheld"] == len(told["areas"]) or "has no ages" in told["says"]
    said = told["says"].replace(f"under {PUBLIC.minimum}", "").replace("(October 2022 to November 2022)", "")
    assert re.findall(r"\d+", said) == ([] if whole is None else ["12"]), told["says"]


@pytest.mark.parametrize("page", PAGES)
def test_a_small_release_tells_the_truth_or_nothing(tiny: Release, page: str) -> None:
    for query in ("", "?level=ward", "?measure=change", "?time=night", "?n=1", "?measure=rate&level=ward"):
        told, real = (page_json(release, page + query) for release in (seen_by_public(tiny), tiny))
        assert [fault for part in FIGURES for fault in untrue(told[part], real[part], part)] == []


def test_claims_are_asked_of_what_the_public_is_told(public: Release, demonstration: Release) -> None:
    told, real = claims_of(public), claims_of(demonstration)
    differing = [
        (ours.claim.id, ours.ours, theirs.ours)
        for ours, theirs in zip(told, real, strict=True)
        if ours.ours is not None and ours.ours != pytest.approx(theirs.ours)
    ]
    assert differing == []
    assert 0 < sum(one.ours is not None for one in told) < sum(one.ours is not None for one in real)


@pytest.mark.parametrize(
    ("query", "says", "why"),
    [
        ("?type=sexual-offences", "in which areas is withheld.", "not told by small area"),
        ("?from=2023-01&to=2023-03", "in which areas is withheld.", "over whole years only"),
        ("?days=sat", "in which areas is withheld.", "not by hours or days"),
        ("?type=burglary&time=night", "in which areas is withheld.", "not by both at once"),
        ("?ward=west-end&type=burglary", "in which areas is withheld.", "not within chosen wards"),
        ("?flag=knife", "", "only a year’s total is"),
        ("?type=theft-from-person", "choose a main kind.", ""),
        ("?measure=harm", "signed-in analysts only.", ""),
    ],
)
def test_what_is_withheld_is_said_with_its_reason(public: Release, query: str, says: str, why: str) -> None:
    answer = answer_link(f"/west-end{query}", public)
    assert answer.says.endswith(says)
    assert not why or answer.now is None or any(why in note for note in answer.notes), answer.notes
    assert answer.values is None and answer.withheld == 128


def test_the_top_is_told_only_where_no_withheld_area_can_reach_it(public: Release) -> None:
    few, many = (answer_link(f"/west-end?type=robbery&n={n}", public) for n in (3, 50))
    assert few.top is not None and len(few.top.positions) == 3
    assert many.top is None
    assert many.says == (
        "4,274 recorded robbery offences (October 2022 to September 2023); the small area (LSOA) with the most is"
        " Westminster 013E (720)."
    )


@pytest.mark.parametrize("level", ["lsoa", "lsoa21"])
def test_areas_that_the_source_does_not_tell_apart(store: Path, tmp_path: Path, level: str) -> None:
    """Counts by ward, asked by small area: the public is told as plainly as analysts that this is not known."""
    header, rows = worlds.counts("ward", more=500)
    import_files([worlds.write_csv(tmp_path / "wards.csv", rows, header)], store, worlds.WESTMINSTER)
    release = open_release(store)
    says = [answer_link(f"/west-end?level={level}", each).says for each in (release, seen_by_public(release))]
    assert says[0] == says[1] and says[1].endswith("; in which areas is not known here.")
