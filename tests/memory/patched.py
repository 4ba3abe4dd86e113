"""Changes that a process of a test makes to itself before it starts as it is shipped.

``MEMORY_OFF`` names, between spaces, the protections that are switched off: *shut* (another process
may read it), *apart* (the count is done by the worker itself), *renew* (the worker continues after
it), *retire* (a process that serves people does), and without either of the last two no lock is
waited for.
"""

from __future__ import annotations

import contextlib
import os

from portal.vault import memory
from portal.vault.keys import KeyFolder
from portal.worker import passes, processes


def patch() -> None:
    off = os.environ["MEMORY_OFF"].split()
    passes.PAUSE = 0.1
    if "shut" in off:
        memory.shut = lambda: None
    if "apart" in off:
        processes.apart = lambda task: iter(task())
    if "renew" in off:
        KeyFolder.holding = lambda self, round_id: False  # type: ignore[method-assign]
    if "retire" in off:
        KeyFolder.outlived = lambda self: False  # type: ignore[method-assign]
    if {"renew", "retire"} & set(off):
        nobody = contextlib.nullcontext(None)
        KeyFolder.alone = lambda self, round_id: nobody  # type: ignore[method-assign]
