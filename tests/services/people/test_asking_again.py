"""Letters with a link that go out because somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.errors import Conflict
from portal.post.letters import STAFF
from portal.services.people import changes, importing, listing
from portal.services.people.listing import Place
from tests.factories import PAT, House
from tests.services.figures.test_returns_answered import RETURN


def invited(house: House, number: int = 1, **changed: object) -> Place:
    """The list of Northshire in an open round, its letters out."""
    return listing.place(house.open_round(northshire=number, **changed).code, "northshire")


@pytest.mark.parametrize("verb", [changes.reissue, changes.restore])
def test_three_letters_a_day_are_sent_because_somebody_asks(
    house: House, verb: Callable[..., object]
) -> None:
    where, pat = invited(house), house.person(PAT)
    person = listing.page(where).people[0].id
    for _ in range(3):
        changes.withdraw(where, person, pat, house.now)
        changes.restore(where, person, pat, house.now)
        house.work()
    if verb is changes.restore:
        changes.withdraw(where, person, pat, house.now)
    with pytest.raises(Conflict, match="The next can go out from tomorrow, 3 March 2026"):
        verb(where, person, pat, house.now)
    house.work(days=1)
    verb(where, person, pat, house.now)
    house.work()
    assert len([each for each in house.letters if each.box != STAFF]) == 5


def test_three_new_links_a_day_are_three_however_quickly_they_are_asked_for(house: House) -> None:
    where, pat = invited(house), house.person(PAT)
    person = listing.page(where).people[0].id
    for _ in range(3):
        changes.reissue(where, person, pat, house.now)
        with pytest.raises(Conflict, match="on its way already"):
            changes.reissue(where, person, pat, house.now)
        house.work()
    with pytest.raises(Conflict, match="tomorrow"):
        changes.reissue(where, person, pat, house.now)
    assert len(set(house.links())) == 4


def test_the_link_of_a_person_is_never_sent_again(house: House) -> None:
    where = invited(house)
    with pytest.raises(Conflict, match="Only the link of a return"):
        changes.resend(where, listing.page(where).people[0].id, house.person(PAT), house.now)


def test_the_link_of_a_return_is_sent_again_up_to_three_times_a_day(house: House) -> None:
    where, pat = invited(house, 0, source=RETURN), house.person(PAT)
    importing.give_link(where, PAT, "Pat", pat, house.now)
    house.work()
    changes.resend(where, listing.page(where).people[0].id, pat, house.now)
    with pytest.raises(Conflict, match="on its way"):
        changes.resend(where, listing.page(where).people[0].id, pat, house.now)
    house.work()
    changes.resend(where, listing.page(where).people[0].id, pat, house.now)
    house.work()
    changes.resend(where, listing.page(where).people[0].id, pat, house.now)
    house.work()
    with pytest.raises(Conflict, match="tomorrow, 3 March 2026"):
        changes.resend(where, listing.page(where).people[0].id, pat, house.now)
    assert len(house.links()) == 4
    assert len(set(house.links())) == 1


def test_correcting_to_and_fro_sends_three_letters_a_day_to_each_address(house: House) -> None:
    where, pat = invited(house), house.person(PAT)
    person = listing.page(where).people[0]
    other = "other@northshire.example.org"
    with pytest.raises(Conflict, match="tomorrow"):
        for email in [other, person.email] * 5:
            person = changes.correct(where, person.id, email, pat, house.now)
            house.work()
    assert len([letter for letter in house.letters if letter.to.startswith("remi1@")]) == 4
