"""Addresses that wait for an administrator: let in or turned away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from portal.errors import Conflict, Refused
from portal.services.people import changes, listing, waiting
from portal.services.people.listing import Place
from portal.services.staff.accounts import Person
from tests.factories import ADA, OLGA, PAT, House, type_in
from tests.services.figures.test_returns_answered import RETURN
from tests.services.people.test_changes import first, opens, place


def away(where: Place, chosen: list[str] | None, who: Person, now: datetime) -> int:
    return waiting.turn_away(where, chosen, "", who, now)


def held(house: House, where: Place, number: int = 3) -> list[str]:
    text = "\n".join(f"out{n}@example.com" for n in range(number))
    type_in(where, text, house.person(PAT), house.now)
    return [person.id for person in listing.page(where, "waiting").people]


def test_the_chosen_are_let_in_and_the_others_wait(house: House) -> None:
    where = place(house)
    chosen = held(house, where)[:2]
    assert waiting.let_in(where, chosen, house.person(ADA), house.now) == 2
    house.work()
    assert listing.counts(where).waiting == 1
    assert len(house.letters) == 3


def test_all_are_let_in_at_once(house: House) -> None:
    where = place(house)
    held(house, where)
    assert waiting.let_in(where, None, house.person(ADA), house.now) == 3


def test_who_is_turned_away_gets_no_letter_and_can_be_asked_for_again(house: House) -> None:
    where, pat = place(house), house.person(PAT)
    chosen, before = held(house, where), len(house.letters)
    assert waiting.turn_away(where, chosen[:1], "Not ours.", house.person(ADA), house.now) == 1
    house.work()
    counts, gone = listing.counts(where), listing.one(where, chosen[0])
    assert (counts.waiting, counts.refused, counts.withdrawn) == (2, 1, 0)
    assert (gone.state, gone.reason) == ("refused", "Not ours.")
    with pytest.raises(Conflict, match="turned the address away"):
        changes.reissue(where, gone.id, pat, house.now)
    assert changes.restore(where, gone.id, pat, house.now).state == "waiting"
    assert listing.one(where, gone.id).reason == ""
    house.work()
    assert not [letter for letter in house.letters[before:] if letter.to == gone.email]


def test_a_decision_is_told_by_its_day_and_not_after_it_was_undone(house: House) -> None:
    where, ada, today = place(house), house.person(ADA), house.now.date()
    chosen = held(house, where)
    waiting.turn_away(where, chosen[:2], "Not ours.", ada, house.now)
    waiting.let_in(where, chosen[2:], ada, house.now)
    part = (where.round_id, where.organisation)
    assert [each.said for each in waiting.decisions([part[0]], today)[part]] == [
        "1 address was let in on 2 March.",
        "2 addresses were turned away on 2 March: Not ours.",
    ]
    assert waiting.decisions([part[0]], today + timedelta(days=1)) == {}
    assert waiting.decisions([part[0]], today, "southborough") == {}
    for person in chosen[:2]:
        changes.restore(where, person, house.person(PAT), house.now)
    assert [each.let_in for each in waiting.decisions([part[0]], today)[part]] == [True]


@pytest.mark.parametrize("reason", ["ask a@example.org", "two\nlines", "x" * 201])
def test_a_reason_is_a_line_without_an_address(house: House, reason: str) -> None:
    where = place(house)
    held(house, where)
    with pytest.raises(Refused):
        waiting.turn_away(where, None, reason, house.person(ADA), house.now)
    assert listing.counts(where).waiting == 3


def test_nobody_of_another_organisation_is_let_in_or_turned_away(house: House) -> None:
    where = place(house)
    there = listing.place("spring", "southborough")
    type_in(there, "a@southborough.example.org", house.person(OLGA), house.now)
    [olgas] = listing.page(there).people
    for verb in (waiting.let_in, away):
        assert verb(where, [olgas.id, "zz"], house.person(ADA), house.now) == 0
    assert listing.counts(there).waiting == 1


@pytest.mark.parametrize("verb", [waiting.let_in, away])
def test_a_psw_lets_nobody_in_and_turns_nobody_away(house: House, verb: Callable[..., int]) -> None:
    where = place(house)
    held(house, where)
    with pytest.raises(Refused, match="An administrator"):
        verb(where, None, house.person(PAT), house.now)
    assert listing.counts(where).waiting == 3


def test_a_return_turned_away_from_an_address_has_no_way_in_until_it_is_moved(
    house: House,
) -> None:
    where, ada, pat = place(house, 1, source=RETURN), house.person(ADA), house.person(PAT)
    moved = changes.correct(where, first(where).id, "a@example.com", pat, house.now)
    house.work()
    assert opens(house, house.links()[0]) == "opens"
    away(where, [moved.id], ada, house.now)
    house.work()
    assert opens(house, house.links()[0]) == "LinkRevoked"
    back = changes.restore(where, moved.id, pat, house.now)
    assert back.state == "waiting"
    changes.correct(where, moved.id, "b@northshire.example.org", pat, house.now)
    house.work()
    assert opens(house, house.links()[-1]) == "opens"
    assert house.letters[-1].to == "b@northshire.example.org"
