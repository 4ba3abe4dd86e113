from __future__ import annotations

import pytest

from portal.errors import Refused
from portal.services import organisations
from portal.services.organisations import Outcome
from portal.store.people import Organisation
from portal.store.records import Audit
from tests.factories import ADA, NORTHSHIRE, NOW, SOUTHBOROUGH, House


def put(*rows: dict[str, str]) -> Outcome:
    return organisations.put(list(enumerate(rows, 2)), ADA, NOW)


def test_organisations_are_added_once_and_changed_after(house: House) -> None:
    assert put(NORTHSHIRE, SOUTHBOROUGH) == Outcome(added=2, changed=0)
    assert put(NORTHSHIRE | {"name": "Northshire Council"}) == Outcome(added=0, changed=1)
    assert Organisation.get_by_id("northshire").name == "Northshire Council"
    assert Organisation.select().count() == 2


def test_mail_domains_are_kept_in_lower_case_with_one_space(house: House) -> None:
    put(NORTHSHIRE | {"domains": " North.Example.org   example.org "})
    assert Organisation.get().domains == "north.example.org example.org"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"code": ""}, "is no code"),
        ({"code": "north shire"}, "is no code"),
        ({"code": "-north"}, "is no code"),
        ({"code": "n" * 41}, "is no code"),
        ({"code": "südborough"}, "is no code"),
        ({"name": ""}, "the name must be one line of 1 to 120"),
        ({"name": "n" * 121}, "the name must be one line of 1 to 120"),
        ({"name": "North\nshire"}, "the name must be one line"),
        ({"type": ""}, "the type must be one line"),
        ({"region": ""}, "the region must be one line"),
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
