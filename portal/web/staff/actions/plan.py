"""An organisation's plan after a round: read, written line by line."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.calendar.london import london_day
from portal.errors import EditedMeanwhile
from portal.reports import aimed
from portal.services import editing
from portal.services.actions import changes, plans, telling
from portal.services.actions.changes import UnfitAction
from portal.services.actions.plans import ActionPlan, ActionWords
from portal.web import access
from portal.web.desk import desk
from portal.web.forms import EditForm
from portal.web.staff.actions.forms import ActionForm, NewActionForm

blueprint = Blueprint("plan", __name__, url_prefix="/rounds/<round_code>/<organisation>/plan")
Answer = str | Response | tuple[str, int]


@blueprint.get("")
@access.plan
def page(**_: str) -> str:
    plan = this_plan()
    return render_template(
        "staff/actions/plan.html",
        plan=plan,
        telling=telling.standing(plan),
        today=london_day(desk().clock()),
        **named(plan),
    )


@blueprint.route("/add", methods=["GET", "POST"])
@access.plan
def add(**_: str) -> Answer:
    plan = this_plan()
    form = NewActionForm.offering(plan)
    if not form.is_submitted():
        form.key.data = changes.new_key()
    return _write(plan, form, form.key.data or "", changes.BLANK)


@blueprint.route("/<action>", methods=["GET", "POST"])
@access.plan
def edit(action: str, **_: str) -> Answer:
    plan, form = this_plan(), ActionForm()
    if form.is_submitted():  # what was removed meanwhile can still be saved
        return _write(plan, form, action, changes.BLANK)
    return _write(plan, form, action, plan.entry(action).words)


@blueprint.route("/<action>/remove", methods=["GET", "POST"])
@access.plan
def remove(action: str, **_: str) -> Answer:
    """Ask whether it is to be removed. Who is too late for that finds it removed."""
    plan, form = this_plan(), EditForm()
    entry = next((each for each in plan.entries if each.stored and each.key == action), None)
    if entry is None:
        return _back("This action is no longer in the plan.", plan)
    form.begun(editing.fingerprint(changes.in_words(entry.words)))
    if form.validate_on_submit():
        who, now = access.me().email, desk().clock()
        try:
            changes.remove(plan, action, who, now, seen=form.seen.data)
        except EditedMeanwhile as error:
            form.overtaken(error)
        else:
            return _back("The action is removed.", plan)
    html = render_template("staff/actions/remove.html", entry=entry, form=form, **named(plan))
    return (html, form.status) if form.is_submitted() else html


def this_plan() -> ActionPlan:
    """Read the plan of this address."""
    return plans.of_organisation(access.this_round(), access.this_employer())


def named(plan: ActionPlan) -> dict[str, object]:
    """Return the names of a plan's address."""
    return {"named": {"round_code": plan.round.code, "organisation": plan.employer.code}}


def _write(plan: ActionPlan, form: ActionForm, key: str, words: ActionWords) -> Answer:
    form.begun(editing.fingerprint(changes.in_words(words)))
    form.show(words)
    if form.validate_on_submit():
        who, now, seen = access.me().email, desk().clock(), form.seen.data
        measure = form.measure.data if isinstance(form, NewActionForm) else ""
        try:
            changes.write(plan, key, form.words(), who, now, measure=measure, seen=seen)
        except EditedMeanwhile as error:
            form.overtaken(error)
        except UnfitAction as error:
            form.refuse(error)
        else:
            return _back("The action is saved.", plan)
    entry = next((each for each in plan.entries if each.key == key), None)
    html = render_template(
        "staff/actions/action.html",
        entry=entry,
        measured=aimed.measure(plan.edition, entry.cell) if entry and entry.cell else "",
        form=form,
        **named(plan),
    )
    return (html, form.status) if form.is_submitted() else html


def _back(said: str, plan: ActionPlan) -> Response:
    flash(said)
    to = url_for(".page", round_code=plan.round.code, organisation=plan.employer.code)
    return redirect(to, code=303)
