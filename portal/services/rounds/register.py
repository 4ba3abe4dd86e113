"""The register of rounds: which there are, and in what state each is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from portal.calendar.london import UNDECIDED
from portal.calendar.state import State
from portal.calendar.years import names_one
from portal.disclosure.answered import FEWEST
from portal.errors import Conflict, NotFound, RoundPaused
from portal.services.questionnaires import frozen
from portal.store.organisations import Organisation
from portal.store.rounds import Participation, Round
from portal.survey.audience import Audience
from portal.survey.questionnaire import Questionnaire

DEMONSTRATION = "demo"
"""The code of the open round that ``flask demo`` makes."""
LAST_YEAR, THIS_YEAR = "demo-last-year", "demo-this-year"
ASSESSED = "demo-self-assessment"
"""Those of the counted rounds that it makes, if asked."""
DEMONSTRATIONS = (DEMONSTRATION, LAST_YEAR, ASSESSED, THIS_YEAR)
"""All of them together are the demonstration, and nobody's own."""
HALF_A_YEAR = timedelta(weeks=26)


@dataclass(frozen=True, slots=True)
class RoundInfo:
    """``threshold`` is never below ``FEWEST``, whatever the database says. ``wanted_closes`` and
    ``joining`` wait for the worker. ``unsent``: letters to PSWs that are switched off."""

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
    wanted_closes: datetime | None
    joining: tuple[str, ...]
    responses_kept: bool
    reports_wait: bool
    published: datetime | None
    published_by: str
    scheduled: datetime | None
    unsent: frozenset[str]

    @property
    def text(self) -> Questionnaire:
        """The round's questionnaire, which is parsed once for each process."""
        return frozen.load(self.questionnaire)

    @property
    def audience(self) -> Audience:
        """Whom it asks. Where its text is not as it was, it is held to be staff who answer, and
        what holds for them."""
        try:
            return self.text.audience
        except (NotFound, RoundPaused):
            return "staff"

    @property
    def named(self) -> bool:
        """Organisations answer it in their own name: it is a round of returns."""
        return self.audience == "organisation"

    @property
    def in_hand(self) -> bool:
        """The worker is at it, or will be in its next pass."""
        counting = self.state == State.CLOSED and not self.stopped
        return bool(self.request) or counting or self.state in (State.CLOSING, State.RELEASING)

    @property
    def closing(self) -> datetime:
        """When it closes, or will once the worker has moved its closing."""
        return self.wanted_closes or self.closes

    @property
    def has_questionnaire(self) -> bool:
        """Somebody has chosen it."""
        return self.questionnaire != frozen.NONE_YET.sha256

    @property
    def shown(self) -> bool:
        """It is a round of the demonstration."""
        return self.code in DEMONSTRATIONS

    @property
    def leaving(self) -> bool:
        """It is of the demonstration, and is about to be removed."""
        return self.request == "remove"

    @property
    def unpublished(self) -> bool:
        """Its reports wait for an administrator, now or once it is counted. Those of returns never
        do: they are their organisations' own."""
        return self.reports_wait and self.published is None and not self.named

    @property
    def stopped(self) -> bool:
        """Its count was refused."""
        return self.state == State.CLOSED and bool(self.problem)


def by_code(code: str) -> RoundInfo:
    """Look a round up by its code. Raises ``NotFound``."""
    row = Round.get_or_none(Round.code == code)
    if row is None:
        raise NotFound(f"There is no round {code}.")
    return info(row)


def by_id(round_id: bytes) -> RoundInfo:
    """Look a round up by its id. Raises ``NotFound``."""
    row = Round.get_or_none(Round.id == round_id)
    if row is None:
        raise NotFound("This round has been deleted.")
    return info(row)


def in_one_of(code: str, states: Collection[State], what: str) -> RoundInfo:
    """Look up a round that must be in one of these states to be … (``what``). Raises ``NotFound``,
    ``Conflict``."""
    round_ = by_code(code)
    if round_.state not in states:
        raise Conflict(f"Round {code} is {round_.state}, so it cannot be {what}.")
    return round_


def every() -> list[RoundInfo]:
    return [info(row) for row in Round.select().order_by(Round.opens, Round.code)]


def of_its_year(round_: RoundInfo) -> list[RoundInfo]:
    """Return a round and those of its series that belong to the same year, by their opening: all of
    them where the series names its year, else those that open within half a year of it."""
    if not round_.series:
        return [round_]
    series = [each for each in every() if each.series == round_.series]
    if names_one(round_.series):
        return series
    near = [each for each in series if abs(each.opens - round_.opens) < HALF_A_YEAR]
    return near if round_.opens != UNDECIDED else [round_]


def without_demonstration(rounds_: Iterable[RoundInfo]) -> list[RoundInfo]:
    """Leave the demonstration out."""
    return [each for each in rounds_ if not each.shown]


def demonstrations() -> list[RoundInfo]:
    """Return the rounds of the demonstration, the open one first."""
    rows = Round.select().where(Round.code.in_(DEMONSTRATIONS)).order_by(Round.code)
    return [info(row) for row in rows]


def of_demonstration() -> set[str]:
    """Return the codes of the demonstration's organisations."""
    parts = Participation.select(Participation.organisation).join(Round)
    return {part.organisation_id for part in parts.where(Round.code.in_(DEMONSTRATIONS))}


def of_demonstration_alone() -> set[str]:
    """Return the codes of those of them that take part in no other round."""
    parts: Any = Participation.select(Participation.organisation, Round.code).join(Round).tuples()
    shown, used = set[str](), set[str]()
    for organisation, code in parts:
        (shown if code in DEMONSTRATIONS else used).add(organisation)
    return shown - used


def organisation_names() -> dict[str, str]:
    """Return organisations' names by code, in the order of names; those of the demonstration are
    marked, and come last."""
    shown = of_demonstration()
    names = {row.code: row.name for row in Organisation.select().order_by(Organisation.name)}
    own = {code: name for code, name in names.items() if code not in shown}
    return own | {code: f"{names[code]} (demonstration)" for code in names if code in shown}


def in_state(*states: State) -> list[RoundInfo]:
    rows = Round.select().where(Round.state.in_(states)).order_by(Round.code)
    return [info(row) for row in rows]


def info(row: Round) -> RoundInfo:
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
        threshold=max(FEWEST, row.threshold),
        wanted_closes=row.wanted_closes,
        joining=tuple(row.joining.split()),
        responses_kept=bool(row.responses_kept),
        reports_wait=bool(row.reports_wait),
        published=row.published,
        published_by=row.published_by,
        scheduled=row.scheduled,
        unsent=frozenset(row.unsent.split()),
    )
