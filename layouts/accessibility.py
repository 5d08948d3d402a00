"""The accessibility statement, after the model of the United Kingdom's public sector; whom to write to is a setting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from data.settings import given, variable

CONTACT: Final = variable("contact")  # an e-mail address, a web address, or words
TITLE_ID: Final = "accessibility"
ANALYST: Final = "your partnership's analyst"
ABLE: Final = (
    "enlarge the text to 400 % without scrolling sideways, and space it out without losing any",
    "use every page, map, list and table by keyboard alone, with the focus always seen",
    "read every picture as a sentence and as a table, with a screen reader or without the picture",
    "read it in light, dark and high-contrast colours, with any kind of colour vision, on paper, and without things that move",
)
STATUS: Final = (
    "These pages are built to meet the Web Content Accessibility Guidelines (WCAG) version 2.2, level AA. By our own tests they "
    "do; no independent audit has been made, so we call them partially compliant until there is one."
)
NOT_WORKING: Final = (
    "Nobody who uses a screen reader, a voice control or a screen magnifier every day has tried these pages yet. They were tested "
    "by script and by keyboard.",
    "The maps and charts show more at a glance than their tables do: which areas touch each other is told in words only for one "
    "area and its neighbour in each direction.",
    "The map as a picture tells strong falls from strong rises by colour; without colours the table and the card beside it say "
    "which is which.",
    "Tables of many columns scroll sideways inside their own frame on a narrow screen. The Evidence page lists more than six "
    "hundred published figures: choose a chapter or a state first.",
    "Files made by others from our downloads, and the geographic files (GeoPackage, GeoJSON), are as accessible as the programs "
    "that open them.",
)
TESTED: Final = (
    "With every change a script opens every page in a real browser, 1,280, 390 and 320 pixels wide, in light and dark colours, "
    "with every list and menu open, and runs axe with all rules of WCAG 2.0 to 2.2, A and AA, and its best practices: no "
    "violation is allowed, and what axe leaves to people has a written decision.",
    "Further scripts go through every page by the Tab key (focus seen, in reading order, no trap), choose areas on the maps by "
    "arrow keys, and check announcements, zoom to 400 %, text spacing, forced colours, reduced motion, targets of 24 pixels, a "
    "name, words and a table for every picture, and the contrast and difference of all colours, for protanopia, deuteranopia, "
    "tritanopia and in grey. Google Lighthouse was run on every page as well.",
)


def statement() -> html.Section:
    """What works, what does not, whom to tell, how it was tested: as people and the law expect it."""
    return html.Section(
        [
            html.H2("Accessibility statement", id=TITLE_ID),
            html.P("This statement is about these pages. You should be able to:"),
            listed(ABLE),
            html.H3("How accessible they are"),
            html.P(STATUS),
            html.H3("What is known not to work"),
            listed(NOT_WORKING),
            html.H3("Tell us, or ask for another format"),
            html.P(
                [
                    "Found something that does not work, or need figures in large print, as plain text or on paper? Write to ",
                    *contact(),
                    ". Say which page (its address holds the whole question) and what you need.",
                ]
            ),
            html.P(
                [
                    "The Equality and Human Rights Commission enforces the Public Sector Bodies (Websites and Mobile Applications) "
                    "(No. 2) Accessibility Regulations 2018. If an answer does not satisfy you, contact the ",
                    html.A("Equality Advisory and Support Service", href="https://www.equalityadvisoryservice.com/"),
                    ".",
                ]
            ),
            html.H3("How this was tested"),
            listed(TESTED),
        ],
        className="part ruled prose",
        **{"aria-labelledby": TITLE_ID},
    )


def contact() -> list[Component | str]:
    """Whom to write to: SWP_CONTACT as a link where it is an address, as words else; the analyst where it is not set."""
    named = given("contact")
    if not named:
        return [ANALYST]
    if named.startswith(("https://", "http://")):
        return [html.A(named, href=named)]
    return [html.A(named, href=f"mailto:{named}")] if "@" in named and " " not in named else [named]


def listed(texts: Sequence[str]) -> html.Ul:
    return html.Ul([html.Li(text) for text in texts], className="ways")
