"""SVG as text: elements, escaping, numbers. Pictures of the pack are written with these few functions, no library."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape as escape_marks
from xml.sax.saxutils import quoteattr

NAMESPACE: Final = "http://www.w3.org/2000/svg"
FONT: Final = "Source Sans 3"
WIDE: Final = 0.49  # of the size: how wide a letter is on average


def escape(text: str) -> str:
    """Text as XML may hold it: marks escaped, control characters left out."""
    return escape_marks("".join(character for character in text if character.isprintable() or character == "\n"))


def tag(name: str, *inside: str, **attributes: str | float) -> str:
    """One element; ``stroke_width=2`` becomes ``stroke-width="2"``, a trailing underscore is left off."""
    told = "".join(f" {key.rstrip('_').replace('_', '-')}={attribute(value)}" for key, value in attributes.items())
    return f"<{name}{told}>{''.join(inside)}</{name}>" if inside else f"<{name}{told}/>"


def attribute(value: str | float) -> str:
    """A value in quotes, escaped."""
    return quoteattr(value) if isinstance(value, str) else f'"{trimmed(value)}"'


def trimmed(value: float) -> str:
    """A coordinate with two decimals at most."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def words(text: str, x: float, y: float, size: float, **attributes: str | float) -> str:
    """Text at a point, its baseline at ``y``."""
    return tag("text", escape(text), x=x, y=y, font_size=size, **attributes)


def width_of(text: str, size: float) -> float:
    """About how wide a text is, in the unit of its size."""
    return len(text) * size * WIDE


def picture(width: float, height: float, title: str, says: str, *inside: str, name: str) -> str:
    """A whole SVG of this size (points) with its text alternative; ``name`` keeps its ids from those of others."""
    return tag(
        "svg",
        tag("title", escape(title), id=f"{name}-title"),
        tag("desc", escape(says), id=f"{name}-desc"),
        *inside,
        xmlns=NAMESPACE,
        viewBox=f"0 0 {trimmed(width)} {trimmed(height)}",
        width=f"{trimmed(width)}pt",
        height=f"{trimmed(height)}pt",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        font_family=FONT,
    )
