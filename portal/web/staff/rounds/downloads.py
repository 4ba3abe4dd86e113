"""The data of a counted round, for administrators to take away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from flask import Blueprint, Response, render_template
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import ValidationError

from portal.calendar.london import london_day
from portal.errors import NotFound, Refused
from portal.services.reports import records
from portal.services.rounds.register import RoundInfo
from portal.web import access, files
from portal.web.desk import desk
from portal.web.staff.rounds import ways
from portal.web.staff.rounds.forms import stripped

blueprint = Blueprint("downloads", __name__, url_prefix="/rounds/<round_code>/download")
PIECE = 65_536
FORMS = {"csv": "CSV", "xlsx": "Excel", "sav": "SPSS"}


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """What somebody says before single people's answers leave the portal."""

    reason = StringField("What do you need the responses for?", filters=[stripped])

    def validate_reason(self, field: StringField) -> None:
        try:
            records.check_reason(field.data or "")
        except Refused as error:
            raise ValidationError(str(error)) from error


@blueprint.get("/<form>")
@access.allow("administrator")
def ask(form: str, **_: str) -> str:
    """Ask what single people's answers are needed for, which nobody does of returns."""
    round_ = access.this_round()
    if round_.named:
        ways.instead_to(round_, "Returns can be downloaded below.")
    records.check_kept(round_, desk().clock())
    return _page(round_, form, ReasonForm())


@blueprint.post("/<form>")
@access.allow("administrator")
def take(round_code: str, form: str) -> Response | tuple[str, int]:
    """Hand the data out by a POST, because that is noted; load what writes files only now."""
    from portal.export import bundle

    round_, asked, now = access.this_round(), ReasonForm(), desk().clock()
    records.check_kept(round_, now)
    if not round_.named and not asked.validate():
        return _page(round_, form, asked), 422
    reason = "" if round_.named else asked.reason.data or ""
    counted = records.taken(round_code, reason, now)
    kind, body = bundle.packed(form, counted, london_day(now))
    records.note(round_code, form, reason, access.me().email, now)
    answer = files.file(
        _pieces(body), kind, round_code, "responses" if kind == form else f"responses-{form}"
    )
    answer.call_on_close(body.close)
    return answer


def _pieces(archive: BinaryIO) -> Iterator[bytes]:
    """Read a file that may be large, which is gone with the last piece."""
    with archive:
        while piece := archive.read(PIECE):
            yield piece


def _page(round_: RoundInfo, form: str, asked: ReasonForm) -> str:
    if form not in FORMS:
        raise NotFound(f"There is no format {form}; there is {', '.join(FORMS)}.")
    return render_template(
        "staff/rounds/download.html",
        round=round_,
        form=asked,
        format=FORMS[form],
        among=records.AMONG,
    )
