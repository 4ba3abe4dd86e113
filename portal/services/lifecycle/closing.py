"""The worker opens, closes and purges rounds, and notes it, step by step."""

from __future__ import annotations

from datetime import datetime

from portal.calendar.london import london_day
from portal.calendar.state import OVER, State
from portal.services import audit, health, uploads
from portal.services.figures import tallies
from portal.services.rounds.register import RoundInfo, in_state
from portal.store import db
from portal.store.answers import Draft
from portal.store.db import Table
from portal.store.records import Upload
from portal.store.rounds import Participation, Round
from portal.store.tables import delete_of_round, dying

DRAFTS_AT_ONCE = 200
PURGED = dying("retention")
CLEARED: tuple[type[Table], ...] = (*dying("closing"), Participation, Upload)
"""The tables in which something is deleted at closing: whole rows of a round, open links, and
lists that wait for their confirmation."""


def to_open(now: datetime) -> list[RoundInfo]:
    """Return scheduled rounds whose time has come or that someone asked to open."""
    return [r for r in in_state(State.SCHEDULED) if r.opens <= now or r.request == "open"]


def to_count() -> list[RoundInfo]:
    """Return closed rounds; one that a count refused waits until someone asks for it again."""
    return [r for r in in_state(State.CLOSED) if not r.problem or r.request == "count"]


def opened(round_id: bytes, public_key: bytes, now: datetime) -> None:
    """Let respondents in, now that the worker has made the round's keys. Whoever asked for it early
    has moved the opening."""
    with db.writing():
        planned = Round.get_by_id(round_id).opens
        early: dict[str, object] = {"opens": now, "planned_opens": planned} if now < planned else {}
        changed = (
            Round.update(state=State.OPEN, request="", problem="", public_key=public_key, **early)
            .where((Round.id == round_id) & (Round.state == State.SCHEDULED))
            .execute()
        )
        if changed:
            tallies.begin(round_id)
            audit.note(audit.WORKER, f"opened round {Round.get_by_id(round_id).code}", now)


def begin_closing(round_id: bytes, now: datetime) -> None:
    """Stop answers, and delete addresses, letters and drafts.

    The number invited outlives the invitations, as a count for each organisation. Whoever asked
    for it early has moved the closing.
    """
    with db.writing():
        planned = Round.get_by_id(round_id).closes
        closes = min(now, planned)
        early = {"closes": now, "planned_closes": planned} if now < planned else {}
        changed = (
            Round.update(state=State.CLOSING, request="", **early)
            .where((Round.id == round_id) & (Round.state == State.OPEN))
            .execute()
        )
        if changed:
            tallies.keep(round_id, closes)
            at_once = tuple(table for table in dying("closing") if table is not Draft)
            delete_of_round(at_once, round_id)
            Participation.update(open_token=None).where(Participation.round == round_id).execute()
            code = Round.get_by_id(round_id).code
            uploads.forget(f"people {code} ")
            audit.note(audit.WORKER, f"closed round {code}", now)
    _delete_drafts(round_id)


def finish_closing(round_id: bytes) -> None:
    """Note that the link key and the draft secret are destroyed, and the file holds no trace."""
    Round.update(state=State.CLOSED, problem="").where(
        (Round.id == round_id) & (Round.state == State.CLOSING)
    ).execute()


def troubled(round_id: bytes, problem: str) -> None:
    """Note why the worker could not take the next step, or (empty) that it can again.

    Not of a counted round: there another worker has taken the step meanwhile.
    """
    Round.update(problem=problem).where((Round.id == round_id) & Round.state.not_in(OVER)).execute()


def heard(round_id: bytes) -> None:
    """Note that what was asked for is being tried, once."""
    Round.update(request="").where(Round.id == round_id).execute()


def purge(now: datetime) -> list[str]:
    """Delete the responses and comments of rounds whose retention date has passed, and note that
    their traces are still there."""
    purged = []
    with db.writing():
        for row in Round.select().where(Round.state.in_(OVER)):
            if row.retain_until < london_day(now) and delete_of_round(PURGED, row.id):
                audit.note(audit.WORKER, f"deleted the responses of round {row.code}", now)
                health.note_work(health.TRACES, now)
                purged.append(row.code)
    return purged


def traces_left() -> bool:
    """Say whether the file still holds traces of responses that were deleted."""
    return health.last_work(health.TRACES) is not None


def traces_gone() -> None:
    health.forget_work(health.TRACES)


def _delete_drafts(round_id: bytes) -> None:
    """Delete a few at a time, since each is overwritten with zeros and others are to write in
    between; who closes a round that was left in the middle goes on with it."""
    some = Draft.select(Draft.id).where(Draft.round == round_id).limit(DRAFTS_AT_ONCE)
    while ids := [row.id for row in some.clone()]:
        Draft.delete().where(Draft.id.in_(ids)).execute()
