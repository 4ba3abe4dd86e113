"""Adding people: from a file, looked at before anything is written, or typed in."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from portal.errors import Refused
from portal.services.people import importing, listing
from portal.services.people.importing import PeopleInvited
from portal.services.uploads import Confirmed
from portal.web import access
from portal.web.desk import desk
from portal.web.forms import ButtonForm
from portal.web.staff.people.forms import TypedForm, UploadForm
from portal.web.staff.people.people import go

blueprint = Blueprint("lists", __name__, url_prefix="/rounds/<round_code>/<organisation>/people")
Answer = str | Response | tuple[str, int]
SHOWN = 100
"""Faulty and waiting rows of a file that are shown."""


@blueprint.route("/upload", methods=["GET", "POST"])
@access.allow("administrator", "psw")
@access.uploads
def upload(round_code: str, organisation: str) -> Answer:
    where, form = listing.place(round_code, organisation), UploadForm()
    if form.validate_on_submit():
        try:
            name = importing.keep(where, form.content(), access.me(), desk().clock())
        except Refused as error:
            form.file.errors = [str(error)]
        else:
            return go(where, ".check", upload=name)
    html = render_template("staff/people/upload.html", where=where, form=form)
    return (html, 422) if form.is_submitted() else html


@blueprint.get("/upload/<upload>")
@access.allow("administrator", "psw")
def check(round_code: str, organisation: str, upload: str) -> str:
    where = listing.place(round_code, organisation)
    return render_template(
        "staff/people/check.html",
        where=where,
        upload=upload,
        preview=importing.preview(where, upload, access.me(), desk().clock()),
        form=ButtonForm(),
        shown=SHOWN,
    )


@blueprint.post("/upload/<upload>/confirm")
@access.allow("administrator", "psw")
def confirm(round_code: str, organisation: str, upload: str) -> Response:
    where = listing.place(round_code, organisation)
    _say(importing.confirm(where, upload, access.me(), desk().clock()))
    return go(where, "staff.people.people")


@blueprint.post("/upload/<upload>/drop")
@access.allow("administrator", "psw")
def drop(round_code: str, organisation: str, upload: str) -> Response:
    where = listing.place(round_code, organisation)
    importing.drop(where, upload, access.me(), desk().clock())
    flash("The file is gone. Nobody was invited.")
    return go(where, ".upload")


@blueprint.route("/add", methods=["GET", "POST"])
@access.allow("administrator", "psw")
@access.uploads
def add(round_code: str, organisation: str) -> Answer:
    where, form = listing.place(round_code, organisation), TypedForm()
    if form.validate_on_submit():
        try:
            outcome = importing.add(where, form.people.data or "", access.me(), desk().clock())
        except Refused as error:
            form.refuse(str(error))
        else:
            _say(outcome)
            return go(where, "staff.people.people")
    html = render_template("staff/people/add.html", where=where, form=form)
    return (html, 422) if form.is_submitted() else html


@blueprint.errorhandler(Confirmed)
def confirmed(error: Confirmed) -> Response:
    """An impatient second click, or “back” afterwards: to what the first one has done."""
    arguments = request.view_args or {}
    where = listing.place(arguments["round_code"], arguments["organisation"])
    _say(PeopleInvited(**error.numbers), "This file was confirmed already; nothing was done twice.")
    return go(where, "staff.people.people")


def _say(outcome: PeopleInvited, *first: str) -> None:
    said = [*first, f"{_people(outcome.added)} invited."]
    if outcome.waiting:
        said.append(f"{_people(outcome.waiting)} waiting for an administrator.")
    if outcome.known:
        said.append(f"{_people(outcome.known)} on the list already.")
    flash(" ".join(said))


def _people(number: int) -> str:
    return "1 person is" if number == 1 else f"{number:,} people are"
