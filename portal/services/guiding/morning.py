"""Each morning the letters to principal social workers that are true now are put in hand."""

from __future__ import annotations

from datetime import datetime

from portal.calendar.letter_days import Kind, is_morning, letter_now
from portal.calendar.london import london_day
from portal.calendar.state import COMING
from portal.services import health
from portal.services.letters import notices
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.services.staff import accounts
from portal.store import db

NAME = "guiding"


def due(now: datetime) -> bool:
    """Say whether the letters of a new morning are to be put in hand."""
    return is_morning(health.last_work(NAME), now)


def put_in_hand(now: datetime) -> None:
    """Have each PSW written to who takes part in a round that is scheduled or open: once for each
    kind, and for the opening or the closing that it speaks of, so that one that was moved is told
    of again. Done again, it does nothing. What a letter says, and whether it is needed at all, is
    found when it goes."""
    with db.writing():
        for round_ in rounds.without_demonstration(rounds.in_state(*COMING)):
            kind = letter_now(round_.scheduled, round_.opens, round_.closes, now)
            if kind and kind not in round_.unsent:
                _write(round_, kind)
        health.note_work(NAME, now)


def _write(round_: RoundInfo, kind: Kind) -> None:
    of = round_.closes if kind == "closes" else round_.opens
    about = notices.about_day(round_.id, london_day(of))
    notices.put_all_in_hand(accounts.psws_taking_part(round_.id), kind, about)
