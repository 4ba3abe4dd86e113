"""What ``erase_traces`` leaves: the rows that stay, and of the others nothing in any byte."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from portal.store import db as store
from portal.store.answers import Ballot, Draft, Ticket
from portal.store.db import Busy, db
from portal.store.engine import sqlite
from portal.store.letters import Outgoing
from portal.store.organisations import Organisation
from portal.store.people import Invitation
from portal.store.rounds import Participation, Reminder, Round
from tests.factories import House
from tests.services import scenes

PASSING = (Outgoing, Invitation, Reminder, Participation, Draft, Ticket, Ballot)


def crowd(house: House, seed: int) -> dict[bytes, bytes]:
    """Tickets of two open rounds in one table, as they come when both are answered; the id of
    each round with its tickets' common beginning."""
    chance = random.Random(seed)
    house.open_round(northshire=0, code="spring")
    house.open_round(northshire=0, code="summer")
    marks = {row.id: chance.randbytes(6) for row in Round.select()}
    rows = [
        (chance.randbytes(4) + mark + chance.randbytes(6), round_id, "x" * chance.randint(1, 900))
        for round_id, mark in marks.items()
        for _ in range(500)
    ]
    chance.shuffle(rows)
    with db.atomic("IMMEDIATE"):
        for ticket, round_id, origin in rows:
            Ticket.insert(
                ticket=ticket, round=round_id, organisation="northshire", origin=origin
            ).execute()
            if chance.random() < 0.5:
                given = (Ticket.ticket == chance.choice(rows)[0]) & (Ticket.state == "unused")
                Ticket.update(state="a longer state").where(given).execute()
    return marks


def in_the_files(house: House, trace: bytes) -> int:
    return sum(path.read_bytes().count(trace) for path in house.folder.glob("portal.sqlite*"))


def test_nothing_of_a_round_stays_among_the_rows_of_another(tmp_path: Path) -> None:
    remnants = 0
    for seed in range(8):
        house = House(tmp_path / str(seed))
        (gone, trace), (kept, other) = crowd(house, seed).items()
        Ticket.delete().where(Ticket.round == gone).execute()
        store.erase_traces()
        remnants += in_the_files(house, trace)
        store.erase_traces(Ticket)
        assert in_the_files(house, trace) == 0
        assert Ticket.select().where(Ticket.round == kept).count() == 500
        assert in_the_files(house, other) >= 500
        db.close()
    assert remnants > 0  # overwriting what is deleted is not enough, or this proves nothing


def test_the_rows_that_stay_are_the_same_to_the_byte(house: House) -> None:
    house.open_round(northshire=3, southborough=2)
    scenes.begin(house, house.links()[0])
    scenes.respond(house, house.links()[1])
    before = scenes.snapshot()
    store.erase_traces(*PASSING)
    assert scenes.snapshot() == before
    assert db.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute_sql("PRAGMA foreign_key_check").fetchall() == []


def test_a_row_must_refer_to_something_again_afterwards(house: House) -> None:
    store.erase_traces(*PASSING)
    assert db.execute_sql("PRAGMA foreign_keys").fetchall() == [(1,)]
    assert db.execute_sql("PRAGMA busy_timeout").fetchall() == [(20_000,)]


def test_a_table_full_of_others_rows_is_not_rewritten_while_they_wait(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.open_round(northshire=2)
    scenes.respond(house, house.links()[0])
    before = scenes.snapshot()
    said: list[str] = []
    monkeypatch.setattr(sqlite, "AT_MOST", 1000)
    db.connection().set_trace_callback(said.append)
    store.erase_traces(Ticket, Ballot)
    assert "DELETE FROM ticket" in said
    assert "DELETE FROM ballot" not in said
    assert scenes.snapshot() == before


def test_a_writer_in_the_way_leaves_every_row_where_it_was(house: House) -> None:
    house.open_round(northshire=3)
    before = scenes.snapshot()
    db.execute_sql("PRAGMA busy_timeout = 50")
    writer = sqlite3.connect(house.database, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy, match="could not be cleared yet"):
        store.erase_traces(*PASSING)
    writer.close()
    assert scenes.snapshot() == before
    store.erase_traces(*PASSING)
    assert scenes.snapshot() == before


def test_who_reads_for_long_does_not_keep_the_others_from_writing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.open_round(northshire=3)
    monkeypatch.setattr(sqlite, "PATIENCE", 1)
    reader = sqlite3.connect(house.database)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM ticket").fetchone()
    Organisation.create(code="a", name="A", type="t", region="r")
    with pytest.raises(Busy, match="could not be emptied yet"):
        store.erase_traces()  # would wait here as long as the busy timeout
    assert db.execute_sql("PRAGMA busy_timeout").fetchall() == [(20_000,)]
    reader.close()
