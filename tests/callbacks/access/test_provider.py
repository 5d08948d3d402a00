"""Signing in with a provider: real HTTP with one of our own, which goes wrong in every way a provider can."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from data.settings import Settings
from tests.callbacks.access.conftest import ADDRESS, OURS, Site, client_of
from tests.callbacks.access.provider_server import CLIENT, SECRET, TestProvider, running, unsigned

RETURN = "/sign-in/return"


@pytest.fixture(scope="module")
def _provider() -> Iterator[TestProvider]:
    with running() as provider:
        yield provider


@pytest.fixture
def provider(_provider: TestProvider) -> TestProvider:
    """The provider, as it is when nothing goes wrong."""
    _provider.claims, _provider.sign, _provider.issuer, _provider.token = {}, None, "", True
    _provider.published, _provider.listed = [], ["RS256"]
    _provider.asked.clear()
    return _provider


@dataclass
class Visit:
    """A browser on its way through the provider."""

    client: FlaskClient
    provider: TestProvider

    def start(self, wanted: str = "/west-end?type=robbery") -> dict[str, str]:
        """What the browser is sent to the provider with."""
        answer = self.client.get("/sign-in/start", query_string={"next": wanted})
        assert answer.status_code == 302, answer.text
        assert answer.location.startswith(f"{self.provider.address}/authorize?")
        return {name: values[0] for name, values in parse_qs(urlsplit(answer.location).query).items()}

    def back(self, question: dict[str, str], **changed: str) -> Any:
        """What comes of the provider's yes."""
        told = {"code": self.provider.approve(question), "state": question["state"], **changed}
        return self.client.get(RETURN, query_string=told)

    def reads(self) -> str:
        answer = self.client.get("/")
        return answer.text.partition("figures of ")[2].partition(",")[0] if answer.status_code == 200 else ""


@pytest.fixture
def visit(installed: Site, provider: TestProvider) -> Visit:
    client = installed(
        sign_in="oidc",
        oidc_issuer=provider.address,
        oidc_client=CLIENT,
        oidc_secret=SECRET,
        oidc_partner="swp-partners",
        oidc_analyst="swp-analysts",
    )
    return Visit(client, provider)


def test_the_question_asks_for_a_code_with_all_its_safeguards(visit: Visit) -> None:
    question = visit.start()
    assert question["response_type"] == "code"
    assert question["redirect_uri"] == ADDRESS + RETURN
    assert question["code_challenge_method"] == "S256"
    assert all(len(question[name]) >= 20 for name in ("state", "nonce", "code_challenge"))
    assert "openid" in question["scope"].split()
    again = visit.start()
    assert all(question[name] != again[name] for name in ("state", "nonce", "code_challenge"))


def test_the_way_back_is_ours_whatever_host_a_request_names(visit: Visit) -> None:
    for headers in ({"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}):
        answer = visit.client.get("/sign-in/start", headers=headers)
        assert parse_qs(urlsplit(answer.location).query)["redirect_uri"] == [ADDRESS + RETURN]


@pytest.mark.parametrize(
    ("groups", "audience"),
    [
        (["swp-analysts"], "analyst"),
        (["others", "swp-partners"], "partner"),
        (["swp-partners", "swp-analysts"], "analyst"),
        ("swp-partners", "partner"),  # a provider with one group may send it alone
    ],
)
def test_groups_make_the_audience(visit: Visit, groups: Any, audience: str) -> None:
    visit.provider.claims = {"groups": groups}
    answer = visit.back(visit.start())
    assert (answer.status_code, answer.location) == (303, "/west-end?type=robbery")
    assert visit.reads() == audience
    visit.client.post("/sign-out", headers=OURS)
    assert visit.reads() == ""


@pytest.mark.parametrize(
    "groups", [[], ["swp-analysts-of-elsewhere", "SWP-ANALYSTS"], None, [1, {"swp-analysts": 1}], ""]
)
def test_without_a_group_of_ours_there_is_no_access(visit: Visit, groups: Any) -> None:
    visit.provider.claims = {"groups": groups}
    answer = visit.back(visit.start())
    assert answer.status_code == 403
    assert "no group of yours has access" in answer.text
    assert visit.reads() == ""


def test_the_page_wanted_is_a_page_of_ours(visit: Visit) -> None:
    visit.provider.claims = {"groups": ["swp-partners"]}
    assert visit.back(visit.start("https://evil.example")).location == "/"


def other_key(provider: TestProvider) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": provider.key.kid})


def with_key(key: Any, header: dict[str, Any]) -> Callable[[dict[str, Any]], str]:
    return lambda claims: jwt.encode(header, claims, key, algorithms=[header["alg"]])


HOUR = 3600
WRONG_CLAIMS: dict[str, Callable[[TestProvider], dict[str, Any]]] = {
    "another nonce": lambda _: {"nonce": "of another sign-in"},
    "no nonce": lambda _: {"nonce": None},
    "another audience": lambda _: {"aud": "another-application"},
    "another audience, we as authorised party": lambda _: {"aud": "another-application", "azp": CLIENT},
    "no audience": lambda _: {"aud": None},
    "two audiences, another authorised party": lambda _: {"aud": [CLIENT, "other"], "azp": "other"},
    "another issuer": lambda _: {"iss": "https://login.evil.example"},
    "no issuer": lambda _: {"iss": None},
    "expired": lambda _: {"exp": int(time.time()) - HOUR, "iat": int(time.time()) - 2 * HOUR},
    "no end": lambda _: {"exp": None},
    "from the future": lambda _: {"iat": int(time.time()) + HOUR, "nbf": int(time.time()) + HOUR},
    "nobody": lambda _: {"sub": None},
}  # fmt: skip
WRONG_SIGNATURES: dict[str, Callable[[TestProvider], Callable[[dict[str, Any]], str]]] = {
    "no signature": lambda _: unsigned,
    "another key of the same name": lambda told: with_key(other_key(told), {"alg": "RS256", "kid": told.key.kid}),
    "an unknown key": lambda _: with_key(RSAKey.generate_key(2048), {"alg": "RS256", "kid": "nobody's"}),
    "the client's secret": lambda told: with_key(OctKey.import_key(SECRET * 2), {"alg": "HS256", "kid": told.key.kid}),
    "the public key as a secret": lambda told: with_key(
        OctKey.import_key(told.key.as_pem(private=False).replace(b"-----", b"")), {"alg": "HS256", "kid": told.key.kid}
    ),
    "rubbish": lambda _: lambda _claims: "a.b.c",
}  # fmt: skip


def refused(visit: Visit, answer: Any) -> None:
    assert answer.status_code == 403
    assert "Start again from here" in answer.text
    assert visit.reads() == ""


@pytest.mark.parametrize("wrong", WRONG_CLAIMS)
def test_a_token_that_is_not_for_this_sign_in_is_refused(visit: Visit, wrong: str) -> None:
    visit.provider.claims = {"groups": ["swp-analysts"], **WRONG_CLAIMS[wrong](visit.provider)}
    refused(visit, visit.back(visit.start()))


@pytest.mark.parametrize("listed", [["RS256"], ["none", "HS256", "RS256"]])
@pytest.mark.parametrize("wrong", WRONG_SIGNATURES)
def test_a_token_that_the_provider_did_not_sign_is_refused(visit: Visit, wrong: str, listed: list[str]) -> None:
    visit.provider.listed = listed  # whatever the provider says it takes
    visit.provider.claims = {"groups": ["swp-analysts"]}
    visit.provider.sign = WRONG_SIGNATURES[wrong](visit.provider)
    refused(visit, visit.back(visit.start()))


def test_no_token_is_no_sign_in(visit: Visit) -> None:
    visit.provider.claims, visit.provider.token = {"groups": ["swp-analysts"]}, False
    refused(visit, visit.back(visit.start()))


def test_a_state_serves_once_and_in_its_own_browser(visit: Visit) -> None:
    visit.provider.claims = {"groups": ["swp-analysts"]}
    question = visit.start()
    refused(visit, visit.back(question, state="another"))
    question = visit.start()
    stranger = Visit(client_of(visit.client.application), visit.provider)
    refused(stranger, stranger.back(question))  # a link with somebody else's code
    question = visit.start()
    before = visit.client.get_cookie("__Host-swp-session", "crime.example.org")
    assert before
    assert visit.back(question).status_code == 303
    replay = Visit(client_of(visit.client.application), visit.provider)
    replay.client.set_cookie(before.key, before.value, domain="crime.example.org", secure=True)
    refused(replay, replay.back(question))  # the cookie of before the sign-in, and a fresh code


def test_a_code_serves_once_and_with_its_verifier(visit: Visit) -> None:
    visit.provider.claims = {"groups": ["swp-analysts"]}
    question = visit.start()
    refused(visit, visit.back({**question, "code_challenge": "of another browser"}))
    refused(visit, visit.back(visit.start(), code="made-up"))


def test_a_refusal_of_the_provider_is_said(visit: Visit) -> None:
    question = visit.start()
    told = {"error": "access_denied", "error_description": "<script>no</script>", "state": question["state"]}
    answer = visit.client.get(RETURN, query_string=told)
    refused(visit, answer)
    assert "<script>" not in answer.text
    refused(visit, visit.client.get(RETURN))


def test_a_new_key_of_the_provider_is_fetched(visit: Visit) -> None:
    visit.provider.claims = {"groups": ["swp-partners"]}
    assert visit.back(visit.start()).status_code == 303
    old = visit.provider.key
    visit.provider.key = RSAKey.generate_key(2048, {"kid": "two"})
    try:
        assert visit.back(visit.start()).status_code == 303
    finally:
        visit.provider.key = old


def test_a_description_of_another_provider_is_refused(visit: Visit) -> None:
    visit.provider.issuer = "https://login.evil.example"
    answer = visit.client.get("/sign-in/start")
    assert answer.status_code == 503
    assert "Nobody can sign in at the moment" in answer.text


def test_a_provider_that_cannot_be_reached_is_said_and_the_form_is_still_there(installed: Site) -> None:
    told: dict[str, Any] = {"oidc_client": CLIENT, "oidc_secret": SECRET, "oidc_analyst": "a", "sign_in": "oidc"}
    client = installed(oidc_issuer="http://127.0.0.1:9", **told)  # the port of "discard": nothing listens
    assert client.get("/sign-in/start").status_code == 503
    assert client.get("/sign-in").status_code == 200


def test_the_audit_log_has_no_name_of_a_person(visit: Visit, settings: Settings) -> None:
    visit.provider.claims = {"groups": ["swp-analysts"], "name": "Ann Example", "email": "ann@example.org"}
    visit.back(visit.start())
    visit.client.post("/sign-out", headers=OURS)
    assert settings.audit
    lines = [json.loads(line) for line in settings.audit.read_text(encoding="utf-8").splitlines()]
    assert [line["event"] for line in lines] == ["sign-in", "sign-out"]
    assert lines[0]["who"] == lines[1]["who"]
    assert not any(word in settings.audit.read_text() for word in ("Ann", "example.org", "person-7"))
