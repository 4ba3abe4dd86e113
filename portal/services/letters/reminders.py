"""Reminders go out at a round's own times, and when one organisation asks for them.

Everybody with a link gets a row, the same whether a letter goes out or, because the person has
answered, not; that is found out when it is sent (``outbox.compose``).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from portal.calendar.london import day_in_words, london_day
from portal.calendar.schedule import GAP
from portal.calendar.state import State
from portal.errors import Conflict, NotFound
from portal.services import audit
from portal.store import db, letters
from portal.store.db import of_part
from portal.store.letters import Nudge
from portal.store.rounds import Participation, Reminder, Round


def remind(round_id: bytes, now: datetime) -> int:
    """Put the latest reminder that is due in hand; returns for how many people.

    After an outage several reminders become one. A slice at a time: a worker that dies in between
    has the next one go on.
    """
    ready = (Reminder.round == round_id) & (Reminder.done == 0) & (Reminder.at <= now)
    times = [row.at for row in Reminder.select().where(ready).order_by(Reminder.at)]
    if not times:
        return 0
    kind, people, after = f"reminder {times[-1].isoformat()}", 0, b""
    today = london_day(now)
    while True:
        with db.writing():
            made, after = letters.remind(round_id, None, kind, today - GAP, today, after)
        people += made
        if not made:
            break
    with db.writing():
        if Reminder.update(done=1).where(ready).execute():
            code = Round.get_by_id(round_id).code
            audit.note(audit.WORKER, f"put a reminder of round {code} in hand", now)
    return people


def nudge(round_code: str, organisation: str, who: str, now: datetime) -> int:
    """Remind the people of one organisation now; returns how many are on its list.

    Raises ``NotFound``, and ``Conflict``, which says from when on it is possible.
    """
    today = london_day(now)
    with db.writing():
        round_ = _open_round(round_code, organisation, now)
        when = nudge_days([round_.id], organisation).get(round_.id)
        if when is None:
            raise Conflict("Nobody has been invited yet, so you have nobody to remind.")
        if when > today:
            raise Conflict(_too_soon(when, london_day(round_.closes)))
        Nudge.create(round=round_.id, organisation=organisation, at=now)
        kind, people, after = f"reminder {now.isoformat()}", 0, b""
        made = -1
        while made:
            made, after = letters.remind(round_.id, organisation, kind, today - GAP, today, after)
            people += made
        audit.note(who, f"had {organisation} reminded of round {round_code}", now)
    return people


def nudge_days(round_ids: Collection[bytes], organisation: str) -> dict[bytes, date]:
    """Find the day from which an organisation can remind its people, by round; rounds to which it
    has invited nobody are left out."""
    last = letters.reminded(round_ids, organisation)
    return {round_id: day + GAP for round_id, day in last.items()}


def _open_round(round_code: str, organisation: str, now: datetime) -> Round:
    round_ = Round.get_or_none(Round.code == round_code)
    if round_ is None:
        raise NotFound(f"There is no round {round_code}.")
    part = of_part(Participation, round_.id, organisation)
    if Participation.get_or_none(part) is None:
        raise NotFound(f"Organisation {organisation} does not take part in this round.")
    if round_.state != State.OPEN or round_.closes <= now:
        raise Conflict(f"Round {round_code} is not open, so you cannot send a reminder.")
    return round_


def _too_soon(when: date, closes: date) -> str:
    if when > closes:
        return "People have had a letter today or yesterday, and the round closes before the next."
    return (
        "People have had a letter today or yesterday;"
        f" the next reminder can go out from {day_in_words(when)}."
    )
