"""What England and its regions are told of a counted round: for administrators, and for PSWs of the
organisations that took part, once they can read their own reports."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from portal.calendar.london import day_in_words, london_day
from portal.errors import NotFound
from portal.reports.nation import national, placing
from portal.reports.report import Report
from portal.services.nation import gathering, public
from portal.services.returns import tables
from portal.services.rounds.register import RoundInfo
from portal.web import access, files
from portal.web.desk import desk
from portal.web.staff.nation import drawing

blueprint = Blueprint("england", __name__, url_prefix="/rounds/<round_code>/england")
NOT_OF_RETURNS = ("csv", "sav", "docx")
"""The first hold one table, and returns have over a hundred: Word takes far too long for them."""
FORMS = {"xlsx": "Excel", "docx": "Word", "csv": "CSV", "sav": "SPSS", "json": "JSON"}


@blueprint.get("")
@access.report
def page(**_: str) -> str:
    """Show England, or the region that the address asks for beside it; of returns their tables."""
    round_, name = access.this_round(), request.args.get("region", "")
    if round_.named:
        report = of_nation(round_, is_administrator=access.me().is_administrator)
        drawn = drawing.of_returns(round_, report.tables)
        return render_template("staff/nation/returns.html", **drawn, **_ways(round_))
    if name:
        place = national.place(gathering.region(round_, name))
        drawn = drawing.of_place(place)
        return render_template(
            "staff/nation/england.html", round=round_, beside_england=True, **drawn
        )
    told = national.for_staff(gathering.country(round_), _own())
    drawn = drawing.of_country(told)
    regions = [column.name for column in told.regions.columns]
    ways = _ways(round_)
    return render_template(
        "staff/nation/england.html", round=round_, regions=regions, **ways, **drawn
    )


@blueprint.get("/places")
@access.allow("administrator")
def places(**_: str) -> str:
    round_ = access.this_round()
    table = placing.places(gathering.country(round_))
    return render_template("staff/nation/places.html", round=round_, places=table)


@blueprint.get("/download/<form>")
@access.report
def take(form: str, **_: str) -> Response:
    from portal.export import report as reports

    round_ = access.this_round()
    if round_.named and form in NOT_OF_RETURNS:
        raise NotFound(f"The tables of returns cannot be downloaded as {form}.")
    body = reports.write(form, of_nation(round_, is_administrator=access.me().is_administrator))
    return files.file(body, form, round_.code, "england")


def of_nation(round_: RoundInfo, *, is_administrator: bool) -> Report:
    """Return the national report. To a PSW each table of returns is, as to everybody, of four
    organisations or more: what one says in its return is its own. Raises as ``gathering.country``
    or ``tables.tables_of`` does."""
    if round_.named:
        every = tables.tables_of(round_, public=not is_administrator)
        return national.of_returns(round_.code, round_.title, every)
    return national.report(gathering.country(round_))


def public_address(round_: RoundInfo) -> str:
    """Return where everybody reads the results of a round, if they are public."""
    return f"{desk().base_url}/results/{round_.code}"


def _own() -> str:
    return "" if access.me().is_administrator else access.this_employer().code


def _ways(round_: RoundInfo) -> dict[str, Any]:
    """Return where one can go from there."""
    from portal.export import report as reports

    since, own = public.since(round_.id), _own()
    back = url_for("staff.rounds.one", round_code=round_.code)
    if own:
        back = url_for("staff.progress.progress", round_code=round_.code, organisation=own)
    return {
        "other": gathering.beside(round_, own),
        "way_back": back,
        "forms": [
            (form, FORMS[form])
            for form in reports.forms()
            if not (round_.named and form in NOT_OF_RETURNS)
        ],
        "public_since": day_in_words(london_day(since)) if since else "",
        "public_address": public_address(round_),
    }
