"""A return after the count: the organisation that made it reads it, and any administrator."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from portal.errors import NotFound
from portal.services.reports import statements
from portal.services.reports.statements import Statement
from portal.web import access, files

blueprint = Blueprint(
    "statements", __name__, url_prefix="/rounds/<round_code>/<organisation>/return"
)


@blueprint.get("")
@access.allow("administrator", "psw")
def page(**_: str) -> str:
    return render_template("staff/reports/return.html", statement=_asked())


@blueprint.get("/word")
@access.allow("administrator", "psw")
def word(**_: str) -> Response:
    from portal.export import word_return  # only here: it takes a while to load

    asked = _asked()
    if not asked.sections:
        raise NotFound(f"There is no return of {asked.employer.name} to download.")
    body = word_return.statement(asked.round.title, asked.employer.name, asked.sections)
    return files.file(body, "docx", asked.round.code, asked.employer.code, "return")


def _asked() -> Statement:
    return statements.statement(access.this_round(), access.this_employer())
