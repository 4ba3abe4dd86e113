"""Reports of counted rounds as files: an organisation's, and a whole round's figures for
administrators. They hold only what may be told, so nothing is noted."""

from __future__ import annotations

from flask import Blueprint, Response

from portal.errors import NotFound
from portal.reports import report as reports
from portal.reports.report import Report
from portal.services.comments import published
from portal.services.reports import editions, statements
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.services.staff.scope import Employer
from portal.web import access, files
from portal.web.staff.reports import report_page

blueprint = Blueprint("report_files", __name__, url_prefix="/rounds/<round_code>")
HTML = "html"


@blueprint.get("/<organisation>/report/download/<form>")
@access.report
def take(form: str, **_: str) -> Response:
    round_, employer = access.this_round(), access.this_employer()
    body = written(form, of_organisation(round_, employer))
    return files.file(body, form, round_.code, employer.code, "report")


@blueprint.get("/reports/download/<form>")
@access.allow("administrator")
def take_all(form: str, **_: str) -> Response:
    from portal.export import report as written_as

    if form in written_as.NEEDS_ORGANISATION:
        raise NotFound(f"A whole round cannot be downloaded as {form}.")
    round_ = access.this_round()
    return files.file(written(form, of_round(round_)), form, round_.code, "figures")


def forms() -> list[str]:
    """List what a report can be downloaded as here."""
    from portal.export import report as written_as

    return [HTML, *written_as.forms()]


def of_organisation(round_: RoundInfo, employer: Employer) -> Report:
    """Return what an organisation is told. Raises as ``editions.every`` does."""
    told, own = editions.every(round_, employer), statements.assessment(round_, employer)
    return reports.of_organisation(told, own, published.of_organisation(round_, employer.code))


def of_round(round_: RoundInfo) -> Report:
    """Return all that may be told of a round. Raises as ``editions.all_cells`` does."""
    cells, names = editions.all_cells(round_), rounds.organisation_names()
    return reports.of_round(round_.code, round_.title, cells, round_.text, names)


def written(form: str, report: Report) -> bytes:
    """Return a report as a file. Raises as ``export.report.write`` does."""
    from portal.export import report as written_as

    if form == HTML:
        return report_page.html(report).encode()
    return written_as.write(form, report)
