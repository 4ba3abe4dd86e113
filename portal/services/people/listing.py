"""The people whom one organisation invites to one round: its list, and changes to single entries.

Nothing here tells, or depends on, whether anybody has answered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from peewee import fn

from portal.calendar.london import day_and_month, in_london
from portal.calendar.state import State
from portal.errors import NotFound
from portal.services.people.invitations import ACTIVE, mailbox, part_in
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.services.staff.accounts import Person
from portal.services.staff.scope import Employer
from portal.store.db import among, of_part
from portal.store.letters import Outgoing
from portal.store.organisations import Organisation
from portal.store.people import Invitation
from portal.store.staff import Staff

PAGE = 50
"""People on a page."""
EntryStatus: TypeAlias = Literal["invited", "waiting", "withdrawn", "undeliverable", "refused"]
STATES: tuple[EntryStatus, ...] = ("invited", "waiting", "withdrawn", "undeliverable", "refused")
LetterStatus: TypeAlias = Literal["", "due", "sending", "done", "refused"]
"""None yet, on its way, in hand just now, sent, or given up."""
REFUSED = (
    (Invitation.withdrawn == 1)
    & (Invitation.waiting == 1)
    & Invitation.decided.is_null(False)
    & (Invitation.replaced == 0)
)
"""Entries that an administrator has turned away."""


@dataclass(frozen=True, slots=True)
class Place:
    """Name a round and an organisation that takes part in it. ``named``: it is a return; ``over``:
    the list is destroyed, or about to be; ``floor``: fewest answers that are reported by
    themselves; ``opens`` and ``closes`` in words."""

    round_id: bytes
    round_code: str
    title: str
    state: State
    over: bool
    named: bool
    floor: int
    minutes: int
    opens: str
    closes: str
    organisation: str
    name: str
    domains: tuple[str, ...]

    def holds(self, email: str) -> bool:
        """Say whether an address is in one of the organisation's mail domains, or below one."""
        host = email.rpartition("@")[2]
        return any(host == domain or host.endswith(f".{domain}") for domain in self.domains)


@dataclass(frozen=True, slots=True)
class Invited:
    """Show an entry of a list. ``linked``: a letter with a link has been made; ``why``: letters do
    not arrive; ``reason``: it was turned away. ``letter``: what became of the last letter with a
    link, on a ``day`` in words; reminders show nowhere."""

    id: str
    email: str
    name: str
    state: EntryStatus
    linked: bool
    why: str
    reason: str
    letter: LetterStatus = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Count a list, each person once. ``invited`` are those who get letters, ``undeliverable``
    included; ``refused``: turned away by an administrator. ``ended``: entries whose link leads
    nowhere any more, since they were taken off, replaced, or have to wait."""

    invited: int
    waiting: int
    withdrawn: int
    undeliverable: int
    refused: int
    ended: int


NOBODY = Counts(invited=0, waiting=0, withdrawn=0, undeliverable=0, refused=0, ended=0)


@dataclass(frozen=True, slots=True)
class ListPage:
    """Show a page of a list. ``after``: whom the next page comes after; none if this is the last
    one."""

    people: tuple[Invited, ...]
    after: str | None


def place(round_code: str, organisation: str) -> Place:
    """Look up a round and an organisation that takes part in it. Raises ``NotFound``."""
    round_ = rounds.by_code(round_code)
    of = part_in(round_.id, organisation).organisation
    return place_of(round_, Employer(of.code, of.name, of.domains))


def place_of(round_: RoundInfo, employer: Employer) -> Place:
    """The place of an organisation that is known to take part in the round."""
    return Place(
        round_id=round_.id,
        round_code=round_.code,
        title=round_.title,
        state=round_.state,
        over=not round_.state.living,
        named=round_.named,
        floor=round_.threshold,
        minutes=round_.text.minutes,
        opens=in_london(round_.opens),
        closes=in_london(round_.closes),
        organisation=employer.code,
        name=employer.name,
        domains=tuple(employer.domains.split()),
    )


def counts(where: Place) -> Counts:
    every = counts_by_part([where.round_id], where.organisation)
    return every.get((where.round_id, where.organisation), NOBODY)


def counts_by_part(
    round_ids: Collection[bytes], organisation: str = ""
) -> dict[tuple[bytes, str], Counts]:
    """The counts of every list of these rounds, or of one organisation's, by round and
    organisation; lists with nobody on them are left out."""
    kinds = (ACTIVE, *(_in_state(each) for each in STATES[1:]), ~ACTIVE & (Invitation.minted >= 0))
    own = [Invitation.organisation == organisation] if organisation else []
    rows: Any = (
        Invitation.select(
            Invitation.round,
            Invitation.organisation,
            *(fn.COUNT(Invitation.id).filter(kind) for kind in kinds),
        )
        .where(Invitation.round.in_(round_ids), *own)
        .group_by(Invitation.round, Invitation.organisation)
        .tuples()
    )
    return {(round_id, code): Counts(*numbers) for round_id, code, *numbers in rows}


def page(where: Place, show: str = "", words: str = "", after: str = "") -> ListPage:
    """Return a page of the list, by address. ``show``: a state, or all; ``words``: each must stand
    in the address or name."""
    shown = on_list(where) & (Invitation.replaced == 0)
    query = Invitation.select().where(shown).order_by(Invitation.email)
    if show in STATES:
        query = query.where(_in_state(show))
    for word in words.lower().split():
        query = query.where(Invitation.email.contains(word) | Invitation.name.contains(word))
    if before := _row(where, after):
        query = query.where(Invitation.email > before.email)
    rows = list(query.limit(PAGE + 1))
    letters = _last_letters(rows)
    people = [invited(row, letters.get(row.id)) for row in rows]
    return ListPage(tuple(people[:PAGE]), people[PAGE - 1].id if len(people) > PAGE else None)


def one(where: Place, person: str) -> Invited:
    """Return an entry. Raises ``NotFound``, also for somebody of another organisation or round."""
    row = row_of(where, person)
    return invited(row, _last_letters([row]).get(row.id))


def only(where: Place) -> Invited | None:
    """Return whoever has the link of a return."""
    row = Invitation.select().where(on_list(where)).first()
    return invited(row, _last_letters([row]).get(row.id)) if row else None


def psws(where: Place) -> list[tuple[str, str]]:
    """Return address and name of the organisation's principal social workers."""
    own = (Staff.organisation == where.organisation) & (Staff.suspended == 0)
    return [(row.email, row.name) for row in Staff.select().where(own).order_by(Staff.email)]


def waits(where: Place, email: str, who: Person) -> bool:
    """Say whether somebody has to look at an address first: an administrator does so by adding
    it."""
    return not who.is_administrator and not where.holds(email)


def row_of(where: Place, person: str) -> Invitation:
    """Return the row of an entry. Raises ``NotFound``."""
    row = _row(where, person)
    if row is None:
        raise NotFound("There is nobody here: the entry may have been removed in the meantime.")
    return row


def waiting_here(where: Place, chosen: Collection[str] | None) -> list[Invited]:
    """Return those who wait, or the chosen ones among them, by address."""
    return sorted(map(invited, rows_waiting(where, chosen)), key=lambda each: each.email)


def rows_waiting(where: Place, chosen: Collection[str] | None) -> list[Invitation]:
    """Return the rows of those who wait, or of the chosen ones among them."""
    rows = Invitation.select().where(on_list(where) & _in_state("waiting"))
    return [row for row in rows if chosen is None or row.id.hex() in chosen]


def invited(row: Invitation, letter: Outgoing | None = None) -> Invited:
    return Invited(
        id=row.id.hex(),
        email=row.email,
        name=row.name,
        state=_state(row),
        linked=row.minted >= 0,
        why=row.undeliverable,
        reason=row.reason,
        letter=letter.state if letter else "",
        day=day_and_month(letter.day) if letter and letter.day else "",
    )


def inviting(where: Place, emails: Sequence[str]) -> dict[str, str]:
    """Return those of the addresses that another organisation invites to the round, with its code.
    An entry there that waits itself, or was taken off, holds up nobody."""
    others = (Invitation.round == where.round_id) & (Invitation.organisation != where.organisation)
    return {row.email: row.organisation_id for row in entries_with(emails, others & ACTIVE)}


def mailboxes(where: Place, emails: Sequence[str]) -> dict[str, str]:
    """Return an address on the list, of anybody who was taken off too, for each mailbox to which
    others of these addresses might lead."""
    same = entries_with([mailbox(email) for email in emails if "+" in email], on_list(where))
    tagged = Invitation.select().where(on_list(where) & Invitation.email.contains("+"))
    return {mailbox(row.email): row.email for row in (*tagged, *same)}


def entries_with(emails: Sequence[str], condition: Any) -> Iterator[Invitation]:
    """Look up entries that meet a condition and have one of many addresses."""
    if emails:
        yield from Invitation.select().where(condition & Invitation.email.in_(among(emails)))


def on_list(where: Place) -> Any:
    """Make the condition for the entries of one organisation's list."""
    return of_part(Invitation, where.round_id, where.organisation)


def inviting_by_name(where: Place, emails: Sequence[str]) -> dict[str, str]:
    """Do as ``inviting``, with the organisations' names: for administrators alone."""
    codes = inviting(where, emails)
    rows = Organisation.select().where(Organisation.code.in_(sorted(set(codes.values()))))
    names = {row.code: row.name for row in rows}
    return {email: names[code] for email, code in codes.items()}


def _last_letters(rows: Sequence[Invitation]) -> dict[bytes, Outgoing]:
    """Find the last letter with a link that was put in hand for each entry."""
    theirs = Outgoing.invitation.in_([row.id for row in rows])
    links = Outgoing.select().where(theirs & ~Outgoing.kind.startswith("reminder"))
    return {each.invitation_id: each for each in sorted(links, key=_number)}


def _number(letter: Outgoing) -> tuple[str, bool, int]:
    """Put letters to one entry in their order: an invitation and new links by the number of the
    link; what is sent again comes last on its day."""
    kind, _, number = letter.kind.partition(" ")
    return str(letter.day or ""), kind == "resend", int(number or 0)


def _state(row: Invitation) -> EntryStatus:
    if row.withdrawn and row.waiting and row.decided:
        return "refused"
    if row.withdrawn:
        return "withdrawn"
    if row.waiting:
        return "waiting"
    return "undeliverable" if row.undeliverable else "invited"


def _in_state(state: str) -> Any:
    return {
        "withdrawn": (Invitation.withdrawn == 1) & (Invitation.replaced == 0) & ~REFUSED,
        "refused": REFUSED,
        "waiting": (Invitation.withdrawn == 0) & (Invitation.waiting == 1),
        "undeliverable": ACTIVE & (Invitation.undeliverable != ""),
        "invited": ACTIVE & (Invitation.undeliverable == ""),
    }[state]


def _row(where: Place, person: str) -> Invitation | None:
    try:
        key = bytes.fromhex(person)
    except ValueError:
        return None
    theirs = on_list(where) & (Invitation.id == key) & (Invitation.replaced == 0)
    row: Invitation | None = Invitation.get_or_none(theirs)
    return row
