"""The worker works with these: keys, the post, and what it calls itself in letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from portal.post.outcomes import Deliver
from portal.services.letters.outbox import Sender
from portal.vault.keys import KeyFolder
from portal.worker.postman import Postman

Failures: TypeAlias = Callable[[datetime], Iterable[bytes]]
Task: TypeAlias = Callable[[], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Tools:
    """They are passed to every step. ``clear`` removes the letters of a round from where they were
    put, if they are still ours to remove; ``bounces``: a maildir of letters that came back;
    ``reach`` raises ``Down`` where no letter at all can be handed over now; ``failures``: where
    nothing comes back, the numbers of letters that failed since a moment, which may end in
    ``Down``; ``apart`` does a task in a process that has ended when its sentences have; ``renew``
    has this process start again; ``cleared``: counted rounds whose keys and traces are gone."""

    keys: KeyFolder
    deliver: Deliver
    sender: Sender
    postman: Postman = field(default_factory=Postman)
    clear: Callable[[str], None] = lambda _: None
    bounces: Path | None = None
    reach: Callable[[], None] = lambda: None
    failures: Failures | None = None
    apart: Callable[[Task], Iterable[str]] = lambda task: task()
    renew: Callable[[], None] = lambda: None
    cleared: set[bytes] = field(default_factory=set)
