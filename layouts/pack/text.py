"""Components of a page as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def plain(children: Any) -> str:
    """The words of some components, one after another."""
    if children is None:
        return ""
    if isinstance(children, str | int | float):
        return str(children)
    if isinstance(children, Sequence):
        return "".join(plain(child) for child in children)
    return plain(getattr(children, "children", None))
