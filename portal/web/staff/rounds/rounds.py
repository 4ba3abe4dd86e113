"""A round's page, and its way from a draft to the archive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.calendar import timetable
from portal.calendar.london import day_in_words, in_london, london_day
from portal.calendar.schedule import Schedule
from portal.calendar.state import State
from portal.errors import NotFound, Refused
from portal.reports import strip
from portal.services import health
from portal.services.figures import readiness
from portal.services.figures.overview import Overview, by_day, invited, side_by_side
from portal.services.lifecycle import setting_aside
from portal.services.reports import publishing
from portal.services.rounds import planning, steps
from portal.services.rounds import register as rounds
from portal.services.rounds.plans import Field
from portal.services.rounds.register import RoundInfo
from portal.web import access, errors, htmx
from portal.web.desk import desk
from portal.web.forms import ButtonForm
from portal.web.staff import curves
from portal.web.staff.rounds import ways
from portal.web.staff.rounds.forms import ReadForm, ScheduleForm, WordForm

blueprint = Blueprint("rounds", __name__, url_prefix="/rounds")
PLACES: dict[Field, str] = {"organisations": "which"}
"""Fields of a plan that have another name in its form."""
Answer = str | Response | tuple[str, int]


@blueprint.get("/<round_code>")
@access.allow("administrator")
def one(**_: str) -> Answer:
    """Show the page; to htmx, which asks while something is in hand, only its middle, and that only
    once it is another than the browser has."""
    round_ = access.this_round()
    if htmx.wanted():
        if request.args.get("seen") == seen(round_):
            return "", 204
        return render_template("staff/rounds/_round.html", **_shown(round_))
    return render_template("staff/rounds/one.html", **_shown(round_))


@blueprint.errorhandler(NotFound)
def gone(error: NotFound) -> Response | tuple[str, int]:
    """Lead a page that follows its round, which is gone meanwhile, to the first page."""
    if htmx.wanted() and access.FOLLOWS in request.headers:
        flash("The demonstration is removed, with its organisations.")
        return htmx.go(url_for("staff.home.home"))
    return errors.of_portal(error)


@blueprint.route("/<round_code>/schedule", methods=["GET", "POST"])
@access.allow("administrator")
def schedule(round_code: str) -> Answer:
    round_ = _in(State.DRAFT, "scheduled")
    year = rounds.of_its_year(round_)
    others = [each for each in year if each.state == State.DRAFT and each.id != round_.id]
    form = ScheduleForm.offering(others)
    plan = planning.planned(round_)
    checks = readiness.checks(round_, plan, desk().clock())
    addresses = _places(round_code, plan.organisations or ())
    lacking = [(each.text, addresses[each.place]) for each in checks if each.must and not each.done]
    if form.validate_on_submit() and not lacking:
        at_once, codes = bool(form.at_once.data), [round_code, *form.chosen(others)]
        try:
            steps.schedule_together(codes, access.me().email, desk().clock(), at_once=at_once)
        except Refused as error:  # of the round itself nothing is lacking
            form.others.errors = [str(error)]
        else:
            for each in (each for each in (round_, *others) if each.code in codes):
                when = "now" if at_once else f"automatically on {in_london(each.opens)}"
                flash(f"{each.title} is scheduled. It opens {when}.")
            return _to(round_code)
    html = render_template(
        "staff/rounds/schedule.html",
        round=round_,
        form=form,
        checks=checks,
        ready=not lacking,
        lacking=lacking if form.is_submitted() else (),
        addresses=addresses,
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
    round_, form = _in(State.SCHEDULED, "opened early"), ReadForm()
    if form.validate_on_submit():
        steps.request(round_code, "open", access.me().email, desk().clock())
        return _to(round_code)
    html = render_template(
        "staff/rounds/open.html",
        round=round_,
        form=form,
        opens=in_london(round_.opens),
        invited=invited(round_),
    )
    return (html, 422) if form.is_submitted() else html


@blueprint.route("/<round_code>/close", methods=["GET", "POST"])
@access.allow("administrator")
def close(round_code: str) -> Answer:
    round_, form = _in(State.OPEN, "closed early"), WordForm("close")
    if form.validate_on_submit():
        steps.request(round_code, "close", access.me().email, desk().clock())
        return _to(round_code)
    html = render_template(
        "staff/rounds/close.html", round=round_, form=form, closes=in_london(round_.closing)
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


def seen(round_: RoundInfo) -> str:
    """Tell what a browser has of a round's progress."""
    moving = f".{round_.wanted_closes:%Y%m%d%H%M}" if round_.wanted_closes else ""
    return f"{round_.state}.{round_.request}.{len(round_.problem)}{moving}"


def _in(state: State, what: str) -> RoundInfo:
    """Take the round of a page about the step that a round in this state takes next."""
    round_ = access.this_round()
    ways.check_state(round_, state, what)
    return round_


def _shown(round_: RoundInfo) -> dict[str, object]:
    overview, days = side_by_side(round_), planning.schedule_of(round_)
    return {
        "round": round_,
        "seen": seen(round_),
        "in_hand": ways.in_hand(round_),
        "worker": health.state(desk().clock()).worker,
        **_days(round_, days),
        **_numbers(round_, overview),
        **_curve(overview, days),
        "letters": curves.letters_left(round_),
        "aside": setting_aside.proposal(round_.code) if round_.stopped else None,
        "people": ways.people(round_.code, [row.code for row in overview.rows]),
        "form": ButtonForm(),
    }


def _days(round_: RoundInfo, days: Schedule) -> dict[str, object]:
    now, last = desk().clock(), round_.retain_until
    stops = timetable.stops(days, last, now)
    dots = [stop for stop in stops if stop.name != "last day"]
    spots = strip.lay_out([(stop.place, (stop.title, *stop.when.split(" at "))) for stop in dots])
    return {
        "next_step": timetable.next_step(round_.state, days, last, now, stopped=round_.stopped),
        "stops": stops,
        "spots": list(zip(dots, spots, strict=True)),
        "strip_height": strip.height(spots),
        "until": strip.x(timetable.elapsed(days, now)) if round_.state == State.OPEN else None,
        "kept": last >= london_day(now),
    }


def _curve(overview: Overview, schedule: Schedule) -> dict[str, object]:
    """Draw the answers of all organisations by day, unless they are returns, or none are shown."""
    round_ = overview.round
    days = [] if round_.named or round_.state.planned else by_day(overview)
    most = overview.whole.numbers.base
    return {
        "curve": curves.drawn(round_, days, schedule.reminders, most) if days else None,
        "table": curves.table(days, schedule.reminders),
    }


def _numbers(round_: RoundInfo, overview: Overview) -> dict[str, object]:
    ending = overview.certificate
    reported = publishing.reported(round_) if ending else ()
    return {
        "whole": overview.whole,
        "numbers": overview.whole.numbers,
        "counted_at": in_london(overview.as_at) if overview.as_at else "",
        "rows": overview.rows,
        "certificate": ending,
        "destroyed": ending and ending.keys_destroyed and day_in_words(ending.keys_destroyed),
        "formats": _formats() if ending else (),
        "untold": [row for row in overview.rows if row.code not in reported] if ending else (),
    }


def _formats() -> list[str]:
    """Load what knows them only for a round that has been counted."""
    from portal.export import bundle

    return bundle.formats()


def _places(round_code: str, taking_part: Sequence[str]) -> dict[str, str]:
    """Tell where each thing on the list before the scheduling is seen to."""
    people = ways.people(round_code, taking_part)
    change = url_for("staff.planning.change", round_code=round_code)
    return {
        **{field: f"{change}#{PLACES.get(field, field)}" for field in get_args(Field)},
        "letters": url_for("staff.letters.every", round_code=round_code),
        "people": people,
        "list": people,
    }


def _to(round_code: str) -> Response:
    return redirect(url_for(".one", round_code=round_code), code=303)
