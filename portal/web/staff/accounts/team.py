"""The team: who has an account, and giving, taking away and handing over accounts."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.errors import NotFound, PortalError
from portal.services.rounds import register as rounds
from portal.services.staff import accounts, authenticator, team
from portal.services.staff.accounts import Person
from portal.web import access
from portal.web.desk import desk
from portal.web.forms import ButtonForm
from portal.web.staff.accounts.forms import HandOverForm, InviteForm

blueprint = Blueprint("team", __name__, url_prefix="/team")
Answer = str | Response | tuple[str, int]


@blueprint.get("")
@access.allow("administrator")
def everybody() -> str:
    return render_template("staff/accounts/team/everybody.html", groups=team.groups())


@blueprint.route("/invite", methods=["GET", "POST"])
@access.allow("administrator")
def invite() -> Answer:
    form = InviteForm.offering(rounds.organisation_names())
    if form.validate_on_submit():
        email, name = form.whom()
        part = (str(form.role.data), form.chosen_organisation())
        try:
            new = team.invite(email, *part, access.me().email, desk().clock(), name)
        except PortalError as error:
            form.refuse(str(error))
        else:
            flash(f"{new.email} has an account. A letter says how to sign in.")
            return redirect(url_for(".everybody"), code=303)
    page = render_template("staff/accounts/team/invite.html", form=form)
    return (page, 422) if form.is_submitted() else page


@blueprint.get("/<person>")
@access.allow("administrator")
def one(person: str) -> str:
    account = _person(person)
    codes = authenticator.codes_left(account) if account.has_authenticator else 0
    return render_template(
        "staff/accounts/team/one.html",
        person=account,
        role=team.role_of(account),
        codes=codes,
        form=ButtonForm(),
    )


@blueprint.post("/<person>/suspend")
@access.allow("administrator")
def suspend(person: str) -> Response:
    account = _person(person)
    team.suspend(account, access.me().email, desk().clock())
    flash(f"{account.email} is suspended and signed out. You can reinstate the account below.")
    return _to(account)


@blueprint.post("/<person>/reinstate")
@access.allow("administrator")
def reinstate(person: str) -> Response:
    account = _person(person)
    team.reinstate(account, access.me().email, desk().clock())
    flash(f"{account.email} can sign in again.")
    return _to(account)


@blueprint.route("/<person>/hand-over", methods=["GET", "POST"])
@access.allow("administrator")
def hand_over(person: str) -> Answer:
    old, form = _person(person), HandOverForm()
    if form.validate_on_submit():
        try:
            new = team.hand_over(old, *form.whom(), access.me().email, desk().clock())
        except PortalError as error:
            form.refuse(str(error))
        else:
            flash(f"{new.email} has taken over from {old.email}, who is suspended.")
            return _to(new)
    page = render_template("staff/accounts/team/hand_over.html", person=old, form=form)
    return (page, 422) if form.is_submitted() else page


@blueprint.route("/<person>/reset-authenticator", methods=["GET", "POST"])
@access.allow("administrator")
def reset_authenticator(person: str) -> Answer:
    account, form = _person(person), ButtonForm()
    if form.validate_on_submit():
        authenticator.reset(account, access.me().email, desk().clock())
        flash(f"{account.email} sets up a new authenticator the next time they sign in.")
        return _to(account)
    return render_template(
        "staff/accounts/team/reset_authenticator.html", person=account, form=form
    )


def _person(text: str) -> Person:
    """Find whom the number in the address stands for."""
    try:
        return accounts.by_id(bytes.fromhex(text))
    except ValueError as error:
        raise NotFound("There is no such account.") from error


def _to(person: Person) -> Response:
    return redirect(url_for(".one", person=person.id.hex()), code=303)
