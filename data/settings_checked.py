"""What is wrong with settings that can each be read: names that are none, and settings that contradict each other."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from urllib.parse import urlsplit

from data.audience import Audience
from data.schema import DataError
from data.settings import SECRETS, Settings, given, secret_from_file, variable

PREFIX = "SWP_"
FOR_TESTS = ("SWP_BROWSER", "SWP_PYTHON", "SWP_SCREENSHOTS", "SWP_SHARED")
FOR_OIDC = ("oidc_issuer", "oidc_client", "oidc_secret", "oidc_partner", "oidc_analyst")


def known_variables() -> tuple[str, ...]:
    """Every variable that means something: the settings, the files of secrets, and what tests read."""
    names = tuple(variable(field.name) for field in fields(Settings))
    return (*names, *(f"{variable(name)}_FILE" for name in SECRETS), *FOR_TESTS)


def unknown(environment: Mapping[str, str]) -> list[str]:
    """A sentence for each ``SWP_`` variable that means nothing, with the nearest one that does."""
    known = known_variables()
    rest = [name.removeprefix(PREFIX) for name in known]
    told = []
    for name in sorted(set(environment) - set(known)):
        if name.startswith(PREFIX):
            near = difflib.get_close_matches(name.removeprefix(PREFIX), rest, 1, 0.6)
            meant = f"; is {PREFIX}{near[0]} meant?" if near else ""
            told.append(f"{name} is no setting and changes nothing{meant}")
    return told


def check(settings: Settings) -> None:
    """Raise DataError for the first two settings that cannot both be meant."""
    for what, mend in contradictions(settings):
        raise DataError(what, where="environment", mend=mend)


def contradictions(settings: Settings) -> Iterator[tuple[str, str]]:
    """What cannot be meant, each with how to mend it; what a sign-in needs, ``callbacks.access`` checks."""
    yield from _of_cells(settings)
    if settings.address and urlsplit(settings.address).scheme not in ("http", "https"):
        yield f"SWP_ADDRESS is no address of the web: {settings.address}", "Begin it with https://"
    if settings.metrics and int(settings.metrics.rpartition(":")[2]) == settings.port != 0:
        yield (
            f"SWP_METRICS and SWP_PORT name the same port {settings.port}",
            "Metrics need one of their own, such as SWP_METRICS=127.0.0.1:9108",
        )
    for name in ("audit", "accounts"):
        file = getattr(settings, name)
        if file is not None and not file.parent.is_dir():
            yield f"the folder of {variable(name)} does not exist: {file.parent}", "Make it first"


def _of_cells(settings: Settings) -> Iterator[tuple[str, str]]:
    if settings.minimum_cell and settings.sensitive_cell < settings.minimum_cell:
        yield (
            f"SWP_SENSITIVE_CELL={settings.sensitive_cell} would tell more of sensitive offences than"
            f" SWP_MINIMUM_CELL={settings.minimum_cell} of others",
            "Give at least the same number",
        )
    if settings.partner_cell > settings.minimum_cell:
        yield (
            f"SWP_PARTNER_CELL={settings.partner_cell} would tell partners less than the public"
            f" (SWP_MINIMUM_CELL={settings.minimum_cell})",
            "Give at most the same number",
        )


def doubts(settings: Settings) -> list[str]:
    """What can be meant but is worth a word when serving begins."""
    found = []
    if settings.sign_in != "oidc" and (useless := [variable(name) for name in FOR_OIDC if getattr(settings, name)]):
        change = "change" if useless[1:] else "changes"
        found.append(f"{', '.join(useless)} {change} nothing without SWP_SIGN_IN=oidc")
    if settings.sign_in == "none" and settings.accounts:
        found.append("SWP_ACCOUNTS changes nothing without SWP_SIGN_IN=local")
    if settings.store and settings.sign_in == "none" and settings.anyone in (Audience.PARTNER, Audience.ANALYST):
        found.append(f"anybody who reaches this server reads as {settings.anyone.word} (SWP_ANYONE)")
    if settings.store and not settings.minimum_cell:
        found.append("SWP_MINIMUM_CELL=0 tells the public every count, however small")
    if settings.tiles and not settings.tiles_credit:
        found.append("SWP_TILES has no SWP_TILES_CREDIT: tile services ask to be named under the map")
    return found


def listed(environment: Mapping[str, str], settings: Settings) -> list[tuple[str, str, str]]:
    """Every setting as (variable, value, where it comes from); secrets are not shown."""
    rows = []
    for field in fields(Settings):
        name, value = field.name, getattr(settings, field.name)
        if given(name, environment):
            source = "environment"
        elif secret_from_file(name, environment):
            source = f"file {given(f'{name}_file', environment)}"
        else:
            source = "default"
        rows.append((variable(name), shown(name, value), source))
    return rows


def shown(name: str, value: object) -> str:
    """A value as it may be shown: a secret is not, nor the password in an address."""
    if value in (None, ""):
        return "-"
    if name in SECRETS:
        return "(hidden)"
    if isinstance(value, Audience):
        return value.word
    parts = urlsplit(str(value)) if name == "redis" else None
    if parts is not None and parts.password:
        return str(value).replace(f":{parts.password}@", ":(hidden)@")
    return str(value)
