"""How a round stands in every organisation that takes part."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from portal.disclosure import answered
from portal.disclosure.answered import Numbers, Part
from portal.services.figures import reach, returns, tallies
from portal.services.figures.reach import Reach
from portal.services.figures.tallies import Share
from portal.services.people import listing
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.store.organisations import Organisation
from portal.store.results import Certificate
from portal.store.rounds import Participation

Key: TypeAlias = Callable[["Row"], Any]
NOT_COUNTED = Numbers(Part().hidden, Part().hidden, Part().hidden)
"""Of an organisation that has joined since the last count, or before the opening."""


@dataclass(frozen=True, slots=True)
class Row:
    """``waiting``: addresses that an administrator has to look at; ``pages``: of a return."""

    code: str
    name: str
    type: str
    region: str
    reach: Reach
    numbers: Numbers
    waiting: int
    pages: returns.Progress


@dataclass(frozen=True, slots=True)
class Total:
    """Of the organisations of one type, or of all; ``numbers`` without what is ``left_out`` of so
    many of them, since it could be told from a sum."""

    name: str
    organisations: int
    reach: Reach
    numbers: Numbers
    left_out: int


@dataclass(frozen=True, slots=True)
class Overview:
    """``as_at``: the moment of the counts of answers; none before the opening."""

    round: RoundInfo
    rows: tuple[Row, ...]
    as_at: datetime | None

    @property
    def types(self) -> list[str]:
        return sorted({row.type for row in self.rows}, key=str.casefold)

    @property
    def regions(self) -> list[str]:
        return sorted({row.region for row in self.rows}, key=str.casefold)


@dataclass(frozen=True, slots=True)
class Standing:
    """``reach``: of everybody; ``numbers``: of what is shown; ``left_out``: of how many
    organisations some or all is not shown, which could be told from a sum."""

    reach: Reach
    numbers: Numbers
    left_out: int

    @property
    def invited(self) -> int:
        return self.reach.invited


@dataclass(frozen=True, slots=True)
class Ending:
    """A round's certificate. ``reason``: why ballots were set aside; ``questionnaire``: the SHA-256
    of its text."""

    ballots: int
    responses: int
    withheld: int
    set_aside: int
    reason: str
    questionnaire: str
    keys_destroyed: date | None


@dataclass(frozen=True, slots=True)
class Status:
    round: RoundInfo
    shares: tuple[Share, ...]
    certificate: Ending | None


def _lag(row: Row) -> tuple[bool, int, str]:
    """First whoever has invited nobody, then the lowest rate; those without a rate come last."""
    rate = row.numbers.rate
    none = not row.reach.invited and not row.numbers.forwarded.given
    return not none, 101 if rate is None and not none else rate or 0, row.name


def _reached(name: str) -> Key:
    return lambda row: (-getattr(row.reach, name), row.name)


def _most(number: int | None) -> int:
    """What is not shown comes after nothing."""
    return 1 if number is None else -number


SORTS: dict[str, Key] = {
    "lag": _lag,
    "name": lambda row: row.name,
    "type": lambda row: (row.type.casefold(), row.name),
    "region": lambda row: (row.region, row.name),
    "invited": _reached("invited"),
    "sent": _reached("sent"),
    "undeliverable": _reached("undeliverable"),
    "submitted": lambda row: (_most(row.numbers.submitted), row.name),
    "rate": lambda row: (-1 if row.numbers.rate is None else row.numbers.rate, row.name),
    "open": lambda row: (_most(row.numbers.forwarded.answers), row.name),
}
"""Each column's order, the most first where it is a number but for the rate: who lags is looked
for."""


def of(round_code: str) -> Overview:
    """Every organisation of a round, by name. Raises ``NotFound``."""
    found = rounds.by_code(round_code)
    latest, waiting = tallies.latest(found.id), listing.waiting(found.id)
    begun, reached = returns.every(found.id), reach.of(found.id, found.state)
    parts = (
        Organisation.select()
        .join(Participation, on=(Participation.organisation == Organisation.code))
        .where(Participation.round == found.id)
        .order_by(Organisation.name)
    )
    rows = tuple(
        Row(
            code=part.code,
            name=part.name,
            type=part.type,
            region=part.region,
            reach=reached.get(part.code, Reach()),
            numbers=latest.get(part.code, NOT_COUNTED),
            waiting=waiting.get(part.code, 0),
            pages=begun.get(part.code, returns.NOT_BEGUN),
        )
        for part in parts
    )
    as_at = tallies.as_at(found.state, found.opens, found.closes) if latest else None
    return Overview(found, rows, as_at)


def chosen(rows: Sequence[Row], sort: str, kind: str, region: str) -> list[Row]:
    """Those of a type and a region, or (empty) of any, in the order of a column."""
    kept = [r for r in rows if (not kind or r.type == kind) and (not region or r.region == region)]
    return sorted(kept, key=SORTS.get(sort, _lag))


def totals(rows: Sequence[Row]) -> list[Total]:
    """By type, and of all of them at the end."""
    types = sorted({row.type for row in rows}, key=str.casefold)
    parts = [(kind, [row for row in rows if row.type == kind]) for kind in types]
    return [_total(name, some) for name, some in [*parts, ("All", list(rows))]]


def of_round(found: RoundInfo) -> Standing:
    """All organisations together, as at the last hour's count or the last of all."""
    numbers = list(tallies.latest(found.id).values())
    return together(reach.of(found.id, found.state).values(), numbers)


def together(reached: Collection[Reach], every: Collection[Numbers]) -> Standing:
    """Of these organisations."""
    left_out = sum(bool(numbers.left_out) for numbers in every)
    return Standing(reach.total(reached), answered.total(every), left_out)


def invited(round_id: bytes) -> int:
    """How many are on the lists of a round, or have a slip made for them."""
    return reach.total(reach.live(round_id).values()).invited


def status(code: str) -> Status:
    """Counts for each organisation, and the certificate once there is one."""
    found = rounds.by_code(code)
    return Status(found, tallies.shares(found.id), certificate(found.id))


def certificate(round_id: bytes) -> Ending | None:
    """None before the count."""
    row = Certificate.get_or_none(Certificate.round == round_id)
    if row is None:
        return None
    return Ending(
        ballots=row.ballots,
        responses=row.responses,
        withheld=row.withheld,
        set_aside=row.set_aside,
        reason=row.reason,
        questionnaire=row.questionnaire,
        keys_destroyed=row.keys_destroyed,
    )


def _total(name: str, rows: Sequence[Row]) -> Total:
    found = together([row.reach for row in rows], [row.numbers for row in rows])
    return Total(name, len(rows), found.reach, found.numbers, found.left_out)
