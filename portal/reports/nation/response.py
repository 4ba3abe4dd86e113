"""How many answered, by type of organisation. Pure.

A type of fewer than four organisations whose numbers are told goes together with others: it would
be one organisation's number, and so would all less the other types. What is not told of an
organisation is in no sum, since the sum less what is told of the others would be it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.disclosure import answered
from portal.disclosure.answered import Numbers
from portal.disclosure.levels import FEWEST
from portal.reports import bars
from portal.reports.nation.country import Member
from portal.reports.sentences import starting

ALL = "All"


@dataclass(frozen=True, slots=True)
class Answered:
    """The organisations of some types. ``name``: these types; ``left_out``: of so many something is
    in no number; ``numbers``: what is told of each, together."""

    name: str
    organisations: int
    left_out: int
    numbers: Numbers

    @property
    def length(self) -> float | None:
        """How long the bar is; none without a rate."""
        rate = self.numbers.rate
        return None if rate is None else bars.length(min(rate, 100))

    @property
    def per_cent(self) -> str:
        return self.numbers.rate_said.replace("%", "")


def by_type(members: Sequence[Member]) -> list[Answered]:
    """Return a row for each type, or for several together, and one for all; nothing where fewer
    than four organisations are told any number."""
    types = {each.type for each in members}
    groups = [[each for each in members if each.type == name] for name in types]
    merged = _merged(groups)
    if not merged or _told(merged[0]) < FEWEST:
        return []
    rows = sorted((_row(group) for group in merged), key=lambda row: row.name.casefold())
    every = _sum(ALL, members)
    return [*rows, every] if len(rows) > 1 else [every]


def _merged(groups: Sequence[list[Member]]) -> list[list[Member]]:
    """Put the smallest together until each is of enough; the smallest comes first."""
    left = sorted(groups, key=_order)
    while len(left) > 1 and _told(left[0]) < FEWEST:
        left = sorted([left[0] + left[1], *left[2:]], key=_order)
    return left


def _order(group: Sequence[Member]) -> tuple[int, int, str]:
    return _told(group), len(group), group[0].type


def _told(group: Sequence[Member]) -> int:
    """Count the organisations of which a number is told that a rate is made of."""
    return sum(each.numbers.rated.answers is not None for each in group)


def _row(group: Sequence[Member]) -> Answered:
    types = sorted({each.type for each in group}, key=str.casefold)
    return _sum(starting("; ".join(types)), group)


def _sum(name: str, group: Sequence[Member]) -> Answered:
    return Answered(
        name=name,
        organisations=len(group),
        left_out=sum(bool(each.numbers.left_out) for each in group),
        numbers=answered.total([each.numbers for each in group]),
    )
