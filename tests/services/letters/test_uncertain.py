"""Letters of which nobody knows whether they went out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from portal.calendar.schedule import Schedule
from portal.post.letters import Letter
from portal.post.outcomes import Unknown
from portal.services.letters import uncertain
from portal.services.letters.uncertain import LetterCounts
from portal.store.letters import Outgoing
from portal.store.people import Invitation
from portal.store.records import Audit
from portal.worker import passes
from tests.factories import ADA, NOW, House

LATER = NOW + timedelta(minutes=10)


def lost(house: House, **people: int) -> None:
    """A round whose letters' connection was lost each time."""

    def lose(_: Letter) -> None:
        raise Unknown

    house.round(schedule=Schedule(NOW, NOW + timedelta(days=9), (NOW + timedelta(days=3),)))
    for organisation, number in people.items():
        house.invite(number, organisation)
    passes.run(replace(house.tools, deliver=lose), NOW)


def chosen(organisation: str | None = None) -> list[bytes]:
    return [each.letter for each in uncertain.letters("spring", LATER, organisation)]


def test_a_letter_in_hand_is_uncertain_after_ten_minutes_and_not_sent_again(house: House) -> None:
    lost(house, northshire=2)
    assert uncertain.letters("spring", NOW + timedelta(minutes=9)) == []
    assert len(chosen()) == 2
    house.work(hours=1)
    assert house.letters == []


def test_they_are_listed_with_whose_they_are(house: House) -> None:
    lost(house, northshire=1, southborough=1)
    found = uncertain.letters("spring", LATER)
    assert [each.organisation for each in found] == ["northshire", "southborough"]
    assert {each.invitation for each in found} == {row.id for row in Invitation.select()}
    assert {each.kind for each in found} == {"invitation"}


def test_reminders_are_never_among_them(house: House) -> None:
    found = house.open_round()
    Outgoing.update(kind="reminder x", state="sending", claimed=NOW).execute()
    assert uncertain.letters("spring", LATER) == []
    assert uncertain.counts(found.id, LATER).uncertain == 0
    assert uncertain.send_again("spring", [Outgoing.get().id], ADA, LATER) == 0


def test_a_person_can_have_them_sent_again_or_left(house: House) -> None:
    lost(house, northshire=3)
    first, *others = chosen()
    assert uncertain.send_again("spring", [first], ADA, LATER) == 1
    assert uncertain.leave("spring", others, ADA, LATER) == 2
    assert chosen() == []
    house.work(hours=1)
    assert len(house.letters) == 1
    assert {row.state for row in Outgoing.select()} == {"done"}
    did = [row.did for row in Audit.select()]
    assert "had 1 uncertain letters of round spring sent again" in did
    assert "had 2 uncertain letters of round spring left as they are" in did


def test_of_another_organisation_or_no_longer_uncertain_nothing_is_settled(house: House) -> None:
    lost(house, northshire=1, southborough=1)
    both = chosen()
    assert uncertain.leave("spring", both, ADA, LATER, "northshire") == 1
    assert uncertain.leave("spring", both, ADA, NOW) == 0
    assert chosen() == chosen("southborough")
    assert chosen("northshire") == []


def test_the_numbers_of_a_round_say_how_its_letters_stand(house: House) -> None:
    lost(house, northshire=2)
    house.invite(3)
    found = passes.rounds.by_code("spring")
    Invitation.update(undeliverable="the mailbox is full").where(
        Invitation.email == "remi1@northshire.example.org"
    ).execute()
    assert uncertain.counts(found.id, NOW) == LetterCounts(in_hand=2, uncertain=0)
    assert uncertain.counts(found.id, LATER) == LetterCounts(in_hand=0, uncertain=2)
