"""Rounds: made, opened, extended, closed.

What needs a key is asked for here (``request``) and done by the worker, which hands in what it
made (``opened``) or is told what to destroy (``begin_closing``, then ``finish_closing``).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from portal.errors import Conflict, NotFound, Refused
from portal.services import audit, questionnaires, turnout
from portal.store.db import db
from portal.store.invitations import Invitation, Outgoing
from portal.store.people import Organisation
from portal.store.replies import Draft
from portal.store.results import Comment, Response
from portal.store.rounds import Participation, Reminder, Round
from portal.survey.packing import capacity
from portal.survey.questionnaire import Questionnaire
from portal.survey.schedule import Schedule, checked, in_london

Request: TypeAlias = Literal["open", "close", "count"]
FLOOR = 10
"""Fewest people that a figure may speak of (``docs/disclosure`` rule 1); never lowered."""

DRAFTS_AT_ONCE = 200
PERSONAL = (Outgoing, Invitation, Reminder, Participation, Draft)
"""What is deleted at closing, and where."""

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_BEFORE: dict[Request, tuple[str, ...]] = {
    "open": ("scheduled",),
    "close": ("open",),
    "count": ("closed", "releasing"),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a round is made from. ``organisations``: codes, or none for all there are."""

    code: str
    title: str
    questionnaire: Questionnaire
    schedule: Schedule
    retain_until: date
    organisations: Sequence[str] = ()
    series: str = ""
    threshold: int = FLOOR


@dataclass(frozen=True, slots=True)
class RoundInfo:
    id: bytes
    code: str
    title: str
    state: str
    request: str
    problem: str
    questionnaire: str
    opens: datetime
    closes: datetime


def create(plan: Plan, who: str, now: datetime) -> RoundInfo:
    """Make a round that waits for its opening. Raises ``Refused`` and ``Conflict``."""
    _check(plan, now)
    with db.atomic("IMMEDIATE"):
        if Round.get_or_none(Round.code == plan.code):
            raise Conflict(f"There is a round {plan.code} already; choose another code.")
        organisations = _organisations(plan.organisations)
        questionnaires.freeze(plan.questionnaire)
        row = Round.create(
            id=secrets.token_bytes(16),
            code=plan.code,
            title=plan.title,
            series=plan.series,
            questionnaire=plan.questionnaire.sha256,
            opens=plan.schedule.opens,
            closes=plan.schedule.closes,
            retain_until=plan.retain_until,
            threshold=plan.threshold,
            size=capacity(plan.questionnaire),
        )
        for code in organisations:
            Participation.create(round=row.id, organisation=code)
        for reminder in plan.schedule.reminders:
            Reminder.create(round=row.id, at=reminder)
        audit.note(who, f"made round {plan.code}", now)
    return by_code(plan.code)


def by_code(code: str) -> RoundInfo:
    """Raises ``NotFound``."""
    row = Round.get_or_none(Round.code == code)
    if row is None:
        raise NotFound(f"There is no round {code}.")
    return _info(row)


def every() -> list[RoundInfo]:
    return [_info(row) for row in Round.select().order_by(Round.opens, Round.code)]


def in_state(*states: str) -> list[RoundInfo]:
    rows = Round.select().where(Round.state.in_(states)).order_by(Round.code)
    return [_info(row) for row in rows]


def request(code: str, wanted: Request, who: str, now: datetime) -> None:
    """Ask the worker to open, close or count now. Raises ``Conflict`` where the round's state
    does not allow it."""
    with db.atomic("IMMEDIATE"):
        found = by_code(code)
        if found.state not in _BEFORE[wanted]:
            raise Conflict(f"Round {code} is {found.state}, so it cannot be asked to {wanted}.")
        Round.update(request=wanted).where(Round.id == found.id).execute()
        audit.note(who, f"asked for round {code} to {wanted}", now)


def extend(code: str, closes: datetime, who: str, now: datetime) -> None:
    """Move the closing time later; possible only before the round has closed, and not to where
    its responses would be deleted as soon as they are counted."""
    with db.atomic("IMMEDIATE"):
        found = by_code(code)
        if found.state not in ("scheduled", "open") or found.closes <= now:
            raise Conflict(f"Round {code} has closed; a round can be extended only before that.")
        if closes <= found.closes:
            raise Refused(f"Choose a time after {in_london(found.closes)}, when it closes now.")
        if closes.date() >= (last := Round.get_by_id(found.id).retain_until):
            raise Refused(f"Responses are deleted after {last}; choose a closing time before that.")
        Round.update(closes=closes).where(Round.id == found.id).execute()
        audit.note(who, f"extended round {code} to {in_london(closes)}", now)


def to_open(now: datetime) -> list[RoundInfo]:
    """Scheduled rounds whose time has come or that someone asked to open."""
    return [r for r in in_state("scheduled") if r.opens <= now or r.request == "open"]


def to_close(now: datetime) -> list[RoundInfo]:
    """Open rounds that are due, and those whose closing was interrupted."""
    due = [r for r in in_state("open") if r.closes <= now or r.request == "close"]
    return due + in_state("closing")


def to_count() -> list[RoundInfo]:
    """Closed rounds; one that a count refused waits until someone asks for it again."""
    return [r for r in in_state("closed") if not r.problem or r.request == "count"]


def opened(round_id: bytes, public_key: bytes, now: datetime) -> None:
    """The worker has made the round's keys: let respondents in."""
    with db.atomic("IMMEDIATE"):
        changed = (
            Round.update(state="open", request="", problem="", public_key=public_key)
            .where((Round.id == round_id) & (Round.state == "scheduled"))
            .execute()
        )
        if changed:
            audit.note(audit.WORKER, f"opened round {Round.get_by_id(round_id).code}", now)


def begin_closing(round_id: bytes, now: datetime) -> None:
    """Stop answers, and delete addresses, letters and drafts.

    The number invited outlives the invitations, as a count for each organisation.
    """
    with db.atomic("IMMEDIATE"):
        changed = (
            Round.update(state="closing", request="")
            .where((Round.id == round_id) & (Round.state == "open"))
            .execute()
        )
        if changed:
            turnout.keep(round_id)
            for table in (Outgoing, Invitation, Reminder):
                table.delete().where(table.round == round_id).execute()
            Participation.update(open_token=None).where(Participation.round == round_id).execute()
            audit.note(audit.WORKER, f"closed round {Round.get_by_id(round_id).code}", now)
    _delete_drafts(round_id)


def _delete_drafts(round_id: bytes) -> None:
    """A few at a time, since each is overwritten with zeros and others are to write in between;
    who closes a round that was left in the middle goes on with it."""
    some = Draft.select(Draft.id).where(Draft.round == round_id).limit(DRAFTS_AT_ONCE)
    while ids := [row.id for row in some.clone()]:
        Draft.delete().where(Draft.id.in_(ids)).execute()


def finish_closing(round_id: bytes) -> None:
    """The link key and the draft secret are destroyed, and the file holds no trace."""
    Round.update(state="closed", problem="").where(
        (Round.id == round_id) & (Round.state == "closing")
    ).execute()


def troubled(round_id: bytes, problem: str) -> None:
    """Note why the worker could not take the next step, or (empty) that it can again.

    Not of a counted round: there another worker has taken the step meanwhile.
    """
    Round.update(problem=problem).where(
        (Round.id == round_id) & (Round.state != "counted")
    ).execute()


def heard(round_id: bytes) -> None:
    """What was asked for is being tried, once."""
    Round.update(request="").where(Round.id == round_id).execute()


def purge(now: datetime) -> list[str]:
    """Delete the responses and comments of rounds whose retention date has passed."""
    purged = []
    with db.atomic("IMMEDIATE"):
        for row in Round.select().where(Round.state == "counted"):
            if row.retain_until < now.date() and _delete_results(row.id):
                audit.note(audit.WORKER, f"deleted the responses of round {row.code}", now)
                purged.append(row.code)
    return purged


def _check(plan: Plan, now: datetime) -> None:
    if not _CODE.fullmatch(plan.code):
        raise Refused(f"“{plan.code}” is no round code; use up to 40 of a-z, 0-9 and -.")
    if not (1 <= len(plan.title) <= 200 and plan.title.isprintable()):
        raise Refused("A round's title must be one line of 1 to 200 characters.")
    if plan.threshold < FLOOR:
        raise Refused(f"The threshold may be raised above {FLOOR}, never lowered.")
    checked(plan.schedule.opens, plan.schedule.closes, plan.schedule.reminders)
    if plan.schedule.closes <= now:
        raise Refused("A round must close in the future; choose a later closing time.")
    if plan.retain_until <= plan.schedule.closes.date():
        raise Refused("Responses must be kept until a day after the closing; choose a later one.")


def _organisations(codes: Sequence[str]) -> list[str]:
    known = [row.code for row in Organisation.select().order_by(Organisation.code)]
    if unknown := sorted(set(codes) - set(known)):
        raise NotFound(f"There is no organisation {', '.join(unknown)}; import it first.")
    chosen = sorted(set(codes)) or known
    if not chosen:
        raise Refused("There is no organisation yet; import some with `flask organisation import`.")
    return chosen


def _info(row: Round) -> RoundInfo:
    return RoundInfo(
        id=row.id,
        code=row.code,
        title=row.title,
        state=row.state,
        request=row.request,
        problem=row.problem,
        questionnaire=row.questionnaire_id,
        opens=row.opens,
        closes=row.closes,
    )


def _delete_results(round_id: bytes) -> int:
    return sum(
        table.delete().where(table.round == round_id).execute() for table in (Response, Comment)
    )
