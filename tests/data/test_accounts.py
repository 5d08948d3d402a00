"""Local accounts: the file, its rights, names and passwords; and the command that changes it."""

from __future__ import annotations

import io
import json
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import main
from data import accounts as accounts_module
from data.accounts import (
    HASHER,
    NOBODY,
    account_name,
    changing_accounts,
    check_password,
    fits,
    load_accounts,
    new_account,
    save_accounts,
)
from data.audience import Audience
from data.audit import Audit
from data.schema import DataError

HORSE = "a horse of this test"


def test_a_hash_is_of_the_kind_we_name_and_of_its_password_alone() -> None:
    ann = new_account("Ann", Audience.PARTNER, HORSE)
    assert ann.name == "ann"
    assert ann.password.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert HORSE not in ann.password
    assert ann.password != new_account("ann", Audience.PARTNER, HORSE).password  # a salt of its own
    assert fits(ann, HORSE)
    assert not fits(ann, HORSE + " ")
    assert not fits(None, HORSE)
    assert not HASHER.check_needs_rehash(NOBODY)


def test_a_mark_follows_password_and_audience() -> None:
    ann = new_account("ann", Audience.PARTNER, HORSE)
    assert ann.mark == ann.with_audience(Audience.PARTNER).mark
    assert (
        len({ann.mark, ann.with_audience(Audience.ANALYST).mark, new_account("ann", Audience.PARTNER, HORSE).mark}) == 3
    )


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\x00", "x" * 101, "\u202eann"])
def test_what_is_no_name(name: str) -> None:
    with pytest.raises(DataError, match="cannot be the name"):
        account_name(name)


@given(st.text(max_size=120))
def test_names_are_written_one_way(text: str) -> None:
    try:
        name = account_name(text)
    except DataError:
        return
    assert account_name(f" {name} ") == name
    assert account_name("\uff21\uff4e\uff4e") == "ann"  # full-width letters


@pytest.mark.parametrize("password", ["short", "x" * 1001, "aaaaaaaaaaaaaaaa", "abababababab", "Ann Ann Ann 1234"])
def test_a_password_that_would_be_guessed_is_refused(password: str) -> None:
    with pytest.raises(DataError) as raised:
        check_password(password, "ann")
    assert password not in str(raised.value)


def test_the_file_is_its_owners_alone_and_changes_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "accounts.json"
    with changing_accounts(file) as held:
        held["ann"] = new_account("ann", Audience.ANALYST, HORSE)
    before = file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load_accounts(file)["ann"].audience is Audience.ANALYST
    with pytest.raises(RuntimeError), changing_accounts(file) as held:
        del held["ann"]
        raise RuntimeError
    monkeypatch.setattr(accounts_module.os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(OSError, match="No space"), changing_accounts(file) as held:
        held.clear()
    assert file.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [".accounts.json.lock", "accounts.json"]


def test_two_commands_at_once_do_not_lose_a_change(tmp_path: Path) -> None:
    file = tmp_path / "accounts.json"
    with changing_accounts(file), pytest.raises(DataError, match="another command"), changing_accounts(file):
        pass


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"accounts": [{}]}', '{"accounts": [{"name": "a", "audience": "root", "password": "x"}]}',
     '{"accounts": [{"name": 1, "audience": "partner", "password": "x"}]}'],
)  # fmt: skip
def test_a_damaged_file_is_said(tmp_path: Path, text: str) -> None:
    file = tmp_path / "accounts.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="cannot be read"):
        load_accounts(file)


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_a_file_that_others_may_write_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "accounts.json"
    save_accounts(file, {})
    file.chmod(0o620)
    with pytest.raises(DataError, match="others may write"):
        load_accounts(file)


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """``accounts("add", "Ann", ..., typed=...)``: status, standard output and error of ``swp accounts``."""

    def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        status = main(["accounts", *arguments, "--accounts", str(tmp_path / "accounts.json")])
        told = capsys.readouterr()
        return status, told.out, told.err

    return run


def test_the_command_adds_lists_changes_and_removes(accounts: Run, tmp_path: Path) -> None:
    file = tmp_path / "accounts.json"
    assert accounts("add", "Ann", "--audience", "partner", typed=f"{HORSE}\n") == (0, "ann: added\n", "")
    assert accounts("list") == (0, "ann  partner\n", "")
    first = json.loads(file.read_text())["accounts"][0]["password"]
    assert accounts("password", "ann", typed="another horse entirely\n")[0] == 0
    assert json.loads(file.read_text())["accounts"][0]["password"] != first
    assert accounts("audience", "ann", "--audience", "analyst") == (0, "ann: has another audience\n", "")
    assert accounts("list") == (0, "ann  analyst\n", "")
    again = "swp: ann: there is such an account already. Use swp accounts password\n"
    assert accounts("add", "ann", "--audience", "partner", typed=f"{HORSE}\n") == (1, "", again)
    assert accounts("remove", "ann")[0] == 0
    assert accounts("remove", "ann")[0] == 1
    assert accounts("list") == (0, "", "")


def test_the_command_never_shows_a_password(accounts: Run, tmp_path: Path) -> None:
    short = "swp: the password has 8 characters. Give 12 to 1,000\n"
    assert accounts("add", "ann", "--audience", "partner", typed="qwertz12\n") == (1, "", short)
    assert not (tmp_path / "accounts.json").exists()
    with pytest.raises(SystemExit):  # the public does not sign in
        accounts("add", "ann", "--audience", "public", typed=f"{HORSE}\n")


def test_pseudonyms_are_those_of_the_log(accounts: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    accounts("add", "ann", "--audience", "partner", typed=f"{HORSE}\n")
    monkeypatch.setenv("SWP_KEY", "k")
    assert accounts("list", "--pseudonyms")[1] == f"ann  partner  {Audit(key='k').pseudonym('ann')}\n"
    monkeypatch.setenv("SWP_KEY", "")
    assert accounts("list", "--pseudonyms")[0] == 1


if sys.platform == "win32":
    pytestmark = pytest.mark.skip(reason="POSIX only")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with (
        pytest.raises(DataError, match=r"absent.accounts\.json: the accounts cannot be changed \(No such file"),
        changing_accounts(tmp_path / "absent" / "accounts.json"),
    ):
        pass
