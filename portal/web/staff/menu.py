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
    """Texts and addresses."""
    offered = ADMINISTRATOR if access.me().is_administrator else PSW
    return [(text, url_for(endpoint)) for text, endpoint in offered]


def workplace() -> str:
    """The name of the organisation that the person signed in works for; an administrator: none."""
    code = access.me().organisation
    return organisations.name_of(code) if code else ""


def is_here(address: str) -> bool:
    """Whether the page lies at or below an entry of the menu; the first page is none of them."""
    home = url_for("staff.home.home")
    if address == home:
        return request.path == home or request.path.startswith(f"{home}rounds")
    return request.path.startswith(address)
