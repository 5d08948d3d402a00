"""A file comes whole or not at all, goes on where it broke off, and only from where nobody on the way can change it."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request

import pytest

from data.monthly import fetching
from data.monthly.fetching import Fetched, NotThereError, Patience, Redirects, fetch, file_name
from data.schema import DataError
from tests.data.monthly.web import TAG, Web, web

CONTENT = bytes(range(256)) * 1000
QUICK = Patience(answer_s=5, tries=3, pause_s=1)


@pytest.fixture
def site() -> Iterator[Web]:
    with web() as made:
        made.files["/a.zip"] = CONTENT
        yield made


def fetched(site: Web, folder: Path, path: str = "/a.zip", largest: int = 10**6, known: str = "") -> Fetched:
    return fetch(site.base + path, folder, largest=largest, known=known, patience=QUICK, sleep=lambda _: None)


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_and_its_version(site: Web, tmp_path: Path) -> None:
    got = fetched(site, tmp_path)
    assert got == Fetched(tmp_path / "a.zip", TAG)
    assert (tmp_path / "a.zip").read_bytes() == CONTENT and left(tmp_path) == ["a.zip"]


def test_a_known_version_is_not_sent_again(site: Web, tmp_path: Path) -> None:
    assert fetched(site, tmp_path, known=TAG) == Fetched(None, TAG)
    assert left(tmp_path) == []
    site.tag = '"two"'
    assert fetched(site, tmp_path, known=TAG) == Fetched(tmp_path / "a.zip", '"two"')


def test_a_broken_connection_is_gone_on_with(site: Web, tmp_path: Path) -> None:
    site.breaks = 100_000
    assert fetched(site, tmp_path).file
    assert (tmp_path / "a.zip").read_bytes() == CONTENT
    assert [asked for _, asked, _ in site.asked] == ["", "bytes=100000-"]


def test_another_run_goes_on_too_unless_the_file_has_changed(site: Web, tmp_path: Path) -> None:
    once = Patience(answer_s=5, tries=1)
    for changed in (False, True):
        site.breaks = 50_000
        with pytest.raises(DataError, match="what has come is kept"):
            fetch(site.base + "/a.zip", tmp_path, largest=10**6, patience=once)
        assert left(tmp_path) == [".a.zip.part", ".a.zip.tag"]
        if changed:
            site.tag, site.files["/a.zip"] = '"two"', CONTENT[::-1]
        assert fetched(site, tmp_path).file
        assert (tmp_path / "a.zip").read_bytes() == site.files["/a.zip"] and left(tmp_path) == ["a.zip"]
        (tmp_path / "a.zip").unlink()


def test_a_server_in_trouble_is_asked_again_and_given_up_at_last(site: Web, tmp_path: Path) -> None:
    site.status = [500, 429]
    assert fetched(site, tmp_path).file
    site.status = [503, 503, 503]
    with pytest.raises(DataError, match=r"cannot be fetched \(HTTP 503\)"):
        fetched(site, tmp_path)
    assert left(tmp_path) == ["a.zip"]  # the one that had come before


def test_refusals_and_absence_are_told_apart(site: Web, tmp_path: Path) -> None:
    with pytest.raises(NotThereError):
        fetched(site, tmp_path, "/b.zip")
    site.status = [403]
    with pytest.raises(DataError, match=r"refuses \(HTTP 403\)"):
        fetched(site, tmp_path)
    assert len(site.asked) == 2  # neither is asked again


def test_too_large_is_not_kept(site: Web, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="raise largest_mb"):
        fetched(site, tmp_path, largest=len(CONTENT) - 1)
    assert fetched(site, tmp_path, largest=len(CONTENT)).file
    assert [name for name in left(tmp_path) if name.endswith(".part")] == []


@pytest.mark.parametrize("away", ["http://files.example/a.zip", "file:///etc/passwd", "ftp://files.example/a.zip"])
def test_a_server_cannot_send_us_where_anybody_could_change_the_file(site: Web, tmp_path: Path, away: str) -> None:
    site.sends_to = away
    with pytest.raises(DataError, match=r"anybody on the way|refuses"):
        fetched(site, tmp_path, "/moved")
    assert left(tmp_path) == []
    site.sends_to = f"{site.base}/a.zip"
    assert fetched(site, tmp_path, "/moved").file == tmp_path / "moved"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://h/a/2023-09.zip?x=1", "2023-09.zip"),
        ("https://h/a/..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("https://h/", "download"),
        ("https://h/..", "download"),
        ("https://h/.bashrc", "bashrc"),
        ("https://h/a%00b%0a.csv", "a_b_.csv"),
        ("https://h/" + "x" * 300, "x" * 120),
    ],
)
def test_a_name_is_never_more_than_a_name(url: str, name: str) -> None:
    assert file_name(url) == name


def test_a_server_elsewhere_cannot_send_us_to_this_machine(site: Web) -> None:
    """What answers here may answer nobody else."""

    def sent(away: str, to: str) -> object:
        return Redirects().redirect_request(Request(away), None, 302, "Found", {}, to)  # noqa: S310 - none is opened

    assert sent(f"{site.base}/a.zip", f"{site.base}/b.zip") and sent("https://a.example/", "https://b.example/")
    for here in (f"{site.base}/a.zip", "http://localhost/", "https://[::1]/"):
        with pytest.raises(DataError, match=r"redirected from https://a.example/, .* sends to this machine"):
            sent("https://a.example/", here)


def test_a_broken_encryption_is_a_broken_connection(site: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, broken = fetching.receive, [ssl.SSLError("record layer failure")]

    def receive(*given: Any) -> None:
        if broken:
            raise broken.pop()
        plain(*given)

    monkeypatch.setattr(fetching, "receive", receive)
    assert fetched(site, tmp_path).file and (tmp_path / "a.zip").read_bytes() == CONTENT
