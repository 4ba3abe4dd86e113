"""How a round stands in one organisation: what its PSW watches, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.services import (
    forwarding,
    people,
    questionnaires,
    reminding,
    returns,
    rounds,
    scope,
    tallies,
)
from portal.services.forwarding import Standing
from portal.services.people import Counts, Place
from portal.services.rounds import RoundInfo
from portal.services.tallies import Numbers
from portal.store.rounds import Nudge, Reminder

COMING = ("scheduled", "open")
"""States in which people can still be invited."""
LOW = 50
"""Per cent below which, halfway through, a page says so."""


@dataclass(frozen=True, slots=True)
class Progress:
    """``days``: the counts of each day, of which the last are of the moment ``as_at``; ``listed``:
    who is on the list of people now; ``open_link``: also “made”, after the closing, if it is to be
    shown how many came through it; ``nudge_from``: the day from which its own reminder is
    possible, none outside an open round and while nobody has been written to."""

    round: RoundInfo
    place: Place
    minutes: int
    days: tuple[tuple[date, Numbers], ...]
    as_at: datetime | None
    listed: Counts
    open_link: Standing
    reminders: tuple[datetime, ...]
    coming: tuple[datetime, ...]
    nudge_from: date | None
    half_over: bool
    pages: returns.Progress

    @property
    def low(self) -> bool:
        """Whether half of the time is over and fewer than half have answered."""
        rate = self.numbers.rate if self.numbers else None
        return self.half_over and rate is not None and rate < LOW

    @property
    def numbers(self) -> Numbers | None:
        """The latest; None before the first count."""
        return self.days[-1][1] if self.days else None

    @property
    def invited(self) -> int:
        """As counted last; before the opening, how many are on the list."""
        return self.numbers.invited if self.numbers else self.listed.invited

    @property
    def shown_days(self) -> tuple[tuple[date, Numbers], ...]:
        """Those of which it may be shown how many have answered; none where it may not be now."""
        if self.numbers is None or self.numbers.withheld:
            return ()
        return tuple((day, numbers) for day, numbers in self.days if not numbers.withheld)

    @property
    def at_most(self) -> int | None:
        """To how many a reminder can go, as far as is known: slips and dead addresses get none, nor
        do those who have answered, of whom some may be among the former. None where so few are
        invited that it would tell who has answered."""
        found = self.numbers or Numbers(self.listed.invited)
        if found.withheld:
            return None
        reached = found.invited - found.by_slip - found.undeliverable
        return max(0, min(reached, found.invited - found.answered))

    @property
    def small(self) -> bool:
        """Whether so few are invited that the organisation cannot be reported by itself. Of an
        open link nobody knows how many it reaches."""
        return 0 < self.invited < self.place.floor and not (self.open_link or self.place.named)


@dataclass(frozen=True, slots=True)
class Ended:
    """A round that is over, in two numbers; none where no count was kept."""

    round: RoundInfo
    numbers: Numbers | None


def of(round_code: str, organisation: str, now: datetime) -> Progress:
    """Raises ``NotFound``."""
    found, place = rounds.by_code(round_code), people.place(round_code, organisation)
    days = tuple(tallies.days(found.id, organisation))
    still = found.state == "open" and found.closes > now
    own = _reminders(found, organisation)
    return Progress(
        round=found,
        place=place,
        minutes=questionnaires.frozen(found.questionnaire).minutes,
        days=days,
        as_at=tallies.as_at(found.state, found.closes) if days else None,
        listed=people.counts(place),
        open_link=_open_link(found, organisation, days),
        reminders=own,
        coming=tuple(at for at in own if at > now) if found.state in COMING else (),
        nudge_from=reminding.nudge_from(round_code, organisation) if still else None,
        half_over=still and now - found.opens >= found.closes - now,
        pages=returns.of(found.id, organisation),
    )


def current(organisation: str, now: datetime) -> list[Progress]:
    """The rounds of an organisation that are not over, the next to close first."""
    codes = [r.code for r in _rounds(organisation) if r.state not in rounds.OVER]
    return sorted((of(c, organisation, now) for c in codes), key=lambda each: each.round.closes)


def ended(organisation: str) -> list[Ended]:
    """Those that are, latest first."""
    over = [found for found in _rounds(organisation) if found.state in rounds.OVER]
    return [Ended(found, tallies.latest(found.id).get(organisation)) for found in over]


def _rounds(organisation: str) -> list[RoundInfo]:
    return [rounds.by_code(code) for code in scope.rounds_of(organisation)]


def _reminders(found: RoundInfo, organisation: str) -> tuple[datetime, ...]:
    """Of the round before its closing, and the organisation's own."""
    theirs = Nudge.select().where(Nudge.round == found.id)
    own = {row.at for row in theirs.where(Nudge.organisation == organisation)}
    all_ = {row.at for row in Reminder.select().where(Reminder.round == found.id)}
    return tuple(sorted(at for at in own | all_ if at < found.closes))


def _open_link(
    found: RoundInfo, organisation: str, days: Sequence[tuple[date, Numbers]]
) -> Standing:
    came = bool(days and days[-1][1].by_open_link)
    return forwarding.standing(found.id, organisation) or ("made" if came else "")
