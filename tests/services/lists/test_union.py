"""One file of all organisations does what their own files do one after the other, in any order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.services.lists import whole
from portal.services.organisations import register as organisations
from portal.services.people import changes, importing, listing
from portal.store.people import Invitation
from portal.tabular.asking import INCLUDE, LEAVE_OUT
from tests.factories import ADA, NORTHSHIRE, House, type_in

CODES = ("northshire", "southborough", "third")
ADDRESSES = (
    *("remi@example.org", "REMI@example.org", "remi+a@example.org", "remi+b@example.org"),
    *("rosa@northshire.example.org", "zoe@example.com", "duty-team@example.org", "bad@example"),
)
"""Few, so that they meet often: in other cases, with a mailbox in common, shared, wrong."""


class Line(NamedTuple):
    code: str
    email: str


LINES = st.lists(
    st.builds(Line, st.sampled_from(CODES), st.sampled_from(ADDRESSES)), min_size=1, max_size=14
)
"""Rows of a file."""
BEFORE = st.lists(
    st.tuples(
        st.builds(Line, st.sampled_from(CODES), st.sampled_from(ADDRESSES[:6])), st.booleans()
    ),
    max_size=4,
)
"""Who is on a list, and whether they were taken off it."""
PROPERTY = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(autouse=True)
def three(house: House) -> None:
    house.person(ADA)
    organisations.put([(2, {**NORTHSHIRE, "code": "third", "name": "Third"})], ADA, house.now)
    house.round(organisations=CODES)


def begin(house: House, before: Sequence[tuple[Line, bool]]) -> None:
    """Have these on the lists, and nobody else."""
    Invitation.delete().execute()
    ada = house.person(ADA)
    for line, off in before:
        where = listing.place("spring", line.code)
        done = type_in(where, line.email, ada, house.now)
        if off and done.added:
            [person] = listing.page(where, "invited", line.email).people[:1]
            changes.withdraw(where, person.id, ada, house.now)


def all_at_once(house: House, lines: Sequence[Line], answers: dict[str, str]) -> None:
    ada = house.person(ADA)
    rows = "".join(f"{code},{email},X\n" for code, email in lines)
    data = f"Organisation,Email,Name\n{rows}".encode()
    whole.confirm("spring", whole.keep("spring", data, ada, house.now), ada, house.now, answers)


def one_by_one(
    house: House, lines: Sequence[Line], order: Sequence[str], answers: dict[str, str]
) -> None:
    ada = house.person(ADA)
    for code in order:
        rows = "".join(f"{email},X\n" for of, email in lines if of == code)
        if rows:
            where = listing.place("spring", code)
            name = importing.keep(where, f"Email,Name\n{rows}".encode(), ada, house.now)
            importing.confirm(where, name, ada, house.now, answers)


def lists() -> set[tuple[str, str, int, int]]:
    rows = Invitation.select()
    return {(row.organisation_id, row.email, row.withdrawn, row.waiting) for row in rows}


def invited() -> set[str]:
    return {email for _, email, off, _ in lists() if not off}


@PROPERTY
@given(LINES, BEFORE, st.permutations(CODES), st.sampled_from((INCLUDE, LEAVE_OUT)))
def test_one_file_does_what_each_organisations_own_does_in_its_order(
    house: House,
    lines: list[Line],
    before: list[tuple[Line, bool]],
    order: list[str],
    shared: str,
) -> None:
    lines = sorted(lines, key=lambda line: order.index(line.code))
    begin(house, before)
    all_at_once(house, lines, {"shared": shared})
    at_once = lists()
    begin(house, before)
    one_by_one(house, lines, order, {"shared": shared})
    assert lists() == at_once


@PROPERTY
@given(LINES, BEFORE, st.permutations(CODES))
def test_the_same_people_are_invited_in_whatever_order_organisations_send_theirs(
    house: House, lines: list[Line], before: list[tuple[Line, bool]], order: list[str]
) -> None:
    begin(house, before)
    all_at_once(house, lines, {"shared": INCLUDE})
    at_once = invited()
    begin(house, before)
    one_by_one(house, lines, order, {"shared": INCLUDE})
    assert invited() == at_once
