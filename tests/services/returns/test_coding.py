"""Two people put texts under themes, each alone; then they see how far they agree."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.errors import Conflict, NotFound, PortalError, Refused
from portal.services.returns import coding, tables, themes
from portal.services.returns.coding import OpenQuestion
from portal.services.rounds import register as rounds
from portal.store.returns import Coding, Theme
from tests.factories import ADA, House
from tests.services import scenes
from tests.web.staff.reports.test_statements import counted

BEN, CYD = "ben@example.org", "cyd@example.org"
KEY = ("spring", "lead")
"""Both organisations say who leads on the return."""


def asked(who: str = ADA) -> OpenQuestion:
    return coding.question(rounds.by_code("spring"), "lead", who)


def listed(house: House, *names: str) -> list[str]:
    """The ids of themes with these names, added to the question."""
    for name in names:
        themes.add(*KEY, name, ADA, house.now)
    ids = {name: id for id, name in asked().themes}
    return [ids[name] for name in names]


def mark(house: House, who: str, northshire: list[str], southborough: list[str] | None) -> None:
    coding.mark(*KEY, "northshire", northshire, who, house.now)
    if southborough is not None:
        coding.mark(*KEY, "southborough", southborough, who, house.now)


def test_texts_are_read_by_question_with_their_organisations(house: House) -> None:
    counted(house)
    every = {each.key: each for each in coding.questions(rounds.by_code("spring"), ADA)}

    assert [*every] == ["lead", "ways__other", "evidence", "traits"]
    assert [(each.name, each.text) for each in every["lead"].texts] == [
        ("London Borough of Southborough", "Olga of Southborough"),
        ("Northshire County Council", "Pat <b>Smith</b>"),
    ]
    assert every["traits"].texts[0].text == "kind, busy"
    assert every["ways__other"].heading == "How do you keep people? In another way"


def test_neither_sees_the_others_marks_before_both_are_through(house: House) -> None:
    counted(house)
    pay, cars = listed(house, "Pay", "Cars")
    mark(house, ADA, [pay], [])
    mark(house, BEN, [cars], None)

    assert asked(BEN).marks == {BEN: {"northshire": {cars}}}
    assert asked(ADA).marks == {ADA: {"northshire": {pay}, "southborough": set()}}
    assert asked(CYD).marks == {CYD: {}}
    assert asked(CYD).coded == {ADA: 2, BEN: 1}
    assert not asked(ADA).pairs

    coding.mark(*KEY, "southborough", [], BEN, house.now)
    assert asked(CYD).pairs == {"northshire": ({pay}, {cars}), "southborough": (set(), set())}


def test_once_both_are_through_neither_can_change_it(house: House) -> None:
    counted(house)
    [pay] = listed(house, "Pay")
    mark(house, ADA, [pay], [])
    mark(house, ADA, [], [])
    mark(house, BEN, [pay], [])

    assert asked().pairs["northshire"] == (set(), {pay})
    for refused in (
        lambda: mark(house, ADA, [pay], None),
        lambda: themes.add(*KEY, "Cars", ADA, house.now),
        lambda: coding.settle(*KEY, "southborough", [pay], ADA, house.now),
    ):
        with pytest.raises(Conflict):
            refused()


def test_a_third_person_does_not_code(house: House) -> None:
    counted(house)
    [pay] = listed(house, "Pay")
    mark(house, ADA, [pay], None)
    mark(house, BEN, [pay], None)

    with pytest.raises(Conflict, match="Two other people"):
        mark(house, CYD, [pay], None)


def test_what_is_settled_is_a_table_of_the_round(house: House) -> None:
    counted(house)
    round_ = rounds.by_code("spring")
    pay, cars, _ = listed(house, "Pay", "Cars", "Dogs")
    mark(house, ADA, [pay], [cars])
    mark(house, BEN, [pay, cars], [cars])
    assert asked().left == 1
    assert "themes_lead" not in {table.id for table in tables.tables_of(round_)}

    coding.settle(*KEY, "northshire", [pay], BEN, house.now)
    told = {table.id: table for table in tables.tables_of(round_)}["themes_lead"]
    assert [row[:3] for row in told.said()] == [
        ["Cars", "1", "50"],
        ["Pay", "1", "50"],
        ["Dogs", "0", "0"],
        ["Base", "2", ""],
    ]
    assert tables.tables_of(round_, public=True) == ()


def test_one_persons_coding_is_deleted_with_what_was_settled(house: House) -> None:
    counted(house)
    pay, cars = listed(house, "Pay", "Cars")
    mark(house, ADA, [pay], [])
    mark(house, BEN, [cars], [])
    coding.settle(*KEY, "northshire", [], ADA, house.now)
    coding.drop(*KEY, BEN, CYD, house.now)

    assert (asked().coded, asked().settled) == ({ADA: 2}, {})
    mark(house, CYD, [pay], [])
    assert asked().final is not None
    with pytest.raises(NotFound):
        coding.drop(*KEY, BEN, CYD, house.now)


def test_a_theme_is_renamed_and_removed_while_unused(house: House) -> None:
    counted(house)
    pay, cars = listed(house, "Pay", "Cars")
    mark(house, ADA, [pay], None)
    themes.rename(*KEY, pay, "Wages", ADA, house.now)
    themes.remove(*KEY, cars, ADA, house.now)

    assert asked().themes == [(pay, "Wages")]
    with pytest.raises(Conflict, match="Somebody has put a text under “Wages”"):
        themes.remove(*KEY, pay, ADA, house.now)
    with pytest.raises(Conflict, match="A theme was removed in the meantime"):
        mark(house, BEN, [cars], None)


@pytest.mark.parametrize("name", ["", "x" * 61, "two\nlines", "pay"])
def test_a_theme_needs_a_name_of_its_own(house: House, name: str) -> None:
    counted(house)
    [pay, cars] = listed(house, "Pay", "Cars")

    with pytest.raises(Refused):
        themes.add(*KEY, name, ADA, house.now)
    with pytest.raises(Refused):
        themes.rename(*KEY, cars, name, ADA, house.now)
    themes.rename(*KEY, pay, "PAY", ADA, house.now)


def test_a_question_has_not_endlessly_many_themes(house: House) -> None:
    counted(house)
    listed(house, *(f"Theme {n}" for n in range(themes.MOST)))

    with pytest.raises(Refused, match="40 themes at most"):
        themes.add(*KEY, "Another", ADA, house.now)


LEAD, WHY = ("spring", "lead"), ("spring", "why")
REFUSED: list[Callable[[House], object]] = [
    lambda house: coding.question(rounds.by_code("spring"), "why", ADA),
    lambda house: coding.mark("spring", "why", "northshire", [], ADA, house.now),
    lambda house: coding.settle("spring", "why", "northshire", [], ADA, house.now),
    lambda house: coding.drop("spring", "why", ADA, ADA, house.now),
    lambda house: themes.add("spring", "why", "Pay", ADA, house.now),
]


@pytest.mark.parametrize("refused", REFUSED)
def test_nothing_is_coded_where_people_answer(
    house: House, refused: Callable[[House], object]
) -> None:
    house.open_round(northshire=30)
    scenes.everybody_responds(house, heard="disagree", why="A secret")
    house.work(days=8)

    with pytest.raises(PortalError) as error:
        refused(house)
    assert "has no returns" in str(error.value)


def test_themes_and_coding_go_with_the_returns(house: House) -> None:
    counted(house)
    mark(house, ADA, listed(house, "Pay"), None)
    assert (Theme.select().count(), Coding.select().count()) == (1, 1)

    house.work(days=3 * 366)
    assert (Theme.select().count(), Coding.select().count()) == (0, 0)
