from __future__ import annotations

from datetime import timedelta

import pytest

from portal.disclosure.answered import Numbers, Part
from portal.services.figures import overview
from portal.services.figures.overview import Participant, by_day, chosen, totals
from portal.services.figures.reach import Reach
from portal.services.figures.returns import NOT_BEGUN
from portal.services.figures.standing import Standing
from portal.services.rounds import planning
from portal.services.rounds import register as rounds
from portal.store.people import Invitation
from tests.factories import ADA, NOW, House
from tests.services import scenes


def row(
    name: str, kind: str, region: str, reach: Reach, letters: Part, forwarded: Part
) -> Participant:
    numbers = Numbers(letters, forwarded=forwarded).veiled()
    stands = Standing(reach, numbers, bool(forwarded.given))
    return Participant(name[0].lower(), name, kind, region, stands, 0, NOT_BEGUN)


ROWS = (
    row("Ashdale", "unitary", "London", Reach(100, 0, 90, 1), Part(100, 50), Part()),
    row("Birchford", "unitary", "North East", Reach(13, 0, 13, 3), Part(13, 4, 3), Part()),
    row("Cedarham", "NHS trust", "London", Reach(), Part(), Part()),
    row("Dunmere", "NHS trust", "London", Reach(), Part(), Part(1, 17)),
    row("Elmbury", "shire county", "London", Reach(20, 0, 20), Part(20, 7), Part()),
)


def order(sort: str, kind: str = "", region: str = "") -> str:
    return "".join(row.code for row in chosen(ROWS, sort, kind, region))


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("lag", "cbead"),  # nobody invited, then the lowest rate; no rate by open link comes last
        ("name", "abcde"),
        ("type", "cdeab"),
        ("region", "acdeb"),
        ("named", "aebcd"),
        ("sent", "aebcd"),
        ("undeliverable", "bacde"),
        ("submitted", "adebc"),
        ("rate", "cdbea"),
        ("forwarded", "dabce"),
        ("nonsense", "cbead"),
    ],
)
def test_each_column_has_its_order(sort: str, expected: str) -> None:
    assert order(sort) == expected


def test_each_of_the_words_stands_in_the_name() -> None:
    assert [each.code for each in chosen(ROWS, "name", words="AM ced")] == ["c"]
    assert [each.code for each in chosen(ROWS, "name", "", "London", "d")] == ["a", "c", "d"]


def test_the_filters_work_together() -> None:
    assert order("name", kind="NHS trust") == "cd"
    assert order("name", region="London") == "acde"
    assert order("name", kind="unitary", region="London") == "a"
    assert order("name", kind="nothing") == ""


def test_totals_are_by_type_and_of_all() -> None:
    found = {total.name: (total.organisations, total.numbers.submitted) for total in totals(ROWS)}
    assert found == {
        "NHS trust": (2, 15),
        "shire county": (1, 5),
        "unitary": (2, 50),
        "All": (5, 70),
    }
    assert totals(ROWS)[-1].name == "All"
    assert totals([])[-1].numbers.submitted is None


def test_capitals_do_not_change_the_order_of_types() -> None:
    types = ("shire county", "NHS trust", "metropolitan district")
    rows = [
        Participant(t[0], t, t, "London", Standing(Reach(), Numbers().veiled()), 0, NOT_BEGUN)
        for t in types
    ]
    expected = ["metropolitan district", "NHS trust", "shire county"]
    assert [total.name for total in totals(rows)] == [*expected, "All"]
    assert [row.type for row in chosen(rows, "type", "", "")] == expected


def test_totals_leave_out_those_that_could_be_told_by_subtraction() -> None:
    numbers = Numbers(Part(9, 7), Part(40, 12), Part(1, 3)).veiled()
    few = Participant(
        "f", "Firle", "unitary", "London", Standing(Reach(9, 40, 9), numbers), 0, NOT_BEGUN
    )
    found = {total.name: total for total in totals([*ROWS[:2], few])}
    unitary = found["unitary"]
    assert (unitary.organisations, unitary.left_out) == (3, 1)
    assert unitary.reach == Reach(122, 40, 112, 4)
    assert unitary.numbers.shown.said == "60 or more"
    assert (unitary.numbers.answered, unitary.numbers.base) == (60, 153)
    assert found["All"].numbers == unitary.numbers


@pytest.mark.parametrize("sort", overview.SORTS)
def test_no_order_tells_who_of_the_few_has_answered(sort: str) -> None:
    def few(code: str, answers: int) -> Participant:
        numbers = Numbers(Part(9, answers), Part(30, answers), Part(1, answers)).veiled()
        return Participant(
            code, code, "unitary", "London", Standing(Reach(9, 30, 9), numbers), 0, NOT_BEGUN
        )

    assert [r.code for r in chosen([few("a", 0), few("b", 9)], sort, "", "")] == ["a", "b"]
    assert [r.code for r in chosen([few("a", 9), few("b", 0)], sort, "", "")] == ["a", "b"]


def test_rows_are_of_this_round_and_of_who_takes_part(house: House) -> None:
    house.open_round(northshire=7, southborough=5, code="noise")
    for link in house.links():
        scenes.respond(house, link, round_code="noise")
    house.letters.clear()
    house.open_round(northshire=13, organisations=("northshire",))
    for link in house.links("northshire")[:6]:
        scenes.respond(house, link)
    house.work(days=1)
    found = overview.side_by_side(rounds.by_code("spring"))
    assert [(row.code, row.reach, row.numbers.submitted) for row in found.rows] == [
        ("northshire", Reach(13, 0, 13), 5)
    ]
    assert found.as_at == NOW + timedelta(days=1)
    assert (found.types, found.regions) == (["shire county"], ["East Midlands"])


def test_addresses_that_wait_are_told_by_organisation(house: House) -> None:
    found = house.open_round(northshire=3, southborough=1)
    waits = Invitation.email == "remi2@northshire.example.org"
    Invitation.update(waiting=1).where(waits).execute()
    assert {row.code: row.waiting for row in overview.side_by_side(found).rows} == {
        "northshire": 1,
        "southborough": 0,
    }


def test_before_the_opening_there_are_people_and_no_count(house: House) -> None:
    house.round()
    house.invite(3)
    found = overview.side_by_side(rounds.by_code("spring"))
    assert found.as_at is None
    assert [row.reach for row in found.rows] == [Reach(), Reach(3)]
    assert {row.numbers.submitted for row in found.rows} == {None}


def test_on_the_first_day_people_and_letters_are_of_this_moment(house: House) -> None:
    house.work()
    house.now += timedelta(minutes=50)
    house.open_round(northshire=13)
    found = overview.side_by_side(rounds.by_code("spring"))
    assert found.as_at == house.now
    (row,) = (row for row in found.rows if row.code == "northshire")
    assert (row.reach, row.numbers.submitted, row.numbers.rate) == (Reach(13, 0, 13), 0, 0)


def test_an_organisation_that_has_joined_has_people_before_it_is_counted(house: House) -> None:
    house.open_round(northshire=13, organisations=("northshire",))
    planning.adjust("spring", "Spring check", [], ["southborough"], ADA, house.now)
    house.work()
    house.invite(11, "southborough")
    joined = next(
        row
        for row in overview.side_by_side(rounds.by_code("spring")).rows
        if row.code == "southborough"
    )
    assert (joined.reach, joined.numbers.submitted) == (Reach(11), None)
    house.work(days=1)
    joined = next(
        row
        for row in overview.side_by_side(rounds.by_code("spring")).rows
        if row.code == "southborough"
    )
    assert (joined.reach, joined.numbers.submitted) == (Reach(11, 0, 11), 0)


def test_after_the_closing_the_numbers_are_the_last_ones(house: House) -> None:
    house.open_round(northshire=12)
    scenes.everybody_responds(house)
    house.work(days=8)
    found = overview.side_by_side(rounds.by_code("spring"))
    assert rounds.by_code("spring").state == "counted"
    rows = {row.code: row for row in found.rows}
    assert rows["northshire"].numbers.submitted == 12
    assert rows["northshire"].reach == Reach(12, 0, 12)
    assert found.as_at == rounds.by_code("spring").closes
    assert rows["southborough"].numbers.submitted is None


def test_the_curve_of_all_is_of_what_each_shows(house: House) -> None:
    """Southborough's nine are in no day of it."""
    house.open_round(northshire=20, southborough=9)
    for link in [*house.links("northshire")[:6], *house.links("southborough")]:
        scenes.respond(house, link)
    house.work(days=1)
    for link in house.links("northshire")[6:11]:
        scenes.respond(house, link)
    house.work(days=1)
    days = by_day(overview.side_by_side(rounds.by_code("spring")))
    assert [(str(day), part.said) for day, part in days] == [
        ("2026-03-02", "5 or more"),
        ("2026-03-03", "10 or more"),
    ]
