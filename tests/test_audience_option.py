"""``--audience`` answers as that audience is answered, under the rule that the environment sets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app import main

LINK = "/west-end?type=robbery&time=night&days=sun"


def answer(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    assert main(["query", LINK, *more]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_an_audience_is_told_what_it_would_be_told_on_the_page(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = answer(capsys)
    assert whole["total"]["withheld"] == 0
    assert answer(capsys, "--audience", "analyst") == whole
    public = answer(capsys, "--audience", "public")
    assert public["total"]["withheld"] > 0
    assert [area for area in public["areas"] if area["value"] is None]
    assert answer(capsys, "--audience", "partner")["areas"] == whole["areas"]
    monkeypatch.setenv("SWP_MINIMUM_CELL", "0")
    assert answer(capsys, "--audience", "public")["areas"] == whole["areas"]
    monkeypatch.setenv("SWP_PARTNER_CELL", "x")
    assert main(["query", LINK, "--audience", "partner"]) == 1
    assert "SWP_PARTNER_CELL cannot be 'x'" in capsys.readouterr().err
    assert main(["query", LINK]) == 0  # who has the files needs no rule


@pytest.mark.parametrize("command", [["query", "/"], ["claims"], ["pack", "/", "--out", "a.pdf"]])
def test_an_audience_that_is_none_is_wrong_usage(command: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*command, "--audience", "everybody"])
    assert stopped.value.code == 2
