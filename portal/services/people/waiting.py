"""Addresses that wait for an administrator: let in or turned away, and what became of them, which
their organisation is told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import fn

from portal.calendar.london import day_and_month, london_day
from portal.errors import Refused
from portal.services import audit
from portal.services.people import invitations
from portal.services.people.listing import REFUSED, Place, inviting, rows_waiting
from portal.services.staff.accounts import Person
from portal.store import db
from portal.store.people import Invitation

LONGEST = 200
"""A reason has so many characters at most."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What an administrator decided on a day about so many addresses of an organisation."""

    day: date
    let_in: bool
    reason: str
    number: int

    @property
    def said(self) -> str:
        """Say it in a sentence: “2 addresses were turned away on 3 March: not employed here.”"""
        which = "1 address was" if self.number == 1 else f"{self.number:,} addresses were"
        done = "let in" if self.let_in else "turned away"
        why = f": {self.reason.rstrip('.')}" if self.reason else ""
        return f"{which} {done} on {day_and_month(self.day)}{why}."


def let_in(where: Place, chosen: Collection[str] | None, who: Person, now: datetime) -> int:
    """Invite those who wait (``chosen``, or all); returns how many. Whom another organisation
    invites goes on waiting."""
    with db.writing():
        _check_administrator(who)
        invitations.taking(where.round_code)
        waiting = rows_waiting(where, chosen)
        taken = inviting(where, [row.email for row in waiting])
        rows = [row for row in waiting if row.email not in taken]
        for row in rows:
            _change(row, waiting=0, decided=london_day(now))
        if rows:
            said = audit.counted(len(rows), "waiting address", "waiting addresses")
            _note(where, who, f"let {said} in", now)
    return len(rows)


def turn_away(
    where: Place, chosen: Collection[str] | None, reason: str, who: Person, now: datetime
) -> int:
    """Invite none of those who wait. They stay on the list with the ``reason``, if there is one,
    which their organisation reads; a return keeps its entry, without a working link. Raises
    ``Refused``."""
    with db.writing():
        _check_administrator(who)
        _check_reason(reason)
        invitations.taking(where.round_code)
        rows = rows_waiting(where, chosen)
        for row in rows:
            _change(row, withdrawn=1, decided=london_day(now), reason=reason)
        if rows:
            said = audit.counted(len(rows), "waiting address", "waiting addresses")
            _note(where, who, f"turned {said} away", now)
    return len(rows)


def decisions(
    round_ids: Collection[bytes], since: date, organisation: str = ""
) -> dict[tuple[bytes, str], list[Decision]]:
    """Return what was decided from a day on, by round and organisation, the latest first."""
    own = [Invitation.organisation == organisation] if organisation else []
    rows: Any = (
        Invitation.select(
            Invitation.round,
            Invitation.organisation,
            Invitation.decided,
            Invitation.waiting,
            Invitation.reason,
            fn.COUNT(Invitation.id),
        )
        .where(Invitation.round.in_(round_ids), *own)
        .where(Invitation.decided >= since, (Invitation.waiting == 0) | REFUSED)
        .group_by(
            Invitation.round,
            Invitation.organisation,
            Invitation.decided,
            Invitation.waiting,
            Invitation.reason,
        )
        .order_by(Invitation.decided.desc(), Invitation.waiting, Invitation.reason)
        .tuples()
    )
    decided = dict[tuple[bytes, str], list[Decision]]()
    for round_id, code, day, waiting, reason, number in rows:
        decided.setdefault((round_id, code), []).append(Decision(day, not waiting, reason, number))
    return decided


def _check_administrator(who: Person) -> None:
    if not who.is_administrator:
        raise Refused("An administrator lets addresses in or turns them away.")


def _check_reason(reason: str) -> None:
    """It goes by letter, in which no person's address stands."""
    if len(reason) > LONGEST or not reason.isprintable():
        raise Refused(f"The reason must be one line of up to {LONGEST} characters.")
    if "@" in reason:
        raise Refused("Leave addresses out of the reason: a letter gives it.")


def _change(row: Invitation, **values: object) -> None:
    Invitation.update(**values).where(Invitation.id == row.id).execute()


def _note(where: Place, who: Person, did: str, now: datetime) -> None:
    audit.note(who.email, f"{did} of {where.organisation} in round {where.round_code}", now)
