"""The text of a link: its page, its keys and their values, the authority it is about; what means nothing is noted."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from data.authorities import authority_code
from data.categories import fold
from data.choices import Choices
from data.link_parts import quoted
from data.selection import VIEWS, Page

KEYS: Final = (
    "dataset", "from", "to", "compare", "type", "level", "authority", "ward", "lsoa", "time",
    "days", "syv", "measure", "n", "set", "show", "release",
    "flag", "weights", "proactive", "per", "timing", "only",
)  # fmt: skip
WHOLE_PAGE: Final = ("authority",)  # keys that no view may have to itself
MOST_NOTES: Final = 8


def shorten(notes: list[str]) -> tuple[str, ...]:
    """Each note once, and no more than a reader will read."""
    unique = tuple(dict.fromkeys(notes))
    rest = len(unique) - MOST_NOTES
    return unique if rest <= 0 else (*unique[:MOST_NOTES], f"{rest} more parts of the link were left out.")


def split_link(link: str) -> tuple[str, str]:
    """Path and query of a link, whether or not a host stands before it."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:  # "//[": brackets that are no IPv6 host
        path, _, query = link.strip().partition("?")
        return path, query
    return parts.path, parts.query


def scope_of(values: Mapping[str, str], choices: Choices, notes: list[str]) -> str:
    """Code of the authority that a link names among several; empty for all of them, or where there is but one."""
    value = values.get("authority", "")
    if not value:
        return "" if choices.scopes else choices.own
    left_out = f"authority={quoted(value)} was left out: "
    if choices.scopes is None:
        if authority_code(value) != choices.own and fold(value) != fold(choices.authority):
            notes.append(f"{left_out}this release is about {choices.authority} alone.")
        return choices.own
    names = choices.scopes.names
    code = names.get(value.lower()) or names.get(fold(value)) or authority_code(value) or ""
    if code not in {area.code for area in choices.authorities}:
        near = get_close_matches(value.lower(), names, n=1)
        notes.append(
            f"{left_out}there is no authority of that name here" + (f"; did you mean {near[0]}?" if near else ".")
        )
        return ""
    return code


def read_page(path: str, notes: list[str]) -> Page:
    """The page of a path; the side-by-side page, and a note, for a path we do not have."""
    try:
        return Page("/" + unquote(path).strip("/").lower())
    except ValueError:
        notes.append(f"There is no page {quoted(path)}: the whole borough is shown.")
        return Page.SIDE_BY_SIDE


def gather(query: str, page: Page, notes: list[str]) -> dict[str, str]:
    """Known keys and their values; the values of a repeated key are joined to one list."""
    found: dict[str, list[str]] = {}
    for raw, value in parse_qsl(query, keep_blank_values=True, errors="replace"):
        key = raw.strip().lower()
        prefix, dot, name = key.rpartition(".")
        if name not in KEYS or (dot and (page is not Page.SIDE_BY_SIDE or prefix not in VIEWS or name in WHOLE_PAGE)):
            notes.append(f"{quoted(raw)} was left out: it is not part of a question here.")
        elif value.strip():
            found.setdefault(key, []).append(value.strip())
    return {key: ",".join(values) for key, values in found.items()}
