"""The first page: an administrator's rounds, or those of a PSW's organisation."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.calendar import timetable, year
from portal.calendar.london import in_london, london_day
from portal.calendar.schedule import Schedule
from portal.calendar.state import State
from portal.services.figures import errands, readiness
from portal.services.figures.errands import Errand
from portal.services.figures.progress import Progress, everywhere
from portal.services.figures.readiness import FirstStep
from portal.services.lifecycle import clock
from portal.services.preparation import doing
from portal.services.preparation.doing import Done
from portal.services.questionnaires import library
from portal.services.rounds import planning
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.web import access
from portal.web.desk import desk
from portal.web.forms import ButtonForm
from portal.web.staff.figures import next_steps
from portal.web.staff.figures.next_steps import Step
from portal.web.staff.rounds import ways

blueprint = Blueprint("home", __name__)
GROUPS = (
    ("Open", (State.OPEN,)),
    ("Closing and counting", (State.CLOSING, State.CLOSED, State.RELEASING)),
    ("Scheduled", (State.SCHEDULED,)),
    ("Drafts", (State.DRAFT,)),
    ("Counted", (State.COUNTED,)),
)
NEW = timedelta(days=60)
"""So long a counted return is on a PSW's first page."""

ERRANDS: dict[str, tuple[str, str, dict[str, str]]] = {
    "addresses": ("Look at them", "staff.people.people", {"show": "waiting"}),
    "comments": ("Read them", "staff.comments.page", {}),
    "letters": ("Decide about them", "staff.overview.overview", {}),
    "reports": ("Look through them", "staff.publishing.page", {}),
    "round": ("See why", "staff.rounds.one", {}),
    "setting aside": ("Read the proposal", "staff.setting_aside.propose", {}),
}
"""Where each thing that waits is done, and the words of the link."""


@blueprint.get("/")
@access.allow("administrator", "psw")
def home() -> str:
    return _home_of_psw() if access.me().organisation else _home_of_administrator()


@blueprint.post("/clock-is-right")
@access.allow("administrator")
def clock_is_right() -> Response:
    clock.confirm(access.me().email, desk().clock())
    flash("The worker continues.")
    return redirect(url_for("staff.home.home"), 303)


def _home_of_psw() -> str:
    """Show the rounds that go on, with what to do next; earlier ones below."""
    now, employer = desk().clock(), access.this_employer()
    every = everywhere(employer, now)
    current = sorted(
        (progress for progress in every if _goes_on(progress, now)),
        key=lambda progress: (progress.round.state.over, progress.round.closes),
    )
    over = (each for each in every if each.round.state.over and not each.place.named)
    counted = next(over, None)
    today, done = london_day(now), doing.everywhere(employer.code)
    cards = [_card(each, done[each.round.id], today) for each in current]
    last = _card(counted, done[counted.round.id], today) if counted else None
    return render_template(
        "staff/home_psw.html",
        now=_first([*cards, last] if last else cards),
        counted=last,
        today=today,
        current=cards,
        ended=[
            (each, in_london(each.round.closes))
            for each in every
            if each not in current and each is not counted
        ],
        name=employer.name,
    )


def _goes_on(progress: Progress, now: datetime) -> bool:
    """Say whether a round stands above: a return for some time after it was counted, too."""
    new = progress.place.named and now - progress.round.closes < NEW
    return not progress.round.state.over or new


def _first(cards: list[dict[str, Any]]) -> dict[str, object] | None:
    """Take the first thing to do out of the card of its round, to stand above all; None where there
    is no round."""
    chosen = next_steps.first([card["steps"] for card in cards])
    if chosen is None:
        return None
    number, step = chosen
    card = cards[number]
    card["steps"] = card["steps"][1:]
    return {"step": step, "round": card["progress"].round}


def _card(progress: Progress, done: Done, today: date) -> dict[str, Any]:
    return {
        "progress": progress,
        "line": year.line(done.year(progress.round), today),
        "steps": next_steps.steps(progress, done, today),
        "decided": next_steps.decided(progress),
        "as_at": in_london(progress.as_at) if progress.as_at else "",
        "opens": in_london(progress.round.opens),
        "closes": in_london(progress.round.closes),
        "left": next_steps.left(london_day(progress.round.closes), today),
    }


def _home_of_administrator() -> str:
    """Show all rounds, grouped by how far they are; before the first has opened, the way there."""
    now, every = desk().clock(), rounds.every()
    days, own = planning.schedules(every), rounds.without_demonstration(every)
    latest_first = [(each, _next_step(each, days[each.id], now)) for each in reversed(every)]
    groups = [
        (title, [(each, step) for each, step in latest_first if each.state in states])
        for title, states in GROUPS
    ]
    steps = readiness.first_round(every, len(library.choices(desk().questionnaires)))
    return render_template(
        "staff/home.html",
        groups=[(title, each) for title, each in groups if each],
        archived=[each for each in reversed(every) if each.state == State.ARCHIVED],
        steps=steps,
        addresses=_addresses(readiness.leading(own), steps) if steps else {},
        errands=[_errand(each) for each in errands.of_administrator(access.me().email, every, now)],
        doubt=clock.in_doubt(now),
        form=ButtonForm(),
    )


def _errand(errand: Errand) -> Step:
    """Lead to where it is done."""
    words, endpoint, more = ERRANDS[errand.place]
    here: dict[str, Any] = {"round_code": errand.round_code, **more}
    if errand.organisation:
        here["organisation"] = errand.organisation
    return Step(errand.text, words, url_for(endpoint, **here))


def _next_step(round_: RoundInfo, days: Schedule, now: datetime) -> str:
    if round_.in_hand:
        return ways.in_hand(round_)
    return timetable.next_step(round_.state, days, round_.retain_until, now, stopped=round_.stopped)


def _addresses(latest: RoundInfo | None, steps: list[FirstStep]) -> dict[str, str]:
    """Tell where each step on the way to the first round is taken; those of a round once there is
    one."""
    imported = any(step.place == "organisations" and step.done for step in steps)
    places = {
        "organisations": url_for(f"staff.organisations.{'every' if imported else 'upload'}"),
        "questionnaires": url_for("staff.questionnaires.every"),
        "round": url_for("staff.planning.new"),
    }
    if latest:
        page = url_for("staff.rounds.one", round_code=latest.code)
        people = ways.people(latest.code, planning.taking_part(latest.id))
        places |= {"round": page, "people": people, "opening": page}
    return places
