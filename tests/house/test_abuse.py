"""A real server with the settings that are shipped, and requests that are too slow or too large."""

from __future__ import annotations

import contextlib
import http.client
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.serving import Web
from bench.slow import KINDS
from portal.store import db as store
from portal.store.db import db

TIMEOUT = 20
"""Generous, and less than the server's own patience: dawdlers do not give way meanwhile."""
LINES = 40
"""Ten times as many as the server has threads."""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("served")
    (folder / "instance").mkdir()
    web = Web(folder)
    store.init(folder / "instance" / "portal.sqlite")
    store.upgrade()
    db.close()
    web.start()
    try:
        yield web.port
    finally:
        web.kill()
    assert web.tracebacks() == 0, Path(web.log).read_text()


def ask(port: int, method: str, path: str, body: object = None, **headers: str) -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    with contextlib.closing(line):
        line.request(method, path, body, headers)  # type: ignore[arg-type]
        answer = line.getresponse()
        return answer.status, answer.read().decode()


def calm(answer: tuple[int, str]) -> bool:
    status, page = answer
    return status == 413 and "<h1" in page and "What you had saved before is safe" in page


@pytest.mark.parametrize("kind", [name for name in KINDS if name != "none"])
def test_a_visitor_is_served_beside_many_who_dawdle(port: int, kind: str) -> None:
    with contextlib.ExitStack() as lines:
        for _ in range(LINES):
            line = lines.enter_context(socket.create_connection(("127.0.0.1", port), TIMEOUT))
            line.sendall(KINDS[kind].first)
        assert ask(port, "GET", "/help")[0] == 200


def test_a_body_far_too_large_gets_a_calm_page(port: int) -> None:
    assert calm(ask(port, "POST", "/resume", b"x" * 3_000_000, **FORM))


def test_a_body_that_only_says_to_be_far_too_large_gets_it_too(port: int) -> None:
    length = {"Content-Length": "5000000000"}
    assert calm(ask(port, "POST", "/resume", b"beginning", **FORM, **length))


def test_a_form_of_far_too_many_fields_gets_it_too(port: int) -> None:
    assert calm(ask(port, "POST", "/resume", b"a=&" * 80_000, **FORM))


def test_a_body_without_a_length_is_asked_for_one(port: int) -> None:
    assert ask(port, "POST", "/resume", iter([b"x" * 5000] * 100), **FORM)[0] == 411


@pytest.mark.parametrize("size", [9_000, 39_000, 100_000])
def test_heads_out_of_all_proportion_are_refused(port: int, size: int) -> None:
    assert ask(port, "GET", "/help", **{"X-Long": "x" * size})[0] == 431
    assert ask(port, "GET", "/help?" + "x" * size)[0] in (414, 431)
    assert ask(port, "GET", "/help", **{f"X-{n}": "x" for n in range(200)})[0] == 431
    assert ask(port, "GET", "/help")[0] == 200
