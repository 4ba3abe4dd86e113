"""A round's letters to PSWs are switched off and on, by whom is noted."""

from __future__ import annotations

import pytest

from portal.errors import EditedMeanwhile, Refused
from portal.services import editing
from portal.services.guiding import switching
from portal.services.rounds import next_year, planning
from portal.services.rounds import register as rounds
from portal.store.records import Audit
from tests.factories import ADA, House


def off(code: str = "spring") -> frozenset[str]:
    return rounds.by_code(code).unsent


def test_what_is_switched_off_stays_so_until_it_is_on_again(house: House) -> None:
    house.round()
    switching.switch("spring", ["closes", "planned"], ADA, house.now)
    assert off() == {"closes", "planned"}
    switching.switch("spring", ["closes"], ADA, house.now)
    assert off() == {"closes"}
    last = Audit.select().order_by(Audit.id.desc()).first()
    assert last.did == "switched letters of round spring to PSWs: “A round is planned” on"


def test_what_changes_nothing_is_not_noted(house: House) -> None:
    house.round()
    before = Audit.select().count()
    switching.switch("spring", [], ADA, house.now)
    assert Audit.select().count() == before


@pytest.mark.parametrize("kind", ["sign-in", "nudge", "held", "planned missing"])
def test_other_letters_cannot_be_switched_off(house: House, kind: str) -> None:
    house.round()
    with pytest.raises(Refused, match="cannot be switched off"):
        switching.switch("spring", [kind], ADA, house.now)
    assert off() == set()


def test_two_at_one_form_are_told(house: House) -> None:
    house.round()
    seen = editing.fingerprint(switching.shown(off()))
    switching.switch("spring", ["planned"], ADA, house.now, seen=seen)
    with pytest.raises(EditedMeanwhile, match="A round is planned, now “off”"):
        switching.switch("spring", ["closes"], ADA, house.now, seen=seen)
    assert off() == {"planned"}


def test_next_years_round_has_the_same_switched_off(house: House) -> None:
    round_ = house.round()
    switching.switch("spring", ["halfway"], ADA, house.now)
    proposal = next_year.a_year_later(round_, house.now)
    made = planning.draft(proposal, ADA, house.now, like="spring")
    assert off(made.code) == {"halfway"}
