"""What an organisation still lacks in a round, and a letter that says so when an administrator
asks for it. None of it tells more than staff are shown."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Literal, TypeAlias

from portal.calendar.london import london_day
from portal.errors import Conflict
from portal.services import audit
from portal.services.figures import overview
from portal.services.figures.progress import half_over, is_low
from portal.services.figures.returns import ReturnState
from portal.services.figures.standing import Standing
from portal.services.letters import notices
from portal.services.rounds.register import RoundInfo
from portal.services.staff import accounts
from portal.store import db

NOTICE = "nudge"
"""The letter to the PSWs of an organisation that lacks something."""
Lack: TypeAlias = Literal["list", "letters", "answers", "return"]
"""Nobody is invited; no letter has arrived; half of the time is over and the rate that is shown is
low; nobody has begun the return."""


def lacking(
    round_: RoundInfo, stands: Standing, pages: ReturnState, waiting: int, now: datetime
) -> tuple[Lack, ...]:
    """Say what an organisation still lacks in a round that is scheduled or open, by what staff are
    shown of it; nothing once its return is submitted, or while it is an administrator's turn:
    addresses are ``waiting``."""
    if not round_.state.coming or round_.closes <= now or pages.submitted:
        return ()
    if not stands.reach.invited and not stands.link:
        return () if waiting else ("list",)
    if not round_.state.takes_answers:
        return ()
    if round_.named:
        return () if pages.pages else ("return",)
    if stands.reach.named and stands.reach.sent <= stands.reach.undeliverable:
        return ("letters",)
    low = half_over(round_, now) and is_low(stands.numbers.rate)
    return ("answers",) if low else ()


def nudge(round_: RoundInfo, organisations: Collection[str], now: datetime, by: str) -> int:
    """Write to the PSWs of these organisations, as far as they lack something, once a day at most;
    returns to how many a letter goes. ``by``: who asks, for the audit. Raises ``Conflict`` for a
    round that is neither scheduled nor open."""
    if not round_.state.coming or round_.closes <= now:
        raise Conflict(f"{round_.title} is not scheduled or open, so nobody can be written to.")
    lag = {
        row.code
        for row in overview.side_by_side(round_).rows
        if row.code in organisations and lacking(round_, row.stands, row.pages, row.waiting, now)
    }
    about = notices.about_day(round_.id, london_day(now))
    with db.writing():
        psws = accounts.psws_by_organisation(round_.id)
        readers = [id for code in lag for id in psws.get(code, ())]
        if told := notices.put_all_in_hand(readers, NOTICE, about):
            people = audit.counted(told, "principal social worker", "principal social workers")
            audit.note(by, f"had {people} written to about round {round_.code}", now)
    return told
