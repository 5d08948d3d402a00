"""Two worlds that differ in withheld cells alone look the same: answers, pages, files and packs, byte for byte.

Sizes, orders, ranks, legends, colours, sentences, titles and error messages are all in those bytes, so none of them can
tell an attacker which of the two worlds is the real one.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Final

import pytest
from flask.testing import FlaskClient

from data.audience import Audience
from data.disclosure.rule import PUBLIC
from data.schema import DataError
from data.serving import let_go, serve_from
from geo.answer import Answer, answer_link
from geo.files.export_files import KINDS
from geo.page_json import page_json
from layouts.answer_files import PICTURES, answer_file
from layouts.pack.files import pack_file
from tests.attack.exchanges import exchanged, unseen
from tests.attack.questions import at_random, systematic
from tests.attack.test_attacker import asked
from tests.attack.worlds import World, small_records, small_world
from tests.fuzz.asking import PATH, body_of, declared, is_click

EXCHANGES: Final = ("place", "moment", "month", "place")  # each makes one world more
LINKS: Final = (
    "/west-end?type=robbery&n=10", "/neighbourhoods?type=burglary&measure=rate", "/west-end?time=night&show=hexagons",
    "/evidence?type=sexual-offences",
)  # fmt: skip


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> list[World]:
    """The small world, and worlds with records exchanged in it that no figure told lets one see."""
    real = small_world(tmp_path_factory.mktemp("real"))
    attacker, _ = asked(real, PUBLIC, [(link, None) for link in systematic(real.release.choices, "offences")])
    records, others = small_records(), list[World]()
    for seed, what in enumerate(EXCHANGES):
        (pair,) = unseen(attacker.by_dataset["offences"], what, 1, seed)
        others.append(small_world(tmp_path_factory.mktemp("other"), exchanged(records, *pair)))
    return [real, *others]


def test_the_worlds_differ_where_nothing_is_told(worlds: list[World]) -> None:
    real, *others = worlds
    for other in others:
        cells = [
            world.records["offences"].value_counts(["lsoa", "kind", "month", "moment"], sort=False, dropna=False)
            for world in (real, other)
        ]
        assert not cells[0].equals(cells[1])


def test_answers_are_the_same(worlds: list[World]) -> None:
    links: list[tuple[str, str | None]] = []
    links += [(link, None) for link in systematic(worlds[0].release.choices, "offences")][::6]
    links += at_random(worlds[0].release.choices, 80, 9)
    for link, view in links:
        said = {json.dumps(page_json(world.release.seen_by(Audience.PUBLIC, PUBLIC), link, view)) for world in worlds}
        assert len(said) == 1, link


def test_files_are_the_same(worlds: list[World]) -> None:
    for link in LINKS:
        answers = [answer_link(link, world.release.seen_by(Audience.PUBLIC, PUBLIC)) for world in worlds[:4]]
        for kind in (*KINDS, *(kind for kind in PICTURES if kind.endswith(".svg"))):
            assert len({made(answer, kind) for answer in answers}) == 1, (link, kind)
        if link == LINKS[0]:
            assert len({made(answer, "map.png") for answer in answers}) == 1


def made(answer: Answer, kind: str) -> bytes:
    """The file, or why there is none."""
    try:
        return content_of(answer_file(answer, kind).content)
    except DataError as error:
        return str(error).encode()


def content_of(file: bytes) -> bytes:
    """A file's bytes; of a workbook, which tells when it was made, those of its sheets."""
    if not file.startswith(b"PK"):
        return file
    with zipfile.ZipFile(BytesIO(file)) as archive:
        return b"".join(name.encode() + archive.read(name) for name in archive.namelist() if "core.xml" not in name)


@pytest.fixture
def to_the_public(site: FlaskClient) -> Iterator[FlaskClient]:
    """The one app of the run, back on the demonstration afterwards."""
    yield site
    let_go()
    serve_from(None, Audience.ANALYST)


def test_pages_are_the_same(worlds: list[World], to_the_public: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """What every callback sends, and the frame: kept answers of one world must not be those of another either."""
    from callbacks import kept_answers

    said: list[list[bytes]] = []
    for world in worlds[:3]:
        assert world.release.store
        monkeypatch.setattr(kept_answers, "_kept", kept_answers.Kept())
        serve_from(world.release.store, Audience.PUBLIC, {Audience.PUBLIC: PUBLIC})
        found = [to_the_public.get("/_dash-layout").data]
        for callback in [one for one in declared(to_the_public) if not is_click(one)]:
            for search in ("", "?type=robbery", "?ward=E05013793&time=night"):
                answer = to_the_public.post(PATH, json=body_of(callback, search))
                assert answer.status_code in (200, 204) and b"Something went wrong" not in answer.data, callback[
                    "output"
                ]
                found.append(answer.data)
        said.append(found)
    assert all(other == said[0] for other in said[1:])


@pytest.mark.parametrize("kind", ["pptx", "pdf"])
def test_packs_are_the_same(worlds: list[World], kind: str) -> None:
    packs = {
        content_of(
            pack_file(world.release.seen_by(Audience.PUBLIC, PUBLIC), LINKS[:3], kind, date(2024, 1, 1), "").content
        )
        for world in worlds[:4]
    }
    assert len(packs) == 1
