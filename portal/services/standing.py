"""How a whole round stands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from portal.services import parts, reach, tallies, turnout
from portal.services.parts import Numbers
from portal.services.reach import Reach
from portal.services.rounds import RoundInfo


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


def of(found: RoundInfo) -> Standing:
    """All organisations together, as at the last hour's count or the last of all."""
    numbers = list(tallies.latest(found.id).values())
    if not numbers and found.state not in reach.LIVING:
        numbers = [share.numbers for share in turnout.shares(found.id)]
    return total(reach.of(found.id, found.state).values(), numbers)


def total(reached: Collection[Reach], every: Collection[Numbers]) -> Standing:
    """Of these organisations."""
    left_out = sum(bool(numbers.left_out) for numbers in every)
    return Standing(reach.total(reached), parts.total(every), left_out)


def invited(round_id: bytes) -> int:
    """How many are on the lists of a round, or have a slip made for them."""
    return reach.total(reach.live(round_id).values()).invited
