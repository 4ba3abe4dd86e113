"""Links without a list: slips for mail merge or paper, and the one that may be forwarded."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

import segno
from flask import Blueprint, flash, render_template
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.services.people import links, listing, sheets
from portal.services.people.listing import Place
from portal.services.people.sheets import SlipsMade
from portal.survey.audience import WORDS
from portal.web import access, files
from portal.web.desk import desk
from portal.web.forms import ButtonForm
from portal.web.staff.people.forms import MOST, SlipsForm
from portal.web.staff.people.people import go

blueprint = Blueprint("links", __name__, url_prefix="/rounds/<round_code>/<organisation>/people")
Answer = str | Response | tuple[str, int]
Slips = list[tuple[int, str]]
"""The number of a slip's sheet, and its address."""
TO_A_PAGE = 8


@blueprint.route("/slips", methods=["GET", "POST"])
@access.allow("administrator", "psw")
def slips(round_code: str, organisation: str) -> Answer:
    """The links are in this one answer and nowhere else: it is not a page to come back to, and
    loading it again makes no more."""
    where = listing.place(round_code, organisation)
    form = SlipsForm(made=sheets.made(round_code, organisation))
    if form.validate_on_submit():
        try:
            addresses = _slips(where, form)
        except SlipsMade as error:
            page = render_template("staff/people/slips_made.html", where=where, number=error.number)
            return page, 409
        return _handed_out(where, form, addresses)
    made = sheets.of_part(round_code, organisation)
    invited = listing.counts(where).invited
    html = render_template(
        "staff/people/slips.html", where=where, form=form, sheets=made, invited=invited
    )
    return (html, 422) if form.is_submitted() else html


@blueprint.route("/slips/<sheet>/void", methods=["GET", "POST"])
@access.allow("administrator", "psw")
def void(round_code: str, organisation: str, sheet: str) -> Answer:
    where, form = listing.place(round_code, organisation), ButtonForm()
    voiding = sheets.sheet(round_code, organisation, sheet)
    if form.validate_on_submit():
        sheets.void(round_code, organisation, sheet, access.me().email, desk().clock())
        flash(f"Sheet {sheet} is void. Its slips no longer work.")
        return go(where, ".slips")
    return render_template("staff/people/void.html", where=where, sheet=voiding, form=form)


@blueprint.get("/open-link")
@access.allow("administrator", "psw")
def open_link(round_code: str, organisation: str) -> str:
    where = listing.place(round_code, organisation)
    token = links.open_link_made(round_code, organisation)
    address = _address("o", token) if token else ""
    return render_template(
        "staff/people/open_link.html",
        where=where,
        address=address,
        invited=listing.counts(where).invited,
        picture=_qr(address) if address else "",
        form=ButtonForm(),
    )


@blueprint.post("/open-link")
@access.allow("administrator", "psw")
def make_open_link(round_code: str, organisation: str) -> Response:
    where = listing.place(round_code, organisation)
    links.open_link(round_code, organisation, access.me().email, desk().clock())
    return go(where, ".open_link")


@blueprint.route("/open-link/renew", methods=["GET", "POST"])
@access.allow("administrator", "psw")
def renew_open_link(round_code: str, organisation: str) -> Answer:
    where, form = _linked(round_code, organisation), ButtonForm()
    if form.validate_on_submit():
        links.renew(round_code, organisation, access.me().email, desk().clock())
        flash("Here is the new link. The old one no longer works.")
        return go(where, ".open_link")
    return render_template("staff/people/renew_open_link.html", where=where, form=form)


@blueprint.route("/open-link/withdraw", methods=["GET", "POST"])
@access.allow("administrator", "psw")
def withdraw_open_link(round_code: str, organisation: str) -> Answer:
    where, form = _linked(round_code, organisation), ButtonForm()
    if form.validate_on_submit():
        links.withdraw(round_code, organisation, access.me().email, desk().clock())
        flash("The link is withdrawn. Nobody can begin by it now.")
        return go(where, ".open_link")
    return render_template("staff/people/withdraw_open_link.html", where=where, form=form)


def _linked(round_code: str, organisation: str) -> Place:
    """Where there is a link that can be withdrawn."""
    where = listing.place(round_code, organisation)
    links.link(round_code, organisation)
    return where


def _slips(where: Place, form: SlipsForm) -> Slips:
    """Make them, by the number of their sheet, in a process that ends after this answer: tickets
    are not to stay in memory."""
    desk().retire()
    made = sheets.make(
        *(where.round_code, where.organisation, form.number.data or 0),
        *(access.me().email, desk().clock()),
        after=form.made.data,
        to_a_sheet=MOST if form.kind.data == "csv" else TO_A_PAGE,
    )
    numbered = sheets.numbered(where.round_code, where.organisation, made)
    return [(number, _address("i", token)) for number, token in numbered]


def _handed_out(where: Place, form: SlipsForm, made: Slips) -> Answer:
    if form.kind.data == "csv":
        rows = [(where.name, address) for _, address in made]
        parts = (where.round_code, where.organisation, f"slips-sheet-{made[0][0]}")
        return files.table(("organisation", "link"), rows, *parts)
    pages = [
        (sheet, [(address, _qr(address)) for _, address in slips])
        for sheet, slips in groupby(made, key=itemgetter(0))
    ]
    words = WORDS[access.this_round().audience]
    return render_template("staff/people/sheet.html", where=where, pages=pages, words=words)


def _address(kind: str, token: bytes) -> str:
    return f"{desk().base_url}/{kind}/{links.link_text(token)}"


def _qr(address: str) -> Markup:
    """A drawing that grows with its place; every shade of it is an attribute, no style."""
    code = segno.make(address, error="m", micro=False)
    return Markup(code.svg_inline(omitsize=True, svgclass="code", lineclass=None))  # noqa: S704
