"""What the figures are, what is real in the demonstration; ends with the accessibility statement."""

from __future__ import annotations

from typing import Final

from dash import html
from dash.development.base_component import Component

from data.selection import Page
from data.two_counts import LEVEL
from layouts import ids
from layouts.accessibility import statement
from layouts.method_notes import page_notes
from layouts.words import release

MEASURED: Final = "measured"
PARTS: Final = (
    (
        "counted",
        "What is counted",
        (
            "Offences recorded by the police, and further records a release holds: searches, incidents, call-outs. "
            "What is not reported is not counted, and some figures, such as drug offences, follow where the police look.",
            "A share divides by the records whose place is known; those without one are counted in totals and named beside them. "
            "A share at night divides by the records whose hour is known. Night is 18:00 to 06:00, local time, by the start of the offence.",
            "Small areas are Lower layer Super Output Areas (LSOAs) of the 2011 census, 128 in Westminster, each home to about 1,500 to "
            "3,000 people; those of 2021 are offered beside them and never mixed with them. Wards are those of May 2022.",
        ),
    ),
    (
        MEASURED,
        "How the figures are worked out",
        (
            "Beside the number of records stand their harm in days of the Crime Harm Index, their cost at Home Office unit costs, rates "
            "per 1,000 people, densities per hectare, and shares against the borough’s. Every figure of concentration is set beside what "
            "chance alone gives for as many records. A change is called clear only where an exact test finds it more than chance, with "
            f"false discoveries held to {LEVEL:.0%} over all areas shown; months are judged by a control chart; neighbouring areas that are high "
            "or low together are found by Getis-Ord Gi* and Local Moran. Definition, formula, base, pitfalls and reference of each "
            "method stand at the foot of every page.",
        ),
    ),
    (
        "placed",
        "How a record gets its area",
        (
            "By its own ward code where it has a current one; else by its point, in the boundaries; else by the published best fit "
            "between areas. A point on a shared line goes to one area, always the same. The data page says how many came which way.",
        ),
    ),
    (
        "demonstration",
        "What is real in the demonstration, and what is not",
        (
            "The records are invented. They were generated so that the totals, shares and patterns printed in the partnership's "
            "Strategic Assessment of January 2024 come out; no row describes a real event, person or place.",
            "The boundaries are approximate: cells around postcode coordinates, grouped by the published centres of the small areas. "
            "The river, parks, main streets and landmarks are drawn by hand. Official boundaries replace them when they are registered.",
        ),
    ),
    (
        "sources",
        "Sources and licences",
        (
            "Contains public sector information licensed under the Open Government Licence v3.0: published figures of the Safer "
            "Westminster Partnership; area codes, look-ups and centres, and postcode coordinates of the Office for National Statistics "
            "(contains OS data, Royal Mail data and National Statistics data, Crown copyright and database right); residents of mid-2020 "
            "of the same; offence categories of the Metropolitan Police and the Home Office; unit costs of crime of the Home Office "
            "(Research Report 99).",
            "Harm weights are facts quoted with their source: the Cambridge Crime Harm Index, as medians by category and as fitted to the "
            "Strategic Assessment of January 2024. The register of published figures quotes that assessment; its words and links are our own.",
            "Set in Source Sans 3 (SIL Open Font Licence). The map is drawn with Leaflet (BSD 2-Clause). Nothing is fetched from other "
            "sites while you read.",
        ),
    ),
)


WHO_SEES: Final = (
    "Who sees what, and why some figures are withheld",
    (
        "The public sees the figures of the borough, its wards and its small areas, but no small numbers: where fewer than "
        "five records are counted (ten of sexual offences and other sensitive kinds), one of the people concerned could be "
        "recognised. An installation may set other limits.",
        "A number that could be worked out from others is withheld as well: a small ward by taking the others from the whole, "
        "a month by taking two periods from each other, an area by asking again with a filter. So the public is told places "
        "one way at a time, by main kind of crime or by night and day, over whole years of twelve months; months and hours "
        "of the whole. Exact types, marks, days of the week, ages, and harm and cost, which rest on exact types, are not told.",
        "Withheld is not zero, and not the same as unknown. On maps and in tables of hours it is dotted, in other tables it "
        "is the word; it stands last in every order. Shares divide by all records, the withheld ones included.",
        "Partners who sign in (police, fire, health, probation, council) see full counts. Analysts who sign in see rejected "
        "rows and how the service runs as well. Nobody sees names, and nothing here is about a single person.",
    ),
)


def about() -> html.Div:
    again = html.P(
        ["New here? ", html.A("A first look in five short steps", href=f"{Page.SIDE_BY_SIDE}#first-look"), "."]
    )
    headline = html.H1("About these figures", tabIndex="-1")
    parts: list[Component] = [html.Div([headline, again], className="head alone")]
    for title_id, title, paragraphs in (*PARTS[:-2], (release.WHO_SEES, *WHO_SEES), *PARTS[-2:]):
        text = [html.P(paragraph, className="finding") for paragraph in paragraphs]
        if title_id == release.WHO_SEES:
            text.insert(0, html.P(id=ids.ABOUT_RULE, className="finding"))
        if title_id == MEASURED:
            text.append(html.P(html.A("Evidence: do these figures stand up?", href=str(Page.EVIDENCE))))
        parts.append(
            html.Section(
                [html.H2(title, id=title_id), *text], className="part ruled prose", **{"aria-labelledby": title_id}
            )
        )
    parts.append(statement())
    return html.Div([*parts, html.Div(page_notes(Page.ABOUT), className="part ruled")])
