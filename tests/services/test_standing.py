"""How a whole round stands."""

from __future__ import annotations

from portal.services import rounds, standing
from portal.store.results import Tally
from tests.factories import House
from tests.services import scenes


def numbers(house: House) -> tuple[int, int, int | None]:
    found = standing.of(rounds.by_code("spring"))
    return found.invited, found.submitted, found.rate


def test_before_the_opening_it_is_who_is_on_the_lists(house: House) -> None:
    house.round()
    house.invite(3)
    house.invite(2, "southborough")
    assert numbers(house) == (5, 0, 0)


def test_while_open_it_is_the_last_hours_and_never_this_moments(house: House) -> None:
    house.open_round(northshire=3, southborough=1)
    scenes.everybody_responds(house, "northshire")
    assert numbers(house) == (4, 0, 0)
    house.work(hours=1)
    assert numbers(house) == (4, 3, 75)


def test_another_rounds_numbers_are_not_in_it(house: House) -> None:
    house.open_round(northshire=3)
    house.open_round(northshire=5, code="summer")
    house.work(hours=1)
    assert numbers(house)[0] == 3


def test_after_the_closing_it_is_the_last_count_of_all(house: House) -> None:
    house.open_round(northshire=12, southborough=4)
    scenes.everybody_responds(house, "northshire")
    house.work(days=8)
    assert numbers(house) == (16, 12, 75)


def test_a_round_from_before_there_were_hourly_counts_has_its_numbers(house: House) -> None:
    house.open_round(northshire=12)
    scenes.everybody_responds(house)
    house.work(days=8)
    Tally.delete().execute()
    assert numbers(house) == (12, 12, 100)


def test_a_round_that_opened_this_minute_has_none_yet(house: House) -> None:
    house.open_round(northshire=2)
    Tally.delete().execute()
    assert numbers(house) == (0, 0, None)
