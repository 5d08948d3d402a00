"""The sign-in page and the few pages around it: plain HTML, no script, and the line in the head that says who reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from data.audience import Audience
from layouts import ids

NAME: Final = "Safer Westminster"
REFUSED: Final = "The name or the password is not right. Check both, then try again."
TOO_MANY: Final = "Too many attempts. Wait a quarter of an hour, then try again."
NOT_NOW: Final = "Nobody can sign in at the moment. Try again in a few minutes, or tell whoever runs this dashboard."
NO_ACCESS: Final = "You are signed in to your organisation, but no group of yours has access to this dashboard."
FAILED: Final = "The sign-in could not be completed. Start again from here."
PAGE: Final = Markup("""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="same-origin">
<meta name="robots" content="noindex">
<title>{title} - {name}</title>
<link rel="icon" href="{icon}" type="image/svg+xml">
<link rel="stylesheet" href="{styles}">
</head>
<body class="sign-in">
<header class="top"><div class="wrap"><span class="brand">{name} <span>where and when crime concentrates</span></span></div></header>
<main><div class="wrap"><h1>{title}</h1>
{content}</div></main>
</body>
</html>
""")
ALERT: Final = Markup('<p class="refused" role="alert" id="refused">{says}</p>\n')
LOCAL: Final = Markup("""<form method="post" action="/sign-in">
<input type="hidden" name="next" value="{wanted}">
<p><label for="name">Name</label><input id="name" name="name" value="{typed}" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="100"{described}></p>
<p><label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required maxlength="1000"{described}></p>
<p><button type="submit">Sign in</button></p>
</form>
""")
PROVIDER: Final = Markup("""<form method="get" action="/sign-in/start">
<input type="hidden" name="next" value="{wanted}">
<p><button type="submit">Sign in with your organisation's account</button></p>
</form>
""")
SIGN_OUT: Final = Markup("""<form method="post" action="/sign-out"><p><button type="submit">Sign out</button></p></form>
""")
WORDS: Final = {
    Audience.PUBLIC: "Public view",
    Audience.PARTNER: "Signed in as partner",
    Audience.ANALYST: "Signed in as analyst",
}


def plain_page(title: str, content: Markup, styles: str, icon: str = "") -> str:
    """A page of words and at most one form, with the style sheet at that address."""
    return str(PAGE.format(title=title, name=NAME, content=content, styles=styles, icon=icon or "data:,"))


def paragraphs(says: Sequence[str]) -> Markup:
    """Each sentence or two as a paragraph."""
    return Markup("").join(Markup("<p>{}</p>\n").format(one) for one in says)


def message_page(title: str, says: Sequence[str], styles: str, *, sign_out: bool = False) -> str:
    """A page that says why there is nothing else to see."""
    return plain_page(title, paragraphs(says) + (SIGN_OUT if sign_out else Markup("")), styles)


def sign_in_page(
    way: str, styles: str, icon: str = "", *, wanted: str = "/", typed: str = "", refused: str = "", says: str = ""
) -> str:
    """The form of local accounts, or the button that leads to the provider; ``refused`` says why it did not work."""
    described = Markup(' aria-describedby="refused"') if refused else Markup("")
    alert = ALERT.format(says=refused) if refused else Markup("")
    form = (LOCAL if way == "local" else PROVIDER).format(wanted=wanted, typed=typed, described=described)
    return plain_page("Sign in", alert + (paragraphs([says]) if says else Markup("")) + form, styles, icon)


def who_reads(audience: Audience, *, signed_in: bool) -> Component:
    """In the head of an installation with sign-in: who reads, and the way in or out."""
    if not signed_in:
        way: Component = html.A("Sign in", href="/sign-in", id=ids.SIGN_IN)
    else:
        way = html.A("Sign out", href="/sign-out", id=ids.SIGN_OUT)
    return html.P([WORDS[audience], " · ", way], className="who-reads")
