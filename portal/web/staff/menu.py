"""What the top of every page offers to each role."""

from __future__ import annotations

from flask import request, url_for

from portal.services.organisations import register as organisations
from portal.web import access

ADMINISTRATOR = (
    ("Rounds", "staff.home.home"),
    ("Organisations", "staff.organisations.every"),
    ("Questionnaires", "staff.questionnaires.every"),
    ("Team", "staff.team.everybody"),
    ("Audit", "staff.audit.page"),
)
PSW = (("Rounds", "staff.home.home"),)


def navigation() -> list[tuple[str, str]]:
    """The entries for the role of the person signed in: texts and addresses."""
    offered = ADMINISTRATOR if access.me().is_administrator else PSW
    return [(text, url_for(endpoint)) for text, endpoint in offered]


def workplace() -> str:
    """The name of the organisation that the person signed in works for; empty for an
    administrator."""
    if (code := access.me().organisation) is None:
        return ""
    here = access.reached().employer
    return here.name if here else organisations.name_of(code)


def is_here(address: str) -> bool:
    """Tell whether the page lies at or below an entry of the menu; the first page is none of
    them."""
    home = url_for("staff.home.home")
    if address == home:
        return request.path == home or request.path.startswith(f"{home}rounds")
    return request.path.startswith(address)
