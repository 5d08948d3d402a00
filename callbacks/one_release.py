"""Every answer is of one release, and a page never goes back to an older one.

The release is looked up once a request. Behind a load balancer one machine may have a new release a little before
another: a page says which release it has seen, and a machine that has not got it yet says so instead of answering from
an older one; the page asks again (``assets/requests.js``), and meets another machine or this one a moment later.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request

from data.serving import current_release, held_release, let_go

SEEN: Final = "X-Swp-Release"  # of a request: the newest release its page has seen; of an answer: whose it is
BEHIND: Final = "X-Swp-Behind"  # of an answer without content: the newest release this machine has
OURS: Final = ("/_dash-update-component", "/_dash-layout")
PAGES: Final = ("/", "/<path:path>")  # Dash's names for the addresses of pages
NAMING: Final = ("/boundaries/", "/beside/")  # addresses that go on with a release's id
one_release = Blueprint("one_release", __name__)


@one_release.before_app_request
def hold_or_decline() -> Response | None:
    """Hold the newest release for this request; decline where the page has seen a newer one."""
    if request.endpoint in PAGES:  # a page that could show nothing says so itself
        held_release()
        return None
    if request.path in OURS:
        seen = request.headers.get(SEEN, "")
    elif request.path.startswith(NAMING):
        seen = request.path.split("/")[2]
    else:
        return None
    release = held_release()
    if is_behind(release.releases or (release.id,), seen):
        return Response(status=204, headers={BEHIND: release.id})
    return None


@one_release.after_app_request
def name_release(response: Response) -> Response:
    """Tell whose the answer is."""
    if request.path in OURS and BEHIND not in response.headers and response.status_code < 400:
        response.headers[SEEN] = current_release().id
    return response


@one_release.teardown_app_request
def forget_release(_error: BaseException | None) -> None:
    """The thread's next request looks for the newest release again."""
    let_go()


def is_behind(releases: tuple[str, ...], seen: str) -> bool:
    """Whether a page has seen a release that is newer than all of these: its running number is higher."""
    return seen not in releases and number(seen) > max(number(release) for release in releases)


def number(release: str) -> int:
    """The running number of a release's id; 0 for one without (the demonstration)."""
    text = release.partition("-")[0]
    return int(text) if text.isdecimal() else 0
