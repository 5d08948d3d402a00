"""One ward as a column: where it stands, what is different, where, when, since when, and its line of Appendix 5."""

from __future__ import annotations

from typing import Final

from dash import html
from dash.development.base_component import Component

from data.months import period_name
from data.selection import Timing
from geo.pages.difference_candidates import Statement
from geo.pages.ward_datasets import RESIDENTS, DatasetProfile
from geo.pages.ward_page import WardPage
from geo.pages.ward_profile import WardProfile
from geo.pages.ward_types import TypeProfile
from geo.phrases import joined
from layouts.components import Children, lines_host, map_host, more, scroll
from layouts.figures.trend import trend
from layouts.numbers import FEW, change, count, share, short_month
from layouts.table_values import months_text, table_host
from layouts.ward_pictures import part_id
from layouts.words.head import query_of
from layouts.words.since_when import line_names
from layouts.words.wards import part_of, place_of_ward, short_name, toggled

SHORT_LIST: Final = 4  # of what is over-represented
TOLD_TO_ALL: Final = ("Most frequent", "Over-represented by number", "Over-represented in other data")


def column(page: WardPage, place: int) -> html.Section:
    """The ward in this place; every column has the same parts in the same order, so that rows are level."""
    ward = page.profiles.chosen[place]
    title = part_id("ward", place)
    parts = [head(page, ward, title), different(page, ward, place), where(page, ward, place), areas(page, place)]
    over_time = [when(page, ward, place), months(page, ward, place)]
    if page.wards.release.rule.withholds:
        over_time = [not_told(ward, place)]
    parts += [*over_time, line_of_appendix(page, ward, place), published(ward, place)]
    return html.Section(parts, **{"aria-labelledby": title})


def head(page: WardPage, ward: WardProfile, title: str) -> html.Div:
    take_out = html.A(f"Take {ward.name} out", href=toggled(page, ward.code))
    return html.Div(
        [html.H2(ward.name, id=title), html.P(place_of_ward(page, ward)), html.P(take_out, className="sub")]
    )


def titled(place: int, role: str, title: str, *parts: Component) -> html.Div:
    """A part under its small title."""
    name = part_id(f"{role}-title", place)
    return html.Div(
        [html.H3(title, id=name), *parts], className=f"of-{role}", role="group", **{"aria-labelledby": name}
    )


def different(page: WardPage, ward: WardProfile, place: int) -> html.Div:
    told = page.different.get(ward.code, ())
    items = [statement(one) for one in told]
    few = "Too few records to tell."
    alike = "Nothing here differs from the other wards by more than chance would give."
    none = html.P(few if ward.count < FEW else alike, className="sub")
    return titled(
        place, "different", "What is different here?", html.Ol(items, className="statements") if items else none
    )


def statement(one: Statement) -> html.Li:
    """Its figure, its sentence with the base, and the link that gives it again."""
    whole = one.kind == "residents" or (
        one.kind == "dataset" and not {"dataset=", "syv=", "flag="} & set(marks(one.link))
    )
    text = "See the ward’s records" if whole else "See these records"
    link = html.A(text, href=query_of(one.link), **{"aria-label": f"{text}: {one.says}"})
    figure = html.Span(figure_of(one), className="figure-said", **{"aria-hidden": "true"})
    return html.Li([figure, html.P(one.says), html.P(link, className="base")])


def marks(link: str) -> list[str]:
    """The keys of a link, each with its equals sign."""
    return [f"{part.partition('=')[0]}=" for part in link.partition("?")[2].split("&")]


def figure_of(one: Statement) -> str:
    """The figure a statement is about: a change, a number, or a share."""
    if one.kind == "change":
        return change(one.value, one.base)
    return count(one.value) if one.kind == "dataset" or not one.base else share(one.value / one.base, whole=True)


def where(page: WardPage, ward: WardProfile, place: int) -> html.Div:
    title = "Where"
    if page.small is None:
        return titled(place, "map", title, html.P(ward.missing.get("lsoas", "Not known."), className="sub"))
    most = ward.lsoas[0] if ward.lsoas else None
    told = "No record here has a known small area."
    if page.small.withheld:
        told = "Which of its small areas holds the most is withheld."
    if most is not None and most.share is not None:
        name = most.name.removeprefix(f"{page.wards.release.authority_name} ")
        held = share(most.share) if ward.count >= FEW else count(most.value)
        told = f"{name} holds the most, {held} of the ward’s; rank {most.borough_rank} of {len(page.small.areas)} small areas."
    figure = html.Div(
        [
            map_host(part_id("map", place)),
            html.Div(id=part_id("card", place), className="card", hidden=True),
            html.P(id=part_id("live", place), className="vh", **{"aria-live": "polite"}),
        ],
        className="map-figure",
    )
    return titled(place, "map", title, html.P([told, *chosen_area(page, ward)], className="sub"), figure)


def chosen_area(page: WardPage, ward: WardProfile) -> list[Children]:
    """The small areas of the link that lie in this ward, in words; a choice on map or table marks them."""
    small = page.small
    if small is None or small.counts is None:
        return []
    found = [i for i, area in enumerate(small.areas) if area.code in page.selection.lsoa and area.ward == ward.code]
    if not found:
        return []
    names = [small.areas[i].name.removeprefix(f"{page.wards.release.authority_name} ") for i in found]
    together = small.counts[found].sum()
    told = "withheld" if together != together else f"{count(int(together))} {page.wards.dataset.noun}"
    return [html.B(f" Chosen: {joined(names)}, {told}.")]


def areas(page: WardPage, place: int) -> html.Div:
    if page.small is None:
        return html.Div()
    return titled(
        place,
        "areas",
        "Its small areas",
        html.Div(id=part_id("ranking", place)),
        html.P("Share: of the ward’s records with a known small area.", className="base"),
    )


def when(page: WardPage, ward: WardProfile, place: int) -> html.Div:
    night, question = ward.night, page.wards.question
    spread = question.selection.timing is Timing.SPREAD and question.dataset.ends
    known = "spread from their start to their end" if spread else "with a known hour"
    told = ""
    if night is not None and night.share is not None and night.base >= FEW:
        told = f"{share(night.share, whole=True)} at night, 18:00 to 06:00, of the {count(night.base)} {known}."
    elif night is not None:
        told = f"{count(night.value)} at night, of the {count(night.base)} {known}."
    return titled(
        place,
        "hours",
        "When",
        html.P(told, className="sub"),
        html.Div(id=part_id("heatmap", place)),
        html.P(id=part_id("peak", place), className="sub peak"),
    )


def not_told(ward: WardProfile, place: int) -> html.Div:
    """One sentence in the place of hours and months, where they are withheld of single wards."""
    return titled(place, "hours", "When", html.P(ward.missing.get("hours", "Withheld."), className="sub"))


def months(page: WardPage, ward: WardProfile, place: int) -> html.Div:
    question = page.wards.question
    now = [None if value != value else int(value) for value in ward.months]
    before = None if ward.previous_months is None else [int(value) for value in ward.previous_months]
    first_before = question.previous[0] if question.previous else None
    lines = trend(question.first, now, first_before, before, line_names(page.wards), most_in_a_month(page))
    chart = part_id("trend", place)
    table = [(chart, 0), *([(chart, 1)] if before else [])]
    heads = ["Month", "Number", *(["Earlier", "Change"] if before else [])]
    caption = f"{ward.name} by month, {period_name(question.first, question.last)}"
    told_months = months_text(caption, heads, table, short=True, then=bool(before))
    told = months_say(page, now, before)
    return titled(
        place,
        "months",
        "Month by month",
        html.P(told, className="sub"),
        lines_host(chart, lines),
        more(
            "The months as a table",
            scroll(table_host(told_months), f"Months of {ward.name}"),
        ),
    )


def months_say(page: WardPage, now: list[int | None], before: list[int] | None) -> str:
    """The month with the most, and what grey is."""
    known = [(value, -offset) for offset, value in enumerate(now) if value is not None]
    if not known:
        return "Not known for these months."
    value, place = max(known)
    first = page.wards.question.first
    return f"Most in {short_month(first - place)}: {count(value)}. " + ("Grey: the period before." if before else "")


def most_in_a_month(page: WardPage) -> int:
    """The largest month of the wards shown: their axes end there alike."""
    values = [value for ward in page.profiles.chosen for value in ward.months.tolist() if value == value]
    values += [
        value for ward in page.profiles.chosen if ward.previous_months is not None for value in ward.previous_months
    ]
    return int(max(values, default=0))


def line_of_appendix(page: WardPage, ward: WardProfile, place: int) -> html.Div:
    """The ward's line of the assessment's Appendix 5, computed from the records asked for."""
    people = ward.missing.get("people", "")
    harm = ward.missing.get("harm", "")
    harmful = ward.most_harmful
    found: list[tuple[str, Children]] = [
        ("Victims who live in the borough", part_of(ward.victims) if ward.victims else people or "Not known."),
        ("Accused who live in the borough", part_of(ward.accused) if ward.accused else people or "Not known."),
        ("Most frequent", listed([f"{kind.name} ({count(kind.value)})" for kind in ward.frequent], "None recorded.")),
        ("Most harmful", harmful.name if harmful else harm or "None recorded."),
        ("Over-represented by number", over([(kind, kind.quotient) for kind in ward.over])),
        ("Over-represented by harm", harm or over([(kind, kind.harm_quotient) for kind in ward.over_by_harm])),
        ("Over-represented in other data", datasets(ward)),
    ]
    if page.wards.release.rule.withholds:
        found = [(term, told) for term, told in found if term in TOLD_TO_ALL]
    items = [part for term, told in found for part in (html.Dt(term), html.Dd(told))]
    base = f"Over-represented: {page.profiles.base_says}. {page.profiles.floor_says} Harm: {page.profiles.harm_says}."
    title = "Who, what, and what stands out"
    if page.wards.release.rule.withholds:
        base, title = base.partition(" Harm: ")[0], "What, and what stands out"
    return titled(
        place,
        "profile",
        title,
        html.Dl(items, className="profile"),
        html.P(base, className="base"),
    )


def listed(names: list[str], none: str) -> str:
    return joined(names) if names else none


def over(found: list[tuple[TypeProfile, float | None]]) -> str:
    named = [f"{kind.name} {quotient or 0:.1f}×" for kind, quotient in found[:SHORT_LIST]]
    return listed(named, "Nothing reaches the floor.")


def datasets(ward: WardProfile) -> list[Children] | str:
    """Which other data sets stand out, each with its number, quotient and link."""
    found = ward.datasets_over[:SHORT_LIST]
    if not found:
        return "None." if ward.datasets else "This release has no other data set by ward."
    told: list[Children] = []
    for part in found:
        told += [*dataset_link(part), "; "]
    against = "residents" if found[0].against == RESIDENTS else "offences"
    return [*told[:-1], html.Span(f" Against the ward’s share of {against}; whole period, any time.", className="base")]


def dataset_link(part: DatasetProfile) -> list[Children]:
    said = short_name(part.name)
    return [html.A(said, href=part.link), f" {part.quotient or 0:.1f}× ({count(part.value)})"]


def published(ward: WardProfile, place: int) -> html.Div:
    """What residents say and what was worked on before, as published."""
    if ward.published is None and not ward.survey:
        return titled(place, "published", "As published", html.P("Nothing published for this ward is held here."))
    found: list[tuple[str, Children]] = []
    if ward.survey:
        said = [f"{one.percent:g}% {said_of(one.says)}" for one in ward.survey]
        found.append(("City Survey 2023, residents", listed(said, "")))
    if ward.published is not None:
        worked = listed(list(ward.published.priorities), "None printed.")
        found.append(("Earlier priorities and concerns", worked))
        found.append(("Named as over-represented", listed(list(ward.published.issues), "None printed.")))
    items = [part for term, told in found for part in (html.Dt(term), html.Dd(told))]
    sources = dict.fromkeys([one.where for one in ward.survey])
    where = "; ".join([*sources, *([ward.published.where] if ward.published else [])])
    return titled(
        place, "published", "As published", html.Dl(items, className="profile"), html.P(f"{where}.", className="base")
    )


def said_of(says: str) -> str:
    return says if says.startswith("feel") else f"call {says} a problem"
