"""Every setting has a variable, a value that cannot be meant is said with how to mend it, secrets stay secret."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from data.audience import Audience
from data.disclosure.rule import OPEN, PUBLIC, Rule
from data.schema import DataError
from data.settings import READERS, Settings, anyone, rule_of, rules, settings_from, variable
from data.settings_checked import check, contradictions, doubts, listed, shown, unknown

ADDRESSES = ("SWP_ADDRESS", "SWP_REDIS", "SWP_OIDC_ISSUER", "SWP_TILES", "SWP_ONS_BASE")
SECRET = "s3cr3t-" * 6


def test_nothing_given_is_all_defaults() -> None:
    assert settings_from({}) == Settings()
    assert settings_from({variable(field.name): " " for field in fields(Settings)}) == Settings()
    assert set(READERS) <= {field.name for field in fields(Settings)}


def test_values_are_read_as_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{SECRET}\n")
    environment = {
        "SWP_STORE": "/srv/store",
        "SWP_PORT": " 8080 ",
        "SWP_ANYONE": "partner",
        "SWP_KEY_FILE": str(tmp_path / "key"),
        "SWP_METRICS": "[::1]:9108",
        "SWP_LOG": "json",
        "PATH": "/bin",
    }
    assert settings_from(environment) == Settings(
        store=Path("/srv/store"), port=8080, anyone=Audience.PARTNER, key=SECRET, metrics="[::1]:9108", log="json"
    )


def test_a_key_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(bytes(range(128, 160)))  # of /dev/urandom, as it is
    with pytest.raises(DataError, match="SWP_KEY_FILE cannot be read"):
        settings_from({"SWP_KEY_FILE": str(tmp_path / "key")})
    assert settings_from({"SWP_KEY_FILE": str(tmp_path / "key")}, secrets=False).key == ""


@pytest.mark.parametrize(
    ("name", "value", "mend"),
    [
        ("SWP_PORT", "80a", "a whole number from 0 to 65,535"),
        ("SWP_PORT", "-1", "a whole number"),
        ("SWP_PORT", "99999", "a whole number"),
        ("SWP_PORT", "²", "a whole number"),
        ("SWP_WORKERS", "0", "from 1"),
        ("SWP_SIGN_IN", "ldap", "one of none, local, oidc"),
        ("SWP_ANYONE", "everybody", "one of public, partner, analyst"),
        ("SWP_LOG", "xml", "one of text, json"),
        ("SWP_METRICS", "on", "HOST:PORT"),
        ("SWP_METRICS", ":9108", "HOST:PORT"),
        ("SWP_METRICS", "a:99999", "HOST:PORT"),
        ("SWP_MINIMUM_CELL", "five", "a whole number"),
        ("SWP_KEY_FILE", "/nowhere/key", "Check its path and rights"),
        *((name, "https://[x", "an address") for name in ADDRESSES),
        ("SWP_REDIS", "redis://host:port/0", "an address"),
    ],
)
def test_what_cannot_be_read_is_said_with_how_to_mend_it(name: str, value: str, mend: str) -> None:
    with pytest.raises(DataError) as caught:
        settings_from({name: value})
    assert name in str(caught.value) and mend in str(caught.value)


def test_a_password_in_what_cannot_be_read_is_not_repeated() -> None:
    with pytest.raises(DataError) as caught:
        settings_from({"SWP_REDIS": f"redis://:{SECRET}@[host"})
    assert SECRET not in str(caught.value)


@drawn(st.dictionaries(st.sampled_from([variable(field.name) for field in fields(Settings)]), st.text(max_size=12)))
def test_any_text_gives_settings_or_one_plain_error(environment: dict[str, str]) -> None:
    try:
        settings = settings_from(environment)
    except DataError as error:
        assert error.mend
    else:
        list(contradictions(settings))
        doubts(settings)
        assert len(listed(environment, settings)) == len(fields(Settings))


@pytest.mark.parametrize(
    ("name", "meant"),
    [("SWP_SIGNIN", "SWP_SIGN_IN"), ("SWP_STORES", "SWP_STORE"), ("SWP_KEY_FIL", "SWP_KEY_FILE"), ("SWP_XYZZY", "")],
)
def test_an_unknown_variable_is_told_with_the_nearest(name: str, meant: str) -> None:
    (told,) = unknown({name: "1", "SWP_PORT": "1", "SWP_BROWSER": "x", "SWIPE": "1"})
    assert told.startswith(f"{name} is no setting") and told.endswith(f"is {meant} meant?" if meant else "nothing")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"minimum_cell": 10, "sensitive_cell": 5}, "SWP_SENSITIVE_CELL=5 would tell more"),
        ({"partner_cell": 6}, "SWP_PARTNER_CELL=6 would tell partners less"),
        ({"minimum_cell": 0, "partner_cell": 3}, "SWP_PARTNER_CELL=3 would tell partners less"),
        ({"address": "crime.example.org"}, "SWP_ADDRESS is no address of the web"),
        ({"metrics": "127.0.0.1:8050"}, "name the same port 8050"),
        ({"audit": Path("nowhere/audit.jsonl")}, "the folder of SWP_AUDIT does not exist"),
    ],
)
def test_what_contradicts_is_an_error(given: dict[str, object], says: str) -> None:
    with pytest.raises(DataError, match=says) as caught:
        check(replace(Settings(), **given))  # type: ignore[arg-type]
    assert caught.value.mend


def test_what_is_meant_is_let_through() -> None:
    check(Settings())
    check(Settings(minimum_cell=0, sensitive_cell=0))
    check(Settings(metrics="127.0.0.1:0", port=0))
    assert doubts(Settings()) == []


def test_doubts_are_worth_a_word() -> None:
    assert "SWP_OIDC_CLIENT changes nothing" in doubts(Settings(oidc_client="x"))[0]
    assert "however small" in doubts(Settings(store=Path("s"), minimum_cell=0))[0]
    assert "reads as analyst" in doubts(Settings(store=Path("s"), anyone=Audience.ANALYST))[0]
    assert doubts(Settings(anyone=Audience.ANALYST)) == []  # the demonstration: nobody to protect
    assert "SWP_TILES_CREDIT" in doubts(Settings(tiles="https://tiles.example/{z}/{x}/{y}.png"))[0]


def test_secrets_are_never_shown(tmp_path: Path) -> None:
    (tmp_path / "s").write_text(SECRET)
    environment = {
        "SWP_KEY": SECRET,
        "SWP_OIDC_SECRET_FILE": str(tmp_path / "s"),
        "SWP_REDIS": f"redis://:{SECRET}@h/0",
    }
    rows = listed(environment, settings_from(environment))
    assert SECRET not in str(rows)
    told = {name: (value, source) for name, value, source in rows}
    assert told["SWP_KEY"] == ("(hidden)", "environment")
    assert told["SWP_OIDC_SECRET"] == ("(hidden)", f"file {tmp_path / 's'}")
    assert told["SWP_REDIS"] == ("redis://:(hidden)@h/0", "environment")
    assert told["SWP_PORT"] == ("8050", "default") and told["SWP_ANYONE"] == ("-", "default")
    assert shown("anyone", Audience.PUBLIC) == "public"


def test_who_has_not_signed_in_and_what_each_is_not_told() -> None:
    assert anyone(Settings()) is Audience.ANALYST  # the demonstration's records are made up
    assert anyone(Settings(store=Path("s"))) is Audience.PUBLIC
    assert anyone(Settings(store=Path("s"), anyone=Audience.PARTNER)) is Audience.PARTNER
    assert rules(Settings()) == {Audience.PUBLIC: PUBLIC, Audience.PARTNER: OPEN, Audience.ANALYST: OPEN}
    strict = Settings(minimum_cell=8, sensitive_cell=20, partner_cell=3)
    assert rule_of(strict, Audience.PUBLIC) == Rule(8, 20) and rule_of(strict, Audience.PARTNER) == Rule(3, 20)
    assert rule_of(Settings(minimum_cell=0), Audience.PUBLIC) == OPEN
