"""Adding people: from a file, looked at before anything is written, or typed in."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

from portal.errors import Refused
from portal.services.people import importing, listing
from portal.services.people.invitations import PeopleInvited
from portal.services.uploads import Confirmed
from portal.web import access
from portal.web.desk import desk
from portal.web.forms import AnswersForm
from portal.web.staff.people.forms import TypedForm, UploadForm
from portal.web.staff.people.people import go

blueprint = Blueprint("lists", __name__, url_prefix="/rounds/<round_code>/<organisation>/people")
Answer = str | Response | tuple[str, int]
SHOWN = 100
"""Faulty and waiting rows of a file that are shown."""
CHANGE = "change"
"""It stands in the address where answers are to be changed."""


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


@blueprint.route("/upload/<upload>", methods=["GET", "POST"])
@access.allow("administrator", "psw")
def check(round_code: str, organisation: str, upload: str) -> Answer:
    """Ask what the list leaves open, then show what it would do. The answers stand in the address,
    so that each page is confirmed as it was seen."""
    where, given = listing.place(round_code, organisation), _given()
    preview = importing.preview(where, upload, access.me(), desk().clock(), given)
    form = AnswersForm.of(preview.questions, given)
    if form.validate_on_submit():
        return go(where, ".check", upload=upload, **form.answers)
    asks = preview.open or form.is_submitted() or CHANGE in request.args
    html = render_template(
        "staff/people/ask.html" if asks else "staff/people/check.html",
        where=where,
        upload=upload,
        preview=preview,
        form=form,
        shown=SHOWN,
    )
    return (html, 422) if form.is_submitted() else html


@blueprint.post("/upload/<upload>/confirm")
@access.allow("administrator", "psw")
def confirm(round_code: str, organisation: str, upload: str) -> Response:
    where, given = listing.place(round_code, organisation), _given()
    try:
        _say(importing.confirm(where, upload, access.me(), desk().clock(), given))
    except Refused:  # what is open is asked there
        return go(where, ".check", upload=upload, **given)
    return go(where, "staff.people.people")


@blueprint.post("/upload/<upload>/drop")
@access.allow("administrator", "psw")
def drop(round_code: str, organisation: str, upload: str) -> Response:
    where = listing.place(round_code, organisation)
    importing.drop(where, upload, access.me(), desk().clock())
    flash("The list is discarded. Nobody was invited.")
    return go(where, "staff.people.people")


@blueprint.route("/add", methods=["GET", "POST"])
@access.allow("administrator", "psw")
@access.uploads
def add(round_code: str, organisation: str) -> Answer:
    """Type people in, or ``again``: change what was typed."""
    where, form = listing.place(round_code, organisation), TypedForm()
    if form.validate_on_submit():
        try:
            text = form.people.data or ""
            name = importing.keep_typed(where, text, access.me(), desk().clock())
        except Refused as error:
            form.people.errors = [str(error)]
        else:
            return go(where, ".check", upload=name)
    elif not form.is_submitted() and (again := request.args.get("again")):
        form.people.data = importing.preview(where, again, access.me(), desk().clock()).typed
    html = render_template("staff/people/add.html", where=where, form=form)
    return (html, 422) if form.is_submitted() else html


@blueprint.errorhandler(Confirmed)
def confirmed(error: Confirmed) -> Response:
    """An impatient second click, or “back” afterwards: to what the first one has done."""
    arguments = request.view_args or {}
    where = listing.place(arguments["round_code"], arguments["organisation"])
    _say(
        PeopleInvited(**error.numbers),
        ("You have already confirmed this list. Nothing was done twice."),
    )
    return go(where, "staff.people.people")


def _given() -> dict[str, str]:
    return {key: request.args[key] for key in importing.KEYS if key in request.args}


def _say(outcome: PeopleInvited, *first: str) -> None:
    said = [*first, f"{_people(outcome.added)} invited."]
    if outcome.waiting:
        said.append(f"{_people(outcome.waiting)} waiting for an administrator.")
    if outcome.known:
        said.append(f"{_people(outcome.known)} on the list already.")
    flash(" ".join(said))


def _people(number: int) -> str:
    return "1 person is" if number == 1 else f"{number:,} people are"
