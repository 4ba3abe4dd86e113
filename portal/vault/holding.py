"""A process holds a lock for as long as its memory may hold something of a round, so that another
can tell when none does any more.

They are POSIX record locks, of which the kernel says who holds them
(``docs/decisions/0028-processes-that-end.md``). The kernel drops them once the memory of the
process is gone: at its end, or where it replaces itself. A process loses its lock on a file by
closing it however often it was opened, so nothing else opens these files.
"""

from __future__ import annotations

import fcntl
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

_FLOCK = "hhqqi4x"
"""C's ``struct flock`` on 64-bit Linux: kind, whence, start, length, process."""
_TAKEN = (BlockingIOError, PermissionError)
"""A lock that another process has in its way is refused with either."""


class Holds:
    """The locks that this process holds, by file. ``spent``: it is to end as soon as it can, since
    it has had something in memory for which there is no lock."""

    def __init__(self) -> None:
        self.spent = False
        self._handles = dict[Path, int]()
        self._one_at_a_time = Lock()

    def __contains__(self, file: Path) -> bool:
        return file in self._handles

    def __iter__(self) -> Iterator[Path]:
        return iter(list(self._handles))

    def take(self, file: Path) -> bool:
        """Hold the lock beside others, if it is not held already; False where somebody has it
        alone. Without such a file there is nothing to hold."""
        if file in self._handles:
            return True
        with self._one_at_a_time, suppress(FileNotFoundError):
            if file not in self._handles and (handle := _shared(file)) is not None:
                self._handles[file] = handle
            return file in self._handles
        return True

    def retire(self) -> None:
        """Have this process end as soon as it can."""
        self.spent = True

    def let_go(self) -> None:
        """Hold nothing any more, as a process that starts again does."""
        while self._handles:
            os.close(self._handles.popitem()[1])


@contextmanager
def alone(file: Path) -> Iterator[int | None]:
    """Let nobody hold the lock meanwhile; gives None, or the process that still does (0 where the
    kernel does not name it). Without such a file there is nobody."""
    try:
        handle = os.open(file, os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError:
        yield None
        return
    try:
        yield _holder(handle)
    finally:
        os.close(handle)


def _shared(file: Path) -> int | None:
    """Open and lock it; None where somebody has it alone. Raises ``FileNotFoundError``."""
    handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.lockf(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except _TAKEN:
        os.close(handle)
        return None
    return handle


def _holder(handle: int) -> int | None:
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except _TAKEN:
        asked = struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
        kind, *_, process = struct.unpack(_FLOCK, fcntl.fcntl(handle, fcntl.F_GETLK, asked))
        return 0 if kind == fcntl.F_UNLCK else int(process)
    return None
