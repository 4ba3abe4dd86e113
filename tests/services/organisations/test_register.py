from __future__ import annotations

from dataclasses import replace

import pytest

from portal.errors import Conflict, NotFound, Refused
from portal.services.organisations import register as organisations
from portal.services.organisations.register import OrganisationInfo, OrganisationsWritten, Unfit
from portal.services.staff import team
from portal.store.organisations import Organisation
from portal.store.records import Audit
from tests.factories import ADA, NORTHSHIRE, NOW, PAT, SOUTHBOROUGH, House


def put(*rows: dict[str, str]) -> OrganisationsWritten:
    return organisations.put(list(enumerate(rows, 2)), ADA, NOW)


def test_organisations_are_added_once_and_changed_after(house: House) -> None:
    assert put(NORTHSHIRE, SOUTHBOROUGH) == OrganisationsWritten(added=2, changed=0)
    assert put(NORTHSHIRE | {"name": "Northshire Council"}) == OrganisationsWritten(
        added=0, changed=1
    )
    assert Organisation.get_by_id("northshire").name == "Northshire Council"
    assert Organisation.select().count() == 2


def test_mail_domains_are_kept_in_lower_case_with_one_space(house: House) -> None:
    put(NORTHSHIRE | {"domains": " North.Example.org   example.org "})
    assert Organisation.get().domains == "north.example.org example.org"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"code": ""}, "the code is missing"),
        ({"code": "north shire"}, "is no code"),
        ({"code": "-north"}, "is no code"),
        ({"code": "n" * 41}, "is no code"),
        ({"code": "südborough"}, "is no code"),
        ({"code": "import"}, "is the name of a page"),
        ({"code": "set-aside"}, "is the name of a page"),
        ({"name": ""}, "the name is missing"),
        ({"name": "n" * 121}, "the name must be one line of up to 120"),
        ({"name": "North\nshire"}, "the name must be one line"),
        ({"type": ""}, "the type is missing"),
        ({"region": ""}, "the region is missing"),
        ({"domains": "example"}, "no mail domain"),
        ({"domains": "@example.org"}, "no mail domain"),
        ({"domains": "example.org,northshire.org"}, "no mail domain"),
    ],
)
def test_one_bad_row_stops_the_whole_list(house: House, change: dict[str, str], fault: str) -> None:
    with pytest.raises(Refused, match=f"line 3: .*{fault}"):
        put(SOUTHBOROUGH, NORTHSHIRE | change)
    assert not Organisation.select().exists()


def test_every_fault_of_a_list_is_told_at_once(house: House) -> None:
    with pytest.raises(Refused) as refusal:
        put(NORTHSHIRE, NORTHSHIRE, SOUTHBOROUGH | {"name": "", "region": ""})
    assert [line.split(":")[0] for line in str(refusal.value).splitlines()] == [
        "line 3",
        "line 4",
        "line 4",
    ]


def test_an_import_is_in_the_audit(house: House) -> None:
    put(NORTHSHIRE, SOUTHBOROUGH)
    row = Audit.get()
    assert (row.who, row.did) == (ADA, "imported 2 organisations")


NEW = OrganisationInfo("west", "Westborough Council", "unitary authority", "South West")


def test_one_is_added_and_found_again(house: House) -> None:
    organisations.add(replace(NEW, domains="West.Example.org", reply_to="P@west.org"), ADA, NOW)
    found = organisations.by_code("west")
    assert (found.domains, found.reply_to, found.psws) == ("west.example.org", "p@west.org", 0)
    assert Audit.get().did == "added organisation west"


def test_a_code_is_given_once(house: House) -> None:
    organisations.add(NEW, ADA, NOW)
    with pytest.raises(Conflict, match="choose another code"):
        organisations.add(replace(NEW, name="Another"), ADA, NOW)
    assert organisations.by_code("west").name == "Westborough Council"


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"code": "two words"}, "code"),
        ({"name": ""}, "name"),
        ({"name": "=1+1"}, "name"),
        ({"type": "t" * 121}, "type"),
        ({"region": ""}, "region"),
        ({"domains": "@example.org"}, "domains"),
        ({"reply_to": "pat"}, "reply_to"),
        ({"reply_to": "pat@localhost"}, "reply_to"),
        ({"reply_to": "pat@west_org.example"}, "reply_to"),
        ({"domains": "-west.example.org"}, "domains"),
    ],
)
def test_what_is_wrong_is_told_by_its_column(
    house: House, change: dict[str, str], column: str
) -> None:
    with pytest.raises(Unfit) as refusal:
        organisations.add(replace(NEW, **change), ADA, NOW)
    assert list(refusal.value.faults) == [column]
    assert not Organisation.select().exists()


def test_a_change_is_noted_with_what_it_was_about(house: House) -> None:
    organisations.add(NEW, ADA, NOW)
    organisations.change(replace(NEW, region="London", reply_to="pat@example.org"), ADA, NOW)
    organisations.change(replace(NEW, region="London", reply_to="pat@example.org"), ADA, NOW)
    did = [row.did for row in Audit.select().order_by(Audit.id)]
    assert did == ["added organisation west", "changed organisation west: region, reply_to"]


def test_one_that_is_not_there_cannot_be_changed(house: House) -> None:
    with pytest.raises(NotFound):
        organisations.change(NEW, ADA, NOW)


@pytest.mark.parametrize(
    ("sought", "codes"),
    [
        ({}, ["southborough", "northshire"]),
        ({"words": "NORTH"}, ["northshire"]),
        ({"words": "county north"}, ["northshire"]),
        ({"words": "example.org"}, ["northshire"]),
        ({"words": "nowhere"}, []),
        ({"type": "London borough"}, ["southborough"]),
        ({"region": "East Midlands"}, ["northshire"]),
        ({"region": "East Midlands", "type": "London borough"}, []),
    ],
)
def test_organisations_are_found_by_words_type_and_region(
    house: House, sought: dict[str, str], codes: list[str]
) -> None:
    put(NORTHSHIRE, SOUTHBOROUGH)
    assert [found.code for found in organisations.listing(**sought)] == codes


def test_a_list_counts_the_accounts_that_are_not_suspended(house: House) -> None:
    pat = house.person(PAT)
    assert {o.code: o.psws for o in organisations.listing()} == {"northshire": 1, "southborough": 0}
    team.suspend(pat, ADA, NOW)
    assert organisations.by_code("northshire").psws == 0


def test_types_and_regions_in_use_are_told_once_each(house: House) -> None:
    put(NORTHSHIRE, SOUTHBOROUGH, NORTHSHIRE | {"code": "west"})
    assert organisations.in_use() == (
        ["London borough", "shire county"],
        ["East Midlands", "London"],
    )


def test_one_that_was_put_in_by_mistake_is_removed(house: House) -> None:
    put(NORTHSHIRE, SOUTHBOROUGH)
    organisations.remove("northshire", ADA, NOW)
    assert [row.code for row in Organisation.select()] == ["southborough"]
    assert Audit.select().order_by(Audit.id.desc()).get().did == "removed organisation northshire"
    with pytest.raises(NotFound):
        organisations.remove("northshire", ADA, NOW)


def test_one_that_takes_part_in_a_round_or_has_an_account_stays(house: House) -> None:
    house.round(organisations=["southborough"])
    house.person(PAT)
    with pytest.raises(Conflict, match="Southborough takes part in Spring check"):
        organisations.remove("southborough", ADA, NOW)
    with pytest.raises(Conflict, match=f"has an account of the staff site: {PAT}"):
        organisations.remove("northshire", ADA, NOW)
    assert Organisation.select().count() == 2
