from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from portal.errors import Conflict, NotFound, Refused
from portal.services.enrolment import importing
from portal.services.enrolment.importing import Change, Enrolled, Enrolment
from portal.services.organisations import register as organisations
from portal.services.rounds import register as rounds
from portal.services.uploads import Confirmed
from portal.store.organisations import Organisation
from portal.store.records import Upload
from portal.tabular.asking import Answers
from tests.factories import ADA, OLGA, PAT, House

HEAD = "code,name,type,region,domains\n"
NORTH = "northshire,Northshire County Council,shire county,East Midlands,northshire.example.org\n"
SOUTH = "southborough,London Borough of Southborough,London borough,London,\n"
WEST = "westborough,Westborough Council,unitary authority,South West,west.example.org\n"


def look(
    house: House, text: str, encoding: str = "utf-8", given: Answers | None = None
) -> Enrolment:
    ada = house.person()
    name = importing.keep(ada, text.encode(encoding), house.now)
    return importing.preview(ada, name, given or {}, house.now)


def faults(looked_at: Enrolment) -> list[tuple[int, str, str]]:
    return [(row, name, what.split(";")[0]) for row, name, what in looked_at.read.faults]


def test_a_preview_tells_what_is_new_what_changes_and_what_stays(house: House) -> None:
    renamed = NORTH.replace("County Council", "Council").replace(
        ",northshire.", ",north.example.org northshire."
    )
    found = look(house, HEAD + renamed + SOUTH + WEST)
    assert [(row, record["code"]) for row, record in found.added] == [(4, "westborough")]
    assert found.changed == (
        Change(
            2,
            "northshire",
            "Northshire County Council",
            (
                ("name", "Northshire County Council", "Northshire Council"),
                ("domains", "northshire.example.org", "north.example.org northshire.example.org"),
            ),
        ),
    )
    assert (found.same, found.read.faults, found.read.questions) == (1, (), ())
    assert found.writes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_file_is_read_as_spreadsheets_write_it(
    house: House, encoding: str, separator: str
) -> None:
    text = (HEAD + WEST.replace("Westborough Council", "Wéstborough – Council")).replace(
        ",", separator
    )
    found = look(house, text.replace("\n", "\r\n"), encoding)
    assert found.added[0][1]["name"] == "Wéstborough – Council"


def test_columns_may_come_in_any_order_and_in_capitals(house: House) -> None:
    found = look(
        house, "Name;REGION;code;Type;domains;Reply to\nWest;London;west;other;;a@b.example.org\n"
    )
    assert found.added[0][1] == {
        "code": "west",
        "name": "West",
        "type": "other",
        "region": "London",
        "domains": "",
        "reply_to": "a@b.example.org",
    }


def test_every_fault_is_told_by_its_row_and_nothing_can_be_written(house: House) -> None:
    ada = house.person()
    text = (
        HEAD
        + NORTH.replace("northshire,", "north shire,", 1)
        + WEST
        + WEST
        + ",=1+1,other,London,x\n"
    )
    name = importing.keep(ada, text.encode(), house.now)
    found = importing.preview(ada, name, {}, house.now)
    assert faults(found) == [
        (2, "Northshire County Council", "“north shire” is no code"),
        (
            2,
            "Northshire County Council",
            "an organisation of this name is here already, with the code northshire",
        ),
        (4, "Westborough Council", "the code westborough is in an earlier line too"),
        (5, "=1+1", "the name is a formula"),
        (5, "=1+1", "“x” is no mail domain"),
    ]
    assert not found.writes
    with pytest.raises(Refused):
        importing.confirm(ada, name, {}, house.now)
    assert Organisation.select().count() == 2
    assert Upload.select().count() == 1


def test_a_code_of_the_demonstration_is_refused_until_the_organisation_is_in_use(
    house: House,
) -> None:
    house.round(rounds.DEMONSTRATION)
    found = look(house, HEAD + NORTH)
    assert not found.writes
    assert found.read.faults == (
        (
            2,
            "Northshire County Council",
            "the code northshire belongs to the demonstration, and is removed with it; choose"
            " another, or remove the demonstration first",
        ),
    )
    house.round("autumn", organisations=("northshire",))
    assert look(house, HEAD + NORTH).read.faults == ()


def test_a_file_that_changes_nothing_has_nothing_to_write(house: House) -> None:
    found = look(house, HEAD + NORTH + SOUTH)
    assert (found.same, found.writes) == (2, False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        (HEAD, "no organisation below"),
        (HEAD.replace("region", "place") + NORTH, "no column region"),
        (HEAD.replace("code,", "") + NORTH, "Row 2 has more cells"),
        (HEAD.replace("domains", "domains,domain(s)") + NORTH, "Two columns are headed"),
        (HEAD + NORTH.replace("\n", ",one,two\n"), "Row 2 has more cells"),
        ("\x00\x01\x02\x03", "neither"),
    ],
)
def test_what_is_no_list_of_organisations_is_refused_at_once(
    house: House, text: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        look(house, text)
    assert not Upload.select().exists()


def test_confirming_writes_the_file_and_forgets_it(house: House) -> None:
    ada = house.person()
    name = importing.keep(ada, (HEAD + NORTH.replace("County ", "") + WEST).encode(), house.now)
    assert importing.confirm(ada, name, {}, house.now) == Enrolled(added=1, changed=1)
    assert organisations.by_code("westborough").domains == "west.example.org"
    assert b"westborough" not in Upload.get().body
    for again in (
        partial(importing.confirm, given={}),
        partial(importing.preview, given={}),
        importing.drop,
    ):
        with pytest.raises(Confirmed) as told:
            again(ada, name, now=house.now)
        assert Enrolled(**told.value.numbers) == Enrolled(added=1, changed=1)


def test_only_its_owner_sees_a_file_and_for_an_hour(house: House) -> None:
    ada = house.person()
    name = importing.keep(ada, (HEAD + WEST).encode(), house.now)
    for other in (PAT, OLGA):
        with pytest.raises(NotFound):
            importing.preview(house.person(other), name, {}, house.now)
    with pytest.raises(NotFound):
        importing.confirm(ada, name, {}, house.now + timedelta(minutes=61))
    importing.drop(ada, name, house.now)
    assert not Upload.select().exists()


def test_an_address_for_replies_stays_where_the_file_has_no_column_for_it(house: House) -> None:
    house.person()
    with_reply = HEAD.replace("domains", "domains,reply_to") + NORTH.replace(
        "\n", ",PSW@north.example.org\n"
    )
    for text in (with_reply, HEAD + NORTH.replace("County ", "")):
        name = importing.keep(house.person(ADA), text.encode(), house.now)
        importing.confirm(house.person(ADA), name, {}, house.now)
    found = organisations.by_code("northshire")
    assert (found.name, found.reply_to) == ("Northshire Council", "psw@north.example.org")


def test_what_was_shown_is_not_written_where_somebody_has_changed_it_since(house: House) -> None:
    ada = house.person()
    name = importing.keep(ada, (HEAD + WEST).encode(), house.now)
    shown = importing.preview(ada, name, {}, house.now).mark
    organisations.change(
        replace(organisations.by_code("northshire"), name="Northshire Council"), ADA, house.now
    )
    with pytest.raises(Conflict, match="an account or a round in the meantime"):
        importing.confirm(ada, name, {}, house.now, seen=shown)
    assert Organisation.select().count() == 2
    again = importing.preview(ada, name, {}, house.now).mark
    assert importing.confirm(ada, name, {}, house.now, seen=again).added == 1
