"""What a page's callback sends: pictures with packed lists, and of the parts that seldom change only those that did."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from dash import no_update
from dash.development.base_component import Component

from layouts.packed import packed, packed_beside, packed_places

LISTS: Final = ("values", "records", "verdicts", "classes")
BESIDE: Final = {"previous": "values", "records_before": "records"}
PLACES: Final = ("outside", "scope")
# Keys of a picture that change with most actions; all others, its setting, are sent when they change.
MOVING: Final = (
    "seq", "values", "previous", "records", "records_before", "verdicts", "later", "shares_base", "top", "selected", "classes",
    "breaks", "labels", "legend_title", "hours", "hours_records", "hours_of", "hours_mean", "hours_title", "title", "caption", "strip_title", "strip_says",
)  # fmt: skip
DIGEST_LENGTH: Final = 6  # 36 bits: one wrong word in seventy thousand million

Picture = Mapping[str, Any]
Groups = Sequence[Sequence[str]]


def compact(picture: Picture) -> dict[str, Any]:
    """The picture with its lists packed; what is None or empty words is left out."""
    made = {key: value for key, value in picture.items() if value is not None and value != ""}
    for key, other in BESIDE.items():
        if key in made:
            differences = packed_beside(made[key], made[other]) if other in made else None
            made[key] = packed(made[key]) if differences is None else [differences]
    for key in LISTS:
        if key in made:
            made[key] = packed(made[key])
    for key in PLACES:
        if key in made:
            made[key] = packed_places(made[key])
    if "hours" in made:
        made["hours"] = packed_hours(made["hours"])
    return made


def packed_hours(hours: Sequence[Sequence[Any]]) -> Any:
    """Seven days as differences to the day before; as they are where an hour is not known or no whole number."""
    if any(not isinstance(value, int) for day in hours for value in day):
        return hours
    week = np.array(hours, dtype=np.int64)
    return packed(np.diff(week, axis=0, prepend=np.zeros((1, week.shape[1]), dtype=np.int64)).ravel().tolist())


def halves(pictures: Any) -> tuple[Any, Any]:
    """What of one picture or a list of them moves with most actions, and the rest, in the same form."""
    if isinstance(pictures, list):
        made = [halves(one) for one in pictures]
        return [moving for moving, _ in made], [setting for _, setting in made]
    small = compact(pictures)
    return (
        {key: value for key, value in small.items() if key in MOVING},
        {key: value for key, value in small.items() if key not in MOVING},
    )


def sent(parts: Mapping[str, Any], seen: str | None, steady: Groups = (), pictures: str = "picture") -> dict[str, Any]:
    """The parts of a page as they travel, with its pictures in two halves: ``pictures`` and ``setting``.

    ``steady`` names groups of parts that seldom change; ``seen`` is what the browser got with the last answer and says
    which of them it has. Of those nothing is sent. It travels with the parts, so it is right whatever happened in
    between, and nothing is kept on the server.
    """
    moving, setting = halves(parts[pictures])
    found = {**parts, pictures: moving, "setting": setting}
    groups = (("setting",), *steady)
    digests = [digest([found[name] for name in group]) for group in groups]
    known = (seen or "").split()
    if len(known) == len(digests):
        same = [group for group, now, before in zip(groups, digests, known, strict=True) if now == before]
        found |= {name: no_update for group in same for name in group}
    return found | {"seen": no_update if known == digests else " ".join(digests)}


def digest(part: Any) -> str:
    """A few characters that name what parts say."""
    text = json.dumps(part, default=plain, sort_keys=True)
    return b64encode(blake2b(text.encode()).digest(), b"-_").decode()[:DIGEST_LENGTH]


def plain(part: Any) -> Any:
    if isinstance(part, Component):
        return part.to_plotly_json()
    raise TypeError(f"not to be sent: {type(part).__name__}")
