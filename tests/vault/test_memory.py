"""A process whose memory is shut can be read by no other of its user, and leaves no core dump."""

from __future__ import annotations

import ctypes
import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.errors import SettingsError
from portal.vault import memory
from tests.beside import another_process

NOBODY = 65534
READABLE = 1
"""What a process is that has just begun: another of its user may read it."""


def as_nobody() -> None:
    """As root everything could be read. Who changes the user is not readable until this is said."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        ctypes.CDLL(None).prctl(memory._PR_SET_DUMPABLE, READABLE, 0, 0, 0)


def readable(of: Callable[[], object]) -> bool:
    """Whether a process of the same user can read one that has done this."""

    def target() -> None:
        as_nobody()
        of()

    with another_process(target) as child:

        def read() -> None:
            as_nobody()
            with Path(f"/proc/{child}/mem").open("rb"):
                pass

        try:
            with another_process(read):
                return True
        except AssertionError:
            return False


def test_memory_that_is_shut_cannot_be_read() -> None:
    assert not readable(memory.shut)


def test_memory_that_is_not_shut_can_be_read() -> None:
    assert readable(lambda: None)


def test_no_core_dump_is_written() -> None:
    def shut() -> None:
        memory.shut()
        memory.shut()
        assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)

    with another_process(shut):
        pass


def test_a_system_that_does_not_shut_it_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing:
        def __init__(self, *_: object, **__: object) -> None: ...

        def prctl(self, *_: int) -> int:
            return -1

    monkeypatch.setattr(resource, "getrlimit", lambda _: (0, 0))
    monkeypatch.setattr(ctypes, "CDLL", Refusing)
    with pytest.raises(SettingsError, match="cannot be closed to others"):
        memory.shut()
