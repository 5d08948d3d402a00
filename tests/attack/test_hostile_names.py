"""Names that a stranger's file gives kinds and areas: they spoil no page, file or pack, and run nowhere."""

from __future__ import annotations

import csv
import re
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pytest
import typst
from openpyxl import load_workbook

from data.plain_names import plain_name, plain_names
from data.releases import Release, open_release
from geo.answer import answer_link
from geo.publishing.importing import import_files
from layouts.answer_files import answer_file
from layouts.pack.files import pack_file
from layouts.pack.pdf import FONTS, NOT_IN_PRINT
from tests import worlds

HOSTILE: Final = (
    '=cmd|"/C calc"!A0', "<img src=x onerror=alert(1)>", "a\x01\u202eb\nc", "中文 😀 Łódź →", '#read("/etc/passwd")',
)  # fmt: skip


@pytest.fixture
def release(store: Path, tmp_path: Path) -> Release:
    """A partner's extract each of whose kinds has a name that somebody hopes to do harm with."""
    rows = worlds.extract()
    for row, name in zip(rows, HOSTILE * len(rows), strict=False):
        row["Major category"] = row["Minor category"] = name
    worlds.write_csv(tmp_path / "extract.csv", rows, list(rows[0]))
    import_files([tmp_path / "extract.csv"], store, "E09000033")
    return open_release(store)


def test_every_file_and_pack_is_made_and_is_what_it_says(release: Release) -> None:
    (dataset,) = release.choices.datasets
    links = [f"/west-end?type={slug}" for slug in dataset.type_slugs]
    assert len(links) == len(HOSTILE)
    for link in links:
        answer = answer_link(link, release)
        for kind in ("csv", "xlsx", "geojson", "map.svg"):
            check_file(kind, answer_file(answer, kind).content)
    for kind in ("pdf", "pptx"):
        assert len(pack_file(release, links, kind, date(2024, 1, 1), "").content) > 10_000


def check_file(kind: str, content: bytes) -> None:
    if kind.startswith("csv"):
        cells = [cell for row in csv.reader(StringIO(content.decode(), newline="")) for cell in row]
        assert not [cell for cell in cells if re.match(r"[=+@\t\r]|-[^\d.]", cell)]
    if kind == "xlsx":
        sheets: Any = load_workbook(BytesIO(content))
        assert not [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    if kind.endswith("svg"):
        assert not set(re.findall(r"<([a-zA-Z]+)", content.decode())) & {"script", "img", "image", "foreignObject"}


def test_a_name_stands_on_one_line_and_reads_forwards() -> None:
    assert plain_name("a\x01\u202eb\r\nc\ufffe") == "a??b c?"
    assert plain_name("Łódź’s – 中文 😀") == "Łódź’s – 中文 😀"
    names = pd.Series(["a\x00b", None, "c"], dtype="str").array
    assert list(plain_names(names).fillna("none")) == ["a?b", "none", "c"]
    assert plain_names(names[1:]) is not None and list(plain_names(names[1:]).fillna("-")) == ["-", "c"]


def test_print_has_every_character_that_is_let_through() -> None:
    every = "".join(map(chr, range(0x20, 0x3000)))
    kept = NOT_IN_PRINT.sub("", every)
    source = '#set document(title: "x")\n#set text(font: ("Source Sans 3", "Libertinus Serif"))\n#sys.inputs.kept'
    made: Any = typst.compile  # its own types ask for fewer kinds of list
    assert made(
        source.encode(), font_paths=[str(FONTS)], ignore_system_fonts=True, format="pdf", pdf_standards=["ua-1"], sys_inputs={"kept": kept},
    )  # fmt: skip
