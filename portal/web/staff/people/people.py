"""Whom an organisation invites to a round: the list, and each person on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as kept
from werkzeug.wrappers import Response

from portal.errors import PortalError, Refused
from portal.services.figures.standing import TERMS
from portal.services.people import changes, importing, listing
from portal.services.people import waiting as decide
from portal.services.people.listing import Invited, ListPage, Place
from portal.services.staff.accounts import Person
from portal.web import access
from portal.web.desk import desk
from portal.web.forms import ButtonForm
from portal.web.staff.people.forms import (
    AWAY,
    IN,
    AddressForm,
    LinkForm,
    SearchForm,
    WaitingForm,
)
from portal.web.staff.rounds import ways

blueprint = Blueprint("people", __name__, url_prefix="/rounds/<round_code>/<organisation>/people")
Answer = str | Response | tuple[str, int]
SEARCH = "people_search"
WAITS = (
    "The address is outside your organisation's mail domains, or on another organisation's list:"
    " an administrator looks at it."
)


@blueprint.get("")
@access.allow("administrator", "psw")
def people(round_code: str, organisation: str) -> str:
    where = listing.place(round_code, organisation)
    if where.named and not where.over:
        return _return(where, LinkForm.offering(listing.psws(where)))
    return _list(where, request.args.get("show", ""), WaitingForm())


def _list(where: Place, show: str, form: WaitingForm) -> str:
    words = _words(where)
    page = listing.page(where, show, words, request.args.get("after", ""))
    return render_template(
        "staff/people/over.html" if where.over else "staff/people/people.html",
        where=where,
        back=back(where),
        counts=listing.counts(where),
        terms=TERMS,
        page=page,
        taken=_taken(where, page),
        show=show if show in listing.STATES else "",
        words=words,
        paged="after" in request.args,
        form=form,
        search=SearchForm(words=words),
    )


@blueprint.post("/search")
@access.allow("administrator", "psw")
def search(round_code: str, organisation: str) -> Response:
    """The words are somebody's name or address, which must not get into anybody's logs: they are
    kept in the browser's cookie, and no address of a page holds them."""
    where, form = listing.place(round_code, organisation), SearchForm()
    if form.words.data and "everybody" not in request.form:
        kept[SEARCH] = [round_code, organisation, form.words.data[:100]]
    else:
        kept.pop(SEARCH, None)
    return go(where, ".people")


@blueprint.get("/<person>")
@access.allow("administrator", "psw")
def one(round_code: str, organisation: str, person: str) -> str:
    where = listing.place(round_code, organisation)
    return _one(where, listing.one(where, person), AddressForm())


@blueprint.post("/<person>/withdraw")
@access.allow("administrator", "psw")
def withdraw(round_code: str, organisation: str, person: str) -> Response:
    where = listing.place(round_code, organisation)
    entry = changes.withdraw(where, person, *_by())
    flash(f"{entry.email} is off the list. If that was a mistake, put them back below.")
    return _to(where, entry.id)


@blueprint.post("/<person>/restore")
@access.allow("administrator", "psw")
def restore(round_code: str, organisation: str, person: str) -> Response:
    where = listing.place(round_code, organisation)
    entry = changes.restore(where, person, *_by())
    new = " and gets a new link" if entry.linked and entry.state != "waiting" else ""
    flash(f"{entry.email} is back on the list{new}.")
    return _to(where, entry.id)


@blueprint.post("/<person>/correct")
@access.allow("administrator", "psw")
def correct(round_code: str, organisation: str, person: str) -> Answer:
    where, form = listing.place(round_code, organisation), AddressForm()
    if form.validate_on_submit():
        try:
            entry = changes.correct(where, person, form.email.data or "", *_by())
        except Refused as error:
            form.email.errors = [str(error)]
        else:
            flash(f"{entry.email} is on the list.{f' {WAITS}' if entry.state == 'waiting' else ''}")
            return _to(where, entry.id)
    return _one(where, listing.one(where, person), form), 422


@blueprint.post("/<person>/reissue")
@access.allow("administrator", "psw")
def reissue(round_code: str, organisation: str, person: str) -> Response:
    where = listing.place(round_code, organisation)
    changes.reissue(where, person, *_by())
    flash("A new link is on its way. The old one stops working, whether or not it was used.")
    return _to(where, person)


@blueprint.post("/<person>/resend")
@access.allow("administrator", "psw")
def resend(round_code: str, organisation: str, person: str) -> Response:
    where = listing.place(round_code, organisation)
    changes.resend(where, person, *_by())
    flash("The link is on its way again.")
    return go(where, ".people")


@blueprint.post("/link")
@access.allow("administrator", "psw")
def give_link(round_code: str, organisation: str) -> Answer:
    """Invite the one person who gets the link of a return."""
    where = listing.place(round_code, organisation)
    form = LinkForm.offering(listing.psws(where))
    if form.validate_on_submit():
        try:
            done = importing.give_link(where, *form.chosen(), *_by())
        except PortalError as error:
            form.whom.errors = [str(error)]
        else:
            flash(WAITS if done.waiting else f"{form.chosen()[0]} gets the link.")
            return go(where, ".people")
    return _return(where, form), 422


@blueprint.get("/waiting")
@access.allow("administrator")
def who_waits(round_code: str, organisation: str) -> Response:
    """Lead a browser on that comes back to where it was asked whether it was sure."""
    return go(listing.place(round_code, organisation), ".people", show="waiting")


@blueprint.post("/waiting")
@access.allow("administrator")
def waiting(round_code: str, organisation: str) -> Answer:
    """Let addresses in, or turn them away: those that are chosen, or all. What cannot be undone and
    is pressed easily, letters to all and entries deleted, is asked once more; ``sure``: of how many
    that told."""
    where, form = listing.place(round_code, organisation), WaitingForm()
    form.validate_on_submit()
    if form.errors.keys() - {"reason"}:
        return _list(where, "waiting", form), 422
    away, chosen = form.go.data == AWAY, form.chosen
    entries = listing.waiting_here(where, chosen) if form.go.data != IN else []
    if form.reason.errors or (entries and form.sure.data != str(len(entries))):
        html = render_template(
            "staff/people/sure.html",
            where=where,
            what=AWAY if away else IN,
            entries=entries,
            form=form,
        )
        return html, 422 if form.reason.errors else 200
    if away:
        number = decide.turn_away(where, chosen, form.reason.data or "", *_by())
    else:
        number = decide.let_in(where, chosen, *_by())
    _tell(number, "turned away" if away else "let in", _left(where, chosen))
    return go(where, ".people", show=None if chosen is None else "waiting")


def back(where: Place) -> tuple[str, str]:
    """To the page of this organisation in this round; to the round itself while an administrator
    makes it: words and address."""
    if access.me().is_administrator and where.state.planned:
        return where.title, url_for("staff.rounds.one", round_code=where.round_code)
    page = url_for(
        "staff.progress.progress", round_code=where.round_code, organisation=where.organisation
    )
    return where.title, page


def _left(where: Place, chosen: list[str] | None) -> bool:
    """Say whether some of the chosen wait on, as another organisation invites them."""
    return bool(listing.waiting_here(where, chosen))


def _tell(number: int, done: str, left: bool) -> None:
    addresses = "1 address" if number == 1 else f"{number} addresses"
    others = "An address that another organisation invites keeps waiting."
    nothing = others if left else "None of these addresses is waiting now."
    ways.tell(number, f"{addresses} {done}.", nothing)
    if number and left:
        flash(others, ways.NOTE)


def _taken(where: Place, page: ListPage) -> dict[str, str]:
    """Name the organisation that invites an address that waits here, to administrators alone."""
    if not access.me().is_administrator:
        return {}
    waiting = [person.email for person in page.people if person.state == "waiting"]
    return listing.inviting_by_name(where, waiting)


def _one(where: Place, entry: Invited, form: AddressForm) -> str:
    return render_template(
        "staff/people/one.html", where=where, person=entry, form=form, acting=ButtonForm()
    )


def _return(where: Place, form: LinkForm) -> str:
    return render_template(
        "staff/people/return.html",
        where=where,
        back=back(where),
        person=listing.only(where),
        form=form,
        acting=ButtonForm(),
    )


def _words(where: Place) -> str:
    """What was searched for on this very list."""
    code, organisation, words = kept.get(SEARCH) or ("", "", "")
    return words if (code, organisation) == (where.round_code, where.organisation) else ""


def _by() -> tuple[Person, datetime]:
    return access.me(), desk().clock()


def go(where: Place, endpoint: str, **more: Any) -> Response:
    """To a page of this organisation in this round."""
    named = {"round_code": where.round_code, "organisation": where.organisation, **more}
    return redirect(url_for(endpoint, **named), code=303)


def _to(where: Place, person: str) -> Response:
    return go(where, ".one", person=person)
