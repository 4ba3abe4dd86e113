"""Removing the demonstration, with its organisations, in one step."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.services.lifecycle import demonstration
from portal.web import access
from portal.web.desk import desk
from portal.web.staff.rounds.forms import WordForm

blueprint = Blueprint("demonstration", __name__, url_prefix="/demonstration")


@blueprint.route("/remove", methods=["GET", "POST"])
@access.allow("administrator")
def remove() -> str | Response | tuple[str, int]:
    leaving, form = demonstration.leaving(), WordForm("remove")
    if form.validate_on_submit():
        last = demonstration.ask_to_remove(access.me().email, desk().clock())
        return redirect(url_for("staff.rounds.one", round_code=last), code=303)
    html = render_template(
        "staff/organisations/remove_demonstration.html", leaving=leaving, form=form
    )
    return (html, 422) if form.is_submitted() else html
