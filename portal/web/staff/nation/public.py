"""Administrators make the national report of a round public, and take it back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.services.nation import public
from portal.web import access
from portal.web.desk import desk
from portal.web.forms import ButtonForm
from portal.web.staff.nation import drawing
from portal.web.staff.nation.england import public_address

blueprint = Blueprint("public", __name__, url_prefix="/rounds/<round_code>/england")
Answer = str | Response


@blueprint.route("/publish", methods=["GET", "POST"])
@access.allow("administrator")
def publish(round_code: str) -> Answer:
    """Ask first, with what everybody will read below the question."""
    round_, form = access.this_round(), ButtonForm()
    page = drawing.public(round_)
    if form.validate_on_submit():
        public.publish(round_code, page, access.me().email, desk().clock())
        flash("The results are public.")
        return redirect(url_for("staff.england.page", round_code=round_code), code=303)
    return render_template(
        "staff/nation/publish.html",
        round=round_,
        form=form,
        page=page,
        public_address=public_address(round_),
    )


@blueprint.route("/withdraw", methods=["GET", "POST"])
@access.allow("administrator")
def withdraw(round_code: str) -> Answer:
    round_, form = access.this_round(), ButtonForm()
    if form.validate_on_submit():
        public.withdraw(round_code, access.me().email, desk().clock())
        flash("Only staff can read the results now.")
        return redirect(url_for("staff.england.page", round_code=round_code), code=303)
    return render_template("staff/nation/withdraw.html", round=round_, form=form)
