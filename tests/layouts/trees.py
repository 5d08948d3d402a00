"""Looking into component trees: every part of one, its words, the parts of a kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dash.development.base_component import Component


def parts(tree: Any) -> Iterator[Component]:
    """The components of a tree, itself included, in reading order."""
    if isinstance(tree, Component):
        yield tree
        yield from parts(getattr(tree, "children", None))
    elif isinstance(tree, list | tuple):
        for each in tree:
            yield from parts(each)


def of_kind(tree: Any, kind: str) -> list[Component]:
    return [part for part in parts(tree) if part._type == kind]


def words(tree: Any) -> str:
    """What a reader reads, without gaps between the parts of a sentence."""
    if isinstance(tree, Component):
        return words(getattr(tree, "children", None))
    if isinstance(tree, list | tuple):
        return "".join(words(each) for each in tree)
    return "" if tree is None else str(tree)


def rows(tree: Any) -> list[list[str]]:
    """The body of the first table of a tree."""
    table = of_kind(tree, "Table")[0]
    return [[words(cell) for cell in row.children] for row in of_kind(of_kind(table, "Tbody")[0], "Tr")]
