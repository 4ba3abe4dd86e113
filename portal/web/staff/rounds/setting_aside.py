"""Setting damaged ballots aside: proposed by one administrator, agreed by another."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.errors import Conflict, PortalError
from portal.services.lifecycle import setting_aside
from portal.services.lifecycle.setting_aside import Proposal
from portal.web import access
from portal.web.desk import desk
from portal.web.forms import ButtonForm
from portal.web.staff.rounds.forms import AgreeForm, AsideForm

blueprint = Blueprint("setting_aside", __name__, url_prefix="/rounds/<round_code>/set-aside")
Answer = str | Response | tuple[str, int]


@blueprint.route("", methods=["GET", "POST"])
@access.allow("administrator")
def propose(round_code: str) -> Answer:
    round_, form = access.this_round(), AsideForm()
    if not round_.stopped or round_.request:
        raise Conflict("Ballots are set aside only where a count has stopped.")
    if form.validate_on_submit():
        given = (form.number.data or 0, form.reason.data or "")
        try:
            setting_aside.propose(round_code, *given, access.me().email, desk().clock())
        except PortalError as error:
            form.reason.errors = [str(error)]
        else:
            flash("Proposed. Another administrator has to agree.")
            return redirect(url_for(".propose", round_code=round_code), code=303)
    proposal = setting_aside.proposal(round_code)
    html = render_template(
        "staff/rounds/set_aside.html",
        round=round_,
        form=form,
        button=ButtonForm(),
        proposal=proposal,
        agreeing=AgreeForm(formdata=None, obj=proposal),
    )
    return (html, 422) if form.is_submitted() else html


@blueprint.post("/agree")
@access.allow("administrator")
def agree(round_code: str) -> Response:
    form = AgreeForm()
    seen = Proposal(form.number.data or 0, form.reason.data or "", form.by.data or "", "")
    setting_aside.agree(round_code, seen, access.me().email, desk().clock())
    return _to(round_code)


@blueprint.post("/withdraw")
@access.allow("administrator")
def withdraw(round_code: str) -> Response:
    setting_aside.withdraw(round_code, access.me().email, desk().clock())
    flash("There are no ballots to set aside.")
    return _to(round_code)


def _to(round_code: str) -> Response:
    return redirect(url_for("staff.rounds.one", round_code=round_code), code=303)
