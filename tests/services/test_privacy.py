from __future__ import annotations

from typing import Any, cast

import pytest

from portal.services import privacy, stored
from portal.services.people import changes, listing
from portal.services.stored_of_staff import OF_STAFF
from portal.store.answers import Ticket
from portal.store.db import Reference, db
from portal.store.staff import Staff
from portal.store.tables import TABLES
from tests.factories import NORTHSHIRE, PAT, House
from tests.services import scenes


def columns() -> set[tuple[str, str]]:
    return {(table, column.name) for table in db.get_tables() for column in db.get_columns(table)}


def test_every_table_is_told_of_or_known_to_be_about_nobody(house: House) -> None:
    told = stored.TABLES.keys() | stored.NOT_ABOUT_YOU.keys()
    assert set(db.get_tables()) == told
    assert not stored.TABLES.keys() & stored.NOT_ABOUT_YOU.keys()


def test_every_column_that_can_concern_a_respondent_is_told_of(house: House) -> None:
    told = {(table, name) for table, about in stored.TABLES.items() for name in about.columns}
    assert told == {pair for pair in columns() if pair[0] in stored.TABLES}


def test_tables_said_to_be_about_nobody_hold_nothing_of_a_respondent(house: House) -> None:
    house.open_round(northshire=20)
    scenes.everybody_responds(house, heard="disagree", why="Words of my own")
    house.work(days=8)
    rows = scenes.snapshot()
    others = repr([rows[table] for table in stored.NOT_ABOUT_YOU])
    for trace in ("@northshire.example.org", "Words of my own"):
        assert trace not in others


def test_the_page_is_made_from_the_running_schema(house: House) -> None:
    found = {each.table: each for each in privacy.stored()}
    assert found.keys() == stored.TABLES.keys()
    assert ("email", "the address that the letter goes to") in found["invitation"].columns


@pytest.mark.parametrize(
    ("change", "table", "column"),
    [
        ("ALTER TABLE ballot ADD COLUMN at TEXT", "ballot", "at"),
        ("CREATE TABLE visits (address TEXT)", "visits", "address"),
    ],
)
def test_what_is_stored_without_being_told_of_shows_as_such(
    house: House, change: str, table: str, column: str
) -> None:
    db.execute_sql(change)
    found = {each.table: each for each in privacy.stored()}
    assert "not described yet" in dict(found[table].columns)[column]


def test_what_dies_at_closing_and_at_the_count_does_die_then(house: House) -> None:
    house.open_round(northshire=20)
    scenes.everybody_responds(house)
    house.work(days=8)
    kept = {name for name, rows in scenes.snapshot().items() if rows}
    said = (privacy.DESTROYED["closing"], privacy.DESTROYED["count"])
    gone = {each.table for each in privacy.stored() if each.destroyed in said} | {"draft"}
    assert gone == {"invitation", "outgoing", "ticket", "draft", "ballot"}
    assert not kept & gone


def test_every_table_that_names_somebody_with_an_account_is_told_to_them(house: House) -> None:
    every = [(t._meta.table_name, t._meta.sorted_fields) for t in cast(Any, TABLES)]
    of_them = {
        name
        for name, fields in every
        for column in fields
        if isinstance(column, Reference) and column.rel_model is Staff
    }
    assert OF_STAFF.keys() == of_them | {"staff", "audit"}
    told = {(table, name) for table, about in OF_STAFF.items() for name in about.columns}
    assert told == {pair for pair in columns() if pair[0] in OF_STAFF}
    assert all(each.destroyed for each in privacy.described(OF_STAFF))


def test_of_a_link_is_not_told_whether_one_to_another_address_was_used(house: House) -> None:
    """Whoever corrects an address to a mailbox of their own would learn it."""
    pat, where = house.person(PAT), listing.place(house.open_round(2).code, NORTHSHIRE["code"])
    scenes.respond(house, house.links()[0])
    for each in listing.page(where).people:
        changes.correct(where, each.id, f"new{each.email}", pat, house.now)
    house.work()
    told = {
        row.origin: privacy.on_link(row.ticket, {"ticket": "made from your link"})
        for row in Ticket.select().where(Ticket.state == "unused")
    }
    assert told.keys() == {"invitation", "again"}
    assert told["invitation"] == told["again"]
