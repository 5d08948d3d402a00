"""The page of evidence: its words and tables say what the answer does, for any question; the register as a table."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from data.claims import State, published_claims
from data.releases import Release
from geo.pages.evidence import Evidence, evidence
from geo.register.claims import run_claims
from layouts.claims import claims_parts, with_unit
from layouts.evidence import ALL_CHAPTERS, ALL_STATES, evidence_page, own
from layouts.evidence_parts import evidence_parts
from layouts.words import evidence as words
from tests.layouts.trees import parts as parts_of
from tests.layouts.trees import words as text_of

YEAR = "from=2022-10&to=2023-09"
QUESTIONS = (
    "",
    "&measure=harm",
    "&measure=cost&level=ward",
    "&measure=change",
    "&measure=rate&n=1",
    "&measure=quotient&type=robbery",
    "&compare=none",
    "&type=homicide&time=05-06",
    "&ward=church-street",
    "&lsoa=013e",
    "&dataset=hospital",
    "&dataset=fire&measure=harm",
    "&from=2030-01&to=2030-03",
    "&from=2023-09&to=2023-09",
)


@pytest.fixture(scope="module")
def found(demonstration: Release) -> Evidence:
    return evidence(demonstration, f"/evidence?{YEAR}")


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_has_a_page(demonstration: Release, question: str) -> None:
    parts = evidence_parts(evidence(demonstration, f"/evidence?{YEAR}{question}"))
    told = " ".join(text_of(part) for part in parts.values() if not isinstance(part, go.Figure))
    told += " ".join(
        str(note.text) for part in parts.values() if isinstance(part, go.Figure) for note in part.layout.annotations
    )
    assert parts["title"]
    assert "nan" not in told.lower()
    assert "None " not in parts["title"]


def test_the_title_is_half_against_chance(found: Evidence) -> None:
    assert words.title(found) == (
        "Half of recorded offences lies in five of 128 small areas; by chance alone it would take 63"
    )


def test_the_figures_stand_beside_chance(found: Evidence) -> None:
    told = text_of(words.figures_table(found))
    for figure in ("40.2%", "37.4%", "62 to 63", "0.70"):
        assert figure in told
    assert told.count("More concentrated than chance alone") == 5


def test_the_curve_starts_at_nothing_and_ends_with_all(found: Evidence) -> None:
    assert found.curve is not None
    assert (found.curve[0], found.curve[-1]) == (0, pytest.approx(1))
    drawn = evidence_parts(found)["lorenz"]
    assert [len(trace.y) for trace in drawn.data] == [2, 129, 129]


def test_the_two_wards_account_for_the_published_share(found: Evidence) -> None:
    assert found.change is not None
    assert "West End and St James's account for 80%" in evidence_parts(found)["shares_says"]
    table = text_of(evidence_parts(found)["ward_table"])
    for ward in found.change.wards:
        assert ward.name in table


def test_marks_of_the_funnel_are_the_verdicts(found: Evidence) -> None:
    assert found.change is not None
    points = words.points(found.answer)
    assert sum(point.verdict == "higher" for point in points) == found.change.higher
    assert len(points) == 128
    drawn = {trace.name: len(trace.x) for trace in evidence_parts(found)["funnel"].data}
    assert drawn["higher"] == found.change.higher
    assert drawn["no clear change"] == found.change.unclear


def test_the_link_to_the_map_asks_for_clear_changes(found: Evidence) -> None:
    assert words.map_link(found.answer) == "/west-end?measure=change&only=clear"


def test_every_id_of_the_page_stands_once() -> None:
    ids = [part.id for part in parts_of(evidence_page()) if getattr(part, "id", None)]
    assert len(ids) == len(set(ids))
    assert own("lorenz") in ids


def test_the_register_counts_every_figure_once(demonstration: Release) -> None:
    results = run_claims(demonstration, claims=published_claims()[:60])
    parts = claims_parts(results, ALL_CHAPTERS, ALL_STATES)
    assert parts["says"].startswith("Of 60 published figures ")
    assert [row["says"] for row in parts["register"]["rows"]] == [result.claim.says for result in results]
    for row, result in zip(parts["register"]["rows"], results, strict=True):
        assert bool(row["href"]) == (result.ours is not None)
        assert (row["ours"] == "–") == (result.ours is None)
    differing = [result.claim.id for result in results if result.state is State.DIFFERS]
    shown = claims_parts(results, ALL_CHAPTERS, State.DIFFERS)["register"]["rows"]
    assert [row["where"].partition(" ")[0] for row in shown] == differing
    chapter = results[0].claim.chapter
    one = claims_parts(results, chapter, ALL_STATES)["register"]["rows"]
    assert len(one) == sum(result.claim.chapter == chapter for result in results)


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (40.2, "%", "40.2%"),
        ("40.2", "%", "40.2%"),
        (90340, "offences", "90,340"),
        (371.84, "GBP m", "£371.84 million"),
        (-180, "offences", "−180"),
        ("December;July", "months", "December; July"),
        ("<33.3", "%", "<33.3%"),
    ],
)
def test_a_figure_is_written_with_its_unit(value: float | str, unit: str, written: str) -> None:
    assert with_unit(value, unit) == written
