"""A board pack into a file of the caller's, checked before anything is worked out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from data.releases import Release
from data.schema import DataError
from data.whole_file import write_whole
from geo.files.pack_answers import pack_answers
from layouts.pack.making import pack_of
from layouts.pack.model import Pack

KINDS: Final = (".pdf", ".pptx")


def save_pack(release: Release, links: Sequence[str], out: Path, made: date, address: str = "") -> Pack:
    """Write the pack of some links to ``out``, PDF or slides by its ending; DataError where that cannot be done."""
    if not out.parent.is_dir():
        raise DataError("the folder for the pack does not exist", where=str(out), mend="Make it first")
    if address and not address.startswith(("http://", "https://")):
        raise DataError("the address is none of a web site", where=address, mend="Begin it with https://")
    answers = pack_answers(release, links)
    if not answers.views:
        raise DataError(f"no link has figures for a pack. {' '.join(answers.left_out)}", mend="Name a page: /west-end")
    pack = pack_of(answers, made, address)
    write_whole(out, pack_bytes(pack, out.suffix.lower()))
    return pack


def pack_bytes(pack: Pack, kind: str) -> bytes:
    """The pack as the kind of file that an ending names; what the other kind needs is not loaded."""
    if kind == ".pdf":
        from layouts.pack.pdf import pdf_bytes

        return pdf_bytes(pack)
    from layouts.pack.slides import slides_bytes

    return slides_bytes(pack)
