"""What an export says of itself: question, period, measure, bases, tables and tests, one line each."""

from __future__ import annotations

from collections.abc import Iterator

from data.months import period_name
from data.place_words import whole_words
from data.releases import Source
from data.selection import PER_AREA, WEIGHED, Measure, Only, Page, Proactive
from data.tables.costs import PRICES
from data.tables.methods import methods
from data.tables.populations import population
from geo.answer import Answer
from geo.answer_json import CHANGE_FLOOR
from geo.measures.denominators import hectares
from geo.phrases import first_capital
from geo.statistics.answer_clusters import clusters_of
from geo.statistics.change import NOTE, TEST_OF_COUNTS, TEST_OF_SUMS


def header_lines(answer: Answer) -> list[str]:
    """Everything that must stand beside the figures, most important first."""
    release = answer.release
    sources = "; ".join(f"{source.name}, {source.period}{rows_of(source)}" for source in answer.sources)
    kind = "demonstration data, illustrative records" if release.demonstration else "as published"
    return [
        answer.says,
        f"Question: {answer.link}",
        f"Release: {release.id} ({kind})",
        f"Source: {sources}",
        *period_lines(answer),
        *measure_lines(answer),
        *(cluster_lines(answer) if answer.selection.page is Page.EVIDENCE else ()),
        *answer.notes,
    ]


def rows_of(source: Source) -> str:
    """``, 71,626 rows`` without the comma of thousands; nothing where that is withheld."""
    return "" if source.rows is None else f", {source.rows} rows"


def period_lines(answer: Answer) -> Iterator[str]:
    """The period, and the one it is compared with."""
    question = answer.question
    yield f"Period: {period_name(question.first, question.last)}"
    if question.previous is None:
        yield "Compared with: nothing"
    else:
        missing = "" if answer.before is not None else ", which the release does not cover"
        yield f"Compared with: {period_name(*question.previous)}{missing}"


def measure_lines(answer: Answer) -> Iterator[str]:
    """The measure and its unit, what it divides by and rests on, its interval, and how its changes are judged."""
    counted = f"{answer.dataset.noun} " if answer.measure in PER_AREA else ""
    yield f"Measure: {answer.measure}; unit of value, previous, change, low and high: {counted}{answer.figures.unit}"
    yield from base_lines(answer)
    yield from table_lines(answer)
    yield f"low, high: {interval_words(answer)}"
    yield f"change_share: empty where fewer than {CHANGE_FLOOR} records came before"
    yield f"verdict: {verdict_words(answer)}"
    if answer.selection.only is Only.CLEAR:
        yield "All areas are in this file; only=clear leaves out those without a clear verdict on the map"


def base_lines(answer: Answer) -> Iterator[str]:
    """What shares and rates divide by."""
    noun, located = answer.dataset.noun, answer.located
    if answer.now is None or located is None or answer.amount_located is None:
        yield "Base of shares: not known here"
        return
    missing = answer.now.records - located
    records = f"{located:,} {noun} with a known place"
    weighed = f"{answer.amount_located:,.0f} {answer.figures.unit} of the " if answer.measure in WEIGHED else ""
    yield f"Base of shares: {weighed}{records}; {missing:,} more have none"
    if answer.measure is Measure.RATE:
        yield "Values divide by: thousands of people of the area"
    elif answer.measure is Measure.DENSITY:
        yield "Values divide by: hectares of the area"
    elif answer.measure is Measure.QUOTIENT:
        yield f"Values divide by: the records expected at the share in {whole_words(answer.release.choices)}. {methods()['quotient'].base}"


def table_lines(answer: Answer) -> Iterator[str]:
    """The tables that the measure rests on, with version, status and source."""
    question, table = answer.question, answer.figures.table
    if table is not None:
        said = (f"version {table.version}" if table.version else "", table.status, f"source: {table.source}")
        yield f"Harm weights: {table.title} ({table.slug}); {'; '.join(filter(None, said))}"
        if answer.selection.proactive is Proactive.WITHOUT:
            yield "Harm leaves out what the police find by searching: drugs, weapons"
    if answer.measure is Measure.COST:
        yield f"Unit costs: {'; '.join(each.rstrip('.') for each in methods()['cost'].references)}"
        yield f"Prices: {PRICES}"
    if answer.measure is Measure.RATE:
        people = population(answer.release, answer.selection.per)
        yield f"Population: {people.slug}; {people.source}"
    if answer.measure is Measure.DENSITY:
        yield f"Hectares: {hectares(answer.release, question.level)[1]}"


def interval_words(answer: Answer) -> str:
    """What the columns ``low`` and ``high`` are."""
    if answer.figures.low is None:
        return "empty, this measure has no interval here"
    if answer.measure in PER_AREA:
        return "95 % interval of the value, from the exact interval of a count"
    return "95 % interval of the value, a weighted sum of counts: a few grave records move it"


def verdict_words(answer: Answer) -> str:
    """Which test the verdicts are of, and what they must not be taken for."""
    if answer.measure is Measure.QUOTIENT:
        return "empty, a location quotient depends on other records too and is not tested"
    if answer.verdicts is None:
        return f"empty, there {'is no whole period' if answer.before is None else 'are no values'} to compare with"
    return f"{TEST_OF_SUMS if answer.figures.kinds is not None else TEST_OF_COUNTS} {NOTE}"


def cluster_lines(answer: Answer) -> Iterator[str]:
    """How the columns ``gi_star`` and ``local_moran`` were found."""
    found = clusters_of(answer)
    if found.reason:
        yield f"gi_star, local_moran: empty. {found.reason}"
        return
    one = found.gi_star
    yield (
        f"gi_star, local_moran: clusters by Getis-Ord Gi* and Local Moran, {one.permutations:,} permutations, false"
        f" discoveries held to {one.false_discovery:.0%}; empty for areas left out. {first_capital(one.rule)}"
    )
