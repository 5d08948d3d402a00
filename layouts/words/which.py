"""Words beside the ranking: the base of its shares, and how the top areas of two periods compare."""

from __future__ import annotations

from data.selection import ADDS_UP, Measure
from geo.answer import Answer
from geo.phrases import first_capital, number_word
from geo.wording import short_of
from layouts.numbers import FEW, share
from layouts.words.where import before_name


def ranking_base(whole: Answer) -> str:
    """What shares are of; what the top held before, its own and the same areas."""
    top = whole.top
    told = short_of(whole) if whole.located else ""
    if top is None or top.share is None or (whole.located or 0) < FEW or whole.measure not in ADDS_UP:
        return told
    if top.previous_share_ranked is None or top.previous_share_fixed is None:
        return told
    several = top.n > 1
    if top.previous_share_ranked == top.previous_share_fixed:
        held = f"the top {number_word(top.n)}" if several else "the leading area"
        same = "these areas" if several else "this area"
        return (
            f"{told} {first_capital(before_name(whole))} {held} held {share(top.previous_share_ranked)};"
            f" {same} held as much."
        )
    return (
        f"{told} {first_capital(before_name(whole))} the top {number_word(top.n) if several else 'area'} of that period"
        f" held {share(top.previous_share_ranked)}; the {'areas that lead' if several else 'area that leads'} now held"
        f" {share(top.previous_share_fixed)}."
    )


def ranking_note(whole: Answer) -> str:
    """What bar and mark are."""
    if whole.previous is None or whole.selection.measure is Measure.CHANGE:
        return ""
    return f"Bar: this period. Mark: {before_name(whole)}."
