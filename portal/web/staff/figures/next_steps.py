"""What a PSW is to do next in a round, in words, with a link to where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for

from portal.calendar.london import day_in_words, in_london, london_day
from portal.calendar.state import State
from portal.services.figures.progress import Progress


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. ``link``: the words of the link to ``href``; none where there is nothing to
    do."""

    text: str
    link: str = ""
    href: str = ""


def steps(progress: Progress, today: date) -> list[Step]:
    """List what to do, the most urgent first; always at least one thing."""
    if progress.round.state == State.DRAFT:
        return [*_before(progress), _schedule(progress)]
    if progress.round.state == State.SCHEDULED:
        return _before(progress)
    if progress.round.state.over and progress.place.named:
        return [_read(progress)]
    if progress.round.state.over:
        return [_report(progress, today), *_plan(progress)]
    if progress.round.state != State.OPEN:
        return [Step(_AFTER[progress.round.state])]
    return (_of_return if progress.place.named else _while_open)(progress, today)


def left(closes: date, today: date) -> str:
    """Say how long that is: “today”, “tomorrow”, “in 5 days”."""
    days = (closes - today).days
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"


_AFTER = {
    State.CLOSING: "It takes no more answers. Addresses and links are being destroyed.",
    State.CLOSED: "It takes no more answers. The count comes next; there is nothing to do.",
    State.RELEASING: "It is being counted. There is nothing to do.",
}


def _before(progress: Progress) -> list[Step]:
    opens = in_london(progress.round.opens)
    if progress.place.named:
        if progress.listed.invited:
            return [Step(f"The link of the return goes out automatically on {opens}.")]
        text = f"Say who is to get the link of the return, before it opens on {opens}."
        return [Step(text, "Say who gets the link", _people(progress))]
    if not progress.listed.invited + progress.listed.waiting:
        text = f"Nobody is on your list yet. Upload it before the round opens on {opens}."
        return [Step(text, "Upload your staff list", _at(progress, "staff.lists.upload"))]
    text = f"{_are(progress.listed.invited)} invited by name. The invitations go out on {opens}."
    return [*_waiting(progress), Step(text, "Look through the list", _people(progress))]


def _schedule(progress: Progress) -> Step:
    """An administrator's step, since nobody else sees a draft."""
    text = "The round is a draft: letters go out only once it is scheduled and has opened."
    round_ = url_for("staff.rounds.schedule", round_code=progress.place.round_code)
    return Step(text, "Schedule it", round_)


def _while_open(progress: Progress, today: date) -> list[Step]:
    if not progress.listed.invited and not progress.invited and progress.open_link != "made":
        upload = _at(progress, "staff.lists.upload")
        text = "Nobody is invited yet."
        if progress.open_link:
            text = "The link to forward is withdrawn, and nobody is on your list."
        return [*_waiting(progress), Step(text, "Upload your staff list", upload)]
    steps = [*_waiting(progress)]
    if bad := progress.listed.undeliverable:
        text = f"Letters do not reach {people(bad)}."
        steps.append(Step(text, "Correct the addresses", _people(progress, show="undeliverable")))
    if progress.low:
        steps.append(_low(progress, today))
    return steps or [Step("You have nothing to do now.")]


def _low(progress: Progress, today: date) -> Step:
    text = "Half of the time is over, and the response rate that is shown is below 50%."
    if progress.nudge_from and progress.nudge_from <= today:
        return Step(text, "Send a reminder now", _at(progress, "staff.progress.remind"))
    return Step(text, "See what helps", _at(progress, "staff.progress.progress") + "#helps")


def _of_return(progress: Progress, today: date) -> list[Step]:
    pages, closes = progress.pages, in_london(progress.round.closes)
    if pages.changed:
        text = (
            f"The return was submitted {pages.on} and has been changed since. The changes count"
            f" only if it is submitted again before {closes}; otherwise what was submitted counts."
        )
        return [Step(text)]
    if pages.submitted:
        return [Step(f"The return is in. Until {closes} it can be corrected and submitted again.")]
    if not progress.listed.invited:
        return [Step("Nobody has the link yet.", "Say who gets the link", _people(progress))]
    if not pages.pages:
        return [Step("Nobody has begun the return yet.", "Send the link again", _people(progress))]
    if pages.completed == len(pages.pages):
        return [Step(f"Every page is completed. Check and submit it before {closes}.")]
    are = "is" if pages.completed == 1 else "are"
    done = f"{pages.completed} of {len(pages.pages)} pages {are} completed."
    return [Step(f"{done} It closes {left(london_day(progress.round.closes), today)}.")]


def _read(progress: Progress) -> Step:
    text = "It is counted. You can read, print and keep the return as it was submitted."
    return Step(text, "Read the return", _at(progress, "staff.statements.page"))


def _report(progress: Progress, today: date) -> Step:
    if (last := progress.round.retain_until) < today:
        return Step(f"It is counted. The report was deleted after {day_in_words(last)}.")
    if progress.round.unpublished:
        text = "It is counted. An administrator looks through the reports before you can read them"
        return Step(f"{text}; a letter tells you when yours is here.")
    return Step("It is counted.", "Read the report", _at(progress, "staff.headline.page"))


def _plan(progress: Progress) -> list[Step]:
    """It can be read as soon as the report, and when that is deleted."""
    if progress.round.unpublished:
        return []
    text = "Say what you do about it, and tell the people who work here."
    return [Step(text, "Go to the plan", _at(progress, "staff.plan.page"))]


def decided(progress: Progress) -> list[Step]:
    """Tell what became of addresses that waited for an administrator."""
    lists = {True: ("See the list", None), False: ("See whom", "refused")}
    return [
        Step(each.said, words, _people(progress, show))
        for each in progress.decided
        for words, show in [lists[each.let_in]]
    ]


def _waiting(progress: Progress) -> list[Step]:
    if not (waiting := progress.listed.waiting):
        return []
    text = (
        f"{_are(waiting)} not invited yet: an administrator has to look at their addresses,"
        f" which are outside {progress.place.name}'s mail domains, or on another organisation's"
        " list."
    )
    return [Step(text, "See whom", _people(progress, show="waiting"))]


def _are(number: int) -> str:
    return f"{people(number)} {'is' if number == 1 else 'are'}"


def _people(progress: Progress, show: str | None = None) -> str:
    return _at(progress, "staff.people.people", show)


def _at(progress: Progress, endpoint: str, show: str | None = None) -> str:
    place = progress.place
    return url_for(
        endpoint, round_code=place.round_code, organisation=place.organisation, show=show
    )
