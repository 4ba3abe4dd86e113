"""Databases of earlier versions, with answers in progress, brought up to date."""

from __future__ import annotations

from runpy import run_path
from typing import Any

import pytest

from portal.errors import SettingsError
from portal.services import audit
from portal.services.answering import drafts
from portal.services.people import changes, listing
from portal.services.reports import released
from portal.services.rounds import register as rounds
from portal.services.staff import accounts
from portal.store import db as store
from portal.store.answers import Draft
from portal.store.db import db
from portal.store.engine.sqlite import MIGRATIONS
from portal.store.figures import Tally
from portal.store.results import Certificate
from tests.factories import ADA, PAT, House
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN

FIRST = "0001_first_tables"


def go_back_to_the_first_tables() -> None:
    """The database as the first migration made it, with what that knew of what is in it now."""
    held = {table: everything_in(table) for table in db.get_tables() if table != "schema_migration"}
    db.execute_sql("PRAGMA foreign_keys = 0")
    for table in held:
        db.execute_sql(f"DROP TABLE {table}")
    run_path(str(MIGRATIONS / f"{FIRST}.py"))["up"](None, db)
    for table in held.keys() & set(db.get_tables()):
        known = [column.name for column in db.get_columns(table)]
        marks = ", ".join("?" for _ in known)
        for row in held[table]:
            values = [row.get(name, "server") for name in known]  # custody, which is gone
            db.execute_sql(f"INSERT INTO {table} ({', '.join(known)}) VALUES ({marks})", values)
    db.execute_sql("PRAGMA foreign_keys = 1")
    db.execute_sql("DELETE FROM schema_migration WHERE name <> ?", [FIRST])


def everything_in(table: str) -> list[dict[str, Any]]:
    found = db.execute_sql(f"SELECT * FROM {table}")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


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
    assert store.upgrade() == [
        "0002_slots_of_drafts",
        "0003_staff_site",
        "0004_one_count",
        "0005_counts_of_midnight",
        "0006_one_person",
        "0007_what_is_wanted",
        "0008_facts",
        "0009_sheets",
        "0010_since_when",
        "0011_what_became_of_waiting",
        "0012_who_vouches",
        "0013_released",
        "0014_cells",
        "0015_published",
        "0016_responses_kept",
        "0017_comments",
        "0018_public_reports",
        "0019_themes",
        "0020_actions",
        "0021_place_at_the_count",
        "0024_letters_to_psws",
        "0025_signed_in_and_read",
        "0026_ticks",
    ]
    store.check_schema()


def test_answers_in_progress_outlive_an_upgrade(house: House, codes: list[bytes]) -> None:
    store.upgrade()
    for code in codes:
        found = drafts.peek(code, house.tools.keys)
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


NEWER = (
    *("DROP TABLE coding", "DROP TABLE theme", "DROP TABLE public_report", "DROP TABLE reading"),
    *("DROP TABLE published_comment", "DROP TABLE action", "DROP TABLE said", "DROP TABLE tick"),
    *("ALTER TABLE participation DROP COLUMN type", "ALTER TABLE participation DROP COLUMN region"),
    *("ALTER TABLE round DROP COLUMN scheduled", "ALTER TABLE round DROP COLUMN unsent"),
    *("ALTER TABLE participation DROP COLUMN read", "ALTER TABLE staff DROP COLUMN last_sign_in"),
)
"""What undoes the latest ones, whichever is tried."""
UNDECIDED = (
    "DROP TABLE released",
    "DROP INDEX staff_organisation",
    *(f"ALTER TABLE invitation DROP COLUMN {name}" for name in ("decided", "reason", "replaced")),
    *(
        f"ALTER TABLE round DROP COLUMN {name}"
        for name in ("reports_wait", "published", "published_by", "responses_kept")
    ),
)


def test_who_was_corrected_before_stands_once_after_an_upgrade(house: House) -> None:
    house.open_round(northshire=3)
    where, pat = listing.place("spring", "northshire"), house.person(PAT)
    first, second, _ = listing.page(where).people
    changes.correct(where, first.id, "right@northshire.example.org", pat, house.now)
    changes.withdraw(where, second.id, pat, house.now)
    go_back_before("0011_what_became_of_waiting", *UNDECIDED)
    store.upgrade()
    assert sorted((each.email[:5], each.state) for each in listing.page(where).people) == [
        ("remi2", "withdrawn"),
        ("remi3", "invited"),
        ("right", "invited"),
    ]


def test_rounds_and_accounts_from_before_go_on(house: House) -> None:
    """Who has signed in is not taken for a stranger, and all letters to PSWs are on."""
    house.open_round(northshire=3)
    pat, ada = house.person(PAT), house.person()
    audit.note(ADA, "signed in by a link", house.now)
    go_back_before("0024_letters_to_psws")
    store.upgrade()
    assert accounts.by_id(ada.id).last_sign_in == house.now.date()
    assert accounts.by_id(pat.id).last_sign_in is None
    spring = rounds.by_code("spring")
    assert (spring.scheduled, spring.unsent) == (None, frozenset())


def test_scores_that_were_released_before_there_were_cells_can_still_be_read(house: House) -> None:
    spring = house.open_round(northshire=24)
    scenes.everybody_responds(house)
    house.work(days=8)
    house.work()
    before = released.every(spring.id)
    go_back_before(
        "0014_cells",
        "DROP TABLE released",
        *(statement for statement in UNDECIDED if "TABLE round" in statement),
        *run_path(str(MIGRATIONS / "0013_released.py"))["STATEMENTS"],
    )
    for number, score in enumerate(("support", "other")):
        cell = (bytes([number]), spring.id, "organisation", "northshire", score, 90, "or more")
        db.execute_sql(
            "INSERT INTO released_score VALUES (?, ?, ?, ?, ?, ?, ?, 1, 24, 0)", list(cell)
        )
    store.upgrade()
    after = {cell.about: cell for cell in released.every(spring.id)}
    assert after.keys() == {"support", "other"}
    assert after["support"] in before


def go_back_before(migration: str, *statements: str) -> None:
    """Undo one by these statements."""
    for statement in (*NEWER, *statements):
        db.execute_sql(statement)
    db.execute_sql("DELETE FROM schema_migration WHERE name >= ?", [migration])


def test_counts_of_every_hour_become_counts_in_fives(house: House) -> None:
    spring = house.open_round(northshire=12, southborough=120)
    returned = house.open_round(northshire=1, code="returns", source=RETURN)
    over = house.open_round(northshire=12, code="over")
    go_back_before(
        "0005_counts_of_midnight",
        "DROP INDEX invitation_person",
        "ALTER TABLE invitation DROP COLUMN person",
        "ALTER TABLE invitation DROP COLUMN marked",
        *UNDECIDED,
        *(
            f"ALTER TABLE certificate ADD COLUMN {name} INTEGER NOT NULL DEFAULT 0"
            for name in ("ballots", "responses", "withheld")
        ),
        "ALTER TABLE certificate DROP COLUMN kept",
        "ALTER TABLE round DROP COLUMN wanted_closes",
        "ALTER TABLE round DROP COLUMN joining",
        "DROP TABLE fact_share",
        "DROP TABLE sheet",
        "ALTER TABLE participation DROP COLUMN voided",
        "ALTER TABLE tally DROP COLUMN voided",
        "ALTER TABLE tally DROP COLUMN taken_off",
        "UPDATE tally SET by_letter = 7, by_slip = 13, by_open_link = 4",
        "UPDATE round SET state = 'counted' WHERE code = 'over'",
    )
    db.execute_sql(
        "INSERT INTO certificate (round, counted, responses, set_aside, reason, questionnaire)"
        " VALUES (?, '2026-03-09T09:00:00', 23, 0, '', '')",
        [over.id],
    )
    store.upgrade()
    rows = {
        (row.round_id, row.organisation_id): (row.by_letter, row.by_slip, row.by_open_link)
        for row in Tally.select()
    }
    assert rows[spring.id, "northshire"] == (5, 10, 0)
    assert rows[spring.id, "southborough"] == (7, 10, 0)
    assert rows[returned.id, "northshire"][0] == 7  # a return's letter is left as it is
    assert rows[over.id, "northshire"] == (0, 13, 4)
    assert [row.kept for row in Certificate.select()] == [1]
