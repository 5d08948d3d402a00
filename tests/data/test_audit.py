"""The audit log: whole lines, pseudonyms, nothing of a person."""

from __future__ import annotations

import json
import logging
import threading
from pathlib import Path

import pytest

from data.audit import Audit, network_of


def test_a_person_is_the_same_throughout_and_nobody_without_the_key() -> None:
    ours = Audit(key="k")
    assert ours.pseudonym("ann") == ours.pseudonym("ann") != ours.pseudonym("pat")
    assert ours.pseudonym("ann") != Audit(key="another").pseudonym("ann")
    assert ours.pseudonym("") == ""
    # HMAC-SHA-256, reckoned with openssl: printf 'audit\0ann' | openssl dgst -sha256 -hmac k
    assert ours.pseudonym("ann") == "a2c93e8b5fe89adf"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("", ""),
        (None, ""),
        ("evil", ""),
    ],
)
def test_of_an_address_the_network_is_kept(address: str | None, network: str) -> None:
    assert network_of(address) == network


def test_lines_of_many_threads_stay_whole(tmp_path: Path) -> None:
    audit = Audit(tmp_path / "audit.jsonl")

    def write() -> None:
        for _ in range(50):
            audit.write("export", page="/" + "x" * 500)

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = (tmp_path / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 400
    assert {json.loads(line)["event"] for line in lines} == {"export"}


def test_a_line_break_in_what_is_told_makes_no_second_line(tmp_path: Path) -> None:
    Audit(tmp_path / "a").write("export", page='/x\n{"event": "sign-in"}')
    assert len((tmp_path / "a").read_text(encoding="utf-8").splitlines()) == 1


def test_where_the_file_cannot_be_written_the_log_has_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "swp.audit"):
        Audit(tmp_path / "none" / "audit.jsonl").write("sign-in", audience="partner")
        Audit().write("sign-out")
    told = [record.getMessage() for record in caplog.records]
    assert "cannot be written" in told[0]
    assert json.loads(told[1])["event"] == "sign-in"
    assert json.loads(told[2])["event"] == "sign-out"
