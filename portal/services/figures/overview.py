"""How a round stands in every organisation that takes part."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeAlias

from portal.disclosure import answered
from portal.disclosure.answered import Numbers, Part
from portal.services.figures import reach, returns, tallies
from portal.services.figures.reach import Reach
from portal.services.figures.returns import ReturnState
from portal.services.figures.standing import NOT_COUNTED, Standing
from portal.services.figures.tallies import Count
from portal.services.people import listing
from portal.services.people.listing import NOBODY, Counts
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.store.organisations import Organisation
from portal.store.results import Certificate

Key: TypeAlias = Callable[["Participant"], Any]


@dataclass(frozen=True, slots=True)
class Participant:
    """How a round stands in one organisation. ``waiting``: addresses that an administrator has to
    look at; ``pages``: of a return."""

    code: str
    name: str
    type: str
    region: str
    stands: Standing
    waiting: int
    pages: ReturnState

    @property
    def reach(self) -> Reach:
        return self.stands.reach

    @property
    def numbers(self) -> Numbers:
        return self.stands.numbers

    @property
    def returned(self) -> str:
        """Say how far the return is; once pages are known no more, whether it was submitted."""
        submitted = self.pages.submitted or bool(self.numbers.submitted)
        return replace(self.pages, submitted=submitted).said


@dataclass(frozen=True, slots=True)
class Total:
    """How a round stands in the organisations of one type, or in all; its numbers are without what
    is ``left_out`` of so many of them, since it could be told from a sum, and without those that
    are ``uncounted`` yet."""

    name: str
    organisations: int
    stands: Standing
    left_out: int
    uncounted: int

    @property
    def reach(self) -> Reach:
        return self.stands.reach

    @property
    def numbers(self) -> Numbers:
        return self.stands.numbers


@dataclass(frozen=True, slots=True)
class Ending:
    """A round's certificate: when the answers were ``counted``, and that ballots and spent tickets
    matched, but for those that were ``set_aside``, and why. ``kept``: there were enough answers to
    be kept; ``questionnaire``: the SHA-256 of its text. How many there were it does not say: less
    the organisations that are shown, that would be those that are not."""

    counted: datetime
    kept: bool
    set_aside: int
    reason: str
    questionnaire: str
    keys_destroyed: date | None


@dataclass(frozen=True, slots=True)
class Overview:
    """How a round stands in every organisation that takes part, by name. ``as_at``: the moment of
    the counts of answers, none before the opening; ``certificate``: none before the count."""

    round: RoundInfo
    rows: tuple[Participant, ...]
    as_at: datetime | None
    certificate: Ending | None

    @property
    def whole(self) -> Total:
        """All organisations together, as at the last midnight or the closing."""
        return _total("All", self.rows)

    @property
    def too_few(self) -> list[Participant]:
        """Return those that have invited so few by name that they cannot be reported by themselves;
        a closed round's reports say it better."""
        if self.round.named or not self.round.state.living:
            return []
        return [row for row in self.rows if row.stands.too_few(self.round.threshold)]

    @property
    def types(self) -> list[str]:
        return sorted({row.type for row in self.rows}, key=str.casefold)

    @property
    def regions(self) -> list[str]:
        return sorted({row.region for row in self.rows}, key=str.casefold)


def _lag(row: Participant) -> tuple[bool, int, str]:
    """Put first whoever has invited nobody, then the lowest rate; those without a rate come
    last."""
    rate = row.numbers.rate
    none = not row.reach.invited and not row.stands.link
    return not none, 101 if rate is None and not none else rate or 0, row.name


def _most_reached(name: str) -> Key:
    return lambda row: (-getattr(row.reach, name), row.name)


def _most(number: int | None) -> int:
    """Put what is not shown after nothing."""
    return 1 if number is None else -number


SORTS: dict[str, Key] = {
    "lag": _lag,
    "name": lambda row: row.name,
    "type": lambda row: (row.type.casefold(), row.name),
    "region": lambda row: (row.region, row.name),
    "named": _most_reached("named"),
    "slips": _most_reached("slips"),
    "sent": _most_reached("sent"),
    "undeliverable": _most_reached("undeliverable"),
    "submitted": lambda row: (_most(row.numbers.submitted), row.name),
    "rate": lambda row: (-1 if row.numbers.rate is None else row.numbers.rate, row.name),
    "forwarded": lambda row: (_most(row.numbers.forwarded.answers), row.name),
}
"""Each column's order, the most first where it is a number but for the rate: who lags is looked
for."""


def side_by_side(round_: RoundInfo) -> Overview:
    """Read how a round stands in every organisation, in a number of statements that does not grow
    with theirs."""
    latest = tallies.latest_by_part([round_])
    rows = _rows([round_], latest)[round_.id]
    certificate = _certificate(round_.id) if round_.state.has_results else None
    return Overview(round_, rows, _as_at(round_, counted=bool(latest)), certificate)


def wholes(rounds_: Sequence[RoundInfo]) -> dict[bytes, Total]:
    """Read how each of these rounds stands in all its organisations together, in as many statements
    as for one."""
    rows = _rows(rounds_, tallies.latest_by_part(rounds_))
    return {round_id: _total("All", each) for round_id, each in rows.items()}


def by_day(overview: Overview) -> list[tuple[date, Part]]:
    """How many had answered by the end of each day in all organisations: what is shown of each, on
    that day and now."""
    now = {row.code: row.numbers for row in overview.rows}
    shown = [
        (
            day,
            answered.total(
                [c.numbers.beside(now[code]) for code, c in counts.items() if code in now]
            ).shown,
        )
        for day, counts in tallies.every_day(overview.round).items()
    ]
    return [(day, part) for day, part in shown if part.answers is not None]


def chosen(
    rows: Sequence[Participant], sort: str, kind: str = "", region: str = "", words: str = ""
) -> list[Participant]:
    """Choose the organisations of a type and a region, or (empty) of any, whose name holds each of
    the words, in a column's order."""
    wanted = words.casefold().split()
    kept = [
        row
        for row in rows
        if kind in ("", row.type) and region in ("", row.region)
        if all(word in row.name.casefold() for word in wanted)
    ]
    return sorted(kept, key=SORTS.get(sort, _lag))


def totals(rows: Sequence[Participant]) -> list[Total]:
    """Add the organisations up by type, and all of them at the end."""
    types = sorted({row.type for row in rows}, key=str.casefold)
    parts = [(kind, [row for row in rows if row.type == kind]) for kind in types]
    return [_total(name, some) for name, some in [*parts, ("All", list(rows))]]


def invited(round_: RoundInfo) -> int:
    """How many are invited to a round by name: each gets a letter."""
    return reach.total(reach.live(round_.id).values()).named


def status(code: str) -> Overview:
    """Read the same by a round's code. Raises ``NotFound``."""
    return side_by_side(rounds.by_code(code))


def _now(round_: RoundInfo) -> bool:
    """Say whether what was submitted is shown as it is now: of returns, while they come in."""
    return round_.named and round_.state.takes_answers


def _as_at(round_: RoundInfo, *, counted: bool) -> datetime | None:
    if _now(round_):
        return returns.as_at(round_.opens)
    return tallies.as_at(round_, tallies.last_counted()) if counted else None


def _rows(
    rounds_: Sequence[RoundInfo], latest: Mapping[tuple[bytes, str], Count]
) -> dict[bytes, tuple[Participant, ...]]:
    ids = [each.id for each in rounds_]
    listed, begun = listing.counts_by_part(ids), returns.begun(rounds_)
    reached, linked = _reached(rounds_, listed, latest), tallies.linked(rounds_)

    def row(round_: RoundInfo, of: Organisation) -> Participant:
        here = (round_.id, of.code)
        reached_, pages = reached.get(here, Reach()), begun.get(here, returns.NOT_BEGUN)
        count, waiting = latest.get(here), listed.get(here, NOBODY).waiting
        numbers = count.numbers if count else NOT_COUNTED
        if _now(round_):
            numbers = Numbers(Part(reached_.named, int(pages.submitted)))
        link = here in linked or bool(numbers.forwarded.given)
        stands = Standing(reached_, numbers, link)
        return Participant(of.code, of.name, of.type, of.region, stands, waiting, pages)

    parts = tallies.taking_part_by_round(ids)
    return {each.id: tuple(row(each, of) for of in parts[each.id]) for each in rounds_}


def _reached(
    rounds_: Sequence[RoundInfo],
    listed: Mapping[tuple[bytes, str], Counts],
    latest: Mapping[tuple[bytes, str], Count],
) -> dict[tuple[bytes, str], Reach]:
    """Tell whom they reach at this moment; from the closing on, whom they reached then."""
    living = {each.id for each in rounds_ if each.state.living}
    then = {part: count.reach for part, count in latest.items() if part[0] not in living}
    now = reach.by_part(listed, list(living)) if living else {}
    return then | {part: each for part, each in now.items() if part[0] in living}


def _certificate(round_id: bytes) -> Ending | None:
    row = Certificate.get_or_none(Certificate.round == round_id)
    if row is None:
        return None
    return Ending(
        counted=row.counted,
        kept=bool(row.kept),
        set_aside=row.set_aside,
        reason=row.reason,
        questionnaire=row.questionnaire,
        keys_destroyed=row.keys_destroyed,
    )


def _total(name: str, rows: Sequence[Participant]) -> Total:
    return Total(
        name=name,
        organisations=len(rows),
        stands=Standing(
            reach.total([row.reach for row in rows]),
            answered.total([row.numbers for row in rows]),
            any(row.stands.link for row in rows),
        ),
        left_out=sum(bool(row.stands.left_out) for row in rows),
        uncounted=sum(bool(row.stands.uncounted) for row in rows),
    )
