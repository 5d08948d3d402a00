"""Local accounts: signing in and out, what a refusal tells, and sessions that end."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient

from callbacks.access import local
from callbacks.access.attempts import PER_ACCOUNT
from data.accounts import Account, fits, load_accounts, new_account, save_accounts
from data.audience import Audience
from data.settings import Settings
from tests.callbacks.access.conftest import OURS, PASSWORDS, Site, client_of, sign_in

COOKIE = "__Host-swp-session"


def cookie(client: FlaskClient) -> str:
    held = client.get_cookie(COOKIE, "crime.example.org")
    return held.value if held else ""


def reads(client: FlaskClient) -> str:
    """The audience that the first page answers; empty where it leads to the sign-in."""
    answer = client.get("/")
    return answer.text.partition("figures of ")[2].partition(",")[0] if answer.status_code == 200 else ""


def with_cookie(client: FlaskClient, value: str) -> FlaskClient:
    """Another browser on the same installation, with this cookie."""
    other = client_of(client.application)
    other.set_cookie(COOKIE, value, domain="crime.example.org", secure=True)
    return other


def test_each_signs_in_as_who_they_are_and_goes_where_they_were_going(installed: Site) -> None:
    client = installed()
    answer = sign_in(client, " ANN ", PASSWORDS["ann"], "/west-end?type=robbery")
    assert (answer.status_code, answer.location) == (303, "/west-end?type=robbery")
    assert reads(client) == "analyst"
    assert sign_in(client, "pat", wanted="//evil.example").location == "/"
    assert reads(client) == "partner"


def test_the_cookie_is_for_us_alone(installed: Site) -> None:
    (set_cookie,) = sign_in(installed()).headers.getlist("Set-Cookie")
    parts = {part.strip().lower() for part in set_cookie.split(";")[1:]}
    assert set_cookie.startswith(COOKIE)
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= parts
    assert not any(part.startswith("domain") for part in parts)
    plain = installed(address="http://127.0.0.1:8050").application
    client = plain.test_client()
    headers = {**OURS, "Host": "127.0.0.1:8050"}
    answer = client.post("/sign-in", data={"name": "ann", "password": PASSWORDS["ann"]}, headers=headers)
    assert "Secure" not in answer.headers["Set-Cookie"]


def test_a_refusal_does_not_tell_whether_there_is_such_an_account(installed: Site) -> None:
    client = installed()
    wrong, unknown = (sign_in(client, name, "not the right horse") for name in ("ann", "zoe"))
    assert wrong.status_code == unknown.status_code == 403
    assert wrong.text.replace('value="ann"', "") == unknown.text.replace('value="zoe"', "")
    assert "Set-Cookie" not in wrong.headers
    assert reads(client) == ""


def test_an_unknown_name_costs_as_much_as_a_known_one(installed: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from data import accounts

    looked: list[str] = []
    verify = accounts.HASHER.verify

    class Watched:
        def verify(self, kept: str, password: str) -> bool:
            looked.append(kept)
            return verify(kept, password)

    monkeypatch.setattr(accounts, "HASHER", Watched())
    client = installed()
    for name in ("ann", "zoe", "\x00", "x" * 500):
        sign_in(client, name, "not the right horse")
    assert len(looked) == 4
    assert {kept.split("$")[3] for kept in looked} == {"m=19456,t=2,p=1"}


def test_the_form_shows_nothing_of_what_was_typed_as_code(installed: Site) -> None:
    answer = sign_in(installed(), '"><script>alert(1)</script>', "not the right horse", "/x?<script>")
    assert b"<script>" not in answer.data
    assert PASSWORDS["ann"].encode() not in sign_in(installed(), "zoe", PASSWORDS["ann"]).data


def test_many_attempts_are_throttled_the_right_password_included(installed: Site) -> None:
    client = installed()
    statuses = [sign_in(client, "ann", f"wrong horse {number}").status_code for number in range(PER_ACCOUNT + 1)]
    assert statuses == [403] * PER_ACCOUNT + [429]
    late = sign_in(client)
    assert (late.status_code, late.headers["Retry-After"]) == (429, "900")
    assert sign_in(client, "pat").status_code == 303  # others are not locked out
    assert [sign_in(client, "zoe", "wrong horse").status_code for _ in range(PER_ACCOUNT + 1)] == statuses


def test_throttling_holds_over_processes_that_share_nothing_but_the_key(installed: Site) -> None:
    workers = [installed(), installed(), installed()]
    statuses = [sign_in(workers[turn % 3], "ann", "wrong horse").status_code for turn in range(PER_ACCOUNT + 3)]
    assert statuses == [403] * PER_ACCOUNT + [429] * 3


def test_where_nothing_can_be_counted_nobody_gets_in(
    installed: Site, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = installed()
    assert sign_in(client).status_code == 303
    (database,) = tmp_path.glob("swp-*/counts.sqlite")
    database.write_bytes(b"damaged" * 1000)
    assert sign_in(client, "pat").status_code == 503
    assert reads(client) == "analyst"  # who is in reads on
    assert "nobody can sign in, for attempts cannot be counted: file is not a database" in caplog.text


def test_signing_out_ends_the_session_for_every_copy_of_its_cookie(installed: Site) -> None:
    client = installed()
    sign_in(client)
    stolen = with_cookie(client, cookie(client))
    assert reads(stolen) == "analyst"
    answer = client.post("/sign-out", headers=OURS)
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert reads(client) == reads(stolen) == ""
    assert client.get("/sign-out").status_code == 200  # asks; does nothing by itself


def test_a_sign_in_begins_a_new_session(installed: Site) -> None:
    client = installed()
    sign_in(client)
    first = cookie(client)
    sign_in(client)
    assert cookie(client) != first
    planted = with_cookie(installed(), first + "x")
    sign_in(planted, "pat")
    assert cookie(planted) not in (first, first + "x")


def changed(text: str, place: int) -> str:
    return text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]


def test_an_altered_cookie_is_none(installed: Site) -> None:
    client = installed()
    sign_in(client, "pat")
    held = cookie(client)
    # The last letter of each part may stand for bits that nothing uses; every other one counts.
    last = {len(held) - 1, *(i - 1 for i, letter in enumerate(held) if letter == ".")}
    for place in [i for i in range(0, len(held), 7) if held[i] != "." and i not in last]:
        assert reads(with_cookie(client, changed(held, place))) == "", place


@pytest.mark.parametrize("key", ["", "x" * 64])
def test_a_cookie_signed_with_another_key_is_none(installed: Site, key: str) -> None:
    client = installed()
    sign_in(client, "pat")
    interface = SecureCookieSessionInterface()
    ours = interface.get_signing_serializer(client.application)
    assert ours
    told = dict(ours.loads(cookie(client)))
    other = installed(key=key or "y" * 64).application
    theirs = interface.get_signing_serializer(other)
    assert theirs
    assert reads(with_cookie(client, str(ours.dumps(told)))) == "partner"
    assert reads(with_cookie(client, str(theirs.dumps({**told, "audience": "analyst"})))) == ""
    unsigned = cookie(client).split(".")[0]
    assert reads(with_cookie(client, unsigned)) == reads(with_cookie(client, f"{unsigned}..")) == ""


@pytest.mark.parametrize(
    "altered",
    [
        {"audience": "analyst"},
        {"audience": "everybody"},
        {"until": 0},
        {"until": 2**40},
        {"way": "oidc"},
        {"name": "zoe"},
        {"name": "ann"},
        {"mark": ""},
    ],
)
def test_even_a_signed_session_must_hold(installed: Site, altered: dict[str, Any]) -> None:
    """As if the key had signed it for another purpose: an older version, other settings."""
    client = installed()
    sign_in(client, "pat")
    serializer = SecureCookieSessionInterface().get_signing_serializer(client.application)
    assert serializer
    told = {**serializer.loads(cookie(client)), **altered}
    assert reads(with_cookie(client, str(serializer.dumps(told)))) == ""


def test_a_session_lasts_its_hours_and_nothing_puts_its_end_off(
    installed: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = installed(session_hours=2)
    sign_in(client)
    held, now = cookie(client), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 2 * 3600 - 5)
    assert reads(client) == "analyst"
    assert cookie(client) == held
    monkeypatch.setattr(time, "time", lambda: now + 2 * 3600 + 5)
    assert reads(client) == ""


@pytest.mark.parametrize("how", ["removed", "password", "audience", "unreadable", "gone"])
def test_what_happens_to_an_account_happens_to_its_sessions(installed: Site, settings: Settings, how: str) -> None:
    client = installed()
    sign_in(client, "pat")
    assert reads(client) == "partner"
    assert settings.accounts
    accounts = load_accounts(settings.accounts)
    if how == "removed":
        del accounts["pat"]
    elif how == "password":
        accounts["pat"] = new_account("pat", Audience.PARTNER, "another horse altogether")
    elif how == "audience":
        accounts["pat"] = accounts["pat"].with_audience(Audience.ANALYST)
    save_accounts(settings.accounts, accounts)
    if how == "unreadable":
        settings.accounts.write_text("{", encoding="utf-8")
    elif how == "gone":
        settings.accounts.unlink()
    assert reads(client) == ""


def test_the_audit_log_tells_what_happened_and_nobodys_name(installed: Site, settings: Settings) -> None:
    client = installed()
    remote: dict[str, Any] = {"environ_base": {"REMOTE_ADDR": "192.0.2.77"}}
    sign_in(client, "ann", "not the right horse", **remote)
    sign_in(client, "Zoe Smith", "not the right horse", **remote)
    sign_in(client, **remote)
    client.post("/sign-out", headers=OURS)
    for _ in range(PER_ACCOUNT + 1):
        sign_in(client, "pat", "not the right horse", **remote)
    assert settings.audit
    text = settings.audit.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["event"] for line in lines[:4]] == ["sign-in failed", "sign-in failed", "sign-in", "sign-out"]
    assert lines[-1]["event"] == "sign-in throttled"
    assert lines[0]["who"] == lines[2]["who"] == lines[3]["who"] != lines[5]["who"]
    assert "who" not in lines[1]
    assert lines[1]["network"] == "192.0.2.0/24"
    assert not any(word in text for word in ("ann", "pat", "oe", "horse", "192.0.2.77"))
    assert settings.audit.stat().st_mode & 0o077 == 0


def test_a_long_form_is_refused(installed: Site) -> None:
    assert sign_in(installed(), "ann", "x" * (local.LONGEST_FORM + 1)).status_code == 413


def test_an_account_of_another_way_to_hash_does_not_fit() -> None:
    assert not fits(Account("ann", Audience.ANALYST, "plain:secret"), "secret")
    assert not fits(None, "a horse for the analyst")
