"""A small OpenID Connect provider on this machine: real HTTP, keys and codes of its own, and every way to go wrong."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "dashboard", "a secret of the dashboard"


@dataclass
class TestProvider:
    """What the provider has given out, and how it is to go wrong next.

    ``claims`` change those of the next token; ``sign`` takes its claims and gives the token.
    """

    __test__ = False

    address: str = ""
    key: Any = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    published: list[Any] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    issuer: str = ""
    sign: Callable[[dict[str, Any]], str] | None = None
    listed: list[str] = field(default_factory=lambda: ["RS256"])
    token: bool = True
    asked: list[str] = field(default_factory=list)

    def description(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer or self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "id_token_signing_alg_values_supported": self.listed,
        }

    def approve(self, question: dict[str, str]) -> str:
        """The code for a question that somebody said yes to at the provider."""
        code = f"code-{len(self.codes)}"
        self.codes[code] = question
        return code

    def exchange(self, form: dict[str, str], basic: str) -> tuple[int, dict[str, Any]]:
        question = self.codes.pop(form.get("code", ""), None)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        wanted = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        right = question and basic == f"Basic {wanted}" and form.get("redirect_uri") == question["redirect_uri"]
        if not question or not right or challenge != question.get("code_challenge"):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "sub": "person-7", "iat": now, "exp": now + 300}
        claims |= {"nonce": question["nonce"], "groups": [], **self.claims}
        claims = {name: value for name, value in claims.items() if value is not None}
        token = (self.sign or self.signed)(claims)
        return 200, {"access_token": "a", "token_type": "Bearer", **({"id_token": token} if self.token else {})}

    def signed(self, claims: dict[str, Any], algorithm: str = "RS256") -> str:
        return jwt.encode({"alg": algorithm, "kid": self.key.kid}, claims, self.key, algorithms=[algorithm])


def unsigned(claims: dict[str, Any]) -> str:
    """A token of the kind "none": nobody vouches for it."""
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts) + "."


@contextmanager
def running() -> Iterator[TestProvider]:
    """The provider at an address of its own, until the block ends."""
    provider = TestProvider()

    class Handler(BaseHTTPRequestHandler):
        def answer(self, status: int, told: dict[str, Any]) -> None:
            content = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_GET(self) -> None:
            provider.asked.append(self.path)
            if self.path == "/.well-known/openid-configuration":
                self.answer(200, provider.description())
            elif self.path == "/keys":
                keys = provider.published or [provider.key]
                self.answer(200, {"keys": [key.as_dict(private=False) for key in keys]})
            else:
                self.answer(404, {})

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.answer(*provider.exchange({k: v[0] for k, v in form.items()}, self.headers.get("Authorization", "")))

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
