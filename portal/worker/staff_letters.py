"""Compose letters to staff: a link to sign in, a welcome, thanks when a round has closed, where its
report is, what is due in a plan, what waits for them, and word of a round or a clock that needs
somebody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from portal.calendar.london import day_in_words, london_day
from portal.post import errands as letter_of_the_day
from portal.post import letters, plans, troubles
from portal.post import reports as report_letters
from portal.post.errands import ErrandFacts
from portal.post.letters import ClockFacts, ClosedFacts, Letter, StaffFacts, TroubleFacts
from portal.post.plans import PlanFacts
from portal.post.reports import ReportFacts
from portal.services.actions import reminding
from portal.services.figures import errands, tallies
from portal.services.figures.tallies import Count
from portal.services.letters import notices
from portal.services.letters.notices import Matter
from portal.services.letters.outbox import Sender
from portal.services.lifecycle import clock
from portal.services.reports import publishing
from portal.services.rounds import planning
from portal.services.rounds import register as rounds
from portal.services.staff import accounts, signing_in
from portal.worker import trials


def compose(notice_id: bytes, staff_key: bytes, sender: Sender, now: datetime) -> Letter | None:
    """Write the letter; none to somebody suspended, or where it would come too late."""
    matter = notices.matter(notice_id)
    if matter is None:
        return None
    if matter.kind.startswith(notices.TRIAL):
        letter = trials.compose(matter, sender, now)
    else:
        letter = MAKERS[matter.kind](matter, staff_key, sender, now)
    return letter and replace(letter, reference=notice_id.hex(), at=now)


def _sign_in(matter: Matter, staff_key: bytes, sender: Sender, now: datetime) -> Letter | None:
    text = signing_in.mint(matter.about, staff_key, now)
    if text is None:
        return None
    return letters.sign_in(_facts(matter, f"{sender.base_url}/staff/enter/{text}", sender))


def _welcome(matter: Matter, _: bytes, sender: Sender, __: datetime) -> Letter | None:
    return letters.welcome(_facts(matter, f"{sender.base_url}/staff/sign-in", sender))


def _closed(matter: Matter, _: bytes, sender: Sender, __: datetime) -> Letter | None:
    """Write thanks, unless the PSW has left the organisation meanwhile."""
    round_ = rounds.by_id(matter.about or b"")
    count = tallies.latest(round_).get(matter.organisation)
    if count is None:
        return None
    numbers = count.numbers
    return letters.closed(
        ClosedFacts(
            to=matter.email,
            name=matter.name,
            organisation=matter.workplace,
            round=round_.title,
            answered=_answered(count) if not round_.named else "",
            forwarded=numbers.forwarded.said if numbers.forwarded.answers else "",
            whole=not numbers.left_out,
            link=f"{sender.base_url}/staff/",
            support=sender.support,
            submitted=bool(numbers.answered) if round_.named else None,
        )
    )


def _answered(count: Count) -> str:
    numbers = count.numbers
    return (numbers.fraction or numbers.rated.said) if numbers.base else ""


def _report(matter: Matter, _: bytes, sender: Sender, now: datetime) -> Letter | None:
    """Say where the report is, unless the PSW has left the organisation, or it is deleted."""
    round_ = rounds.by_id(matter.about or b"")
    here = matter.organisation
    if here not in planning.taking_part(round_.id) or round_.retain_until < london_day(now):
        return None
    return report_letters.ready(
        ReportFacts(
            to=matter.email,
            name=matter.name,
            role="",
            link=f"{sender.base_url}/staff/rounds/{round_.code}/{here}/report",
            support=sender.support,
            organisation=matter.workplace,
            round=round_.title,
            until=day_in_words(round_.retain_until),
        )
    )


def _plan(matter: Matter, _: bytes, sender: Sender, now: datetime) -> Letter | None:
    """Say that something in the plan is due, unless nothing is by now."""
    round_, here = rounds.by_id(matter.about or b""), matter.organisation
    due = reminding.due(round_, here, now)
    if due is None:
        return None
    return plans.due(
        PlanFacts(
            to=matter.email,
            name=matter.name,
            role="",
            link=f"{sender.base_url}/staff/rounds/{round_.code}/{here}/plan",
            support=sender.support,
            organisation=matter.workplace,
            round=round_.title,
            due=plans.said(
                due.over, due.today, due.soon, day_in_words(due.next) if due.next else ""
            ),
        )
    )


def _waiting(matter: Matter, _: bytes, sender: Sender, now: datetime) -> Letter | None:
    """Tell what waits and what was decided, unless nothing does by now."""
    person = accounts.by_email(matter.email)
    decided, waits = errands.told(person, errands.since(matter.about or b""), now)
    if not decided and not waits:
        return None
    return letter_of_the_day.waiting(
        ErrandFacts(
            to=matter.email,
            name=matter.name,
            role="",
            link=f"{sender.base_url}/staff/",
            support=sender.support,
            decided=letter_of_the_day.together(decided),
            waits=letter_of_the_day.together(waits),
        )
    )


def _disagreeing(matter: Matter, _: bytes, sender: Sender, __: datetime) -> Letter | None:
    return troubles.disagreeing(_trouble(matter, sender))


def _held(matter: Matter, _: bytes, sender: Sender, __: datetime) -> Letter | None:
    return troubles.held(_trouble(matter, sender))


def _clock(matter: Matter, _: bytes, sender: Sender, now: datetime) -> Letter | None:
    """Ask whether the clock is right, while the worker waits to hear it."""
    doubt = clock.in_doubt(now)
    if doubt is None:
        return None
    return troubles.clock(
        ClockFacts(
            to=matter.email,
            name=matter.name,
            clock=doubt.clock,
            before=doubt.before,
            ends=doubt.ends,
            link=f"{sender.base_url}/staff/",
            support=sender.support,
        )
    )


MAKERS: dict[str, Callable[[Matter, bytes, Sender, datetime], Letter | None]] = {
    "sign-in": _sign_in,
    "welcome": _welcome,
    "closed": _closed,
    publishing.NOTICE: _report,
    reminding.NOTICE: _plan,
    "disagreeing": _disagreeing,
    "held": _held,
    clock.NOTICE: _clock,
    errands.NOTICE: _waiting,
}
"""They write one letter each, by the kind of notice."""


def _facts(matter: Matter, link: str, sender: Sender) -> StaffFacts:
    of = matter.workplace
    return StaffFacts(
        to=matter.email,
        name=matter.name,
        role=f"principal social worker of {of}" if of else "administrator",
        link=link,
        support=sender.support,
    )


def _trouble(matter: Matter, sender: Sender) -> TroubleFacts:
    round_ = rounds.by_id(matter.about or b"")
    return TroubleFacts(
        to=matter.email,
        name=matter.name,
        round=round_.title,
        link=f"{sender.base_url}/staff/rounds/{round_.code}",
        support=sender.support,
    )
