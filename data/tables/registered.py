"""The partnership's own small tables in a store: kept under a name, never changed afterwards.

A name stands in links, so it must keep giving the same figures: other content needs another name.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import Final

from data.categories import slug
from data.schema import DataError
from data.store import sync, writing
from data.tables.headed_tables import body_of

WEIGHTS: Final = "weights"
POPULATIONS: Final = "populations"
LONGEST_NAME: Final = 60


def registered_names(store: Path | None, folder: str) -> tuple[str, ...]:
    """Slugs of the tables registered in a folder of the store, sorted."""
    if store is None:
        return ()
    return tuple(sorted(path.stem for path in (store / folder).glob("*.csv") if slug(path.stem) == path.stem))


def table_file(store: Path, folder: str, name: str) -> Path:
    """Where a registered table lies."""
    return store / folder / f"{name}.csv"


def slug_for(name: str, built_in: Collection[str]) -> str:
    """The name a link will use; DataError where it cannot be one, or is one of ours."""
    made = slug(name)
    if not made or len(made) > LONGEST_NAME:
        raise DataError(
            f"{name[:80]!r} cannot be a name in a link",
            where="--name",
            mend=f"Use 1 to {LONGEST_NAME} letters, digits and hyphens, like workday-2023",
        )
    if made in built_in:
        raise DataError(f"{made!r} is built in", where="--name", mend="Choose another name")
    return made


def keep_table(store: Path, folder: str, name: str, text: str) -> None:
    """Put a table into the store by one rename; DataError where the name stands for other rows already."""
    target = table_file(store, folder, name)
    with writing(store) as staging:
        if target.exists():
            if body_of(target.read_text(encoding="utf-8")) == body_of(text):
                return
            raise DataError(
                f"{name!r} is registered with other content",
                where=str(store),
                mend="Choose another name: links that use it must keep giving the same figures",
            )
        draft = staging / target.name
        draft.write_text(text, encoding="utf-8", newline="\n")
        sync(draft)
        target.parent.mkdir(exist_ok=True)
        os.rename(draft, target)  # noqa: PTH104 - the one atomic step, named as such
        sync(target.parent)
