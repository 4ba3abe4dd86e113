"""These pages say what we store, how accessible the site is, and whom to ask."""

from __future__ import annotations

from flask import Blueprint, render_template

from portal.services import privacy
from portal.web.desk import desk

blueprint = Blueprint("about", __name__)


@blueprint.get("/privacy")
def privacy_page() -> str:
    return render_template("respond/privacy.html", tables=privacy.stored(), support=desk().support)


@blueprint.get("/test-letter")
def test_letter() -> str:
    """Links of letters that are tests lead here (``services/letters/texts.py``)."""
    return render_template("respond/test_letter.html")


@blueprint.get("/accessibility")
def accessibility() -> str:
    return render_template("respond/accessibility.html", support=desk().support)


@blueprint.get("/help")
def help_page() -> str:
    return render_template("respond/help.html", support=desk().support)
