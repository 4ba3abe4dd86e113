"""Whom a round reaches; another organisation and another round make noise."""

from __future__ import annotations

import pytest

from portal.services.figures import overview, progress
from portal.services.figures.reach import Reach
from portal.services.people import sheets
from portal.services.rounds import register as rounds
from portal.services.staff import scope
from portal.store.letters import Outgoing
from portal.store.people import Invitation
from tests.factories import ADA, NOW, House
from tests.services import scenes


@pytest.fixture
def spring(house: House) -> bytes:
    house.open_round(northshire=7, southborough=2, code="noise")
    house.letters.clear()
    return house.open_round(northshire=4, southborough=3).id


def now(round_id: bytes, organisation: str = "northshire") -> Reach:
    """As all organisations side by side show it, and the page of one."""
    round_, employer = rounds.by_id(round_id), scope.employer(organisation)
    rows = {row.code: row for row in overview.side_by_side(round_).rows}
    assert employer
    alone = progress.in_organisation(round_, employer, NOW)
    assert alone.reach == rows[organisation].reach
    return alone.reach


def change(number: int, **values: object) -> None:
    of = Invitation.email == f"remi{number}@northshire.example.org"
    round_id = rounds.by_code("spring").id
    Invitation.update(**values).where(of & (Invitation.round == round_id)).execute()


def test_it_is_known_at_once_who_is_invited_and_whose_letters_are_out(
    house: House, spring: bytes
) -> None:
    assert now(spring) == Reach(named=4, sent=4)
    sheets.make("spring", "northshire", 5, ADA, house.now)
    change(4, undeliverable="no such user")
    house.invite(6)
    assert now(spring) == Reach(named=6, slips=5, sent=4, undeliverable=1)
    assert now(spring).invited == 11
    house.work(minutes=1)
    assert now(spring).sent == 6
    assert now(spring, "southborough") == Reach(named=3, sent=3)


def test_who_waits_or_was_taken_off_is_not_invited(spring: bytes) -> None:
    change(1, withdrawn=1, undeliverable="no such user")
    change(2, waiting=1, undeliverable="no such user")
    assert now(spring) == Reach(named=2, sent=2, ended=2)


def test_a_letter_that_has_not_gone_out_is_not_sent(spring: bytes) -> None:
    email = Invitation.email == "remi1@northshire.example.org"
    one = Invitation.get(email & (Invitation.round == spring)).id
    Outgoing.update(state="sending").where(Outgoing.invitation == one).execute()
    assert now(spring).sent == 3


def test_before_the_opening_it_is_who_is_on_the_list(house: House) -> None:
    found = house.round()
    house.invite(2)
    assert now(found.id) == Reach(named=2)


def test_an_answer_changes_nothing(house: House, spring: bytes) -> None:
    sheets.make("spring", "northshire", 5, ADA, house.now)
    before = now(spring)
    scenes.everybody_responds(house)
    assert now(spring) == before


def test_after_the_closing_it_is_as_it_was_then(house: House, spring: bytes) -> None:
    sheets.make("spring", "northshire", 5, ADA, house.now)
    before = now(spring)
    house.work(days=8)
    assert rounds.by_code("spring").state == "counted"
    assert now(spring) == before
