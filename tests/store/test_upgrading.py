"""Databases of earlier versions, with answers in progress, brought up to date."""

from __future__ import annotations

import pytest

from portal.errors import SettingsError
from portal.services import drafts
from portal.store import db as store
from portal.store.db import db
from portal.store.replies import Draft
from tests.factories import House
from tests.services import scenes

BEFORE_SLOTS = """
CREATE TABLE draft (
    id BLOB NOT NULL PRIMARY KEY,
    round BLOB NOT NULL,
    version INTEGER NOT NULL,
    body BLOB NOT NULL,
    FOREIGN KEY (round) REFERENCES round (id)
) STRICT, WITHOUT ROWID
"""


def go_back_to_the_first_tables() -> None:
    """As the database was before drafts had slots, with the drafts that it has now."""
    rows = db.execute_sql("SELECT id, round, version, body FROM draft").fetchall()
    db.execute_sql("DROP TABLE draft")
    db.execute_sql(BEFORE_SLOTS)
    db.execute_sql("CREATE INDEX draft_round ON draft (round)")
    for row in rows:
        db.execute_sql("INSERT INTO draft VALUES (?, ?, ?, ?)", row)
    db.execute_sql("DELETE FROM schema_migration WHERE name > '0002'")


@pytest.fixture
def codes(house: House) -> list[bytes]:
    """Of two drafts in a database of the first tables."""
    house.open_round(northshire=2)
    codes = [scenes.begin(house, link) for link in house.links()]
    for code in codes:
        scenes.fill(house, code, heard="disagree", why="Too many forms")
    go_back_to_the_first_tables()
    return codes


def test_an_older_database_is_asked_to_be_upgraded(codes: list[bytes]) -> None:
    with pytest.raises(SettingsError, match="flask db upgrade"):
        store.check_schema()
    assert store.upgrade() == ["0002_slots_of_drafts"]
    store.check_schema()


def test_answers_in_progress_outlive_an_upgrade(house: House, codes: list[bytes]) -> None:
    store.upgrade()
    for code in codes:
        found = drafts.peek(code, house.tools.keys.draft_secret)
        assert found and found.answers["why"] == "Too many forms"
        scenes.submit(house, code)
    assert scenes.left_behind() == (0, 2, 2)


def test_drafts_from_before_get_places_of_their_own(codes: list[bytes]) -> None:
    store.upgrade()
    places = {row.slot for row in Draft.select()}
    assert [len(place) for place in places] == [16, 16]


def test_an_upgraded_table_is_strict_without_row_ids_and_sound(codes: list[bytes]) -> None:
    store.upgrade()
    (*_, without_row_ids, strict) = db.execute_sql("PRAGMA table_list(draft)").fetchone()
    assert (without_row_ids, strict) == (1, 1)
    assert db.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)
    assert db.execute_sql("PRAGMA foreign_key_check").fetchall() == []
    assert "draft_with_slot" not in db.get_tables()
