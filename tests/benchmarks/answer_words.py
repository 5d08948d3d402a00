"""Writes ``assets/answer_words.txt``: parts of the answers of the demonstration's pages, each once, without their numbers.

    python -m tests.benchmarks.answer_words

Words of an older version do no harm, they save less; write them anew when tests/callbacks/test_shared_words.py says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from app import create_app
from layouts.shared_words import WORDS
from tests.conftest import ROOT
from tests.fuzz.asking import PATH, body_of, declared

WEST_END: Final = "..picture."
MORE_OF_THE_WEST_END: Final = ("?compare=none", "?time=night", "")
LONGEST: Final = 1_500  # characters of one part: what follows is more of the same
PACKED: Final = re.compile(r"[\w~.-]{40,}")  # lists of numbers: no two answers have one alike


def main() -> None:
    (ROOT / "assets" / WORDS).write_text(words(), encoding="utf-8")


def words() -> str:
    """The parts of each page's first answer, the West End's last: what is near the end is told shortest."""
    found = [part for answer in answers() for part in parts_of(answer)]
    return "".join(reversed(dict.fromkeys(reversed(found))))


def answers() -> Iterator[dict[str, Any]]:
    site = create_app(None).server.test_client()
    drawn = [one for one in declared(site) if one["output"].startswith("..") and "picture.data" in one["output"]]
    others = [(one, "") for one in drawn if not one["output"].startswith(WEST_END)]
    west_end = next(one for one in drawn if one["output"].startswith(WEST_END))
    for callback, search in [*others, *((west_end, search) for search in MORE_OF_THE_WEST_END)]:
        yield json.loads(site.post(PATH, json=body_of(callback, search)).data)["response"]


def parts_of(answer: dict[str, Any]) -> Iterator[str]:
    for component, properties in answer.items():
        part = json.dumps({component: properties}, separators=(",", ":"), ensure_ascii=False)[1:-1]
        yield PACKED.sub("", part)[:LONGEST] + ","


if __name__ == "__main__":
    main()
