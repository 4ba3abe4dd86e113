"""Administrators add questionnaires to the library, look through, compare and delete them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from portal import prose
from portal.errors import Conflict, PortalError
from portal.services.questionnaires import shelf
from portal.services.questionnaires.shelf import Entry
from portal.survey import comparing, outline, telling
from portal.survey.file.faults import Fault
from portal.survey.file.parsing import QuestionnaireFaults
from portal.survey.questionnaire import Item, Score
from portal.web import access
from portal.web.desk import desk
from portal.web.forms import ButtonForm, sent
from portal.web.staff.questionnaires import papers, preview

blueprint = Blueprint("questionnaires", __name__, url_prefix="/questionnaires")
Answer = str | Response | tuple[str, int]
ROUND_ABOUT = 2
"""This many lines are shown above and below one with a fault."""
NOTHING = "Choose a file, or paste a text."


class AddForm(FlaskForm):  # type: ignore[misc]
    file = FileField("A file")
    text = TextAreaField("Or its text")

    def given(self) -> bytes | str:
        """Return what was sent: of a file its bytes, else what stands in the field."""
        return sent(self.file) or self.text.data or ""

    def refuse(self, message: str) -> None:
        self.text.errors = [message]


@blueprint.get("")
@access.allow("administrator")
def every() -> str:
    entries = shelf.every(desk().questionnaires)
    return render_template("staff/questionnaires/every.html", entries=entries)


@blueprint.route("/new", methods=["GET", "POST"])
@access.allow("administrator")
@access.uploads
def new() -> Answer:
    form = AddForm()
    if not form.validate_on_submit():
        return render_template("staff/questionnaires/new.html", form=form, faults=(), lines=())
    given, folder = form.given(), desk().questionnaires
    faults: tuple[Fault, ...] = ()
    form.text.data = shelf.legible(given) if given else ""
    try:
        if not given:
            form.refuse(NOTHING)
        else:
            added = shelf.put(given, folder, access.me().email, desk().clock())
            flash(f"{added.title} {added.version} is in the library. Look through it before use.")
            return redirect(_address(f"{added.id}/{added.version}"), code=303)
    except QuestionnaireFaults as error:
        faults = error.faults
    except PortalError as error:
        form.refuse(str(error))
    lines = _excerpts(form.text.data, faults)
    page = render_template("staff/questionnaires/new.html", form=form, faults=faults, lines=lines)
    return page, 422


@blueprint.get("/<questionnaire>/<version>")
@access.allow("administrator")
def one(questionnaire: str, version: str) -> str:
    entry = _entry(questionnaire, version)
    return render_template(
        "staff/questionnaires/one.html",
        entry=entry,
        routing=outline.routing(entry.questionnaire),
        consequences=list(telling.consequences(entry.questionnaire, _in_words)),
        address=_stage(questionnaire, version).address,
    )


@blueprint.get("/<questionnaire>/<version>/pages/<page>")
@access.allow("administrator")
def page(questionnaire: str, version: str, page: str) -> str:
    return preview.show(_stage(questionnaire, version), page)


@blueprint.post("/<questionnaire>/<version>/pages/<page>")
@access.allow("administrator")
def go_on(questionnaire: str, version: str, page: str) -> Answer:
    return preview.go_on(_stage(questionnaire, version), page)


@blueprint.get("/<questionnaire>/<version>/print")
@access.allow("administrator")
def sheet(questionnaire: str, version: str) -> Response:
    back = url_for(".one", questionnaire=questionnaire, version=version)
    return papers.sheet(_entry(questionnaire, version).questionnaire, back)


@blueprint.get("/<questionnaire>/<version>/word")
@access.allow("administrator")
def word(questionnaire: str, version: str) -> Response:
    return papers.word(_entry(questionnaire, version).questionnaire)


@blueprint.get("/<questionnaire>/<version>/source")
@access.allow("administrator")
def source(questionnaire: str, version: str) -> Response:
    return papers.source(_entry(questionnaire, version).questionnaire)


@blueprint.get("/<questionnaire>/<version>/compare")
@access.allow("administrator")
def compare(questionnaire: str, version: str) -> str:
    """Compare with the version that ``with`` names, the older one of the two as the earlier."""
    entry, versions = _entry(questionnaire, version), _versions(questionnaire)
    wanted = request.args.get("with", "")
    chosen = [e for e in versions if e.questionnaire.version == wanted and e.name != entry.name]
    comparison = None
    if chosen:
        later, earlier = (each for each in versions if each.name in (entry.name, chosen[0].name))
        comparison = comparing.compare(earlier.questionnaire, later.questionnaire)
    others = [other for other in versions if other.name != entry.name]
    return render_template(
        "staff/questionnaires/compare.html",
        entry=entry,
        others=others,
        comparison=comparison,
        wanted=wanted,
    )


@blueprint.route("/<questionnaire>/<version>/delete", methods=["GET", "POST"])
@access.allow("administrator")
def delete(questionnaire: str, version: str) -> Answer:
    entry, form = _entry(questionnaire, version), ButtonForm()
    if not entry.removable:
        raise Conflict(
            "You cannot delete a questionnaire that is included in the portal or used by a round."
        )
    if form.validate_on_submit():
        shelf.remove(entry.name, desk().questionnaires, access.me().email, desk().clock())
        flash(f"{entry.questionnaire.title} {version} is deleted.")
        return redirect(url_for(".every"), code=303)
    return render_template("staff/questionnaires/delete.html", entry=entry, form=form)


def _entry(questionnaire: str, version: str) -> Entry:
    return shelf.entry(f"{questionnaire}/{version}", desk().questionnaires)


def _versions(questionnaire: str) -> list[Entry]:
    """List the versions, the newest first."""
    entries = shelf.every(desk().questionnaires)
    return [entry for entry in entries if entry.questionnaire.id == questionnaire]


def _stage(questionnaire: str, version: str) -> preview.Stage:
    def address(page: str, answers: str | None = None, warned: str | None = None) -> str:
        query = {"answers": answers, "warned": warned}
        named = {"questionnaire": questionnaire, "version": version, "page": page}
        return url_for(".page", **named, **query)  # type: ignore[arg-type]

    entry = _entry(questionnaire, version)
    return preview.Stage(entry.questionnaire, _address(f"{questionnaire}/{version}"), address)


def _address(name: str) -> str:
    questionnaire, _, version = name.partition("/")
    return url_for(".one", questionnaire=questionnaire, version=version)


def _excerpts(text: str, faults: tuple[Fault, ...]) -> list[tuple[int, str, list[str]]]:
    """Return lines with faults and those round about: number, text, what is wrong there."""
    lines, wrong = text.split("\n"), {fault.line for fault in faults}
    near = {line + step for line in wrong for step in range(-ROUND_ABOUT, ROUND_ABOUT + 1)}
    return [
        (number, line, [fault.message for fault in faults if fault.line == number])
        for number, line in enumerate(lines, 1)
        if number in near
    ]


def _in_words(each: Item | Score) -> str:
    return f"“{each.title if isinstance(each, Score) else prose.label(each.label)}”"
