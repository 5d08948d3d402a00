"""Office files (zip packages of XML) that are the same bytes whenever they are made from the same content."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Final

CORE: Final = "docProps/core.xml"
FIRST_DATE: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can tell
STAMP: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def with_fixed_dates(content: bytes, when: datetime) -> bytes:
    """The same package: its properties dated ``when``, its parts at the first date of all, in the order given."""
    stamp = when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith(".xlsx"):  # behind a chart
                part = with_fixed_dates(part, when)
            if name == CORE:
                part = STAMP.sub(lambda found: found[1] + stamp + found[2], part)
            entry = zipfile.ZipInfo(name, FIRST_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, part)
    return made.getvalue()
