"""Links without a list: slips for mail merge or paper, and the one that may be forwarded."""

from __future__ import annotations

import segno
from flask import Blueprint, flash, render_template
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.services.people import links, listing
from portal.services.people.links import SlipsMade
from portal.services.people.listing import Place
from portal.web import access, spreadsheet
from portal.web.desk import desk
from portal.web.forms import ButtonForm
from portal.web.staff.people.forms import SlipsForm
from portal.web.staff.people.people import go

blueprint = Blueprint("links", __name__, url_prefix="/rounds/<round_code>/<organisation>/people")
Answer = str | Response | tuple[str, int]
TO_A_PAGE = 8


@blueprint.route("/slips", methods=["GET", "POST"])
@access.allow("administrator", "psw")
def slips(round_code: str, organisation: str) -> Answer:
    """The links are in this one answer and nowhere else: it is not a page to come back to, and
    loading it again makes no more."""
    where = listing.place(round_code, organisation)
    form = SlipsForm(made=links.slips_made(round_code, organisation))
    if form.validate_on_submit():
        try:
            addresses = _slips(where, form)
        except SlipsMade as error:
            page = render_template("staff/people/slips_made.html", where=where, number=error.number)
            return page, 409
        if form.kind.data == "csv":
            rows = [(where.name, address) for address in addresses]
            return spreadsheet.answer(f"slips-{round_code}.csv", ("organisation", "link"), rows)
        slips = [(address, _qr(address)) for address in addresses]
        pages = [slips[at : at + TO_A_PAGE] for at in range(0, len(slips), TO_A_PAGE)]
        return render_template("staff/people/sheet.html", where=where, pages=pages)
    html = render_template("staff/people/slips.html", where=where, form=form)
    return (html, 422) if form.is_submitted() else html


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
        flash("Here is the new link. The one before it leads nowhere any more.")
        return go(where, ".open_link")
    return render_template("staff/people/renew_open_link.html", where=where, form=form)


@blueprint.route("/open-link/withdraw", methods=["GET", "POST"])
@access.allow("administrator", "psw")
def withdraw_open_link(round_code: str, organisation: str) -> Answer:
    where, form = _linked(round_code, organisation), ButtonForm()
    if form.validate_on_submit():
        links.withdraw(round_code, organisation, access.me().email, desk().clock())
        flash("The link is withdrawn. Nobody can begin by it any more.")
        return go(where, ".open_link")
    return render_template("staff/people/withdraw_open_link.html", where=where, form=form)


def _linked(round_code: str, organisation: str) -> Place:
    """Where there is a link that can be withdrawn."""
    where = listing.place(round_code, organisation)
    links.link(round_code, organisation)
    return where


def _slips(where: Place, form: SlipsForm) -> list[str]:
    """Make them, in a process that ends after this answer: tickets are not to stay in memory."""
    desk().retire()
    made = links.slips(
        *(where.round_code, where.organisation, form.number.data or 0),
        *(access.me().email, desk().clock()),
        after=form.made.data,
    )
    return [_address("i", token) for token in made]


def _address(kind: str, token: bytes) -> str:
    return f"{desk().base_url}/{kind}/{links.link_text(token)}"


def _qr(address: str) -> Markup:
    """A drawing that grows with its place; every shade of it is an attribute, no style."""
    code = segno.make(address, error="m", micro=False)
    return Markup(code.svg_inline(omitsize=True, svgclass="code", lineclass=None))  # noqa: S704
