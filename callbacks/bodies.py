"""What a callback's request may hold: checked against the callbacks that the dashboard declares, before Dash reads it.

Dash trusts its own browser side: an unknown output, a missing input or a value of another type ends in an exception
within Dash, which is a 500. A page never sends such a body, so nobody is owed more than a plain refusal.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from dash import Dash
from flask import Blueprint, Response, request

from layouts import ids

PATH: Final = "/_dash-update-component"
LARGEST: Final = 1_000_000  # bytes of a body; the fullest page sends some thousands
LONGEST: Final = 20_000  # characters of one text: a link may have 8,000
MOST: Final = 1_000  # items of one list: the types of a data set are some hundreds

Check = Callable[[Any], bool]


def bodies_of(app: Dash) -> Blueprint:
    """The guard before an app's callbacks."""
    made = Blueprint("bodies", __name__)

    @made.before_app_request
    def refuse() -> Response | None:
        if request.path != PATH or request.method != "POST":
            return None
        if (request.content_length or 0) > LARGEST:
            return refusal("The request is too long.", 413)
        if not request.is_json:
            return refusal("A request to a callback is JSON.", 415)
        body = read(request.get_data())
        if body is None:
            return refusal("The request is not JSON that can be read.")
        return None if is_of_a_callback(body, app.callback_map) else refusal("No page of this dashboard sends this.")

    return made


def refusal(says: str, status: int = 400) -> Response:
    return Response(says, status=status, mimetype="text/plain")


def read(content: bytes) -> dict[str, Any] | None:
    """The body as JSON with plain texts and finite numbers; None for anything else."""
    try:
        body = json.loads(content.decode("utf-8"), object_pairs_hook=once, parse_constant=no_number)
        content_of(body).encode("utf-8")
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object none of whose keys stands twice: readers differ over which of the two counts."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def content_of(part: Any) -> str:
    """All texts of a part, joined: half a surrogate pair in any of them cannot be encoded."""
    if isinstance(part, str):
        return part
    if isinstance(part, float) and not math.isfinite(part):
        raise ValueError("a number too large")
    parts = [*part.keys(), *part.values()] if isinstance(part, dict) else part if isinstance(part, list) else []
    return "".join(map(content_of, parts))


def is_of_a_callback(body: Mapping[str, Any], callbacks: Mapping[str, Any]) -> bool:
    """Whether the body has the outputs, inputs and state of a callback, each with a value that a page may give it."""
    output = body.get("output")
    if not isinstance(output, str) or output not in callbacks:
        return False
    declared = callbacks[output]
    if not isinstance(body.get("changedPropIds", []), list):
        return False
    given = [*parts_of(body.get("inputs", [])), *parts_of(body.get("state", []))]
    wanted = [*declared["inputs"], *declared["state"]]
    names = [(part["id"], part["property"]) for part in wanted]
    return (
        outputs_fit(body.get("outputs"), output)
        and all(isinstance(changed, str) for changed in body.get("changedPropIds", []))
        and [(part.get("id"), part.get("property")) for part in given] == names
        and all(may_be(part["id"], part["property"], part.get("value")) for part in given)
    )


def parts_of(given: Any) -> Iterator[dict[str, Any]]:
    """The inputs or state of a body; what is no list of objects gives parts that no callback has."""
    for part in given if isinstance(given, list) else [None]:
        yield part if isinstance(part, dict) else {}


def outputs_fit(given: Any, output: str) -> bool:
    """Whether the list of outputs says the same as their name: ``..a.children...b.value..``, or one alone; what tells
    callbacks of one output apart, after an @, may be left out."""
    many = output.startswith("..")
    names = output[2:-2].split("...") if many else [output]
    found = given if isinstance(given, list) else [given]
    if isinstance(given, list) is not many or len(found) != len(names):
        return False
    told = [f"{part.get('id')}.{part.get('property')}" if isinstance(part, dict) else "" for part in found]
    return all(one in (name, name.partition("@")[0]) for one, name in zip(told, names, strict=True))


def is_text(value: Any) -> bool:
    return value is None or (isinstance(value, str) and len(value) <= LONGEST)


def is_path(value: Any) -> bool:
    return is_text(value) and (value is None or value.startswith("/"))


def is_clicks(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 1_000_000)


def is_texts(value: Any) -> bool:
    return value is None or (isinstance(value, list) and len(value) <= MOST and all(map(is_name, value)))


def is_name(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST


def is_value(value: Any) -> bool:
    """What a control holds: one choice or several, or a number."""
    return is_text(value) or is_texts(value) or isinstance(value, int | float)


def is_choice(value: Any) -> bool:
    """An area pointed out: its code, and when."""
    return value is None or (isinstance(value, dict) and is_name(value.get("code")) and len(value) <= MOST)


def is_known(value: Any) -> bool:
    """Which options of each list the browser has."""
    return value is None or (
        isinstance(value, dict)
        and len(value) <= MOST
        and all(map(is_name, value))
        and all(map(is_text, value.values()))
    )


PROPERTIES: Final[Mapping[str, Check]] = {
    "n_clicks": is_clicks,
    "search": is_text,
    "pathname": is_path,
    "children": is_text,
    "className": is_text,
    "value": is_value,
    "data": is_text,
}
KEPT: Final[Sequence[tuple[str, Check]]] = (
    (ids.MAP_CHOICE, is_choice),
    (ids.BAR_SEEN, is_known),
    (ids.PACK_VIEWS, is_texts),
)


def may_be(component: str, name: str, value: Any) -> bool:
    """Whether a page may give a property of a component such a value; properties that none sends may have none."""
    special = next((check for tail, check in KEPT if name == "data" and component.endswith(tail)), None)
    check = special or PROPERTIES.get(name)
    return value is None if check is None else check(value)
