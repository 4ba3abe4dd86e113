"""Whether the installation is well: the database answers, the worker is alive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from peewee import PeeweeException

from portal.calendar.clock import Wait
from portal.store.records import Heartbeat

PATIENCE = timedelta(minutes=5)
"""How long the worker may be silent."""
POST_PATIENCE = timedelta(minutes=15)
"""After this long without a word the post has nothing to complain of; it tries more often."""
WORKER, POST = "worker", "post"
SINCE, LAST = "clock in doubt since", "clock in doubt at"
OK = "ok"
TRACES = "traces"
"""What is noted so is left of responses and comments that were deleted; the worker clears it."""


@dataclass(frozen=True, slots=True)
class Health:
    database: str
    worker: str
    keys: str
    post: str = OK

    @property
    def well(self) -> bool:
        return {self.database, self.worker, self.keys, self.post} == {OK}


def beat(keys: str, now: datetime) -> None:
    """Note that the worker is alive; ``keys`` is “ok”, or what is wrong with the key folder."""
    _note(WORKER, keys, now)


def note_post(said: str, now: datetime) -> None:
    """Note that letters can be delivered (“ok”), or why they cannot."""
    _note(POST, said, now)


def post_noted() -> str:
    """Return what was said of the post last, however long ago."""
    row = Heartbeat.get_or_none(Heartbeat.name == POST)
    return row.keys if row else OK


def note_work(name: str, now: datetime) -> None:
    """Note that the worker has done what it does only now and then."""
    _note(name, OK, now)


def note_amount(name: str, number: int, now: datetime) -> None:
    """Note how many there were of something at a moment, with the moment."""
    _note(name, f"{number} {now.isoformat()}", now)


def forget_work(name: str) -> None:
    """Forget that it was done, or is to be done."""
    Heartbeat.delete().where(Heartbeat.name == name).execute()


def last_work(name: str) -> datetime | None:
    """Return when the worker did so last."""
    row = Heartbeat.get_or_none(Heartbeat.name == name)
    return row.at if row else None


def believed() -> datetime | None:
    """Return when the worker was last at work by a clock that it believed."""
    return last_work(WORKER)


def believe(now: datetime) -> None:
    """Let the worker have been at work at this moment, whatever was wrong with its keys."""
    Heartbeat.update(at=now).where(Heartbeat.name == WORKER).execute()


def wait() -> Wait | None:
    """Return for how long the worker has waited for its clock, if it does."""
    since, last = last_work(SINCE), last_work(LAST)
    return Wait(since, last) if since and last else None


def note_wait(wait: Wait) -> None:
    """Note that the worker waits for its clock."""
    note_work(SINCE, wait.since)
    note_work(LAST, wait.last)


def end_wait() -> None:
    """Note that the worker waits no more."""
    forget_work(SINCE)
    forget_work(LAST)


def _note(name: str, said: str, now: datetime) -> None:
    Heartbeat.insert(name=name, at=now, keys=said).on_conflict(
        conflict_target=[Heartbeat.name], update={"at": now, "keys": said}
    ).execute()


def state(now: datetime) -> Health:
    """Say what is well and what is not."""
    try:
        rows = {row.name: row for row in Heartbeat.select()}
    except PeeweeException:
        return Health(database="does not answer", worker="unknown", keys="unknown")
    if WORKER not in rows:
        return Health(database="ok", worker="has not started yet", keys="unknown")
    post = rows.get(POST)
    told = post.keys if post and now - post.at <= POST_PATIENCE else OK
    return Health(OK, _worker(rows, now), rows[WORKER].keys, told)


def _worker(rows: Mapping[str, Heartbeat], now: datetime) -> str:
    if LAST in rows and abs(now - rows[LAST].at) <= PATIENCE:
        return "waits until somebody confirms or corrects the clock"
    silent = now - rows[WORKER].at > PATIENCE
    return "has been silent for over five minutes" if silent else OK
