"""A server that speaks GOV.UK Notify's API, and the key that it takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

from portal.post import notify
from portal.post.servers import NotifyService

SERVICE, SECRET = (f"{digit * 8}-1111-4111-8111-{digit * 12}" for digit in "ab")
TEMPLATE = "c" * 8 + "-1111-4111-8111-" + "c" * 12
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ELSEWHERE = "http://127.0.0.1:9/v2/notifications"
SHUT_AFTER = 0.01
"""Seconds until a server that is told to stop looks whether it was; else half a second a test."""


@dataclass
class Api:
    """What was asked, and what to answer: a status with errors; 0 cuts the connection. ``failed``:
    what is listed of failures, newest first, so many ``a_page``; ``lists``: what is answered in its
    place, once each. ``looks``: the questions for it."""

    asked: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    answers: list[tuple[int, list[dict[str, str]]]] = field(default_factory=list)
    connections: set[object] = field(default_factory=set)
    failed: list[dict[str, Any]] = field(default_factory=list)
    a_page: int = 250
    lists: list[tuple[int, bytes]] = field(default_factory=list)
    looks: list[dict[str, list[str]]] = field(default_factory=list)
    url: str = ""

    def page(self, older_than: str) -> bytes:
        names = [each["id"] for each in self.failed]
        first = names.index(older_than) + 1 if older_than else 0
        page = self.failed[first : first + self.a_page]
        links = {"current": ELSEWHERE} | ({"next": ELSEWHERE} if page else {})
        return json.dumps({"notifications": page, "links": links}).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: Api

    def do_POST(self) -> None:
        assert self.path == "/v2/notifications/email"
        self._check()
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status, errors = self.state.answers.pop(0) if self.state.answers else (201, [])
        if status in (0, 201):
            self.state.asked.append(json.loads(body))
        self._answer(status, json.dumps({"status_code": status, "errors": errors}).encode())

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        assert parts.path == "/v2/notifications"
        self._check()
        asked = parse_qs(parts.query)
        self.state.looks.append(asked)
        if self.state.lists:
            self._answer(*self.state.lists.pop(0))
        else:
            self._answer(200, self.state.page(asked.get("older_than", [""])[0]))

    def _check(self) -> None:
        self.state.connections.add(self.client_address)
        token = self.headers["Authorization"].removeprefix("Bearer ")
        options: Any = {"verify_iat": False}
        self.state.claims.append(jwt.decode(token, SECRET, ["HS256"], options))

    def _answer(self, status: int, content: bytes) -> None:
        if not status:
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def running() -> Iterator[Api]:
    state = Api()
    handler = type("Handler", (_Handler,), {"state": state})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, args=(SHUT_AFTER,))
        thread.start()
        state.url = f"http://127.0.0.1:{server.server_port}"
        yield state
        server.shutdown()
        thread.join()


def key_file(folder: Path) -> Path:
    """With the key that the server takes."""
    file = folder / "key"
    file.write_text(f"health_check-{SERVICE}-{SECRET}\n")
    return file


def connected(url: str, folder: Path) -> notify.Notify:
    return notify.connect(NotifyService(key_file(folder), TEMPLATE, url), lambda: NOW)
