"""Rounds: opened, extended, closed, put away. How they are made is ``planning``'s.

What needs a key is asked for here (``request``) and done by the worker, which hands in what it
made (``opened``) or is told what to destroy (``begin_closing``, then ``finish_closing``).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from portal.errors import Conflict, NotFound, Refused
from portal.services import audit, tallies, uploads
from portal.store.db import db
from portal.store.invitations import Invitation, Outgoing
from portal.store.replies import Draft
from portal.store.results import Comment, Response, ReturnProgress
from portal.store.rounds import Participation, Round, WithdrawnLink
from portal.store.staff import Upload
from portal.survey.schedule import day_in_words, in_london

Request: TypeAlias = Literal["open", "close", "count"]
OVER = ("counted", "archived")
"""The worker has no more to do for these, but to delete their responses in time."""
DRAFTS_AT_ONCE = 200
PERSONAL = (Outgoing, Invitation, Participation, WithdrawnLink, ReturnProgress, Upload, Draft)
"""What is deleted at closing, and where."""
DEMONSTRATION = "demo"
"""The code of the round that ``flask demo`` makes, which is nobody's own."""
_BEFORE: dict[Request, tuple[str, ...]] = {
    "open": ("scheduled",),
    "close": ("open",),
    "count": ("closed", "releasing"),
}


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
    retain_until: date
    series: str
    threshold: int
    custody: str

    @property
    def in_hand(self) -> bool:
        """Whether the worker is at it, or will be in its next pass."""
        counting = self.state == "closed" and not self.problem
        return bool(self.request) or counting or self.state in ("closing", "releasing")

    @property
    def phase(self) -> str:
        """Its state, or *stopped* where its count was refused."""
        return "stopped" if self.state == "closed" and self.problem else self.state


def by_code(code: str) -> RoundInfo:
    """Raises ``NotFound``."""
    row = Round.get_or_none(Round.code == code)
    if row is None:
        raise NotFound(f"There is no round {code}.")
    return _info(row)


def in_one_of(code: str, states: Collection[str], what: str) -> RoundInfo:
    """The round, in a state in which it can be … (``what``). Raises ``NotFound``, ``Conflict``."""
    found = by_code(code)
    if found.state not in states:
        raise Conflict(f"Round {code} is {found.state}, so it cannot be {what}.")
    return found


def every() -> list[RoundInfo]:
    return [_info(row) for row in Round.select().order_by(Round.opens, Round.code)]


def own() -> list[RoundInfo]:
    """Every round but the demonstration."""
    return [each for each in every() if each.code != DEMONSTRATION]


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
        check_stays_open(found)
        if closes <= found.closes:
            raise Refused(f"Choose a time after {in_london(found.closes)}, when it closes now.")
        if closes.date() >= (last := Round.get_by_id(found.id).retain_until):
            raise Refused(
                f"Responses are deleted after {day_in_words(last)}; choose a closing before that."
            )
        Round.update(closes=closes).where(Round.id == found.id).execute()
        audit.note(who, f"extended round {code} to {in_london(closes)}", now)


def check_stays_open(found: RoundInfo) -> None:
    """Raises ``Conflict`` once somebody has asked for the closing, which the worker then does."""
    if found.request == "close":
        raise Conflict(
            f"Somebody has asked for round {found.code} to close now, and that is in hand: it can"
            " no longer be extended or changed."
        )


def archive(code: str, who: str, now: datetime) -> None:
    """Put a counted round away. Its responses are kept and deleted as before."""
    _move(code, "counted", "archived", "put away", who, now)


def unarchive(code: str, who: str, now: datetime) -> None:
    """Take a round out again."""
    _move(code, "archived", "counted", "taken out again", who, now)


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
    """The worker has made the round's keys: let respondents in. Whoever asked for it early has
    moved the opening."""
    with db.atomic("IMMEDIATE"):
        planned = Round.get_by_id(round_id).opens
        early: dict[str, object] = {"opens": now, "planned_opens": planned} if now < planned else {}
        changed = (
            Round.update(state="open", request="", problem="", public_key=public_key, **early)
            .where((Round.id == round_id) & (Round.state == "scheduled"))
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
    with db.atomic("IMMEDIATE"):
        planned = Round.get_by_id(round_id).closes
        closes = min(now, planned)
        early = {"closes": now, "planned_closes": planned} if now < planned else {}
        changed = (
            Round.update(state="closing", request="", **early)
            .where((Round.id == round_id) & (Round.state == "open"))
            .execute()
        )
        if changed:
            tallies.keep(round_id, closes)
            for table in (Outgoing, Invitation, ReturnProgress, WithdrawnLink):
                table.delete().where(table.round == round_id).execute()
            Participation.update(open_token=None).where(Participation.round == round_id).execute()
            code = Round.get_by_id(round_id).code
            uploads.forget(f"people {code} ")
            audit.note(audit.WORKER, f"closed round {code}", now)
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
    Round.update(problem=problem).where((Round.id == round_id) & Round.state.not_in(OVER)).execute()


def heard(round_id: bytes) -> None:
    """What was asked for is being tried, once."""
    Round.update(request="").where(Round.id == round_id).execute()


def purge(now: datetime) -> list[str]:
    """Delete the responses and comments of rounds whose retention date has passed."""
    purged = []
    with db.atomic("IMMEDIATE"):
        for row in Round.select().where(Round.state.in_(OVER)):
            if row.retain_until < now.date() and _delete_results(row.id):
                audit.note(audit.WORKER, f"deleted the responses of round {row.code}", now)
                purged.append(row.code)
    return purged


def _move(code: str, before: str, after: str, what: str, who: str, now: datetime) -> None:
    with db.atomic("IMMEDIATE"):
        found = in_one_of(code, (before,), what)
        Round.update(state=after).where(Round.id == found.id).execute()
        audit.note(who, f"round {code} was {what}", now)


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
        retain_until=row.retain_until,
        series=row.series,
        threshold=row.threshold,
        custody=row.custody,
    )


def _delete_results(round_id: bytes) -> int:
    return sum(
        table.delete().where(table.round == round_id).execute() for table in (Response, Comment)
    )
