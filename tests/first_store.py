"""A store, links and their answers as the first version of this project made them, for tests that nothing of them is lost.

Made by the code of commit 97d28a4 (the first whose ``swp import`` works) from hand-made files of the tiny world of imports
(``tests/worlds.py``): 16 months of an extract with one archive of data.police.uk, then a second import that restates two
months and adds one. ``answers.json`` holds what it answered to every kind of link it knew.
"""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent / "data" / "first_store"
OLDER, NEWER = "0001-5ae26bd7", "0002-0f48f52d"
RESTATED_MONTHS: Final = ("2022-10", "2022-11")


def first_store(folder: Path) -> Path:
    """The store, unpacked below a folder."""
    with tarfile.open(FOLDER / "store.tar.gz") as tar:
        tar.extractall(folder, filter="data")
    return folder / "store"


def first_answers() -> dict[str, Any]:
    """What the first version answered: ``answers`` by link, ``views`` by link and view."""
    told: dict[str, Any] = json.loads((FOLDER / "answers.json").read_text(encoding="utf-8"))
    return told
