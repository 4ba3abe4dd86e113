"""Two people put each text under themes, and what they differ on is settled."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.errors import Conflict, NotFound
from portal.reports.returns.agreement import agreements
from portal.services.returns import coding
from portal.services.returns.coding import OpenQuestion
from portal.web import access
from portal.web.desk import desk
from portal.web.staff.returns.forms import DropForm, MarksForm
from portal.web.staff.returns.themes import asked

blueprint = Blueprint("coding", __name__, url_prefix="/rounds/<round_code>/themes/<key>")
Answer = str | Response | tuple[str, int]


@blueprint.route("/texts/<organisation>", methods=["GET", "POST"])
@access.allow("administrator")
def text(round_code: str, key: str, organisation: str) -> Answer:
    """Code one text; saved, it leads to the next that is not coded."""
    question, form, me = asked(key), MarksForm(), access.me().email
    own = question.marks.get(me, {})
    written = [each for each in question.texts if each.code == organisation]
    if not written:
        raise NotFound("That organisation wrote nothing there.")
    if form.validate_on_submit():
        coding.mark(round_code, key, organisation, form.theme.data or [], me, desk().clock())
        return redirect(_next(round_code, question, organisation), code=303)
    return render_template(
        "staff/returns/text.html",
        round=access.this_round(),
        question=question,
        written=written[0],
        chosen=own.get(organisation),
        number=len(own),
        form=form,
    )


@blueprint.get("/agreement")
@access.allow("administrator")
def agreement(key: str, **_: str) -> str:
    """Show how far the two agree, and every text on which they differ."""
    question = asked(key)
    if not question.both:
        raise Conflict("Agreement is shown once two people have coded all of these texts.")
    return render_template(
        "staff/returns/agreement.html",
        round=access.this_round(),
        question=question,
        agreements=agreements(question.themes, list(question.pairs.values())),
        names=dict(question.themes),
        form=MarksForm(),
    )


@blueprint.post("/agreement/<organisation>")
@access.allow("administrator")
def settle(round_code: str, key: str, organisation: str) -> Response:
    form, now = MarksForm(), desk().clock()
    coding.settle(round_code, key, organisation, form.theme.data or [], access.me().email, now)
    place = f"text-{organisation}"
    return redirect(url_for(".agreement", round_code=round_code, key=key, _anchor=place), code=303)


@blueprint.route("/drop", methods=["GET", "POST"])
@access.allow("administrator")
def drop(round_code: str, key: str) -> Answer:
    """Delete one person's coding of a question, so that it can be coded again."""
    question, form = asked(key), DropForm()
    form.offer(question)
    if form.validate_on_submit():
        coder = form.coder.data
        coding.drop(round_code, key, coder, access.me().email, desk().clock())
        flash(f"What {coder} had coded is deleted.")
        return redirect(url_for("staff.themes.one", round_code=round_code, key=key), code=303)
    html = render_template(
        "staff/returns/drop.html", round=access.this_round(), question=question, form=form
    )
    return (html, 422) if form.is_submitted() else html


def _next(round_code: str, question: OpenQuestion, organisation: str) -> str:
    """Lead to the next text that is not coded, from the one on that has just been; else back to
    the list."""
    codes = [each.code for each in question.texts]
    place = codes.index(organisation) + 1
    own = question.marks.get(access.me().email, {})
    left = [code for code in (*codes[place:], *codes[: place - 1]) if code not in own]
    if left:
        return url_for(".text", round_code=round_code, key=question.key, organisation=left[0])
    flash("You have coded all texts.")
    return url_for("staff.themes.one", round_code=round_code, key=question.key)
