"""Whatever a list leaves open and however that is answered, nobody is invited who was left out, and
everybody else once."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.errors import Refused
from portal.services.people import importing, listing
from portal.services.people.listing import Place
from portal.store.people import Invitation
from portal.store.records import Upload
from portal.tabular.asking import INCLUDE, LEAVE_OUT
from tests.factories import PAT, House
from tests.tabular.lists import AWKWARD, DOMAIN, awkward

WAYS = (LEAVE_OUT, INCLUDE)
SHARED = {email for _, email in AWKWARD[:2]}


@pytest.fixture
def where(house: House) -> Place:
    house.round()
    return listing.place("spring", "northshire")


def kept(house: House, where: Place, data: bytes) -> str:
    return importing.keep(where, data, house.person(PAT), house.now)


def answers(column: str, hidden: str, struck: str, shared: str) -> dict[str, str]:
    return {"column": column, "hidden": hidden, "struck": struck, "shared": shared}


def numbered(numbers: set[int]) -> set[str]:
    return {f"person{n}@{DOMAIN}" for n in numbers}


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    people=st.integers(1, 60),
    hidden=st.sets(st.integers(0, 59)),
    struck=st.sets(st.integers(0, 59)),
    given=st.builds(answers, st.just("D"), *[st.sampled_from(WAYS)] * 3),
)
def test_nobody_is_invited_who_was_left_out_and_everybody_else_once(
    house: House,
    where: Place,
    people: int,
    hidden: set[int],
    struck: set[int],
    given: dict[str, str],
) -> None:
    Invitation.delete().execute()
    pat, there = house.person(PAT), set(range(people))
    hidden, struck = hidden & there, struck & there - hidden
    name = kept(house, where, awkward(people, sorted(hidden), sorted(struck)))
    done = importing.confirm(where, name, pat, house.now, given)
    out = hidden if given["hidden"] == LEAVE_OUT else set[int]()
    out |= struck if given["struck"] == LEAVE_OUT else set()
    wanted = numbered(there - out) | {AWKWARD[5][1]}
    wanted |= SHARED if given["shared"] == INCLUDE else set()
    wanted |= {AWKWARD[3][1]}  # the same address further down, if the first one was left out
    emails = [row.email for row in Invitation.select()]
    assert (set(emails), len(emails)) == (wanted, len(wanted))
    assert done.added + done.waiting == len(wanted)


@pytest.mark.parametrize("missing", ["column", "hidden", "struck", "shared"])
def test_nobody_is_invited_while_one_question_is_open(
    house: House, where: Place, missing: str
) -> None:
    pat, name = house.person(PAT), kept(house, where, awkward(6, [1], [2]))
    given = answers("D", INCLUDE, INCLUDE, INCLUDE)
    for wrong in ("", "perhaps"):
        given[missing] = wrong
        assert importing.preview(where, name, pat, house.now, given).open
        with pytest.raises(Refused, match=f"--{missing}"):
            importing.confirm(where, name, pat, house.now, given)
    assert not Invitation.select().exists()


def test_it_is_said_what_was_read_and_what_is_hidden(house: House, where: Place) -> None:
    pat, name = house.person(PAT), kept(house, where, awkward(60, range(10, 20), [3]))
    preview = importing.preview(where, name, pat, house.now)
    assert preview.note == (
        "The file has 2 sheets; only the first, “Staff”, was read."
        " Row 1 is above the headings and was left out. 1 column is hidden in your file."
    )
    assert [question.about for question in preview.questions] == [
        "Addresses",
        "10 rows are hidden in your file",
        "1 row is struck through in your file",
    ]
    given = answers("D", LEAVE_OUT, LEAVE_OUT, LEAVE_OUT)
    preview = importing.preview(where, name, pat, house.now, given)
    assert preview.note.endswith(
        "Addresses are from “Staff email” (column D), names from “Name” (column C)."
    )
    assert [(fault.name, fault.written) for fault in preview.faults] == [
        ("Pat O'Hara", "pat.o'hara@northshire"),
        ("Ann Again", f"person0@{DOMAIN}"),
        ("Ned Nobody", ""),
    ]
    assert [entry.name for entry in preview.fresh[:2]] == ["Ben O'Brien", "Remi OKAFOR"]


def test_no_more_of_a_file_is_kept_than_addresses_and_names(house: House, where: Place) -> None:
    kept(house, where, awkward(3))
    body = bytes(Upload.get().body)
    assert b"person2@" in body
    assert b"home2@" not in body  # the hidden column, which nobody is asked about
    assert b"Grade" not in body


def test_what_a_column_holds_is_the_same_in_each_order_of_answers(
    house: House, where: Place
) -> None:
    pat, name = house.person(PAT), kept(house, where, awkward(6, [1], [2]))
    for column, hidden in product("DE", WAYS):
        given = answers(column, hidden, INCLUDE, INCLUDE)
        preview = importing.preview(where, name, pat, house.now, given)
        first = {entry.email for entry in preview.fresh}
        assert (f"boss@{DOMAIN}" in first) == (column == "E")
        assert (f"person1@{DOMAIN}" in first) == (column == "D" and hidden == INCLUDE)
