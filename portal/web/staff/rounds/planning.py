"""Planning rounds: made, changed, extended, taken over from an earlier one, deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.calendar.london import in_london
from portal.calendar.state import State
from portal.errors import EditedMeanwhile, PortalError
from portal.services import editing
from portal.services.figures import overview
from portal.services.questionnaires import frozen, library
from portal.services.rounds import next_year, planning, steps
from portal.services.rounds import register as rounds
from portal.services.rounds.plans import Plan
from portal.services.rounds.register import RoundInfo
from portal.web import access
from portal.web.desk import desk
from portal.web.staff.rounds import ways
from portal.web.staff.rounds.forms import ExtendForm, WordForm
from portal.web.staff.rounds.plan_forms import Offer, OpenForm, PlanForm

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
    return _page("new", form)


@blueprint.route("/<round_code>/clone", methods=["GET", "POST"])
@access.allow("administrator")
def clone(round_code: str) -> Answer:
    """Make next year's round, filled in with this one's."""
    round_ = access.this_round()
    proposal = next_year.a_year_later(round_, desk().clock())
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
    return _page("clone", form, round=round_, newest=newest)


@blueprint.route("/<round_code>/change", methods=["GET", "POST"])
@access.allow("administrator")
def change(**_: str) -> Answer:
    round_ = access.this_round()
    if round_.state.planned:
        return _change_planned(round_)
    ways.check_state(round_, State.OPEN, "changed")
    return _change_open(round_)


@blueprint.route("/<round_code>/extend", methods=["GET", "POST"])
@access.allow("administrator")
def extend(round_code: str) -> Answer:
    round_ = access.this_round()
    if round_.state != State.SCHEDULED:
        ways.check_state(round_, State.OPEN, "extended")
    form = ExtendForm(data={"closes": round_.closing})
    if form.validate_on_submit():
        closes: datetime = form.closes.data
        try:
            steps.extend(round_code, closes, *_by())
        except PortalError as error:
            form.closes.errors = [str(error)]
        else:
            done = "now closes on" if round_.state.planned else "will close on"
            flash(f"{round_.title} {done} {in_london(closes)}.")
            return _to(round_code)
    return _page("extend", form, round=round_, closes=in_london(round_.closing))


@blueprint.route("/<round_code>/delete", methods=["GET", "POST"])
@access.allow("administrator")
def delete(round_code: str) -> Answer:
    round_ = access.this_round()
    ways.check_state(round_, State.DRAFT, "deleted")
    form = WordForm("delete")
    if form.validate_on_submit():
        steps.delete(round_code, *_by())
        flash(f"The draft {round_.title} is deleted.")
        return redirect(url_for("staff.home.home"), code=303)
    return _page("delete", form, round=round_, invited=overview.invited(round_))


def _change_planned(round_: RoundInfo) -> Answer:
    plan = planning.planned(round_)
    form = _plan_form(plan, whole=round_.state != State.DRAFT)
    form.begun(editing.fingerprint(planning.shown(round_, plan)))
    if form.validate_on_submit():
        try:
            changed = planning.change(round_.code, _plan(form), *_by(), seen=form.seen.data)
        except EditedMeanwhile as error:
            form.overtaken(error)
        except PortalError as error:
            form.refuse(str(error))
        else:
            flash("Your changes are saved.")
            return _to(changed.code)
    return _page("change", form, round=round_)


def _change_open(round_: RoundInfo) -> Answer:
    plan, now = planning.planned(round_), desk().clock()
    days = planning.extended(round_, plan.schedule)
    form = OpenForm.filled(replace(plan, schedule=days), rounds.organisation_names(), now)
    form.begun(editing.fingerprint(planning.shown(round_, plan)))
    gone = [at for at in plan.schedule.reminders if at <= now]
    if form.validate_on_submit():
        reminders, added = [*gone, *form.reminded()], form.organisations.data or ()
        wanted = (form.title.data or "", reminders, added)
        try:
            planning.adjust(round_.code, *wanted, *_by(), seen=form.seen.data)
        except EditedMeanwhile as error:
            form.overtaken(error)
        except PortalError as error:
            form.refuse(str(error))
        else:
            joins = " The organisations can invite people within a minute." if added else ""
            flash(f"Your changes are saved.{joins}")
            return _to(round_.code)
    return _page("change_open", form, round=round_, gone=[in_london(at) for at in gone])


def _plan_form(plan: Plan | None, *, whole: bool = False) -> PlanForm:
    names, choices = rounds.organisation_names(), library.choices(desk().questionnaires)
    offer = Offer(names, planning.known(None), choices)
    return PlanForm.filled(plan, offer, whole=whole)


def _plan(form: PlanForm) -> Plan:
    wanted = form.questionnaire.data
    questionnaire = library.chosen(wanted, desk().questionnaires) if wanted else frozen.NONE_YET
    return form.plan(questionnaire, form.code.data or next_year.code_for(form.title.data or ""))


def _by() -> tuple[str, datetime]:
    return access.me().email, desk().clock()


def _to(round_code: str) -> Response:
    return redirect(url_for("staff.rounds.one", round_code=round_code), code=303)


def _page(name: str, form: Any, **shown: object) -> Answer:
    html = render_template(f"staff/rounds/{name}.html", form=form, **shown)
    return (html, getattr(form, "status", 422)) if form.is_submitted() else html
