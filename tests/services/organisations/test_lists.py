"""Lists as councils keep them: what is put right, what is asked, and what is a fault."""

from __future__ import annotations

import pytest

from portal.errors import Refused
from portal.services.enrolment import importing
from portal.services.enrolment.importing import Enrolled
from portal.services.organisations import kinds, lists
from portal.services.organisations import register as organisations
from portal.services.organisations.lists import FIELDS, OrganisationList, Reading
from portal.services.rounds import register as rounds
from portal.store.organisations import Organisation
from portal.tabular import asking, headed
from portal.tabular.asking import ENCODING, INCLUDE, LEAVE_OUT, Answers
from portal.tabular.rows import HIDDEN, STRUCK, Sheet
from tests.factories import ADA, House

HEAD = ("Council", "Type", "Region name", "Email domain(s)")
WEST = ("Westborough Council", "unitary authority", "South West", "west.example.org")
EAST = ("Eastshire County Council", "shire county", "East of England", "")


@pytest.fixture
def house(house: House) -> House:
    """Northshire and Southborough are there."""
    house.person()
    return house


def read(
    *rows: tuple[str, ...], given: Answers | None = None, aside: dict[int, str] | None = None
) -> Reading:
    of = headed.listed(Sheet(list(enumerate(rows, 1)), aside=aside or {}), FIELDS)
    asked = tuple(asking.about_rows(of.aside, of.aside))
    return lists.understood(OrganisationList(of, asked), given or {})


def put(*rows: tuple[str, ...], given: Answers | None = None) -> Enrolled:
    of = headed.listed(Sheet(list(enumerate(rows, 1))), FIELDS)
    return importing.put(OrganisationList(of, ()), given or {}, ADA, House.now).does


def columns(of: Reading, *names: str) -> list[tuple[str, ...]]:
    assert not of.faults
    return [tuple(record[name] for name in names) for _, record in of.good]


def test_an_organisation_without_a_code_is_the_one_that_is_called_so(house: House) -> None:
    of = read(HEAD, ("NORTHSHIRE  county council", "shire county", "East Midlands", ""))
    assert columns(of, "code") == [("northshire",)]
    assert not of.proposed


def test_a_new_one_without_a_code_gets_one_made_of_its_name(house: House) -> None:
    of = read(HEAD, WEST, EAST)
    assert columns(of, "code") == [("westborough",), ("eastshire",)]
    assert of.proposed == {2, 3}


def test_no_two_organisations_get_the_same_code(house: House) -> None:
    """Not one that is here, nor one that stands further down, nor one that was just made."""
    head = ("Org code", *HEAD)
    names = ("Northshire NHS Trust", "West City Council", "Borough of West", "West")
    rows = [("", name, *WEST[1:]) for name in names]
    of = read(head, *rows, ("WEST", "Far Council", *WEST[1:]))
    assert columns(of, "code") == [
        ("northshire-nhs-trust",),
        ("west-city-council",),
        ("borough-of-west",),
        ("west-2",),
        ("WEST",),
    ]


def test_a_code_is_the_same_in_capitals(house: House) -> None:
    of = read(("Code", *HEAD), ("NORTHSHIRE", "Northshire", *WEST[1:]))
    assert columns(of, "code", "name") == [("northshire", "Northshire")]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("E10", "Northshire County Council")], "is here already, with the code northshire"),
        ([("w1", "West"), ("w2", "WEST")], "row 2 has the same name and another code"),
        ([("southborough", "Northshire County Council")], "is here already, with the code north"),
        ([("west", "West"), ("West", "West")], "the code west is in an earlier line too"),
        ([("", "West"), ("", "West")], "row 2 has the same name and another code"),
        ([("", "")], "the name is missing"),
        ([("", "日本")], "the code is missing"),
    ],
)
def test_what_could_make_one_organisation_two_is_a_fault(
    house: House, rows: list[tuple[str, str]], said: str
) -> None:
    of = read(("Code", *HEAD), *((*row, *WEST[1:]) for row in rows))
    last = of.faults[-1]
    assert said in " ".join(each.what for each in of.faults)
    assert (last.row, last.name) == (1 + len(rows), rows[-1][1])


def test_the_demonstration_is_no_namesake(house: House) -> None:
    house.round(rounds.DEMONSTRATION)
    of = read(HEAD, ("Northshire County Council", *WEST[1:]))
    assert columns(of, "code") == [("northshire-county-council",)]


@pytest.mark.parametrize(
    ("domains", "kept", "said"),
    [
        ("@West.example.org; w.example.org,x.example.org", "west w x", ""),
        ("https://www.west.example.org/about", "west", "“https://www.west.example.org/about” as"),
        ("psw@west.example.org", "west", "“psw@west.example.org” as west.example.org"),
        ("n/a", "", ""),
    ],
)
def test_domains_are_put_right_and_said(house: House, domains: str, kept: str, said: str) -> None:
    of = read(HEAD, (*WEST[:3], domains))
    assert columns(of, "domains") == [(" ".join(f"{d}.example.org" for d in kept.split()),)]
    assert [(each.row, each.name) for each in of.right] == [(2, WEST[0])] * bool(said)
    assert all(said in each.what for each in of.right)


def test_domains_that_are_here_stay_where_the_list_has_none(house: House) -> None:
    of = read(HEAD[:3], ("Northshire County Council", *WEST[1:3]), EAST[:3])
    assert columns(of, "domains") == [("northshire.example.org",), ("",)]


def test_what_differs_in_spelling_alone_is_the_known_one(house: House) -> None:
    of = read(HEAD, ("A", "london  BOROUGH", "Yorkshire & the Humber", ""))
    assert columns(of, "type", "region") == [("London borough", "Yorkshire and the Humber")]
    assert not of.questions


def test_a_new_type_or_region_is_asked_about_with_what_may_be_meant(house: House) -> None:
    rows = [("A", "London Boro", "London", ""), ("B", "London Boro", "Wessex", "")]
    of = read(HEAD, *rows)
    kind, region = of.unknown
    assert kind.text == (
        "“London Boro” (2 rows) is a type that no organisation has so far."
        " Did you mean “London borough”?"
    )
    assert kind.choices == (
        ("London borough", "It is “London borough”"),
        ("London Boro", "Make “London Boro” a new type"),
    )
    assert "Did you mean" not in region.text
    assert len(region.choices) == 10
    given = {kind.key: "London borough", region.key: "Wessex"}
    assert columns(read(HEAD, *rows, given=given), "type", "region") == [
        ("London borough", "London"),
        ("London borough", "Wessex"),
    ]


def test_spellings_of_one_new_type_are_one_question(house: House) -> None:
    rows = ("A", "Trust-like", "London", ""), ("B", "trust like", "London", "")
    (kind,) = read(HEAD, *rows).unknown
    assert kind.text.startswith("“Trust-like” (2 rows)")
    assert columns(read(HEAD, *rows, given={kind.key: "Trust-like"}), "type") == [
        ("Trust-like",),
        ("Trust-like",),
    ]


def test_a_column_that_is_no_column_of_types_is_refused(house: House) -> None:
    rows = [(f"A{n}", f"Phone {n}", "London", "") for n in range(21)]
    assert len(read(HEAD, *rows[1:]).unknown) == 20
    with pytest.raises(Refused, match="21 types that no organisation has, such as “Phone 0”"):
        read(HEAD, *rows)


def test_what_is_no_choice_answers_nothing(house: House) -> None:
    row = ("A", "London Boro", "London", "")
    (kind,) = read(HEAD, row).unknown
    assert columns(read(HEAD, row, given={kind.key: "=1"}), "type") == [("London Boro",)]


def test_a_type_that_somebody_has_is_known(house: House) -> None:
    put(HEAD, ("A", "Agency", "London", ""), given=kinds.as_new(["Agency"]))
    assert not read(HEAD, ("B", "agency", "London", "")).questions


def test_nothing_is_written_while_a_question_is_open(house: House) -> None:
    row = ("A", "London Boro", "London", "")
    with pytest.raises(Refused, match=r"mean “London borough”\? Correct it .* --new 'London Boro'"):
        put(HEAD, row)
    assert Organisation.select().count() == 2
    put(HEAD, row, given=kinds.as_new(["London Boro"]))
    assert organisations.by_code("a").type == "London Boro"


def test_hidden_and_struck_rows_are_in_only_if_they_are_included(house: House) -> None:
    aside = {2: HIDDEN, 4: STRUCK}
    rows = (HEAD, WEST, EAST, ("Gone Council", *WEST[1:]))
    of = read(*rows, aside=aside)
    assert [each.key for each in of.asked] == [HIDDEN, STRUCK]
    assert columns(of, "code") == [("eastshire",)]
    of = read(*rows, aside=aside, given={HIDDEN: INCLUDE, STRUCK: LEAVE_OUT})
    assert columns(of, "code") == [("westborough",), ("eastshire",)]


def test_every_fault_has_the_name_of_its_organisation(house: House) -> None:
    with pytest.raises(Refused) as refusal:
        put(HEAD, ("West", "", "London", "west"), ("", "other", "", ""))
    assert str(refusal.value).splitlines() == [
        "row 2, West: the type is missing",
        "row 2, West: “west” is no mail domain; write it like example.org",
        "row 3, no name: the code is missing",
        "row 3, no name: the name is missing",
        "row 3, no name: the region is missing",
    ]


def test_names_in_a_guessed_encoding_are_asked_about(house: House) -> None:
    data = "Name,Type,Region\nZoë Trust,NHS trust,London\n".encode("mac_roman")
    (question,) = lists.listed(data, {}).asked
    assert ("mac_roman", "Zoë Trust (Mac)") in question.choices
    read = lists.understood(lists.listed(data, {ENCODING: "mac_roman"}), {})
    assert columns(read, "name") == [("Zoë Trust",)]
    assert read.asked == (question,)
    assert not lists.listed(data.decode("mac_roman").encode(), {ENCODING: "cp850"}).asked
