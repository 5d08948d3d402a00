"""Headers of every answer: what a browser may do with it, and who may keep it.

The policy names what pages are made of. Scripts are ours or one of the few that Dash writes into the page, by their hash,
worked out for each page because Dash adds one at the first request. Style sheets are ours, or one of those that Dash's
scripts write, by their hash; no style attribute in the text of a page is needed (scripts set styles one by one, which no policy
concerns). So nothing is allowed as ``unsafe-inline`` or ``unsafe-eval``.
"""

from __future__ import annotations

from typing import Final

from dash import Dash
from flask import Response, g, request

from callbacks.access.addresses import origin_of
from data.settings import Settings

HTML: Final = "text/html"
SHAPES: Final = "routes.boundaries"  # shapes of areas: no figures, and large
A_YEAR: Final = 365 * 24 * 3600
FIXED: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone",
            "midi", "payment", "usb",
        )
    ),
}  # fmt: skip


# The style sheets that Dash's scripts (dash-renderer, dcc, of the version in uv.lock) write into every page, and an empty one,
# which Plotly fills by rules. Another version of Dash may need others: tests/browser/test_csp.py names them.
STYLE_SHEETS: Final = (
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",  # empty
    "'sha256-+QoPrsxO0auPnxSulD3bAr9CoDGgzv7YRfYE0vfxeQI='",
    "'sha256-0IJGrxhCP5NUIafylLkj5118xkZH1kp5FmNio7NOckI='",
    "'sha256-Aq43X0SlmB69maWGob4rp/UuSHhwePalkRRExtsxOJ8='",
    "'sha256-Do5Z9ZqsPvCQTUBQS9BnDm/2+on7omuzuLYk5sbA+2s='",
    "'sha256-ITR5T9OwskhdqdsliUJRmgp9ltOFAHgXe1F7eRvGnmQ='",
    "'sha256-MJs2ke1SA6Cy3tTCZu2QH0rj0r//iNqU0idy9bM4leg='",
    "'sha256-SkhFDxgIcEjMhRh19uSHWrkdnAlZ9rlskgr9yLsipa8='",
    "'sha256-VUA+tqvhK3niMn7AdszqidMFPRh9FLqxB2iINUrsiTw='",
    "'sha256-X2TqJwnIiE/ceDVeAdr7v7BOWBU6CEzE6qxlNzBzvBk='",
    "'sha256-Z8VokGxeiKThZOEmkdUgfW+jxbvItBwAXC8M1c4wqAM='",
    "'sha256-uDiOZWps1U7E8/0BTaQrclYMhVhRVE4dT0vb5X6nXOw='",
)


def policy(scripts: list[str], images: str = "", forms: str = "") -> str:
    """The content-security policy of a page with these inline scripts (hashes), and a host of map tiles.

    ``forms`` is where a form of ours may lead besides here: the provider that signs people in.
    """
    parts = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *scripts]),
        "style-src": " ".join(["'self'", *STYLE_SHEETS]),
        "img-src": f"'self' data: blob: {images}".rstrip(),
        "font-src": "'self'",
        "connect-src": "'self'",
        "worker-src": "blob:",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "frame-ancestors": "'none'",
        "form-action": f"'self' {forms}".rstrip(),
    }
    return "; ".join(f"{name} {value}" for name, value in parts.items())


class Headers:
    """Puts the headers on every answer of one installation."""

    def __init__(self, app: Dash, settings: Settings, kept: frozenset[str]) -> None:
        self.app = app
        self.signs_in = settings.sign_in != "none"
        self.kept = kept  # endpoints whose files hold no figures
        self.fixed = dict(FIXED)
        if settings.address.startswith("https://"):
            self.fixed["Strict-Transport-Security"] = f"max-age={A_YEAR}"
        self.images = origin_of(settings.tiles.replace("{s}", "*"))
        self.forms = origin_of(settings.oidc_issuer) if settings.sign_in == "oidc" else ""

    def __call__(self, response: Response) -> Response:
        for name, value in self.fixed.items():
            response.headers.setdefault(name, value)
        if response.mimetype == HTML:
            response.headers["Content-Security-Policy"] = policy(list(self.app.csp_hashes()), self.images, self.forms)
        if self.signs_in:
            self.keep_private(response)
        return response

    def keep_private(self, response: Response) -> None:
        """Of one reader, for one reader: nothing between may keep an answer, nor the browser one that tells figures."""
        if g.get("reader") is None:
            response.headers.pop("Speculation-Rules", None)  # a page made ready in advance would only be refused
        response.headers.pop("Link", None)  # so would the words of answers, which browsers fetch without a session
        given = response.status_code in (200, 304)
        if request.endpoint in self.kept and given:
            return
        if request.endpoint == SHAPES and given:
            response.cache_control.public, response.cache_control.private = False, True
        else:
            response.headers["Cache-Control"] = "no-store, private"
        response.vary.add("Cookie")
