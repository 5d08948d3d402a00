"""Questions to an ArcGIS FeatureServer: paging, patience, and answers that are mistakes in disguise.

The service sends pages of limited size, says in one of two places that there are more, and answers mistakes with
HTTP 200 and an ``error`` member.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from data.schema import DataError

MEND: Final = "try again later, or get the file by hand and register it: swp boundaries FILE --store DIR"

_PAGE: Final = 1000
_PAGE_BYTES: Final = 200_000_000


@dataclass(frozen=True)
class Patience:
    """How long to wait: seconds for one answer and for all, tries for one answer, seconds before the second try."""

    answer_s: float = 60
    all_s: float = 900
    tries: int = 4
    pause_s: float = 1.0


class RefusedError(Exception):
    """The service understood the question and says no; asking again will not help."""


def features_of(
    ask: Service,
    service: str,
    *,
    where: str,
    fields: tuple[str, ...],
    out_sr: int,
    progress: Callable[[int, int], None],
) -> list[dict[str, Any]]:
    """Every feature that ``where`` selects, page by page in the order of the first field, which is their key.

    Property names come in upper case. Raises DataError where the service sends another number than it counted,
    RefusedError where it does not know the layer or the columns. ``progress`` takes the number read and the count.
    """
    key = fields[0]
    count = ask.get(service, {"where": where, "returnCountOnly": "true", "f": "json"}).get("count")
    if not isinstance(count, int):
        raise DataError("the service does not say how many areas it has", where=service, mend=MEND)
    query = {"where": where, "outFields": ",".join(fields), "returnGeometry": "true", "outSR": str(out_sr)}
    query |= {"orderByFields": key, "resultRecordCount": str(_PAGE), "f": "geojson"}
    features: dict[str, dict[str, Any]] = {}
    read = 0
    while True:
        page = ask.get(service, query | {"resultOffset": str(read)})
        new = page.get("features")
        if not isinstance(new, list):
            raise DataError("the service sent a page without areas", where=service, mend=MEND)
        for feature in new:
            features[_key_of(feature, key, service)] = feature
        read += len(new)
        progress(len(features), count)
        # A server that always says "more" ends here too, by its own count.
        if not new or not _more(page) or read > count:
            break
    if len(features) != count:
        raise DataError(
            f"the service counted {count} areas and sent {len(features)}",
            where=service,
            mend="try again: swp boundaries --download",
        )
    return list(features.values())


def _more(page: dict[str, Any]) -> bool:
    """Whether there are more pages: newer servers say so in the properties, older ones at the top."""
    properties = page.get("properties")
    inner = properties.get("exceededTransferLimit") if isinstance(properties, dict) else None
    return bool(page.get("exceededTransferLimit") or inner)


def _key_of(feature: Any, key: str, service: str) -> str:
    """The key of a feature; its properties are brought to upper case, for services change the case."""
    try:
        feature["properties"] = {name.upper(): value for name, value in feature["properties"].items()}
        return str(feature["properties"][key])
    except (TypeError, KeyError, AttributeError) as error:
        raise DataError(f"the service sent an area without {key}", where=service, mend=MEND) from error


class Service:
    """Asks the service, again where that may help, until patience ends."""

    def __init__(self, base: str, patience: Patience, deadline: float) -> None:
        self.base, self.patience, self.deadline = base.rstrip("/"), patience, deadline

    def get(self, service: str, query: dict[str, str]) -> dict[str, Any]:
        """The answer to one question; RefusedError if the service says no, DataError when patience ends."""
        url = f"{self.base}/{service}/FeatureServer/0/query?{urlencode(query)}"
        trouble = ""
        for attempt in range(self.patience.tries):
            if attempt:
                time.sleep(max(0.0, min(self.patience.pause_s * 2 ** (attempt - 1), self.deadline - time.monotonic())))
            left = self.deadline - time.monotonic()
            if left <= 0:
                trouble = trouble or "it took too long"
                break
            try:
                return _answer(url, min(self.patience.answer_s, left))
            except (URLError, TimeoutError, ConnectionError, ValueError, OSError) as error:
                trouble = str(error) or type(error).__name__
        raise DataError(f"the service cannot be used ({trouble})", where=f"{self.base}/{service}", mend=MEND)


def _answer(url: str, timeout_s: float) -> dict[str, Any]:
    """One answer as JSON. ValueError for what is no answer, RefusedError for a clear no."""
    request = Request(url, headers={"Accept": "application/json", "User-Agent": "safer-westminster"})  # noqa: S310
    try:
        with urlopen(request, timeout=timeout_s) as response:  # noqa: S310 - scheme: see fetch_level # nosec B310
            body = _read(response, timeout_s)
    except HTTPError as error:
        if error.code in {400, 403, 404}:
            raise RefusedError(f"HTTP {error.code}") from error
        raise
    answer = json.loads(body)
    if not isinstance(answer, dict):
        raise ValueError("the answer is not an object")  # rubbish: worth asking again
    error_member = answer.get("error")
    if error_member is not None:
        facts = error_member if isinstance(error_member, dict) else {"message": str(error_member)}
        text = f"{facts.get('message') or 'error'} ({facts.get('code', 'no code')})"
        if facts.get("code") in {400, 403, 404, 499}:
            raise RefusedError(text)
        raise ValueError(text)
    return answer


def _read(response: Any, timeout_s: float) -> bytes:
    """The body, within the time for all of it: a timeout of the socket alone never ends on a slow trickle."""
    until = time.monotonic() + timeout_s
    parts, size = [], 0
    while part := response.read1(1 << 16):
        parts.append(part)
        size += len(part)
        if time.monotonic() > until:
            raise TimeoutError("the answer came too slowly")
        if size > _PAGE_BYTES:
            raise ValueError("the answer is far too large")
    return b"".join(parts)
