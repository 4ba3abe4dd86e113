"""The steps that an administrator takes with a round: scheduling, opening, extending, closing,
putting away, deleting.

What needs a key is asked for here (``request``) and done by the worker (``lifecycle``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, TypeAlias

from portal.calendar.london import day_in_words, in_london
from portal.calendar.schedule import check_ahead
from portal.calendar.state import State
from portal.errors import Conflict, Refused
from portal.services import audit, uploads
from portal.services.rounds import planning
from portal.services.rounds import register as rounds
from portal.services.rounds.plans import check_whole
from portal.store import db
from portal.store.rounds import Round
from portal.store.tables import delete_of_round, of_rounds

Request: TypeAlias = Literal["open", "close", "count"]
_BEFORE: dict[Request, tuple[State, ...]] = {
    "open": (State.SCHEDULED,),
    "close": (State.OPEN,),
    "count": (State.CLOSED, State.RELEASING),
}


def schedule(code: str, who: str, now: datetime, *, at_once: bool = False) -> None:
    """Have a draft open by itself from now on, and its organisations see it; ``at_once``: it opens
    now. Raises ``Incomplete``, and ``Refused`` where its days have passed."""
    with db.writing():
        round_ = rounds.in_one_of(code, (State.DRAFT,), "scheduled")
        plan = planning.planned(round_)
        check_whole(plan)
        check_ahead(plan.schedule, now)
        Round.update(state=State.SCHEDULED, scheduled=now).where(Round.id == round_.id).execute()
        audit.note(who, f"scheduled round {code}", now)
        if at_once:
            request(code, "open", who, now)


def schedule_together(
    codes: Sequence[str], who: str, now: datetime, *, at_once: bool = False
) -> None:
    """Do as ``schedule`` with several drafts, all or none, and say of which one it raises
    ``Refused``."""
    with db.writing():
        for code in codes:
            try:
                schedule(code, who, now, at_once=at_once)
            except Refused as error:
                raise Refused(f"{rounds.by_code(code).title}: {error}") from error


def unschedule(code: str, who: str, now: datetime) -> None:
    """Make a scheduled round a draft again, before it opens. Raises ``Conflict``."""
    with db.writing():
        round_ = rounds.in_one_of(code, (State.SCHEDULED,), "made a draft again")
        if round_.request:
            raise Conflict(f"Round {code} is about to open; it can no longer be a draft.")
        Round.update(state=State.DRAFT).where(Round.id == round_.id).execute()
        audit.note(who, f"made round {code} a draft again", now)


def delete(code: str, who: str, now: datetime) -> None:
    """Delete a draft, with everybody who was invited to it."""
    with db.writing():
        round_ = rounds.in_one_of(code, (State.DRAFT,), "deleted")
        delete_of_round(of_rounds(), round_.id)
        Round.delete().where(Round.id == round_.id).execute()
        uploads.forget(f"people {code} ")
        audit.note(who, f"deleted draft round {code}", now)


def request(code: str, wanted: Request, who: str, now: datetime) -> None:
    """Ask the worker to open, close or count now. Raises ``Conflict`` where the round's state
    does not allow it."""
    with db.writing():
        round_ = rounds.by_code(code)
        if round_.state not in _BEFORE[wanted]:
            raise Conflict(f"Round {code} is {round_.state}, so it cannot be asked to {wanted}.")
        Round.update(request=wanted).where(Round.id == round_.id).execute()
        audit.note(who, f"asked for round {code} to {wanted}", now)


def extend(code: str, closes: datetime, who: str, now: datetime) -> None:
    """Move the closing time later; possible only before the round has closed, and not to where
    its responses would be deleted as soon as they are counted. Once it is open, the worker moves
    it, in its manifest first."""
    with db.writing():
        round_ = rounds.by_code(code)
        if not round_.state.coming or round_.closes <= now:
            raise Conflict(f"Round {code} has closed; a round can be extended only before that.")
        planning.check_stays_open(round_)
        if closes <= (latest := round_.closing):
            raise Refused(f"Choose a time after {in_london(latest)}, when it closes now.")
        if closes.date() >= (last := round_.retain_until):
            raise Refused(
                f"Responses are deleted after {day_in_words(last)}; choose a closing before that."
            )
        moved = {"closes": closes} if round_.state.planned else {"wanted_closes": closes}
        Round.update(**moved).where(Round.id == round_.id).execute()
        audit.note(who, f"extended round {code} to {in_london(closes)}", now)


def archive(code: str, who: str, now: datetime) -> None:
    """Put a counted round away. Its responses are kept and deleted as before."""
    _move(code, State.COUNTED, State.ARCHIVED, "put away", who, now)


def unarchive(code: str, who: str, now: datetime) -> None:
    """Take a round out again."""
    _move(code, State.ARCHIVED, State.COUNTED, "taken out again", who, now)


def _move(code: str, before: State, after: State, what: str, who: str, now: datetime) -> None:
    with db.writing():
        round_ = rounds.in_one_of(code, (before,), what)
        Round.update(state=after).where(Round.id == round_.id).execute()
        audit.note(who, f"round {code} was {what}", now)
