"""Signing in with a real browser: the form, the way back to the link, a session that ends under an open page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from data.accounts import new_account, save_accounts
from data.audience import Audience
from tests.browser.accessibility import axe
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.journey import overflow, settled
from tests.browser.watch import watch_of
from tests.callbacks.access.servers import free_port, serving

LINK: Final = "/west-end?type=robbery"
PASSWORD: Final = "a horse for the browser"  # noqa: S105 - of this test
REFUSED: Final = r"status of 40[13]"


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("accounts") / "accounts.json"
    save_accounts(file, {"ann": new_account("ann", Audience.ANALYST, PASSWORD)})
    return file


@pytest.fixture(scope="module")
def address(accounts: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration behind a sign-in, on plain HTTP of this machine."""
    port = free_port()
    told = {"SIGN_IN": "local", "KEY": "k" * 64, "ACCOUNTS": str(accounts), "ADDRESS": f"http://127.0.0.1:{port}"}
    with serving("--port", str(port), temporary=tmp_path_factory.mktemp("counts"), **told):
        yield told["ADDRESS"]


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill("Ann")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("phone", [False, True])
def test_the_sign_in_page_is_for_everybody(open_page: OpenPage, address: str, phone: bool, scheme: str) -> None:
    page = open_page(address, color_scheme=scheme, **(PHONE if phone else {}))
    watch_of(page).allow(REFUSED)
    page.goto(LINK)
    assert page.url == f"{address}/sign-in?next=%2Fwest-end%3Ftype%3Drobbery"
    axe(page)
    sign_in(page, "another horse")
    expect(page.get_by_role("alert")).to_contain_text("The name or the password is not right")
    expect(page.get_by_label("Name")).to_have_value("Ann")
    expect(page.get_by_label("Password")).to_have_value("")
    axe(page)
    assert overflow(page) == 0


def test_signing_in_by_keyboard_leads_to_the_link_and_out_again(open_page: OpenPage, address: str) -> None:
    page = open_page(address)
    page.goto(LINK)
    page.keyboard.press("Tab")
    page.keyboard.type("ann")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{LINK}")
    settled(page)
    expect(page.get_by_text("Signed in as analyst")).to_be_visible()
    page.get_by_role("link", name="Sign out").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in")
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert page.context.cookies() == []


def test_a_session_that_ends_under_an_open_page_leads_to_the_sign_in_and_back(
    open_page: OpenPage, address: str
) -> None:
    page = open_page(address)
    watch_of(page).allow(REFUSED)
    page.goto("/west-end")
    sign_in(page)
    page.wait_for_url("**/west-end")
    settled(page)
    page.context.clear_cookies()
    page.evaluate(
        "() => { history.pushState({}, '', '/west-end?type=robbery'); dispatchEvent(new PopStateEvent('popstate')); }"
    )
    page.wait_for_url("**/sign-in?next=%2Fwest-end%3Ftype%3Drobbery")
    sign_in(page)
    page.wait_for_url(f"**{LINK}")
    settled(page)


def test_who_reads_stands_in_the_head_of_a_phone(open_page: OpenPage, address: str) -> None:
    page = open_page(address, **PHONE)
    page.goto("/about")
    sign_in(page)
    page.wait_for_url("**/about")
    settled(page)
    link = page.get_by_role("link", name="Sign out")
    expect(link).to_be_visible()
    box = link.bounding_box()
    assert box
    assert box["height"] >= 24
    axe(page, "header")
    assert overflow(page) == 0
