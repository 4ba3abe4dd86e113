"""The privacy notice for people who have an account, or are about to sign in."""

from __future__ import annotations

from flask import Blueprint, render_template

from portal.services import privacy
from portal.services.stored_of_staff import OF_STAFF
from portal.web import access
from portal.web.desk import notice

blueprint = Blueprint("privacy", __name__)


@blueprint.get("/privacy")
@access.anybody
def page() -> str:
    told = {"tables": privacy.described(OF_STAFF), "notice": notice()}
    return render_template("staff/accounts/privacy.html", **told)
