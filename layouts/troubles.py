"""What a reader is told when something goes wrong: one sentence, with a reference to quote."""

from __future__ import annotations

from html import escape
from typing import Final

OUR_MISTAKE: Final = "Something went wrong here; the figures may not have followed. If it happens again, quote {}."
UNREADABLE: Final = "The figures cannot be read at the moment. Try again in a minute; if it stays so, quote {}."
NO_MEMORY: Final = "The server is short of memory at the moment. Try again in a minute; if it stays so, quote {}."
TITLE: Final = "The figures cannot be shown"
PAGE: Final = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
</head>
<body><main><h1>{title}</h1><p>{says}</p></main></body>
</html>
"""


def trouble_page(says: str) -> str:
    """A page of one sentence that needs nothing else: what is wrong may be anything."""
    return PAGE.format(title=TITLE, says=escape(says))
