"""The first page: an administrator's rounds, or those of a PSW's organisation."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, render_template, url_for

from portal.calendar import timetable
from portal.calendar.london import in_london, london_day
from portal.calendar.state import State
from portal.services.figures import progress, readiness
from portal.services.figures.readiness import Step
from portal.services.organisations import register as organisations
from portal.services.questionnaires import library
from portal.services.rounds import planning
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.web import access
from portal.web.desk import desk
from portal.web.staff.figures import next_steps
from portal.web.staff.rounds import ways

blueprint = Blueprint("home", __name__)
GROUPS = (
    ("Open", (State.OPEN,)),
    ("Closing and counting", (State.CLOSING, State.CLOSED, State.RELEASING)),
    ("Scheduled", (State.SCHEDULED,)),
    ("Drafts", (State.DRAFT,)),
    ("Counted", (State.COUNTED,)),
)


@blueprint.get("/")
@access.allow("administrator", "psw")
def home() -> str:
    me = access.me()
    if me.organisation:
        return _of_psw(me.organisation)
    return _of_administrator()


def _of_psw(organisation: str) -> str:
    """The rounds that go on, with what to do next; earlier ones below."""
    now = desk().clock()
    today = london_day(now)
    current = [
        {
            "found": found,
            "steps": next_steps.steps(found, today),
            "opens": in_london(found.round.opens),
            "closes": in_london(found.round.closes),
            "left": next_steps.left(london_day(found.round.closes), today),
        }
        for found in progress.current(organisation, now)
    ]
    ended = [(each, in_london(each.round.closes)) for each in progress.ended(organisation)]
    name = organisations.by_code(organisation).name
    return render_template("staff/home_psw.html", current=current, ended=ended, name=name)


def _of_administrator() -> str:
    """All rounds, grouped by how far they are; before the first has opened, the way there."""
    now, found = desk().clock(), rounds.every()
    groups = [
        (title, [(each, _next_step(each, now)) for each in reversed(found) if each.state in states])
        for title, states in GROUPS
    ]
    choices = len(library.choices(desk().questionnaires))
    steps, own = readiness.first_round(choices), rounds.own()
    return render_template(
        "staff/home.html",
        groups=[(title, each) for title, each in groups if each],
        archived=[each for each in reversed(found) if each.state == State.ARCHIVED],
        steps=steps,
        addresses=_addresses(own[-1].code if own else None, steps or []),
    )


def _next_step(found: RoundInfo, now: datetime) -> str:
    if found.in_hand:
        return timetable.in_hand(found.state)
    days = planning.schedule_of(found)
    return timetable.next_step(found.state, days, found.retain_until, now, stopped=found.stopped)


def _addresses(latest: str | None, steps: list[Step]) -> dict[str, str]:
    """Where each step on the way to the first round is taken; those of a round once there is
    one."""
    imported = any(step.place == "organisations" and step.done for step in steps)
    found = {
        "organisations": url_for(f"staff.organisations.{'every' if imported else 'upload'}"),
        "questionnaires": url_for("staff.questionnaires.every"),
        "round": url_for("staff.planning.new"),
    }
    if latest:
        page = url_for("staff.rounds.one", round_code=latest)
        found |= {"round": page, "people": ways.people(latest), "opening": page}
    return found
