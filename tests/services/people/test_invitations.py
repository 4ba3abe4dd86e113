from __future__ import annotations

import csv
from collections.abc import Callable
from threading import Barrier, Thread

import pytest

from portal.errors import AlreadySubmitted, Conflict, NotFound, Refused
from portal.services.answering import arriving
from portal.services.letters import outbox
from portal.services.people import importing, invitations, links, minting, sheets
from portal.store.answers import Ticket
from portal.store.db import db
from portal.store.letters import Outgoing
from portal.store.people import Invitation
from portal.store.records import Audit
from portal.vault import tokens
from tests.factories import ADA, House
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN


def rows(*people: tuple[str, str]) -> list[tuple[int, dict[str, str]]]:
    return [(n, {"organisation": o, "email": e}) for n, (o, e) in enumerate(people, 2)]


def test_people_are_invited_once_however_often_the_list_is_read(house: House) -> None:
    house.round()
    people = rows(("northshire", "remi@example.org"), ("southborough", "rosa@example.org"))
    first = importing.put("spring", people, ADA, house.now)
    again = importing.put("spring", people, ADA, house.now)
    assert (first.added, first.known, again.added, again.known) == (2, 0, 0, 2)
    assert Invitation.select().count() == 2


def test_an_address_is_one_person_whatever_its_capitals(house: House) -> None:
    house.round()
    importing.put("spring", rows(("northshire", "Remi@Example.org")), ADA, house.now)
    again = importing.put("spring", rows(("northshire", "remi@example.ORG")), ADA, house.now)
    assert again.known == 1
    assert Invitation.get().email == "remi@example.org"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"organisation": "westshire"}, "westshire does not take part"),
        ({"email": "remi"}, "no address"),
        ({"email": "remi@example"}, "no address"),
        ({"email": "a@b@example.org"}, "no address"),
        ({"email": "remi@example.org\nBcc: olga@example.org"}, "no address"),
        ({"email": "remi\u202e@example.org"}, "no address"),
        ({"email": f"{'a' * 64}@{'b' * 190}.org"}, "no address"),
        ({"name": "x" * 121}, "one line of up to 120"),
        ({"name": "Remi\nSubject: you"}, "one line of up to 120"),
    ],
)
def test_one_bad_row_stops_the_whole_list(house: House, row: dict[str, str], fault: str) -> None:
    house.round()
    good = {"organisation": "northshire", "email": "rosa@example.org"}
    bad = {"organisation": "northshire", "email": "remi@example.org"} | row
    with pytest.raises(Refused, match=f"(?s)row 7.*{fault}"):
        importing.put("spring", [(2, good), (7, bad)], ADA, house.now)
    assert not Invitation.select().exists()


def test_every_fault_of_a_list_is_told_at_once(house: House) -> None:
    house.round()
    people = rows(("westshire", "remi@example.org"), ("northshire", "rosa"))
    with pytest.raises(Refused) as refusal:
        importing.put("spring", [*people, (9, people[0][1])], ADA, house.now)
    assert len(str(refusal.value).splitlines()) == 4
    assert "row 9: the address is in row 2 too" in str(refusal.value)


def test_the_audit_says_how_many_were_invited_and_not_who(house: House) -> None:
    house.round()
    house.invite(3)
    assert "invited 3 people to round spring" in [row.did for row in Audit.select()]
    assert "@" not in "".join(row.did for row in Audit.select())


@pytest.mark.parametrize(
    "ask",
    [
        lambda now: importing.put("spring", [], ADA, now),
        lambda now: invitations.reissue("spring", "remi1@northshire.example.org", ADA, now),
        lambda now: sheets.make("spring", "northshire", 1, ADA, now),
        lambda now: links.open_link("spring", "northshire", ADA, now),
    ],
    ids=["invite", "reissue", "slips", "open link"],
)
def test_a_closed_round_invites_nobody(house: House, ask: Callable[..., object]) -> None:
    house.open_round()
    house.work(days=8)
    with pytest.raises(Conflict, match="has closed"):
        ask(house.now)


def test_every_invitation_gets_a_ticket_that_only_its_link_leads_to(house: House) -> None:
    house.open_round(northshire=3, southborough=2)
    tickets = [scenes.ticket_behind(link) for link in house.links()]
    assert len({ticket.ticket for ticket in tickets}) == Ticket.select().count() == 5
    assert sorted(t.organisation_id for t in tickets) == ["northshire"] * 3 + ["southborough"] * 2
    assert {(t.origin, t.state) for t in tickets} == {("invitation", "unused")}


def test_minting_again_makes_nothing_new(house: House) -> None:
    found = house.open_round(northshire=3)
    key = house.tools.keys.link_key(found.id)
    assert key
    before = scenes.snapshot()
    assert minting.mint(found.id, key, house.tools.keys, house.now) == 0
    assert scenes.snapshot() == before


def test_a_long_list_is_minted_in_batches(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minting, "BATCH", 2)
    house.open_round(northshire=5)
    assert Ticket.select().count() == len(house.letters) == 5


def test_two_workers_minting_at_once_make_each_ticket_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = house.open_round(northshire=0)
    house.invite(40)
    key = house.tools.keys.link_key(found.id)
    assert key
    monkeypatch.setattr(minting, "BATCH", 5)
    start, made, failed = Barrier(2), [], []

    def mint() -> None:
        start.wait()
        try:
            made.append(minting.mint(found.id, key, house.tools.keys, house.now))
        except Exception as error:
            failed.append(error)
        finally:
            db.close()

    workers = [Thread(target=mint) for _ in range(2)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]
    assert not failed
    assert sum(made) == Ticket.select().count() == Outgoing.select().count() == 40


def test_a_slip_answers_once_and_is_kept_nowhere(house: House) -> None:
    house.open_round(northshire=0)
    [token] = sheets.make("spring", "southborough", 1, ADA, house.now)
    scenes.respond(house, f"/i/{tokens.link_text(token)}")
    with pytest.raises(AlreadySubmitted):
        arriving.by_token(tokens.link_text(token), house.now, house.tools.keys)
    assert not any(token in cell for cell in _bytes_stored())
    assert not Outgoing.select().exists()


def _bytes_stored() -> list[bytes]:
    cells = [cell for found in scenes.snapshot().values() for row in found for cell in row]
    return [cell for cell in cells if isinstance(cell, bytes)]


@pytest.mark.parametrize("number", [0, -1, 20_001])
def test_slips_come_in_sensible_numbers(house: House, number: int) -> None:
    house.round()
    with pytest.raises(Refused, match="1 to 20,000"):
        sheets.make("spring", "northshire", number, ADA, house.now)


def test_an_organisation_outside_the_round_gets_no_slips(house: House) -> None:
    house.round(organisations=["northshire"])
    with pytest.raises(NotFound, match="southborough does not take part"):
        sheets.make("spring", "southborough", 1, ADA, house.now)
    assert not Ticket.select().exists()


def test_an_open_link_stays_the_same_when_asked_for_again(house: House) -> None:
    house.round()
    first = links.open_link("spring", "northshire", ADA, house.now)
    assert links.open_link("spring", "northshire", ADA, house.now) == first
    assert links.open_link("spring", "southborough", ADA, house.now) != first


@pytest.mark.parametrize("text", ["", "x", "A" * 22, "é" * 22, "../../etc"])
def test_stopping_letters_with_a_token_of_nobody_changes_nothing(house: House, text: str) -> None:
    house.open_round(northshire=2)
    invitations.stop(text)
    assert {row.stopped for row in Invitation.select()} == {0}


def test_no_more_letters_stops_those_of_one_person(house: House) -> None:
    house.open_round(northshire=2)
    stop = house.letters[0].stop.rsplit("/", 1)[1]
    invitations.stop(stop)
    stopped = {row.email: row.stopped for row in Invitation.select()}
    assert stopped.pop(house.letters[0].to) == 1
    assert set(stopped.values()) == {0}


def test_the_stop_token_leads_to_no_answers(house: House) -> None:
    house.open_round()
    with pytest.raises(NotFound):
        arriving.by_token(house.letters[0].stop.rsplit("/", 1)[1], house.now, house.tools.keys)


def test_a_name_with_commas_and_quotes_reaches_the_letter_whole(house: House) -> None:
    found = house.round()
    line = next(csv.reader(['northshire,remi@example.org,"Remi ""R"" O\'Hara, PhD"']))
    row = dict(zip(("organisation", "email", "name"), line, strict=True))
    importing.put("spring", [(2, row)], ADA, house.now)
    house.work()
    assert outbox.due(found.id, house.now) == []
    assert house.letters[0].name == 'Remi "R" O\'Hara, PhD'


def test_an_organisation_gets_one_link_to_its_return(house: House) -> None:
    house.round(source=RETURN)
    both = rows(("northshire", "pat@example.org"), ("southborough", "olga@example.org"))
    assert importing.put("spring", both, ADA, house.now).added == 2
    assert importing.put("spring", both, ADA, house.now).known == 2
    with pytest.raises(Refused, match="row 2: a return has one link"):
        importing.put("spring", rows(("northshire", "hr@example.org")), ADA, house.now)


def test_one_list_does_not_give_an_organisation_two_links_to_its_return(house: House) -> None:
    house.round(source=RETURN)
    twice = rows(("northshire", "pat@example.org"), ("northshire", "hr@example.org"))
    with pytest.raises(Refused, match="row 3: a return has one link"):
        importing.put("spring", twice, ADA, house.now)
    assert not Invitation.select().exists()


@pytest.mark.parametrize(
    "ask",
    [
        lambda now: sheets.make("spring", "northshire", 1, ADA, now),
        lambda now: links.open_link("spring", "northshire", ADA, now),
    ],
    ids=["slips", "open link"],
)
def test_a_return_has_no_other_links(house: House, ask: Callable[..., object]) -> None:
    house.round(source=RETURN)
    with pytest.raises(Conflict, match="one link for the whole organisation"):
        ask(house.now)
    assert not Ticket.select().exists()


def test_the_operator_may_invite_people_outside_the_mail_domains(house: House) -> None:
    house.round()
    importing.put("spring", rows(("northshire", "remi@example.com")), ADA, house.now)
    assert [row.waiting for row in Invitation.select()] == [0]


def test_looking_for_an_open_link_makes_none(house: House) -> None:
    house.round()
    assert links.open_link_made("spring", "northshire") is None
    made = links.open_link("spring", "northshire", ADA, house.now)
    assert links.open_link_made("spring", "northshire") == made
