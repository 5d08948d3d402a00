"""What a reader quotes of an error is what the log has it under."""

from __future__ import annotations

import logging

import pytest
from flask.testing import FlaskClient

import callbacks.routes


def test_the_reference_is_the_number_of_the_request(
    site: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_release: str) -> None:
        raise RuntimeError("secret cause")

    monkeypatch.setattr(callbacks.routes, "named_release", broken)
    with caplog.at_level(logging.ERROR, "swp"):
        answer = site.get("/boundaries/demonstration-2023-09/lsoa-0123456789ab.json")
    number = answer.headers["X-Request-Id"]
    assert answer.status_code == 500
    assert number in answer.text
    assert "secret cause" not in answer.text
    assert any(number in record.getMessage() for record in caplog.records)
