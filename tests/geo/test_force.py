"""An authority's share of its whole police force: from made-up files, by the real import."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from data.authorities import authority_names
from data.releases import Release, open_release
from data.schema import Destination
from data.store import release_folders
from geo.answer import Answer, answer_link
from geo.force import Force, force_json, force_of, unfollowed, why_no_force
from geo.publishing.importing import import_files
from tests import worlds
from tests.worlds import WESTMINSTER, write_csv

TYPES = (("Theft", "Shoplifting"), ("Robbery", "Robbery of Personal Property"))
BOROUGHS = [name for name in authority_names().values() if name != "City of London"]


def cell(number: int, kind: int, month: int, more: int) -> int:
    """What stands in a borough's row of a kind, in a month."""
    return number * (kind + 1) + month + more


def borough_file(path: Path, months: Sequence[str], more: int = 0, boroughs: Sequence[str] = tuple(BOROUGHS)) -> Path:
    """All boroughs, each with a number of its own."""
    rows = []
    for borough, (kind, (major, minor)) in itertools.product(boroughs, enumerate(TYPES)):
        cells = {m: str(cell(BOROUGHS.index(borough), kind, int(m) % 100, more)) for m in months}
        rows.append({"MajorText": major, "MinorText": minor, "LookUp_BoroughName": borough} | cells)
    return write_csv(path, rows)


def ward_file(path: Path, months: Sequence[str], more: int = 0) -> Path:
    """A ward of each borough, with two records less than its borough; Westminster's are in West End."""
    rows = []
    for (number, borough), (kind, (major, minor)) in itertools.product(enumerate(BOROUGHS), enumerate(TYPES)):
        ours = borough == "Westminster"
        place = {
            "WardName": "West End" if ours else "Elsewhere",
            "WardCode": "E05013808" if ours else f"E0509{number:04}",
        }
        cells = {m: str(cell(number, kind, int(m) % 100, more) - 2) for m in months}
        rows.append({"MajorText": major, "MinorText": minor, **place, "LookUp_BoroughName": borough} | cells)
    return write_csv(path, rows)


def sums(months: Sequence[str], more: int = 0, kinds: Sequence[int] = (0, 1)) -> int:
    """All records of the boroughs' file, counted one cell at a time."""
    return sum(cell(n, k, int(m) % 100, more) for n in range(len(BOROUGHS)) for k in kinds for m in months)


def imported(store: Path, *paths: Path, authority: str = WESTMINSTER) -> str:
    report = import_files(paths, store, authority)
    for part in [*report["files"], report["total"]]:
        assert sum(part[str(destination)] for destination in Destination) == part["rows_read"]
    return str(report["release"].partition("-")[2])


def asked(store: Path, link: str) -> Answer:
    return answer_link(link, open_release(store))


def found(store: Path, link: str) -> Force:
    force = force_of(asked(store, link))
    assert force is not None
    return force


OLD, NEW = ("202209", "202210"), ("202210", "202211")
AUTUMN = "/neighbourhoods?from=2022-09&to=2022-10&compare=none"


def test_an_authoritys_share_by_hand(store: Path, tmp_path: Path) -> None:
    imported(store, ward_file(tmp_path / "w.csv", OLD), borough_file(tmp_path / "b.csv", OLD))
    number = BOROUGHS.index("Westminster")
    own = sum(cell(number, kind, month, 0) for kind in (0, 1) for month in (9, 10))
    whole = sums(OLD)
    without = 2 * 2 * len(BOROUGHS)  # two in each cell: of each borough, kind and month
    negative = [n for n in range(len(BOROUGHS)) for k in (0, 1) for m in (9, 10) if cell(n, k, m, 0) < 2]
    assert not negative
    force = found(store, AUTUMN)
    assert (force.name, force.records, force.located) == ("Metropolitan Police", whole, whole - 2 * without)
    assert force.share == pytest.approx(own / whole)
    assert force.share_located == pytest.approx((own - 8) / (whole - 2 * without))
    theft = sums(OLD, kinds=[0])
    assert {name: kind.records for name, kind in force.types.items()} == {"robbery": whole - theft, "theft": theft}
    assert force.types["theft"].share == pytest.approx(theft / whole)
    assert found(store, f"{AUTUMN}&type=theft").records == found(store, f"{AUTUMN}&type=shoplifting").records == theft
    assert found(store, f"{AUTUMN}&type=theft").types["theft"].share == 1
    assert found(store, f"{AUTUMN}&ward=westbourne").share == 0
    assert list(force_json(asked(store, AUTUMN)) or {})[:3] == ["name", "records", "located"]


def test_the_change_of_the_force_and_the_part_in_it(store: Path, tmp_path: Path) -> None:
    months = ("202109", "202209")
    imported(store, borough_file(tmp_path / "b.csv", months[:1], more=5), borough_file(tmp_path / "c.csv", months[1:]))
    force = found(store, "/neighbourhoods?from=2022-09&to=2022-09")
    before, now = sums(months[:1], 5), sums(months[1:])
    assert (force.previous, force.previous_located, force.located) == (before, None, None)
    assert force.change_share == pytest.approx((now - before) / before)
    assert force.share_of_change == pytest.approx(1 / len(BOROUGHS))  # each borough lost ten
    own = sum(cell(BOROUGHS.index("Westminster"), kind, 9, 0) for kind in (0, 1))
    assert (force.share, force.previous_share) == (own / now, (own + 10) / before)
    assert force.types["theft"].previous == sums(months[:1], 5, [0])


def force_files(store: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (release_folders(store)[0] / "force").glob("*")}


def test_any_order_and_any_steps_give_the_same_bytes(store: Path, tmp_path: Path) -> None:
    paths = [
        ward_file(tmp_path / "w.csv", OLD),
        borough_file(tmp_path / "b.csv", OLD),
        borough_file(tmp_path / "newer.csv", NEW, more=7),
        worlds.write_archive(tmp_path / "10.zip", "2022-10", "2022-11"),
    ]
    kept = []
    for number, order in enumerate([paths, paths[::-1], [paths[3], paths[1], paths[0], paths[2]]]):
        for cut in (0, 1, 3):
            own = Path(shutil.copytree(store, tmp_path / f"{number}-{cut}"))
            if number == 1 and cut:
                continue  # an older file imported later restates the newer one: another story
            for part in (order[:cut], order[cut:]):
                if part:
                    imported(own, *part)
            kept.append(force_files(own))
    assert all(files == kept[0] for files in kept)
    assert sorted(kept[0]) == [
        "offences.datastore-borough.parquet",
        "offences.datastore-ward.parquet",
        "offences.police-uk-street.parquet",
        "stop-search.police-uk-stop-and-search.parquet",
    ]
    assert found(own, AUTUMN).records == sums(OLD[:1]) + sums(NEW[:1], 7)


def test_a_newer_file_restates_its_months_and_the_rest_stands(store: Path, tmp_path: Path) -> None:
    old, new = borough_file(tmp_path / "b.csv", OLD), borough_file(tmp_path / "n.csv", NEW, more=7)
    imported(store, old)
    earlier = open_release(store)
    imported(store, new)
    assert found(store, AUTUMN).records == sums(OLD[:1]) + sums(NEW[:1], 7)
    assert found(store, "/neighbourhoods?from=2022-11&to=2022-11").records == sums(NEW[1:], 7)
    before = force_of(answer_link(AUTUMN, earlier))
    assert before is not None and before.records == sums(OLD)
    assert force_of(asked(store, "/neighbourhoods?from=2022-11&to=2022-12&compare=none")) is None  # December: not told
    imported(store, worlds.write_archive(tmp_path / "10.zip", "2022-10"))
    assert found(store, f"{AUTUMN}&dataset=offences-datastore-borough").records == sums(OLD[:1]) + sums(NEW[:1], 7)


def test_all_of_london_is_the_whole_force(store: Path, tmp_path: Path) -> None:
    imported(store, ward_file(tmp_path / "w.csv", OLD), borough_file(tmp_path / "b.csv", OLD), authority="all")
    force = found(store, AUTUMN)
    assert force.records == sums(OLD)
    own = asked(store, AUTUMN).now  # the tiny world ends at Camden
    assert own is not None and force.share == own.records / sums(OLD)


def test_a_file_cut_to_one_borough_tells_of_no_force(store: Path, tmp_path: Path) -> None:
    imported(store, borough_file(tmp_path / "b.csv", OLD, boroughs=["Westminster", "Camden"]))
    assert asked(store, AUTUMN).now is not None
    assert force_json(asked(store, AUTUMN)) is None


def test_searches_of_the_force(store: Path, tmp_path: Path) -> None:
    rows = worlds.stops()
    imported(store, write_csv(tmp_path / "2022-10-metropolitan-stop-and-search.csv", rows, worlds.STOPS))
    force = found(store, "/west-end?dataset=stop-search&from=2022-10&to=2022-10")
    assert (force.records, force.located) == (8, 7)  # one of Camden, one without a point
    assert (force.share, force.share_located) == (6 / 8, 6 / 7)
    assert "without a place" in force.note
    imported(store, write_csv(tmp_path / "searches.csv", rows, worlds.STOPS))
    assert "other police forces" in found(store, "/west-end?dataset=stop-search&from=2022-10&to=2022-10").note


def test_a_repeated_row_counts_once(store: Path, tmp_path: Path) -> None:
    imported(store, write_csv(tmp_path / "2022-10-metropolitan-street.csv", worlds.street(), worlds.STREET))
    assert found(store, "/west-end?dataset=offences&from=2022-10&to=2022-10").records == 7


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ("time=night", "hours"),
        ("days=sat", "days of the week"),
        ("time=day&days=sun", " and "),
    ],
)
def test_filters_that_totals_cannot_follow(store: Path, tmp_path: Path, filters: str, words: str) -> None:
    imported(store, write_csv(tmp_path / "2022-10-metropolitan-stop-and-search.csv", worlds.stops(), worlds.STOPS))
    answer = asked(store, f"/west-end?dataset=stop-search&{filters}")
    assert force_json(answer) is None
    assert words in why_no_force(answer)
    assert why_no_force(asked(store, "/west-end?dataset=stop-search")) == ""


def test_rules_of_ages_and_flags_are_filters(demonstration: Release) -> None:
    assert unfollowed(answer_link("/serious-youth-violence", demonstration)) == "ages"
    assert unfollowed(answer_link("/west-end?type=theft&ward=west-end&measure=harm", demonstration)) == ""


def test_an_older_release_and_other_sources_have_none(store: Path, tmp_path: Path, tiny: Release) -> None:
    assert tiny.force("offences") is None
    assert force_json(answer_link("/west-end", tiny)) is None
    assert why_no_force(answer_link("/west-end?time=night", tiny)) == ""
    imported(store, write_csv(tmp_path / "e.csv", worlds.extract()), write_csv(tmp_path / "f.csv", worlds.fire()))
    assert [open_release(store).force(each.slug) for each in open_release(store).choices.datasets] == [None, None]
    assert force_files(store) == {}


def test_an_extract_beside_the_counts_leaves_these_their_totals(store: Path, tmp_path: Path) -> None:
    imported(store, write_csv(tmp_path / "e.csv", worlds.extract()), ward_file(tmp_path / "w.csv", OLD))
    link: dict[str, Any] = {each.slug: each.provider for each in open_release(store).choices.datasets}
    assert link == {"offences": "partnership", "offences-datastore-ward": "datastore-ward"}
    assert force_json(asked(store, AUTUMN)) is None
    assert found(store, f"{AUTUMN}&dataset=offences-datastore-ward").records == sums(OLD) - 8 * len(BOROUGHS)
