"""Which reports of a round there are, and when they can be read: for administrators."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField

from portal.calendar.london import day_in_words, in_london, london_day
from portal.services.reports import publishing
from portal.services.rounds.register import RoundInfo
from portal.services.staff import accounts
from portal.web import access
from portal.web.desk import desk
from portal.web.forms import ButtonForm
from portal.web.staff.rounds import ways

blueprint = Blueprint("publishing", __name__, url_prefix="/rounds/<round_code>/reports")
Answer = str | Response


_whose, _why = attrgetter("organisation"), attrgetter("why")


class WaitForm(FlaskForm):  # type: ignore[misc]
    reports_wait = BooleanField("Reports wait until an administrator publishes them")


@blueprint.get("")
@access.allow("administrator")
def page(**_: str) -> Answer:
    """List the reports; before the count, ask whether they are to wait."""
    round_ = access.this_round()
    publishing.check_anonymous(round_)
    if not round_.state.over:
        form = WaitForm(data={"reports_wait": round_.reports_wait})
        return render_template("staff/reports/wait.html", round=round_, form=form)
    return render_template(
        "staff/reports/reports.html",
        round=round_,
        reports=publishing.every(round_),
        published=in_london(round_.published) if round_.published else "",
        last=day_in_words(round_.retain_until),
        kept=round_.retain_until >= london_day(desk().clock()),
    )


@blueprint.get("/withheld")
@access.allow("administrator")
def withheld(**_: str) -> str:
    """Say what the count withheld, of which organisation and why."""
    round_ = access.this_round()
    publishing.check_readable(round_, desk().clock(), is_administrator=True)
    rows = publishing.withheld(round_)
    names = {each.code: each.name for each in publishing.every(round_).rows}
    return render_template(
        "staff/reports/withheld.html",
        round=round_,
        everybody=[row for row in rows if not row.organisation],
        organisations=[
            (names[code], [(why, [row.label for row in own]) for why, own in groupby(of, _why)])
            for code, of in groupby((row for row in rows if row.organisation), _whose)
        ],
    )


@blueprint.post("/wait")
@access.allow("administrator")
def wait(round_code: str) -> Response:
    form = WaitForm()
    waits = bool(form.reports_wait.data)
    publishing.have_wait(round_code, access.me().email, desk().clock(), wait=waits)
    flash(
        "The reports wait until one of you publishes them."
        if waits
        else "The reports are there as soon as the answers are counted."
    )
    return redirect(url_for("staff.rounds.one", round_code=round_code), code=303)


@blueprint.route("/publish", methods=["GET", "POST"])
@access.allow("administrator")
def publish(round_code: str) -> Answer:
    """Ask whether the reports are to be published; to publish is to write to PSWs, too."""
    round_, form = access.this_round(), ButtonForm()
    _check_waits(round_)
    if form.validate_on_submit():
        publishing.publish(round_code, access.me().email, desk().clock())
        flash("The reports are published. Letters to principal social workers go out.")
        return redirect(url_for(".page", round_code=round_code), code=303)
    readers = len(accounts.psws_taking_part(round_.id))
    return render_template("staff/reports/publish.html", round=round_, form=form, readers=readers)


def _check_waits(round_: RoundInfo) -> None:
    """Lead to the round where there is nothing to publish, as that may be somebody else's doing."""
    publishing.check_anonymous(round_)
    if not round_.state.over:
        ways.instead_to(round_, f"{round_.title} is not counted, so there is nothing to publish.")
    if not round_.unpublished:
        ways.instead_to(round_, f"The reports of {round_.title} can be read already.")
