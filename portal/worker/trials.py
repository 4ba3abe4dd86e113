"""Compose letters that show an administrator what others get: with invented names and numbers, and
links to a page that says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from portal.calendar.london import day_in_words, in_london, london_day
from portal.errors import NotFound
from portal.post import errands as letter_of_the_day
from portal.post import letters, plans, troubles
from portal.post import reports as report_letters
from portal.post.errands import ErrandFacts
from portal.post.guidance import GuidanceFacts
from portal.post.letters import ClockFacts, Letter, StaffFacts, TroubleFacts
from portal.post.plans import PlanFacts
from portal.post.reports import ClosedFacts, ReportFacts
from portal.post.wording import KINDS
from portal.services import audit
from portal.services.actions import reminding
from portal.services.figures import errands
from portal.services.guiding import nudging
from portal.services.guiding.nudging import Lack
from portal.services.letters import texts
from portal.services.letters.notices import TRIAL, Matter
from portal.services.letters.outbox import Sender
from portal.services.lifecycle import clock
from portal.services.reports import publishing
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.worker import guidance_letters

TO, NAME = "someone@example.org", "Sam Example"
ORGANISATION = "Northshire"


def compose(matter: Matter, sender: Sender, now: datetime) -> Letter | None:
    """Write it; none of a round that has been deleted meanwhile."""
    kind = matter.kind.removeprefix(TRIAL)
    try:
        round_ = rounds.by_id(matter.about or b"")
        if kind in KINDS:
            made = texts.trial(round_.code, kind, sender)
        else:
            made = MAKERS[kind](round_, sender, now)
    except NotFound:
        return None
    return letters.trial(made, matter.email, matter.name)


def _staff(sender: Sender) -> StaffFacts:
    role = f"principal social worker of {ORGANISATION}"
    return StaffFacts(TO, NAME, role, _page(sender), sender.support)


def _closed(title: str, sender: Sender) -> Letter:
    return report_letters.closed(
        ClosedFacts(
            to=TO,
            name=NAME,
            role="",
            organisation=ORGANISATION,
            round=title,
            answered="45 of 60 invited by name",
            forwarded="",
            whole=True,
            link=_page(sender),
            support=sender.support,
        )
    )


def _report(title: str, sender: Sender, now: datetime) -> Letter:
    return report_letters.ready(
        ReportFacts(
            to=TO,
            name=NAME,
            role="",
            link=_page(sender),
            support=sender.support,
            organisation=ORGANISATION,
            round=title,
            until=day_in_words(london_day(now + timedelta(days=365))),
        )
    )


def _plan(title: str, sender: Sender, now: datetime) -> Letter:
    soon = day_in_words(london_day(now + timedelta(days=7)))
    return plans.due(
        PlanFacts(
            to=TO,
            name=NAME,
            role="",
            link=_page(sender),
            support=sender.support,
            organisation=ORGANISATION,
            round=title,
            due=plans.said(1, 0, 2, soon),
        )
    )


def _guidance(kind: str, round_: RoundInfo, sender: Sender, now: datetime) -> Letter:
    nudged: tuple[Lack, ...] = ("return",) if round_.named else ("answers",)
    lacks = {"missing": ("list",), "planned": ("list",), nudging.NOTICE: nudged}
    rate = f"Response rate as at {in_london(now)}: 45% (27 of 60 invited by name)."
    pages = "4 of 12 pages of the return are complete."
    return guidance_letters.WRITERS[kind](
        GuidanceFacts(
            to=TO,
            name=NAME,
            role="",
            link=_page(sender),
            support=sender.support,
            organisation=ORGANISATION,
            round=round_.title,
            opens=in_london(round_.opens),
            closes=in_london(round_.closes),
            minutes=audit.counted(round_.text.minutes, "minute", "minutes"),
            figure=pages if round_.named else rate,
            sender=sender.mail_from and letters.seen_from(ORGANISATION, sender.mail_from),
            subject=f"{round_.title}: your personal link",
            lacks=lacks.get(kind, ()),
            named=round_.named,
            staff=round_.audience == "staff",
            open=kind in ("halfway", "closes", nudging.NOTICE),
        )
    )


def _waiting(sender: Sender) -> Letter:
    waits = f"2 addresses of {ORGANISATION} wait to be let in or turned away."
    facts = ErrandFacts(TO, NAME, "administrator", _page(sender), sender.support, waits=waits)
    return letter_of_the_day.waiting(facts)


def _clock(sender: Sender, now: datetime) -> Letter:
    before, ends = in_london(now - timedelta(days=3)), in_london(now + timedelta(hours=12))
    facts = ClockFacts(TO, NAME, in_london(now), before, ends, _page(sender), sender.support)
    return troubles.clock(facts)


def _trouble(title: str, sender: Sender) -> TroubleFacts:
    return TroubleFacts(TO, NAME, title, _page(sender), sender.support)


def _page(sender: Sender) -> str:
    return f"{sender.base_url}{texts.TRIAL_PAGE}"


MAKERS: dict[str, Callable[[RoundInfo, Sender, datetime], Letter]] = {
    "sign-in": lambda _, sender, __: letters.sign_in(_staff(sender)),
    "welcome": lambda _, sender, __: letters.welcome(_staff(sender)),
    **{kind: partial(_guidance, kind) for kind in guidance_letters.WRITERS},
    "closed": lambda round_, sender, _: _closed(round_.title, sender),
    publishing.NOTICE: lambda round_, sender, now: _report(round_.title, sender, now),
    reminding.NOTICE: lambda round_, sender, now: _plan(round_.title, sender, now),
    "disagreeing": lambda round_, sender, _: troubles.disagreeing(_trouble(round_.title, sender)),
    "held": lambda round_, sender, _: troubles.held(_trouble(round_.title, sender)),
    clock.NOTICE: lambda _, sender, now: _clock(sender, now),
    errands.NOTICE: lambda _, sender, __: _waiting(sender),
}
"""They write one letter each, by the kind of notice: as many as ``staff_letters`` does."""
