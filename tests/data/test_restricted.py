"""What only those who signed in may see, told from what a release says of itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from data import serving
from data.releases import Release, forget_opened, open_folder
from data.restricted import AGES, INCIDENTS, Restricted, restricted, restricted_words
from data.schema import DataError
from data.store import MANIFEST
from tests.tiny_world import tiny_release

STREET, STOPS = "police-uk-street", "police-uk-stop-and-search"


def release(folder: Path, provider: str = STREET, sources: tuple[str, ...] = (), **facts: Any) -> Release:
    """The tiny world as if that provider had given it."""
    told = {"ages": False, "flags": [], **facts}
    folder.mkdir(parents=True, exist_ok=True)
    tiny_release(folder, provider=provider, **{name: value for name, value in told.items() if value is not None})
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    manifest["demonstration"] = facts.get("demonstration", False)
    source = manifest["sources"][0]
    manifest["sources"] = [{**source, "provider": one} for one in (provider, *sources)]
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    forget_opened()
    return open_folder(folder, ())


@pytest.mark.parametrize(
    ("provider", "facts", "fields"),
    [
        (STREET, {}, ()),
        (STOPS, {"flags": ["no-further-action"]}, ()),
        ("datastore-ward", {}, ()),
        ("fire-brigade", {}, ()),
        ("cris", {}, (INCIDENTS,)),
        ("Police-UK-street", {}, (INCIDENTS,)),  # never guessed
        (STREET, {"ages": True}, (AGES,)),
        (STREET, {"flags": ["domestic-abuse", "knife"]}, ("marks such as domestic-abuse, knife",)),
        ("extract", {"ages": True, "flags": ["injury"]}, (INCIDENTS, AGES, "marks such as injury")),
        (STREET, {"flags": None}, ("marks such as injury, knife",)),  # a manifest of before marks: its index tells
    ],
)
def test_a_data_set_is_restricted_by_its_provider_and_what_it_holds(
    tmp_path: Path, provider: str, facts: dict[str, Any], fields: tuple[str, ...]
) -> None:
    found = restricted(release(tmp_path, provider, **facts))
    assert found == ((Restricted("offences", fields),) if fields else ())


def test_one_partner_among_the_sources_is_enough(tmp_path: Path) -> None:
    assert restricted(release(tmp_path, STREET, ("datastore-ward",))) == ()
    assert restricted(release(tmp_path / "b", STREET, ("cris",))) == (Restricted("offences", (INCIDENTS,)),)


def test_the_demonstration_is_made_up(demonstration: Release) -> None:
    assert restricted(demonstration) == ()


def test_it_is_said_in_words(tmp_path: Path) -> None:
    found = restricted(release(tmp_path, "extract", ages=True))
    assert restricted_words(found) == "offences (single incidents of a partner, ages of victims or suspects)"


def test_where_nobody_can_sign_in_it_is_kept_back(tmp_path: Path) -> None:
    made = release(tmp_path / "store" / "releases" / "0001-0000tiny", "extract", ages=True)
    store = tmp_path / "store"
    serving.serve_from(store, signs_in=True)
    assert serving.unavailable() == ""
    assert serving.current_release().id == made.id
    serving.serve_from(store, signs_in=False)
    assert "offences (single incidents of a partner" in serving.unavailable()
    for look in (serving.current_release, serving.held_release, lambda: serving.named_release(made.id)):
        with pytest.raises(DataError, match="only those who sign in may see"):
            look()
