"""How a whole round stands."""

from __future__ import annotations

from portal.services.figures import overview
from portal.services.rounds import register as rounds
from portal.store.figures import Tally
from tests.factories import House
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN, finish


def numbers(house: House) -> tuple[int, int | None, int | None]:
    found = overview.side_by_side(rounds.by_code("spring")).whole
    return found.reach.invited, found.numbers.submitted, found.numbers.rate


def test_before_the_opening_it_is_who_is_on_the_lists(house: House) -> None:
    house.round()
    house.invite(13)
    house.invite(2, "southborough")
    assert numbers(house) == (15, None, None)


def test_while_open_it_is_the_last_midnights_and_never_this_moments(house: House) -> None:
    house.open_round(northshire=15, southborough=10)
    scenes.everybody_responds(house, "northshire")
    assert numbers(house) == (25, 0, 0)
    house.work(days=1)
    assert numbers(house) == (25, 15, 60)


def test_a_late_addition_is_invited_at_once_and_in_the_rate_from_midnight_on(house: House) -> None:
    house.open_round(northshire=10)
    scenes.everybody_responds(house)
    house.work(days=1)
    house.invite(20)
    house.work(minutes=5)
    assert numbers(house) == (20, 10, 100)
    house.work(days=1)
    assert numbers(house) == (20, 10, 50)


def test_organisations_of_fewer_than_ten_are_left_out_of_what_was_submitted(house: House) -> None:
    house.open_round(northshire=10, southborough=9)
    scenes.everybody_responds(house)
    house.work(days=1)
    found = overview.side_by_side(rounds.by_code("spring")).whole
    assert (found.reach.invited, found.left_out) == (19, 1)
    assert (found.numbers.base, found.numbers.submitted) == (10, 10)


def test_a_return_is_no_secret_however_few_there_are(house: House) -> None:
    house.open_round(northshire=1, southborough=1, source=RETURN)
    house.work(days=1)
    found = overview.side_by_side(rounds.by_code("spring")).whole
    assert (found.reach.invited, found.numbers.shown.said, found.left_out) == (2, "0", 0)


def test_a_return_that_came_in_is_known_within_minutes(house: House) -> None:
    house.open_round(northshire=1, southborough=1, source=RETURN)
    finish(house, scenes.begin(house, house.links("northshire")[0]))
    house.work(minutes=4)
    found = overview.side_by_side(rounds.by_code("spring"))
    assert (found.whole.numbers.shown.said, found.as_at) == ("1", house.now)


def test_another_rounds_numbers_are_not_in_it(house: House) -> None:
    house.open_round(northshire=3)
    house.open_round(northshire=5, code="summer")
    house.work(days=1)
    assert numbers(house)[0] == 3


def test_after_the_closing_it_is_the_last_count_of_all(house: House) -> None:
    house.open_round(northshire=12, southborough=4)
    scenes.everybody_responds(house, "northshire")
    house.work(days=8)
    assert numbers(house) == (16, 12, 100)


def test_an_open_round_without_a_count_shows_whom_it_invites(house: House) -> None:
    house.open_round(northshire=12)
    scenes.everybody_responds(house)
    Tally.delete().execute()
    assert numbers(house) == (12, None, None)
