"""These pages say what we store, how accessible the site is, and whom to ask."""

from __future__ import annotations

from flask import Blueprint, render_template

from portal.services import privacy
from portal.survey.audience import ANYBODY
from portal.web.desk import desk, notice

blueprint = Blueprint("about", __name__)


@blueprint.get("/privacy")
def privacy_page() -> str:
    told = {"tables": privacy.stored(), "notice": notice(), "words": ANYBODY}
    return render_template("respond/privacy.html", **told)


@blueprint.get("/privacy/returns")
def returns_privacy() -> str:
    return render_template("respond/privacy_returns.html", notice=notice())


@blueprint.get("/test-letter")
def test_letter() -> str:
    """Links of letters that are tests lead here (``services/letters/texts.py``)."""
    return render_template("respond/test_letter.html")


@blueprint.get("/accessibility")
def accessibility() -> str:
    told = {"notice": notice(), "support": desk().support}
    return render_template("respond/accessibility.html", **told)


@blueprint.get("/help")
def help_page() -> str:
    return render_template("respond/help.html", support=desk().support)
