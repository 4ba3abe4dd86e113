"""Planning rounds: made, changed, extended, taken over from an earlier one, deleted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.calendar.london import in_london
from portal.calendar.state import State
from portal.errors import EditedMeanwhile, PortalError
from portal.services import editing
from portal.services.figures import overview
from portal.services.organisations import register as organisations
from portal.services.questionnaires import library
from portal.services.rounds import next_year, planning, steps
from portal.services.rounds import register as rounds
from portal.services.rounds.planning import Plan
from portal.services.rounds.register import RoundInfo
from portal.web import access
from portal.web.desk import desk
from portal.web.staff.rounds import ways
from portal.web.staff.rounds.forms import CodeForm, ExtendForm, OpenForm, PlanForm

blueprint = Blueprint("planning", __name__, url_prefix="/rounds")
Answer = str | Response | tuple[str, int]


@blueprint.route("/new", methods=["GET", "POST"])
@access.allow("administrator")
def new() -> Answer:
    form = _plan_form(None)
    if not form.is_submitted() and (wanted := request.args.get("questionnaire")):
        form.questionnaire.data = wanted
    if form.validate_on_submit():
        try:
            made = planning.draft(_plan(form), *_by(), named=bool(form.code.data))
        except PortalError as error:
            form.refuse(str(error))
        else:
            flash(f"{made.title} is a draft.")
            return _to(made.code)
    return _page("new", form, names=organisations.names())


@blueprint.route("/<round_code>/clone", methods=["GET", "POST"])
@access.allow("administrator")
def clone(round_code: str) -> Answer:
    """Next year's round, filled in with this one's."""
    proposal = next_year.a_year_later(round_code, desk().clock())
    form = _plan_form(proposal)
    if form.validate_on_submit():
        try:
            made = planning.draft(_plan(form), *_by(), like=round_code)
        except PortalError as error:
            form.refuse(str(error))
        else:
            flash(f"{made.title} is a draft, with the letters of {round_code}.")
            return _to(made.code)
    newest = library.newest(proposal.questionnaire, desk().questionnaires)
    return _page("clone", form, round=rounds.by_code(round_code), newest=newest)


@blueprint.route("/<round_code>/change", methods=["GET", "POST"])
@access.allow("administrator")
def change(round_code: str) -> Answer:
    found = rounds.by_code(round_code)
    if found.state.planned:
        return _change_planned(found)
    ways.check_state(found, State.OPEN, "changed")
    return _change_open(found)


@blueprint.route("/<round_code>/extend", methods=["GET", "POST"])
@access.allow("administrator")
def extend(round_code: str) -> Answer:
    found = rounds.by_code(round_code)
    if found.state != State.SCHEDULED:
        ways.check_state(found, State.OPEN, "extended")
    form = ExtendForm(data={"closes": found.closes})
    if form.validate_on_submit():
        closes: datetime = form.closes.data
        try:
            steps.extend(round_code, closes, *_by())
        except PortalError as error:
            form.closes.errors = [str(error)]
        else:
            flash(f"{found.title} now closes on {in_london(closes)}.")
            return _to(round_code)
    return _page("extend", form, round=found, closes=in_london(found.closes))


@blueprint.route("/<round_code>/delete", methods=["GET", "POST"])
@access.allow("administrator")
def delete(round_code: str) -> Answer:
    found = rounds.by_code(round_code)
    ways.check_state(found, State.DRAFT, "deleted")
    form = CodeForm()
    form.wanted = round_code
    if form.validate_on_submit():
        steps.delete(round_code, *_by())
        flash(f"The draft {found.title} is deleted.")
        return redirect(url_for("staff.home.home"), code=303)
    return _page("delete", form, round=found, invited=overview.of_round(found).invited)


def _change_planned(found: RoundInfo) -> Answer:
    seen = editing.fingerprint(planning.shown(found))
    form = _plan_form(planning.of(found.code))
    form.begun(seen)
    if form.validate_on_submit():
        try:
            changed = planning.change(found.code, _plan(form), *_by(), seen=form.seen.data)
        except EditedMeanwhile as error:
            form.overtaken(error)
        except PortalError as error:
            form.refuse(str(error))
        else:
            flash("Your changes are saved.")
            return _to(changed.code)
    return _page("change", form, round=found)


def _change_open(found: RoundInfo) -> Answer:
    seen = editing.fingerprint(planning.shown(found))
    plan, now = planning.of(found.code), desk().clock()
    form = OpenForm.of(plan, organisations.names(), now)
    form.begun(seen)
    gone = [at for at in plan.schedule.reminders if at <= now]
    if form.validate_on_submit():
        reminders, added = [*gone, *form.reminded()], form.organisations.data or ()
        wanted = (form.title.data or "", reminders, added)
        try:
            planning.adjust(found.code, *wanted, *_by(), seen=form.seen.data)
        except EditedMeanwhile as error:
            form.overtaken(error)
        except PortalError as error:
            form.refuse(str(error))
        else:
            flash("Your changes are saved.")
            return _to(found.code)
    return _page("change_open", form, round=found, gone=[in_london(at) for at in gone])


def _plan_form(plan: Plan | None) -> PlanForm:
    choices = library.choices(desk().questionnaires)
    return PlanForm.of(plan, organisations.names(), choices)


def _plan(form: PlanForm) -> Plan:
    questionnaire = library.chosen(form.questionnaire.data, desk().questionnaires)
    return form.plan(questionnaire, form.code.data or next_year.code_for(form.title.data or ""))


def _by() -> tuple[str, datetime]:
    return access.me().email, desk().clock()


def _to(round_code: str) -> Response:
    return redirect(url_for("staff.rounds.one", round_code=round_code), code=303)


def _page(name: str, form: Any, **shown: object) -> Answer:
    html = render_template(f"staff/rounds/{name}.html", form=form, **shown)
    return (html, getattr(form, "status", 422)) if form.is_submitted() else html
