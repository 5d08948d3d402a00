"""What a page says of other releases: hand-worked figures of two releases made by hand (tests/first_store.py)."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from data import serving
from data.audience import Audience
from data.disclosure.rule import PUBLIC
from data.releases import Release, open_release
from geo.answer import answer_link
from geo.files.export_lines import header_lines
from geo.page_json import page_json
from geo.releases import moved
from tests.first_store import NEWER, OLDER, first_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return first_store(tmp_path_factory.mktemp("moved"))


@pytest.fixture(scope="module")
def newest(store: Path) -> Release:
    return open_release(store)


def note(release: Release, link: str) -> str:
    found = answer_link(link, release).moved
    return found.note if found else ""


def test_a_period_that_is_given_and_whose_figures_changed(newest: Release) -> None:
    link = "/west-end?from=2022-09&to=2022-11"
    assert note(newest, link) == (
        "Release 0002 of 7 February 2023 changed these figures: 22 offences before, 25 now."
        f" See the earlier figures: {link}&release={OLDER}"
    )
    # the link it gives opens the figures it tells
    assert answer_link(f"{link}&release={OLDER}", newest).now.records == 22  # type: ignore[union-attr]


def test_a_period_that_did_not_change_is_not_talked_about(newest: Release) -> None:
    assert note(newest, "/west-end?from=2022-01&to=2022-06") == ""
    assert note(newest, "/west-end?dataset=stop-search") == ""


def test_a_link_without_a_period_says_that_its_months_moved(newest: Release) -> None:
    assert note(newest, "/west-end") == (
        "Release 0002 of 7 February 2023 moved the months of this link on: 95 offences in January 2022 to December 2022,"
        f" before 88 in December 2021 to November 2022. See the earlier figures: /west-end?release={OLDER}"
    )


def test_months_that_were_not_there_before_are_said(newest: Release) -> None:
    assert "It brought months that were not there before." in note(newest, "/west-end?from=2022-09&to=2022-12")
    assert "It brought months" not in note(newest, "/west-end?from=2022-09&to=2022-11")


def test_a_pinned_link_says_what_the_newest_release_has(newest: Release) -> None:
    told = note(newest, f"/west-end?from=2022-09&to=2022-11&release={OLDER}")
    assert told == (
        "These are the figures of release 0001 of 3 January 2023; the newest one, 0002 of 7 February 2023, has 25 offences"
        " instead of 22. See the newest figures: /west-end?from=2022-09&to=2022-11"
    )
    assert "has the same." in note(newest, f"/west-end?from=2022-01&to=2022-06&release={OLDER}")
    assert "95 offences in January 2022 to December 2022 instead of 88" in note(newest, f"/west-end?release={OLDER}")
    assert note(newest, f"/west-end?release={NEWER}") == ""  # the newest one: nothing else to say


def test_a_view_s_own_keys_stay_in_the_link(newest: Release) -> None:
    assert note(newest, f"/?we.time=night&release={OLDER}").endswith("See the newest figures: /?we.time=night")


def test_the_same_total_in_other_places_is_told_apart(newest: Release) -> None:
    """As many of violence in October 2022 before and after, but in other small areas: the restated ones moved."""
    link = "/west-end?from=2022-10&to=2022-10&type=violence-against-the-person"
    now = answer_link(link, newest)
    before = moved.asked_of(now, open_release(newest.store, OLDER))
    assert before is not None and moved.amount(now) == moved.amount(before)
    assert note(newest, link).startswith(
        "Release 0002 of 7 February 2023 changed where these records are: their total is the same, what the top areas"
    )


def test_measures_tell_their_own_unit(newest: Release) -> None:
    assert "2,900 days of harm before, 2,656 now" in note(newest, "/west-end?measure=harm&from=2022-09&to=2022-11")
    assert "£201,136 before, £209,460 now" in note(newest, "/west-end?measure=cost&from=2022-09&to=2022-11")
    assert "22 offences before, 25 now" in note(newest, "/west-end?measure=rate&from=2022-09&to=2022-11")


def test_json_and_exports_say_it_too(newest: Release) -> None:
    link = "/west-end?from=2022-09&to=2022-11"
    assert note(newest, link) in page_json(newest, link)["notes"]
    lines = header_lines(answer_link(link, newest))
    assert note(newest, link) in lines and any(line.startswith(f"Release: {NEWER}") for line in lines)


def test_the_public_is_told_of_the_period_and_no_other_figure(newest: Release) -> None:
    public = newest.seen_by(Audience.PUBLIC, PUBLIC)
    assert note(public, "/west-end") == (
        "Release 0002 of 7 February 2023 moved the months of this link on: January 2022 to December 2022,"
        " before December 2021 to November 2022."
    )
    assert note(public, "/west-end?from=2022-09&to=2022-11") == ""
    pinned = answer_link(f"/west-end?release={OLDER}", public)
    assert pinned.release.id == NEWER and "earlier releases answer those who have signed in" in pinned.left_out[0]


def test_nothing_is_told_of_a_release_that_is_kept_back(newest: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its records have ages, and where nobody can sign in such a release is not served, nor any figure of it."""
    monkeypatch.setattr(serving, "_signs_in", False)
    assert note(newest, "/west-end") == note(newest, "/west-end?from=2022-09&to=2022-11") == ""


def test_one_release_has_nothing_to_say(demonstration: Release, tiny: Release) -> None:
    assert answer_link("/west-end", demonstration).moved is None
    assert answer_link("/west-end", tiny).moved is None


def test_releases_of_other_authorities_and_damaged_ones_are_passed_over(store: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(store, tmp_path / "store"))
    manifest = copy / "releases" / OLDER / "manifest.json"
    told = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(told | {"authority": "E09000007"}), encoding="utf-8")
    assert answer_link("/west-end", open_release(copy)).moved is None
    manifest.write_text("{", encoding="utf-8")
    assert answer_link("/west-end", open_release(copy)).moved is None


def test_the_release_that_changed_the_figures_is_named_though_later_ones_did_not(store: Path, tmp_path: Path) -> None:
    """Two later releases with the same records: the second still is the one that changed them; beyond what is looked
    at, nothing is said."""
    copy = Path(shutil.copytree(store, tmp_path / "store"))

    def publish_again(number: int) -> None:
        name = f"{number:04d}-{NEWER[5:]}"
        folder = Path(shutil.copytree(copy / "releases" / NEWER, copy / "releases" / name))
        told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        (folder / "manifest.json").write_text(json.dumps(told | {"id": name}), encoding="utf-8")

    link = "/west-end?from=2022-09&to=2022-11"
    for number in (3, 4):
        publish_again(number)
    assert note(open_release(copy), link).startswith("Release 0002 of 7 February 2023 changed these figures: 22")
    for number in range(5, 3 + moved.LOOKED_BACK):
        publish_again(number)
    assert note(open_release(copy), link) == ""
