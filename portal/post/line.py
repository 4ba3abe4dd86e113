"""On these SMTP connections nothing is waited for longer than is left.

The library starts its time-out again with each byte that comes, so that a server which says a
little now and then would hold a letter up permanently.
"""

from __future__ import annotations

import io
import smtplib
import socket
from collections.abc import Callable
from ssl import SSLContext
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

Left: TypeAlias = Callable[[], float]
"""It returns the seconds that the next wait may take. Raises ``TimeoutError`` if there are none."""


class Line(smtplib.SMTP):
    """It asks ``left`` before each wait."""

    def __init__(self, host: str, port: int, left: Left, **settings: Any) -> None:
        self._left = left
        super().__init__(host, port, timeout=left(), **settings)

    def send(self, s: ReadableBuffer | str) -> None:
        if self.sock:
            self.sock.settimeout(self._left())
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock:
            self.file = io.BufferedReader(_Replies(self.sock, self._left))
        return super().getreply()


class EncryptedLine(Line, smtplib.SMTP_SSL):
    """It is encrypted from the first byte."""

    def __init__(self, host: str, port: int, left: Left, context: SSLContext) -> None:
        super().__init__(host, port, left, context=context)


class _Replies(io.RawIOBase):
    """Read what the server says, as it comes."""

    def __init__(self, sock: socket.socket, left: Left) -> None:
        self._sock, self._left = sock, left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        self._sock.settimeout(self._left())
        return self._sock.recv_into(buffer)
