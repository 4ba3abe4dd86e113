"""The demonstration goes in one step, with its organisations: an administrator asks for it, and the
worker does it, since keys are destroyed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from portal.errors import NotFound
from portal.services import audit, uploads
from portal.services.rounds import register as rounds
from portal.services.rounds.register import DEMONSTRATION, RoundInfo
from portal.store import db
from portal.store.db import Table
from portal.store.letters import Notice
from portal.store.organisations import Organisation
from portal.store.records import Audit, Upload
from portal.store.rounds import Participation, Round
from portal.store.staff import Staff
from portal.store.tables import TABLES, delete_of_round, of_rounds

REMOVE = "remove"
"""What a person asks of the round."""
CLEARED = tuple(table for table in of_rounds() if table is not Participation)
"""The tables of a round, but for that which tells whose it is."""
TRACED: tuple[type[Table], ...] = (*CLEARED, Upload)
"""Those in which traces of people may be left."""
_DONE = "removed the demonstration"


@dataclass(frozen=True, slots=True)
class Leaving:
    """What goes with the demonstration: names of organisations, and addresses of accounts there.
    ``staying``: organisations that take part in another round, too."""

    organisations: tuple[str, ...]
    accounts: tuple[str, ...]
    staying: tuple[str, ...]


def leaving() -> Leaving:
    """Say what goes with the demonstration. Raises ``NotFound`` where there is none."""
    rounds.by_code(DEMONSTRATION)
    gone = rounds.of_demonstration_alone()
    shown = rounds.of_demonstration()
    names = {row.code: row.name for row in Organisation.select().order_by(Organisation.name)}
    accounts = Staff.select().where(Staff.organisation.in_(gone)).order_by(Staff.email)
    return Leaving(
        organisations=tuple(name for code, name in names.items() if code in gone),
        accounts=tuple(row.email for row in accounts),
        staying=tuple(name for code, name in names.items() if code in shown - gone),
    )


def ask_to_remove(who: str, now: datetime) -> None:
    """Have the worker remove the demonstration. Raises ``NotFound``."""
    with db.writing():
        round_ = rounds.by_code(DEMONSTRATION)
        Round.update(request=REMOVE).where(Round.id == round_.id).execute()
        audit.note(who, "asked for the demonstration to be removed", now)


def to_remove() -> list[RoundInfo]:
    """Return the demonstration once somebody has asked for it to be removed."""
    try:
        round_ = rounds.by_code(DEMONSTRATION)
    except NotFound:
        return []
    return [round_] if round_.request == REMOVE else []


def empty(round_id: bytes) -> None:
    """Delete all that was made for the round."""
    with db.writing():
        delete_of_round(CLEARED, round_id)
        Notice.delete().where(Notice.about == round_id).execute()
        uploads.forget(f"people {DEMONSTRATION} ")


def remove(round_id: bytes, now: datetime) -> None:
    """Delete the round, once it is empty, with the organisations that take part in no other, and
    the accounts there."""
    with db.writing():
        gone = rounds.of_demonstration_alone()
        Participation.delete().where(Participation.round == round_id).execute()
        Round.delete().where(Round.id == round_id).execute()
        _remove_accounts([row.id for row in Staff.select().where(Staff.organisation.in_(gone))])
        Organisation.delete().where(Organisation.code.in_(gone)).execute()
        audit.note(audit.WORKER, _DONE, now)


def removed() -> bool:
    """Say whether there was a demonstration that somebody had removed."""
    return bool(Audit.select().where(Audit.did == _DONE).exists())


def _remove_accounts(accounts: Collection[bytes]) -> None:
    for table in TABLES:
        if Staff in cast(Any, table)._meta.model_refs:
            cast(Any, table).delete().where(cast(Any, table).staff.in_(accounts)).execute()
    Staff.delete().where(Staff.id.in_(accounts)).execute()
