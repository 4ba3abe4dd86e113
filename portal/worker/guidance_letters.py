"""Compose the letters that lead a PSW through a round, of what is so when they go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from portal.calendar.letter_days import letter_now
from portal.calendar.london import in_london
from portal.calendar.state import State
from portal.errors import NotFound
from portal.post import guidance
from portal.post.guidance import GuidanceFacts
from portal.post.letters import Letter
from portal.services import audit
from portal.services.figures import progress
from portal.services.figures.progress import Progress
from portal.services.guiding import nudging
from portal.services.letters import notices, texts
from portal.services.letters.notices import Matter
from portal.services.letters.outbox import Sender
from portal.services.rounds import register as rounds
from portal.services.staff import scope

WRITERS: dict[str, Callable[[GuidanceFacts], Letter]] = {
    "planned": guidance.planned,
    "missing": guidance.missing,
    "opens": guidance.opens,
    "halfway": guidance.halfway,
    "closes": guidance.closes,
    nudging.NOTICE: guidance.nudge,
}
"""They write one letter each, by the kind of notice."""


def compose(matter: Matter, _: bytes, sender: Sender, now: datetime) -> Letter | None:
    """Write the letter, unless what it asks for is done by now, or it would come too late: the next
    one's day is there, and nobody gets two on it, however long the post was down."""
    try:
        round_ = rounds.by_id(notices.round_of(matter.about))
        employer = scope.taking_part(round_, matter.organisation)
    except NotFound:
        return None
    if not round_.state.coming or round_.request == "close" or round_.closes <= now:
        return None
    true = letter_now(round_.scheduled, round_.opens, round_.closes, now)
    if matter.kind not in (true, nudging.NOTICE):
        return None
    here = progress.in_organisation(round_, employer, now)
    lacks = nudging.lacking(round_, here.stands, here.pages, here.listed.waiting, now)
    if not _is_needed(matter.kind, here, lacks):
        return None
    return WRITERS[matter.kind](_facts(matter, here, lacks, sender))


def _is_needed(kind: str, here: Progress, lacks: tuple[nudging.Lack, ...]) -> bool:
    """Say whether such a letter is true of a round that is scheduled or open, and wanted."""
    match kind:
        case "planned":
            return here.round.state == State.SCHEDULED
        case "missing":
            return "list" in lacks
        case "halfway" | "closes":
            done = here.pages.submitted and not (here.pages.changed and kind == "closes")
            return here.round.state == State.OPEN and not done
        case nudging.NOTICE:
            return bool(lacks)
        case _:
            return not here.pages.submitted


def _facts(
    matter: Matter, here: Progress, lacks: tuple[nudging.Lack, ...], sender: Sender
) -> GuidanceFacts:
    round_ = here.round
    letter = texts.of_organisation(round_.code, matter.organisation, sender)["invitation"]
    heads = texts.headers(letter, sender.mail_from)
    return GuidanceFacts(
        to=matter.email,
        name=matter.name,
        role="",
        link=f"{sender.base_url}/staff/rounds/{round_.code}/{matter.organisation}",
        support=sender.support,
        organisation=matter.workplace,
        round=round_.title,
        opens=in_london(round_.opens),
        closes=in_london(round_.closes),
        minutes=audit.counted(round_.text.minutes, "minute", "minutes"),
        figure=_figure(here),
        sender=heads["From"] if sender.mail_from else "",
        subject=heads["Subject"],
        lacks=lacks,
        named=round_.named,
        open=round_.state == State.OPEN,
        changed=here.pages.changed,
        staff=round_.audience == "staff",
    )


def _figure(here: Progress) -> str:
    """Say how it stands, in the figures of the page and no others."""
    if here.pages.pages:
        return (
            f"{here.pages.completed} of {len(here.pages.pages)} pages of the return are complete."
        )
    rate = here.stands["rate"]
    if here.round.named or not rate.said or here.as_at is None:
        return ""
    return f"{rate.term.capitalize()} as at {in_london(here.as_at)}: {rate.said} ({rate.of})."
