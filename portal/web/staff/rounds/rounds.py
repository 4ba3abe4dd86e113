"""A round's page, and its way from a draft to the archive."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask import request as asked
from werkzeug.wrappers import Response

from portal.calendar import timetable
from portal.calendar.london import day_in_words, in_london, london_day
from portal.calendar.state import State
from portal.services import health
from portal.services.figures import overview, readiness, tallies
from portal.services.lifecycle import setting_aside
from portal.services.organisations import register as organisations
from portal.services.people import listing
from portal.services.rounds import planning, steps
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.web import access, htmx
from portal.web.desk import desk
from portal.web.forms import ButtonForm
from portal.web.staff.rounds import ways
from portal.web.staff.rounds.forms import CodeForm, ReadForm, ScheduleForm

blueprint = Blueprint("rounds", __name__, url_prefix="/rounds")
Answer = str | Response | tuple[str, int]


@blueprint.get("/<round_code>")
@access.allow("administrator")
def one(round_code: str) -> Answer:
    """The page; to htmx, which asks while something is in hand, only its middle, and that only once
    it is another than the browser has."""
    found = rounds.by_code(round_code)
    if htmx.wanted():
        if asked.args.get("seen") == seen(found):
            return "", 204
        return render_template("staff/rounds/_round.html", **_shown(found))
    return render_template("staff/rounds/one.html", **_shown(found))


@blueprint.route("/<round_code>/schedule", methods=["GET", "POST"])
@access.allow("administrator")
def schedule(round_code: str) -> Answer:
    found, form = _in(round_code, State.DRAFT, "scheduled"), ScheduleForm()
    checks = readiness.checks(round_code, desk().clock())
    if form.validate_on_submit():
        at_once = bool(form.at_once.data)
        steps.schedule(round_code, access.me().email, desk().clock(), at_once=at_once)
        when = "now" if at_once else f"by itself on {in_london(found.opens)}"
        flash(f"{found.title} is scheduled. It opens {when}.")
        return _to(round_code)
    html = render_template(
        "staff/rounds/schedule.html",
        round=found,
        form=form,
        checks=checks,
        ready=all(check.done for check in checks if check.must),
        addresses=_places(round_code),
    )
    return (html, 422) if form.is_submitted() else html


@blueprint.post("/<round_code>/unschedule")
@access.allow("administrator")
def unschedule(round_code: str) -> Response:
    steps.unschedule(round_code, access.me().email, desk().clock())
    flash("It is a draft again: its organisations no longer see it, and it does not open.")
    return _to(round_code)


@blueprint.route("/<round_code>/open", methods=["GET", "POST"])
@access.allow("administrator")
def open_now(round_code: str) -> Answer:
    found, form = _in(round_code, State.SCHEDULED, "opened early"), ReadForm()
    if form.validate_on_submit():
        steps.request(round_code, "open", access.me().email, desk().clock())
        return _to(round_code)
    html = render_template(
        "staff/rounds/open.html",
        round=found,
        form=form,
        opens=in_london(found.opens),
        invited=overview.of_round(found).invited,
    )
    return (html, 422) if form.is_submitted() else html


@blueprint.route("/<round_code>/close", methods=["GET", "POST"])
@access.allow("administrator")
def close(round_code: str) -> Answer:
    found, form = _in(round_code, State.OPEN, "closed early"), CodeForm()
    form.wanted = round_code
    if form.validate_on_submit():
        steps.request(round_code, "close", access.me().email, desk().clock())
        return _to(round_code)
    html = render_template(
        "staff/rounds/close.html", round=found, form=form, closes=in_london(found.closes)
    )
    return (html, 422) if form.is_submitted() else html


@blueprint.post("/<round_code>/count")
@access.allow("administrator")
def count(round_code: str) -> Response:
    steps.request(round_code, "count", access.me().email, desk().clock())
    return _to(round_code)


@blueprint.post("/<round_code>/archive")
@access.allow("administrator")
def archive(round_code: str) -> Response:
    steps.archive(round_code, access.me().email, desk().clock())
    flash("It is archived. You can take it out again below.")
    return _to(round_code)


@blueprint.post("/<round_code>/unarchive")
@access.allow("administrator")
def unarchive(round_code: str) -> Response:
    steps.unarchive(round_code, access.me().email, desk().clock())
    flash("It is taken out of the archive.")
    return _to(round_code)


def seen(found: RoundInfo) -> str:
    """What a browser has of a round's progress."""
    return f"{found.state}.{found.request}.{len(found.problem)}"


def _in(round_code: str, state: State, what: str) -> RoundInfo:
    """Of a page about the step that a round in this state takes next."""
    found = rounds.by_code(round_code)
    ways.check_state(found, state, what)
    return found


def _shown(found: RoundInfo) -> dict[str, object]:
    now, names = desk().clock(), organisations.names()
    plan, ending = planning.of(found.code), overview.certificate(found.id)
    counted_at = tallies.as_at(found.state, found.opens, found.closes)
    standing_now = overview.of_round(found)
    return {
        "round": found,
        "seen": seen(found),
        "in_hand": timetable.in_hand(found.state),
        "worker": health.state(now).worker,
        "next_step": timetable.next_step(
            found.state, plan.schedule, plan.retain_until, now, stopped=found.stopped
        ),
        "stops": timetable.stops(plan.schedule, plan.retain_until, now),
        "until": timetable.elapsed(plan.schedule, now) if found.state == State.OPEN else None,
        "standing": standing_now,
        "numbers": standing_now.numbers,
        "counted_at": in_london(counted_at),
        "taking_part": {code: name for code, name in names.items() if code in plan.organisations},
        "shares": tallies.shares(found.id) if ending else (),
        "waiting": listing.waiting(found.id),
        "questionnaire": plan.questionnaire,
        "certificate": ending,
        "aside": setting_aside.proposal(found.code),
        "destroyed": ending and ending.keys_destroyed and day_in_words(ending.keys_destroyed),
        "kept": plan.retain_until >= london_day(now),
        "people": ways.people(found.code),
        "formats": _formats() if ending else (),
        "form": ButtonForm(),
    }


def _formats() -> list[str]:
    """Loads what knows them only for a round that has been counted."""
    from portal.export import bundle

    return bundle.formats()


def _places(round_code: str) -> dict[str, str]:
    """Where each thing on the list before the scheduling is seen to."""
    return {
        "dates": url_for("staff.planning.change", round_code=round_code),
        "letters": url_for("staff.letters.every", round_code=round_code),
        "people": ways.people(round_code),
        "organisations": ways.people(round_code),
    }


def _to(round_code: str) -> Response:
    return redirect(url_for(".one", round_code=round_code), code=303)
