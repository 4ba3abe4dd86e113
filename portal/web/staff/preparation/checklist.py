"""An organisation's checklist around a round, and its ready texts."""

from __future__ import annotations

from collections.abc import Collection

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField

from portal.calendar import year
from portal.calendar.london import london_day
from portal.errors import NotFound
from portal.services.preparation import checklist, doing
from portal.services.preparation.checklist import STAGES, Item
from portal.services.rounds.register import RoundInfo
from portal.web import access, files
from portal.web.desk import desk
from portal.web.forms import ButtonForm, SeveralField
from portal.web.staff.preparation import ready
from portal.web.staff.preparation.ready import Ready

blueprint = Blueprint("checklist", __name__, url_prefix="/rounds/<round_code>/<organisation>")


class TicksForm(ButtonForm):
    """``before``: what was ticked when the list was shown, with spaces between."""

    before = HiddenField()
    ticked = SeveralField("Done", missing="")


@blueprint.route("/checklist", methods=["GET", "POST"])
@access.allow("administrator", "psw")
def page(**_: str) -> str | Response:
    round_, employer, form = access.this_round(), access.this_employer(), TicksForm()
    here = {"round_code": round_.code, "organisation": employer.code}
    if form.validate_on_submit():
        before = (form.before.data or "").split()
        doing.tick(round_, employer.code, before, form.ticked.data or [])
        flash("The list is saved.")
        return redirect(url_for(".page", round_code=round_.code, organisation=employer.code), 303)
    today = london_day(desk().clock())
    done, now = doing.everywhere(employer.code)[round_.id], checklist.stage(round_, today)
    form.before.data = " ".join(sorted(done.ticked))
    return render_template(
        "staff/preparation/checklist.html",
        round=round_,
        employer=employer,
        named=here,
        line=year.line(done.year(round_), today),
        groups=_groups(round_),
        offered={
            each.key for each in checklist.of_round(round_) if checklist.is_offered(each, now)
        },
        ticked=done.ticked,
        form=form,
    )


@blueprint.get("/texts/<item>")
@access.allow("administrator", "psw")
def text(item: str, **_: str) -> str:
    chosen, written = _text(item)
    round_, employer = access.this_round(), access.this_employer()
    return render_template(
        "staff/preparation/text.html",
        item=chosen,
        round=round_,
        employer=employer,
        text=written,
        named={"round_code": round_.code, "organisation": employer.code},
    )


@blueprint.get("/texts/<item>/download/<form>")
@access.allow("administrator", "psw")
def download(item: str, form: str, **_: str) -> Response:
    chosen, written = _text(item)
    parts = (access.this_round().code, access.this_employer().code, chosen.key)
    if form == "txt":
        return files.file(written.plain.encode(), form, *parts)
    if form == "docx":
        from portal.export import word_text  # only here: it takes a while to load

        return files.file(word_text.write(chosen.title, written.html), form, *parts)
    raise NotFound("A text can be had as “txt” or “docx”.")


def _text(key: str) -> tuple[Item, Ready]:
    """Write the text of an item. Raises ``NotFound`` where there is none, or not at this time."""
    round_, today = access.this_round(), london_day(desk().clock())
    now = checklist.stage(round_, today)
    for item in checklist.of_round(round_):
        if item.key == key and checklist.is_offered(item, now):
            employer = access.this_employer()
            return item, ready.text(round_, employer, key, results=now == "results")
    raise NotFound("There is no such text at this time. The checklist has those that there are.")


def _groups(round_: RoundInfo) -> list[tuple[str, Collection[Item]]]:
    """Put the items by when they are due, leaving out stages of which there are none."""
    items = checklist.of_round(round_)
    groups = ((title, [each for each in items if each.stage == at]) for at, title in STAGES.items())
    return [(title, each) for title, each in groups if each]
