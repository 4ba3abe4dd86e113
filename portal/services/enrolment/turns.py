"""Principal social workers of a list: who gets an account, whose name changes, and what becomes of
those who are no longer in it. Nobody is kept out who was not asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from portal.services.enrolment.asked import Asked
from portal.services.organisations.contacts import Contact, Said
from portal.services.organisations.lists import Reading
from portal.services.staff import accounts, team
from portal.services.staff.accounts import Person
from portal.tabular.asking import Answers, Question

KEEP, SUSPEND, REINSTATE = "keep", "suspend", "reinstate"
_FOLLOWS = "to-"
"""The answer begins so that names somebody new, by their place among those."""
MOST = 5
"""So many new people are offered to follow somebody."""


ALONE = 10
"""So many organisations without anybody are named."""


class Turn(NamedTuple):
    """What becomes of an account; ``after``: the address of whoever follows."""

    person: Person
    what: str
    after: str = ""


@dataclass(frozen=True, slots=True)
class Employed:
    """Hold an organisation of the list, with its PSWs there and those who have accounts."""

    row: int
    code: str
    name: str
    listed: Sequence[Contact]
    own: Sequence[Person]
    fresh: Sequence[Contact]

    @property
    def gone(self) -> list[Person]:
        listed = {each.email for each in self.listed}
        return [each for each in self.own if not each.suspended and each.email not in listed]

    @property
    def back(self) -> list[Person]:
        listed = {each.email for each in self.listed}
        return [each for each in self.own if each.suspended and each.email in listed]


@dataclass(frozen=True, slots=True)
class Turns:
    """Hold what the list says of accounts: ``fresh`` ones, by address, name and organisation;
    those ``named`` otherwise; and what is asked. ``alone``: organisations without anybody."""

    fresh: tuple[tuple[str, str, str], ...]
    named: tuple[tuple[Person, str], ...]
    faults: tuple[Said, ...]
    asked: tuple[Asked, ...]
    people: tuple[Person, ...]
    followers: dict[str, Sequence[Contact]]
    alone: tuple[str, ...]

    def decided(self, given: Answers) -> Iterator[Turn]:
        """Say what becomes of those who were asked about, as far as it is something."""
        for person in self.people:
            answer = next(
                filter(None, (each.answer(person.email, given) for each in self.asked)), ""
            )
            if answer.startswith(_FOLLOWS):
                after = self.followers[person.email][int(answer.removeprefix(_FOLLOWS))].email
                yield Turn(person, _FOLLOWS, after)
            elif answer in (SUSPEND, REINSTATE):
                yield Turn(person, answer)


def turns(read: Reading, given: Answers) -> Turns:
    """Compare the list's PSWs with the accounts there are."""
    every = [*_employed(read)] if read.people else []
    followed = [(of, person) for of in every for person in of.gone if of.fresh]
    gone = [(of, person) for of in every for person in of.gone if not of.fresh]
    back = [(of, person) for of in every for person in of.back]
    return Turns(
        fresh=tuple((each.email, each.name, of.code) for of in every for each in of.fresh),
        named=tuple(
            (read.accounts[each.email], each.name)
            for of in every
            for each in of.listed
            if each.name and each.email in {one.email for one in of.own}
            if each.name != read.accounts[each.email].name
        ),
        faults=tuple(_faults(read, given)),
        asked=(_followed(followed), _gone(gone), _back(back)),
        people=tuple(person for _, person in (*followed, *gone, *back)),
        followers={person.email: of.fresh for of, person in followed},
        alone=tuple(of.name for of in every if not of.listed and all(p.suspended for p in of.own)),
    )


def told(of: Turns) -> Iterator[str]:
    """Say which organisations of a list that names principal social workers have none."""
    if of.alone:
        more = len(of.alone) - ALONE
        names = f"{', '.join(of.alone[:ALONE])}{f' and {more} more' if more > 0 else ''}"
        yield f"Without a principal social worker, in the file and here: {names}."


def write(of: Turns, decided: Sequence[Turn], keep_replies: bool, who: str, now: datetime) -> None:
    """Write it within the caller's transaction. ``keep_replies``: where answers to letters go is in
    the list."""
    team.invite_psws(of.fresh, who, now)
    for person, name in of.named:
        accounts.rename(person, name, who, now)
    for turn in decided:
        if turn.what == SUSPEND:
            team.suspend(turn.person, who, now)
        elif turn.what == REINSTATE:
            team.reinstate(turn.person, who, now)
        else:
            new = accounts.by_email(turn.after)
            team.give_way(turn.person, new, who, now, keep_replies=keep_replies)


def called(person: Person | Contact) -> str:
    return f"{person.name} ({person.email})" if person.name else person.email


def _employed(read: Reading) -> Iterator[Employed]:
    by_code = dict[str, list[Person]]()
    for person in read.accounts.values():
        if person.organisation:
            by_code.setdefault(person.organisation, []).append(person)
    for row, record in read.good:
        listed = read.contacts[row].psws
        fresh = [each for each in listed if each.email not in read.accounts]
        own = by_code.get(record["code"], [])
        yield Employed(row, record["code"], record["name"], listed, own, fresh)


def _faults(read: Reading, given: Answers) -> Iterator[Said]:
    """An address has one account: an administrator's, or a PSW's of one organisation."""
    for row, record in read.good:
        if row in read.same and not read.same[row].answer(given):
            continue  # whose PSW it is, is asked about
        for each in read.contacts[row].psws:
            account = read.accounts.get(each.email)
            if account and account.is_administrator:
                what = f"the address {each.email} is an administrator’s; give the PSW another"
                yield Said(each.row, record["name"], what)
            elif account and account.organisation != record["code"]:
                other = read.known[account.organisation or ""].name
                what = f"the address {each.email} is that of a PSW of {other}; give another"
                yield Said(each.row, record["name"], what)


def _followed(people: Sequence[tuple[Employed, Person]]) -> Asked:
    return Asked(
        Question(
            key="psws-followed",
            about="PSWs who are followed",
            text=f"{len(people):,} principal social workers are not in the file, and their"
            " organisations have somebody new in it. What becomes of their accounts?",
            choices=(
                (f"{_FOLLOWS}0", "Each is handed over to the new person, and suspended"),
                (KEEP, "All of them stay, beside the new ones"),
            ),
            missing="Choose what becomes of these accounts.",
            hint="; ".join(
                f"{of.name}: {called(p)}, new {called(of.fresh[0])}" for of, p in people
            ),
        ),
        {
            person.email: _single(
                of,
                person,
                "is not in the file",
                *(
                    (f"{_FOLLOWS}{n}", f"It is handed over to {called(each)}, and suspended")
                    for n, each in enumerate(of.fresh[:MOST])
                ),
                (KEEP, "It stays, beside the new one"),
                (SUSPEND, "It is suspended, and handed over to nobody"),
            )
            for of, person in people
        },
    )


def _gone(people: Sequence[tuple[Employed, Person]]) -> Asked:
    return _kept(
        people,
        ("psws-gone", "PSWs who are not in the file", "is not in the file"),
        f"{len(people):,} principal social workers are not in the file.",
        ((KEEP, "stays"), (SUSPEND, "is suspended")),
    )


def _back(people: Sequence[tuple[Employed, Person]]) -> Asked:
    return _kept(
        people,
        ("psws-back", "PSWs who are suspended", "is suspended"),
        f"{len(people):,} principal social workers in the file have an account that is suspended.",
        ((REINSTATE, "can be used again"), (KEEP, "stays suspended")),
    )


def _kept(
    people: Sequence[tuple[Employed, Person]],
    names: tuple[str, str, str],
    text: str,
    ways: Sequence[tuple[str, str]],
) -> Asked:
    """Ask which way the accounts of people go that nobody takes over. ``names``: the question's
    key, what it is about, and what is so of each."""
    key, about, how = names
    return Asked(
        Question(
            key=key,
            about=about,
            text=f"{text} What becomes of their accounts?",
            choices=tuple((value, f"Each {word}") for value, word in ways),
            missing="Choose what becomes of these accounts.",
            hint="; ".join(f"{of.name}: {called(person)}" for of, person in people),
        ),
        {
            person.email: _single(of, person, how, *((value, f"It {word}") for value, word in ways))
            for of, person in people
        },
    )


def _single(of: Employed, person: Person, how: str, *choices: tuple[str, str]) -> Question:
    """Ask about one. The key is part of a page's address, so it tells nothing of the person's."""
    return Question(
        key=f"psw-{person.id.hex()[:12]}",
        about=called(person),
        text=f"{called(person)}, principal social worker of {of.name}, {how}. What becomes of the"
        " account?",
        choices=choices,
        missing=f"Choose what becomes of the account of {called(person)}.",
    )
