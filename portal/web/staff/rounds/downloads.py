"""The data of a counted round, for administrators to take away."""

from __future__ import annotations

from flask import Blueprint, Response

from portal.services.reports import results
from portal.web import access
from portal.web.desk import desk

blueprint = Blueprint("downloads", __name__, url_prefix="/rounds/<round_code>/download")


@blueprint.post("/<form>")
@access.allow("administrator")
def take(round_code: str, form: str) -> Response:
    """Hand the data out by a POST, because that is noted; load what writes files only now."""
    from portal.export import bundle

    counted = results.counted(round_code)
    archive = bundle.zipped(form, counted.questionnaire, *counted.rows())
    results.note_export(round_code, form, access.me().email, desk().clock())
    name = f"{round_code}-{form}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(archive, mimetype="application/zip", headers=headers)
