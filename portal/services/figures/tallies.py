"""Answers by the hour and the day, in counts for each organisation.

Staff are shown these rows and never a count of this moment: whoever watched that from minute to
minute could tell when somebody answered. ``disclosure.answered`` has the rule of what staff may
see of them. A round is counted once when it opens, with nothing, and from then on every hour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import fn

from portal.calendar.london import london_day
from portal.calendar.state import State
from portal.disclosure.answered import FEWEST, Numbers, Part
from portal.services import health
from portal.services.figures import reach
from portal.services.figures.reach import Reach
from portal.services.rounds import register as rounds
from portal.store import db
from portal.store.answers import Ticket
from portal.store.figures import Tally
from portal.store.organisations import Organisation
from portal.store.people import WithdrawnLink
from portal.store.rounds import Participation, Round

NAME = "tally"


@dataclass(frozen=True, slots=True)
class Share:
    """An organisation's part in a round, in counts only; ``numbers`` as staff may see them."""

    organisation: str
    name: str
    numbers: Numbers

    @property
    def invited(self) -> int:
        return self.numbers.letters.given + self.numbers.slips.given


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
    with db.writing():
        of = Round.get_by_id(round_id)
        if of.state == State.OPEN:  # else the last count is kept already
            day = max(_day_before(_hour(now)), london_day(of.opens))
            _write(round_id, day, found, reached)


def noted(now: datetime) -> None:
    """Every round has been counted anew."""
    health.note_work(NAME, now)


def keep(round_id: bytes, closes: datetime) -> None:
    """Within the caller's transaction: the last count, while there are people to count. Only that
    is kept, of this day and of those before, which may be shown."""
    live, reached = _now(round_id)
    day, found = _day_before(closes), veiled(round_id, live)
    _write(round_id, day, found, reached)
    if anonymous(round_id):
        _forget_hidden(round_id, day, found)


def days(round_id: bytes, organisation: str) -> list[tuple[date, Numbers]]:
    """One organisation's counts, from the first day on, as staff may see them."""
    own, secret = Tally.organisation == organisation, anonymous(round_id)
    rows = Tally.select().where((Tally.round == round_id) & own).order_by(Tally.day)
    found = ((row.day, _numbers(row)) for row in rows)
    return [(day, numbers.veiled() if secret else numbers) for day, numbers in found]


def latest(round_id: bytes) -> dict[str, Numbers]:
    """Each organisation's last count, as staff may see it."""
    last = Tally.select(fn.MAX(Tally.day)).where(Tally.round == round_id)
    rows = Tally.select().where((Tally.round == round_id) & (Tally.day == last))
    return veiled(round_id, {row.organisation_id: _numbers(row) for row in rows})


def as_at(state: State, opens: datetime, closes: datetime) -> datetime:
    """Of which moment the counts are of a round in this state that opened and closes then."""
    if not state.takes_answers:
        return closes
    return max(opens, health.last_work(NAME) or opens)


def shares(round_id: bytes) -> tuple[Share, ...]:
    """Every organisation that takes part, by name: as it stands at this moment, and from the
    closing on as it stood then."""
    living = rounds.by_id(round_id).state.living
    shown = veiled(round_id, _now(round_id)[0]) if living else latest(round_id)
    taking_part = (
        Organisation.select()
        .join(Participation, on=(Participation.organisation == Organisation.code))
        .where(Participation.round == round_id)
        .order_by(Organisation.name)
    )
    return tuple(Share(o.code, o.name, shown.get(o.code, Numbers())) for o in taking_part)


def veiled(round_id: bytes, found: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """As staff may see them: an organisation's return is no secret."""
    secret = anonymous(round_id)
    return {code: of.veiled() if secret else of for code, of in found.items()}


def anonymous(round_id: bytes) -> bool:
    """Whether it is people who answer."""
    return not rounds.by_id(round_id).named


def live(round_id: bytes, reached: Mapping[str, Reach]) -> dict[str, Numbers]:
    """By organisation. People are counted by the list (``reached``), not by their tickets: taking
    somebody off must lower the number whether or not they have answered."""
    answers, links = _answers(round_id), _links(round_id)

    def one(code: str) -> Numbers:
        of = reached.get(code, Reach())
        return Numbers(
            Part(of.named, answers.get((code, "invitation"), 0), of.undeliverable),
            Part(of.slips, answers.get((code, "slip"), 0)),
            Part(int(code in links), answers.get((code, "open"), 0)),
        )

    parts = Participation.select().where(Participation.round == round_id)
    return {part.organisation_id: one(part.organisation_id) for part in parts}


def _now(round_id: bytes) -> tuple[Mapping[str, Numbers], Mapping[str, Reach]]:
    reached = reach.live(round_id)
    return live(round_id, reached), reached


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


def _answers(round_id: bytes) -> dict[tuple[str, str], int]:
    """By organisation and origin."""
    rows: Iterable[Any] = (
        Ticket.select(Ticket.organisation, Ticket.origin, fn.COUNT(Ticket.ticket))
        .where((Ticket.round == round_id) & (Ticket.state == "spent"))
        .group_by(Ticket.organisation, Ticket.origin)
        .tuples()
    )
    return {(organisation, origin): number for organisation, origin, number in rows}


def _links(round_id: bytes) -> set[str]:
    """The organisations that have, or had, a link to forward."""
    made = Participation.select().where(
        (Participation.round == round_id) & Participation.open_token.is_null(False)
    )
    gone = WithdrawnLink.select().where(WithdrawnLink.round == round_id)
    return {row.organisation_id for row in (*made, *gone)}
