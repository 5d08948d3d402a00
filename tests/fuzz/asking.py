"""How the tests ask: the bodies that pages send, enumerated from the app itself, and what no answer may hold."""

from __future__ import annotations

from typing import Any, Final

from flask.testing import FlaskClient

PATH: Final = "/_dash-update-component"
CANARY: Final = "quagga-4711-canary"
# What a traceback or an error page of a library says.
GIVEN_AWAY: Final = (
    b"Traceback",
    b'File "',
    b"site-packages",
    b"werkzeug",
    CANARY.encode(),
    b"def create_app",
    b"root:x:",
)
PAGES: Final = {"all": "/", "nb": "/neighbourhoods", "syv": "/serious-youth-violence", "ev": "/evidence"}

Body = dict[str, Any]


def declared(site: FlaskClient) -> list[dict[str, Any]]:
    """Every callback that the server answers."""
    return [found for found in site.get("/_dash-dependencies").get_json() if not found["clientside_function"]]


def body_of(callback: dict[str, Any], search: str = "", **values: Any) -> Body:
    """What a page sends for a callback; ``values`` by the property or the id of a part."""

    def given(part: dict[str, Any]) -> dict[str, Any]:
        prefix = part["id"].partition("-")[0]
        default = {"search": search, "pathname": PAGES.get(prefix, "/west-end")}.get(part["property"])
        return part | {"value": values.get(part["id"], values.get(part["property"], default))}

    name = callback["output"]
    outputs = [output(one) for one in name[2:-2].split("...")] if name.startswith("..") else output(name)
    first = callback["inputs"][0]
    return {
        "output": name,
        "outputs": outputs,
        "inputs": [given(part) for part in callback["inputs"]],
        "state": [given(part) for part in callback["state"]],
        "changedPropIds": [f"{first['id']}.{first['property']}"],
    }


def output(name: str) -> dict[str, str]:
    component, _, told = name.rpartition(".")
    return {"id": component, "property": told}


def is_click(callback: dict[str, Any]) -> bool:
    return any(part["property"] == "n_clicks" for part in callback["inputs"])


def check(status: int, content: bytes) -> None:
    """No 5xx, and nothing of our own insides or of a foreign file."""
    assert status < 500, (status, content[:200])
    for words in GIVEN_AWAY:
        assert words not in content, words
