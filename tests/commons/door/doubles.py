"""Local doubles of what stands outside: an SMTP server, GOV.UK Notify as its API is documented, an OpenID Connect issuer. Real sockets."""

import json
import socketserver
import threading
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[Any]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class Mail(socketserver.ThreadingTCPServer):
    """A server of RFC 5321, as much as is needed. `refuses`: address -> the answer it gets."""

    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _MailTalk)
        self.got: list[tuple[str, str]] = []
        self.refuses: dict[str, str] = {}

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}?tls=none"


class _MailTalk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("220 mail.example")
        to = ""
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            if word == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
                self.say(self.server.refuses.get(to, "250 ok"))
            elif word == "DATA":
                self.say("354 go on")
                lines = iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), ".")
                self.server.got.append((to, "\n".join(lines)))
                self.say("250 taken")
            elif word == "QUIT":
                return self.say("221 bye")
            else:
                self.say("250 ok")
        return None

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class Web(ThreadingHTTPServer):
    """An HTTP server whose answers come from `answer(handler, body) -> (status, JSON)`."""

    def __init__(self, answer: Callable[[BaseHTTPRequestHandler, bytes], tuple[int, Any]]):
        super().__init__(("127.0.0.1", 0), _WebTalk)
        self.answer = answer

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _WebTalk(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, said = self.server.answer(self, body)
        words = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *words: Any) -> None:
        pass


class Notify:
    """GOV.UK Notify: each request brings a JWT signed with the secret half of the key, by the service's id."""

    PATHS = {
        "/v2/notifications/sms": "phone_number",
        "/v2/notifications/email": "email_address",
        "/v2/notifications/letter": "",
    }

    def __init__(self) -> None:
        self.service, self.secret = str(uuid4()), str(uuid4())
        self.got: list[dict[str, Any]] = []
        self.answers: list[int] = []  # statuses to give first, then 201

    @property
    def key(self) -> str:
        return f"test-{self.service}-{self.secret}"

    def answer(self, asked: BaseHTTPRequestHandler, body: bytes) -> tuple[int, Any]:
        token = asked.headers["Authorization"].removeprefix("Bearer ")
        claims = jwt.decode(token, OctKey.import_key(self.secret), algorithms=["HS256"]).claims
        assert claims["iss"] == self.service
        assert claims["iat"]
        if self.answers and (status := self.answers.pop(0)) != 201:
            return status, {"status_code": status, "errors": [{"error": "Error", "message": "no 07700900001"}]}
        told = json.loads(body)
        needed = self.PATHS[asked.path]
        assert not needed or told[needed]
        assert needed or told["personalisation"]["address_line_1"]
        assert told["template_id"]
        self.got.append({**told, "id": str(uuid4())})
        return 201, {
            "id": self.got[-1]["id"],
            "reference": told.get("reference"),
            "uri": "",
            "template": {},
            "content": {},
        }


class Issuer:
    """An OpenID Connect issuer with real RS256 keys. `lies` changes claims; `key` may be swapped for one that it does not publish."""

    def __init__(self) -> None:
        self.key = self.published = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        self.url = ""
        self.codes: dict[str, dict[str, str]] = {}
        self.lies: dict[str, Any] = {}
        self.subject = "subject-1"

    def answer(self, asked: BaseHTTPRequestHandler, body: bytes) -> tuple[int, Any]:
        path = urlsplit(asked.path).path
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
            }
        if path == "/keys":
            return 200, {"keys": [self.published.as_dict(private=False)]}
        return self._token(asked, parse_qs(body.decode()))

    def agree(self, address: str) -> dict[str, str]:
        """What someone's yes at the issuer's own page leads to: the query that the browser brings back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = uuid4().hex
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def _token(self, asked: BaseHTTPRequestHandler, form: dict[str, list[str]]) -> tuple[int, Any]:
        begun = self.codes.pop(form["code"][0], None)
        who, _, password = b64decode(asked.headers["Authorization"].removeprefix("Basic ")).decode().partition(":")
        if begun is None or (who, password) != ("our-client", "our-secret"):
            return 400, {"error": "invalid_grant"}
        hashed = urlsafe_b64encode(sha256(form["code_verifier"][0].encode()).digest()).rstrip(b"=").decode()
        if hashed != begun["code_challenge"] or form["redirect_uri"][0] != begun["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        from letgo.commons.record.clock import now

        at = int(now().timestamp())
        claims = {
            "iss": self.url,
            "sub": self.subject,
            "aud": "our-client",
            "nonce": begun["nonce"],
            "iat": at,
            "exp": at + 300,
        }
        token = jwt.encode({"alg": "RS256", "kid": "one"}, {**claims, **self.lies}, self.key)
        return 200, {"access_token": "a", "token_type": "Bearer", "id_token": token}
