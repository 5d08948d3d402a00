"""The monthly job: what is new is one release, what is not is left alone, and what fails leaves the store as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from data.monthly.fetching import Patience
from data.monthly.wanted import Source, Wanted
from data.releases import open_release
from data.schema import DataError
from data.store import release_folders, take
from geo.publishing import monthly
from geo.publishing.monthly import addresses, in_words, run_month
from tests import worlds
from tests.data.monthly.web import Web, web
from tests.worlds import write_csv

NOW = datetime(2022, 12, 5, tzinfo=UTC)
ONCE = Patience(answer_s=5, tries=1)


@pytest.fixture(autouse=True)
def few_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    """A handful of the register: all of it is asked by its own tests."""
    claims = list(monthly.run_claims.__globals__["published_claims"]())[::100]
    real = monthly.run_claims
    monkeypatch.setattr(monthly, "run_claims", lambda release, progress=None: real(release, progress, claims))


@pytest.fixture
def site() -> Iterator[Web]:
    with web() as made:
        yield made


def run(store: Path, *sources: Source, **settings: Any) -> dict[str, Any]:
    return run_month(store, Wanted(sources, **settings), now=lambda: NOW, patience=ONCE)


def names(store: Path) -> list[str]:
    return [folder.name for folder in release_folders(store)]


def test_an_archive_a_month(store: Path, site: Web, tmp_path: Path) -> None:
    october = worlds.write_archive(tmp_path / "a.zip", "2022-10").read_bytes()
    site.files["/2022-10.zip"] = october
    source = Source(f"{site.base}/{{month}}.zip")
    first = run(store, source)
    assert [path for path, *_ in site.asked] == ["/2022-11.zip", "/2022-10.zip"]  # November is not there yet
    assert (first["status"], first["before"], first["release"]) == ("published", None, names(store)[0])
    assert first["sources"] == [
        {
            "source": source.url,
            "files": 1,
            "new": [
                {
                    "file": "2022-10.zip",
                    "sha256": hashlib.sha256(october).hexdigest(),
                    "url": f"{site.base}/2022-10.zip",
                }
            ],
        }
    ]
    assert first["import"]["total"]["accepted"] and sum(first["claims"]["states"].values()) == 7
    assert in_words(first)[0] == f"Published release {names(store)[0]}."

    again = run(store, source)  # the server says that it is the same
    assert (again["status"], again["release"]) == ("nothing new", names(store)[0]) and len(names(store)) == 1
    site.tag = '"other"'  # it says nothing of the kind, but what comes is the same
    assert run(store, source)["status"] == "nothing new" and len(names(store)) == 1
    assert "Nothing new" in in_words(again)[0]

    site.files["/2022-11.zip"] = worlds.write_archive(tmp_path / "b.zip", "2022-11").read_bytes()
    third = run(store, source)
    assert (third["before"], third["release"]) == (first["release"], names(store)[0])
    assert first["moved"] is None and third["moved"] and set(third["says"]) <= set(in_words(third)) and third["says"]
    months = [open_release(store, each).manifest["datasets"][0]["months"] for each in names(store)]
    assert months == [[24273, 24274], [24273]]
    assert sorted(path.name for path in (store / "incoming").rglob("*")) == [".lock", "taken.json"]


def test_a_folder_of_deliveries(store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "deliveries"
    rows = worlds.extract()
    write_csv(folder / "october" / "e.csv", rows[:3])
    (folder / ".half-copied.csv").write_text("Start")
    (folder / "read me.txt").write_text("no table")
    first = run(store, Source(folder=folder))
    assert [each["file"] for each in first["sources"][0]["new"]] == ["october/e.csv", "read me.txt"]
    assert first["import"]["total"]["rows_read"] == 3
    assert any("read me.txt" in problem for problem in first["problems"])
    assert run(store, Source(folder=folder))["status"] == "nothing new"
    write_csv(folder / "november" / "e.csv", rows[3:5])
    write_csv(folder / "november" / "same.csv", rows[:3])
    second = run(store, Source(folder=folder))
    assert [each["file"] for each in second["sources"][0]["new"]] == ["november/e.csv"]
    assert second["import"]["total"]["rows_read"] == 2 and len(names(store)) == 2


def test_files_of_one_name_at_two_addresses_are_two_files(store: Path, site: Web, tmp_path: Path) -> None:
    for place, month in (("north", "2022-10"), ("south", "2022-11")):
        site.files[f"/{place}/latest.zip"] = worlds.write_archive(tmp_path / place, month).read_bytes()
    report = run(store, Source(f"{site.base}/north/latest.zip"), Source(f"{site.base}/south/latest.zip"))
    assert [each["new"][0]["file"] for each in report["sources"]] == ["latest.zip", "latest.zip"]
    newest = open_release(store).manifest
    assert newest["datasets"][0]["months"] == [24273, 24274]
    assert {file["file"].partition("/")[0] for file in newest["imports"][0]["files"]} == {"127.0.0.1"}


def test_where_a_file_came_from_stands_before_its_name(store: Path, site: Web, tmp_path: Path) -> None:
    write_csv(tmp_path / "deliveries" / "october" / "e.csv", worlds.extract())
    report = run(store, Source(folder=tmp_path / "deliveries"))
    assert [file["file"] for file in report["import"]["files"]] == ["deliveries/october/e.csv"]
    site.files["/a.zip"] = b"no zip"
    with pytest.raises(DataError, match=r"^127\.0\.0\.1/a\.zip: named zip but is none"):
        run(store, Source(f"{site.base}/a.zip"))


@pytest.mark.parametrize("trouble", ["refused", "checksum", "broken file", "absent", "no folder"])
def test_a_failure_leaves_the_store_as_it_was(store: Path, site: Web, tmp_path: Path, trouble: str) -> None:
    good = tmp_path / "good"
    write_csv(good / "e.csv", worlds.extract())
    sources = [Source(folder=good), Source(f"{site.base}/a.zip")]
    site.files["/a.zip"] = worlds.write_archive(tmp_path / "a.zip", "2022-10").read_bytes()
    if trouble == "refused":
        site.status = [403]
    elif trouble == "checksum":
        sources[1] = Source(f"{site.base}/a.zip", sha256=64 * "0")
    elif trouble == "broken file":
        site.files["/a.zip"] = site.files["/a.zip"][:-30]
    elif trouble == "absent":
        sources[1] = Source(f"{site.base}/b.zip")
    else:
        sources[1] = Source(folder=tmp_path / "nowhere")
    with pytest.raises(DataError):
        run(store, *sources)
    assert names(store) == [] and not (store / "incoming" / "taken.json").exists()
    site.status, sources[1] = [], Source(f"{site.base}/a.zip")  # mended: what had been read before is read now
    site.files["/a.zip"] = (tmp_path / "a.zip").read_bytes()
    site.tag = '"mended"'
    assert [len(each["new"]) for each in run(store, *sources)["sources"]] == [1, 1]


def test_one_job_at_a_time(store: Path, tmp_path: Path) -> None:
    write_csv(tmp_path / "e.csv", worlds.extract())
    (store / "incoming").mkdir()
    with (store / "incoming" / ".lock").open("w") as lock:
        take(lock)
        with pytest.raises(DataError, match="another monthly job"):
            run(store, Source(folder=tmp_path))
    assert names(store) == []


def test_what_is_found_out_afterwards_does_not_undo_a_release(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise DataError("no register")

    write_csv(tmp_path / "in" / "e.csv", worlds.extract())
    monkeypatch.setattr(monthly, "run_claims", fail)
    report = run(store, Source(folder=tmp_path / "in"))
    assert report["release"] == names(store)[0] and report["claims"] is None
    assert report["problems"] == ["the new release could not be looked at: no register"]
    assert "Problem: the new release could not be looked at: no register" in in_words(report)


def test_months_across_a_year() -> None:
    found = addresses("https://a.example/{month}.zip", datetime(2023, 2, 1, tzinfo=UTC))
    assert [each[-11:-4] for each in found] == ["2023-01", "2022-12", "2022-11", "2022-10", "2022-09", "2022-08"]
    assert addresses("https://a.example/a.zip", NOW) == ["https://a.example/a.zip"]
