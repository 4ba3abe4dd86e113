"""Turnout by the hour and the day, in counts for each organisation.

Staff are shown these rows and never a count of this moment: whoever watched that from minute to
minute could tell when somebody answered. Of fewer than ten people they are not shown how many have
answered: where all have, or nobody has, that tells of each (``Numbers.veiled``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from peewee import fn

from portal.services import health, turnout
from portal.services.turnout import FEWEST
from portal.store.db import db
from portal.store.invitations import Invitation, Outgoing
from portal.store.results import Tally
from portal.store.rounds import Participation, Round
from portal.survey.schedule import london_day

NAME = "tally"
_NUMBERS = ("invited", "by_slip", "sent", "undeliverable", "submitted", "by_open_link")


@dataclass(frozen=True, slots=True)
class Numbers:
    """``by_slip`` are among the invited, ``by_open_link`` among the submitted; ``sent``:
    invitations handed to the mail server, those that came back (``undeliverable``) included;
    ``withheld``: too few are invited, so that nothing here depends on who has answered."""

    invited: int = 0
    by_slip: int = 0
    sent: int = 0
    undeliverable: int = 0
    submitted: int = 0
    by_open_link: int = 0
    withheld: bool = False

    @property
    def answered(self) -> int:
        """How many of those invited have answered: an open link invites nobody by name."""
        return self.submitted - self.by_open_link

    @property
    def rate(self) -> int | None:
        """Whole per cent of those invited who have answered, half up. None where too few are
        invited, or where some answered before they were taken off the list and so no rate would be
        true."""
        if self.invited < FEWEST or self.answered > self.invited:
            return None
        return (self.answered * 200 + self.invited) // (2 * self.invited)

    def veiled(self) -> Numbers:
        """Without how many of those invited have answered, where they are too few. What came
        through an open link stays once it is enough by itself."""
        if self.invited >= FEWEST:
            return self
        by_link = self.by_open_link if self.by_open_link >= FEWEST else 0
        return replace(self, submitted=by_link, by_open_link=by_link, withheld=True)

    def __add__(self, other: Numbers) -> Numbers:
        return Numbers(*(getattr(self, name) + getattr(other, name) for name in _NUMBERS))


def due(now: datetime) -> bool:
    """Whether a full hour has struck since the last refresh."""
    last = health.last_work(NAME)
    return last is None or last < _hour(now)


def refresh(round_id: bytes, now: datetime) -> None:
    """Count anew. What the midnight refresh finds is how the day before ended."""
    found = _found(round_id)  # outside the lock, which would keep people from submitting
    with db.atomic("IMMEDIATE"):
        of = Round.get_by_id(round_id)
        if of.state == "open":  # else the last count is kept already
            day = max(_day_before(_hour(now)), london_day(of.opens))
            _write(round_id, day, found)


def noted(now: datetime) -> None:
    """Every round has been counted anew."""
    health.note_work(NAME, now)


def keep(round_id: bytes, closes: datetime) -> None:
    """Within the caller's transaction: the last count, while there are people to count. Of the days
    before, only those are kept that may be shown."""
    day, found = _day_before(closes), _found(round_id)
    _write(round_id, day, found)
    if turnout.anonymous(round_id):
        few = [code for code, numbers in found.items() if numbers.invited < FEWEST]
        hidden = (Tally.invited < FEWEST) | Tally.organisation.in_(few)
        Tally.delete().where((Tally.round == round_id) & (Tally.day < day) & hidden).execute()


def days(round_id: bytes, organisation: str) -> list[tuple[date, Numbers]]:
    """One organisation's counts, from the first day on, as staff may see them."""
    own, secret = Tally.organisation == organisation, turnout.anonymous(round_id)
    rows = Tally.select().where((Tally.round == round_id) & own).order_by(Tally.day)
    return [(row.day, _numbers(row, secret)) for row in rows]


def latest(round_id: bytes) -> dict[str, Numbers]:
    """Each organisation's last count, as staff may see it."""
    secret = turnout.anonymous(round_id)
    last = Tally.select(fn.MAX(Tally.day)).where(Tally.round == round_id)
    rows = Tally.select().where((Tally.round == round_id) & (Tally.day == last))
    return {row.organisation_id: _numbers(row, secret) for row in rows}


def as_at(state: str, closes: datetime) -> datetime | None:
    """Of which moment the counts of a round in this state, closing then, are; None before the
    first."""
    return health.last_work(NAME) if state == "open" else closes


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)


def _day_before(moment: datetime) -> date:
    """The London day that ends at a moment, or in which it lies."""
    return london_day(moment - timedelta(seconds=1))


def _write(round_id: bytes, day: date, found: dict[str, Numbers]) -> None:
    for organisation, numbers in found.items():
        values = {name: getattr(numbers, name) for name in _NUMBERS}
        Tally.insert(round=round_id, organisation=organisation, day=day, **values).on_conflict(
            conflict_target=[Tally.round, Tally.organisation, Tally.day], update=values
        ).execute()


def _found(round_id: bytes) -> dict[str, Numbers]:
    """How every organisation of a round stands at this moment."""
    live, sent, bad = turnout.live(round_id), _sent(round_id), _undeliverable(round_id)
    none = turnout.Number(0, 0)

    def one(code: str) -> Numbers:
        of = {o: live.get((code, o), none) for o in ("invitation", "slip", "open")}
        return Numbers(
            invited=sum(number.invited for number in of.values()),
            by_slip=of["slip"].invited,
            sent=sent.get(code, 0),
            undeliverable=bad.get(code, 0),
            submitted=sum(number.submitted for number in of.values()),
            by_open_link=of["open"].submitted,
        )

    parts = Participation.select().where(Participation.round == round_id)
    return {row.organisation_id: one(row.organisation_id) for row in parts}


def _sent(round_id: bytes) -> dict[str, int]:
    invitation = (Outgoing.round == round_id) & (Outgoing.state == "done")
    rows: Iterable[Any] = (
        Outgoing.select(Invitation.organisation, fn.COUNT(Invitation.id.distinct()))
        .join(Invitation)
        .where(invitation & Outgoing.kind.startswith("invitation") & _listed())
        .group_by(Invitation.organisation)
        .tuples()
    )
    return dict(rows)


def _undeliverable(round_id: bytes) -> dict[str, int]:
    rows: Iterable[Any] = (
        Invitation.select(Invitation.organisation, fn.COUNT(Invitation.id))
        .where((Invitation.round == round_id) & (Invitation.undeliverable != "") & _listed())
        .group_by(Invitation.organisation)
        .tuples()
    )
    return dict(rows)


def _listed() -> Any:
    """The condition for people who are invited: those who wait or were taken off are not."""
    return (Invitation.withdrawn == 0) & (Invitation.waiting == 0)


def _numbers(row: Tally, secret: bool) -> Numbers:
    found = Numbers(*(getattr(row, name) for name in _NUMBERS))
    return found.veiled() if secret else found
