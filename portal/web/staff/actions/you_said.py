"""“You said, we did”, as its PSW looks at it before staff do: previewed, published, taken back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.calendar.london import in_london
from portal.errors import EditedMeanwhile, Refused
from portal.services import editing
from portal.services.actions import telling
from portal.services.actions.plans import ActionPlan
from portal.web import access
from portal.web.desk import desk
from portal.web.forms import ButtonForm
from portal.web.staff.actions import plan as plan_pages
from portal.web.staff.actions.forms import TellForm

blueprint = Blueprint(
    "you_said", __name__, url_prefix="/rounds/<round_code>/<organisation>/plan/you-said"
)
Answer = str | Response | tuple[str, int]


@blueprint.route("", methods=["GET", "POST"])
@access.plan
def page(**_: str) -> Answer:
    """Show the page as it would be published; *Preview* shows other opening words first."""
    plan = plan_pages.this_plan()
    standing, form = telling.standing(plan), TellForm()
    form.begun(editing.fingerprint(standing.shown))
    if not form.is_submitted():
        form.opening.data = standing.opening
    elif form.validate() and form.go.data != "preview":
        try:
            who, now = access.me().email, desk().clock()
            telling.publish(plan, form.words(), who, now, seen=form.seen.data)
        except EditedMeanwhile as error:
            form.overtaken(error)
        except Refused as error:
            form.opening.errors = [str(error)]
        else:
            flash("“You said, we did” is published. Anybody who has its address can read it.")
            return _here(plan)
    html = render_template(
        "staff/actions/you_said.html",
        plan=plan,
        telling=standing,
        shown=telling.preview(plan, form.words()),
        address=f"{desk().base_url}{standing.path}",
        published=in_london(standing.published) if standing.published else "",
        form=form,
        bare=ButtonForm(),
        **plan_pages.named(plan),
    )
    return (html, form.status) if form.errors or form.form_errors else html


@blueprint.post("/take-back")
@access.plan
def take_back(**_: str) -> Response:
    plan = plan_pages.this_plan()
    telling.take_back(plan, access.me().email, desk().clock())
    flash("You have taken back “You said, we did”. Its address no longer works.")
    return _here(plan)


def _here(plan: ActionPlan) -> Response:
    to = url_for(".page", round_code=plan.round.code, organisation=plan.employer.code)
    return redirect(to, code=303)
