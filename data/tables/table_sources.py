"""The tables that harm, cost and rates of a release rest on: what they are called in links, whose they are."""

from __future__ import annotations

from dataclasses import dataclass

from data.releases import Release
from data.tables.costs import PRICES
from data.tables.methods import methods
from data.tables.populations import population
from data.tables.weights import harm_table


@dataclass(frozen=True)
class TableSource:
    """One table: the key of a link that takes it, its title, its source, and how firm it is."""

    link: str
    title: str
    source: str
    status: str = ""


def table_sources(release: Release) -> tuple[TableSource, ...]:
    """Harm weights, unit costs and populations, those built in before the partnership's own."""
    choices, cost = release.choices, methods()["cost"]
    weights = [harm_table(release, name) for name in choices.weights]
    people = [population(release, name) for name in choices.populations]
    return (
        *(TableSource(f"weights={one.slug}", one.title, one.source, one.status) for one in weights),
        TableSource("measure=cost", cost.title, "; ".join(cost.references), PRICES),
        *(TableSource(f"per={one.slug}", "People by area", one.source) for one in people),
    )
