"""A local server that behaves like the publisher's ArcGIS FeatureServer, good days and bad."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import geopandas as gpd

Trouble = Callable[[dict[str, str]], "tuple[int, bytes] | None"]


@dataclass
class Service:
    """One layer: its areas, the cap of its pages, and how it shows its whims."""

    areas: gpd.GeoDataFrame
    cap: int = 2
    flag: str = "properties"  # where exceededTransferLimit stands: properties or top
    crs_member: bool = False
    miscount: int = 0
    lower_case: bool = False
    trouble: Trouble = lambda _: None
    asked: list[dict[str, str]] = field(default_factory=list)

    def answer(self, query: dict[str, str]) -> dict[str, Any]:
        chosen = self._where(query["where"])
        if chosen is None:
            return error(400, "Cannot perform query. Invalid query parameters.")
        if query.get("returnCountOnly") == "true":
            return {"count": len(chosen) + self.miscount}
        columns = query["outFields"].split(",")
        if not set(columns) <= set(self.areas.columns):
            return error(400, "Invalid field")
        if "orderByFields" in query:
            chosen = chosen.sort_values(query["orderByFields"])
        else:  # without an order the server's own changes from page to page
            chosen = chosen.sample(frac=1, random_state=len(self.asked))
        start = int(query.get("resultOffset", 0))
        size = min(self.cap, int(query.get("resultRecordCount", self.cap)))
        page = chosen.iloc[start : start + size].to_crs(int(query["outSR"]))
        if self.lower_case:
            page = page.rename(columns=str.lower)
            columns = [column.lower() for column in columns]
        found: dict[str, Any] = json.loads(page[[*columns, "geometry"]].to_json())
        found.pop("crs", None)
        if self.crs_member:
            found["crs"] = {"type": "name", "properties": {"name": f"EPSG:{query['outSR']}"}}
        if start + size < len(chosen):
            if self.flag == "top":
                found["exceededTransferLimit"] = True
            else:
                found["properties"] = {"exceededTransferLimit": True}
        return found

    def _where(self, where: str) -> gpd.GeoDataFrame | None:
        if where == "1=1":
            return self.areas
        if match := re.fullmatch(r"(\w+)='(\w+)'", where):
            return self.areas[self.areas[match[1]] == match[2]]
        if match := re.fullmatch(r"(\w+) LIKE '((?:[^']|'')+)%'", where):
            return self.areas[self.areas[match[1]].str.startswith(match[2].replace("''", "'"))]
        return None


def error(code: int, message: str) -> dict[str, Any]:
    """A mistake as the service says it: HTTP 200 with this body."""
    return {"error": {"code": code, "message": message, "details": []}}


class FakeArcgis:
    """Serves services by name on a free local port; use as a context."""

    def __init__(self, services: dict[str, Service]) -> None:
        self.services = services
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                match = re.fullmatch(r"/rest/services/(\w+)/FeatureServer/0/query", parts.path)
                service = owner.services.get(match[1]) if match else None
                status, body = 200, b""
                if service is None:
                    body = json.dumps(error(400, "Invalid URL")).encode()
                else:
                    service.asked.append(query)
                    trouble = service.trouble(query)
                    status, body = trouble or (200, json.dumps(service.answer(query)).encode())
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/rest/services"

    def __enter__(self) -> FakeArcgis:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def once(trouble: tuple[int, bytes], *, on: Callable[[dict[str, str]], bool] = lambda _: True) -> Trouble:
    """Trouble the first time the question is one of ``on``, then none."""
    left = [trouble]
    return lambda query: left.pop() if left and on(query) else None


def always(status: int, body: bytes) -> Trouble:
    return lambda _: (status, body)


def slow(seconds: float) -> Trouble:
    def wait(_: dict[str, str]) -> None:
        time.sleep(seconds)

    return wait
