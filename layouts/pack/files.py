"""A board pack as a file to save: PDF or slides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from data.releases import Release
from geo.files.pack_answers import pack_answers
from layouts.answer_files import AnswerFile
from layouts.pack.making import pack_of
from layouts.pack.saving import pack_bytes

MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def pack_file(release: Release, links: Sequence[str], kind: str, made: date, address: str) -> AnswerFile:
    """The pack of some views; ``kind`` is ``pdf`` or ``pptx``."""
    pack = pack_of(pack_answers(release, links), made, address)
    name = "_".join([*(["demonstration"] if pack.demonstration else []), "board-pack", pack.made_iso])
    return AnswerFile(f"{name}.{kind}", pack_bytes(pack, f".{kind}"), MEDIA_TYPES[kind])
