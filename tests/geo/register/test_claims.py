"""Claims asked of a release: the five states, what each says, and that a question half understood is never answered."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import geo.register.claims
from data.claims import Claim, ClaimResult, Kind, State
from data.releases import Release
from data.schema import month_number
from geo.page_json import PageJson, page_json
from geo.register.claim_paths import value_at
from geo.register.claims import counted_by_state, run_claims
from geo.register.claims_json import claims_json, claims_table, summary
from tests.data.test_claims import SOUND
from tests.tiny_world import tiny_records, tiny_release

YEAR = "from=2022-10&to=2023-09"
LINK = f"/west-end?{YEAR}"
FIRST, LAST = month_number(2022, 10), month_number(2023, 9)


def asked(release: Release, **changes: Any) -> ClaimResult:
    """One sound claim with changes, asked of a release."""
    (result,) = run_claims(release, claims=[replace(SOUND, **changes)])
    return result


@pytest.fixture(scope="module")
def counted() -> int:
    return int(tiny_records()["month"].between(FIRST, LAST).sum())


def test_a_count_holds_or_differs_by_so_much(tiny: Release, counted: int) -> None:
    held = asked(tiny, published=str(counted))
    assert (held.state, held.ours, held.difference, held.why) == (State.HOLDS, counted, 0, "")
    missed = asked(tiny, published=str(counted + 3), tolerance="2")
    assert (missed.state, missed.difference) == (State.DIFFERS, -3)
    assert missed.why.startswith("Ours is 3 offences lower. A later extract")
    assert asked(tiny, published=str(counted + 3), tolerance="3").state is State.HOLDS


def test_a_share_divides_by_another_question_or_another_path(tiny: Release, counted: int) -> None:
    records = tiny_records()
    now = records[records["month"].between(FIRST, LAST)]
    theft = 100 * (now["major"] == "Theft").sum() / counted
    by_link = {"link": f"{LINK}&type=theft", "of_link": LINK, "scale": "100", "tolerance": "0.001"}
    assert asked(tiny, published=f"{theft:.4f}", **by_link).state is State.HOLDS
    located = 100 * now["lsoa"].notna().sum() / counted
    by_path = {"path": "total.located", "of_path": "total.records", "scale": "100", "tolerance": "0.001"}
    assert asked(tiny, published=f"{located:.4f}", **by_path).state is State.HOLDS


def test_a_day_is_one_of_the_days_of_the_period(tiny: Release, counted: int) -> None:
    assert asked(tiny, scale="per_day").ours == pytest.approx(counted / 365, abs=1e-6)


def test_what_a_release_lacks_is_said(tiny: Release) -> None:
    cases = {
        "railway offences, October 2022 to July 2023": "/west-end?dataset=btp&from=2022-10&to=2023-07",
        "offences, October 2021 to September 2022": "/west-end?from=2021-10&to=2022-09",
        "offences, June 2022 to May 2023": "/west-end?from=2022-06&to=2023-05",  # covered from August only
        "offences, October 2023 to December 2023": "/west-end?from=2023-10&to=2023-12",
    }
    for needs, link in cases.items():
        result = asked(tiny, link=link)
        assert (result.state, result.ours, result.why) == (State.NEEDS_DATA, None, f"Needs {needs}.")


@pytest.mark.parametrize("part", ["flag=domestic-abuse", "ward=church-street", "lsoa=E01000001", "x=1"])
def test_a_link_half_understood_is_not_answered(tiny: Release, part: str) -> None:
    """Without the part that is left out the link would count every offence."""
    link = f"{LINK}&{part}"
    for changes in ({"link": link}, {"of_link": link, "of_path": "total.records"}):
        result = asked(tiny, needs="what it names", **changes)
        assert (result.state, result.ours, result.why) == (State.NEEDS_DATA, None, "Needs what it names.")
    assert "was left out" in asked(tiny, link=link).why


def test_types_that_a_source_does_not_tell_apart_are_named(tiny: Release) -> None:
    link = f"{LINK}&type=other-theft,rape,theft"
    assert asked(tiny, link=link).why == "Needs offences by type: other theft, rape."
    assert asked(tiny, link=link, needs="ages").why == "Needs offences by type: other theft, rape; ages."


def test_another_borough_cannot_answer(tmp_path: Path) -> None:
    release = tiny_release(tmp_path)
    release.manifest["authority_name"] = "Camden"
    result = asked(release)
    assert (result.state, result.ours, result.why) == (State.NEEDS_DATA, None, "Needs the records of Westminster.")


def test_another_data_set_never_stands_in(tmp_path: Path) -> None:
    """Without offences a link that names no data set would be answered from the first one there is."""
    searches = tiny_release(tmp_path, dataset="stop-search")
    result = asked(searches)
    assert (result.state, result.why) == (State.NEEDS_DATA, "Needs offences, October 2022 to September 2023.")
    named = asked(searches, link=f"/west-end?dataset=council-asb&{YEAR}", needs="case records")
    assert named.why == "Needs case records, October 2022 to September 2023."


def test_a_year_before_that_is_not_covered_is_needed(tiny: Release) -> None:
    result = asked(tiny, path="total.records - total.previous")
    assert (result.state, result.why) == (State.NEEDS_DATA, "Needs offences, October 2021 to September 2022.")


def test_what_the_answer_does_not_tell_is_needed(tiny: Release) -> None:
    assert asked(tiny, path="people.accused.sexes.F", needs="sexes of the accused").why == "Needs sexes of the accused."
    assert asked(tiny, path="no.such.thing").why == "Needs a source that tells no.such.thing."


def test_nothing_is_divided_by_nothing(tiny: Release) -> None:
    assert asked(tiny, path="total.records", of_path="total.withheld").state is State.NEEDS_DATA


def test_references_and_inconsistencies_keep_their_reason(tiny: Release, counted: int) -> None:
    result = asked(tiny, kind=Kind.REFERENCE, link="", path="", why="A survey tells it.")
    assert (result.state, result.ours, result.why) == (State.REFERENCE, None, "A survey tells it.")
    result = asked(tiny, kind=Kind.INCONSISTENT, why="The parts do not add up.")
    assert (result.state, result.ours, result.why) == (State.INCONSISTENT, counted, "The parts do not add up.")


def test_words_are_compared_and_shown(tiny: Release) -> None:
    result = asked(tiny, path="top_months(1)", published="May", tolerance="")
    assert result.state is State.DIFFERS and isinstance(result.ours, str) and result.difference is None
    assert result.why.startswith(f"Ours is {result.ours}. ")
    assert asked(tiny, path="top_months(1)", published=result.ours, tolerance="").state is State.HOLDS


def test_a_difference_has_a_reason(tiny: Release, counted: int, demonstration: Release) -> None:
    known = asked(tiny, published="1", why="Print counts otherwise.")
    assert known.why.endswith(" Print counts otherwise.")
    assert "not those that the published figure" in asked(tiny, published=str(2 * counted)).why
    assert "invented" in asked(demonstration, published="1").why


def test_each_link_is_answered_once(tiny: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    links: list[str] = []
    answer = geo.register.claims.PageJson

    def count(release: Release, link: str) -> dict[str, Any]:
        links.append(link)
        return answer(release, link)

    monkeypatch.setattr(geo.register.claims, "PageJson", count)
    shown: list[float] = []
    claims = [replace(SOUND, id=f"OV{number:02d}", of_link=LINK) for number in range(5)]
    results = run_claims(tiny, lambda _name, part: shown.append(part), claims)
    assert links == [LINK]
    assert [result.claim for result in results] == claims
    assert shown == [0.2, 0.4, 0.6, 0.8, 1.0]


def test_an_answer_by_sections_reads_like_the_whole_answer(tiny: Release) -> None:
    paths = ("total.records", "types.theft.value", "people.victims.sexes.known", "flags.knife.value", "force.records")
    whole = page_json(tiny, LINK)
    for path in paths:
        assert value_at(path, PageJson(tiny, LINK)) == value_at(path, whole), path
    assert value_at("types.theft.value", whole) and value_at("flags.knife.value", whole)


def test_the_json_is_the_contracts(tiny: Release, counted: int) -> None:
    numbers: Claim = replace(SOUND, published="90340", tolerance="0.5")
    words = replace(SOUND, id="OV14", path="top_months(1)", published="<25", tolerance="", unit="")
    reference = replace(SOUND, id="RS01", kind=Kind.REFERENCE, link="", path="", why="A survey tells it.")
    first, second, third = json.loads(json.dumps(claims_json(run_claims(tiny, claims=[numbers, words, reference]))))
    contract = ["id", "chapter", "says", "link", "published", "unit", "tolerance", "ours", "state", "why"]
    assert set(contract) <= first.keys()
    assert {name: first[name] for name in ("published", "tolerance", "ours", "link", "state", "page", "path")} == {
        "published": 90340, "tolerance": 0.5, "ours": counted, "link": LINK, "state": "differs", "page": "p9",
        "path": "total.records",
    }  # fmt: skip
    assert first["difference"] == counted - 90340
    assert (second["published"], second["tolerance"], second["difference"]) == ("<25", None, None)
    assert (third["link"], third["ours"], third["state"]) == (None, None, "reference")


def test_the_table_is_plain_and_aligned(tiny: Release) -> None:
    long = replace(SOUND, id="A5K01", path="top_types(2)", published=";".join(["Theft"] * 20), tolerance="")
    results = run_claims(
        tiny, claims=[SOUND, long, replace(SOUND, id="OV03", link="/west-end?from=2001-01&to=2001-12")]
    )
    table = claims_table(results).split("\n")
    assert table[0] == summary(results)
    assert table[0] == "3 published figures: 0 hold, 2 differ, 1 need data, 0 inconsistent in print, 0 for reference"
    assert table[1] == "" and table[-1] == ""
    rows = table[2:-1]
    assert len(rows) == 4 and [row.split()[0] for row in rows] == ["id", "OV01", "A5K01", "OV03"]
    start = rows[0].index("says")
    assert all(row[start - 2 : start] == "  " and row[start] != " " for row in rows)
    assert "90,340" in rows[1] and all(row == row.rstrip() for row in rows)
    assert counted_by_state(results) == {
        "holds": 0, "differs": 2, "needs-data": 1, "inconsistent": 0, "reference": 0
    }  # fmt: skip
