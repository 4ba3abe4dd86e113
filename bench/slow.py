"""Connections that dawdle, by the hundred, and whether a visitor is still served beside them.

    python -m bench.slow [--lines 200] [--visits 20]

Exits 1 if a visitor was not answered. The lines all come from this machine and are opened again
when the server closes them.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.servers import flask
from bench.serving import Web

PATIENCE = 20
"""Seconds after which a visitor gives up."""
SETTLES = 3
"""Seconds that the lines have the server to themselves first."""
HOST = b"Host: 127.0.0.1\r\n"
FORM = HOST + b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Dawdling:
    """What a line sends at once, and what it goes on with each second; it never reads."""

    first: bytes
    then: bytes = b""


KINDS: Mapping[str, Dawdling] = {
    "none": Dawdling(b""),
    "says nothing": Dawdling(b""),
    "a head, byte by byte": Dawdling(b"GET / HTTP/1.1\r\n" + HOST + b"X: ", b"x"),
    "a form, byte by byte": Dawdling(b"POST /resume HTTP/1.1\r\n" + FORM, b"x"),
    "a form that never comes": Dawdling(b"POST /resume HTTP/1.1\r\n" + FORM),
    "never reads": Dawdling((b"GET /accessibility HTTP/1.1\r\n" + HOST + b"\r\n") * 50),
}


def main() -> None:
    wanted = _wanted()
    unanswered = 0
    print(f"{'lines':<26}{'answered':>10}{'p50 ms':>9}{'worst ms':>10}{'opened':>8}")
    for name, kind in KINDS.items():
        with _served() as port, _dawdling(port, kind, wanted.lines if name != "none" else 0) as own:
            time.sleep(SETTLES)
            times = [_visit(port) for _ in range(wanted.visits)]
        good = [each for each in times if each is not None]
        p50, worst = (statistics.median(good), max(good)) if good else (0, 0)
        answered = f"{len(good)}/{len(times)}"
        print(f"{name:<26}{answered:>10}{p50 * 1000:>9.0f}{worst * 1000:>10.0f}{own.opened:>8}")
        unanswered += len(times) - len(good)
    sys.exit(bool(unanswered))


class Lines:
    """``number`` connections of a kind, kept up from a thread of their own."""

    def __init__(self, port: int, kind: Dawdling, number: int) -> None:
        self.opened = 0
        self._port, self._kind, self._number = port, kind, number
        self._open: list[socket.socket] = []
        self._over = threading.Event()

    def keep_up(self) -> None:
        while not self._over.wait(1):
            self._open = [line for line in self._open if self._goes_on(line)]
            with contextlib.suppress(OSError):
                while len(self._open) < self._number:
                    self._open.append(self._begin())

    def end(self) -> None:
        self._over.set()
        for line in self._open:
            line.close()

    def _begin(self) -> socket.socket:
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        line.settimeout(1)
        line.connect(("127.0.0.1", self._port))
        line.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            line.send(self._kind.first)
        self.opened += 1
        return line

    def _goes_on(self, line: socket.socket) -> bool:
        """Whether the server still holds it."""
        try:
            if self._kind.then:
                line.send(self._kind.then)
            return self._kind.first.count(b"GET") > 1 or line.recv(1) != b""
        except BlockingIOError:
            return True
        except OSError:
            line.close()
            return False


@contextmanager
def _dawdling(port: int, kind: Dawdling, number: int) -> Iterator[Lines]:
    lines = Lines(port, kind, number)
    thread = threading.Thread(target=lines.keep_up)
    thread.start()
    try:
        yield lines
    finally:
        lines.end()
        thread.join()


@contextmanager
def _served() -> Iterator[int]:
    with tempfile.TemporaryDirectory() as name:
        web = Web(Path(name))
        flask(web.environment, "db", "upgrade")
        web.start()
        try:
            yield web.port
        finally:
            web.kill()


def _visit(port: int) -> float | None:
    """Seconds until a page is there, on a connection of its own; none if it never is."""
    started = time.perf_counter()
    visitor = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        visitor.request("GET", "/help")
        whole = visitor.getresponse().read()
    except OSError:
        return None
    finally:
        visitor.close()
    return time.perf_counter() - started if whole else None


def _wanted(words: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.slow")
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--visits", type=int, default=20)
    return parser.parse_args(words)


if __name__ == "__main__":
    main()
