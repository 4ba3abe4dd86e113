"""A process beside this one, which does something and waits until it is ended."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def another_process(task: Callable[[], object]) -> Iterator[int]:
    """Its number, once it has done its task; it ends with the block, or when it is killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            task()
            os.write(writing, b".")
            signal.pause()
        finally:
            os._exit(1)
    os.close(writing)
    assert os.read(reading, 1) == b".", "the task failed"
    os.close(reading)
    try:
        yield child
    finally:
        end(child)


def end(child: int) -> None:
    """Have it end, if it has not; it is gone when this returns."""
    try:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    except (ProcessLookupError, ChildProcessError):
        pass
