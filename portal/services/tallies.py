"""Answers by the hour and the day, in counts for each organisation.

Staff are shown these rows and never a count of this moment: whoever watched that from minute to
minute could tell when somebody answered. What of them staff may see is ``parts``' rule. A round is
counted once when it opens, with nothing, and from then on every hour.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from peewee import fn

from portal.services import health, reach, turnout
from portal.services.parts import FEWEST, Numbers, Part
from portal.services.reach import Reach
from portal.store.db import db
from portal.store.results import Tally
from portal.store.rounds import Round
from portal.survey.schedule import london_day

NAME = "tally"


def due(now: datetime) -> bool:
    """Whether a full hour has struck since the last refresh."""
    last = health.last_work(NAME)
    return last is None or last < _hour(now)


def begin(round_id: bytes) -> None:
    """Within the transaction that opens it: nobody has answered yet."""
    day = london_day(Round.get_by_id(round_id).opens)
    _write(round_id, day, *_now(round_id))


def refresh(round_id: bytes, now: datetime) -> None:
    """Count anew. What the midnight refresh finds is how the day before ended."""
    found, reached = _now(round_id)  # outside the lock, which would keep people from submitting
    with db.atomic("IMMEDIATE"):
        of = Round.get_by_id(round_id)
        if of.state == "open":  # else the last count is kept already
            day = max(_day_before(_hour(now)), london_day(of.opens))
            _write(round_id, day, found, reached)


def noted(now: datetime) -> None:
    """Every round has been counted anew."""
    health.note_work(NAME, now)


def keep(round_id: bytes, closes: datetime) -> None:
    """Within the caller's transaction: the last count, while there are people to count, as the
    turnout too. Only that is kept, of this day and of those before, which may be shown."""
    live, reached = _now(round_id)
    day, found = _day_before(closes), turnout.veiled(round_id, live)
    turnout.keep(round_id, found)
    _write(round_id, day, found, reached)
    if turnout.anonymous(round_id):
        _forget_hidden(round_id, day, found)


def days(round_id: bytes, organisation: str) -> list[tuple[date, Numbers]]:
    """One organisation's counts, from the first day on, as staff may see them."""
    own, secret = Tally.organisation == organisation, turnout.anonymous(round_id)
    rows = Tally.select().where((Tally.round == round_id) & own).order_by(Tally.day)
    found = ((row.day, _numbers(row)) for row in rows)
    return [(day, numbers.veiled() if secret else numbers) for day, numbers in found]


def latest(round_id: bytes) -> dict[str, Numbers]:
    """Each organisation's last count, as staff may see it."""
    last = Tally.select(fn.MAX(Tally.day)).where(Tally.round == round_id)
    rows = Tally.select().where((Tally.round == round_id) & (Tally.day == last))
    return turnout.veiled(round_id, {row.organisation_id: _numbers(row) for row in rows})


def as_at(state: str, opens: datetime, closes: datetime) -> datetime:
    """Of which moment the counts are of a round in this state that opened and closes then."""
    if state != "open":
        return closes
    return max(opens, health.last_work(NAME) or opens)


def _now(round_id: bytes) -> tuple[Mapping[str, Numbers], Mapping[str, Reach]]:
    reached = reach.live(round_id)
    return turnout.live(round_id, reached), reached


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)


def _day_before(moment: datetime) -> date:
    """The London day that ends at a moment, or in which it lies."""
    return london_day(moment - timedelta(seconds=1))


def _write(
    round_id: bytes, day: date, found: Mapping[str, Numbers], reached: Mapping[str, Reach]
) -> None:
    for organisation, numbers in found.items():
        values = _values(numbers, reached.get(organisation, Reach()))
        Tally.insert(round=round_id, organisation=organisation, day=day, **values).on_conflict(
            conflict_target=[Tally.round, Tally.organisation, Tally.day], update=values
        ).execute()


def _values(numbers: Numbers, reached: Reach) -> dict[str, int]:
    return {
        "invited": numbers.letters.given,
        "slips": numbers.slips.given,
        "open_link": numbers.forwarded.given,
        "sent": reached.sent,
        "undeliverable": reached.undeliverable,
        "by_letter": numbers.letters.answers or 0,
        "by_slip": numbers.slips.answers or 0,
        "by_open_link": numbers.forwarded.answers or 0,
    }


def _numbers(row: Tally) -> Numbers:
    return Numbers(
        Part(row.invited, row.by_letter, row.undeliverable),
        Part(row.slips, row.by_slip),
        Part(row.open_link, row.by_open_link),
    )


def _forget_hidden(round_id: bytes, day: date, found: Mapping[str, Numbers]) -> None:
    """Of the days before this one, what may not be shown, then or now; days of which nothing
    may."""
    before = (Tally.round == round_id) & (Tally.day < day)
    few = [code for code, numbers in found.items() if numbers.letters.answers is None]
    letters = (Tally.invited - Tally.undeliverable < FEWEST) | Tally.organisation.in_(few)
    slips, forwarded = Tally.by_slip < FEWEST, Tally.by_open_link < FEWEST
    Tally.delete().where(before & letters & slips & forwarded).execute()
    Tally.update(by_letter=0).where(before & letters).execute()
    Tally.update(by_slip=0).where(before & slips).execute()
    Tally.update(by_open_link=0).where(before & forwarded).execute()
