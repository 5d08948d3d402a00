"""A restricted installation as it is served: every address the dashboard has, found in the dashboard itself."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import dash
import pytest
from flask.testing import FlaskClient

from app import main
from data.accounts import Account, save_accounts
from data.releases import DEMONSTRATION
from data.schema import DataError
from data.serving import serve_from
from data.store import MANIFEST, RELEASES
from tests.benchmarks.load import callback_body
from tests.callbacks.access.conftest import KEY, PASSWORDS, Site
from tests.callbacks.access.servers import Visitor, serving

OPEN_ROUTES: Final = {"/health", "/ready", "/sign-in", "/sign-out", "/sign-in/return", "/sign-in/start"}
OPEN_FILES: Final = {
    "sign_in.css",
    "favicon.svg",
    *(f"fonts/source-sans-3-latin-{kind}-normal.woff2" for kind in (400, 600, 700)),
}
ADDRESS: Final = "http://127.0.0.1:8050"  # plain HTTP on this machine: cookies without Secure


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose one release is a partner's: the embedded records, not said to be made up."""
    store = tmp_path_factory.mktemp("restricted") / "store"
    publish(store, 1)
    return store


def publish(store: Path, number: int, **facts: Any) -> str:
    folder = store / RELEASES / f"{number:04d}-aaaaaaaa"
    draft = store / f"draft-{number}"
    shutil.copytree(DEMONSTRATION, draft)
    manifest = json.loads((draft / MANIFEST).read_text(encoding="utf-8"))
    told = manifest | {"id": folder.name, "demonstration": False} | facts
    (draft / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
    folder.parent.mkdir(exist_ok=True)
    draft.rename(folder)
    return folder.name


@pytest.fixture(scope="module")
def accounts(hashed: dict[str, Account], tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("accounts") / "accounts.json"
    save_accounts(file, hashed)
    return file


@pytest.fixture(scope="module")
def served(store: Path, accounts: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """The restricted installation, with two workers."""
    told = {"SIGN_IN": "local", "KEY": KEY, "ACCOUNTS": str(accounts), "ADDRESS": ADDRESS}
    told |= {"AUDIT": str(accounts.with_name("audit.jsonl"))}
    counts = tmp_path_factory.mktemp("counts")
    with serving("--store", str(store), "--workers", "2", temporary=counts, **told) as visitor:
        yield visitor


@pytest.fixture
def anybody(served: Visitor) -> Visitor:
    return Visitor(served.port)


@pytest.fixture(scope="module")
def analyst(served: Visitor) -> Visitor:
    visitor = Visitor(served.port)
    assert visitor.sign_in("ann", PASSWORDS["ann"]).status == 303
    return visitor


def shapes(store: Path) -> str:
    release = next((store / RELEASES).iterdir())
    return f"/boundaries/{release.name}/{next((release / 'boundaries').glob('*.json')).name}"


def addresses(site: FlaskClient, store: Path) -> dict[str, str]:
    """Every address of the dashboard by what it is: routes with plausible parts, pages, files, scripts of components."""
    release = next((store / RELEASES).iterdir()).name
    index = site.get("/").text
    dashboard = site.application.view_functions
    assert dashboard
    suites = re.findall(r'src="(/_dash-component-suites/[^"]+)"', index)
    files = re.findall(r'"(/files/[^"]+)"', index)
    styles = next(site.get(file).text for file in files if file.endswith("styles.css"))
    files += re.findall(r"url\([\"']?(/files/[^\"')]+)", styles)
    parts = {
        "release_id": release,
        "content_hash": "0",
        "name": "scripts.js",
        "path": "west-end",
        "package_name": "dash",
        "fingerprinted_path": "deps/react@18.js",
        "fingerprint_path": "x",
    }
    found = {}
    for rule in site.application.url_map.iter_rules():
        found[f"route {rule.rule}"] = re.sub(r"<(?:[^:>]+:)?([^>]+)>", lambda part: parts.get(part[1], "x"), rule.rule)
    found |= {f"page {page['path']}": page["path"] for page in dash.page_registry.values() if page["path"]}
    found |= {f"suite {address}": address for address in suites}
    found |= {f"file {address}": address for address in files}
    assets = Path(__file__).resolve().parents[3] / "assets"
    for path in assets.rglob("*"):
        if path.is_file():
            name = path.relative_to(assets).as_posix()
            found[f"asset {name}"], found[f"file {name}"] = f"/assets/{name}", f"/files/0/{name}"
    found |= {"shapes": shapes(store), "beside": f"/beside/{release}?link=/west-end", "metrics": "/metrics"}
    tricks = (
        "//west-end",
        "/sign-in/../west-end",
        "/west-end/",
        "/%2e%2e/west-end",
        "/health/../west-end",
        "/sign-in;/west-end",
    )
    return found | {f"trick {path}": path for path in tricks}


def is_open(address: str) -> bool:
    return address.partition("?")[0] in OPEN_ROUTES or (
        address.startswith("/files/") and address.split("/", 3)[3] in OPEN_FILES
    )


def test_anonymous_requests_get_nothing_but_the_sign_in(
    anybody: Visitor, analyst: Visitor, site: FlaskClient, store: Path
) -> None:
    found = addresses(site, store)
    assert len(found) > 100
    reached = 0
    for what, address in found.items():
        for method in ("GET", "HEAD", "POST", "OPTIONS"):
            answer = anybody.ask(address, method)
            if is_open(address):
                assert answer.status < 500, what
                continue
            to_sign_in = answer.status == 302 and answer.location.startswith("/sign-in")
            assert to_sign_in or answer.status == 401, (what, method, answer.status, answer.content[:200])
            assert answer.headers["cache-control"] == "no-store, private", what
            assert len(answer.content) < 600, what
        reached += analyst.ask(address).status == 200
    assert reached > 90  # the addresses are real: who signed in gets most of them


def test_anonymous_callbacks_get_nothing(anybody: Visitor, analyst: Visitor, site: FlaskClient) -> None:
    callbacks = json.loads(site.get("/_dash-dependencies").data)
    assert len(callbacks) > 30
    for callback in callbacks:
        answer = anybody.call({"output": callback["output"], "inputs": callback["inputs"], "changedPropIds": []})
        assert (answer.status, json.loads(answer.content)) == (
            401,
            {"error": "Sign in to read this.", "sign_in": "/sign-in"},
        )
    body = callback_body(callbacks, "/west-end", "?type=robbery")
    public = {
        **body,
        "inputs": [{**body["inputs"][0], "property": "pathname", "value": "/sign-in"}, *body["inputs"][1:]],
    }
    assert anybody.call(public).status == 401  # the way round dash-auth
    assert analyst.call(body).status == 200
    assert anybody.call(body).status == 401  # also now that the answer is kept


FORGED: Final = ("", "x", "a.b.c", "eyJuYW1lIjoiYW5uIn0.Zx.x", "null", "ann", '{"name":"ann"}', "\xff")


@pytest.mark.parametrize("value", FORGED)
def test_a_made_up_cookie_opens_nothing(served: Visitor, value: str) -> None:
    for name in ("swp-session", "__Host-swp-session", "session"):
        assert Visitor(served.port, {name: value}).ask("/_dash-layout").status == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-Forwarded-User": "ann", "Remote-User": "ann", "X-Remote-User": "ann"},
        {"Authorization": "Basic YW5uOnguLg=="},
        {"Authorization": "Bearer x"},
        {"X-Original-URL": "/health", "X-Rewrite-URL": "/health"},
        {"X-Forwarded-Prefix": "/sign-in", "X-Script-Name": "/sign-in"},
        {"Host": "localhost"},
        {"X-HTTP-Method-Override": "GET"},
    ],
)
def test_no_header_opens_anything(anybody: Visitor, headers: dict[str, str]) -> None:
    assert anybody.ask("/_dash-layout", "GET", None, **headers).status == 401
    answer = anybody.ask("/west-end", "GET", None, **headers)
    assert (answer.status, answer.location) == (302, "/sign-in?next=%2Fwest-end")


def last_network(audit: Path) -> str:
    """Where the last sign-in that failed came from, as the audit log has it."""
    lines = [json.loads(line) for line in audit.read_text(encoding="utf-8").splitlines()]
    return str(next(line["network"] for line in reversed(lines) if line["event"] == "sign-in failed"))


def test_without_proxies_nobody_says_where_they_come_from(anybody: Visitor, accounts: Path) -> None:
    assert (
        anybody.sign_in("yan", "a wrong horse", X_Forwarded_For="203.0.113.9", Forwarded="for=203.0.113.9").status
        == 403
    )
    assert last_network(accounts.with_name("audit.jsonl")) == "127.0.0.0/24"


def test_two_workers_throttle_together(anybody: Visitor) -> None:
    statuses = [anybody.sign_in("zoe", "a wrong horse").status for _ in range(14)]
    assert statuses == [403] * 10 + [429] * 4


def test_signed_in_every_page_answers_and_nothing_is_kept_between(analyst: Visitor, store: Path) -> None:
    assert b"Signed in as analyst" in analyst.ask("/_dash-layout").content
    for path in ("/", "/west-end", "/data", "/_dash-layout", f"/beside/{next((store / RELEASES).iterdir()).name}"):
        answer = analyst.ask(path)
        assert answer.status == 200, path
        assert "no-store" in answer.headers["cache-control"]
        assert "Cookie" in answer.headers["vary"]
    assert "private" in analyst.ask(shapes(store)).headers["cache-control"]
    assert "public" not in analyst.ask(shapes(store)).headers["cache-control"]


def test_a_removed_account_is_out_at_once_in_all_workers(
    served: Visitor, accounts: Path, hashed: dict[str, Account]
) -> None:
    partner = Visitor(served.port)
    assert partner.sign_in("pat", PASSWORDS["pat"]).status == 303
    assert b"Signed in as partner" in partner.ask("/_dash-layout").content
    try:
        save_accounts(accounts, {"ann": hashed["ann"]})
        assert {partner.ask("/_dash-layout").status for _ in range(8)} == {401}
    finally:
        save_accounts(accounts, hashed)


@pytest.mark.parametrize("anyone", ["", "public", "analyst"])
def test_without_sign_in_it_is_not_served_and_says_how(
    store: Path, anyone: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SWP_ANYONE", anyone)
    assert main(["serve", "--port", "0", "--store", str(store)]) == 1
    told = capsys.readouterr()
    line = told.err.splitlines()[-1]
    assert "holds what only those who sign in may see: offences (single incidents of a partner, ages of" in line
    assert "SWP_SIGN_IN=local" in line
    assert told.out == ""


def test_another_way_to_start_it_refuses_as_well(store: Path, installed: Site) -> None:
    """``waitress-serve app:server`` makes the dashboard without the command."""
    serve_from(store, signs_in=False)
    with pytest.raises(DataError, match="holds what only those who sign in may see"):
        installed(sign_in="none")


def test_a_restricted_release_that_comes_later_is_not_served_either(tmp_path: Path) -> None:
    store = tmp_path / "store"
    publish(store, 1, demonstration=True)
    with serving("--store", str(store), temporary=tmp_path) as visitor:
        assert visitor.ask("/west-end").status == 200
        layout = visitor.ask("/_dash-layout")
        body = callback_body(json.loads(visitor.ask("/_dash-dependencies").content), "/west-end", "")
        assert (layout.status, visitor.call(body).status) == (200, 200)
        publish(store, 2)
        page = visitor.ask("/west-end")
        assert page.status == 503
        assert b"Not available without sign-in" in page.content
        for answer in (visitor.ask("/_dash-layout"), visitor.call(body), visitor.ask("/beside/0002-aaaaaaaa?link=/")):
            assert answer.status == 503
            assert json.loads(answer.content)["error"].startswith("Release 0002-aaaaaaaa holds what only those")


def test_whom_the_public_view_is_for(store: Path, accounts: Path, tmp_path: Path) -> None:
    """With SWP_ANYONE=public those who have not signed in are answered, as the public, whoever was answered before."""
    told = {"SIGN_IN": "local", "KEY": KEY, "ACCOUNTS": str(accounts), "ADDRESS": ADDRESS, "ANYONE": "public"}
    told |= {"PROXIES": "1", "AUDIT": str(tmp_path / "audit.jsonl")}
    with serving("--store", str(store), temporary=tmp_path, **told) as anybody:
        partner = Visitor(anybody.port)
        assert b"Public view" in anybody.ask("/_dash-layout").content
        analyst = Visitor(anybody.port)
        assert analyst.sign_in("ann", PASSWORDS["ann"]).status == 303
        assert partner.sign_in("pat", PASSWORDS["pat"]).status == 303
        body = callback_body(json.loads(anybody.ask("/_dash-dependencies").content), "/west-end", "?type=robbery")
        full = analyst.call(body)
        assert full.status == 200
        few = anybody.call(body)
        assert few.content != full.content
        assert partner.call(body).status == 200
        for _ in range(2):  # kept answers are kept by audience
            assert (analyst.call(body).content, anybody.call(body).content) == (full.content, few.content)
        release = next((store / RELEASES).iterdir()).name
        beside = f"/beside/{release}?link=/west-end%3Ftype%3Drobbery"
        assert "no-store" in anybody.ask(beside).headers["cache-control"]
        assert anybody.ask("/sign-in").status == 200
        assert anybody.sign_in("zoe", "a wrong horse", X_Forwarded_For="198.51.100.1, 203.0.113.9").status == 403
    assert (
        last_network(tmp_path / "audit.jsonl") == "203.0.113.0/24"
    )  # what the one proxy says, and not what it was told
