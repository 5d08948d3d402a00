"""How each figure is made, in words: the method notes of ``data/reference/methods.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from data.categories import REFERENCE
from data.selection import Measure

FILE: Final = REFERENCE / "methods.toml"


@dataclass(frozen=True)
class Method:
    """One method: what it says, how it is worked out, what it divides by, where it misleads, where it comes from."""

    slug: str
    title: str
    definition: str
    formula: str
    base: str
    pitfalls: tuple[str, ...]
    references: tuple[str, ...]
    measures: tuple[Measure, ...] = ()  # the measures it explains


@cache
def methods() -> dict[str, Method]:
    """Every method by its slug, in the order they are read."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {slug: read_method(slug, table) for slug, table in tables.items()}


def read_method(slug: str, table: dict[str, str | list[str]]) -> Method:
    """A method from its table; KeyError or ValueError where the table is not one."""
    words = {name: str(table[name]) for name in ("title", "definition", "formula", "base")}
    pitfalls, references = tuple(table["pitfalls"]), tuple(table["references"])
    return Method(slug, **words, pitfalls=pitfalls, references=references, measures=measures_of(table))


def measures_of(table: dict[str, str | list[str]]) -> tuple[Measure, ...]:
    """The measures a table names."""
    return tuple(Measure(name) for name in table.get("measures", ()))


def chosen_methods(names: Sequence[str]) -> tuple[Method, ...]:
    """The methods of these slugs, in the order they are read, each once."""
    return tuple(method for slug, method in methods().items() if slug in names)
