"""What monthly jobs have read already: by content, so that a file that comes again under another name is known."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from data.schema import DataError
from data.whole_file import write_whole

INCOMING: Final = "incoming"  # folder of a store: what is being fetched, what was read, the last report
FILE: Final = "taken.json"


@dataclass
class Taken:
    """``content``: SHA-256 of each file read, with its name and the release it went into; ``tags``: by address, what its
    server called the version that was fetched last."""

    content: dict[str, dict[str, str]] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)

    def save(self, folder: Path) -> None:
        """Keep it, whole or as it was."""
        text = json.dumps({"content": self.content, "tags": self.tags}, ensure_ascii=False, indent=1)
        write_whole(folder / FILE, f"{text}\n".encode())


def read_taken(folder: Path) -> Taken:
    """What is remembered in a folder; nothing where nothing is."""
    try:
        told: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Taken(dict(told["content"]), dict(told["tags"]))
    except FileNotFoundError:
        return Taken()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            "cannot be read",
            where=str(folder / FILE),
            mend="Remove it: what it names is read again, which changes nothing",
        ) from error


def digest_of(file: Path) -> str:
    """SHA-256 of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
