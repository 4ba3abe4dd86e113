"""What each organisation of a round has yet to do, and letters to all of those at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias

from portal.services.figures import overview, returns
from portal.services.figures.overview import Overview, Participant
from portal.services.figures.returns import NOT_BEGUN, ReturnState
from portal.services.guiding import nudging
from portal.services.reports import publishing
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.services.staff import accounts, team
from portal.services.staff.accounts import Psws
from portal.store.rounds import Participation

Missing: TypeAlias = Literal["account", "sign-in", nudging.Lack, "report"]
MISSING: tuple[Missing, ...] = (
    "account", "sign-in", "list", "letters", "answers", "return", "report",
)  # fmt: skip
"""What has to be done first comes first: nobody has an account; nobody has ever signed in; what a
nudge is about; nobody has opened the report."""


@dataclass(frozen=True, slots=True)
class Standpoint:
    """It is how far one organisation has come. ``returns``: with each of them, None where it takes
    no part; ``read``: the day on which its report was first opened; ``missing``: what it has yet
    to do now."""

    participant: Participant
    psws: Psws
    returns: tuple[ReturnState | None, ...] = ()
    read: date | None = None
    missing: tuple[Missing, ...] = ()

    @property
    def code(self) -> str:
        return self.participant.code

    @property
    def nudged(self) -> bool:
        """Say whether a letter would help: something is missing, and there is somebody to write
        to."""
        return bool(self.missing and self.psws.number)


NEWS = timedelta(weeks=26)
"""So long after the closing it counts that nobody has opened a report; of older ones it may not
have been noted."""


@dataclass(frozen=True, slots=True)
class Board:
    """All organisations of a round, those first that miss what has to be done first. ``returns``:
    the rounds of returns of its series; ``readable``: there are reports to be read."""

    overview: Overview
    returns: tuple[RoundInfo, ...]
    rows: tuple[Standpoint, ...]
    readable: bool

    @property
    def to_nudge(self) -> list[Standpoint]:
        return [row for row in self.rows if row.nudged]

    def number(self, missing: Missing) -> int:
        """Count the organisations that miss this."""
        return sum(missing in row.missing for row in self.rows)


def of_round(round_: RoundInfo, now: datetime) -> Board:
    """Read how far each organisation has come, in a number of statements that does not grow with
    theirs."""
    whole, beside = overview.side_by_side(round_), _returns(round_)
    psws, parts = accounts.signed_in_by_organisation(), _parts([round_, *beside])
    far, readable = _how_far(beside, parts), publishing.readable(round_, now)

    def row(of: Participant) -> Standpoint:
        states = tuple(each.get(of.code) for each in far)
        read = parts[round_.id].get(of.code)
        known = Standpoint(of, psws.get(of.code, Psws()), states, read)
        return replace(known, missing=missing(known, round_, beside, now))

    return Board(whole, tuple(beside), tuple(sorted(map(row, whole.rows), key=_urgency)), readable)


def missing(
    row: Standpoint, round_: RoundInfo, beside: Sequence[RoundInfo], now: datetime
) -> tuple[Missing, ...]:
    """Tell what an organisation has yet to do in a round, and in the returns ``beside`` it: of a
    draft, of which its PSWs know nothing yet, only to sign in; between the closing and the report
    nothing."""
    of = row.participant
    now_missing: set[Missing] = {*nudging.lacking(round_, of.stands, of.pages, of.waiting, now)}
    if any(_not_begun(each, state) for each, state in zip(beside, row.returns, strict=True)):
        now_missing.add("return")
    readable = publishing.readable(round_, now)
    if readable and row.read is None and now - round_.closes < NEWS:
        now_missing.add("report")
    if (round_.state.living or readable) and row.psws.last is None:
        now_missing.add("sign-in" if row.psws.number else "account")
    return tuple(each for each in MISSING if each in now_missing)


def chosen(
    rows: Sequence[Standpoint], miss: str = "", kind: str = "", region: str = "", words: str = ""
) -> list[Standpoint]:
    """Choose those that miss something, or (empty) whatever they miss; for the rest do as
    ``overview.chosen``."""
    every = [row.participant for row in rows]
    fit = {each.code for each in overview.chosen(every, "name", kind, region, words)}
    return [row for row in rows if row.code in fit and miss in ("", *row.missing)]


def nudge(round_: RoundInfo, organisations: Collection[str], who: str, now: datetime) -> int:
    """Write to the PSWs of those of these organisations that a letter would help, each kind of
    letter once a day at most; returns how many letters go. Where a letter says what is missing, it
    leads to signing in as well; only for the others the one that says how to sign in goes again."""
    board = of_round(round_, now)
    rows = [row for row in board.to_nudge if row.code in organisations]
    several = [each for each in (round_, *board.returns) if _nudges(each, now)]
    sent = sum(nudging.nudge(each, {row.code for row in rows}, now, who) for each in several)
    unread = {row.code for row in rows if "report" in row.missing}
    sent += publishing.tell_again(round_, unread, who, now)
    strangers = [row.code for row in rows if row.missing == ("sign-in",)]
    psws = accounts.psws_by_organisation(round_.id)
    return sent + team.welcome_again([id for code in strangers for id in psws[code]], who, now)


def _nudges(round_: RoundInfo, now: datetime) -> bool:
    return round_.state.coming and round_.closes > now


def _urgency(row: Standpoint) -> tuple[int, int, str]:
    first = MISSING.index(row.missing[0]) if row.missing else len(MISSING)
    return first, -len(row.missing), row.participant.name


def _not_begun(round_: RoundInfo, state: ReturnState | None) -> bool:
    """Say whether a return that is asked for now has not been begun."""
    open_ = round_.state.takes_answers
    return open_ and state is not None and not state.submitted and not state.pages


def _returns(round_: RoundInfo) -> list[RoundInfo]:
    """Find the rounds of returns of its year that have opened, the earliest first."""
    if round_.named:
        return []
    year = rounds.of_its_year(round_)
    return [each for each in year if each.named and not each.state.planned]


def _parts(rounds_: Sequence[RoundInfo]) -> dict[bytes, dict[str, date | None]]:
    """Return by round which organisations take part, and when their reports were first opened."""
    parts: dict[bytes, dict[str, date | None]] = {each.id: {} for each in rounds_}
    for row in Participation.select().where(Participation.round.in_(list(parts))):
        parts[row.round_id][row.organisation_id] = row.read
    return parts


def _how_far(
    asked: Sequence[RoundInfo], parts: dict[bytes, dict[str, date | None]]
) -> list[dict[str, ReturnState]]:
    """Tell of each of these rounds how far the return of each organisation is; after its closing,
    only whether it was submitted."""
    states = returns.begun(asked)
    closed = returns.submitted([each.id for each in asked if not each.state.living])
    states |= {part: ReturnState(submitted=True, pages=()) for part in closed}
    return [
        {code: states.get((each.id, code), NOT_BEGUN) for code in parts[each.id]} for each in asked
    ]
