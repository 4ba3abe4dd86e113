"""A PSW who answers by slips, corrections and aliases does not make ten of one real person: she
finds no row with her organisation's name. Each way is tried with the protection off, too."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from portal.disclosure.release import Terms
from portal.disclosure.tally import Person
from portal.errors import AlreadySubmitted, LinkRevoked, NotFound, Refused
from portal.services.lifecycle import counting, responses
from portal.services.lifecycle.ballots import Opened
from portal.services.people import changes, importing, listing, minting, sheets
from portal.services.people.listing import Invited, Place
from portal.services.reports import results
from portal.services.rounds import register as rounds
from portal.store.answers import Ticket
from portal.store.db import db
from portal.store.people import Invitation
from portal.survey.questionnaire import Questionnaire
from portal.vault import tokens
from tests.factories import ADA, PAT, House, type_in
from tests.services import ballots, scenes

MAILBOX = "pats.other{}@northshire.example.org"


@pytest.fixture(autouse=True)
def noise(house: House) -> None:
    """Southborough has ten people who answer, so that the round is not too small as a whole."""
    house.open_round(northshire=1, southborough=10)
    scenes.everybody_responds(house, "southborough")


def named(house: House) -> int:
    """How many records have the name of Northshire once the round is counted."""
    house.work(days=8)
    assert rounds.by_code("spring").state == "counted"
    return sum(reply.organisation == "northshire" for reply in results.counted("spring").replies)


def place() -> Place:
    return listing.place("spring", "northshire")


def entry() -> Invited:
    """Whoever is on the list now."""
    (one,) = [each for each in listing.page(place()).people if each.state == "invited"]
    return one


def corrected(house: House, number: int) -> None:
    """The only entry's address becomes a mailbox of Pat's, and she answers there."""
    changes.correct(place(), entry().id, MAILBOX.format(number), house.person(PAT), house.now)
    house.work()
    scenes.respond(house, house.links(MAILBOX.format(number))[-1])


def by_slips(house: House, number: int) -> None:
    for token in sheets.make("spring", "northshire", number, PAT, house.now):
        scenes.respond(house, f"/i/{tokens.link_text(token)}")


def states() -> list[tuple[str, str]]:
    """Northshire's tickets: origin and state."""
    own = Ticket.select().where(Ticket.organisation == "northshire")
    return sorted((ticket.origin, ticket.state) for ticket in own)


def everything_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every answer for one to an invitation, as before."""
    person = responses._person

    def by_letter(of: Questionnaire, ballot: Opened, terms: Terms) -> Person:
        counted = person(of, ballot, terms)
        return replace(counted, organisation=ballot.organisation, by_letter=True)

    monkeypatch.setattr(responses, "_person", by_letter)


def no_link_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every answer for another person's."""
    terms = counting._terms
    monkeypatch.setattr(counting, "_terms", lambda *given: replace(terms(*given), ended={}))


@pytest.mark.parametrize("protected", [True, False])
def test_nine_slips_and_one_real_answer_are_not_ten(
    house: House, monkeypatch: pytest.MonkeyPatch, protected: bool
) -> None:
    if not protected:
        everything_counts(monkeypatch)
    scenes.everybody_responds(house, "northshire")
    by_slips(house, 9)
    assert named(house) == (0 if protected else 10)


@pytest.mark.parametrize("protected", [True, False])
def test_one_mailbox_corrected_nine_times_is_not_ten(
    house: House, monkeypatch: pytest.MonkeyPatch, protected: bool
) -> None:
    if not protected:
        no_link_has_ended(monkeypatch)
    scenes.everybody_responds(house, "northshire")
    for number in range(9):
        corrected(house, number)
    assert named(house) == (0 if protected else 10)


def test_who_has_not_answered_keeps_an_invitation_through_a_correction(house: House) -> None:
    corrected(house, 1)
    assert states() == [("invitation", "spent"), ("invitation", "void"), ("invitation", "void")]
    with pytest.raises(LinkRevoked):
        scenes.begin(house, house.links("remi1@northshire")[0])


def test_a_draft_that_was_begun_goes_on_under_the_corrected_link(house: House) -> None:
    """The earlier link is void in the step that makes the new one."""
    changes.correct(place(), entry().id, MAILBOX.format(1), house.person(PAT), house.now)
    scenes.respond(house, house.links("remi1@northshire")[0])  # before the worker's next pass
    house.work()
    scenes.respond(house, house.links(MAILBOX.format(1))[-1])
    assert [each for each in states() if each[1] == "spent"] == [
        ("again", "spent"),
        ("invitation", "spent"),
    ]


@pytest.mark.parametrize("protected", [True, False])
def test_putting_back_who_was_corrected_makes_no_second_invitation(
    house: House, monkeypatch: pytest.MonkeyPatch, protected: bool
) -> None:
    if not protected:
        monkeypatch.setattr(minting, "_origin", lambda *_: "invitation")
    old = entry()
    corrected(house, 1)
    changes.correct(place(), entry().id, old.email, house.person(PAT), house.now)
    house.work()
    scenes.respond(house, house.links("remi1@northshire")[-1])
    spent = [origin for origin, state in states() if state == "spent"]
    assert sorted(spent) == ["again" if protected else "invitation", "invitation"]


def test_two_addresses_of_one_person_have_one_invitation_between_them(house: House) -> None:
    old = entry()
    new = changes.correct(place(), old.id, MAILBOX.format(1), house.person(PAT), house.now)
    house.work()
    with pytest.raises(NotFound):
        changes.restore(place(), old.id, house.person(PAT), house.now)
    back = changes.correct(place(), new.id, old.email, house.person(PAT), house.now)
    house.work()
    assert (back.id, [each.email for each in listing.page(place()).people]) == (old.id, [old.email])
    assert [each for each in states() if each[1] == "unused"] == [("invitation", "unused")]


@pytest.mark.parametrize("protected", [True, False])
def test_new_links_after_answering_bring_no_second_answer(
    house: House, monkeypatch: pytest.MonkeyPatch, protected: bool
) -> None:
    """Were there any, the count would stop, since there are more ballots than spent tickets."""
    if not protected:
        whole = minting._take_over
        monkeypatch.setattr(minting, "_take_over", lambda token: whole(token) and "unused")
    scenes.everybody_responds(house, "northshire")
    for _ in range(9):
        house.now += timedelta(days=1) / 2
        changes.reissue(place(), entry().id, house.person(PAT), house.now)
        house.work()
        with suppress(AlreadySubmitted):
            scenes.respond(house, house.links("northshire")[-1])
    if protected:
        assert named(house) == 0
    else:
        house.work(days=8)
        assert "without a spent ticket" in rounds.by_code("spring").problem


@pytest.mark.parametrize("protected", [True, False])
def test_one_mailbox_under_nine_names_is_not_ten(
    house: House, monkeypatch: pytest.MonkeyPatch, protected: bool
) -> None:
    if not protected:
        for module in (changes, importing, listing):
            monkeypatch.setattr(module, "mailbox", lambda email: email)
    for number in range(9):
        type_in(place(), f"pat+{number}@northshire.example.org", house.person(PAT), house.now)
    house.work()
    scenes.everybody_responds(house, "northshire")
    assert named(house) == (0 if protected else 10)


@pytest.mark.parametrize(
    "listed", ["remi1@northshire.example.org", "remi1+x@northshire.example.org"]
)
def test_an_alias_of_a_mailbox_on_the_list_gets_no_invitation(house: House, listed: str) -> None:
    Invitation.update(email=listed).where(Invitation.email.startswith("remi1@north")).execute()
    pat, alias = house.person(PAT), "remi1+a@northshire.example.org"
    assert type_in(place(), alias, pat, house.now).added == 0
    with pytest.raises(Refused, match="leads to the same mailbox as"):
        changes.correct(place(), entry().id, alias, pat, house.now)
    changes.withdraw(place(), entry().id, pat, house.now)
    assert type_in(place(), alias, pat, house.now).added == 0


def test_two_aliases_in_one_list_are_one_mailbox(house: House) -> None:
    typed = "a+1@northshire.example.org\na+2@northshire.example.org"
    assert type_in(place(), typed, house.person(PAT), house.now).added == 1
    rows = [
        {"organisation": "northshire", "email": f"a{tag}@northshire.example.org"}
        for tag in ("", "+1")
    ]
    with pytest.raises(Refused, match=r"row 3.*it leads to the mailbox of row 2"):
        importing.put("spring", enumerate(rows, 2), ADA, house.now)


def test_comments_need_twenty_answers_to_invitations(house: House) -> None:
    house.invite(19)
    house.work()
    for link in house.links("northshire"):
        scenes.respond(house, link, heard="disagree", why="Words")
    by_slips(house, 10)
    assert named(house) == 29
    assert [*results.counted("spring").remarks] == []


def test_a_ballot_without_its_origin_stops_the_count(house: House) -> None:
    ballots.close(house)
    ballots.forge(house, origin=None)
    house.work()
    assert "does not allow" in rounds.by_code("spring").problem


def test_no_page_knows_of_it(house: House) -> None:
    """Nothing but the tickets says “again”, and these lead to nobody without the link key."""
    scenes.everybody_responds(house, "northshire")
    corrected(house, 1)
    tables = {name for name in db.get_tables() for row in scenes.snapshot()[name] if "again" in row}
    assert tables == {"ticket"}
