"""Every file of a release lost, cut short, emptied or changed by a bit: nobody is told a wrong figure, nothing goes silently."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from callbacks.running.metrics import of_release
from data import serving
from data.intact import list_of, problems
from data.releases import open_release
from data.schema import DataError
from data.serving import last_good
from data.store import FILES, MANIFEST, content_hash, release_folders
from geo.publishing.importing import import_files
from tests.faults.store import LINK, NEW, OLD, Reader, contents, damaged, forget, one_line, ran, records
from tests.worlds import WESTMINSTER

Reading = Callable[[Path], Reader]


def flipped(content: bytes, place: float = 0.6) -> bytes:
    """One bit is another."""
    at = min(int(len(content) * place), len(content) - 1)
    return content[:at] + bytes([content[at] ^ 4]) + content[at + 1 :]


def damages(content: bytes) -> Iterator[tuple[str, bytes | None]]:
    yield "missing", None
    yield "cut short", content[: len(content) // 2]
    yield "emptied", b""
    yield "changed", flipped(content)
    yield "longer", content + b"\0"


def kept_for_imports(name: str) -> bool:
    """Read by imports and the list of rejected rows alone: their content is compared before an import, not at opening."""
    return name.startswith("records/") or name == "rejected.parquet"


def test_every_file_of_a_release_is_told_of_where_it_is_damaged(two_release_store: Path) -> None:
    store = two_release_store
    newest, older = release_folders(store)
    files = contents(newest)
    assert set(files) == {*(list_of(newest) or {}), FILES} and len(files) > 40
    assert any(name.endswith(".br") for name in files) and any(name.startswith("index/") for name in files)
    tried = 0
    for name, content in files.items():
        for kind, instead in damages(content):
            if instead == content:
                continue
            tried += 1
            with damaged(newest / name, instead):
                found = problems(newest)
                assert found and (name in found[0] or name == FILES), (name, kind)
                if (
                    kind == "changed" and name == FILES
                ):  # it accuses another file, perhaps one that opening does not read
                    continue
                if kind == "changed" and kept_for_imports(name):
                    assert last_good(store).folder == newest
                    continue
                with pytest.raises(DataError) as error:
                    open_release(store)
                    raise AssertionError(f"{name} {kind}")
                assert "\n" not in str(error.value) and newest.name in str(error.value), (name, kind)
                served = last_good(store)
                assert (served.folder, served.damaged) == (older, (newest.name,)), (name, kind)
    assert tried > 4 * 40
    assert problems(newest) == problems(older) == [] and last_good(store).damaged == ()
    assert contents(newest) == files


def test_what_the_commands_say_of_a_damaged_release(
    two_release_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = two_release_store
    newest, older = release_folders(store)
    some = (MANIFEST, FILES, "areas.json", "index/stop-search/moment.npy", "index/stop-search/index.json")
    for name in some:
        with damaged(newest / name, (newest / name).read_bytes()[:-9]):
            for command in (["query", LINK], ["claims"], ["pack", "/west-end", "--out", store / "p.pdf"]):
                forget()
                status, out, err = ran(capsys, *command, "--store", store)
                assert (status, out) == (1, "")
                assert newest.name in one_line(err) and "Restore the release's folder from a copy, or remove it" in err
            assert not (store / "p.pdf").exists()
            status, out, err = ran(capsys, "releases", "--store", store)
            assert status == 1 and older.name in out and newest.name in out + err
            forget()
    status, out, _ = ran(capsys, "query", LINK, "--store", store)
    assert status == 0 and json.loads(out)["total"]["records"] == NEW


def test_readers_get_the_last_good_release_and_every_page_says_so(two_release_store: Path, reading: Reading) -> None:
    newest, older = release_folders(two_release_store)
    reader = reading(two_release_store)
    good = reader.figure()
    assert "is newer but cannot be read" not in reader.frame()[1]
    path = newest / "index" / "stop-search" / "table.npy"
    with damaged(path, flipped(path.read_bytes())):
        for page in ("/", "/west-end", "/serious-youth-violence", "/neighbourhoods", "/evidence", "/data", "/about"):
            assert reader.page(page)[0] == 200
        status, frame = reader.frame()  # what stands around every page
        assert status == 200
        says = f"Release {newest.name} is newer but cannot be read; these are older figures, of release {older.name}. "
        assert says in frame
        answer = reader.site.post("/_dash-update-component", json={})
        assert answer.status_code < 500
        older_figures = reader.figure()
        assert older_figures != good
    assert reader.figure() == good and "cannot be read" not in reader.frame()[1]


def test_the_log_tells_of_the_damage_once(
    two_release_store: Path, reading: Reading, caplog: pytest.LogCaptureFixture
) -> None:
    newest = release_folders(two_release_store)[0]
    reader = reading(two_release_store)
    with damaged(newest / "areas.json", b"{}"):
        reader.figure()
        reader.figure()
    (message,) = [record.getMessage() for record in caplog.records if record.name == "swp"]
    assert newest.name in message and "areas.json has 2 bytes instead of" in message
    assert "an older release is served" in message


def test_whoever_watches_is_told_which_release_is_served(two_release_store: Path, reading: Reading) -> None:
    newest, older = release_folders(two_release_store)
    reading(two_release_store)
    assert watched()["swp_ready"] == watched()[newest.name] == 1 and watched()["swp_damaged_releases"] == 0
    with damaged(newest / MANIFEST, b"{}"):
        found = watched()
        assert (found["swp_ready"], found["swp_damaged_releases"], found[older.name]) == (1, 1, 1)
        with damaged(older / MANIFEST, b"{}"):
            assert watched() == {"swp_ready": 0}


def watched() -> dict[str, float]:
    """What /metrics says of the release: its numbers by name, and its id."""
    samples = [sample for metric in of_release() for sample in metric.samples]
    return {sample.labels.get("id", sample.name): sample.value for sample in samples}


def test_a_store_with_no_release_that_opens_says_so_to_everybody(
    one: Path, reading: Reading, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    (newest,) = release_folders(one)
    reader = reading(one)
    (newest / MANIFEST).write_text("{", encoding="utf-8")
    forget()
    for status, text in (reader.page(), reader.page("/data"), reader.frame(), reader.asks()):
        assert status == 503
        assert "The figures cannot be read at the moment. Try again in a minute; if it stays so, quote" in text
        assert str(one) not in text and newest.name not in text  # where the store lies is nobody's business
    headers = reader.site.get("/").headers
    assert headers["Retry-After"] == "10" and headers["Cache-Control"] == "no-store"
    assert any(newest.name in record.getMessage() for record in caplog.records)
    status, _, err = ran(capsys, "serve", "--store", one, "--port", "0")
    assert status == 1 and newest.name in err.splitlines()[-1]


def test_a_copy_that_is_half_there_is_no_release_or_a_damaged_one(two: Path, tmp_path: Path) -> None:
    """Whatever the order in which the files of a release arrive."""
    newest, older = release_folders(two)
    names = sorted(contents(newest))
    whole = Path(shutil.move(newest, tmp_path / "whole"))
    for order in (names, names[::-1]):
        for number, name in enumerate(order):
            forget()
            served = last_good(two)
            assert served.folder == older, f"{number} of {len(order)} files"
            (newest / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(whole / name, newest / name)
        forget()
        assert last_good(two).folder == newest and records(two) == NEW
        shutil.rmtree(newest)


def test_an_import_builds_on_nothing_damaged(
    two: Path, archives: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    newest = release_folders(two)[0]
    kept = sorted(name for name in contents(newest) if kept_for_imports(name))
    assert len(kept) > 2
    before = contents(two)
    for name in (kept[0], kept[-2], "index/stop-search/moment.npy", MANIFEST):
        path = newest / name
        with damaged(path, flipped(path.read_bytes())):
            changed = contents(two)
            status, out, err = ran(capsys, "import", archives[1], "--store", two)
            assert (status, out) == (1, "") and newest.name in one_line(err)
            assert "Restore the release's folder from a copy, or remove it" in err
            assert contents(two) == changed
    assert contents(two) == before
    assert import_files([archives[1]], two, WESTMINSTER)["release"].startswith("0003-")


def test_a_damaged_older_release_is_damaged_for_its_links_alone(
    two_release_store: Path, reading: Reading, capsys: pytest.CaptureFixture[str]
) -> None:
    newest, older = release_folders(two_release_store)
    reader = reading(two_release_store)
    good = reader.figure()
    path = older / "index" / "stop-search" / "table.npy"
    with damaged(path, flipped(path.read_bytes())):
        assert reader.figure() == good and "cannot be read" not in reader.frame()[1]
        left_out = f"release={older.name} was left out: it cannot be read here; the newest one answers."
        assert reader.figure(f"release={older.name}&{LINK.partition('?')[2]}") == good
        status, text = reader.asks(f"?release={older.name}")
        assert status == 200 and left_out in text
        status, out, _ = ran(capsys, "query", f"{LINK}&release={older.name}", "--store", two_release_store)
        assert status == 0 and left_out in json.loads(out)["notes"]
        shape = next((older / "boundaries").glob("ward-*.json")).name
        assert reader.site.get(f"/boundaries/{older.name}/{shape}").status_code == 503
        assert reader.site.get(f"/boundaries/{newest.name}/{shape}").status_code == 200


def test_releases_of_before_files_were_listed_still_open(one: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder,) = release_folders(one)
    (folder / FILES).unlink()
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    del manifest["listed"]
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    forget()
    assert records(one) == OLD and problems(folder) == []
    assert content_hash(folder)[:8] == folder.name.partition("-")[2]
    for name in ("areas.json", "index/stop-search/moment.npy", "index/stop-search/index.json"):
        path = folder / name
        with damaged(path, path.read_bytes()[:-7]):
            status, out, err = ran(capsys, "query", LINK, "--store", one)
            assert (status, out) == (1, "") and "Restore the release's folder from a copy" in one_line(err)
            assert problems(folder) == ["its files do not add up to what its id says"]
    path = folder / "index" / "stop-search" / "moment.npy"
    with damaged(path, flipped(path.read_bytes(), 0.95)):
        assert problems(folder) == ["its files do not add up to what its id says"]


def test_a_large_release_is_looked_through_beside_the_answering(
    two_release_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest, older = release_folders(two_release_store)
    monkeypatch.setattr("data.intact.AT_ONCE", 1000)
    path = newest / "index" / "stop-search" / "moment.npy"
    with damaged(path, flipped(path.read_bytes(), 0.95)):
        looked: list[Callable[[], None]] = []

        class Beside:
            def __init__(self, target: Callable[[], None], daemon: bool) -> None:
                assert daemon
                looked.append(target)

            def start(self) -> None:
                pass

        monkeypatch.setattr(serving, "Thread", Beside)
        assert last_good(two_release_store).folder == newest  # names and sizes are right
        for look in looked:
            look()
        served = last_good(two_release_store)
        assert (served.folder, served.damaged) == (older, (newest.name,))
        with pytest.raises(DataError, match=r"moment\.npy is not what was written"):
            open_release(two_release_store)


def test_a_disk_that_cannot_read(
    two_release_store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Input/output errors of the newest release's files, as a dying disk gives them."""
    newest, older = release_folders(two_release_store)
    plain = Path.open

    def failing(path: Path, *arguments: object, **more: object) -> object:
        if path.is_relative_to(newest / "index"):
            raise OSError(5, "Input/output error", str(path))
        return plain(path, *arguments, **more)  # type: ignore[call-overload]

    forget()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", failing)
        assert last_good(two_release_store).folder == older
        forget()
        status, _, err = ran(capsys, "query", LINK, "--store", two_release_store)
        assert status == 1 and "cannot be read (Input/output error)" in one_line(err)
        with pytest.raises(DataError):
            open_release(two_release_store, "0002")
    forget()
    assert records(two_release_store) == NEW
