"""Why letters do not arrive in a round, for administrators, and another try."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import AnyOf

from portal.calendar.london import in_london
from portal.services.letters import bounces
from portal.web import access
from portal.web.desk import desk

blueprint = Blueprint("unreached", __name__, url_prefix="/rounds/<round_code>/unreached")
SINCE = {
    "1": "in the last hour",
    "24": "in the last 24 hours",
    "168": "in the last 7 days",
    "": "ever",
}
"""By hours."""


class AgainForm(FlaskForm):  # type: ignore[misc]
    """Since when addresses are tried again."""

    since = SelectField(
        "Try again the addresses found not to work",
        choices=[SelectChoice(hours, said) for hours, said in SINCE.items()],
        validate_choice=False,
        validators=[AnyOf(SINCE, "Choose one of these.")],
    )


@blueprint.get("")
@access.allow("administrator")
def unreached(round_code: str) -> str:
    return _page(round_code, AgainForm())


@blueprint.post("")
@access.allow("administrator")
def again(round_code: str) -> Response | tuple[str, int]:
    """Give the addresses another chance, where the fault was ours."""
    form, now = AgainForm(), desk().clock()
    if not form.validate_on_submit():
        return _page(round_code, form), 422
    since = now - timedelta(hours=int(form.since.data)) if form.since.data else None
    number = bounces.take_back(round_code, since, access.me().email, now)
    flash(f"{'1 address is' if number == 1 else f'{number:,} addresses are'} tried again.")
    return redirect(url_for(".unreached", round_code=round_code), code=303)


def _page(round_code: str, form: AgainForm) -> str:
    reasons = [
        (each.why, each.number, in_london(each.last) if each.last else "")
        for each in bounces.unreached(round_code)
    ]
    return render_template(
        "staff/figures/overview/unreached.html",
        round=access.this_round(),
        reasons=reasons,
        form=form,
    )
