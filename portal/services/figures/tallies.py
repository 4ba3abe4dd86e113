"""Answers by the hour and the day, in counts for each organisation.

Staff are shown these rows and never a count of this moment: whoever watched that from minute to
minute could tell when somebody answered. What of them staff may see is the rule of
``disclosure.answered``. A round is counted once when it opens, with nothing, and from then on every
hour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
from portal.services.rounds.register import RoundInfo
from portal.store import db
from portal.store.answers import Ticket
from portal.store.figures import Tally
from portal.store.organisations import Organisation
from portal.store.people import WithdrawnLink
from portal.store.rounds import Participation, Round

NAME = "tally"


@dataclass(frozen=True, slots=True)
class Count:
    """How a round stood in an organisation at the end of a day, or at the last full hour of this
    one; ``numbers`` as staff may see them."""

    day: date
    reach: Reach
    numbers: Numbers


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
    """A full hour has struck since the last refresh."""
    last = last_counted()
    return last is None or last < _hour(now)


def begin(round_id: bytes) -> None:
    """Note within the transaction that opens a round that nobody has answered yet."""
    day = london_day(Round.get_by_id(round_id).opens)
    _write(round_id, day, *_now(round_id))


def refresh(round_id: bytes, now: datetime) -> None:
    """Count anew. What the midnight refresh finds is how the day before ended."""
    numbers, reached = _now(round_id)  # outside the lock, which would keep people from submitting
    with db.writing():
        round_ = Round.get_by_id(round_id)
        if round_.state == State.OPEN:  # else the last count is kept already
            day = max(_day_before(_hour(now)), london_day(round_.opens))
            _write(round_id, day, numbers, reached)


def noted(now: datetime) -> None:
    """Note that every round has been counted anew."""
    health.note_work(NAME, now)


def keep(round_id: bytes, closes: datetime) -> None:
    """Make the last count within the caller's transaction, while there are people to count. Only
    what may be shown is kept, of this day and of those before."""
    round_, (counted, reached) = rounds.by_id(round_id), _now(round_id)
    day = _day_before(closes)
    numbers = {code: _shown(round_, each) for code, each in counted.items()}
    _write(round_id, day, numbers, reached)
    if not round_.named:
        _forget_hidden(round_id, day, numbers)


def days(rounds_: Sequence[RoundInfo], organisation: str) -> dict[bytes, list[Count]]:
    """One organisation's counts in each of these rounds, from the first day on."""
    counts: dict[bytes, list[Count]] = {round_.id: [] for round_ in rounds_}
    own = Tally.round.in_(list(counts)) & (Tally.organisation == organisation)
    by_id = {round_.id: round_ for round_ in rounds_}
    for row in Tally.select().where(own).order_by(Tally.day):
        counts[row.round_id].append(_count(by_id[row.round_id], row))
    return counts


def latest(round_: RoundInfo) -> dict[str, Count]:
    """Each organisation's last count."""
    last = Tally.select(fn.MAX(Tally.day)).where(Tally.round == round_.id)
    rows = Tally.select().where((Tally.round == round_.id) & (Tally.day == last))
    return {row.organisation_id: _count(round_, row) for row in rows}


def last_counted() -> datetime | None:
    """Tell when all open rounds were counted last."""
    return health.last_work(NAME)


def as_at(round_: RoundInfo, counted: datetime | None) -> datetime:
    """Tell the moment of a round's last counts. ``counted``: when open rounds were counted last."""
    if not round_.state.takes_answers:
        return round_.closes
    return max(round_.opens, counted or round_.opens)


def shares(round_: RoundInfo) -> tuple[Share, ...]:
    """Every organisation that takes part, by name: as it stands at this moment, and from the
    closing on as it stood then."""
    shown = _of_this_moment(round_) if round_.state.living else _of_the_closing(round_)
    return tuple(
        Share(part.code, part.name, shown.get(part.code, Numbers())) for part in taking_part(round_)
    )


def in_the_end(numbers: Numbers) -> Numbers:
    """Show an organisation's last count; where nobody got a link, nobody can have answered, which
    tells of nobody."""
    parts = (numbers.letters, numbers.slips, numbers.forwarded)
    return numbers if any(part.given for part in parts) else Numbers()


def taking_part(round_: RoundInfo) -> Iterable[Organisation]:
    """The organisations that take part, by name."""
    parts: Iterable[Organisation] = (
        Organisation.select()
        .join(Participation, on=(Participation.organisation == Organisation.code))
        .where(Participation.round == round_.id)
        .order_by(Organisation.name)
    )
    return parts


def live(round_id: bytes, reached: Mapping[str, Reach]) -> dict[str, Numbers]:
    """The counts of this moment by organisation, nothing hidden. People are counted by the list
    (``reached``), not by their tickets: taking somebody off must lower the number whether or not
    they have answered."""
    answers, links = _answers(round_id), _links(round_id)

    def one(code: str) -> Numbers:
        reach_ = reached.get(code, Reach())
        return Numbers(
            Part(reach_.named, answers.get((code, "invitation"), 0), reach_.undeliverable),
            Part(reach_.slips, answers.get((code, "slip"), 0)),
            Part(int(code in links), answers.get((code, "open"), 0)),
        )

    parts = Participation.select().where(Participation.round == round_id)
    return {part.organisation_id: one(part.organisation_id) for part in parts}


def _now(round_id: bytes) -> tuple[Mapping[str, Numbers], Mapping[str, Reach]]:
    reached = reach.live(round_id)
    return live(round_id, reached), reached


def _of_this_moment(round_: RoundInfo) -> dict[str, Numbers]:
    return {code: _shown(round_, each) for code, each in _now(round_.id)[0].items()}


def _of_the_closing(round_: RoundInfo) -> dict[str, Numbers]:
    return {code: in_the_end(count.numbers) for code, count in latest(round_).items()}


def _shown(round_: RoundInfo, numbers: Numbers) -> Numbers:
    """What staff may see: an organisation's return is no secret."""
    return numbers if round_.named else numbers.veiled()


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)


def _day_before(moment: datetime) -> date:
    """The London day that ends at a moment, or in which it lies."""
    return london_day(moment - timedelta(seconds=1))


def _write(
    round_id: bytes, day: date, counted: Mapping[str, Numbers], reached: Mapping[str, Reach]
) -> None:
    for organisation, numbers in counted.items():
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


def _count(round_: RoundInfo, row: Tally) -> Count:
    numbers = Numbers(
        Part(row.invited, row.by_letter, row.undeliverable),
        Part(row.slips, row.by_slip),
        Part(row.open_link, row.by_open_link),
    )
    reached = Reach(row.invited, row.slips, row.sent, row.undeliverable)
    return Count(row.day, reached, _shown(round_, numbers))


def _forget_hidden(round_id: bytes, day: date, shown: Mapping[str, Numbers]) -> None:
    """Delete what may not be shown, then or now, of the days before this one, and days of which
    nothing may."""
    before = (Tally.round == round_id) & (Tally.day < day)
    few = [code for code, numbers in shown.items() if numbers.letters.answers is None]
    letters = (Tally.invited - Tally.undeliverable < FEWEST) | Tally.organisation.in_(few)
    slips, forwarded = Tally.by_slip < FEWEST, Tally.by_open_link < FEWEST
    Tally.delete().where(before & letters & slips & forwarded).execute()
    Tally.update(by_letter=0).where(before & letters).execute()
    Tally.update(by_slip=0).where(before & slips).execute()
    Tally.update(by_open_link=0).where(before & forwarded).execute()


def _answers(round_id: bytes) -> dict[tuple[str, str], int]:
    """How many have answered, by organisation and origin."""
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
