"""Whether the installation is well: the database answers, the worker is alive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from peewee import PeeweeException

from portal.store.records import Heartbeat

PATIENCE = timedelta(minutes=5)
"""How long the worker may be silent."""
WORKER = "worker"


@dataclass(frozen=True, slots=True)
class Health:
    database: str
    worker: str
    keys: str

    @property
    def well(self) -> bool:
        return self.database == "ok" and self.worker == "ok" and self.keys == "ok"


def beat(keys: str, now: datetime) -> None:
    """The worker is alive; ``keys`` is “ok”, or what is wrong with the key folder."""
    Heartbeat.insert(name=WORKER, at=now, keys=keys).on_conflict(
        conflict_target=[Heartbeat.name], update={"at": now, "keys": keys}
    ).execute()


def state(now: datetime) -> Health:
    try:
        row = Heartbeat.get_or_none(Heartbeat.name == WORKER)
    except PeeweeException:
        return Health(database="does not answer", worker="unknown", keys="unknown")
    if row is None:
        return Health(database="ok", worker="has not started yet", keys="unknown")
    silent = now - row.at > PATIENCE
    return Health("ok", "has been silent for over five minutes" if silent else "ok", row.keys)
