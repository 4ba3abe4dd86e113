"""When the reports of a counted round can be read: at once, or when an administrator publishes
them; and which there are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from portal.calendar.london import day_in_words, london_day
from portal.calendar.state import OVER
from portal.disclosure.cells import Cell
from portal.errors import Conflict, NotFound, ReportWaits
from portal.reports.counted import Withheld
from portal.reports.withheld import of_everybody, of_organisation
from portal.services import audit
from portal.services.figures import tallies
from portal.services.letters import notices
from portal.services.reports import editions, released
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.services.staff import accounts
from portal.store import db
from portal.store.db import of_part
from portal.store.organisations import Organisation
from portal.store.rounds import Participation, Round

NOTICE = "report"
"""The letter to PSWs once they can read their reports."""
Told: TypeAlias = Literal["whole", "some", "rough", "nothing"]
"""How precisely the scores of an organisation are told: in whole numbers, some or all of
them to the nearest five, not at all."""


@dataclass(frozen=True, slots=True)
class Reported:
    """It says of an organisation what its report tells. ``splits``: the breakdowns by which its
    people are split."""

    code: str
    name: str
    told: Told
    splits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reports:
    """They are those of all organisations of a counted round, by name."""

    round: RoundInfo
    rows: tuple[Reported, ...]

    def number(self, told: Told) -> int:
        """Count the organisations whose reports tell so much."""
        return sum(row.told == told for row in self.rows)


def check_readable(round_: RoundInfo, now: datetime, *, is_administrator: bool) -> None:
    """Raise ``ReportWaits`` where a report cannot be read yet, but by administrators; ``Conflict``
    where it has been deleted."""
    if round_.state.over:
        _check_kept(round_, now)
    check_published(round_, is_administrator=is_administrator)


def check_published(round_: RoundInfo, *, is_administrator: bool) -> None:
    """Raise ``ReportWaits`` where what a report tells is not for PSWs yet."""
    if round_.state.over and round_.unpublished and not is_administrator:
        raise ReportWaits(
            f"{round_.title} is counted, and an administrator of the health check checks the "
            "reports before you can read them. You have nothing to do: a letter tells you as "
            "soon as yours is here."
        )


def note_opened(round_: RoundInfo, organisation: str, now: datetime) -> None:
    """Note the day on which a PSW first opened the report of an organisation."""
    unread = of_part(Participation, round_.id, organisation) & Participation.read.is_null()
    if Participation.select().where(unread).exists():
        with db.writing():
            Participation.update(read=london_day(now)).where(unread).execute()


def readable(round_: RoundInfo, now: datetime) -> bool:
    """Say whether PSWs can read the reports of a round."""
    kept = round_.retain_until >= london_day(now)
    return round_.state.over and not round_.named and not round_.unpublished and kept


def check_anonymous(round_: RoundInfo) -> None:
    """Raise ``NotFound`` for a round of returns, which its organisations read at once."""
    if round_.named:
        raise NotFound(f"{round_.title} has no reports: it is a round of returns.")


def have_wait(code: str, who: str, now: datetime, *, wait: bool) -> None:
    """Have the reports of a round wait to be published, or no more: before they are there. Raises
    ``Conflict``."""
    with db.writing():
        round_ = rounds.by_code(code)
        check_anonymous(round_)
        if round_.state.over:
            raise Conflict(
                f"{round_.title} is counted, so you can no longer change when its "
                "reports can be read."
            )
        Round.update(reports_wait=int(wait)).where(Round.id == round_.id).execute()
        if round_.reports_wait != wait:
            audit.note(who, f"the reports of round {code} {'' if wait else 'no longer '}wait", now)


def publish(code: str, who: str, now: datetime) -> None:
    """Let organisations read their reports from now on, and tell their PSWs. Raises ``Conflict``
    where they can already, or the round is not counted, or nothing is left to be read."""
    with db.writing():
        round_ = rounds.in_one_of(code, OVER, "published")
        if not round_.unpublished:
            raise Conflict(f"The reports of {round_.title} can be read already.")
        _check_kept(round_, now)
        Round.update(published=now, published_by=who).where(Round.id == round_.id).execute()
        audit.note(who, f"published the reports of round {code}", now)
        tell_readers(rounds.by_id(round_.id))


def tell_readers(round_: RoundInfo) -> None:
    """Put a letter to each PSW of a counted round in hand, within the caller's transaction, unless
    its reports wait: to everybody once. It thanks for the round too, so that thanks which have not
    gone out yet are taken back."""
    if round_.named or round_.unpublished or NOTICE in round_.unsent:
        return
    for reader in accounts.psws_taking_part(round_.id):
        notices.put_in_hand(reader, NOTICE, round_.id)
        notices.take_back(reader, "closed", round_.id)


def tell_again(round_: RoundInfo, organisations: Collection[str], who: str, now: datetime) -> int:
    """Put the letter in hand once more, once a day at most, for the PSWs of these organisations;
    returns to how many it goes. Nothing happens where reports cannot be read, or the letter is
    switched off."""
    if not readable(round_, now) or NOTICE in round_.unsent:
        return 0
    with db.writing():
        psws = accounts.psws_by_organisation(round_.id)
        readers = [reader for code in organisations for reader in psws.get(code, ())]
        about = notices.about_day(round_.id, london_day(now))
        if told := notices.put_all_in_hand(readers, NOTICE, about):
            said = audit.counted(told, "principal social worker", "principal social workers")
            audit.note(who, f"had {said} told again of the report of round {round_.code}", now)
    return told


def every(round_: RoundInfo) -> Reports:
    """List what can be reported of each organisation. Raises as ``editions.check_counted`` does."""
    outlines = editions.outlines(round_)
    return Reports(
        round_,
        tuple(
            _reported(of, outlines.get(of.code, []), round_.text.breakdowns)
            for of in tallies.taking_part(round_)
        ),
    )


def reported(round_: RoundInfo) -> set[str]:
    """Return the organisations of a counted round that are told anything by themselves."""
    return released.told(round_.id)


def withheld(round_: RoundInfo) -> tuple[Withheld, ...]:
    """List what the count withheld of a counted round that people answered: of everybody, then of
    each organisation, by name."""
    text, kept = round_.text, round_.responses_kept
    told = {
        code: [*of_organisation(text, code, cells, round_.threshold, responses_kept=kept)]
        for code, cells in released.by_organisation(round_.id)
    }
    rows = [*of_everybody(text, round_.threshold, responses_kept=kept)]
    for each in tallies.taking_part(round_):
        nothing = of_organisation(text, each.code, (), round_.threshold, responses_kept=kept)
        rows += told.get(each.code, nothing)
    return tuple(rows)


def _reported(of: Organisation, cells: Collection[Cell], breakdowns: Sequence[str]) -> Reported:
    split = {cell.split for cell in cells}
    scores = [cell for cell in cells if cell.measure == "score"]
    return Reported(of.code, of.name, _told(scores), tuple(b for b in breakdowns if b in split))


def _check_kept(round_: RoundInfo, now: datetime) -> None:
    if round_.retain_until < london_day(now):
        last = day_in_words(round_.retain_until)
        raise Conflict(f"The reports of {round_.title} were deleted after {last}.")


def _told(scores: Collection[Cell]) -> Told:
    if not scores:
        return "nothing"
    rough = [cell.figure.step > 1 for cell in scores]
    return "rough" if all(rough) else "some" if any(rough) else "whole"
