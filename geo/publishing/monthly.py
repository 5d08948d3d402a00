"""The monthly job: fetch what is new, import it as one release, run the claims, say what came of it.

Files are told by their content, so that running it again reads nothing twice. All new files make one release or, where one
cannot be fetched or read, none: the store then stays as it was, and the next run begins where this one ended.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from data.claims import State
from data.comparing.compared import compare
from data.comparing.printed import as_json, sentences
from data.monthly.fetching import NotThereError, Patience, fetch, file_name
from data.monthly.taken import INCOMING, Taken, digest_of, read_taken
from data.monthly.wanted import MONTH, Source, Wanted
from data.releases import Release, open_release
from data.schema import DataError, month_number, month_text
from data.store import cannot_write, held, release_folders
from geo.publishing.importing import Progress, import_files, silent
from geo.register.claims import run_claims
from geo.register.claims_json import claims_json

FILES: Final = "files"
BATCH: Final = "new"
LOOKED_BACK: Final = 6  # months: how late a publisher may be
MAPPING: Final = ".toml"  # describes other files, and is read with them whether new or not


@dataclass(frozen=True)
class File:
    """A file that a source has: where it lies, its name within the source, what it holds, and its version's tag."""

    path: Path
    name: str
    digest: str
    url: str = ""
    tag: str = ""


def run_month(
    store: Path,
    wanted: Wanted,
    *,
    progress: Progress = silent,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    patience: Patience | None = None,
) -> dict[str, Any]:
    """Do the job and return its report (JSON); DataError, and the store as it was, where it cannot be done.

    ``status`` is ``published`` or ``nothing new``; ``problems`` names what should be looked at all the same.
    """
    with incoming(store) as folder:
        taken = read_taken(folder)
        found = {source: files_of(source, folder, wanted, taken, now(), patience) for source in wanted.sources}
        new = {source: [file for file in files if is_new(file, taken)] for source, files in found.items()}
        told = {"at": now().isoformat(timespec="seconds"), "sources": [of_source(each, found, new) for each in found]}
        if not any(new.values()):
            remember(taken, new, found, "", folder)
            newest = next(iter(release_folders(store)), None)
            return {"status": "nothing new", **told, "release": newest.name if newest else None, "problems": []}
        before = newest_about(store, wanted.authority)
        made = import_files(batch_of(folder, found, new), store, wanted.authority, progress=progress)
        remember(taken, new, found, made["release"], folder)
        return {"status": "published", **told, **after(store, before, made, progress)}


@contextmanager
def incoming(store: Path) -> Iterator[Path]:
    """The folder of files that are about to be read, for one job at a time."""
    folder = store / INCOMING
    with held(folder / ".lock", store, "another monthly job is at work on this store"):
        try:
            (folder / FILES).mkdir(exist_ok=True)
        except OSError as error:
            raise cannot_write(store, error) from error
        try:
            yield folder
        finally:
            shutil.rmtree(folder / BATCH, ignore_errors=True)


def files_of(
    source: Source, folder: Path, wanted: Wanted, taken: Taken, now: datetime, patience: Patience | None
) -> list[File]:
    """What a source has, fetched where it is an address; nothing where the server has what was taken last."""
    if source.folder is not None:
        return files_in(source.folder)
    for url in addresses(source.url, now):
        own = folder / FILES / hashlib.sha256(url.encode()).hexdigest()[:16]  # two addresses may end in one name
        own.mkdir(exist_ok=True)
        try:
            got = fetch(url, own, largest=wanted.largest, known=taken.tags.get(url, ""), patience=patience)
        except NotThereError as error:
            if MONTH in source.url:
                continue  # the publisher is not that far
            raise DataError("the server has no such file", where=url, mend="Check the address") from error
        if got.file is None:
            return []
        digest = digest_of(got.file)
        if source.sha256 and digest != source.sha256:
            got.file.unlink()
            raise DataError("what came is not what was wanted: its checksum is another", where=url, mend="Check both")
        return [File(got.file, got.file.name, digest, url, got.tag)]
    raise DataError(
        f"the server has none of the last {LOOKED_BACK} months", where=source.url, mend="Check the address, or wait"
    )


def addresses(url: str, now: datetime) -> list[str]:
    """The address, or one for each of the last months, newest first."""
    if MONTH not in url:
        return [url]
    this = month_number(now.year, now.month)
    return [url.replace(MONTH, month_text(this - back)) for back in range(1, LOOKED_BACK + 1)]


def files_in(folder: Path) -> list[File]:
    """All files of a folder, hidden ones left out; DataError where it cannot be read."""
    if not folder.is_dir():
        raise DataError("is no folder", where=str(folder), mend="Check the path")
    try:
        paths = sorted(path for path in folder.rglob("*") if path.is_file() and not hidden(path.relative_to(folder)))
        return [File(path, path.relative_to(folder).as_posix(), digest_of(path)) for path in paths]
    except OSError as error:
        raise DataError("cannot be read", where=str(folder), mend="Check the rights on it") from error


def hidden(path: Path) -> bool:
    """Whether a file or a folder above it is one that somebody may still be copying."""
    return any(part.startswith(".") for part in path.parts)


def is_new(file: File, taken: Taken) -> bool:
    """Whether a file's content has not been read yet; a mapping by itself brings no record."""
    return file.path.suffix.lower() != MAPPING and file.digest not in taken.content


def batch_of(folder: Path, found: dict[Source, list[File]], new: dict[Source, list[File]]) -> list[Path]:
    """Folders that name the new files, and the mappings beside them, and nothing else; each is called as its source is."""
    shutil.rmtree(folder / BATCH, ignore_errors=True)
    made = []
    for number, source in enumerate(found):
        own = folder / BATCH / str(number) / file_name(urlsplit(source.url).hostname or str(source.folder))
        own.mkdir(parents=True)
        mappings = [file for file in found[source] if file.path.suffix.lower() == MAPPING]
        for file in (*mappings, *new[source]):
            link = own / file.name
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(file.path.resolve())
        made.append(own)
    return made


def remember(
    taken: Taken, new: dict[Source, list[File]], found: dict[Source, list[File]], release: str, folder: Path
) -> None:
    """What has been read need not be read again, nor kept."""
    for files in new.values():
        taken.content |= {file.digest: {"name": file.name, "release": release} for file in files}
    taken.tags |= {file.url: file.tag for files in found.values() for file in files if file.tag}
    shutil.rmtree(folder / FILES, ignore_errors=True)
    taken.save(folder)


def of_source(source: Source, found: dict[Source, list[File]], new: dict[Source, list[File]]) -> dict[str, Any]:
    """A source in the report: its new files."""
    files = [
        {"file": file.name, "sha256": file.digest, **({"url": file.url} if file.url else {})} for file in new[source]
    ]
    return {"source": source.name, "files": len(found[source]), "new": files}


def newest_about(store: Path, authority: str) -> Release | None:
    """The newest release about an authority; None for the first."""
    releases = (open_release(store, folder.name) for folder in release_folders(store))
    return next((release for release in releases if release.manifest["authority"] == authority), None)


def after(store: Path, before: Release | None, made: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """What to say of a release that has just been published. It stays, whatever is found out about it."""
    told = {"release": made["release"], "before": before.id if before else None, "import": made}
    told |= {"moved": None, "says": [], "claims": None}
    try:
        release = open_release(store, made["release"])
        if before is not None:
            comparison = compare(before, release)
            told |= {"moved": as_json(comparison), "says": sentences(comparison)}
        told["claims"] = claims_of(release, before, progress)
    except DataError as error:
        return {**told, "problems": [*problems_of(made), f"the new release could not be looked at: {error}"]}
    return {**told, "problems": problems_of(made)}


def claims_of(release: Release, before: Release | None, progress: Progress) -> dict[str, Any]:
    """How many published figures hold, which differ, and which another release said something else of."""
    results = claims_json(run_claims(release, progress))
    earlier = {each["id"]: each["state"] for each in claims_json(run_claims(before))} if before else {}
    changed = [each for each in results if each["id"] in earlier and each["state"] != earlier[each["id"]]]
    return {
        "states": {str(state): sum(each["state"] == state for each in results) for state in State},
        "differ": [short(each) for each in results if each["state"] == State.DIFFERS],
        "changed": [{**short(each), "was": earlier[each["id"]]} for each in changed],
    }


def short(claim: dict[str, Any]) -> dict[str, Any]:
    """A claim as the report names it."""
    return {name: claim[name] for name in ("id", "says", "state", "published", "ours", "why")}


def problems_of(made: dict[str, Any]) -> list[str]:
    """What somebody should look at although the release is published."""
    rejected = made["total"]["rejected"]
    rows = [f"{rejected:,} rows were rejected: see the page Data"] if rejected else []
    return [*rows, *(f"left out: {each}" for each in made["left_out"])]


def in_words(report: dict[str, Any]) -> Sequence[str]:
    """The report as a few lines for a person."""
    new = [file["file"] for source in report["sources"] for file in source["new"]]
    if report["status"] == "nothing new":
        return [f"Nothing new; the newest release is {report['release'] or 'none yet'}."]
    total, claims = report["import"]["total"], report["claims"] or {"states": {}, "changed": []}
    states = ", ".join(f"{count} {state}" for state, count in claims["states"].items() if count)
    return [
        f"Published release {report['release']}" + (f" after {report['before']}." if report["before"] else "."),
        f"Read {', '.join(new)}.",
        f"{total['rows_read']:,} rows = {total['accepted']:,} accepted + {total['duplicate']:,} duplicate"
        f" + {total['outside']:,} outside + {total['rejected']:,} rejected.",
        *report["says"],
        f"Published figures asked again: {states or 'not'}.",
        *(f"{each['id']}: {each['was']}, now {each['state']}. {each['says']}" for each in claims["changed"]),
        *(f"Problem: {each}" for each in report["problems"]),
    ]
