"""The national report of a round is made public, and taken back, by an administrator. It is kept as
the page that it was then: who reads it costs a look into one row, and sees what was agreed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.calendar.state import OVER
from portal.errors import Conflict, NotFound
from portal.services import audit
from portal.services.rounds import register as rounds
from portal.store import db
from portal.store.nation import PublicReport
from portal.store.rounds import Round


@dataclass(frozen=True, slots=True)
class Public:
    """``page``: HTML."""

    title: str
    made: datetime
    page: str


def read(round_code: str) -> Public:
    """Return the public report of a round. Raises ``NotFound``, in the same words whether there is
    no such round or nothing of it is public."""
    row = PublicReport.get_or_none(
        PublicReport.round == Round.select(Round.id).where(Round.code == round_code)
    )
    if row is None:
        raise NotFound("There are no results at this address.")
    return Public(row.round.title, row.made, row.page)


def since(round_id: bytes) -> datetime | None:
    """Return when a round's report was made public; None where it is not."""
    row = PublicReport.get_or_none(PublicReport.round == round_id)
    return row.made if row else None


def publish(round_code: str, page: str, who: str, now: datetime) -> None:
    """Let everybody read this page. Raises ``Conflict`` where they can already, or organisations
    cannot read their own reports yet."""
    with db.writing():
        round_ = rounds.in_one_of(round_code, OVER, "made public")
        if round_.unpublished:
            raise Conflict(f"Publish the reports of {round_.title} first: its organisations wait.")
        if since(round_.id):
            raise Conflict(f"The results of {round_.title} are public already.")
        PublicReport.create(round=round_.id, made=now, page=page)
        audit.note(who, f"made the national report of round {round_code} public", now)


def withdraw(round_code: str, who: str, now: datetime) -> None:
    """Take it back. Raises ``Conflict`` where nothing is public."""
    with db.writing():
        round_ = rounds.by_code(round_code)
        if not PublicReport.delete().where(PublicReport.round == round_.id).execute():
            raise Conflict(f"The results of {round_.title} are not public.")
        audit.note(who, f"took the national report of round {round_code} back", now)
