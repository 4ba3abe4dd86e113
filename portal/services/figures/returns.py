"""How far the returns of a round are, for those who chase them.

A return is its organisation's named statement and no secret of a person. The staff site holds no
key, so the worker, which does, writes down what the list of pages shows to whoever has the link.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from portal.errors import NotFound
from portal.services import health
from portal.services.answering import sittings
from portal.services.answering.drafts import Secrets
from portal.services.questionnaires import frozen
from portal.store import db
from portal.store.answers import Ticket
from portal.store.db import of_part
from portal.store.figures import ReturnProgress, put_return_progress
from portal.store.people import Invitation
from portal.store.rounds import Round
from portal.vault import tokens

NAME = "returns"
EVERY = timedelta(minutes=3)
"""How often the worker looks: often enough for two people at work on the same return, and seldom
enough to open 160 drafts."""


@dataclass(frozen=True, slots=True)
class Page:
    """``state``: “Completed”, “In progress” or “Not started”; ``name``: who is to fill it in."""

    title: str
    state: str
    name: str


@dataclass(frozen=True, slots=True)
class Progress:
    """No ``pages`` while nobody has begun."""

    submitted: bool
    pages: tuple[Page, ...]

    @property
    def completed(self) -> int:
        return sum(page.state == "Completed" for page in self.pages)


NOT_BEGUN = Progress(submitted=False, pages=())


def due(now: datetime) -> bool:
    last = health.last_work(NAME)
    return last is None or last <= now - EVERY


def refresh(round_id: bytes, link_key: bytes, keys: Secrets, now: datetime) -> None:
    """Look at every return of a round anew; rounds of another kind are left alone."""
    of = Round.get_by_id(round_id)
    if not frozen.load(of.questionnaire_id).named:
        return
    found = dict(_found(of, link_key, keys, now))
    with db.writing():
        still = Round.get_by_id(
            round_id
        ).state.takes_answers  # else they are destroyed, and stay so
        _replace(round_id, found if still else {})


def noted(now: datetime) -> None:
    """Every round has been looked at."""
    health.note_work(NAME, now)


def as_at(opens: datetime) -> datetime:
    """When the worker looked last at a round that opened then, or nobody had begun."""
    return max(opens, health.last_work(NAME) or opens)


def of(round_id: bytes, organisation: str) -> Progress:
    row = ReturnProgress.get_or_none(of_part(ReturnProgress, round_id, organisation))
    return _read(row.pages) if row else NOT_BEGUN


def every(round_id: bytes) -> dict[str, Progress]:
    """By organisation; those where nobody has begun are left out."""
    rows = ReturnProgress.select().where(ReturnProgress.round == round_id)
    return {row.organisation_id: _read(row.pages) for row in rows}


def _found(
    of: Round, link_key: bytes, keys: Secrets, now: datetime
) -> Iterator[tuple[str, Progress]]:
    rows = Invitation.select().where((Invitation.round == of.id) & (Invitation.minted >= 0))
    for row in rows.where((Invitation.withdrawn == 0) & (Invitation.waiting == 0)):
        token = tokens.invitation_token(link_key, row.id, row.minted)
        if pages := _pages(of.code, tokens.shared_code(token), now, keys):
            ticket = Ticket.get_or_none(Ticket.ticket == tokens.ticket_of(token))
            submitted = ticket is not None and ticket.state == "spent"
            yield row.organisation_id, Progress(submitted, pages)


def _pages(round_code: str, code: bytes, now: datetime, keys: Secrets) -> tuple[Page, ...]:
    try:
        taken = sittings.take(round_code, code, now, keys)
    except NotFound:  # nobody has begun
        return ()
    names = taken.held.envelope.names
    return tuple(
        Page(page.title, taken.state(page), names.get(page.id, "")) for page in taken.route.pages
    )


def _replace(round_id: bytes, found: dict[str, Progress]) -> None:
    """Written only where something has changed."""
    wanted = {organisation: _text(progress) for organisation, progress in found.items()}
    rows = ReturnProgress.select().where(ReturnProgress.round == round_id)
    kept = {row.organisation_id: row.pages for row in rows}
    for organisation in kept.keys() - wanted.keys():
        ReturnProgress.delete().where(of_part(ReturnProgress, round_id, organisation)).execute()
    for organisation, text in wanted.items():
        if kept.get(organisation) != text:
            put_return_progress(round_id, organisation, text)


def _text(progress: Progress) -> str:
    return json.dumps(asdict(progress), ensure_ascii=False, separators=(",", ":"))


def _read(text: str) -> Progress:
    plain = json.loads(text)
    return Progress(plain["submitted"], tuple(Page(**page) for page in plain["pages"]))
