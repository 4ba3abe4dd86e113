"""How far an organisation is: its ticks are its own, and those of one round."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.errors import NotFound
from portal.services.organisations import register as organisations
from portal.services.preparation import doing
from portal.services.rounds import planning
from portal.store.preparation import Tick
from tests.factories import ADA, House


def ticked(organisation: str, round_id: bytes) -> set[str]:
    return set(doing.everywhere(organisation)[round_id].ticked)


def test_ticks_are_kept_for_one_organisation_in_one_round(house: House) -> None:
    this, other = house.round(), house.round("autumn")
    doing.tick(this, "northshire", (), ["union", "time"])
    doing.tick(this, "southborough", (), ["list"])
    assert ticked("northshire", this.id) == {"union", "time"}
    assert ticked("southborough", this.id) == {"list"}
    assert ticked("northshire", other.id) == set()


def test_an_organisation_that_is_left_out_can_be_removed_with_its_ticks(house: House) -> None:
    house.person()
    spring = house.round()
    doing.tick(spring, "southborough", (), ["list"])
    planned = planning.planned(spring)
    planning.change(spring.code, replace(planned, organisations=("northshire",)), ADA, house.now)
    organisations.remove("southborough", ADA, house.now)
    assert not Tick.select().exists()


def test_what_two_people_tick_at_once_is_all_kept(house: House) -> None:
    spring = house.round()
    doing.tick(spring, "northshire", (), ["union"])
    doing.tick(spring, "northshire", (), ["time"])
    assert ticked("northshire", spring.id) == {"union", "time"}
    doing.tick(spring, "northshire", ["union"], ["list"])
    assert ticked("northshire", spring.id) == {"time", "list"}
    doing.tick(spring, "northshire", (), ["time"])
    assert Tick.select().count() == 2


def test_what_is_no_item_is_not_stored(house: House) -> None:
    with pytest.raises(NotFound):
        doing.tick(house.round(), "northshire", (), ["union", "anything"])
    assert not Tick.select().exists()


def test_what_is_left_is_of_the_present_stage(house: House) -> None:
    house.open_round(12, 12)
    spring = house.round("later")
    today = house.now.date()
    doing.tick(spring, "northshire", (), ["steering", "list", "managers", "union"])
    done = doing.everywhere("northshire")[spring.id]
    assert [each.key for each in done.left(spring, today)] == ["time", "announcement"]
    assert done.left(spring, today + timedelta(days=1)) == done.left(spring, today)
