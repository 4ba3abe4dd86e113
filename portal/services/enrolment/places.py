"""Who takes part in the rounds that were chosen for a list, and who is no longer in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.calendar.state import PLANNED
from portal.services.enrolment.asked import Asked
from portal.services.enrolment.turns import SUSPEND, Turn
from portal.services.organisations import renaming
from portal.services.organisations.lists import Reading
from portal.services.rounds import parts
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.store.people import Invitation
from portal.tabular.asking import Answers, Question

ROUNDS = "rounds"
"""The answer that names the chosen rounds, by their codes with commas between."""
STAY, LEAVE, END = "stay", "leave", "leave-and-suspend"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The chosen rounds: who takes part, who has to stay in since people are invited, and by
    organisation the address that has the link of a return, which goes along when it leaves;
    ``refused``: an administrator has turned that address away, so that it gets no letter."""

    rounds: tuple[RoundInfo, ...]
    parts: Mapping[bytes, frozenset[str]]
    holding: frozenset[tuple[bytes, str]]
    links: Mapping[bytes, Mapping[str, str]]
    refused: frozenset[tuple[bytes, str]] = frozenset()

    def leaving(self, code: str) -> list[RoundInfo]:
        """Return the rounds in which an organisation takes part and may be left out."""
        return [
            each
            for each in self.rounds
            if code in self.parts[each.id] and (each.id, code) not in self.holding
        ]


def standing(given: Answers) -> Chosen:
    """Look the chosen rounds up. Raises ``NotFound``, and ``Conflict`` for one that has opened."""
    codes = dict.fromkeys(filter(None, given.get(ROUNDS, "").split(",")))
    planned = {each.code: each for each in rounds.in_state(*PLANNED)} if codes else {}
    chosen = tuple(
        planned.get(code) or rounds.in_one_of(code, PLANNED, "filled from a file") for code in codes
    )
    ids = [each.id for each in chosen]
    if not ids:
        return Chosen((), {}, frozenset(), {})
    links = {each.id: dict[str, str]() for each in chosen if each.named}
    rows = list(Invitation.select().where(Invitation.round.in_([*links])))
    for row in rows:
        links[row.round_id].setdefault(row.organisation_id, row.email)
    refused = frozenset((row.round_id, row.organisation_id) for row in rows if row.withdrawn)
    holding = parts.holding([each.id for each in chosen if not each.named])
    return Chosen(chosen, parts.of_rounds(ids), frozenset(holding), links, refused)


def joining(read: Reading, there: Chosen) -> dict[str, list[str]]:
    """Say who of the list joins each of the rounds, by its code."""
    codes = {record["code"] for record in read.records}
    return {each.code: sorted(codes - there.parts[each.id]) for each in there.rounds}


def missing(read: Reading, there: Chosen) -> list[str]:
    """Return the codes of organisations that take part in a chosen round and are not in the
    list."""
    taking = {code for codes in there.parts.values() for code in codes}
    return sorted(taking - {record["code"] for record in read.records})


def asked(read: Reading, there: Chosen) -> Asked:
    """Ask what becomes of those of them that may be left out."""
    codes = [code for code in missing(read, there) if there.leaving(code)]
    names = {code: read.known[code].name for code in codes}
    ends = any(read.known[code].psws for code in codes)
    return Asked(
        Question(
            key="left",
            about="Organisations that are not in the file",
            text=f"{len(codes):,} organisations take part in the chosen rounds, and are not in the"
            " file. What becomes of them?",
            choices=_choices("They take", ends=ends),
            missing="Choose what becomes of these organisations.",
            hint="; ".join(names.values()),
        ),
        {code: _single(code, read, there) for code in codes},
    )


def leaving(there: Chosen, of: Asked, given: Answers) -> dict[str, list[str]]:
    """Say who leaves each of the rounds, by its code."""
    going = [code for code in of.single if of.answer(code, given) in (LEAVE, END)]
    return {
        each.code: [code for code in going if each in there.leaving(code)] for each in there.rounds
    }


def ended(read: Reading, of: Asked, given: Answers) -> Iterator[Turn]:
    """Say whose accounts are suspended with that."""
    codes = {code for code in of.single if of.answer(code, given) == END}
    for person in read.accounts.values():
        if person.organisation in codes and not person.suspended:
            yield Turn(person, SUSPEND)


def told(read: Reading, there: Chosen) -> Iterator[str]:
    """Say who stays in a round though they are not in the list, and who is in neither."""
    gone = missing(read, there)
    for code in gone:
        if not there.leaving(code):
            name = read.known[code].name
            yield f"{name} is not in the file, and has invited people already: it stays in."
    codes = {record["code"] for record in read.records}
    others = [
        each.name for each in read.known.values() if each.code not in {*codes, *gone} | _shown(read)
    ]
    if there.rounds and others:
        yield f"Not in the file, and in none of the chosen rounds: {', '.join(others)}."


def _shown(read: Reading) -> set[str]:
    return {each.code for each in read.known.values() if each.shown}


def _single(code: str, read: Reading, there: Chosen) -> Question:
    of = read.known[code]
    titles = " and ".join(f"“{each.title}”" for each in there.leaving(code))
    into = renaming.successor(of, read.good, read.known)
    merged = f" Its mail domain is now that of {into}." if into else ""
    return Question(
        key=f"left-{code}",
        about=of.name,
        text=f"{of.name} takes part in {titles}, and is not in the file.{merged}",
        choices=_choices("It takes", ends=bool(of.psws)),
        missing=f"Choose whether {of.name} takes part.",
    )


def _choices(they_take: str, *, ends: bool) -> tuple[tuple[str, str], ...]:
    say = {STAY: f"{they_take} part as before", LEAVE: f"{they_take} no part"}
    if ends:
        say[END] = f"{say[LEAVE]}, and the accounts there are suspended"
    return tuple(say.items())
