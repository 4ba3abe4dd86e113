"""The register of rounds: which there are, and in what state each is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from portal.calendar.state import State
from portal.errors import Conflict, NotFound
from portal.services.questionnaires import frozen
from portal.store.rounds import Round
from portal.survey.questionnaire import Questionnaire

DEMONSTRATION = "demo"
"""The code of the round that ``flask demo`` makes, which is nobody's own."""


@dataclass(frozen=True, slots=True)
class RoundInfo:
    id: bytes
    code: str
    title: str
    state: State
    request: str
    problem: str
    questionnaire: str
    opens: datetime
    closes: datetime
    retain_until: date
    series: str
    threshold: int

    @property
    def text(self) -> Questionnaire:
        """Its questionnaire, which is parsed once for each process."""
        return frozen.load(self.questionnaire)

    @property
    def named(self) -> bool:
        """Organisations answer it in their own name: it is a round of returns."""
        return self.text.named

    @property
    def in_hand(self) -> bool:
        """Whether the worker is at it, or will be in its next pass."""
        counting = self.state == State.CLOSED and not self.stopped
        return bool(self.request) or counting or self.state in (State.CLOSING, State.RELEASING)

    @property
    def stopped(self) -> bool:
        """Its count was refused."""
        return self.state == State.CLOSED and bool(self.problem)


def by_code(code: str) -> RoundInfo:
    """Raises ``NotFound``."""
    row = Round.get_or_none(Round.code == code)
    if row is None:
        raise NotFound(f"There is no round {code}.")
    return _info(row)


def by_id(round_id: bytes) -> RoundInfo:
    return _info(Round.get_by_id(round_id))


def in_one_of(code: str, states: Collection[State], what: str) -> RoundInfo:
    """The round, in a state in which it can be … (``what``). Raises ``NotFound``, ``Conflict``."""
    found = by_code(code)
    if found.state not in states:
        raise Conflict(f"Round {code} is {found.state}, so it cannot be {what}.")
    return found


def every() -> list[RoundInfo]:
    return [_info(row) for row in Round.select().order_by(Round.opens, Round.code)]


def own() -> list[RoundInfo]:
    """Every round but the demonstration."""
    return [each for each in every() if each.code != DEMONSTRATION]


def in_state(*states: State) -> list[RoundInfo]:
    rows = Round.select().where(Round.state.in_(states)).order_by(Round.code)
    return [_info(row) for row in rows]


def _info(row: Round) -> RoundInfo:
    return RoundInfo(
        id=row.id,
        code=row.code,
        title=row.title,
        state=row.state,
        request=row.request,
        problem=row.problem,
        questionnaire=row.questionnaire_id,
        opens=row.opens,
        closes=row.closes,
        retain_until=row.retain_until,
        series=row.series,
        threshold=row.threshold,
    )
