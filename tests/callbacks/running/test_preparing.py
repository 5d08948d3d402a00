"""What a reader would wait for is made before, for those who read here, once a release."""

from __future__ import annotations

from pathlib import Path

import pytest

from callbacks.running import preparing
from callbacks.running.preparing import Preparing
from data.audience import Audience
from data.disclosure.rule import PUBLIC, Rule
from data.releases import Release, open_release
from data.schema import DataError
from data.settings import Settings

STORE = Path("store")


@pytest.mark.parametrize(
    ("settings", "readers"),
    [
        (Settings(), []),  # the demonstration: everybody is told everything
        (Settings(store=STORE), [Audience.PUBLIC]),
        (Settings(store=STORE, minimum_cell=0), []),
        (Settings(store=STORE, anyone=Audience.ANALYST), []),
        (Settings(store=STORE, sign_in="local"), []),
        (Settings(store=STORE, sign_in="local", partner_cell=3), [Audience.PARTNER]),
        (
            Settings(store=STORE, sign_in="oidc", anyone=Audience.PUBLIC, partner_cell=3),
            [Audience.PUBLIC, Audience.PARTNER],
        ),
    ],
)
def test_who_reads_and_is_not_told_everything(settings: Settings, readers: list[Audience]) -> None:
    assert Preparing(settings).audiences() == readers


def test_each_release_once(monkeypatch: pytest.MonkeyPatch) -> None:
    release, made = open_release(None), []
    found: list[Release | Exception] = [release, release, DataError("damaged"), release.within("")]

    def last_good(_store: Path | None) -> Release:
        one = found.pop(0)
        if isinstance(one, Exception):
            raise one
        return one

    monkeypatch.setattr(preparing, "last_good", last_good)
    monkeypatch.setattr(preparing.protected, "prepare", lambda one: made.append((one.audience, one.rule)))
    monkeypatch.setattr(preparing.evidence, "prepare", lambda one: made.append(one.id))
    prepare = Preparing(Settings(store=STORE, sign_in="local", anyone=Audience.PUBLIC, partner_cell=2))
    for _ in range(4):
        prepare()
    assert made == [(Audience.PUBLIC, PUBLIC), (Audience.PARTNER, Rule(2, PUBLIC.sensitive)), release.id]
