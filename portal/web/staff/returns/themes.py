"""What organisations wrote, by question, and the list of themes of each."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.errors import EditedMeanwhile, NotFound, Refused
from portal.services import editing
from portal.services.returns import coding, themes
from portal.services.returns.coding import OpenQuestion
from portal.web import access
from portal.web.desk import desk
from portal.web.staff.returns.forms import NewThemeForm, ThemeForm

blueprint = Blueprint("themes", __name__, url_prefix="/rounds/<round_code>/themes")
Answer = str | Response | tuple[str, int]


@blueprint.get("")
@access.allow("administrator")
def every(**_: str) -> str:
    round_ = access.this_round()
    questions = coding.questions(round_, access.me().email)
    return render_template("staff/returns/every.html", round=round_, questions=questions)


@blueprint.route("/<key>", methods=["GET", "POST"])
@access.allow("administrator")
def one(round_code: str, key: str) -> Answer:
    """Show all texts with their organisations, and add themes."""
    question, form = asked(key), NewThemeForm()
    if form.validate_on_submit():
        name = form.name.data or ""
        try:
            themes.add(round_code, key, name, access.me().email, desk().clock())
        except Refused as error:
            form.name.errors = [str(error)]
        else:
            flash(f"The theme “{name}” is added.")
            return redirect(url_for(".one", round_code=round_code, key=key), code=303)
    html = render_template(
        "staff/returns/one.html",
        round=access.this_round(),
        question=question,
        own=question.marks.get(access.me().email, {}),
        names=dict(question.themes),
        form=form,
    )
    return (html, 422) if form.is_submitted() else html


@blueprint.route("/<key>/names/<theme>", methods=["GET", "POST"])
@access.allow("administrator")
def name(round_code: str, key: str, theme: str) -> Answer:
    """Rename a theme, or remove it."""
    before = dict(asked(key).themes).get(theme)
    if before is None:
        raise NotFound("This theme no longer exists.")
    form = ThemeForm(name=before)
    form.begun(editing.fingerprint(themes.in_words(before)))
    if form.validate_on_submit():
        given = (round_code, key, theme)
        who, now = access.me().email, desk().clock()
        try:
            if request.form.get("go") == "remove":
                themes.remove(*given, who, now)
                flash(f"The theme “{before}” is removed.")
            else:
                themes.rename(*given, form.name.data or "", who, now, seen=form.seen.data)
                flash(f"The theme is called “{form.name.data}” now.")
        except EditedMeanwhile as error:
            form.overtaken(error)
        except Refused as error:
            form.name.errors = [str(error)]
        else:
            return redirect(url_for(".one", round_code=round_code, key=key), code=303)
    html = render_template(
        "staff/returns/name.html", round=access.this_round(), key=key, name=before, form=form
    )
    return (html, form.status) if form.is_submitted() else html


def asked(key: str) -> OpenQuestion:
    """Look up the question that the address names, as whoever is signed in may see it."""
    return coding.question(access.this_round(), key, access.me().email)
