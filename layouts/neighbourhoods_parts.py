"""All that the page of the wards shows for its answers, by part of the page."""

from __future__ import annotations

from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from data.place_words import has_west_end
from data.selection import ADDS_UP, Measure
from geo.answer import Answer
from geo.pages.ward_page import WardPage
from geo.phrases import first_capital
from geo.wording import AMOUNT_WORDS, rate_caption
from layouts.authority_table import authority_table
from layouts.components import Children
from layouts.numbers import share
from layouts.picture import values_note
from layouts.table_values import table_host
from layouts.ward_column import column
from layouts.ward_pictures import has_changes, pictures
from layouts.ward_table import ward_table
from layouts.west_end_parts import boundary_urls
from layouts.words import measure, where
from layouts.words import wards as words

LEAST_SHARE: Final = 0.005  # a type under this share would be shown as 0%
MOST_TYPES: Final = 8


def neighbourhoods_parts(page: WardPage) -> dict[str, Any]:
    profiles, answer = page.profiles, page.wards
    chosen = profiles.chosen
    return {
        "picture": pictures(page, boundary_urls(answer.release)),
        "title": words.headline(page),
        "said": words.said(page),
        "stand": words.stand(page),
        "trouble": None,
        "left_out": words.left_out(page),
        "columns": [column(page, place) for place in range(len(chosen))],
        "scales": not chosen or (page.small is None and all(ward.hours is None for ward in chosen)),
        "map_title": map_title(page),
        "map_base": map_base(page),
        "mix": mix(page),
        "table_title": table_title(page),
        "table": table(page),
        "table_help": among_several(page) and not profiles.wards,
        "base_switch": among_several(page) and not has_west_end(answer.release.choices),
        "table_note": table_note(page),
        "notes": [html.Li(caveat) for caveat in profiles.answer.caveats],
    }


def among_several(page: WardPage) -> bool:
    """Whether the release has more authorities than one, asked about together or not."""
    return page.wards.release.choices.scopes is not None


def table_title(page: WardPage) -> str:
    if page.several:
        return f"The {len(page.wards.areas)} {where.nouns(page.wards)[1]}"
    return f"The {len(page.profiles.wards)} wards" if page.profiles.wards else "The wards"


def table(page: WardPage) -> Component:
    """The wards, or the authorities; why there are none."""
    if page.several:
        return authority_table(page.measured)
    return ward_table(page) if page.profiles.wards else html.P(page.profiles.reason)


def map_title(page: WardPage) -> str:
    if page.without_wards:
        return f"{first_capital(page.wards.dataset.noun)} by {where.nouns(page.wards)[0]}"
    if page.measured is not page.wards:
        return where.map_title(page.measured)
    return "Which wards changed" if has_changes(page) else f"{first_capital(page.wards.dataset.noun)} by ward"


def map_base(page: WardPage) -> list[Children]:
    """What colours and labels mean, and how a ward is chosen."""
    if page.wards.counts is None:
        return []
    if page.without_wards:
        return [page.profiles.reason]
    if page.measured is not page.wards:
        return [f"{measured_base(page.measured)} Choose a ward to see it, up to three side by side."]
    told = (
        "A ward leaves the middle colour only where the difference is more than chance would give,"
        " tested over all wards together; its label is the change."
        if has_changes(page)
        else "The label is the ward’s share in per cent."
    )
    lines = f" {where.lines_note(page.wards)}".rstrip()
    return [f"{told} Choose a ward to see it, up to three side by side.{lines}"]


def measured_base(answer: Answer) -> str:
    """What labels are where the map shows another measure than the number, and what of the page shows that as well."""
    if answer.values is None:
        return values_note(answer)
    of = AMOUNT_WORDS.get(answer.measure, "the ").removesuffix("of ")
    label = f"a ward’s part of {of.strip()}, in per cent" if answer.measure in ADDS_UP else measure.unit(answer)
    label = f"difference in {answer.dataset.noun}" if answer.measure is Measure.CHANGE else label
    column = "" if answer.measure is Measure.CHANGE else " and a column of the table"
    said = f"Label: {label}. The map{column} show{'s' if not column else ''} the {measure.name(answer)}; everything else here is a number."
    return " ".join(part for part in (said, where.clear_note(answer), rate_caption(answer)) if part)


def mix(page: WardPage) -> list[Children]:
    """Types of the borough beside those of the wards outside the West End: why the base matters."""
    wards = page.profiles.wards
    if not wards or not sum(ward.count for ward in wards):
        return []
    kinds = [
        (wards[0].types[place].name, sum(ward.types[place].value for ward in wards), base_share(page, place))
        for place in range(len(wards[0].types))
    ]
    total = sum(value for _, value, _ in kinds)
    largest = sorted((kind for kind in kinds if kind[1] >= LEAST_SHARE * total), key=lambda kind: (-kind[1], kind[0]))[
        :MOST_TYPES
    ]
    if not total or page.selection.type:
        return []
    widest = max(max(value / total, base) for _, value, base in largest)
    base = "Outside the West End" if page.profiles.without_west_end else "Base"
    rows = [
        [name, share(value / total, whole=True), share(of, whole=True), *widths(value / total, of, widest)]
        for name, value, of in largest
    ]
    told = {"kind": "mix", "heads": ["Type", "All wards", base], "rows": rows}
    return [
        html.H3("What is recorded"),
        table_host(told),
        html.P(
            "Bar: share of the records with a known ward. Mark: the share in what a ward is compared with.",
            className="base",
        ),
    ]


def widths(now: float, base: float, widest: float) -> list[float]:
    """Bar and mark in per cent of the widest."""
    return [round(100 * now / widest, 2), round(100 * base / widest, 2)]


def base_share(page: WardPage, place: int) -> float:
    return page.profiles.wards[0].types[place].base_share or 0.0


def table_note(page: WardPage) -> list[Children]:
    """What stands out means: against what, and from what number on."""
    profiles = page.profiles
    if not profiles.wards:
        return []
    missing = dict.fromkeys(text for ward in profiles.wards[:1] for key, text in ward.missing.items() if key != "lsoas")
    if page.wards.release.rule.withholds:
        stands_out = f"What stands out, the strongest each, is {profiles.base_says}. {profiles.floor_says}"
        return [html.P(text, className="base") for text in (stands_out, *missing)]
    return [
        html.P(
            f"What stands out, the strongest each, is {profiles.base_says}. {profiles.floor_says} Harm: {profiles.harm_says}; by harm, no test"
            " of chance. Other data: against the ward’s share of residents, the whole period, at any time.",
            className="base",
        ),
        html.P(
            "Small line: the months, each ward on its own scale from zero; grey the period before. Residents: victims and"
            " accused who live in the borough, of those whose home is known; under ten, none is given.",
            className="base",
        ),
        *[html.P(text, className="base") for text in missing],
    ]
