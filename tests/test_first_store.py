"""A store and links of the first version: today's code opens, answers, extends, backs up and serves them as they were."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from data.backup import back_up
from data.intact import problems
from data.links import read_link, write_link
from data.releases import Release, open_release
from data.restoring import restore
from data.selection import Page
from geo.answer import answer_link
from geo.page_json import page_json
from geo.publishing.importing import import_files
from tests import worlds
from tests.first_store import NEWER, OLDER, first_answers, first_store

ANSWERS: Final = first_answers()
# What has been said in other words since, or more carefully (README): every figure else must be as it was.
REWORDED: Final = ("says", "notes")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return first_store(tmp_path_factory.mktemp("first"))


@pytest.fixture(scope="module")
def newest(store: Path) -> Release:
    return open_release(store)


def differing(was: Any, now: Any, place: str = "") -> Iterator[str]:
    """Where a value that the first version told is not told as it was; keys that came since do not count."""
    if isinstance(was, dict):
        for key, value in was.items():
            if key not in now:
                yield f"{place}.{key} is gone"
            elif key == "change_share" and now[key] is None:
                continue  # none under 20 records before
            elif key not in REWORDED:
                yield from differing(value, now[key], f"{place}.{key}")
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for position, (one, other) in enumerate(zip(was, now, strict=True)):
            yield from differing(one, other, f"{place}[{position}]")
    elif was != (pytest.approx(now) if isinstance(was, float) and isinstance(now, float) else now):
        yield f"{place}: {was} was told, {now} is"


@pytest.mark.parametrize("link", ANSWERS["answers"])
def test_every_link_is_answered_with_the_same_figures(link: str, newest: Release) -> None:
    told = page_json(newest, link)
    assert list(differing(ANSWERS["answers"][link], told)) == []
    assert told["link"] == ANSWERS["answers"][link]["link"]


def test_the_views_of_a_link_side_by_side(newest: Release) -> None:
    for link, views in ANSWERS["views"].items():
        for view, was in views.items():
            assert list(differing(was, page_json(newest, link, view))) == []


def test_the_comparison_of_answers_can_fail() -> None:
    was = ANSWERS["answers"]["/west-end"]
    assert list(differing(was, was | {"total": was["total"] | {"records": 1}})) == [".total.records: 95 was told, 1 is"]


def test_both_releases_are_whole_and_canonical_links_stay(store: Path, newest: Release) -> None:
    assert newest.id == NEWER and newest.releases == (NEWER, OLDER)
    assert [problems(store / "releases" / name) for name in newest.releases] == [[], []]
    for told in ANSWERS["answers"].values():
        assert write_link(read_link(told["link"], newest.choices).selection, newest.choices) == told["link"]


def test_an_import_builds_on_it(store: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(store, tmp_path / "store"))
    file = worlds.write_csv(tmp_path / "more.csv", worlds.extract("2023-01"))
    report = import_files([file], copy, worlds.WESTMINSTER, now=lambda: datetime(2023, 3, 7, tzinfo=UTC))
    release = open_release(copy)
    assert release.id == report["release"] and release.releases[1:] == (NEWER, OLDER)
    # 123 records were there, of the file's eight one is Camden's and one a duplicate
    assert [dataset["rows"] for dataset in release.manifest["sources"] if dataset["dataset"] == "offences"] == [123 + 6]
    for link in (f"/west-end?release={OLDER}", "/west-end?from=2022-01&to=2022-06&compare=none&n=2&set=fixed"):
        assert list(differing({**ANSWERS["answers"][link], "release": {}}, page_json(release, link))) == []


def test_backed_up_and_restored_it_answers_the_same(store: Path, tmp_path: Path) -> None:
    back_up(store, tmp_path / "backup.tar.gz")
    restore(tmp_path / "backup.tar.gz", tmp_path / "again")
    again = open_release(tmp_path / "again")
    for link in ("/serious-youth-violence", f"/west-end?release={OLDER}"):
        assert list(differing(ANSWERS["answers"][link], page_json(again, link))) == []


@pytest.mark.parametrize("search", ["", "?from=2022-09&to=2022-11", f"?release={OLDER}"])
def test_its_pages_are_served(store: Path, search: str) -> None:
    from callbacks.data_page import update_data_page
    from callbacks.evidence import update_evidence
    from callbacks.neighbourhoods import update_neighbourhoods
    from callbacks.side_by_side import update_side_by_side
    from callbacks.west_end import update_west_end
    from callbacks.youth_violence import update_youth_violence
    from data import serving

    serving.serve_from(store)
    shown = update_west_end(search, Page.WEST_END)
    assert shown["title"] == answer_link(f"/west-end{search}", serving.current_release()).headline
    pages = [
        shown,
        update_neighbourhoods(search, "", Page.NEIGHBOURHOODS),
        update_side_by_side(search, "one", Page.SIDE_BY_SIDE),
        update_youth_violence(search, Page.YOUTH_VIOLENCE),
        update_evidence(search, Page.EVIDENCE),
    ]
    for page in pages:  # each says what the other release has to say
        assert "release 0001" in str(page["left_out"]) or "Release 0002" in str(page["left_out"])
    assert update_data_page(Page.DATA)
