"""The register of published figures as the page shows it: how many hold, and the rows of a chapter or a state.

Rows travel as data and are drawn by ``assets/claims.js``: as components, hundreds of them would stop the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from data.claims import ClaimResult, State
from geo.phrases import joined
from layouts import ids
from layouts.components import more, scroll
from layouts.evidence import ALL_CHAPTERS, ALL_STATES, STATE_NAMES, own
from layouts.numbers import MINUS, count
from layouts.question_options import option

NONE: Final = "–"
COUNTED: Final = {
    State.HOLDS: "hold",
    State.DIFFERS: "differ",
    State.NEEDS_DATA: "need data that this release does not have",
    State.INCONSISTENT: "contradict each other in print",
    State.REFERENCE: "no record can answer",
}


def claims_parts(results: Sequence[ClaimResult], chapter: str, state: str) -> dict[str, Any]:
    """The sentence, the table of chapters, and the rows asked for."""
    held = Counter(result.state for result in results)
    told = [f"{count(held[state])} {words}" for state, words in COUNTED.items() if held[state]]
    chapters = list(dict.fromkeys(result.claim.chapter for result in results))
    chosen = [
        result
        for result in results
        if chapter in (ALL_CHAPTERS, result.claim.chapter) and state in (ALL_STATES, result.state)
    ]
    return {
        "says": f"Of {count(len(results))} published figures {joined(told)}.",
        "counts": more("Chapter by chapter", scroll(chapter_table(results, chapters), "The chapters")),
        "chapters": [option(ALL_CHAPTERS, "all chapters"), *(option(name, name) for name in chapters)],
        "register": {"into": own(ids.CLAIMS), "rows": [claim_row(result) for result in chosen]},
    }


def chapter_table(results: Sequence[ClaimResult], chapters: Sequence[str]) -> Component:
    """How many of each chapter's figures came out how."""
    held = Counter((result.claim.chapter, result.state) for result in results)
    heads = ["Chapter", *STATE_NAMES.values()]
    head = html.Thead(
        html.Tr([html.Th(name, scope="col", className="r" if place else "") for place, name in enumerate(heads)])
    )
    body = [
        html.Tr(
            [html.Th(name, scope="row")]
            + [html.Td(count(held[name, state]) if held[name, state] else NONE, className="r") for state in STATE_NAMES]
        )
        for name in chapters
    ]
    return html.Table([html.Caption("What became of the figures of each chapter"), head, html.Tbody(body)])


def claim_row(result: ClaimResult) -> dict[str, str]:
    """One figure in words, as printed and as the records have it, and the link that opens it where that answers."""
    claim = result.claim
    return {
        "says": claim.says,
        "href": claim.link if result.ours is not None else "",
        "where": f"{claim.id} · {claim.chapter}, {claim.page}",
        "published": with_unit(claim.published, claim.unit),
        "ours": NONE if result.ours is None else with_unit(result.ours, claim.unit),
        "difference": NONE if not result.difference else signed(result.difference),
        "state": str(result.state),
        "verdict": STATE_NAMES[result.state],
        "why": result.why,
    }


def with_unit(value: float | str, unit: str) -> str:
    """``40.2 %``, ``£371 million``, ``90,340 offences``; words stay as they are."""
    text = plain(value)
    if unit == "%":
        return f"{text}%"
    if unit in ("GBP", "GBP m"):
        return f"£{text}{' million' if unit == 'GBP m' else ''}"
    return f"{text} {unit}" if unit in ("per day", "days", "LSOAs") else text


def plain(value: float | str) -> str:
    """A number with commas and as few decimals as it needs; text as it is."""
    try:
        number = float(value)
    except ValueError:
        return str(value).replace(";", "; ")
    text = f"{number:,.0f}" if number == round(number) else f"{number:,.2f}".rstrip("0")
    return text.replace("-", MINUS)


def signed(value: float) -> str:
    return ("+" if value > 0 else "") + plain(value)
