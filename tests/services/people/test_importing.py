"""A list of people, from a file or typed in: looked at, then invited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.errors import Conflict, NotFound, Refused
from portal.services.people import changes, importing, invitations, listing
from portal.services.people.invitations import PeopleInvited
from portal.services.people.listing import Place
from portal.services.uploads import Confirmed
from portal.store.people import Invitation
from portal.store.records import Audit, Upload
from portal.tabular.people import Entry
from tests.factories import ADA, OLGA, PAT, House, type_in
from tests.services.figures.test_returns_answered import RETURN
from tests.tabular.books import book

FILE = b"Name,Email\nRosa,rosa@northshire.example.org\nZoe,zoe@northshire.example.org\n"


@pytest.fixture
def where(house: House) -> Place:
    house.round()
    return listing.place("spring", "northshire")


def kept(house: House, where: Place, data: bytes = FILE, email: str = PAT) -> str:
    return importing.keep(where, data, house.person(email), house.now)


def looked_at(house: House, where: Place, data: bytes, email: str = PAT) -> importing.PeoplePreview:
    person = house.person(email)
    return importing.preview(where, kept(house, where, data, email), person, house.now)


def typed(house: House, where: Place, text: str) -> importing.PeoplePreview:
    name = importing.keep_typed(where, text, house.person(PAT), house.now)
    return importing.preview(where, name, house.person(PAT), house.now)


def invited() -> dict[str, tuple[str, int]]:
    return {row.email: (row.name, row.waiting) for row in Invitation.select()}


def test_nobody_is_invited_before_the_file_is_confirmed(house: House, where: Place) -> None:
    name = kept(house, where)
    preview = importing.preview(where, name, house.person(PAT), house.now)
    assert preview.fresh == (
        Entry(2, "rosa@northshire.example.org", "Rosa"),
        Entry(3, "zoe@northshire.example.org", "Zoe"),
    )
    assert invited() == {}
    done = importing.confirm(where, name, house.person(PAT), house.now)
    assert done == PeopleInvited(added=2, waiting=0, known=0)
    assert invited()["rosa@northshire.example.org"] == ("Rosa", 0)


@pytest.mark.parametrize("again", [importing.preview, importing.confirm, importing.drop])
def test_a_file_is_confirmed_once_and_no_address_of_it_is_left(
    house: House, where: Place, again: Callable[..., object]
) -> None:
    name, pat = kept(house, where), house.person(PAT)
    done = importing.confirm(where, name, pat, house.now)
    assert b"@" not in Upload.get().body
    with pytest.raises(Confirmed) as told:
        again(where, name, pat, house.now)
    assert PeopleInvited(**told.value.numbers) == done == PeopleInvited(added=2, waiting=0, known=0)
    assert Invitation.select().count() == 2
    house.work(minutes=61)
    assert not Upload.select().exists()


def test_nobody_else_is_told_what_came_of_a_file(house: House, where: Place) -> None:
    name = kept(house, where)
    importing.confirm(where, name, house.person(PAT), house.now)
    elsewhere = listing.place("spring", "southborough")
    for person, place in ((ADA, where), (OLGA, elsewhere), (PAT, elsewhere)):
        with pytest.raises(NotFound):
            importing.preview(place, name, house.person(person), house.now)


def test_a_line_without_end_holds_nobody_up(house: House, where: Place) -> None:
    for text in ("a" * 1_000_000, "<" * 1_000_000, "a@" * 500_000, "a@b " * 250_000):
        [fault] = typed(house, where, text).faults
        assert "is no address like" in fault.wrong


def test_an_address_is_taken_as_mail_programs_copy_it(house: House, where: Place) -> None:
    pat = house.person(PAT)
    typed = "'one@northshire.example.org'\n\"Two\" <two@northshire.example.org>;"
    assert type_in(where, typed, pat, house.now).added == 2
    rows = [("Email",), ("'three@northshire.example.org'",), ("<four@northshire.example.org>",)]
    preview = looked_at(house, where, book(rows))
    assert [entry.email for entry in preview.fresh] == [
        "three@northshire.example.org",
        "four@northshire.example.org",
    ]
    row = {"organisation": "northshire", "email": '"Five@northshire.example.org"'}
    assert importing.put("spring", [(2, row)], ADA, house.now).added == 1
    emails = {row.email.partition("@")[0] for row in Invitation.select()}
    assert emails == {"one", "two", "five"}


@pytest.mark.parametrize("domain", ["[192.0.2.1]", "a_b.org", "a%b.org", "-a.org", "*.org"])
def test_an_address_that_no_mail_server_takes_is_refused_with_what_is_right(
    house: House, where: Place, domain: str
) -> None:
    [fault] = typed(house, where, f"remi@{domain}").faults
    assert "after the @ come names of up to 63 letters, digits and" in fault.wrong


def test_a_dropped_file_is_gone(house: House, where: Place) -> None:
    importing.drop(where, kept(house, where), house.person(PAT), house.now)
    assert not Upload.select().exists()


def test_only_its_owner_sees_a_file_and_only_where_it_was_sent(house: House, where: Place) -> None:
    name = kept(house, where)
    elsewhere = listing.place("spring", "southborough")
    for person, place in ((ADA, where), (OLGA, elsewhere), (PAT, elsewhere)):
        with pytest.raises(NotFound):
            importing.preview(place, name, house.person(person), house.now)


def test_a_file_waits_for_an_hour_at_most(house: House, where: Place) -> None:
    name = kept(house, where)
    with pytest.raises(NotFound):
        importing.preview(where, name, house.person(PAT), house.now + timedelta(minutes=61))
    house.work(minutes=61)
    assert not Upload.select().exists()


def test_at_closing_a_waiting_file_is_destroyed_with_the_list(house: House, where: Place) -> None:
    house.work()
    house.work(days=6, hours=23, minutes=30)
    kept(house, where)
    house.work(minutes=31)
    assert not Upload.select().exists()
    assert not Invitation.select().exists()


def test_every_row_that_is_wrong_is_told_and_left_out(house: House, where: Place) -> None:
    rows = [
        ("Name", "Email"),
        ("Good", "good@northshire.example.org"),
        ("Again", "GOOD@northshire.example.org"),
        ("Bad", "bad"),
        ("", ""),
        ("Nobody", ""),
        ("Sum", "=A1"),
        ("=A1", "sum@northshire.example.org"),
        ("x" * 121, "long@northshire.example.org"),
    ]
    preview = looked_at(house, where, book(rows))
    assert [entry.row for entry in preview.fresh] == [2]
    assert {fault.row: fault.wrong for fault in preview.faults} == {
        3: "the address is in row 2 too",
        4: "“bad” is no address like name@example.org",
        6: "there is no address",
        7: invitations.FORMULA,
        8: invitations.FORMULA,
        9: "the name must be one line of up to 120 characters",
    }


def test_who_is_on_the_list_already_is_counted_and_left(house: House, where: Place) -> None:
    house.invite(2)
    [first, _] = listing.page(where).people
    changes.withdraw(where, first.id, house.person(PAT), house.now)
    data = b"remi1@northshire.example.org\nremi2@northshire.example.org\nnew@northshire.example.org"
    preview = looked_at(house, where, data)
    assert (len(preview.fresh), preview.known, preview.withdrawn) == (1, 2, 1)
    assert preview.total == 2


@pytest.mark.parametrize("taken_off", [False, True])
def test_a_psw_cannot_tell_whom_another_organisation_has_on_its_list(
    house: House, where: Place, taken_off: bool
) -> None:
    house.invite(1)
    if taken_off:
        [remi] = listing.page(where).people
        changes.withdraw(where, remi.id, house.person(PAT), house.now)
    there, olga = listing.place("spring", "southborough"), house.person(OLGA)
    seen = []
    for name in ("remi1", "nobody"):
        email = f"{name}@northshire.example.org"
        found = looked_at(house, there, f"{email}\n".encode(), OLGA)
        done = type_in(there, email, olga, house.now)
        [person] = listing.page(there, words=name).people
        seen.append((found.known, found.fresh, len(found.waiting), done, person.state))
    assert seen[0] == seen[1] == (0, (), 1, PeopleInvited(0, 1, 0), "waiting")


def test_an_administrator_is_told_whom_another_organisation_invites(
    house: House, where: Place
) -> None:
    house.invite(1)
    found = looked_at(
        house, listing.place("spring", "southborough"), b"remi1@northshire.example.org\n", ADA
    )
    assert (found.known, found.withdrawn, found.fresh, found.faults) == (1, 0, (), ())


def test_what_waits_at_one_organisation_keeps_nobody_out_of_another(
    house: House, where: Place
) -> None:
    there = listing.place("spring", "southborough")
    type_in(there, "remi@northshire.example.org", house.person(OLGA), house.now)
    done = type_in(where, "remi@northshire.example.org", house.person(PAT), house.now)
    assert done == PeopleInvited(added=1, waiting=0, known=0)
    house.work()
    assert [letter.to for letter in house.letters] == ["remi@northshire.example.org"]


def test_an_address_of_ones_own_that_another_organisation_invites_waits(
    house: House, where: Place
) -> None:
    there = listing.place("spring", "southborough")
    type_in(there, "remi@northshire.example.org", house.person(ADA), house.now)
    done = type_in(where, "remi@northshire.example.org", house.person(PAT), house.now)
    assert done == PeopleInvited(added=0, waiting=1, known=0)


@pytest.mark.parametrize(
    ("email", "waits"),
    [
        ("a@northshire.example.org", 0),
        ("a@childrens.northshire.example.org", 0),
        ("a@notnorthshire.example.org", 1),
        ("a@example.org", 1),
        ("a@northshire.example.org.example.com", 1),
    ],
)
def test_an_address_outside_the_domains_waits_for_an_administrator(
    house: House, where: Place, email: str, waits: int
) -> None:
    outcome = type_in(where, email, house.person(PAT), house.now)
    assert (outcome.added, outcome.waiting) == (1 - waits, waits)
    assert invited()[email][1] == waits
    house.work()
    assert len(house.letters) == 1 - waits


def test_without_a_registered_domain_every_address_waits(house: House, where: Place) -> None:
    there = listing.place("spring", "southborough")
    outcome = type_in(there, "a@southborough.example.org", house.person(OLGA), house.now)
    assert outcome == PeopleInvited(0, 1, 0)


def test_what_an_administrator_adds_waits_for_nobody(house: House, where: Place) -> None:
    assert type_in(where, "a@example.com", house.person(ADA), house.now).added == 1


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("a@northshire.example.org", [("a", "")]),
        ("a@northshire.example.org, Remi Okafor", [("a", "Remi Okafor")]),
        ("a@northshire.example.org\tRemi", [("a", "Remi")]),
        ("Remi Okafor <A@northshire.example.org>", [("a", "Remi Okafor")]),
        ('"Okafor, Remi" <a@northshire.example.org>', [("a", "Remi Okafor")]),
        (
            "Remi <a@northshire.example.org>; b@northshire.example.org;",
            [("a", "Remi"), ("b", "")],
        ),
        ("\n a@northshire.example.org \n\nb@northshire.example.org\n", [("a", ""), ("b", "")]),
    ],
)
def test_people_are_typed_in_as_mail_programs_write_them(
    house: House, where: Place, text: str, people: list[tuple[str, str]]
) -> None:
    type_in(where, text, house.person(PAT), house.now)
    wanted = {f"{local}@northshire.example.org": (name, 0) for local, name in people}
    assert invited() == wanted


def test_a_bad_line_is_told_and_nothing_that_was_typed_is_lost(house: House, where: Place) -> None:
    text = "a@northshire.example.org\nremi\nRemi, b@@x\na@northshire.example.org\n"
    preview = typed(house, where, text)
    assert [(fault.row, fault.written) for fault in preview.faults] == [
        (2, "remi"),
        (3, "Remi, b@@x"),
        (4, "a@northshire.example.org"),
    ]
    assert preview.faults[2].wrong == "the address is in line 1 too"
    assert preview.typed == text
    assert invited() == {}


@pytest.mark.parametrize("text", ["", " \n\n "])
def test_typing_nothing_in_invites_nobody(house: House, where: Place, text: str) -> None:
    with pytest.raises(Refused, match="at least one"):
        typed(house, where, text)


def test_the_audit_holds_numbers_and_no_address(house: House, where: Place) -> None:
    text = "a@northshire.example.org\nb@example.com"
    type_in(where, text, house.person(PAT), house.now)
    did = Audit.select().order_by(Audit.id.desc()).get().did
    assert did == "invited 1 person of northshire to round spring; 1 more waits"


def test_twenty_thousand_people_are_read_and_invited(house: House, where: Place) -> None:
    data = "\n".join(f"p{n}@northshire.example.org" for n in range(20_000)).encode()
    done = importing.confirm(where, kept(house, where, data), house.person(PAT), house.now)
    assert (done.added, listing.counts(where).invited) == (20_000, 20_000)


def test_a_closed_round_takes_no_list(house: House, where: Place) -> None:
    house.work()
    name = kept(house, where)
    house.work(days=8)
    for ask in (
        lambda: importing.keep(where, FILE, house.person(PAT), house.now),
        lambda: importing.confirm(where, name, house.person(PAT), house.now),
        lambda: type_in(where, "a@example.org", house.person(PAT), house.now),
    ):
        with pytest.raises(Conflict, match="has closed"):
            ask()


def test_a_return_has_one_link_and_no_list(house: House) -> None:
    house.round("return", source=RETURN)
    there = listing.place("return", "northshire")
    pat = house.person(PAT)
    importing.give_link(there, PAT, "Pat", pat, house.now)
    for again in (PAT, "hr@northshire.example.org"):
        with pytest.raises(Conflict, match="one link for the whole organisation"):
            importing.give_link(there, again, "", pat, house.now)
    with pytest.raises(Conflict, match="one link"):
        importing.keep(there, FILE, pat, house.now)
    assert listing.only(there) == listing.page(there).people[0]


@pytest.mark.parametrize(("email", "said"), [("x", "no address"), (OLGA, "another organisation")])
def test_the_link_of_a_return_goes_to_a_good_address_of_nobody_else(
    house: House, email: str, said: str
) -> None:
    house.round("return", source=RETURN)
    importing.give_link(
        listing.place("return", "southborough"), OLGA, "", house.person(ADA), house.now
    )
    with pytest.raises(Refused, match=said):
        importing.give_link(
            listing.place("return", "northshire"), email, "", house.person(ADA), house.now
        )
