"""Sending a request as a web server hands it on, and what is wrong with the answer."""

from __future__ import annotations

import gzip
import hashlib
import io
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import create_environ, run_wsgi_app

from bench.spoiling import Attempt

WATCHED = ("ticket", "draft", "ballot", "invitation")
KEEPS_THE_REST = (409, 422)
"""A page that comes back with what is wrong has kept what was valid."""
LOOKING = ("GET", "HEAD", "OPTIONS", "TRACE")


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Headers
    body: bytes


class Watch:
    """Whether the watched tables are, byte for byte, what they were at the last look.

    SQLite tells a connection that another one has committed something; only then are they read.
    """

    def __init__(self, database: Path) -> None:
        self._database = sqlite3.connect(database)
        self._commits, self._content = self._number(), self._print()

    def changed(self) -> bool:
        number = self._number()
        if number == self._commits:
            return False
        before, self._commits, self._content = self._content, number, self._print()
        return self._content != before

    def close(self) -> None:
        self._database.close()

    def _number(self) -> int:
        return int(self._database.execute("PRAGMA data_version").fetchone()[0])

    def _print(self) -> bytes:
        whole = hashlib.sha256()
        for table in WATCHED:
            for row in self._database.execute(f"SELECT * FROM {table} ORDER BY 1, 2"):
                whole.update(repr(row).encode())
        return whole.digest()


def send(app: Flask, attempt: Attempt) -> Answer:
    """The application's answer, read to its end; 500 if it raises, as a web server answers then."""
    try:
        chunks, status, headers = run_wsgi_app(app.wsgi_app, _environ(attempt))
    except Exception as error:
        return Answer(500, Headers(), type(error).__name__.encode())
    body = b"".join(chunks)
    if headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    return Answer(int(status[:3]), headers, body)


def complaints(attempt: Attempt, answer: Answer, changed: bool) -> Iterator[str]:
    """What no request may lead to, whatever it was."""
    if answer.status >= 500:
        yield f"answered with {answer.status}"
    if b"Traceback" in answer.body:
        yield "shows a traceback"
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    fragment = "HX-Request" in attempt.headers and answer.status < 300
    if html and answer.body and not fragment and b"<h1" not in answer.body:
        yield "a page without a heading"
    refused = answer.status >= 400 and answer.status not in KEEPS_THE_REST
    if changed and (refused or attempt.method in LOOKING):
        yield f"changed what is stored, answered with {answer.status}"


def _environ(attempt: Attempt) -> dict[str, Any]:
    """As PEP 3333 has it: header and path are bytes in the guise of latin-1 text."""
    body = attempt.sent() if attempt.method not in LOOKING or attempt.body else b""
    environ = create_environ(method="POST", content_type=attempt.kind)
    environ |= {
        "REQUEST_METHOD": attempt.method,
        "PATH_INFO": unquote_to_bytes(attempt.path).decode("latin-1"),
        "RAW_URI": attempt.path,
        "REQUEST_URI": attempt.path,
        "QUERY_STRING": attempt.query,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    cookies = b"; ".join(name + b"=" + value for name, value in attempt.cookies)
    headers = {**attempt.headers, "Cookie": _one_line(cookies)}
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_LENGTH" else f"HTTP_{key}"] = value
    return environ


def _one_line(value: bytes) -> str:
    """No web server hands on a header that holds a line's end or a zero byte."""
    return value.translate(None, b"\r\n\x00").decode("latin-1")
