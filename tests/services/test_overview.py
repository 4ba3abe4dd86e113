from __future__ import annotations

from datetime import timedelta

import pytest

from portal.services import overview, rounds
from portal.services.overview import Row, chosen, totals
from portal.services.returns import NOT_BEGUN
from portal.services.tallies import Numbers
from portal.store.invitations import Invitation
from tests.factories import NOW, House
from tests.services import scenes

ROWS = (
    Row("a", "Ashdale", "unitary", "London", Numbers(100, 0, 90, 1, 50, 0), 0, NOT_BEGUN),
    Row("b", "Birchford", "unitary", "North East", Numbers(10, 0, 10, 3, 1, 0), 0, NOT_BEGUN),
    Row("c", "Cedarham", "NHS trust", "London", Numbers(), 0, NOT_BEGUN),
    Row("d", "Dunmere", "NHS trust", "London", Numbers(0, 0, 0, 0, 7, 7), 0, NOT_BEGUN),
    Row("e", "Elmbury", "shire county", "London", Numbers(20, 0, 20, 0, 2, 0), 0, NOT_BEGUN),
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
        ("invited", "aebcd"),
        ("sent", "aebcd"),
        ("undeliverable", "bacde"),
        ("submitted", "adebc"),
        ("rate", "cdbea"),
        ("open", "dabce"),
        ("nonsense", "cbead"),
    ],
)
def test_each_column_has_its_order(sort: str, expected: str) -> None:
    assert order(sort) == expected


def test_the_filters_work_together() -> None:
    assert order("name", kind="NHS trust") == "cd"
    assert order("name", region="London") == "acde"
    assert order("name", kind="unitary", region="London") == "a"
    assert order("name", kind="nothing") == ""


def test_totals_are_by_type_and_of_all() -> None:
    found = {total.name: (total.organisations, total.numbers.submitted) for total in totals(ROWS)}
    assert found == {
        "NHS trust": (2, 7),
        "shire county": (1, 2),
        "unitary": (2, 51),
        "All": (5, 60),
    }
    assert totals(ROWS)[-1].name == "All"
    assert totals([])[-1].numbers == Numbers()


def test_capitals_do_not_change_the_order_of_types() -> None:
    types = ("shire county", "NHS trust", "metropolitan district")
    rows = [Row(t[0], t, t, "London", Numbers(), 0, NOT_BEGUN) for t in types]
    expected = ["metropolitan district", "NHS trust", "shire county"]
    assert [total.name for total in totals(rows)] == [*expected, "All"]
    assert [row.type for row in chosen(rows, "type", "", "")] == expected


def test_totals_leave_out_those_that_could_be_told_by_subtraction() -> None:
    few = Row("f", "Firle", "unitary", "London", Numbers(9, 0, 9, 0, 7, 0).veiled(), 0, NOT_BEGUN)
    found = {t.name: (t.organisations, t.numbers, t.left_out) for t in totals([*ROWS[:2], few])}
    assert found["unitary"] == (3, Numbers(110, 0, 100, 4, 51, 0), 1)
    assert found["All"] == found["unitary"]


@pytest.mark.parametrize("sort", overview.SORTS)
def test_no_order_tells_who_of_the_few_has_answered(sort: str) -> None:
    def row(code: str, submitted: int) -> Row:
        numbers = Numbers(9, 0, 9, 0, submitted, 0).veiled()
        return Row(code, code, "unitary", "London", numbers, 0, NOT_BEGUN)

    assert [r.code for r in chosen([row("a", 0), row("b", 9)], sort, "", "")] == ["a", "b"]
    assert [r.code for r in chosen([row("a", 9), row("b", 0)], sort, "", "")] == ["a", "b"]


def test_rows_are_of_this_round_and_of_who_takes_part(house: House) -> None:
    house.open_round(northshire=7, southborough=5, code="noise")
    for link in house.links():
        scenes.respond(house, link, round_code="noise")
    house.letters.clear()
    house.open_round(northshire=13, organisations=("northshire",))
    scenes.respond(house, house.links("northshire")[0])
    house.work(hours=1)
    found = overview.of("spring")
    assert [(row.code, row.numbers) for row in found.rows] == [
        ("northshire", Numbers(invited=13, sent=13, submitted=1))
    ]
    assert found.as_at == NOW + timedelta(hours=1)
    assert (found.types, found.regions) == (["shire county"], ["East Midlands"])


def test_addresses_that_wait_are_told_by_organisation(house: House) -> None:
    found = house.open_round(northshire=3, southborough=1)
    waits = Invitation.email == "remi2@northshire.example.org"
    Invitation.update(waiting=1).where(waits).execute()
    assert {row.code: row.waiting for row in overview.of(found.code).rows} == {
        "northshire": 1,
        "southborough": 0,
    }


def test_before_the_first_count_there_are_organisations_without_numbers(house: House) -> None:
    house.work()
    house.open_round(northshire=3)
    found = overview.of("spring")
    assert found.as_at is None
    assert {row.numbers for row in found.rows} == {Numbers()}


def test_after_the_closing_the_numbers_are_the_last_ones(house: House) -> None:
    house.open_round(northshire=12)
    scenes.everybody_responds(house)
    house.work(days=8)
    found = overview.of("spring")
    assert rounds.by_code("spring").state == "counted"
    numbers = {row.code: row.numbers for row in found.rows}
    assert numbers["northshire"] == Numbers(invited=12, sent=12, submitted=12)
    assert found.as_at == rounds.by_code("spring").closes
    assert numbers["southborough"] == Numbers(withheld=True)
