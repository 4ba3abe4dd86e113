"""The lists of all organisations of a round in one file: looked at before anything is written."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response

from portal.calendar.london import in_london
from portal.calendar.state import State
from portal.errors import Refused
from portal.services.lists import whole
from portal.services.lists.whole import WholeInvited, WholePreview
from portal.services.people import importing
from portal.services.uploads import Confirmed
from portal.web import access, files
from portal.web.desk import desk
from portal.web.forms import AnswersForm, sent

blueprint = Blueprint("whole", __name__, url_prefix="/rounds/<round_code>/lists")
Answer = str | Response | tuple[str, int]
SHOWN = 50
"""Rows that are left out, and names of unknown organisations, that are shown."""
CHANGE = "change"
"""It stands in the address where answers are to be changed."""
HEADER = ("row", "organisation", "name", "address", "what to correct")


class ListsForm(FlaskForm):  # type: ignore[misc]
    file = FileField("The lists", validators=[FileRequired("Choose a file.")])


@blueprint.route("", methods=["GET", "POST"])
@access.allow("administrator")
@access.uploads
def upload(round_code: str) -> Answer:
    form, taking_part = ListsForm(), whole.taking_part(round_code)
    if form.validate_on_submit():
        try:
            name = whole.keep(round_code, sent(form.file), access.me(), desk().clock())
        except Refused as error:
            form.file.errors = [str(error)]
        else:
            return _go(".check", upload=name)
    html = render_template(
        "staff/lists/upload.html",
        round=access.this_round(),
        form=form,
        taking_part=taking_part,
        most=whole.MOST,
    )
    return (html, 422) if form.is_submitted() else html


@blueprint.route("/<upload>", methods=["GET", "POST"])
@access.allow("administrator")
def check(round_code: str, upload: str) -> Answer:
    """Ask what the file leaves open, then show what it would do. The answers stand in the address,
    so that each page is confirmed as it was seen."""
    preview = _preview(round_code, upload)
    form = AnswersForm.of(preview.questions, preview.given)
    if form.validate_on_submit():
        return _go(".check", upload=upload, **form.answers)
    round_ = access.this_round()
    asks = preview.open or form.is_submitted() or CHANGE in request.args
    html = render_template(
        "staff/lists/ask.html" if asks else "staff/lists/check.html",
        round=round_,
        opens="" if round_.state == State.DRAFT else in_london(round_.opens),
        upload=upload,
        preview=preview,
        form=form,
        shown=SHOWN,
    )
    return (html, 422) if form.is_submitted() else html


@blueprint.get("/<upload>/left-out.csv")
@access.allow("administrator")
def left_out(round_code: str, upload: str) -> Response:
    """Hand out every row that would be left out, for the person who corrects the file."""
    return files.table(HEADER, _preview(round_code, upload).left_out, round_code, "left-out")


@blueprint.post("/<upload>/confirm")
@access.allow("administrator")
def confirm(round_code: str, upload: str) -> Response:
    given = _given()
    try:
        _say(whole.confirm(round_code, upload, access.me(), desk().clock(), given))
    except Refused:  # what is open is asked there
        return _go(".check", upload=upload, **given)
    return _go("staff.rounds.one")


@blueprint.post("/<upload>/drop")
@access.allow("administrator")
def drop(round_code: str, upload: str) -> Response:
    whole.drop(round_code, upload, access.me(), desk().clock())
    flash("The file is discarded. Nobody was invited.")
    return _go("staff.rounds.one")


@blueprint.errorhandler(Confirmed)
def confirmed(error: Confirmed) -> Response:
    """An impatient second click, or “back” afterwards: to what the first one has done."""
    _say(
        WholeInvited(**error.numbers),
        "You have already confirmed this file. Nothing was done twice.",
    )
    return _go("staff.rounds.one")


def _preview(round_code: str, upload: str) -> WholePreview:
    return whole.preview(round_code, upload, access.me(), desk().clock(), _given())


def _given() -> dict[str, str]:
    return {key: request.args[key] for key in importing.KEYS if key in request.args}


def _go(endpoint: str, **more: Any) -> Response:
    code = (request.view_args or {})["round_code"]
    return redirect(url_for(endpoint, round_code=code, **more), code=303)


def _say(outcome: WholeInvited, *first: str) -> None:
    of = (
        "1 organisation"
        if outcome.organisations == 1
        else f"{outcome.organisations:,} organisations"
    )
    are = "is" if outcome.added == 1 else "are"
    said = [*first, f"{_people(outcome.added)} of {of} {are} invited now."]
    if outcome.known:
        were = "was" if outcome.known == 1 else "were"
        said.append(f"{_people(outcome.known)} {were} on the lists already.")
    if outcome.left_out:
        rows = "1 row was" if outcome.left_out == 1 else f"{outcome.left_out:,} rows were"
        said.append(f"{rows} left out.")
    flash(" ".join(said))


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"
