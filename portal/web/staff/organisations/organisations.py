"""Organisations: the list, single ones, and many from a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.calendar.state import PLANNED
from portal.errors import Conflict, EditedMeanwhile, Refused
from portal.services import editing
from portal.services.enrolment import importing
from portal.services.enrolment.importing import Enrolled
from portal.services.enrolment.places import ROUNDS
from portal.services.figures import overview
from portal.services.organisations import register as organisations
from portal.services.organisations.naming import PEOPLE
from portal.services.organisations.register import (
    COLUMNS,
    OPTIONAL,
    REGIONS,
    TYPES,
    Unfit,
)
from portal.services.rounds import register as rounds
from portal.services.uploads import Confirmed
from portal.web import access, files
from portal.web.desk import desk
from portal.web.forms import AnswersForm, ButtonForm, sent
from portal.web.staff.organisations.forms import NO_FILE, FileForm, FilterForm, OrganisationForm

blueprint = Blueprint("organisations", __name__, url_prefix="/organisations")
Answer = str | Response | tuple[str, int]
CHANGE = "change"
"""It stands in the address where answers are to be changed."""
EAST = ("eastshire", "Eastshire County Council", TYPES[0], REGIONS[0], "eastshire.example.org", "")
WEST = ("westmoor", "London Borough of Westmoor", TYPES[1], REGIONS[2], "", "psw@example.org")
EXAMPLE = (
    (*EAST, "Petra Hill", "petra.hill@eastshire.example.org", "", ""),
    (*EAST, "Omar Reid", "omar.reid@eastshire.example.org", "", ""),
    (*WEST, "Grace Lowe", "grace.lowe@example.org", "Sam Field", "sam.field@example.org"),
)
"""Two principal social workers are two rows."""


@blueprint.get("")
@access.allow("administrator")
def every() -> str:
    types, regions = organisations.in_use()
    form = FilterForm.offering(request.args, types, regions)
    sought = (form.q.data or "", form.type.data or "", form.region.data or "")
    return render_template(
        "staff/organisations/every.html",
        form=form,
        listed=organisations.listing(*sought),
        all=len(organisations.listing()),
        searched=any(sought),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@access.allow("administrator")
def new() -> Answer:
    form = OrganisationForm()
    if form.validate_on_submit() and (added := form.settled()):
        try:
            organisations.add(added, access.me().email, desk().clock())
        except Unfit as error:
            form.refuse(error)
        except Conflict as error:
            form.code.errors = [str(error)]
        else:
            flash(f"{added.name} is added.")
            return redirect(url_for(".every"), code=303)
    return _form(form, None)


@blueprint.route("/<organisation>/edit", methods=["GET", "POST"])
@access.allow("administrator")
def edit(organisation: str) -> Answer:
    before = organisations.by_code(organisation)
    form = OrganisationForm(obj=before)
    form.begun(editing.fingerprint(organisations.in_words(before)))
    if form.validate_on_submit() and (changed := form.settled(code=organisation)):
        try:
            who, now = access.me().email, desk().clock()
            organisations.change(changed, who, now, seen=form.seen.data)
        except EditedMeanwhile as error:
            form.overtaken(error)
        except Unfit as error:
            form.refuse(error)
        else:
            flash(f"{changed.name} is changed.")
            return redirect(url_for(".every"), code=303)
    return _form(form, before)


@blueprint.route("/<organisation>/remove", methods=["GET", "POST"])
@access.allow("administrator")
def remove(organisation: str) -> Answer:
    leaving, form = organisations.by_code(organisation), ButtonForm()
    if form.validate_on_submit():
        organisations.remove(organisation, access.me().email, desk().clock())
        flash(f"{leaving.name} is removed.")
        return redirect(url_for(".every"), code=303)
    kept = organisations.why_kept(organisation)
    return render_template("staff/organisations/remove.html", leaving=leaving, kept=kept, form=form)


@blueprint.route("/import", methods=["GET", "POST"])
@access.allow("administrator")
@access.uploads
def upload() -> Answer:
    form = _file_form()
    if form.validate_on_submit():
        try:
            name = importing.keep(access.me(), _sent(form), desk().clock())
            return _to_preview(name, form.chosen)
        except Refused as error:
            form.refuse(str(error))
    page = render_template("staff/organisations/upload.html", form=form)
    return (page, 422) if form.is_submitted() else page


@blueprint.get("/import/example.csv")
@access.allow("administrator")
def example() -> Response:
    return files.table((*COLUMNS, *OPTIONAL, *PEOPLE), EXAMPLE, "organisations")


@blueprint.route("/import/<upload>", methods=["GET", "POST"])
@access.allow("administrator")
def preview(upload: str) -> Answer:
    """Ask what the list leaves open, then show what it would do. The answers stand in the address,
    so that what is confirmed is what was seen."""
    try:
        looked_at = importing.preview(access.me(), upload, request.args, desk().clock())
    except Refused as error:  # the answers have brought up more than can be asked about
        again = _file_form()
        again.refuse(str(error))
        return render_template("staff/organisations/upload.html", form=again), 422
    form = AnswersForm.of(looked_at.questions, looked_at.answers)
    if form.is_submitted() and (answers := _answered(form, upload)):
        return _to_preview(upload, answers)
    asks = looked_at.asks or form.is_submitted() or CHANGE in request.args
    page = render_template(
        f"staff/organisations/{'ask' if asks else 'preview'}.html",
        preview=looked_at,
        upload=upload,
        form=form,
    )
    return (page, 422) if form.is_submitted() else page


@blueprint.post("/import/<upload>/confirm")
@access.allow("administrator")
def confirm(upload: str) -> Response:
    who, now = access.me(), desk().clock()
    try:
        done = importing.confirm(who, upload, request.args, now, seen=request.args.get("seen"))
    except Confirmed:
        raise
    except Conflict as error:
        flash(str(error), "note")
        return _to_preview(upload, importing.preview(who, upload, request.args, now).answers)
    except Refused:  # its faults are on the preview, and what is open is asked there
        return _to_preview(upload, importing.preview(who, upload, request.args, now).answers)
    flash(_said(done))
    return _onwards(request.args.get(ROUNDS, ""))


@blueprint.post("/import/<upload>/drop")
@access.allow("administrator")
def drop(upload: str) -> Response:
    importing.drop(access.me(), upload, desk().clock())
    flash("The file is discarded. Nothing was changed.")
    return redirect(url_for(".every"), code=303)


@blueprint.errorhandler(Confirmed)
def confirmed(error: Confirmed) -> Response:
    """An impatient second click, or “back” afterwards: to what the first one has done."""
    done = _said(Enrolled(**error.numbers))
    flash(f"You have already confirmed this file. Nothing was done twice. {done}")
    return _onwards(request.args.get(ROUNDS, ""))


def _onwards(rounds_: str) -> Response:
    """Lead to what comes next in the rounds that were chosen: to the lists of all organisations
    while nobody is invited, else to the first of them."""
    chosen = [rounds.by_code(code) for code in rounds_.split(",") if code]
    for each in chosen:
        if not each.named and not overview.invited(each):
            return redirect(url_for("staff.whole.upload", round_code=each.code), code=303)
    if chosen:
        return redirect(url_for("staff.rounds.one", round_code=chosen[0].code), code=303)
    return redirect(url_for(".every"), code=303)


def _answered(form: AnswersForm, upload: str) -> dict[str, str]:
    """Return what was chosen, once all is that has to be: what is asked one by one need not be
    where all are decided together."""
    if not form.validate():
        given = {**request.args, **request.form}
        again = importing.preview(access.me(), upload, given, desk().clock())
        form = AnswersForm.of(again.questions, again.answers)
        if not form.validate():
            return {}
    chosen = request.args.get(ROUNDS)
    return form.answers | ({ROUNDS: chosen} if chosen else {})


def _file_form() -> FileForm:
    planned = rounds.without_demonstration(rounds.in_state(*PLANNED))
    return FileForm.offering(planned, request.args.get(ROUNDS, "").split(","))


def _said(done: Enrolled) -> str:
    """Say what was done; that nothing was, only where that is all."""
    counts = (
        (done.added, "organisation", "added"),
        (done.changed, "organisation", "changed"),
        (done.accounts, "account", "made, each with a letter that says how to sign in"),
        (done.moved, "account", "changed"),
        (done.joined, "place in a round", "added"),
        (done.left, "place in a round", "removed"),
        (done.links, "link of a return", "ready to go out when its round opens"),
    )
    said = [(number, what, verb) for number, what, verb in counts if number] or counts[:1]
    return " ".join(f"{_number(number, what)} {verb}." for number, what, verb in said)


def _number(number: int, what: str) -> str:
    first, space, rest = what.partition(" ")
    return f"{number:,} {first}{'s' if number != 1 else ''}{space}{rest}"


def _sent(form: FileForm) -> bytes:
    data = sent(form.file)
    if not data:
        raise Refused(NO_FILE)
    return data


def _to_preview(upload: str, answers: Mapping[str, Any]) -> Response:
    return redirect(url_for(".preview", upload=upload, **answers), code=303)


def _form(form: OrganisationForm, before: organisations.OrganisationInfo | None) -> Answer:
    types, regions = organisations.in_use()
    page = render_template(
        "staff/organisations/form.html",
        form=form,
        before=before,
        types=sorted({*TYPES, *types}),
        regions=sorted({*REGIONS, *regions}),
    )
    return (page, form.status) if form.is_submitted() else page
