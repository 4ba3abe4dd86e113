"""Links without a list: slips for mail merge or paper, and the one that may be forwarded."""

from __future__ import annotations

import segno
from flask import Blueprint, render_template
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.services import invitations
from portal.services import people as listing
from portal.services.people import Place
from portal.web import access, spreadsheet
from portal.web.desk import desk
from portal.web.forms import ButtonForm
from portal.web.staff.people import go
from portal.web.staff.people_forms import SlipsForm

blueprint = Blueprint("links", __name__, url_prefix="/rounds/<round_code>/<organisation>/people")
Answer = str | Response | tuple[str, int]
TO_A_PAGE = 8


@blueprint.route("/slips", methods=["GET", "POST"])
@access.allow("administrator", "psw")
def slips(round_code: str, organisation: str) -> Answer:
    """The links are in this one answer and nowhere else: it is not a page to come back to."""
    where, form = listing.place(round_code, organisation), SlipsForm()
    if form.validate_on_submit():
        addresses = _slips(where, form.number.data or 0)
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
    token = invitations.open_link_made(round_code, organisation)
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
    invitations.open_link(round_code, organisation, access.me().email, desk().clock())
    return go(where, ".open_link")


def _slips(where: Place, number: int) -> list[str]:
    who, now = access.me().email, desk().clock()
    made = invitations.slips(where.round_code, where.organisation, number, who, now)
    return [_address("i", token) for token in made]


def _address(kind: str, token: bytes) -> str:
    return f"{desk().base_url}/{kind}/{invitations.link_text(token)}"


def _qr(address: str) -> Markup:
    """A drawing that grows with its place; every shade of it is an attribute, no style."""
    code = segno.make(address, error="m", micro=False)
    return Markup(code.svg_inline(omitsize=True, svgclass="code", lineclass=None))  # noqa: S704
