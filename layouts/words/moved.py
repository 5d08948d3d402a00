"""The lines above a headline: what of the link was left out, and whether its figures have since moved."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from geo.answer import Answer


def told_above(answer: Answer, left_out: Sequence[str] | None = None) -> list[html.P]:
    """What was left out of the link (of several views, as given), then in one quiet line what other releases say."""
    told = [html.P(note) for note in (answer.left_out if left_out is None else left_out)]
    moved = answer.moved
    if moved is not None:
        link = [" ", html.A(moved.link_says, href=moved.link)] if moved.link else []
        told.append(html.P([moved.says, *link], className="moved"))
    return told
