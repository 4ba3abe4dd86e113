"""Who gets the link of each return: the person whom the list names for it, else a principal social
worker. A link that somebody has stays theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from portal.services import audit
from portal.services.enrolment.places import Chosen
from portal.services.enrolment.turns import REINSTATE, SUSPEND, Turn
from portal.services.organisations.contacts import Contact, Said
from portal.services.organisations.lists import Reading
from portal.services.people import invitations
from portal.services.rounds.register import RoundInfo
from portal.store.people import Invitation, invite


class ReturnLink(NamedTuple):
    """The link of an organisation's return that goes to somebody."""

    round: RoundInfo
    organisation: str
    to: Contact


def links(read: Reading, there: Chosen, gone: Sequence[Turn]) -> list[ReturnLink]:
    """Say whose links are new."""
    return [
        ReturnLink(each, record["code"], to)
        for each in there.rounds
        if each.named
        for row, record in read.good
        if record["code"] not in there.links[each.id]
        if (to := _holder(read, row, record["code"], gone))
    ]


def faults(
    read: Reading, there: Chosen, made: Sequence[ReturnLink], leaving: Mapping[str, list[str]]
) -> Iterator[Said]:
    """An address gets the link of one return."""
    names = {record["code"]: record["name"] for _, record in read.good}
    taken = {
        (each.id, email): code
        for each in there.rounds
        for code, email in there.links.get(each.id, {}).items()
        if code not in leaving[each.code]
    }
    for link in made:
        other = taken.setdefault((link.round.id, link.to.email), link.organisation)
        if other != link.organisation:
            of = names.get(other) or read.known[other].name
            what = f"the address {link.to.email} has the link of the return of {of}"
            yield Said(link.to.row, names[link.organisation], f"{what}; name somebody else")


def told(read: Reading, there: Chosen, gone: Sequence[Turn]) -> Iterator[str]:
    """Say where a link stays with somebody else than the list names, and where there is nobody to
    get one."""
    moved = {each.person.email for each in gone if each.after}
    out = {each.person.email for each in gone if each.what == SUSPEND}
    for round_ in (each for each in there.rounds if each.named):
        linked, nobody = there.links[round_.id], list[str]()
        for row, record in read.good:
            holder, has = read.contacts[row].holder, linked.get(record["code"], "")
            refused = (round_.id, record["code"]) in there.refused
            if refused or (not has and not _holder(read, row, record["code"], gone)):
                nobody.append(record["name"])
            elif has in out or (has and holder and has not in {holder.email, *moved}):
                yield (
                    f"The link of the return of {record['name']} stays with {has}; move it on its"
                    f" page in “{round_.title}”."
                )
        if nobody:
            yield f"Nobody gets the link of the return of {', '.join(nobody)} yet."


def take_back(round_: RoundInfo, leaving: Sequence[str]) -> None:
    """Forget the links of returns, none of which has gone out, of organisations that leave a round,
    within the caller's transaction."""
    if round_.named and leaving:
        theirs = (Invitation.round == round_.id) & Invitation.organisation.in_(leaving)
        Invitation.delete().where(theirs).execute()


def write(made: Sequence[ReturnLink], who: str, now: datetime) -> None:
    """Invite them within the caller's transaction, and note it by round."""
    invite(
        [
            invitations.new_row(each.round.id, each.organisation, each.to.email, each.to.name)
            for each in made
        ]
    )
    for code in sorted({each.round.code for each in made}):
        number = sum(each.round.code == code for each in made)
        said = audit.counted(number, "person", "people")
        audit.note(who, f"invited {said} to round {code}", now)


def _holder(read: Reading, row: int, code: str, gone: Sequence[Turn]) -> Contact | None:
    """Choose who is named for it, else a PSW of the list, else one with an account: by name, and
    nobody who is suspended, or would be."""
    turned = {each.person.email: each.what for each in gone}

    def may(email: str) -> bool:
        account = read.accounts.get(email)
        suspended = bool(account and account.suspended)
        return turned.get(email, SUSPEND if suspended else REINSTATE) == REINSTATE

    every = sorted(read.accounts.values(), key=lambda each: (each.name.casefold(), each.email))
    own = (Contact(row, each.email, each.name) for each in every if each.organisation == code)
    of = read.contacts[row]
    return of.holder or next((each for each in (*of.psws, *own) if may(each.email)), None)
