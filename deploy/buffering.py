"""gunicorn's threaded worker with a porter before it: one loop takes requests in and sends answers
out for all connections, and a thread gets a request only once it has come whole.

gunicorn's own threads read from the network and write to it, so that as many dawdling connections
as there are threads hold up everybody (``bench/slow.py``). Here such a connection costs a place in
a list. Plain HTTP/1 only: TLS is the business of a server in front.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
from collections.abc import Callable, Coroutine
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

MOST_OPEN = 500
"""Connections of one worker. When there are more, the one that has dawdled longest goes."""
PATIENCE = 30
"""Seconds in which a request must have come whole, and an answer been taken."""
LINGERS = 2
"""Seconds for which what still comes is thrown away after a last answer: closing at once would
have the network drop the answer too."""
LARGEST_HEAD = 40 * 1024
LARGEST = LARGEST_HEAD + 256 * 1024
"""Bytes of a request. Of what says to be larger only the beginning is handed on, for the pages to
refuse."""
UPLOAD = LARGEST_HEAD + 8 * 1024 * 1024
"""Bytes of what staff send: a list of people."""
UPLOADS = 4
"""Requests between those two sizes that a worker takes in at a time; others wait their turn."""
STAFF = b"POST /staff/"
_AT_ONCE = 64 * 1024
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,18})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding[ \t]*:", re.IGNORECASE)


class Unservable(Exception):
    """A request whose end we do not look for. The message is a status line's end."""


def end_of(received: bytes | bytearray) -> int | None:
    """How long the first request in these bytes is, which may be more than has come; None as long
    as that cannot be told.

    Raises ``Unservable`` for a head without end, and for a body in chunks (RFC 9112, section 7.1):
    browsers send none, nor does a server in front that buffers.
    """
    head = received.find(b"\r\n\r\n", 0, LARGEST_HEAD) + 4
    if head < 4:
        if len(received) >= LARGEST_HEAD:
            raise Unservable("431 Request Header Fields Too Large")
        return None
    if _CHUNKED.search(received, 0, head):
        raise Unservable("411 Length Required")
    length = _LENGTH.search(received, 0, head)
    return head + int(length[1]) if length else head


class Held:
    """What a thread has in the place of a socket: a request that has come, an answer that will
    go. Nothing here blocks; the porter opens and closes."""

    def __init__(self, request: bytes) -> None:
        self._request = request
        self.answer = bytearray()

    def recv(self, size: int) -> bytes:
        given, self._request = self._request[:size], self._request[size:]
        return given

    def sendall(self, data: bytes) -> None:
        self.answer += data

    def send(self, data: bytes) -> int:
        self.answer += data
        return len(data)

    def gettimeout(self) -> None:
        return None

    def settimeout(self, _: float | None) -> None: ...

    def setblocking(self, _: bool) -> None: ...

    def shutdown(self, _: int) -> None: ...

    def close(self) -> None: ...


class BufferingWorker(ThreadWorker):  # type: ignore[misc]
    """``outlived``: whether its process is to end, asked every second; ``_open``: a task for each
    connection; ``_waiting``: those that wait for the other side, longest first."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.outlived: Callable[[], bool] = lambda: False
        self._open: set[asyncio.Task[None]] = set()
        self._waiting: dict[asyncio.Task[None], None] = {}
        self._uploads = asyncio.Semaphore(UPLOADS)

    def run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        loop, woken = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self.method_queue.fileno(), woken.set)  # by the signal to stop
        porters = [loop.create_task(self._receive(listener)) for listener in self.sockets]
        while self.alive and self.is_parent_alive() and not self.outlived():
            self.notify()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await woken.wait()
        self.alive = False  # answers from now on are the last of their connections
        loop.remove_reader(self.method_queue.fileno())
        for porter in porters:
            porter.cancel()
        await self._finish()

    async def _finish(self) -> None:
        """Answer what has come, and for a moment what is on its way."""
        await self._ended(LINGERS)
        for task in list(self._waiting):
            task.cancel()
        await self._ended(self.cfg.graceful_timeout)
        self.tpool.shutdown(wait=False)

    async def _ended(self, seconds: float) -> None:
        if self._open:
            await asyncio.wait(self._open, timeout=seconds)

    async def _receive(self, listener: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        listener.setblocking(False)
        while True:
            try:
                line, client = await loop.sock_accept(listener)
            except OSError:  # hung up already, or no descriptor is left
                self._drop_one()
                await asyncio.sleep(0.1)
                continue
            task = loop.create_task(self._attend(line, client, listener.getsockname()))
            self._open.add(task)
            task.add_done_callback(self._open.discard)
            await asyncio.sleep(0)  # so that another worker may take the next one
            while len(self._open) > MOST_OPEN:
                self._drop_one()
                await asyncio.sleep(0 if self._waiting else 0.01)

    def _drop_one(self) -> None:
        if oldest := next(iter(self._waiting), None):
            del self._waiting[oldest]
            oldest.cancel()

    async def _attend(self, line: socket.socket, client: Any, server: Any) -> None:
        """One connection, request by request."""
        received = bytearray()
        with line, contextlib.suppress(OSError):  # which a time-out is, too
            while await self._serve_one(line, received, client, server):
                pass
            line.shutdown(socket.SHUT_WR)
            await self._within(LINGERS, self._discard(line))

    async def _serve_one(
        self, line: socket.socket, received: bytearray, client: Any, server: Any
    ) -> bool:
        """Whether another may follow."""
        loop = asyncio.get_running_loop()
        try:
            end = await self._within(PATIENCE, self._gather(line, received))
        except Unservable as refusal:
            head = f"HTTP/1.1 {refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
            await self._within(PATIENCE, loop.sock_sendall(line, head.encode()))
            return False
        if not end:
            return False
        whole = len(received) >= end
        held = Held(bytes(received[:end]))
        del received[:end]
        conn = TConn(self.cfg, held, client, server)
        conn.data_ready = True
        again = await loop.run_in_executor(self.tpool, self.handle, conn)
        await self._within(PATIENCE, loop.sock_sendall(line, held.answer))
        return bool(again) and whole

    async def _gather(self, line: socket.socket, received: bytearray) -> int:
        """Take in until the first request is whole, or clearly too large: its length, or 0 if the
        other side has hung up."""
        while (end := end_of(received)) is None:
            if not await self._more(line, received):
                return 0
        if LARGEST < end <= UPLOAD and received.startswith(STAFF):
            async with self._uploads:
                return await self._rest(line, received, end)
        return end if end > LARGEST else await self._rest(line, received, end)

    async def _rest(self, line: socket.socket, received: bytearray, end: int) -> int:
        while len(received) < end:
            if not await self._more(line, received):
                return 0
        return end

    async def _more(self, line: socket.socket, received: bytearray) -> bool:
        """Whether there was more."""
        more = await asyncio.get_running_loop().sock_recv(line, _AT_ONCE)
        received += more
        return bool(more)

    async def _discard(self, line: socket.socket) -> None:
        while await asyncio.get_running_loop().sock_recv(line, _AT_ONCE):
            pass

    async def _within(self, seconds: float, work: Coroutine[Any, Any, Any]) -> Any:
        """Wait for the other side; whoever does may be dropped to make room."""
        task: Any = asyncio.current_task()
        self._waiting[task] = None
        try:
            async with asyncio.timeout(seconds):
                return await work
        finally:
            self._waiting.pop(task, None)
