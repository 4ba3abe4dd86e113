"""Addresses that several organisations of a round put on their lists. One of them invites a person;
what the others put down waits for an administrator, and tells them nothing."""

from __future__ import annotations

from collections.abc import Sequence

from portal.services.people import Place
from portal.store.invitations import Invitation
from portal.store.people import Organisation

AT_ONCE = 500
"""Addresses that are looked up by one query."""


def inviting(where: Place, emails: Sequence[str]) -> dict[str, str]:
    """Of these addresses those that another organisation invites to the round, with its code. An
    entry there that waits itself, or was taken off, holds up nobody."""
    active = (Invitation.waiting == 0) & (Invitation.withdrawn == 0)
    others = (Invitation.round == where.round_id) & (Invitation.organisation != where.organisation)
    found = dict[str, str]()
    for start in range(0, len(emails), AT_ONCE):
        part = Invitation.email.in_(emails[start : start + AT_ONCE])
        for row in Invitation.select().where(others & active & part):
            found[row.email] = row.organisation_id
    return found


def named(where: Place, emails: Sequence[str]) -> dict[str, str]:
    """As ``inviting``, with the organisations' names: for administrators alone."""
    codes = inviting(where, emails)
    rows = Organisation.select().where(Organisation.code.in_(sorted(set(codes.values()))))
    names = {row.code: row.name for row in rows}
    return {email: names[code] for email, code in codes.items()}
