"""How far the returns of a round are, for those who chase them.

A return is its organisation's named statement and no secret of a person. The staff site holds no
key, so the worker, which does, writes down what the list of pages shows to whoever has the link.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from portal.calendar.london import day_and_month
from portal.errors import NotFound
from portal.services import health
from portal.services.answering import sittings
from portal.services.answering.drafts import Secrets
from portal.services.answering.sittings import Sitting
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.store import db
from portal.store.answers import Ticket
from portal.store.db import of_part
from portal.store.figures import ReturnProgress, Tally, put_return_progress
from portal.store.people import Invitation
from portal.vault import tokens

NAME = "returns"
EVERY = timedelta(minutes=3)
"""How often the worker looks: often enough for two people at work on the same return, and seldom
enough to open 160 drafts."""


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """A page of a return. ``state``: “Completed”, “In progress” or “Not started”; ``name``: who is
    to fill it in."""

    title: str
    state: str
    name: str


@dataclass(frozen=True, slots=True)
class ReturnState:
    """How far a return is; no ``pages`` while nobody has begun. ``submitted_on`` is the last such
    day, or none if that was before days were noted; ``changed``: since then."""

    submitted: bool
    pages: tuple[ReturnPage, ...]
    submitted_on: date | None = None
    changed: bool = False

    @property
    def completed(self) -> int:
        return sum(page.state == "Completed" for page in self.pages)

    @property
    def said(self) -> str:
        """Say how far it is: “2 of 5 pages”."""
        if self.submitted:
            return f"Submitted {self.when}".strip()
        pages = f"{self.completed} of {len(self.pages)} page{'s' * (len(self.pages) != 1)}"
        return pages if self.pages else "Not begun"

    @property
    def on(self) -> str:
        """Say on which day it was submitted: “on 3 March”; empty if that was not noted."""
        return f"on {day_and_month(self.submitted_on)}" if self.submitted_on else ""

    @property
    def when(self) -> str:
        """Say that, and whether it has changed since."""
        return self.on + ", changed since" * self.changed


NOT_BEGUN = ReturnState(submitted=False, pages=())


def due(now: datetime) -> bool:
    last = health.last_work(NAME)
    return last is None or abs(now - last) >= EVERY


def refresh(round_id: bytes, link_key: bytes, keys: Secrets, now: datetime) -> None:
    """Look at every return of a round again; rounds of another kind are left alone."""
    round_ = rounds.by_id(round_id)
    if not round_.named:
        return
    states = dict(_states(round_, link_key, keys, now))
    with db.writing():  # once it takes no more, they are destroyed, and stay so
        still = rounds.by_id(round_id).state.takes_answers
        _replace(round_id, states if still else {})


def noted(now: datetime) -> None:
    """Note that every round has been looked at."""
    health.note_work(NAME, now)


def as_at(opens: datetime) -> datetime:
    """The moment when the worker last looked at a round that opened then, or nobody had begun."""
    return max(opens, health.last_work(NAME) or opens)


def begun(
    rounds_: Collection[RoundInfo], organisation: str = ""
) -> dict[tuple[bytes, str], ReturnState]:
    """How far the returns of these rounds are, or one organisation's, by round and organisation;
    those that nobody has begun are left out."""
    named = [round_.id for round_ in rounds_ if round_.named]
    own = [ReturnProgress.organisation == organisation] if organisation else []
    rows = ReturnProgress.select().where(ReturnProgress.round.in_(named), *own) if named else ()
    return {(row.round_id, row.organisation_id): _read(row.pages) for row in rows}


def submitted(round_ids: Collection[bytes]) -> set[tuple[bytes, str]]:
    """Return which organisations had submitted their returns by the last count of these rounds."""
    if not round_ids:
        return set()
    rows = Tally.select(Tally.round, Tally.organisation).distinct()
    counted = rows.where(Tally.round.in_(round_ids), Tally.by_letter > 0)
    return {(row.round_id, row.organisation_id) for row in counted}


def _states(
    round_: RoundInfo, link_key: bytes, keys: Secrets, now: datetime
) -> Iterator[tuple[str, ReturnState]]:
    rows = Invitation.select().where((Invitation.round == round_.id) & (Invitation.minted >= 0))
    for row in rows.where((Invitation.withdrawn == 0) & (Invitation.waiting == 0)):
        token = tokens.invitation_token(link_key, row.id, row.minted)
        ticket = Ticket.get_or_none(Ticket.ticket == tokens.ticket_of(token))
        submitted = ticket is not None and ticket.state == "spent"
        try:
            taken = sittings.take(round_.code, tokens.shared_code(token), now, keys)
        except NotFound:  # nobody has begun
            continue
        yield row.organisation_id, _state(taken, submitted=submitted)


def _state(taken: Sitting, *, submitted: bool) -> ReturnState:
    names, was = taken.held.envelope.names, taken.held.envelope.submitted
    pages = (
        ReturnPage(page.title, taken.state(page), names.get(page.id, ""))
        for page in taken.route.pages
    )
    return ReturnState(submitted, tuple(pages), was.on if was else None, taken.changed)


def _replace(round_id: bytes, states: dict[str, ReturnState]) -> None:
    """Write only where something has changed."""
    wanted = {organisation: _text(state) for organisation, state in states.items()}
    rows = ReturnProgress.select().where(ReturnProgress.round == round_id)
    kept = {row.organisation_id: row.pages for row in rows}
    for organisation in kept.keys() - wanted.keys():
        ReturnProgress.delete().where(of_part(ReturnProgress, round_id, organisation)).execute()
    for organisation, text in wanted.items():
        if kept.get(organisation) != text:
            put_return_progress(round_id, organisation, text)


def _text(state: ReturnState) -> str:
    plain = asdict(state) | {"submitted_on": state.submitted_on and state.submitted_on.isoformat()}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def _read(text: str) -> ReturnState:
    plain = json.loads(text)
    pages = tuple(ReturnPage(**page) for page in plain["pages"])
    on = plain.get("submitted_on")  # for minutes after an upgrade there are rows without it
    return ReturnState(
        plain["submitted"], pages, on and date.fromisoformat(on), plain.get("changed", False)
    )
