"""Answers by the day, in counts for each organisation.

Staff are shown these rows and never a count as it is now: whoever watched that could tell when
somebody answered. A round is counted once when it opens, with nothing, and from then on at every
midnight in London. A row holds what staff may see of it and no more (``disclosure.answered``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import Tuple, fn

from portal.calendar.london import london_day
from portal.calendar.state import State
from portal.disclosure.answered import FEWEST, Numbers, Part, Way
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
from portal.store.rounds import Participation

NAME = "tally"
BY_LETTER = ("invitation", "again")
"""Origins that are shown as one."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Count:
    """How a round stood in an organisation at the end of a day; ``numbers`` as staff may see
    them."""

    day: date
    reach: Reach
    numbers: Numbers


def due(now: datetime) -> bool:
    """A midnight has passed since the last refresh, or the clock was put back behind it."""
    last = last_counted()
    return last is None or london_day(last) != london_day(now)


def begin(round_id: bytes) -> None:
    """Note within the transaction that opens a round that nobody has answered yet."""
    round_ = rounds.by_id(round_id)
    _write(round_id, london_day(round_.opens), *_now(round_))


def refresh(round_id: bytes, now: datetime) -> None:
    """Count again: what is found after midnight is how the day before ended."""
    counted = _now(rounds.by_id(round_id))  # outside the lock, which would keep people waiting
    with db.writing():
        round_ = rounds.by_id(round_id)
        if round_.state == State.OPEN:  # else the last count is kept already
            _write(round_id, max(london_day(now) - DAY, london_day(round_.opens)), *counted)


def noted(now: datetime) -> None:
    """Note that every round has been counted again."""
    health.note_work(NAME, now)


def keep(round_id: bytes, closes: datetime) -> None:
    """Make the last count within the caller's transaction, while there are people to count. Of the
    days before only what may be shown beside it is kept."""
    round_ = rounds.by_id(round_id)
    counted, reached = _counted(round_.id)
    ends = counted if round_.named else {code: n.in_the_end() for code, n in counted.items()}
    day = _day_before(closes)
    _write(round_.id, day, ends, reached)
    if not round_.named:
        _forget_hidden(round_id, day, ends)


def days(rounds_: Sequence[RoundInfo], organisation: str) -> dict[bytes, list[Count]]:
    """One organisation's counts in each of these rounds, from the first day on."""
    rows: dict[bytes, list[Tally]] = {round_.id: [] for round_ in rounds_}
    own = Tally.round.in_(list(rows)) & (Tally.organisation == organisation)
    for row in Tally.select().where(own).order_by(Tally.day):
        rows[row.round_id].append(row)
    return {
        round_.id: [_count(round_, row, last=row is rows[round_.id][-1]) for row in rows[round_.id]]
        for round_ in rounds_
    }


def every_day(round_: RoundInfo) -> dict[date, dict[str, Count]]:
    """All counts of a round, by day and organisation."""
    rows = list(Tally.select().where(Tally.round == round_.id).order_by(Tally.day))
    counts = dict[date, dict[str, Count]]()
    for row in rows:
        last = row.day == rows[-1].day
        counts.setdefault(row.day, {})[row.organisation_id] = _count(round_, row, last=last)
    return counts


def latest(round_: RoundInfo) -> dict[str, Count]:
    """Each organisation's last count."""
    return {code: count for (_, code), count in latest_by_part([round_]).items()}


def latest_by_part(rounds_: Iterable[RoundInfo]) -> dict[tuple[bytes, str], Count]:
    """Each organisation's last count in each of these rounds, by round and organisation."""
    by_id = {round_.id: round_ for round_ in rounds_}
    last = Tally.select(Tally.round, fn.MAX(Tally.day)).where(Tally.round.in_(list(by_id)))
    rows = Tally.select().where(Tuple(Tally.round, Tally.day).in_(last.group_by(Tally.round)))
    return {
        (row.round_id, row.organisation_id): _count(by_id[row.round_id], row, last=True)
        for row in rows
    }


def last_counted() -> datetime | None:
    """Tell when all open rounds were counted last."""
    return health.last_work(NAME)


def as_at(round_: RoundInfo, counted: datetime | None) -> datetime:
    """Tell the moment of a round's last counts. ``counted``: when open rounds were counted last."""
    if not round_.state.takes_answers:
        return round_.closes
    return max(round_.opens, counted or round_.opens)


def taking_part(round_: RoundInfo) -> Iterable[Organisation]:
    """The organisations that take part, by name."""
    return taking_part_by_round([round_.id])[round_.id]


def taking_part_by_round(round_ids: Sequence[bytes]) -> dict[bytes, list[Organisation]]:
    """The organisations that take part in each of these rounds, by name."""
    parts = defaultdict[bytes, list[Organisation]](list)
    rows: Any = (
        Organisation.select(Organisation, Participation.round.alias("in_round"))
        .join(Participation, on=(Participation.organisation == Organisation.code))
        .where(Participation.round.in_(round_ids))
        .order_by(Organisation.name)
        .objects()
    )
    for row in rows:
        parts[bytes(row.in_round)].append(row)
    return parts


def places(round_: RoundInfo) -> dict[str, tuple[str, str]]:
    """Return the type and region of each organisation that takes part: as they were at the count,
    once the round is counted, since its figures are made by these."""
    then, now = (Participation.type, Participation.region), (Organisation.type, Organisation.region)
    rows: Any = (
        Participation.select(Participation.organisation, *then, *now)
        .join(Organisation)
        .where(Participation.round == round_.id)
        .tuples()
    )
    return {code: (at[0] or at[2], at[1] or at[3]) for code, *at in rows}


def live(round_id: bytes, reached: Mapping[str, Reach]) -> dict[str, Numbers]:
    """The counts as they are now by organisation, nothing hidden. People are counted by the list
    (``reached``), not by their tickets: taking somebody off must lower the number whether or not
    they have answered. Nor does anything that is shown tell whose answer to a letter is a second
    one."""
    answers, links = _answers(round_id), _links([round_id])

    def one(code: str) -> Numbers:
        reach_ = reached.get(code, Reach())
        by_letter = sum(answers.get((code, origin), 0) for origin in BY_LETTER)
        return Numbers(
            Part(reach_.named, by_letter, reach_.undeliverable, reach_.ended),
            Part(reach_.slips, answers.get((code, "slip"), 0), ended=reach_.voided),
            Part(int((round_id, code) in links), answers.get((code, "open"), 0)),
        )

    parts = Participation.select().where(Participation.round == round_id)
    return {part.organisation_id: one(part.organisation_id) for part in parts}


def _now(round_: RoundInfo) -> tuple[Mapping[str, Numbers], Mapping[str, Reach]]:
    """Count what staff may see while a round is open: an organisation's return is no secret."""
    counted, reached = _counted(round_.id)
    if round_.named:
        return counted, reached
    return {code: numbers.veiled() for code, numbers in counted.items()}, reached


def _counted(round_id: bytes) -> tuple[Mapping[str, Numbers], Mapping[str, Reach]]:
    reached = reach.live(round_id)
    return live(round_id, reached), reached


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
        "taken_off": numbers.letters.ended,
        "slips": numbers.slips.given,
        "voided": numbers.slips.ended,
        "open_link": numbers.forwarded.given,
        "sent": reached.sent,
        "undeliverable": reached.undeliverable,
        "by_letter": numbers.letters.answers or 0,
        "by_slip": numbers.slips.answers or 0,
        "by_open_link": numbers.forwarded.answers or 0,
    }


def _count(round_: RoundInfo, row: Tally, *, last: bool) -> Count:
    numbers = Numbers(
        Part(row.invited, row.by_letter, row.undeliverable, row.taken_off),
        Part(row.slips, row.by_slip, ended=row.voided),
        Part(row.open_link, row.by_open_link),
    )
    reached = Reach(row.invited, row.slips, row.sent, row.undeliverable, row.voided, row.taken_off)
    if not round_.named:
        over = last and not round_.state.living
        numbers = _in_the_end(round_, numbers) if over else numbers.veiled()
    return Count(row.day, reached, numbers)


def _in_the_end(round_: RoundInfo, numbers: Numbers) -> Numbers:
    """Show the last count of all, but nothing finer than before while the answers are not
    counted."""
    ends = numbers.in_the_end()
    return ends if round_.state.has_results else ends.veiled()


def _forget_hidden(round_id: bytes, day: date, ends: Mapping[str, Numbers]) -> None:
    """Delete what is not shown in the end of the days before this one, and days of which nothing
    is."""
    before = (Tally.round == round_id) & (Tally.day < day)

    def few(way: Way) -> Any:
        hidden = [code for code, each in ends.items() if getattr(each, way).answers is None]
        return before & Tally.organisation.in_(hidden)

    Tally.update(by_letter=0).where(few("letters")).execute()
    Tally.update(by_slip=0).where(few("slips")).execute()
    Tally.update(by_open_link=0).where(few("forwarded")).execute()
    letters = few("letters") | (before & (Tally.invited - Tally.undeliverable < FEWEST))
    Tally.delete().where(letters & (Tally.by_slip == 0) & (Tally.by_open_link == 0)).execute()


def _answers(round_id: bytes) -> dict[tuple[str, str], int]:
    """How many have answered, by organisation and origin."""
    rows: Iterable[Any] = (
        Ticket.select(Ticket.organisation, Ticket.origin, fn.COUNT(Ticket.ticket))
        .where((Ticket.round == round_id) & (Ticket.state == "spent"))
        .group_by(Ticket.organisation, Ticket.origin)
        .tuples()
    )
    return {(organisation, origin): number for organisation, origin, number in rows}


def linked(rounds_: Iterable[RoundInfo]) -> set[tuple[bytes, str]]:
    """Tell which organisations have, or had, a link to forward, by round and organisation; nobody
    once a round has closed, whose last count tells."""
    ids = [each.id for each in rounds_ if each.state.living and not each.named]
    return _links(ids) if ids else set()


def _links(round_ids: Sequence[bytes]) -> set[tuple[bytes, str]]:
    """The organisations that have, or had, a link to forward."""
    made = Participation.select().where(
        Participation.round.in_(round_ids) & Participation.open_token.is_null(False)
    )
    gone = WithdrawnLink.select().where(WithdrawnLink.round.in_(round_ids))
    return {(row.round_id, row.organisation_id) for row in (*made, *gone)}
