"""A list of organisations as a file: looked at first, written only when confirmed, and all of it in
one step: the register, accounts of principal social workers, rounds, and links of returns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from shlex import quote

from portal.errors import Conflict, Refused
from portal.services import uploads
from portal.services.enrolment import links, places, turns
from portal.services.enrolment.links import ReturnLink
from portal.services.enrolment.places import ROUNDS, Chosen
from portal.services.enrolment.turns import Turn, Turns
from portal.services.organisations import lists
from portal.services.organisations import register as organisations
from portal.services.organisations.contacts import Said
from portal.services.organisations.kinds import Record
from portal.services.organisations.lists import OrganisationList, Reading
from portal.services.organisations.register import OrganisationInfo
from portal.services.rounds import parts
from portal.services.staff.accounts import Person
from portal.store import db
from portal.tabular import asking
from portal.tabular.asking import Answers, Question

PURPOSE = "organisations"
CHANGED = (
    "Somebody has changed an organisation, an account or a round in the meantime, so nothing is"
    " saved. Check it again."
)


@dataclass(frozen=True, slots=True)
class Change:
    """Tell what would change of an organisation. ``differences``: column, what it is now, what it
    would be."""

    row: int
    code: str
    name: str
    differences: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Count what was done: organisations ``added`` and ``changed``, new ``accounts`` and those that
    were ``moved`` (renamed, handed over, suspended, reinstated), places in rounds that were
    ``joined`` or ``left``, and ``links`` of returns."""

    added: int = 0
    changed: int = 0
    accounts: int = 0
    moved: int = 0
    joined: int = 0
    left: int = 0
    links: int = 0


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Tell what a list would do, as it was ``read`` with the ``answers`` so far; while there are
    faults, or it ``asks`` something, nothing can be written. ``added``: row and columns;
    ``joining``, ``leaving``: codes of organisations, by the round's; ``told``: what else there is
    to know."""

    read: Reading
    there: Chosen
    answers: Answers
    questions: tuple[Question, ...]
    faults: tuple[Said, ...]
    added: tuple[tuple[int, Record], ...]
    changed: tuple[Change, ...]
    same: int
    people: Turns
    turns: tuple[Turn, ...]
    joining: Mapping[str, list[str]]
    leaving: Mapping[str, list[str]]
    links: tuple[ReturnLink, ...]
    told: tuple[str, ...]

    @property
    def asks(self) -> bool:
        """Faults come first: whoever has to put a file right answers for the next one."""
        return asking.are_open(self.questions, self.answers) and not self.faults

    @property
    def names(self) -> dict[str, str]:
        """Return the names of the organisations that are known, or in the list, by code."""
        known = {code: each.name for code, each in self.read.known.items()}
        return known | {record["code"]: record["name"] for record in self.read.records}

    @property
    def does(self) -> Enrolled:
        return Enrolled(
            added=len(self.added),
            changed=len(self.changed),
            accounts=len(self.people.fresh),
            moved=len(self.people.named) + len(self.turns),
            joined=sum(map(len, self.joining.values())),
            left=sum(map(len, self.leaving.values())),
            links=len(self.links),
        )

    @property
    def writes(self) -> bool:
        return any(asdict(self.does).values()) and not self.faults

    @property
    def mark(self) -> str:
        """Return a mark of what the list was compared with."""
        return sha256(f"{self.read.mark} {_told(self.there)}".encode()).hexdigest()[:16]


def keep(owner: Person, data: bytes, now: datetime) -> str:
    """Put a file by for its preview and return its name. Raises ``Refused`` if it is no such
    list."""
    lists.understood(lists.listed(data, {}), {})
    return uploads.put(owner.id, PURPOSE, data, now)


def preview(owner: Person, name: str, given: Answers, now: datetime) -> Enrolment:
    """Look at a file that was put by, with what was answered so far, and the chosen rounds
    (``ROUNDS``) among it. Raises ``NotFound``, ``uploads.Confirmed``, and ``Conflict`` for a round
    that has opened."""
    return looked_at(lists.listed(uploads.get(owner.id, PURPOSE, name, now), given), given)


def confirm(
    owner: Person, name: str, given: Answers, now: datetime, *, seen: str | None = None
) -> Enrolled:
    """Write what the file holds. ``seen``: the ``mark`` of what was shown, if it was. Raises
    ``NotFound``, ``uploads.Confirmed``, ``Conflict`` where that is no more so, and ``Refused`` with
    its faults, or what is open."""
    shown = _sound(preview(owner, name, given, now))
    if seen not in (None, shown.mark):
        raise Conflict(CHANGED)
    with db.writing():
        uploads.get(owner.id, PURPOSE, name, now)  # another click may have been faster
        _write(shown, owner.email, now)
        uploads.confirmed(owner.id, PURPOSE, name, asdict(shown.does))
    return shown.does


def put(listed: OrganisationList, given: Answers, who: str, now: datetime) -> Enrolment:
    """Write a list for the operator, and return what it did. Raises ``Refused`` with its faults,
    or what is open."""
    of = _sound(looked_at(listed, given))
    with db.writing():
        _write(of, who, now)
    return of


def drop(owner: Person, name: str, now: datetime) -> None:
    """Forget a file that was put by. Raises ``uploads.Confirmed``."""
    uploads.drop(owner.id, PURPOSE, name, now)


def looked_at(listed: OrganisationList, given: Answers) -> Enrolment:
    """Look at a list with what was answered so far. Raises as ``preview`` does."""
    read, there = lists.understood(listed, given), places.standing(given)
    people, left = turns.turns(read, given), places.asked(read, there)
    decided = (*people.decided(given), *places.ended(read, left, given))
    linked, leaving = links.links(read, there, decided), places.leaving(there, left, given)
    questions, faults = [*read.questions], [*read.faults, *people.faults]
    if not asking.are_open([*read.same.values()], given):  # it is known who is who
        faults += links.faults(read, there, linked, leaving)
        for each in (*people.asked, left):
            questions += each.questions(given)
    answers = {each.key: said for each in questions if (said := each.answer(given))}
    chosen = {ROUNDS: ",".join(each.code for each in there.rounds)} if there.rounds else {}
    changes = [*_changes(read)]
    return Enrolment(
        read=read,
        there=there,
        answers=answers | chosen,
        questions=tuple(questions),
        faults=tuple(sorted(faults)),
        added=tuple((row, rec) for row, rec in read.good if rec["code"] not in read.known),
        changed=tuple(change for change in changes if change.differences),
        same=sum(not change.differences for change in changes),
        people=people,
        turns=decided,
        joining=places.joining(read, there),
        leaving=leaving,
        links=tuple(linked),
        told=(
            *turns.told(people),
            *places.told(read, there),
            *links.told(read, there, decided),
        ),
    )


def _changes(read: Reading) -> Iterator[Change]:
    for row, record in read.good:
        if before := read.known.get(record["code"]):
            yield Change(row, before.code, before.name, _differences(before, record))


def _differences(before: OrganisationInfo, record: Record) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (column, getattr(before, column), value)
        for column, value in record.items()
        if value != getattr(before, column)
    )


def _write(of: Enrolment, who: str, now: datetime) -> None:
    """Write what was understood, unless what it was compared with has changed."""
    if lists.compared() != (of.read.known, of.read.accounts) or (
        _told(places.standing(of.answers)) != _told(of.there)
    ):
        raise Conflict(CHANGED)
    changed = {each.code for each in of.changed}
    new = [
        rec for _, rec in of.read.good if rec["code"] in changed or rec["code"] not in of.read.known
    ]
    if new:
        organisations.write(new, who, now)
    turns.write(of.people, of.turns, "reply_to" in of.read.columns, who, now)
    for round_ in of.there.rounds:
        links.take_back(round_, of.leaving[round_.code])
        parts.move(round_.code, of.joining[round_.code], of.leaving[round_.code], who, now)
    links.write(of.links, who, now)


def _told(there: Chosen) -> str:
    linked = {id: sorted(of.items()) for id, of in there.links.items()}
    return repr((there.rounds, [sorted(of) for of in there.parts.values()], linked))


def _sound(of: Enrolment) -> Enrolment:
    if of.faults:
        raise Refused("\n".join(map(str, of.faults)))
    asking.check(of.read.asked, of.answers)
    told = [*_unknown(of), *_open(of)]
    if told:
        raise Refused("\n".join(told))
    return of


def _unknown(of: Enrolment) -> Iterator[str]:
    for each in of.read.unknown:
        if not each.answer(of.answers):
            new = quote(each.choices[-1][0])
            yield f"{each.text} Correct it in the file, or add it: --new {new}"


def _open(of: Enrolment) -> Iterator[str]:
    """Say what can be chosen, as the command takes it."""
    others = of.questions[len(of.read.asked) :]
    for each in others:
        if each not in of.read.unknown and not each.answer(of.answers):
            yield " ".join(filter(None, (each.text, each.hint)))
            yield from (f"  --answer {each.key}={value}: {said}" for value, said in each.choices)
