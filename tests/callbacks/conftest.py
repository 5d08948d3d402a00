"""The one dashboard of a test run: Dash keeps callbacks in one list a process, which the first app takes."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app import create_app


@pytest.fixture(scope="session")
def site() -> FlaskClient:
    return create_app(None).server.test_client()
