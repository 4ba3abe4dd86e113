"""A mail server that takes everything and writes down, a line each, to whom a letter went and what
its subject was. Nothing of it is slow, so that what is measured is the sender.

    python -m bench.sink FILE [--delay SECONDS]

Prints its port. The line is in the file before the sender is told that the letter was taken.
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HELLO = b"250-sink\r\n250 8BITMIME\r\n"
_SUBJECT = re.compile(rb"^Subject: (.*?)\r$", re.MULTILINE | re.IGNORECASE)


@contextmanager
def running(file: Path, delay: float = 0.0) -> Iterator[int]:
    """In a process of its own; the port."""
    command = [sys.executable, "-m", "bench.sink", str(file), "--delay", str(delay)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def letters(file: Path) -> list[tuple[str, str]]:
    """Address and subject of each letter, in the order in which they came."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [(address, subject) for address, _, subject in (line.partition("\t") for line in lines)]


async def serve(file: Path, delay: float) -> None:
    with file.open("ab", buffering=0) as book:

        async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                await _talk(reader, writer, book.write, delay)
            except (ConnectionError, asyncio.IncompleteReadError):
                pass  # the sender was killed
            finally:
                writer.close()

        server = await asyncio.start_server(one, "127.0.0.1", 0, limit=2**20)
        print(server.sockets[0].getsockname()[1], flush=True)
        async with server:
            await server.serve_forever()


async def _talk(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, note: object, delay: float
) -> None:
    assert callable(note)
    writer.write(b"220 sink\r\n")
    address = b""
    while line := await reader.readline():
        verb = line[:4].upper()
        if verb == b"RCPT":
            address = line.partition(b"<")[2].partition(b">")[0]
        if verb == b"DATA":
            writer.write(b"354 go on\r\n")
            content = await reader.readuntil(b"\r\n.\r\n")
            await asyncio.sleep(delay)
            subject = _SUBJECT.search(content)
            note(address + b"\t" + (subject[1] if subject else b"") + b"\n")
        writer.write(HELLO if verb in (b"EHLO", b"HELO") else b"250 OK\r\n")


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), float(sys.argv[3])))
