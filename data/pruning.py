"""Old releases removed on request: each vanishes by one rename, and leaves a note of what it was for links that name it."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from data.intact import problems
from data.months import date_name, month_name
from data.schema import DataError
from data.store import MANIFEST, RELEASES, release_folders, sync, writing

REMOVED: Final = "removed"  # folder of notes, one for each release that was removed
TRASH: Final = "trash"  # where a removed release waits to be deleted: files that are being read can hold that up
YOUNG: Final = 3600.0  # seconds for which a release stays after a newer one came: a request may be reading it


@dataclass(frozen=True)
class Plan:
    """What a pruning removes, newest first, and what it keeps although asked to, with the reason."""

    removed: tuple[str, ...]
    kept: tuple[tuple[str, str], ...] = ()


def planned(store: Path, ids: Sequence[str] = (), keep: int = 0, now: Callable[[], float] = time.time) -> Plan:
    """What would be removed: the releases of these ids, or all but the newest ``keep``.

    The newest release that is whole, the newest such of each authority (imports build on it) and one that was the newest
    within the last hour stay. DataError for an id that the store does not have.
    """
    folders = release_folders(store)
    names = [folder.name for folder in folders]
    for unknown in sorted(set(ids) - set(names)):
        raise DataError("there is no such release", where=unknown, mend=f"swp releases --store {store}")
    wanted = [name for name in names if name in ids] if ids else names[keep:]
    reasons = reasons_to_keep(folders, now())
    return Plan(
        tuple(name for name in wanted if name not in reasons),
        tuple((name, reasons[name]) for name in wanted if name in reasons),
    )


def reasons_to_keep(folders: Sequence[Path], now: float) -> dict[str, str]:
    """By id, why a release must stay; ``folders`` are those of all releases, newest first."""
    reasons: dict[str, str] = {}
    if len(folders) > 1 and now - folders[0].stat().st_mtime < YOUNG:
        reasons[folders[1].name] = "it was the newest until less than an hour ago, and may be being read"
    whole: dict[str, Path] = {}  # by authority, the newest
    for folder in folders:
        authority = str(manifest_of(folder).get("authority", ""))
        if authority not in whole and not problems(folder):
            whole[authority] = folder
    for authority, folder in whole.items():
        name = manifest_of(folder).get("authority_name", authority)
        reasons[folder.name] = f"it is the newest of {name}, which imports build on"
    for served in [*whole.values(), *folders][:1]:
        reasons[served.name] = "it is the newest" if served == folders[0] else "it is the newest that is whole"
    return reasons


def prune(store: Path, plan: Plan) -> None:
    """Remove the planned releases; a kill leaves each of them whole or gone, and the next pruning deletes what is left."""
    with writing(store):
        trash = store / TRASH
        trash.mkdir(exist_ok=True)
        for name in plan.removed:
            folder = store / RELEASES / name
            write_note(store, folder)
            try:
                os.rename(folder, free_name(trash, name))  # noqa: PTH104 - the one atomic step, named as such
            except PermissionError as error:
                raise DataError(
                    "the release cannot be removed while it is being read", where=name, mend="Stop the server first"
                ) from error
        sync(store / RELEASES)
        shutil.rmtree(trash, ignore_errors=True)


def free_name(trash: Path, name: str) -> Path:
    """A name in the trash that nothing has: remnants of one removed before may still be read."""
    taken = {path.name for path in trash.iterdir()}
    return trash / next(each for number in range(len(taken) + 1) if (each := f"{name}.{number}") not in taken)


def write_note(store: Path, folder: Path) -> None:
    """Note what a release was, before it goes; made whole by one rename."""
    told = manifest_of(folder)
    note = {
        "id": folder.name,
        "created": told.get("created", ""),
        "removed": datetime.now(UTC).isoformat(timespec="seconds"),
        "sources": told.get("sources", []),
    }
    target = store / REMOVED / f"{folder.name}.json"
    target.parent.mkdir(exist_ok=True)
    draft = target.with_suffix(".draft")
    draft.write_text(json.dumps(note, ensure_ascii=False) + "\n", encoding="utf-8")
    sync(draft)
    os.replace(draft, target)  # noqa: PTH105 - the one atomic step, named as such


def what_became(store: Path | None) -> dict[str, str]:
    """By id, what became of each release that was removed: ``it was removed on 5 October 2026 (...)``."""
    if store is None:
        return {}
    notes = (read_json(path) for path in sorted((store / REMOVED).glob("*.json")))
    return {str(note["id"]): in_words(note) for note in notes if "id" in note}


def in_words(note: dict[str, Any]) -> str:
    """A note as the end of a sentence; what it does not tell is left out."""
    told = [f"published on {date_name(note['created'])}"] if note.get("created") else []
    lasts = [source["last"] for source in note.get("sources", [])]
    told += [f"with records to {month_name(max(lasts))}"] if lasts else []
    removed = f" on {date_name(note['removed'])}" if note.get("removed") else ""
    return f"it was removed{removed}" + (f" ({', '.join(told)})" if told else "")


def manifest_of(folder: Path) -> dict[str, Any]:
    """What a release says of itself; nothing where that cannot be read, since a damaged release may be removed too."""
    return read_json(folder / MANIFEST)


def read_json(path: Path) -> dict[str, Any]:
    """A file of facts; nothing where it cannot be read."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(sizes(folder.rglob("*")))


def sizes(paths: Iterable[Path]) -> Iterable[int]:
    """Bytes of each file, without those that go meanwhile."""
    for path in paths:
        try:
            if path.is_file():
                yield path.stat().st_size
        except OSError:
            continue
