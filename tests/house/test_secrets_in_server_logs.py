"""The same of a real server with the settings that are shipped, and of requests that it cannot
make sense of."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.settings import ROOT
from portal.store.db import db
from tests.factories import House, token_in
from tests.house.planted import ANSWER, EMAIL, Planted, found_in, plant


@dataclass
class Server:
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str, str]:
        """Status, body and cookies."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            cookies = "; ".join(c.split(";")[0] for c in answer.headers.get_all("Set-Cookie", []))
            return answer.status, answer.read().decode(), cookies
        finally:
            connection.close()

    def send(self, raw: bytes, *, rudely: bool = False) -> None:
        """Bytes as they are; ``rudely`` hangs up (RST) without waiting for an answer."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as line:
            if rudely:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                line.sendall(raw)
                return
            with contextlib.suppress(OSError):
                line.sendall(raw)
                line.shutdown(socket.SHUT_WR)
                while line.recv(65536):
                    pass

    def stop(self) -> str:
        """All that the server wrote."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)
        return self.log.read_text()


@pytest.fixture
def planted(tmp_path: Path) -> Iterator[Planted]:
    """A round that is open today."""
    found = plant(House(tmp_path / "instance", datetime.now(UTC)))
    db.close()
    yield found
    db.close()


@pytest.fixture
def server(planted: Planted, tmp_path: Path) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = {"PORTAL_INSTANCE": str(tmp_path / "instance"), "PORTAL_BIND": f"127.0.0.1:{port}"}
    settings = str(ROOT / "deploy" / "gunicorn.conf.py")
    command = [sys.executable, "-m", "gunicorn", "--config", settings, "tests.house.failing:app"]
    log = tmp_path / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **own}, stdout=out, stderr=out
        )
        try:
            yield _answering(Server(port, process, log))
        finally:
            process.kill()
            process.wait()


def _answering(server: Server) -> Server:
    for _ in range(300):
        assert server.process.poll() is None, server.log.read_text()
        with contextlib.suppress(OSError):
            server.ask("GET", "/help")
            return server
        time.sleep(0.1)
    raise AssertionError(server.log.read_text())


def test_a_person_on_their_way_leaves_no_secret_in_the_servers_log(
    server: Server, planted: Planted
) -> None:
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Forwarded-For": "203.0.113.77",
    }
    links = (planted.links[0], planted.open_link, planted.stop, planted.sign_in)
    for path in (*links, f"/r/{planted.code}"):
        status, page, cookies = server.ask("GET", path)
        assert status == 200
        token = token_in(page) if "csrf_token" in page else ""
        assert server.ask("POST", path, f"csrf_token={token}", Cookie=cookies, **headers)[0] in (
            200,
            303,
        )
    cookie = f"answers-spring={planted.code.replace('-', '')}"
    body = f"q_heard=disagree&q_safe=agree&q_why={ANSWER}&go=next"
    assert server.ask("GET", "/survey/spring/support", Cookie=cookie)[0] == 200
    assert server.ask("POST", "/survey/spring/support", body, Cookie=cookie, **headers)[0] == 400
    assert server.ask("GET", f"/nowhere/{ANSWER}?{EMAIL}")[0] == 404
    log = server.stop()
    assert "POST /i/<token> 303" in log
    assert found_in(log, planted) == []


def test_a_server_that_fails_says_nothing_of_what_it_was_asked(
    server: Server, planted: Planted
) -> None:
    for path in (planted.links[0], f"/r/{planted.code}"):
        assert server.ask("GET", f"{path}?fail", Cookie=f"answers-spring={planted.code}")[0] == 500
    log = server.stop()
    assert "RuntimeError" in log
    assert found_in(log, planted) == []


def garbage(planted: Planted) -> list[bytes]:
    """Requests that are none, each with a token, a code or an answer where a parser might trip."""
    link, code, answer = planted.links[0].encode(), planted.code.encode(), ANSWER.encode()
    host = b"Host: 127.0.0.1\r\n"
    form = b"Content-Type: application/x-www-form-urlencoded\r\n"
    get, post = b"GET " + link, b"POST /survey/spring/about HTTP/1.1\r\n" + host + form
    return [
        link,
        get,
        get + b" HTTP/9.9\r\n\r\n",
        get + b" HTTX/1.1\r\n\r\n",
        get + b"\x00\xff HTTP/1.1\r\n\r\n",
        get + b" extra HTTP/1.1\r\n" + host + b"\r\n",
        get + b"/" + b"a" * 9000 + b" HTTP/1.1\r\n" + host + b"\r\n",
        b"G\x01T " + link + b" HTTP/1.1\r\n" + host + b"\r\n",
        b"GET http://[" + link + b" HTTP/1.1\r\n" + host + b"\r\n",
        get + b" HTTP/1.1\r\n" + host + b"Cookie: " + code * 800 + b"\r\n\r\n",
        get + b" HTTP/1.1\r\n" + host + b"X-" + code + b" : y\r\n\r\n",
        get + b" HTTP/1.1\r\n" + host + code + b"\r\n\r\n",
        get + b" HTTP/1.1\r\n" + host + b"Cookie: " + code + b"\x00\r\n\r\n",
        get + b" HTTP/1.1\r\n" + (b"X: " + code + b"\r\n") * 200 + b"\r\n",
        post + b"Content-Length: " + answer + b"\r\n\r\n",
        post + b"Content-Length: -5\r\n\r\n" + answer,
        post + b"Content-Length: 5000\r\n\r\nq_why=" + answer,
        post + b"Transfer-Encoding: chunked\r\n\r\n" + answer + b"\r\n",
        post + b"Transfer-Encoding: " + answer + b"\r\n\r\n",
        post + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n5\r\n" + answer,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + link,
        b"\x16\x03\x01\x02\x00" + link,
        b"PROXY TCP4 203.0.113.77 127.0.0.1 1 2\r\n" + get + b" HTTP/1.1\r\n\r\n",
    ]


def test_requests_that_make_no_sense_leave_no_secret_in_the_servers_log(
    server: Server, planted: Planted
) -> None:
    for raw in garbage(planted):
        server.send(raw)
        server.send(raw, rudely=True)
    assert server.ask("GET", "/help")[0] == 200
    log = server.stop()
    assert "A request could not be served" in log
    assert found_in(log, planted) == []
