"""``swp pack`` as a user runs it: a file at the end, one line on what it is, errors that say how to mend them."""

from __future__ import annotations

import os
import socket
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from app import main
from tests.command import SWP, done, swp


def test_a_pack_of_several_links(tmp_path: Path) -> None:
    out = tmp_path / "pack.pdf"
    told = done("pack", "/", "/west-end?type=robbery", "--out", out, "--address", "https://dashboard.example")
    assert told == f"{out}: 4 views, release demonstration-2023-09\n"
    reader = PdfReader(out)
    annotations = (one.get_object() for page in reader.pages for one in page.get("/Annots", []))
    links = {one["/A"].get("/URI") for one in annotations if "/A" in one}
    assert "https://dashboard.example/west-end?type=robbery" in links


def test_slides_by_the_ending(tmp_path: Path) -> None:
    out = tmp_path / "pack.pptx"
    done("pack", "/west-end", "--out", out)
    assert out.read_bytes().startswith(b"PK")


def test_what_is_not_understood_is_said_and_not_fatal(tmp_path: Path) -> None:
    run = swp("pack", "/west-end?foo=1", "/data", "--out", tmp_path / "p.pdf")
    assert run.returncode == 0 and (tmp_path / "p.pdf").is_file()
    assert run.stderr.splitlines() == [
        "swp: left out: /west-end?foo=1: “foo” was left out: it is not part of a question here.",
        "swp: left out: /data: the page /data has no figures for a pack.",
    ]


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["/", "--out", "pack.doc"], 2, "ends in neither .pdf nor .pptx"),
        (["--out", "pack.pdf"], 2, "LINK"),
        (["/"], 2, "--out"),
        (["/about", "--out", "pack.pdf"], 1, "no link has figures for a pack"),
        (["/", "--out", "absent/pack.pdf"], 1, "the folder for the pack does not exist"),
        (["/", "--out", "pack.pdf", "--address", "dashboard"], 1, "Begin it with https://"),
        (["/", "--out", "pack.pdf", "--store", "absent"], 1, "there is no release here"),
    ],
)
def test_errors_say_what_to_do(
    arguments: list[str], status: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    try:
        found = main(["pack", *arguments])
    except SystemExit as stop:
        found = int(stop.code or 0)
    told = capsys.readouterr()
    assert found == status and says in told.err and not told.out
    assert status == 2 or told.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pack.pdf").mkdir()
    assert main(["pack", "/west-end", "--out", str(tmp_path / "pack.pdf")]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"swp: {tmp_path / 'pack.pdf'}: cannot be written (Is a directory)")
    assert told.count("\n") == 1


def test_the_address_may_be_a_setting(tmp_path: Path) -> None:
    out = tmp_path / "p.pdf"
    command = [*SWP, "pack", "/west-end", "--out", str(out)]
    subprocess.run(command, check=True, env=os.environ | {"SWP_ADDRESS": "http://127.0.0.1:8050"}, capture_output=True)
    assert "127.0.0.1:8050/west-end" in "".join(page.extract_text() for page in PdfReader(out).pages)


def test_no_network_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_settings: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    out = tmp_path / "pack.pdf"
    assert main(["pack", "/west-end", "--out", str(out)]) == 0
    assert len(PdfReader(BytesIO(out.read_bytes())).pages) >= 4
