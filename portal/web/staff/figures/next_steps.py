"""What a PSW is to do next in a round, in words, with a link to where it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import url_for

from portal.calendar.london import day_in_words, in_london, london_day
from portal.calendar.state import State
from portal.services.figures.progress import Progress
from portal.services.preparation.doing import Done


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. ``link``: the words of the link to ``href``; ``idle``: there is nothing to
    do, and it says what comes next."""

    text: str
    link: str = ""
    href: str = ""
    idle: bool = False


def steps(progress: Progress, done: Done, today: date) -> list[Step]:
    """List what to do, the most urgent first, and then what comes by itself. There is always at
    least one; an idle one that stands first says that there is nothing to do."""
    listed = [*_in_portal(progress, done, today), *_around(progress, done, today)]
    begun, *more = sorted(listed, key=lambda step: step.idle)
    return [replace(begun, text=f"{NOTHING} {begun.text}") if begun.idle else begun, *more]


def first(rounds_: Sequence[Sequence[Step]]) -> tuple[int, Step] | None:
    """Choose the first thing to do of several rounds, the most urgent of which stands first; and
    say which round it is of. None where there is no round."""
    every = [(number, steps_[0]) for number, steps_ in enumerate(rounds_)]
    return next((each for each in every if not each[1].idle), every[0] if every else None)


def _in_portal(progress: Progress, done: Done, today: date) -> list[Step]:
    if progress.round.state == State.DRAFT:
        return [*_before(progress), _schedule(progress)]
    if progress.round.state == State.SCHEDULED:
        return _before(progress)
    if progress.round.state.over:
        return _results(progress, done, today)
    if progress.round.state != State.OPEN:
        return [Step(f"{_AFTER[progress.round.state]} {_then(progress)}", idle=True)]
    return (_of_return if progress.place.named else _while_open)(progress, today)


def _around(progress: Progress, done: Done, today: date) -> list[Step]:
    """What is to be done besides, and has its ready text."""
    left = done.left(progress.round, today)
    if not left:
        return []
    more = len(left) - 1
    things = "is 1 more thing" if more == 1 else f"are {more} more things"
    text = f"{left[0].title}." + (f" There {things} to do on the checklist." if more else "")
    return [Step(text, "Go to the checklist", _at(progress, "staff.checklist.page"))]


def left(closes: date, today: date) -> str:
    """Say how long that is: “today”, “tomorrow”, “in 5 days”."""
    days = (closes - today).days
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"


NOTHING = "There is nothing that you have to do now."
_AFTER = {
    State.CLOSING: "It takes no more answers. Addresses and links are being destroyed.",
    State.CLOSED: "It takes no more answers. The count comes next.",
    State.RELEASING: "It is being counted.",
}


def _then(progress: Progress) -> str:
    """Say what comes after the count."""
    if progress.place.named:
        return "Then you can read the return here."
    return "Then a letter tells you that your report is here."


def _before(progress: Progress) -> list[Step]:
    opens = in_london(progress.round.opens)
    if progress.place.named:
        if progress.listed.invited:
            text = f"Next: the link of the return goes out automatically on {opens}."
            return [Step(text, idle=True)]
        text = f"Say who is to get the link of the return, before it opens on {opens}."
        return [Step(text, "Say who gets the link", _people(progress))]
    if not progress.listed.invited + progress.listed.waiting:
        text = f"Nobody is on your list yet. Upload it before the round opens on {opens}."
        return [Step(text, "Upload your staff list", _at(progress, "staff.lists.upload"))]
    text = f"{_are(progress.listed.invited)} invited by name. The invitations go out on {opens}."
    ready = Step(text, "Look through the list", _people(progress), idle=True)
    return [*_waiting(progress), ready]


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
    return [*steps, Step(f"Next: {_next(progress)}.", idle=True)]


def _next(progress: Progress) -> str:
    """Say what happens next to an open round."""
    if progress.coming:
        return f"a reminder goes out automatically on {in_london(progress.coming[0])}"
    return f"it closes on {in_london(progress.round.closes)}, and is counted"


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
        text = f"The return is in. Until {closes} it can be corrected and submitted again."
        return [Step(text, idle=True)]
    if not progress.listed.invited:
        return [Step("Nobody has the link yet.", "Say who gets the link", _people(progress))]
    if not pages.pages:
        return [Step("Nobody has begun the return yet.", "Send the link again", _people(progress))]
    if pages.completed == len(pages.pages):
        return [Step(f"Every page is completed. Check and submit it before {closes}.")]
    are = "is" if pages.completed == 1 else "are"
    done = f"{pages.completed} of {len(pages.pages)} pages {are} completed."
    return [Step(f"{done} It closes {left(london_day(progress.round.closes), today)}.")]


def _results(progress: Progress, done: Done, today: date) -> list[Step]:
    if progress.place.named:
        text = "It is counted. You can read, print and keep the return as it was submitted."
        return [Step(text, "Read the return", _at(progress, "staff.statements.page"), idle=True)]
    if progress.round.unpublished and today > progress.round.retain_until:
        return [_report(progress, done, today)]
    if progress.round.unpublished:
        text = "It is counted. An administrator looks through the reports before you can read them"
        return [Step(f"{text}; a letter tells you when yours is here.", idle=True)]
    return [_report(progress, done, today), _plan(progress, done, today)]


def _report(progress: Progress, done: Done, today: date) -> Step:
    """Who has planned something has read it."""
    if (last := progress.round.retain_until) < today:
        return Step(f"It is counted. The report was deleted after {day_in_words(last)}.", idle=True)
    report = _at(progress, "staff.headline.page")
    return Step("It is counted.", "Read the report", report, idle=done.planned)


def _plan(progress: Progress, done: Done, today: date) -> Step:
    """The plan can be read as soon as the report, and when that is deleted."""
    plan = _at(progress, "staff.plan.page")
    if done.due and done.due < today:
        return Step(f"An action was due on {day_in_words(done.due)}.", "Go to the plan", plan)
    if not (done.planned and done.said):
        tell = "Tell the people who work here what you do about it."
        text = tell if done.planned else f"Say what you do about it. {tell}"
        return Step(text, "Go to the plan", plan, idle=progress.round.retain_until < today)
    text = f"“You said, we did” was published on {day_in_words(done.said)}."
    if done.due:
        text = f"{text} Next: an action is due on {day_in_words(done.due)}."
    return Step(text, "Go to the plan", plan, idle=True)


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
    return [Step(text, "See whom", _people(progress, show="waiting"), idle=True)]


def _are(number: int) -> str:
    return f"{people(number)} {'is' if number == 1 else 'are'}"


def _people(progress: Progress, show: str | None = None) -> str:
    return _at(progress, "staff.people.people", show)


def _at(progress: Progress, endpoint: str, show: str | None = None) -> str:
    place = progress.place
    return url_for(
        endpoint, round_code=place.round_code, organisation=place.organisation, show=show
    )
