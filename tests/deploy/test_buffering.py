"""The porter: requests come in whole before a thread has them, answers go out without one."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.glogging import Logger
from hypothesis import given
from hypothesis import strategies as st

from deploy import buffering
from deploy.buffering import LARGEST, LARGEST_HEAD, BufferingWorker, Unservable, end_of

HEAD = b"GET / HTTP/1.1\r\nHost: a\r\n"
FORM = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s"
TIMEOUT = 20
"""Generous: nothing here is timed."""


def echo(environ: Any, start_response: Any) -> list[bytes]:
    """Says what came; or, at /big, more than the network takes at once."""
    body = environ["wsgi.input"].read()
    said = b"x" * 20_000_000 if environ["PATH_INFO"] == "/big" else b"came: " + body
    start_response("200 OK", [("Content-Length", str(len(said)))])
    return [said]


Connect = Callable[[], socket.socket]


class Outlived:
    """Whether the worker is to end; ``heard`` once it has asked and been told so."""

    def __init__(self) -> None:
        self.said, self.heard = False, threading.Event()

    def __call__(self) -> bool:
        if self.said:
            self.heard.set()
        return self.said


@pytest.fixture
def outlived() -> Outlived:
    return Outlived()


@pytest.fixture
def connect(outlived: Outlived) -> Iterator[Connect]:
    """A line to a worker of one thread, which says what it is sent."""
    with socket.create_server(("127.0.0.1", 0)) as listener, contextlib.ExitStack() as lines:
        worker = BufferingWorker(1, os.getppid(), [listener], None, 30, config(), Logger(config()))
        worker.wsgi, worker.tpool = echo, ThreadPoolExecutor(1)
        worker.outlived = outlived
        worker.method_queue.init()
        thread = threading.Thread(target=worker.run)
        thread.start()
        address = listener.getsockname()
        yield lambda: lines.enter_context(socket.create_connection(address, timeout=TIMEOUT))
        lines.close()
        worker.handle_exit(None, None)
        thread.join(TIMEOUT)
        assert not thread.is_alive()
        worker.method_queue.close()
        worker.tmp.close()


def config() -> Config:
    found = Config()
    found.set("sendfile", False)
    return found


def said(line: socket.socket, answers: int = 1) -> bytes:
    """All until so many answers to short forms, or the end."""
    got = b""
    while got.count(b"came: ") < answers and (more := line.recv(65536)):
        got += more
    return got


def ended(line: socket.socket) -> bytes:
    """All until the other side ends the connection."""
    got = b""
    with contextlib.suppress(ConnectionResetError):
        while more := line.recv(65536):
            got += more
    return got


@given(st.binary(max_size=60), st.binary(max_size=20))
def test_a_request_ends_where_its_length_says(body: bytes, rest: bytes) -> None:
    whole = FORM % (len(body), body)
    assert end_of(whole + rest) == len(whole)
    for cut in range(len(whole)):
        found = end_of(whole[:cut])
        assert found is None or found == len(whole) > cut


@pytest.mark.parametrize(
    ("header", "length"),
    [
        (b"", 0),
        (b"content-LENGTH:7 \r\n", 7),
        (b"Content-Length: 999999999\r\n", 999_999_999),
        (b"X-Content-Length: 7\r\n", 0),
        (b"X: Content-Length: 7\r\n", 0),
        (b"Content-Length: -7\r\n", 0),
        (b"Content-Length: 7 7\r\n", 0),
    ],
)
def test_only_a_good_header_says_a_length(header: bytes, length: int) -> None:
    received = HEAD + header + b"\r\n"
    assert end_of(received) == len(received) + length
    assert end_of(received[:-1]) is None


@pytest.mark.parametrize(
    ("received", "status"),
    [
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", "411"),
        (HEAD + b"transfer-encoding : gzip\r\nContent-Length: 3\r\n\r\n", "411"),
        (HEAD + b"X: " + b"x" * LARGEST_HEAD, "431"),
        (b"x" * LARGEST_HEAD, "431"),
    ],
)
def test_what_has_no_end_that_we_look_for_is_refused(received: bytes, status: str) -> None:
    with pytest.raises(Unservable, match=status):
        end_of(received)


def test_an_unservable_request_is_answered_and_the_connection_ended(connect: Connect) -> None:
    line = connect()
    line.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + HEAD + b"\r\n")
    got = ended(line)
    assert got.startswith(b"HTTP/1.1 411 Length Required\r\n")
    assert b"came" not in got


def test_a_request_may_come_in_pieces_and_several_in_one(connect: Connect) -> None:
    line = connect()
    for byte in FORM % (5, b"hello"):
        line.sendall(bytes([byte]))
    assert said(line).endswith(b"came: hello")
    line.sendall((FORM % (3, b"one")) + (FORM % (3, b"two")) + HEAD)
    assert said(line, 2).count(b"HTTP/1.1 200 OK") == 2
    line.sendall(b"\r\n")
    assert said(line).endswith(b"came: ")


def test_an_answer_larger_than_the_network_takes_arrives_whole(connect: Connect) -> None:
    line = connect()
    line.sendall(b"GET /big HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert said(connect_and_ask(connect)).endswith(b"came: ")  # while the other is not read
    assert len(ended(line)) > 20_000_000


def connect_and_ask(connect: Connect) -> socket.socket:
    line = connect()
    line.sendall(HEAD + b"\r\n")
    return line


def test_of_a_body_beyond_measure_only_the_beginning_is_handed_on(connect: Connect) -> None:
    line = connect()
    line.sendall(FORM % (LARGEST, b"the beginning"))
    got = said(line) + ended(line)
    assert got.count(b"HTTP/1.1 200") == 1


def test_what_staff_upload_comes_whole(connect: Connect) -> None:
    body = b"a" * (LARGEST + 1_000_000)
    line = connect()
    line.sendall(FORM.replace(b"/ HTTP", b"/staff/lists HTTP") % (len(body), body))
    line.shutdown(socket.SHUT_WR)
    assert ended(line).endswith(b"came: " + body)


@pytest.mark.parametrize("first", [b"", HEAD, FORM % (9, b"x")])
def test_one_thread_serves_others_beside_any_number_that_dawdle(
    connect: Connect, first: bytes
) -> None:
    for _ in range(30):
        connect().sendall(first)
    assert said(connect_and_ask(connect)).endswith(b"came: ")


@pytest.mark.parametrize("first", [b"", HEAD, FORM % (9, b"x")])
def test_what_does_not_come_whole_in_time_is_ended(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, first: bytes
) -> None:
    monkeypatch.setattr(buffering, "PATIENCE", 0.2)
    line = connect()
    line.sendall(first)
    assert ended(line) == b""


def test_an_answer_that_is_not_taken_in_time_is_dropped(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buffering, "PATIENCE", 0.2)
    line = connect()
    line.sendall(b"GET /big HTTP/1.1\r\nHost: a\r\n\r\n")
    said(connect_and_ask(connect))  # by the same thread, so the big answer is on its way
    time.sleep(1)
    assert len(ended(line)) < 20_000_000


def test_when_there_is_no_room_the_longest_dawdler_goes(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buffering, "MOST_OPEN", 3)
    first, *others = [connect() for _ in range(3)]
    assert said(connect_and_ask(connect)).endswith(b"came: ")
    assert ended(first) == b""
    for line in others[1:]:
        line.sendall(HEAD + b"\r\n")
        assert said(line).endswith(b"came: ")


def test_somebody_who_hangs_up_half_way_is_no_matter(connect: Connect) -> None:
    for first in (b"", HEAD, FORM % (9, b"x")):
        line = connect()
        line.sendall(first)
        line.shutdown(socket.SHUT_WR)
        assert ended(line) == b""
    assert said(connect_and_ask(connect)).endswith(b"came: ")


def test_a_worker_that_has_outlived_its_round_answers_what_has_come_and_ends(
    connect: Connect, outlived: Outlived
) -> None:
    line, late = connect(), connect()
    for each in (line, late):  # an answer shows that the worker has taken the connection
        each.sendall(HEAD + b"\r\n")
        assert said(each).endswith(b"came: ")
    line.sendall(HEAD[:-5])
    late.sendall(HEAD)
    outlived.said = True
    assert outlived.heard.wait(TIMEOUT)
    line.sendall(HEAD[-5:] + b"\r\n")
    got = ended(line)
    assert got.endswith(b"came: ")
    assert b"Connection: close" in got
    assert ended(late) == b""
