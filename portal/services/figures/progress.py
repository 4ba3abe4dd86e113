"""How a round stands in one organisation: what its PSW watches, and what comes next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from portal.calendar.london import london_day
from portal.calendar.state import State
from portal.disclosure.answered import Numbers, Part
from portal.services.figures import reach, returns, tallies
from portal.services.figures.reach import Reach
from portal.services.figures.returns import ReturnState
from portal.services.figures.standing import NOT_COUNTED, Standing
from portal.services.figures.tallies import Count
from portal.services.letters import reminders
from portal.services.people import links, listing, waiting
from portal.services.people.links import LinkStatus
from portal.services.people.listing import NOBODY, Counts, Place
from portal.services.people.waiting import Decision
from portal.services.rounds.register import RoundInfo
from portal.services.staff import scope
from portal.services.staff.scope import Employer
from portal.store.letters import Nudge
from portal.store.rounds import Reminder

T = TypeVar("T")
LATELY = timedelta(days=7)
"""So long a page says what became of addresses that waited."""
LOW = 50
"""Per cent below which, halfway through, a page says so."""


def half_over(round_: RoundInfo, now: datetime) -> bool:
    """Say whether half of a round's time is over."""
    return now - round_.opens >= round_.closes - now


def is_low(rate: int | None) -> bool:
    """Say whether a rate, as it is shown, is one of which a page says so, halfway through."""
    return rate is not None and rate < LOW


@dataclass(frozen=True, slots=True)
class Progress:
    """How a round stands in one organisation. ``reach``: whom it reaches now; ``days``: the counts
    of answers of each day, of which the last are of the moment ``as_at``; ``listed``: who is on the
    list of people now; ``open_link``: also “made”, after the closing, if there was one;
    ``nudge_from``: the day from which its own reminder is possible, none outside an open round and
    while nobody has been written to; ``decided``: what became of addresses that waited, lately."""

    round: RoundInfo
    place: Place
    reach: Reach
    days: tuple[tuple[date, Numbers], ...]
    as_at: datetime | None
    listed: Counts
    open_link: LinkStatus
    reminders: tuple[datetime, ...]
    coming: tuple[datetime, ...]
    nudge_from: date | None
    half_over: bool
    pages: ReturnState
    decided: tuple[Decision, ...]

    @property
    def low(self) -> bool:
        """Half of the time is over, and the rate that is shown is low."""
        return self.half_over and is_low(self.numbers.rate if self.numbers else None)

    @property
    def numbers(self) -> Numbers | None:
        """The latest count; None before the first."""
        return self.days[-1][1] if self.days else None

    @property
    def invited(self) -> int:
        return self.reach.invited

    @property
    def stands(self) -> Standing:
        return Standing(self.reach, self.numbers or NOT_COUNTED, bool(self.open_link))

    @property
    def shown_days(self) -> tuple[tuple[date, Part], ...]:
        """How many had answered by the end of each day of which it may be shown, leaving out on all
        of them what may not be shown now."""
        if self.numbers is None:
            return ()
        shown = ((day, each.beside(self.numbers).shown) for day, each in self.days)
        return tuple((day, part) for day, part in shown if part.answers is not None)

    @property
    def at_most(self) -> int | None:
        """The most people to whom a reminder can go, as far as is known: dead addresses get none,
        nor do those who have answered a letter, who may be among the former. None where it would
        tell who has answered."""
        answers = self.numbers.letters.answers if self.numbers else None
        if answers is None:
            return None
        return max(0, self.reach.named - max(self.reach.undeliverable, answers))

    @property
    def small(self) -> bool:
        """So few are invited by name that the organisation cannot be reported by itself."""
        return not self.place.named and self.stands.too_few(self.place.floor)


@dataclass(frozen=True, slots=True)
class _Kept:
    """Each part is read once for one organisation in several rounds, and kept by round.
    ``counted``: when all rounds were counted last."""

    listed: Mapping[bytes, Counts]
    reach: Mapping[bytes, Reach]
    counts: Mapping[bytes, Sequence[Count]]
    counted: datetime | None
    nudges: Mapping[bytes, date]
    links: Mapping[bytes, LinkStatus]
    reminders: Mapping[bytes, Collection[datetime]]
    returns: Mapping[bytes, ReturnState]
    decided: Mapping[bytes, Sequence[Decision]]


def in_organisation(round_: RoundInfo, employer: Employer, now: datetime) -> Progress:
    """Read how a round stands in an organisation that takes part in it."""
    (progress,) = _in_each([round_], employer, now)
    return progress


def everywhere(employer: Employer, now: datetime) -> list[Progress]:
    """Read how all rounds stand that an organisation may see, the latest first. The number of
    statements hardly grows with theirs."""
    return _in_each(scope.rounds_of(employer.code), employer, now)


def _in_each(rounds_: Sequence[RoundInfo], employer: Employer, now: datetime) -> list[Progress]:
    kept = _read(rounds_, employer.code, london_day(now) - LATELY)
    return [_progress(round_, employer, kept, now) for round_ in rounds_]


def _progress(round_: RoundInfo, employer: Employer, kept: _Kept, now: datetime) -> Progress:
    still = round_.state == State.OPEN and round_.closes > now
    counts = kept.counts[round_.id]
    own = tuple(sorted(at for at in kept.reminders[round_.id] if at < round_.closes))
    return Progress(
        round=round_,
        place=listing.place_of(round_, employer),
        reach=_reached(round_, kept),
        days=tuple((count.day, count.numbers) for count in counts),
        as_at=tallies.as_at(round_, kept.counted) if counts else None,
        listed=kept.listed.get(round_.id, NOBODY),
        open_link=_open_link(kept.links.get(round_.id, ""), counts),
        reminders=own,
        coming=tuple(at for at in own if at > now) if round_.state.coming else (),
        nudge_from=kept.nudges.get(round_.id) if still else None,
        half_over=still and half_over(round_, now),
        pages=kept.returns.get(round_.id, returns.NOT_BEGUN),
        decided=tuple(kept.decided.get(round_.id, ())),
    )


def _read(rounds_: Sequence[RoundInfo], organisation: str, lately: date) -> _Kept:
    ids = [round_.id for round_ in rounds_]
    listed = listing.counts_by_part(ids, organisation)
    return _Kept(
        listed=_by_round(listed),
        reach=_by_round(reach.by_part(listed, ids, organisation)),
        counts=tallies.days(rounds_, organisation),
        counted=tallies.last_counted(),
        nudges=reminders.nudge_days(ids, organisation),
        links=links.statuses([each.id for each in rounds_ if not each.named], organisation),
        reminders=_reminders(ids, organisation),
        returns=_by_round(returns.begun(rounds_, organisation)),
        decided=_by_round(waiting.decisions(ids, lately, organisation)),
    )


def _by_round(by_part: Mapping[tuple[bytes, str], T]) -> dict[bytes, T]:
    return {round_id: each for (round_id, _), each in by_part.items()}


def _reached(round_: RoundInfo, kept: _Kept) -> Reach:
    """Tell whom it reaches at this moment; from the closing on, whom it reached then."""
    if round_.state.living:
        return kept.reach.get(round_.id, Reach())
    counts = kept.counts[round_.id]
    return counts[-1].reach if counts else Reach()


def _reminders(ids: Collection[bytes], organisation: str) -> dict[bytes, set[datetime]]:
    """The reminders of each round, and the organisation's own."""
    moments: dict[bytes, set[datetime]] = defaultdict(set)
    own = Nudge.round.in_(ids) & (Nudge.organisation == organisation)
    asked: Any = Nudge.select(Nudge.round, Nudge.at).where(own)
    planned: Any = Reminder.select(Reminder.round, Reminder.at).where(Reminder.round.in_(ids))
    for round_id, at in asked.union(planned).tuples():
        moments[round_id].add(at)
    return moments


def _open_link(standing: LinkStatus, counts: Sequence[Count]) -> LinkStatus:
    """Say “made”, too, of a link that a closed round had."""
    was = bool(counts and counts[-1].numbers.forwarded.given)
    return standing or ("made" if was else "")
