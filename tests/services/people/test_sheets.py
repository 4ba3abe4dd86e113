"""Slips are made by the sheet, and voided by the sheet, which tells nobody whether one was used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.errors import Conflict, LinkRevoked, NotFound
from portal.services.figures import reach
from portal.services.people import changes, listing, sheets, waiting
from portal.services.people.listing import Place
from portal.services.rounds import register as rounds
from portal.store.answers import Ballot, Ticket
from portal.store.db import db
from portal.store.people import Sheet
from portal.vault import tokens
from tests.factories import ADA, PAT, House, post
from tests.services import scenes

HERE = "/staff/rounds/spring/northshire"
PAGES = (
    *("/staff/", HERE, f"{HERE}/people", f"{HERE}/people/slips", f"{HERE}/people/slips/2/void"),
    *("/staff/rounds/spring", "/staff/rounds/spring/overview", "/staff/rounds/spring/overview.csv"),
)


def made(house: House, number: int = 16) -> list[str]:
    """The links of an open round's slips, eight to a sheet."""
    house.person(PAT)
    house.open_round(northshire=12)
    slips = sheets.make("spring", "northshire", number, PAT, house.now, to_a_sheet=8)
    return [f"/i/{tokens.link_text(slip)}" for slip in slips]


def invited() -> int:
    spring = rounds.by_code("spring")
    return reach.total(reach.live(spring.id).values()).invited


def test_slips_are_numbered_by_the_sheet_and_on_from_those_before(house: House) -> None:
    made(house, 20)
    sheets.make("spring", "northshire", 3, PAT, house.now)
    sheets.make("spring", "southborough", 2, PAT, house.now)
    there = sheets.of_part("spring", "northshire")
    assert [(each.number, each.slips) for each in there] == [(1, 8), (2, 8), (3, 4), (4, 3)]


def test_the_number_given_falls_by_the_whole_sheet_and_an_answer_counts(house: House) -> None:
    links = made(house)
    scenes.respond(house, links[0])
    assert (invited(), sheets.made("spring", "northshire")) == (28, 16)
    sheets.void("spring", "northshire", "1", PAT, house.now)
    assert (invited(), sheets.made("spring", "northshire")) == (20, 16)
    for link in links[:8]:
        with pytest.raises(LinkRevoked, match="This slip is void"):
            scenes.begin(house, link)
    scenes.respond(house, links[8])
    assert Ballot.select().count() == 2
    house.work(days=8)
    assert rounds.by_code("spring").state == "counted"
    assert not Sheet.select().exists()


def test_whoever_has_begun_by_a_slip_of_a_void_sheet_can_submit(house: House) -> None:
    links = made(house)
    code = scenes.begin(house, links[0])
    sheets.void("spring", "northshire", "1", PAT, house.now)
    scenes.fill(house, code)
    scenes.submit(house, code)
    assert Ballot.select().count() == 1


def test_a_sheet_is_voided_once_and_only_while_the_round_goes_on(house: House) -> None:
    made(house)
    sheets.void("spring", "northshire", "1", PAT, house.now)
    with pytest.raises(Conflict, match="void already"):
        sheets.void("spring", "northshire", "1", PAT, house.now)
    for part, number in (("northshire", "3"), ("southborough", "2"), ("northshire", "x")):
        with pytest.raises(NotFound):
            sheets.void("spring", part, number, PAT, house.now)
    house.work(days=8)
    with pytest.raises(Conflict, match="has closed"):
        sheets.void("spring", "northshire", "2", PAT, house.now)


def test_a_form_from_before_a_sheet_was_voided_makes_its_slips(house: House) -> None:
    made(house)
    ever = sheets.made("spring", "northshire")
    sheets.void("spring", "northshire", "1", PAT, house.now)
    assert len(sheets.make("spring", "northshire", 4, PAT, house.now, after=ever)) == 4


def void_by_tickets(house: House, links: list[str]) -> None:
    """What must not be: the tickets that are unused are void from then on."""
    sheets.void("spring", "northshire", "1", PAT, house.now)
    for ticket in map(scenes.ticket_behind, links[:8]):
        if ticket.state == "unused":
            Ticket.update(state="void").where(Ticket.ticket == ticket.ticket).execute()


def void(house: House, _: list[str]) -> None:
    """On the site, as Pat does it."""
    answer = post(house.signed_in(PAT), f"{HERE}/people/slips/1/void")
    assert answer.status_code == 303


def world(folder: Path, used: int, voiding: Callable[[House, list[str]], None]) -> list[object]:
    """What Pat, Ada and whoever opens a slip see once the first sheet is void, and what voiding did
    to the database; so many of its slips were used."""
    house = House(folder)
    try:
        links = made(house)
        for link in links[:used]:
            scenes.respond(house, link)
        pat, ada = house.signed_in(PAT), house.signed_in(ADA)
        asked = plain(pat.get(f"{HERE}/people/slips/1/void").text)
        before = scenes.snapshot()
        voiding(house, links)
        done = {name: changed(before[name], rows) for name, rows in scenes.snapshot().items()}
        seen = [plain(client.get(path).text) for client in (pat, ada) for path in PAGES]
        house.work(days=1)
        seen += [plain(client.get(path).text) for client in (pat, ada) for path in PAGES]
        opened = [plain(house.client().get(link).text) for link in links[:8]]
        return [asked, done, *seen, *opened]
    finally:
        db.close()


def changed(before: list[tuple[object, ...]], after: list[tuple[object, ...]]) -> list[object]:
    """The rows that a table has lost and won, without what is drawn at random."""
    lost, won = Counter(before) - Counter(after), Counter(after) - Counter(before)
    return [
        sorted(repr([value for value in row if not isinstance(value, bytes)]) for row in rows)
        for rows in (lost.elements(), won.elements())
    ]


def plain(html: str) -> str:
    html = re.sub(r'(name="csrf_token"[^>]*value=")[^"]+', r"\1", html)
    return re.sub(r"/people/[0-9a-f]{32}", "/people/somebody", html)


def test_nobody_learns_from_voiding_a_sheet_whether_its_slips_were_used(tmp_path: Path) -> None:
    worlds = [world(tmp_path / str(used), used, void) for used in (0, 1, 3)]
    assert worlds[0] == worlds[1] == worlds[2]


def test_tickets_that_were_voided_would_tell_how_many_were_used(tmp_path: Path) -> None:
    worlds = [world(tmp_path / str(used), used, void_by_tickets) for used in (0, 1)]
    assert worlds[0] != worlds[1]


def test_no_ticket_tells_which_sheet_it_is_of(house: House) -> None:
    links = made(house, 64)
    marks = {bytes(sheet.mark) for sheet in Sheet.select()}
    tickets = [bytes(ticket.ticket) for ticket in Ticket.select()]
    assert len(marks) == 8
    assert not [ticket for ticket in tickets if ticket[:5] in marks]
    assert {tokens.token_of(link[3:])[:5] for link in links} == marks  # type: ignore[index]


@pytest.mark.parametrize("voided", [False, True])
def test_what_is_shown_in_the_end_does_not_tell_whether_void_slips_were_used(
    tmp_path: Path, voided: bool
) -> None:
    worlds = [ended(tmp_path / str(used), used, voided=voided) for used in (0, 3)]
    assert worlds[0] == worlds[1]
    assert all("10 or more" in page for page in worlds[0][:1])


def ended(folder: Path, used: int, *, voided: bool) -> list[str]:
    """What Pat and Ada see of a counted round in which all twelve people by letter have answered,
    and so many by the one sheet of slips."""
    house = House(folder)
    try:
        slips = made(house, 8)
        for link in [*house.links(), *slips[:used]]:
            scenes.respond(house, link)
        if voided:
            sheets.void("spring", "northshire", "1", PAT, house.now)
        return in_the_end(house)
    finally:
        db.close()


def in_the_end(house: House) -> list[str]:
    """The pages once the round is counted."""
    house.work(days=8)
    pat, ada = house.signed_in(PAT), house.signed_in(ADA)
    assert rounds.by_code("spring").state == "counted"
    pages = (HERE, "/staff/rounds/spring", "/staff/rounds/spring/overview.csv")
    return [plain(client.get(path).text) for client in (pat, ada) for path in pages]


Ending = Callable[[House, Place, str], object]
"""What ends somebody's link."""


def taken_off(house: House, where: Place, person: str) -> None:
    changes.withdraw(where, person, house.person(PAT), house.now)


def given_an_address_that_waits(house: House, where: Place, person: str) -> None:
    elsewhere = f"{person}@elsewhere.example.org"
    changes.correct(where, person, elsewhere, house.person(PAT), house.now)


def given_an_address_that_is_turned_away(house: House, where: Place, person: str) -> None:
    given_an_address_that_waits(house, where, person)
    waiting.turn_away(where, None, "", house.person(ADA), house.now)


@pytest.mark.parametrize(
    "end", [taken_off, given_an_address_that_waits, given_an_address_that_is_turned_away]
)
def test_what_is_shown_in_the_end_does_not_tell_whether_they_had_answered_whose_links_ended(
    tmp_path: Path, end: Ending
) -> None:
    """Else the rows that an administrator takes away, less twelve, would be theirs."""
    worlds = [all_ended(tmp_path / str(answered), answered, end) for answered in (0, 3)]
    assert worlds[0] == worlds[1]
    assert "10 or more" in worlds[0][0]


def all_ended(folder: Path, answered: int, end: Ending) -> list[str]:
    """What is seen where twelve have answered by slip, and of those with letters, all of whose
    links ended then, so many."""
    house = House(folder)
    try:
        slips = made(house, 12)
        for link in [*slips, *house.links()[:answered]]:
            scenes.respond(house, link)
        where = listing.place("spring", "northshire")
        for person in listing.page(where).people:
            end(house, where, person.id)
        return in_the_end(house)
    finally:
        db.close()
