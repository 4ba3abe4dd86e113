"""Addresses that two organisations of a round put on their lists."""

from __future__ import annotations

import pytest

from portal.errors import Refused
from portal.services.people import changes, invitations, listing, waiting
from portal.services.people.listing import Place
from portal.store.people import Invitation
from tests.factories import ADA, OLGA, PAT, House, type_in


def invited(house: House, number: int = 1) -> Place:
    """The list of Northshire in an open round, its letters out."""
    return listing.place(house.open_round(northshire=number).code, "northshire")


def test_whom_another_organisation_invites_is_let_in_once_they_are_taken_off_there(
    house: House,
) -> None:
    where, ada = invited(house, 2), house.person(ADA)
    there = listing.place("spring", "southborough")
    type_in(there, "remi1@northshire.example.org\na@example.org", house.person(OLGA), house.now)
    assert waiting.let_in(there, None, ada, house.now) == 1
    assert listing.inviting_by_name(there, ["remi1@northshire.example.org", "a@example.org"]) == {
        "remi1@northshire.example.org": "Northshire County Council"
    }
    changes.withdraw(where, listing.page(where).people[0].id, house.person(PAT), house.now)
    assert waiting.let_in(there, None, ada, house.now) == 1


def test_an_address_that_another_organisation_invites_waits_when_it_is_put_back_or_corrected(
    house: House,
) -> None:
    where, pat, ada = invited(house, 2), house.person(PAT), house.person(ADA)
    there = listing.place("spring", "southborough")
    type_in(there, "a@northshire.example.org", ada, house.now)
    [one, other] = listing.page(where).people
    changes.withdraw(where, one.id, pat, house.now)
    type_in(there, one.email, ada, house.now)
    with pytest.raises(Refused, match="Another organisation"):
        changes.restore(where, one.id, ada, house.now)
    assert changes.restore(where, one.id, pat, house.now).state == "waiting"
    new = changes.correct(where, other.id, "a@northshire.example.org", pat, house.now)
    assert new.state == "waiting"


def test_a_new_link_by_command_goes_to_the_entry_that_is_invited(house: House) -> None:
    invited(house)
    there = listing.place("spring", "southborough")
    type_in(there, "remi1@northshire.example.org", house.person(OLGA), house.now)
    invitations.reissue("spring", "remi1@northshire.example.org", ADA, house.now)
    house.work()
    assert len(house.letters) == 2
    assert {row.organisation_id: row.issue for row in Invitation.select()} == {
        "northshire": 1,
        "southborough": 0,
    }
