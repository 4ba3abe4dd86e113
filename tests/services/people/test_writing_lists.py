"""While a list is written nobody else can write: what can be done before is, and what may have
changed meanwhile is looked at again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from portal.errors import Conflict, NotFound
from portal.services import uploads
from portal.services.enrolment import importing as organisations_file
from portal.services.organisations import register as organisations
from portal.services.people import importing, invitations, links, listing, sheets
from portal.services.people.invitations import PeopleInvited
from portal.services.rounds import steps
from portal.store.answers import Ticket
from portal.store.db import db
from portal.store.organisations import Organisation
from portal.store.people import Invitation
from portal.store.rounds import Participation
from tests.factories import ADA, OLGA, PAT, House, type_in

HEAD = "code,name,type,region,domains\n"


def confirm_people(house: House, number: int) -> PeopleInvited:
    where, pat = listing.place("spring", "northshire"), house.person(PAT)
    data = "\n".join(f"p{n}@{'northshire.' * (n % 2)}example.org" for n in range(number))
    return importing.confirm(
        where, importing.keep(where, data.encode(), pat, house.now), pat, house.now
    )


def type_people(house: House, number: int) -> None:
    text = "\n".join(f"p{n}@northshire.example.org" for n in range(number))
    type_in(listing.place("spring", "northshire"), text, house.person(PAT), house.now)


def import_people(house: House, number: int) -> None:
    rows = [{"organisation": "northshire", "email": f"p{n}@example.org"} for n in range(number)]
    importing.put("spring", enumerate(rows), ADA, house.now)


def import_organisations(house: House, number: int) -> None:
    rows = "".join(f"o{n},Council {n},other,London,o{n}.example.org\n" for n in range(number))
    ada = house.person(ADA)
    name = organisations_file.keep(ada, (HEAD + rows).encode(), house.now)
    organisations_file.confirm(ada, name, {}, house.now)


def make_slips(house: House, number: int) -> None:
    sheets.make("spring", "northshire", number, ADA, house.now)


WAYS = pytest.mark.parametrize(
    "write", [confirm_people, type_people, import_people, import_organisations, make_slips]
)


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Statements that are put together while nobody else can write."""
    held, execute = list[str](), db.execute_sql

    def noting(sql: str, params: Any = None) -> Any:
        if db.in_transaction():
            held.append(sql)
        return execute(sql, params)

    with monkeypatch.context() as patched:
        patched.setattr(db, "execute_sql", noting)
        yield held


@WAYS
def test_a_long_list_takes_no_more_statements_than_a_short_one(
    house: House, monkeypatch: pytest.MonkeyPatch, write: Callable[[House, int], None]
) -> None:
    house.round()
    house.person(PAT)
    house.person(ADA)
    numbers = []
    for number in (2, 1_200):
        with counted(monkeypatch) as held:
            write(house, number)
        numbers.append(len(held))
    assert numbers[0] == numbers[1] <= 25
    assert max(Invitation.select().count(), Organisation.select().count() - 2, _slips()) >= 1_200


def _slips() -> int:
    return Ticket.select().count() - 2


@WAYS
def test_rows_are_checked_and_made_before_the_database_is_held(
    house: House, monkeypatch: pytest.MonkeyPatch, write: Callable[[House, int], None]
) -> None:
    house.round()
    house.person(PAT)
    done = set()
    for module, name in (
        (invitations, "faults_of"),
        (invitations, "new_row"),
        (organisations, "faults_of"),
        (organisations, "tidied"),
        (links.tokens, "ticket_of"),
    ):
        monkeypatch.setattr(module, name, _outside(name, getattr(module, name), done))
    write(house, 3)
    assert done


def _outside(name: str, call: Callable[..., Any], done: set[str]) -> Callable[..., Any]:
    def calling(*args: Any, **more: Any) -> Any:
        assert not db.in_transaction(), name
        done.add(name)
        return call(*args, **more)

    return calling


def meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Just before a list is written, when all of it has been looked at."""
    make = invitations.new_row
    waits = [happens]

    def making(*args: Any, **more: Any) -> Any:
        if waits:
            waits.pop()()
        return make(*args, **more)

    monkeypatch.setattr(invitations, "new_row", making)


@pytest.mark.parametrize(
    ("who", "outcome"),
    [(PAT, PeopleInvited(1, 1, 0)), (ADA, PeopleInvited(added=1, waiting=0, known=1))],
)
def test_whom_another_organisation_has_invited_meanwhile_is_not_invited_twice(
    house: House, monkeypatch: pytest.MonkeyPatch, who: str, outcome: PeopleInvited
) -> None:
    house.round()
    where, there = (listing.place("spring", code) for code in ("northshire", "southborough"))
    ada, remi = house.person(ADA), "remi@northshire.example.org"
    meanwhile(monkeypatch, lambda: type_in(there, remi, ada, house.now))
    text = f"{remi}\nrosa@northshire.example.org"
    assert type_in(where, text, house.person(who), house.now) == outcome
    assert listing.page(there).people[0].state == "invited"
    states = {person.email: person.state for person in listing.page(where).people}
    assert states.get(remi) == ("waiting" if who == PAT else None)
    assert states["rosa@northshire.example.org"] == "invited"


def test_who_has_come_onto_the_list_meanwhile_is_left_as_they_are(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.round()
    where, pat, ada = (listing.place("spring", "northshire"), *map(house.person, (PAT, ADA)))
    text = "remi@northshire.example.org, {}\nout@example.com, {}"
    meanwhile(monkeypatch, lambda: type_in(where, text.format(*"AA"), ada, house.now))
    assert type_in(where, text.format(*"BB"), pat, house.now) == PeopleInvited(0, 0, 2)
    assert {person.name for person in listing.page(where).people} == {"A"}


def test_a_list_that_another_click_has_confirmed_meanwhile_is_not_written_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.round()
    where, pat = listing.place("spring", "northshire"), house.person(PAT)
    name = importing.keep(where, b"remi@northshire.example.org\n", pat, house.now)
    meanwhile(monkeypatch, lambda: importing.confirm(where, name, pat, house.now))
    with pytest.raises(uploads.Confirmed) as told:
        importing.confirm(where, name, pat, house.now)
    assert told.value.numbers == {"added": 1, "waiting": 0, "known": 0}


@pytest.mark.parametrize("write", [confirm_people, type_people, import_people])
def test_a_round_that_has_closed_meanwhile_takes_no_list(
    house: House, monkeypatch: pytest.MonkeyPatch, write: Callable[[House, int], None]
) -> None:
    house.open_round(northshire=0)
    house.person(PAT)
    meanwhile(monkeypatch, lambda: house.work(days=8))
    with pytest.raises((Conflict, NotFound)):
        write(house, 2)
    assert not Invitation.select().exists()


@pytest.mark.parametrize("write", [confirm_people, type_people, import_people])
def test_an_organisation_that_was_left_out_meanwhile_invites_nobody(
    house: House, monkeypatch: pytest.MonkeyPatch, write: Callable[[House, int], None]
) -> None:
    house.round()
    house.person(PAT)
    part = Participation.delete().where(Participation.organisation == "northshire")
    meanwhile(monkeypatch, part.execute)
    with pytest.raises((Conflict, NotFound), match=r"takes? part"):
        write(house, 2)
    assert not Invitation.select().exists()


def test_a_deleted_round_takes_no_list(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.round()
    steps.unschedule("spring", ADA, house.now)
    house.person(OLGA)
    meanwhile(monkeypatch, lambda: steps.delete("spring", ADA, house.now))
    with pytest.raises(NotFound):
        confirm_people(house, 2)
    assert not Invitation.select().exists()
