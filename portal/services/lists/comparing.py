"""What is on the lists of a round already, beside the rows of a file: looked up in as many
statements for many rows and organisations as for few."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from peewee import fn

from portal.services.people.invitations import ACTIVE, mailbox
from portal.store.db import among
from portal.store.people import Invitation
from portal.tabular.people import Entry


class OnList(NamedTuple):
    withdrawn: bool
    waiting: bool


@dataclass(frozen=True, slots=True)
class Lists:
    """Hold what the lists say of some addresses. ``entries``: by organisation and address;
    ``inviting``: which organisation invites an address; ``mailboxes``: an address on a list, by
    organisation and the mailbox to which it leads; ``invited``: how many by organisation."""

    entries: Mapping[tuple[str, str], OnList]
    inviting: Mapping[str, str]
    mailboxes: Mapping[tuple[str, str], str]
    invited: Mapping[str, int]


class Compared(NamedTuple):
    """Part sound entries, in the order of the file: ``fresh``, those on their lists already, and
    those that are left out with why."""

    fresh: list[Entry]
    known: list[tuple[Entry, OnList]]
    wrong: list[tuple[Entry, str]]


def lists(round_id: bytes, entries: Sequence[Entry]) -> Lists:
    """Read what the lists of a round say of these entries, whose addresses are sound."""
    ours: Any = Invitation.round == round_id
    emails = {entry.email for entry in entries}
    emails |= {mailbox(email) for email in emails if "+" in email}
    rows = list(_rows(ours & Invitation.email.in_(among(sorted(emails)))))
    tagged = _rows(ours & (fn.INSTR(Invitation.email, "+") > 0))
    return Lists(
        entries={(code, email): OnList(bool(off), bool(waits)) for code, email, off, waits in rows},
        inviting={email: code for code, email, off, waits in rows if not off and not waits},
        mailboxes={(code, mailbox(email)): email for code, email, *_ in (*tagged, *rows)},
        invited=_invited(ours),
    )


def compared(entries: Iterable[Entry], of: Lists, names: Mapping[str, str]) -> Compared:
    """Say what becomes of each entry. ``names``: of the organisations."""
    done = Compared([], [], [])
    first = dict[str, Entry]()
    for entry in entries:
        here = (entry.organisation, entry.email)
        if here in of.entries:
            done.known.append((entry, of.entries[here]))
        elif wrong := _wrong(entry, of, names, first):
            done.wrong.append((entry, wrong))
        else:
            first[entry.email] = entry
            done.fresh.append(entry)
    return done


def _wrong(entry: Entry, of: Lists, names: Mapping[str, str], first: Mapping[str, Entry]) -> str:
    """Say why a person cannot be invited who stands where they are. ``first``: the row that invites
    an address, of those above."""
    if other := of.inviting.get(entry.email):
        return f"{names[other]} invites this person already; take them off there first"
    if listed := of.mailboxes.get((entry.organisation, mailbox(entry.email))):
        return f"it leads to the mailbox of {listed}, which is listed"
    if above := first.get(entry.email):
        name = names[above.organisation]
        return f"the address is in row {above.row} too, for {name}; only one can invite them"
    return ""


def _rows(condition: Any) -> Any:
    columns = (Invitation.organisation, Invitation.email, Invitation.withdrawn, Invitation.waiting)
    return Invitation.select(*columns).where(condition).tuples()


def _invited(ours: Any) -> dict[str, int]:
    rows: Any = (
        Invitation.select(Invitation.organisation, fn.COUNT(Invitation.id))
        .where(ours & ACTIVE)
        .group_by(Invitation.organisation)
        .tuples()
    )
    return dict(rows)
