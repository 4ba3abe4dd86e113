"""Processes end, and with them what they had in memory: the count has one of its own, and a worker
that may hold something of a counted round replaces itself."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import NoReturn

from portal.errors import PortalError
from portal.store import db
from portal.worker.trouble import place

log = logging.getLogger("portal.worker")


class CutOff(PortalError):
    """A process ended before it had done what it was to do."""


def apart(task: Callable[[], Iterable[str]]) -> Iterator[str]:
    """Do a task in a child, and give its sentences as they come; the child has ended when they
    have. Raises ``CutOff`` where it ended before it was done."""
    db.db.close()  # each has a connection of its own
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _as_child(task, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        for line in said:
            yield str(json.loads(line))
    _, status = os.waitpid(child, 0)
    if status:
        raise CutOff(f"It was cut off: its process ended with {os.waitstatus_to_exitcode(status)}.")


def _as_child(task: Callable[[], Iterable[str]], writing: int) -> NoReturn:
    """Do it and end, leaving to the parent whatever that had begun."""
    status = 1
    try:
        with os.fdopen(writing, "wb", buffering=0) as pipe:
            for sentence in task():
                pipe.write(json.dumps(sentence).encode() + b"\n")
        db.db.close()
        status = 0
    except Exception as error:
        log.error("a process apart failed: %s", place(error))
    finally:
        os._exit(status)


def renew() -> None:
    """Become a fresh process that runs the same command: of the memory nothing is left, and locks
    are let go."""
    db.db.close()
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - no shell
