"""Tables of a round of returns, made of what organisations submitted."""

from __future__ import annotations

import pytest

from portal.errors import Conflict, NotFound
from portal.services.returns import tables
from portal.services.rounds import register as rounds
from tests.factories import House, answer
from tests.services import scenes
from tests.web.staff.reports.test_statements import RETURN, counted


def test_the_tables_are_of_what_was_submitted(house: House) -> None:
    counted(house)
    told = {table.id: table for table in tables.tables_of(rounds.by_code("spring"))}

    assert [*told] == ["figures", "figures_by_type", "ways"]
    assert [*told["ways"].said()] == [
        [
            "Pay",
            "1",
            "100",
        ],
        ["In another way", "1", "100"],
        ["Base", "1", ""],
    ]
    filled, empty, *_ = told["figures"].said()
    assert filled[:4] == ["Filled", "1,200.0", "1,200", "1,200"]
    assert empty[-3:] == ["1 (100)", "1", "2"]


def test_of_two_organisations_the_public_is_told_nothing(house: House) -> None:
    counted(house)

    assert tables.tables_of(rounds.by_code("spring"), public=True) == ()


def test_there_are_none_before_the_count(house: House) -> None:
    round_ = house.open_round(source=RETURN)
    answer(house.client(), house.links()[0], {"contact": {}, "posts": {}})

    with pytest.raises(Conflict):
        tables.tables_of(round_)


def test_nobodys_answers_are_tabled_where_people_answer(house: House) -> None:
    house.open_round(northshire=12)
    scenes.everybody_responds(house)
    house.work(days=8)

    with pytest.raises(NotFound):
        tables.tables_of(rounds.by_code("spring"))


def test_they_go_with_the_returns(house: House) -> None:
    counted(house)
    house.work(days=3 * 366)

    assert tables.tables_of(rounds.by_code("spring")) == ()
