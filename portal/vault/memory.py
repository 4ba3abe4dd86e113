"""What is in the memory of a process stays there: no other process of its user reads it, and no
crash writes it to a disk."""

from __future__ import annotations

import ctypes
import os
import resource

from portal.errors import SettingsError

_PR_SET_DUMPABLE = 4
"""From ``linux/prctl.h``; 0 closes a process to all but those that may trace any."""


def shut() -> None:
    """Shut this process and its children, until they become other programs. Raises
    ``SettingsError`` where the system does not do it."""
    if resource.getrlimit(resource.RLIMIT_CORE) != (0, 0):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0):
        reason = os.strerror(ctypes.get_errno())
        raise SettingsError(f"The memory of this process cannot be closed to others: {reason}.")
