"""How a round stands in one organisation: what its PSW watches, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.calendar.state import State
from portal.disclosure.answered import Numbers, Way
from portal.services.figures import reach, returns, tallies
from portal.services.figures.reach import Reach
from portal.services.letters import reminders
from portal.services.people import links, listing
from portal.services.people.links import LinkStatus
from portal.services.people.listing import Counts, Place
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.services.staff import scope
from portal.store.letters import Nudge
from portal.store.rounds import Reminder

LOW = 50
"""Per cent below which, halfway through, a page says so."""


@dataclass(frozen=True, slots=True)
class Progress:
    """``reach``: whom it reaches now; ``days``: the counts of answers of each day, of which the
    last are of the moment ``as_at``; ``listed``: who is on the list of people now; ``open_link``:
    also “made”, after the closing, if there was one; ``nudge_from``: the day from which its own
    reminder is possible, none outside an open round and while nobody has been written to."""

    round: RoundInfo
    place: Place
    minutes: int
    reach: Reach
    days: tuple[tuple[date, Numbers], ...]
    as_at: datetime | None
    listed: Counts
    open_link: LinkStatus
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
        return self.reach.invited

    @property
    def left_out(self) -> tuple[Way, ...]:
        """The parts of those who have answered that there are and that may not be shown."""
        given: dict[Way, object] = {
            "letters": self.reach.named,
            "slips": self.reach.slips,
            "forwarded": self.open_link,
        }
        found = self.numbers
        hidden = (way for way in given if found and getattr(found, way).answers is None)
        return tuple(way for way in hidden if given[way])

    @property
    def shown_days(self) -> tuple[tuple[date, int], ...]:
        """How many had answered by the end of each day of which it may be shown, leaving out on all
        of them what may not be shown now."""
        if self.numbers is None:
            return ()
        shown = ((day, each.beside(self.numbers).submitted) for day, each in self.days)
        return tuple((day, number) for day, number in shown if number is not None)

    @property
    def at_most(self) -> int | None:
        """To how many a reminder can go, as far as is known: dead addresses get none, nor do those
        who have answered a letter, who may be among the former. None where it would tell who has
        answered."""
        answers = self.numbers.letters.answers if self.numbers else None
        if answers is None:
            return None
        return max(0, self.reach.named - max(self.reach.undeliverable, answers))

    @property
    def small(self) -> bool:
        """Whether so few are invited that the organisation cannot be reported by itself. Of an
        open link nobody knows how many it reaches."""
        return 0 < self.invited < self.place.floor and not (self.open_link or self.place.named)


@dataclass(frozen=True, slots=True)
class Ended:
    """A round that is over; no ``numbers`` where no count was kept."""

    round: RoundInfo
    reach: Reach
    numbers: Numbers | None


def of(round_code: str, organisation: str, now: datetime) -> Progress:
    """Raises ``NotFound``."""
    found, place = rounds.by_code(round_code), listing.place(round_code, organisation)
    days = tuple(tallies.days(found.id, organisation))
    still = found.state == State.OPEN and found.closes > now
    own = _reminders(found, organisation)
    return Progress(
        round=found,
        place=place,
        minutes=found.text.minutes,
        reach=_reach(found, organisation),
        days=days,
        as_at=tallies.as_at(found.state, found.opens, found.closes) if days else None,
        listed=listing.counts(place),
        open_link=_open_link(found, organisation, days),
        reminders=own,
        coming=tuple(at for at in own if at > now) if found.state.coming else (),
        nudge_from=reminders.nudge_from(round_code, organisation) if still else None,
        half_over=still and now - found.opens >= found.closes - now,
        pages=returns.of(found.id, organisation),
    )


def current(organisation: str, now: datetime) -> list[Progress]:
    """The rounds of an organisation that are not over, the next to close first."""
    codes = [r.code for r in _rounds(organisation) if not r.state.over]
    return sorted((of(c, organisation, now) for c in codes), key=lambda each: each.round.closes)


def ended(organisation: str) -> list[Ended]:
    """Those that are, latest first."""
    over = [found for found in _rounds(organisation) if found.state.over]
    return [
        Ended(of, _reach(of, organisation), tallies.latest(of.id).get(organisation)) for of in over
    ]


def _reach(found: RoundInfo, organisation: str) -> Reach:
    return reach.of(found.id, found.state, organisation).get(organisation, Reach())


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
) -> LinkStatus:
    was = bool(days and days[-1][1].forwarded.given)
    return links.status(found.id, organisation) or ("made" if was else "")
