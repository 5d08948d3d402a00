"""What an installation is set to by its environment: one list, checked before anything is served.

Each setting is a variable ``SWP_...``; one that ends in ``SECRET`` or ``KEY`` may be given as a file instead, by the same
name with ``_FILE``. What is empty counts as not given. README.md lists them all (a test compares). What contradicts another
setting, and names that are none, ``data.settings_checked`` tells.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from data.audience import BY_WORD, Audience
from data.disclosure.rule import DEFAULT_MINIMUM, DEFAULT_SENSITIVE, OPEN, Rule
from data.schema import DataError

SIGN_IN: Final = ("none", "local", "oidc")
LOGS: Final = ("text", "json")


@dataclass(frozen=True)
class Settings:
    """Every setting with its default; ``data.settings.READERS`` says how each is read."""

    store: Path | None = None  # folder of releases; none serves the demonstration
    host: str = "127.0.0.1"
    port: int = 8050
    workers: int = 1
    address: str = ""  # where readers reach the dashboard: https://crime.example.org
    sign_in: str = "none"
    anyone: Audience | None = None  # who has not signed in; none: public over a store, analyst over the demonstration
    key: str = ""  # signs sessions; the same in all workers and machines
    accounts: Path | None = None  # file of local accounts
    session_hours: int = 8
    proxies: int = 0  # trusted proxies in front, whose forwarded headers count
    redis: str = ""  # redis://host:port/0 for what several machines must count together: failed sign-ins
    oidc_issuer: str = ""
    oidc_client: str = ""
    oidc_secret: str = ""
    oidc_claim: str = "groups"  # where the provider tells a person's groups
    oidc_partner: str = ""  # the group whose members are partners
    oidc_analyst: str = ""
    minimum_cell: int = DEFAULT_MINIMUM  # of the public
    sensitive_cell: int = DEFAULT_SENSITIVE
    partner_cell: int = 0
    log: str = "text"
    audit: Path | None = None  # file of the audit log; none: with the other messages
    metrics: str = ""  # HOST:PORT that answers /metrics, apart from the dashboard; none: nothing is counted
    contact: str = ""  # whom readers write to
    tiles: str = ""  # URL template of a tile service under the map
    tiles_credit: str = ""
    ons_base: str = ""  # another address of the ONS service
    monthly: Path | None = None  # file that says what `swp monthly` reads


def text(value: str) -> str:
    """Any text."""
    return value


def whole(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers between two."""

    def read(value: str) -> int:
        if not value.isdecimal() or not least <= int(value) <= most:
            raise ValueError(f"a whole number from {least} to {most:,}")
        return int(value)

    return read


def one_of(*words: str) -> Callable[[str], str]:
    """A reader of one of a few words."""

    def read(value: str) -> str:
        if value not in words:
            raise ValueError(f"one of {', '.join(words)}")
        return value

    return read


def audience(value: str) -> Audience:
    """An audience by its word."""
    return BY_WORD[one_of(*BY_WORD)(value)]


def endpoint(value: str) -> str:
    """A host and a port: ``127.0.0.1:9108``."""
    host, colon, port = value.rpartition(":")
    if not (host and colon and port.isdecimal() and 0 <= int(port) <= 65535):
        raise ValueError("HOST:PORT, such as 127.0.0.1:9108")
    return value


def address(value: str) -> str:
    """An address that can be taken apart; of what kind it must be, those check who use it."""
    try:
        urlsplit(value).port  # noqa: B018 - a property that raises
    except ValueError as error:
        raise ValueError("an address: https:// (redis:// for SWP_REDIS), a host, perhaps a port") from error
    return value


SECRETS: Final = ("key", "oidc_secret")  # never shown; may stand in a file

READERS: Final[dict[str, Callable[[str], Any]]] = {
    "store": Path,
    "port": whole(0, 65535),
    "address": address,
    "workers": whole(1, 256),
    "sign_in": one_of(*SIGN_IN),
    "anyone": audience,
    "accounts": Path,
    "session_hours": whole(1, 24 * 30),
    "proxies": whole(0, 10),
    "minimum_cell": whole(0, 1000),
    "sensitive_cell": whole(0, 1000),
    "partner_cell": whole(0, 1000),
    "log": one_of(*LOGS),
    "audit": Path,
    "redis": address,
    "oidc_issuer": address,
    "metrics": endpoint,
    "tiles": address,
    "ons_base": address,
    "monthly": Path,
}


def anyone(settings: Settings) -> Audience:
    """Who has not signed in: as set, else the public; over the demonstration, whose records are made up, an analyst."""
    if settings.anyone is not None:
        return settings.anyone
    return Audience.PUBLIC if settings.store or settings.sign_in != "none" else Audience.ANALYST


def rule_of(settings: Settings, audience: Audience) -> Rule:
    """What an audience is not told under these settings; analysts are told everything."""
    minimum = {Audience.PUBLIC: settings.minimum_cell, Audience.PARTNER: settings.partner_cell}.get(audience, 0)
    return Rule(minimum, settings.sensitive_cell) if minimum else OPEN


def rules(settings: Settings) -> dict[Audience, Rule]:
    """The rule of each audience."""
    return {audience: rule_of(settings, audience) for audience in Audience}


def variable(name: str) -> str:
    """The variable of a setting: ``SWP_SIGN_IN``."""
    return f"SWP_{name.upper()}"


def given(name: str, environment: Mapping[str, str] | None = None) -> str:
    """One setting as it is given, for what needs no other and no check; empty where it is not."""
    return (os.environ if environment is None else environment).get(variable(name), "").strip()


def settings_from(environment: Mapping[str, str], *, secrets: bool = True) -> Settings:
    """The settings an environment gives; DataError names the variable that cannot be. Without ``secrets`` their files are
    left alone, which a job that signs nobody in need not be able to read."""
    read: dict[str, Any] = {}
    for field in fields(Settings):
        value = given(field.name, environment) or (secret_from_file(field.name, environment) if secrets else "")
        if not value:
            continue
        try:
            read[field.name] = READERS.get(field.name, text)(value)
        except ValueError as error:
            raise DataError(
                f"{variable(field.name)} cannot be {'(hidden)' if '@' in value else repr(value)}",
                where="environment",
                mend=f"Give {error}",
            ) from error
    return Settings(**read)


def secret_from_file(name: str, environment: Mapping[str, str]) -> str:
    """What the file holds that ``SWP_..._FILE`` names, for settings nobody should see in a list of processes."""
    file = given(f"{name}_file", environment) if name in SECRETS else ""
    if not file:
        return ""
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(
            f"{variable(name)}_FILE cannot be read as text", where=file, mend="Check its path and rights"
        ) from error
