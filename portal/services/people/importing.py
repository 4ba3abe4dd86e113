"""The one importer of people: a list is read from a file or typed in, looked at against what is
known, then invited; the operator's goes the same way, and is trusted.

It waits between its preview and its confirmation (``uploads``) as what was read of it, so that it
is read once, and nothing else of a file is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from portal.errors import Conflict, Refused
from portal.post import addresses
from portal.services import uploads
from portal.services.people import invitations
from portal.services.people.invitations import (
    ONE_LINK,
    Batch,
    PeopleInvited,
    mailbox,
    sound,
)
from portal.services.people.links import second_links
from portal.services.people.listing import (
    Place,
    counts,
    entries_with,
    inviting,
    mailboxes,
    on_list,
    only,
    waits,
)
from portal.services.staff.accounts import Person
from portal.store import db
from portal.store.people import Row
from portal.tabular import asking, people, typed
from portal.tabular.asking import LEAVE_OUT, Answers, Question
from portal.tabular.people import Entry, PeopleList

MOST = 20_000
"""People in a list."""
SHARED = "shared"
"""The key of the question about mailboxes that several people read."""
KEYS = (*asking.KEYS, SHARED)
NONE: Answers = {}


class Fault(NamedTuple):
    """A row that is left out, with what is ``written`` as its address, and what is wrong."""

    row: int
    name: str
    written: str
    wrong: str


@dataclass(frozen=True, slots=True)
class PeoplePreview:
    """Tell what a list would do. ``known``: already on the list, ``withdrawn`` among them taken off
    it; to an administrator also whom another organisation invites, which makes a PSW's entry wait.
    ``shared``: mailboxes that several people seem to read, left out or not. ``total``: how many
    would be invited then. ``questions`` are what the list leaves open, ``given`` the answers so
    far: while one is ``open``, nobody can be invited. ``typed``: the text, if it is no file."""

    fresh: tuple[Entry, ...]
    waiting: tuple[Entry, ...]
    shared: tuple[Entry, ...]
    known: int
    withdrawn: int
    faults: tuple[Fault, ...]
    total: int
    note: str = ""
    typed: str = ""
    questions: tuple[Question, ...] = ()
    given: Answers = field(default_factory=dict)

    @property
    def open(self) -> bool:
        return asking.are_open(self.questions, self.given)


def keep(where: Place, data: bytes, who: Person, now: datetime) -> str:
    """Put a file by for its preview and return its name. Raises ``Refused`` if it is no list of
    people."""
    return _keep(where, people.read(data, MOST), who, now)


def keep_typed(where: Place, text: str, who: Person, now: datetime) -> str:
    """Put by what was typed in, one person in a line, as ``keep`` does a file. Raises
    ``Refused``."""
    return _keep(where, typed.read(text, MOST), who, now)


def preview(
    where: Place, name: str, who: Person, now: datetime, given: Answers = NONE
) -> PeoplePreview:
    """Look at a list that was put by. Raises ``NotFound``, ``uploads.Confirmed``, ``Conflict``."""
    _check_open(where)
    listed = people.unpacked(uploads.get(who.id, _purpose(where), name, now))
    looked_at = _looked_at(
        *(where, people.entries(listed, given), who),
        without_shared=given.get(SHARED) == LEAVE_OUT,
        at="line" if listed.typed else "row",
    )
    return replace(
        looked_at,
        note=people.note(listed, given),
        typed=listed.typed,
        questions=(*people.questions(listed), *about_shared(looked_at.shared)),
        given=given,
    )


def confirm(
    where: Place, name: str, who: Person, now: datetime, given: Answers = NONE
) -> PeopleInvited:
    """Invite whom the preview showed that had the same answers. Raises ``NotFound``,
    ``uploads.Confirmed``, ``Conflict``, and ``Refused`` while a question is open."""
    looked_at = preview(where, name, who, now, given)
    asking.check(looked_at.questions, given)
    batch = _batch(where, looked_at, who)
    with db.writing():
        uploads.get(who.id, _purpose(where), name, now)  # another click may have been faster
        _check_open(where)
        outcome = invitations.write(batch, who.email, now)
        uploads.confirmed(who.id, _purpose(where), name, asdict(outcome))
    return outcome


def drop(where: Place, name: str, who: Person, now: datetime) -> None:
    """Forget a file that was put by. Raises ``uploads.Confirmed``."""
    uploads.drop(who.id, _purpose(where), name, now)


def put(
    round_code: str, rows: Iterable[tuple[int, Mapping[str, str]]], who: str, now: datetime
) -> PeopleInvited:
    """Invite people for the operator, who is trusted with addresses outside the organisations'
    mail domains, and may send the list of many organisations, or of a return's.

    ``rows``: those of a file, with ``organisation`` (its code, or its name), ``email`` and perhaps
    ``name``. Raises ``Refused`` with every fault, a line each; then nobody is invited.
    """
    round_ = invitations.taking(round_code)
    codes = invitations.codes(round_.id)
    taking_part = set(codes.values())
    listed = [invitations.of_file(codes, line, row) for line, row in rows]
    faults, good = sound(listed, whole=True)
    invitations.refuse(
        [
            *(
                (each, f"organisation {each.organisation or '(none)'} does not take part")
                for each in listed
                if each.organisation not in taking_part
            ),
            *((entry, what) for entry, several in faults for what in several),
            *second_links(round_, listed),
        ]
    )
    made = [
        invitations.new_row(round_.id, each.organisation, each.email, each.name) for each in good
    ]
    with db.writing():
        invitations.check_take_part(round_code, (each.organisation for each in good))
        invitations.refuse([*second_links(round_, good)])
        return invitations.write(Batch(f"to round {round_code}", True, made), who, now)


def give_link(where: Place, email: str, name: str, who: Person, now: datetime) -> PeopleInvited:
    """Invite the one person who gets the link of a return. Raises ``Refused``, ``Conflict``."""
    with db.writing():
        invitations.taking(where.round_code)
        if only(where):
            raise Conflict(f"{ONE_LINK.capitalize()}. Move it to another address instead.")
        looked_at = _looked_at(where, [Entry(1, email, name)], who)
        if looked_at.faults:
            raise Refused(f"{looked_at.faults[0].wrong}.")
        if looked_at.known:
            raise Refused(f"{email} has the link of another organisation's return.")
        return invitations.write(_batch(where, looked_at, who), who.email, now)


def about_shared(shared: Sequence[Entry]) -> Iterator[Question]:
    """Ask what becomes of mailboxes that several people seem to read."""
    if shared:
        look = "address looks like a shared mailbox"
        if (more := len(shared) - asking.SAMPLE) > 0 or len(shared) > 1:
            look = "addresses look like shared mailboxes"
        emails = ", ".join(entry.email for entry in shared[: asking.SAMPLE])
        said = f"{emails}{f' and {more:,} more' if more > 0 else ''}"
        risk = "Only one answer can come from each, and all its readers see the link."
        yield asking.to_include(SHARED, len(shared), look, f"{said}. {risk}")


def _purpose(where: Place) -> str:
    return f"people {where.round_code} {where.organisation}"


def _check_open(where: Place) -> None:
    invitations.taking_part(where.round_code, where.organisation)
    if where.named:
        raise Conflict(f"{ONE_LINK.capitalize()}. There is no list to send.")


def _keep(where: Place, listed: PeopleList, who: Person, now: datetime) -> str:
    _check_open(where)
    return uploads.put(who.id, _purpose(where), people.packed(listed), now)


def _looked_at(
    where: Place,
    entries: Iterable[Entry],
    who: Person,
    *,
    without_shared: bool = False,
    at: str = "row",
) -> PeoplePreview:
    faults, good = sound(entries, at=at)
    emails = [entry.email for entry in good]
    known, taken, others = _known(where, emails), inviting(where, emails), mailboxes(where, emails)
    if who.is_administrator:
        known = dict.fromkeys(taken, False) | known
    new = []
    for entry in good:
        if entry.email in known:
            continue
        if other := others.get(mailbox(entry.email)):
            faults.append((entry, [f"it leads to the mailbox of {other}, which is listed"]))
        else:
            new.append(entry)
    shared = [entry for entry in new if addresses.is_shared(entry.email)]
    if without_shared:
        new = [entry for entry in new if not addresses.is_shared(entry.email)]
    held = {e.email for e in new if e.email in taken or waits(where, e.email, who)}
    fresh = tuple(entry for entry in new if entry.email not in held)
    return PeoplePreview(
        fresh=fresh,
        waiting=tuple(entry for entry in new if entry.email in held),
        shared=tuple(shared),
        known=len(known),
        withdrawn=sum(known.values()),
        faults=tuple(sorted(Fault(e.row, e.name, e.email, wrong[0]) for e, wrong in faults)),
        total=counts(where).invited + len(fresh),
    )


def _known(where: Place, emails: Sequence[str]) -> dict[str, bool]:
    """Tell who is on the organisation's list already, and whether they were taken off it."""
    return {row.email: bool(row.withdrawn) for row in entries_with(emails, on_list(where))}


def _batch(where: Place, looked_at: PeoplePreview, who: Person) -> Batch:
    def rows(entries: Iterable[Entry], *, waiting: bool) -> list[Row]:
        part = (where.round_id, where.organisation)
        return [
            invitations.new_row(*part, each.email, each.name, waiting=waiting) for each in entries
        ]

    return Batch(
        to=f"of {where.organisation} to round {where.round_code}",
        trusted=who.is_administrator,
        fresh=rows(looked_at.fresh, waiting=False),
        waiting=rows(looked_at.waiting, waiting=True),
        known=looked_at.known,
    )
