"""Old releases removed on request: never one that is needed, by one rename each, with a note of what it was."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

import numpy as np
import pytest

from data.pruning import YOUNG, Plan, planned, prune, size_of, what_became
from data.releases import open_release
from data.schema import DataError
from data.store import release_folders, writing
from tests.first_store import NEWER, OLDER, first_store

THIRD, FOURTH = "0003-0f48f52d", "0004-0f48f52d"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Four releases; the newest came two hours ago."""
    made = first_store(tmp_path)
    for name in (THIRD, FOURTH):
        folder = Path(shutil.copytree(made / "releases" / NEWER, made / "releases" / name))
        edit(folder, id=name)
    for folder in (made / "releases").iterdir():
        os.utime(folder, (time.time() - 2 * YOUNG,) * 2)
    return made


def edit(folder: Path, **facts: str) -> None:
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(json.dumps(told | facts), encoding="utf-8")


def names(store: Path) -> list[str]:
    return [folder.name for folder in release_folders(store)]


def test_all_but_the_newest_few(store: Path) -> None:
    assert planned(store, keep=2) == Plan((NEWER, OLDER))
    assert planned(store, keep=9) == Plan(())
    prune(store, planned(store, keep=2))
    assert names(store) == [FOURTH, THIRD]
    assert not (store / "trash").exists() and not (store / "staging").exists()
    assert open_release(store).releases == (FOURTH, THIRD)


def test_those_that_are_named(store: Path) -> None:
    prune(store, planned(store, [NEWER]))
    assert names(store) == [FOURTH, THIRD, OLDER]
    with pytest.raises(DataError, match="there is no such release"):
        planned(store, [NEWER])


def test_the_newest_stays_whatever_is_asked(store: Path) -> None:
    assert planned(store, [FOURTH, OLDER]) == Plan((OLDER,), ((FOURTH, "it is the newest"),))


def test_what_was_the_newest_a_moment_ago_may_be_being_read(store: Path) -> None:
    newest = store / "releases" / FOURTH
    came = newest.stat().st_mtime
    early = planned(store, keep=1, now=lambda: came + YOUNG - 1)
    late = planned(store, keep=1, now=lambda: came + YOUNG + 1)
    assert early.removed == (NEWER, OLDER) and early.kept[0][0] == THIRD and "may be being read" in early.kept[0][1]
    assert late.removed == (THIRD, NEWER, OLDER)


def test_the_newest_of_each_authority_stays_for_imports_build_on_it(store: Path) -> None:
    for name in (FOURTH, THIRD):
        edit(store / "releases" / name, authority="E09000007", authority_name="Camden")
    plan = planned(store, keep=1)
    assert plan.removed == (THIRD, OLDER)
    assert plan.kept == ((NEWER, "it is the newest of Westminster, which imports build on"),)


def test_a_note_tells_what_it_was(store: Path) -> None:
    prune(store, Plan((OLDER,)))
    (told,) = what_became(store).items()
    assert told[0] == OLDER
    assert told[1].startswith("it was removed on ") and "published on 3 January 2023" in told[1]
    assert what_became(None) == {} and what_became(store / "absent") == {}
    (store / "removed" / "rubbish.json").write_text("[", encoding="utf-8")
    assert list(what_became(store)) == [OLDER]


def test_a_damaged_release_can_be_removed(store: Path) -> None:
    (store / "releases" / OLDER / "manifest.json").write_text("{", encoding="utf-8")
    prune(store, planned(store, [OLDER]))
    assert OLDER not in names(store) and what_became(store)[OLDER].startswith("it was removed on ")


@pytest.mark.parametrize("file", ["manifest.json", "index/offences/table.npy"])
def test_the_last_that_is_whole_stays_and_a_damaged_newest_may_go(store: Path, file: str) -> None:
    """The third is what readers get while the fourth cannot be opened."""
    damaged = store / "releases" / FOURTH / file
    content = damaged.read_bytes()
    damaged.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    plan = planned(store, keep=1)
    assert plan == Plan((NEWER, OLDER), ((THIRD, "it is the newest that is whole"),))
    assert planned(store, [FOURTH]) == Plan((FOURTH,))
    for name in (THIRD, NEWER, OLDER):
        (store / "releases" / name / "manifest.json").unlink()
    assert planned(store, [FOURTH]).kept[0][0] == FOURTH  # none is whole: what there is of the newest stays


def test_a_release_that_is_open_is_read_on(store: Path) -> None:
    """Files that are mapped stay readable after they were deleted (on Windows the pruning says that it must wait)."""
    release = open_release(store, OLDER)
    index = release.index("offences")
    before = np.array(index.starts)
    prune(store, Plan((OLDER,)))
    assert np.array_equal(np.array(index.starts), before)


def test_not_beside_an_import(store: Path) -> None:
    with writing(store), pytest.raises(DataError, match="another command is writing"):
        prune(store, Plan((OLDER,)))
    assert OLDER in names(store)


@pytest.mark.parametrize("step", range(4))
def test_a_kill_leaves_each_release_whole_or_gone(store: Path, step: int) -> None:
    """Killed before or after each of the two renames (note, release), and while the trash is being emptied."""
    child = os.fork()
    if child == 0:  # pragma: no cover
        kill_at(step)
        prune(store, Plan((OLDER,)))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 9
    left = names(store)
    assert left in ([FOURTH, THIRD, NEWER, OLDER], [FOURTH, THIRD, NEWER])
    for name in left:
        assert open_release(store, name).index("offences").table.any()
    if OLDER not in left:
        assert OLDER in what_became(store)
    prune(store, Plan((NEWER,)))
    assert not (store / "trash").exists() and size_of(store / "releases" / FOURTH) > 0


def kill_at(step: int) -> None:
    """End the process as a kill would, at the n-th step."""
    steps = iter(range(99))

    def dying(name: str) -> None:
        plain = getattr(os, name)

        def step_or_die(*given: object, **options: object) -> object:
            if next(steps) == step:
                os._exit(9)
            return plain(*given, **options)

        setattr(os, name, step_or_die)

    for name in ("replace", "rename"):
        dying(name)
    shutil.rmtree = lambda *_args, **_options: os._exit(9) if step >= 2 and next(steps) >= step else None  # type: ignore[assignment]
