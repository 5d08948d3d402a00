"""What the cost of crime is made of: in a sentence, and as the table of the assessment's Appendix 3."""

from __future__ import annotations

from typing import Final

from dash import html
from dash.development.base_component import Component

from data.tables.costs import GROUPS, CostRow
from geo.answer import Answer
from geo.phrases import rounded
from layouts.components import more, scroll, table
from layouts.numbers import count

GROUP_WORDS: Final = {
    "anticipation": "in anticipation (protection, insurance)",
    "consequence": "as its consequence (property, harm, lost work, health, victim services)",
    "response": "in response (police, courts)",
}
GROUP_HEADS: Final = {"anticipation": "Anticipation", "consequence": "Consequence", "response": "Response"}


def costs_of(answer: Answer) -> list[Component]:
    """Sentence and table for an answer in pounds; nothing for any other measure."""
    found = answer.costs
    if found is None or not found.total:
        return []
    parts = [f"£{rounded(found.groups[group])} {words}" for group, words in GROUP_WORDS.items()]
    says = f"Of £{rounded(found.total)}, {parts[0]}, {parts[1]} and {parts[2]}."
    left = f" {count(found.not_costed)} {answer.dataset.noun} have no published unit cost." if found.not_costed else ""
    heads = ["Kind of crime", "Records", "Each costs", *GROUP_HEADS.values(), "In all"]
    rows = [
        [
            row.row,
            count(row.count),
            pounds(row.unit_cost),
            *(pounds(grouped(row, group)) for group in GROUPS),
            pounds(row.total),
        ]
        for row in found.rows
    ]
    caption = "Cost by kind of crime, dearest first, pounds at 2022/23 prices"
    rest = "Totals use the published total of each kind; its parts are rounded, so they may miss it by little."
    made = html.Div([scroll(table(caption, heads, rows), "Cost by kind of crime"), html.P(rest, className="base")])
    return [html.P(says + left, className="finding"), more("The costs as a table", made)]


def grouped(row: CostRow, group: str) -> int:
    """What one kind of crime costs in one group of components."""
    return sum(row.cells[name] for name in GROUPS[group])


def pounds(value: float) -> str:
    return f"£{count(round(value))}"
