"""Which organisation a row is of."""

from __future__ import annotations

import pytest

from portal.services.lists import matching
from portal.services.organisations import register as organisations
from portal.services.rounds import register as rounds
from portal.tabular.people import Entry
from tests.factories import ADA, NORTHSHIRE, House


def entry(written: str, row: int = 2) -> Entry:
    return Entry(row, "a@example.org", "", written)


@pytest.fixture
def names(house: House) -> matching.Names:
    """Both take part; a county does not, and another is called as one that does."""
    house.round()
    more = [
        {**NORTHSHIRE, "code": "eastshire", "name": "Eastshire County Council"},
        {**NORTHSHIRE, "code": "n-2", "name": "northshire"},
    ]
    organisations.put(enumerate(more, 2), ADA, house.now)
    return matching.names(rounds.by_code("spring"))


@pytest.mark.parametrize(
    "written",
    ["northshire", "Northshire", "NORTHSHIRE  county council", "Northshire County Council."],
)
def test_an_organisation_is_known_by_code_and_name_however_they_are_spelt(
    names: matching.Names, written: str
) -> None:
    known, unknown = names.coded([entry(written)])
    assert [each.organisation for each in known] == ["northshire"]
    assert unknown == {}


@pytest.mark.parametrize(
    ("written", "mend"),
    [
        ("", "Write the organisation's code or name into these rows."),
        ("eastshire", "Eastshire County Council does not take part in this round."),
        (
            "Northshire Council",
            "There is no organisation of this name. If it is Northshire County Council"
            " (northshire), write that code.",
        ),
        ("Qqq", "There is no organisation of this name. Put it right, or add the organisation."),
    ],
)
def test_an_unknown_one_is_told_with_how_to_mend_it(
    names: matching.Names, written: str, mend: str
) -> None:
    known, unknown = names.coded([entry(written, row) for row in range(2, 9)])
    [told] = names.told(unknown)
    assert known == []
    assert (told.written, told.rows, told.where) == (written, 7, "2, 3, 4, 5, 6 and 2 more")
    assert told.mend.startswith(mend)


def test_where_two_could_be_meant_the_code_is_asked_for(house: House) -> None:
    same = [{**NORTHSHIRE, "code": code, "name": "Twin"} for code in ("twin-a", "twin-b")]
    house.person(ADA)
    organisations.put(enumerate(same, 2), ADA, house.now)
    house.round(organisations=("twin-a", "twin-b"))
    names = matching.names(rounds.by_code("spring"))
    known, unknown = names.coded([entry("Twin"), entry("twin-b")])
    assert [each.organisation for each in known] == ["twin-b"]
    assert (
        names.told(unknown)[0].mend == "Several could be meant. Write the code: twin-a or twin-b."
    )


def test_names_of_most_rows_come_first(names: matching.Names) -> None:
    _, unknown = names.coded([entry("a"), entry("b"), entry("b")])
    assert [each.written for each in names.told(unknown)] == ["b", "a"]
