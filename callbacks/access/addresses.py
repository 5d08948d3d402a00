"""Where a request comes from and where it may be sent: nothing of it is believed before it is checked."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

from flask import Request

HOME: Final = "/"
LONGEST: Final = 2000
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
# One slash, then no second one and no backslash (browsers read it as a slash); no space, no control character at all.
_LOCAL: Final = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f-\x9f]*")


def local_path(text: str | None) -> str:
    """A page of this dashboard that ``next`` names; the first page for anything else.

    A browser takes ``//host``, ``/\\host``, and either with tabs or line ends between the slashes, for another host; a
    sign-in that sent people there would lend its name to whoever made the link.
    """
    if not text or len(text) > LONGEST or not _LOCAL.fullmatch(text):
        return HOME
    parts = urlsplit(text)
    if parts.scheme or parts.netloc or parts.path.startswith("//") or "/../" in f"{parts.path}/":
        return HOME
    if parts.path.startswith(("/sign-", "/_")):  # not back to the form, and to nothing but pages
        return HOME
    return text


def sign_in_link(path: str, query: str = "") -> str:
    """The address of the sign-in that leads back to a page and its question."""
    wanted = local_path(f"{path}?{query}" if query else path)
    return "/sign-in" if wanted == HOME else f"/sign-in?next={quote(wanted, safe='')}"


def is_from_another_site(request: Request, address: str) -> bool:
    """Whether a request that changes something did not come from a page of ours.

    Browsers say so themselves, in headers that a page cannot set: ``Sec-Fetch-Site``, or ``Origin`` where they are older (the
    algorithm of Go's http.CrossOriginProtection). A request with neither did not come from a browser of this decade and is
    not taken either.
    """
    if request.method in SAFE_METHODS:
        return False
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site != "same-origin"
    origin = request.headers.get("Origin", "")
    return not origin or origin not in {address, request.host_url.rstrip("/")}


def origin_of(address: str) -> str:
    """``https://host:port`` of an address; empty for one that is none."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else ""


def is_loopback(address: str) -> bool:
    """Whether an address is of this machine, where nobody else reads what is sent."""
    return urlsplit(address).hostname in LOOPBACK
