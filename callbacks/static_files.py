"""Files that never change under their address: scripts and styles in one bundle each, fonts, the charts' library,
Dash's own scripts; compressed once, kept in memory by the server and for a year by browsers.

The files in ``assets`` stay as they are written. When the dashboard is made they are joined in the order in which Dash
would load them; an address carries a hash of its content, so a new version has a new address.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, cast

import brotli  # type: ignore[import-untyped]
import dash
from dash.exceptions import DependencyException, InvalidResourceError
from dash.fingerprint import check_fingerprint
from flask import Blueprint, Flask, Response, abort, request

from layouts.shared_words import ENCODING, SMALLEST, WORDS, SharedWords

PREFIX: Final = "/files"
ASSETS: Final = "/assets"
SCRIPTS: Final = "scripts.js"
STYLES: Final = "styles.css"
SIGN_IN: Final = "sign_in.css"  # all that the sign-in page needs, which loads nothing else
SIGN_IN_PARTS: Final = ("theme.css", "base.css", "shell.css", "access.css")
NEXT_PAGE: Final = "next_page.json"  # what browsers may make ready: the page a reader is about to go to
SPECULATION: Final = "application/speculationrules+json"
ANSWERS: Final = "/_dash-update-component"
CHARTS: Final = "vendor/plotly/plotly-scatter.min.js"  # asked for by the page that draws charts: assets/charts.js
A_YEAR: Final = 365 * 24 * 3600
QUICK, THOROUGH = 5, 11  # qualities of brotli: milliseconds, and a tenth of a second for 100 kB
COMPRESSED_TYPES: Final = ("text/", "application/javascript", "application/json", "image/svg+xml")
COMPONENT_SUITES: Final = "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>"
# What Dash puts on every page and no page here needs: a table, and what browsers of before 2018 lack.
NOT_NEEDED: Final = re.compile(r'<script src="[^"]*/(?:dash_table/bundle|deps/polyfill@)[^"]*"></script>\n?')

View = Callable[..., Response]


class ServedFile:
    """One file in memory with its compressed forms: quickly made when first asked for, then thoroughly, in the
    background, so that nobody waits for the smallest form."""

    def __init__(self, content: bytes, media_type: str) -> None:
        self.content = content
        self.media_type = media_type
        self.hash = hashlib.sha256(content).hexdigest()[:12]
        self._forms: dict[str, bytes] = {}

    def form(self, encoding: str) -> bytes:
        """The content as ``br``, ``gzip`` or ``identity``."""
        if encoding == "identity":
            return self.content
        if encoding not in self._forms:
            if encoding == "br":
                self._forms[encoding] = brotli.compress(self.content, quality=QUICK)
                background().submit(self.press)
            else:
                self._forms[encoding] = gzip.compress(self.content, 9, mtime=0)
        return self._forms[encoding]

    def press(self) -> None:
        """Replace the quick form by the smallest one."""
        self._forms["br"] = brotli.compress(self.content, quality=THOROUGH)

    def response(self, *, kept: bool = True) -> Response:
        """The answer to the present request; ``kept`` a year, else asked again each time."""
        encoding = self._wanted()
        response = Response(self.form(encoding), mimetype=self.media_type)
        response.vary.add("Accept-Encoding")
        if encoding != "identity":
            response.content_encoding = encoding
        if kept:
            response.cache_control.max_age = A_YEAR
            response.cache_control.public = response.cache_control.immutable = True
            return response
        response.cache_control.no_cache = True
        response.set_etag(f"{self.hash}-{encoding}")
        response.make_conditional(request)
        return response

    def _wanted(self) -> str:
        if self.media_type.startswith(COMPRESSED_TYPES):
            for encoding in ("br", "gzip"):
                if request.accept_encodings.quality(encoding) > 0:
                    return encoding
        return "identity"


@lru_cache(maxsize=1)
def background() -> ThreadPoolExecutor:
    """One thread, made in the process that serves."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="compressing")


class StaticFiles:
    """All files of ``assets`` that pages load, by name, each with its address."""

    def __init__(self, assets: Path) -> None:
        self.assets = assets
        self.files: dict[str, ServedFile] = {}
        for path in sorted(assets.rglob("*")):
            name = path.relative_to(assets).as_posix()
            if name.startswith("fonts/print/"):
                continue
            if path.suffix in (".woff2", ".svg") or name in (CHARTS, NEXT_PAGE, WORDS):
                self.files[name] = ServedFile(path.read_bytes(), media_type(name))
        self.files[SCRIPTS] = ServedFile(joined(assets, "js").encode(), media_type(SCRIPTS))
        parts = "\n".join(
            (assets / part).read_text(encoding="utf-8") for part in SIGN_IN_PARTS if (assets / part).is_file()
        )
        self.files[SIGN_IN] = ServedFile(self.readdressed(parts).encode(), media_type(SIGN_IN))
        self.files[STYLES] = ServedFile(self.readdressed(joined(assets, "css")).encode(), media_type(STYLES))

    def address(self, name: str) -> str:
        return f"{PREFIX}/{self.files[name].hash}/{name}"

    def readdressed(self, text: str) -> str:
        """Text of a page or a style sheet that names files by their lasting addresses."""

        def lasting(match: re.Match[str]) -> str:
            return match[1] + (self.address(match[2]) if match[2] in self.files else match[0].removeprefix(match[1]))

        return re.sub(rf"""((?:url\(|(?:href|src|data-charts)=)["']?)(?:{ASSETS}/)?([\w./-]+)""", lasting, text)

    def routes(self) -> Blueprint:
        """The files at their addresses. A page of another version asks for another hash: it gets what there is."""
        made = Blueprint("static_files", __name__)

        @made.get(f"{PREFIX}/<content_hash>/<path:name>")
        def served(content_hash: str, name: str) -> Response:
            file = self.files.get(name)
            if file is None:
                abort(404)
            response = file.response(kept=file.hash == content_hash)
            if name == WORDS:
                response.headers["Use-As-Dictionary"] = f'match="{ANSWERS}"'
            return response

        return made


def loaded(assets: Path, suffix: str) -> list[Path]:
    """Scripts or style sheets in the order in which Dash loads them: a folder's own by name, then its folders'."""
    found = [path for path in assets.rglob(f"*.{suffix}") if path.relative_to(assets).as_posix() != CHARTS]
    return sorted(found, key=lambda path: (path.relative_to(assets).parent.as_posix().split("/"), path.name))


def joined(assets: Path, suffix: str) -> str:
    end = ";\n" if suffix == "js" else "\n"  # a file may end without a semicolon
    return "".join(
        f"/* {path.relative_to(assets).as_posix()} */\n{path.read_text(encoding='utf-8')}{end}"
        for path in loaded(assets, suffix)
    )


def media_type(name: str) -> str:
    if name == NEXT_PAGE:
        return SPECULATION
    if name.endswith(".woff2"):
        return "font/woff2"
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


class Dashboard(dash.Dash):
    """Dash whose pages name our files by their lasting addresses and leave out what no page needs."""

    def __init__(self, files: StaticFiles, **settings: Any) -> None:
        self.files = files
        server = Flask(__name__, static_folder=None)
        server.config.update(COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_BR_LEVEL=QUICK)  # of answers
        super().__init__(
            __name__,
            server=server,
            assets_folder=str(files.assets),
            compress=True,
            external_scripts=[files.address(SCRIPTS)],
            external_stylesheets=[files.address(STYLES)],
            include_assets_files=False,  # they are joined
            include_pages_meta=False,
            pages_folder="",
            # Dash would check ids in the browser, for which it sends every page to every reader; tests check them.
            suppress_callback_exceptions=True,
            update_title=None,
            use_pages=True,
            **settings,
        )
        server.register_blueprint(files.routes())
        endpoint = next(rule.endpoint for rule in server.url_map.iter_rules() if rule.rule == COMPONENT_SUITES)
        server.view_functions[endpoint] = kept_suites(cast(View, server.view_functions[endpoint]))
        server.after_request(self.name_next_page)
        if WORDS in files.files:
            server.after_request(told_by(SharedWords(files.files[WORDS].content)))

    def interpolate_index(self, **parts: str) -> str:
        parts["scripts"] = NOT_NEEDED.sub("", parts["scripts"])
        return self.files.readdressed(super().interpolate_index(**parts))

    def name_next_page(self, response: Response) -> Response:
        """A page names files by the hash of their content, so it is itself never kept; it may make the next one ready,
        and names the words that answers are told with."""
        if response.mimetype == "text/html":
            response.cache_control.no_cache = True
            if NEXT_PAGE in self.files.files:
                response.headers["Speculation-Rules"] = f'"{self.files.address(NEXT_PAGE)}"'
            if WORDS in self.files.files:
                response.headers["Link"] = f'<{self.files.address(WORDS)}>; rel="compression-dictionary"'
        return response


def told_by(words: SharedWords) -> Callable[[Response], Response]:
    """Shortens the answer to a question that names these words; any other stays, to be compressed by itself."""

    def shorten(response: Response) -> Response:
        if request.path == ANSWERS and response.status_code == 200 and not response.content_encoding:
            named = request.headers.get("Available-Dictionary") == words.name
            if named and request.accept_encodings.quality(ENCODING) > 0 and len(response.get_data()) >= SMALLEST:
                response.set_data(words.told(response.get_data()))
                response.content_encoding = ENCODING
        return response

    return shorten


def kept_suites(original: View) -> View:
    """Dash's own scripts, read and compressed once."""
    kept: dict[tuple[str, str], ServedFile] = {}

    def serve(package_name: str, fingerprinted_path: str) -> Response:
        path, fingerprinted = check_fingerprint(fingerprinted_path)
        if (package_name, path) not in kept:
            try:
                response = original(package_name=package_name, fingerprinted_path=path)
            except (DependencyException, InvalidResourceError):  # no such file: nothing to log
                abort(404)
            if response.status_code != 200:
                return response
            kept[package_name, path] = ServedFile(response.get_data(), media_type(path))
        return kept[package_name, path].response(kept=fingerprinted)

    return serve
