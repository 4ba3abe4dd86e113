from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from peewee import IntegrityError

from portal.errors import SettingsError
from portal.store import db as store
from portal.store.db import Busy, Table, db
from portal.store.organisations import Organisation
from portal.store.records import Audit
from portal.store.rounds import Round
from tests.factories import House

MODELS = Table.__subclasses__()
NAMES = sorted(str(model._meta.table_name) for model in MODELS)
WITH_ROW_IDS = {"audit"}


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """A database that the migrations have made."""
    path = tmp_path / "deep" / "portal.sqlite"
    store.init(path)
    store.upgrade()
    yield path
    db.close()


def pragma(text: str) -> list[tuple[object, ...]]:
    return list(db.execute_sql(f"PRAGMA {text}").fetchall())


def described(table: str) -> dict[str, object]:
    """Columns, keys and indexes of a table as SQLite has them."""
    indexes = [(row[1], row[2]) for row in pragma(f"index_list({table})") if row[3] == "c"]
    return {
        "columns": {(row[1], row[2], row[3], row[5]) for row in pragma(f"table_info({table})")},
        "refers to": {(row[2], row[3], row[4]) for row in pragma(f"foreign_key_list({table})")},
        "indexes": {
            (tuple(row[2] for row in pragma(f"index_info({name})")), unique)
            for name, unique in indexes
        },
        "kind": [row[3:] for row in pragma(f"table_list({table})")],
    }


@pytest.fixture
def wanted(tmp_path: Path) -> dict[str, dict[str, object]]:
    """What the models would make by themselves."""
    store.init(tmp_path / "models.sqlite")
    db.create_tables(MODELS)
    return {name: described(name) for name in NAMES}


def test_the_migrated_schema_is_that_of_the_models(
    wanted: dict[str, dict[str, object]], file: Path
) -> None:
    assert set(db.get_tables()) == {*NAMES, "schema_migration"}
    for name in NAMES:
        assert described(name) == wanted[name]


@pytest.mark.parametrize("name", NAMES)
def test_a_table_is_strict_and_has_row_ids_only_where_order_tells_nothing(
    file: Path, name: str
) -> None:
    [(*_, without_row_ids, strict)] = pragma(f"table_list({name})")
    assert strict == 1
    assert without_row_ids == (0 if name in WITH_ROW_IDS else 1)


def test_no_table_of_respondents_has_a_column_for_a_time(file: Path) -> None:
    for name in ("invitation", "outgoing", "ticket", "draft", "ballot", "response", "comment"):
        columns = {column.name for column in db.get_columns(name)}
        if name == "outgoing":  # its day is that of everybody's letter, and tells of nobody
            columns.remove("day")
        assert not columns & {"at", "created", "changed", "opened", "sent", "time", "day"}


def test_migrations_can_be_run_again(file: Path) -> None:
    Audit.create(at=datetime(2026, 3, 2, tzinfo=UTC), who="ada@example.org", did="something")
    assert store.upgrade() == []
    assert Audit.select().count() == 1


def test_an_empty_database_is_not_up_to_date(tmp_path: Path) -> None:
    store.init(tmp_path / "empty.sqlite")
    with pytest.raises(SettingsError, match="flask db upgrade"):
        store.check_schema()
    store.upgrade()
    store.check_schema()
    db.close()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("temp_store", 2),
        ("busy_timeout", 20_000),
    ],
)
def test_every_connection_is_durable_and_leaves_no_traces(
    file: Path, name: str, value: object
) -> None:
    assert pragma(name) == [(value,)]


def test_what_is_deleted_is_overwritten_in_the_file(file: Path) -> None:
    trace = "Planted-Organisation-7731"
    Organisation.create(code="planted", name=trace, type="x", region="x")
    pragma("wal_checkpoint(TRUNCATE)")
    assert trace.encode() in file.read_bytes()
    Organisation.delete().execute()
    pragma("wal_checkpoint(TRUNCATE)")
    assert trace.encode() not in file.read_bytes()


def test_a_strict_table_keeps_the_type_of_a_column(file: Path) -> None:
    with pytest.raises(IntegrityError):
        db.execute_sql("INSERT INTO audit (at, who, did) VALUES (x'00', 'a', 'b')")


def test_a_row_cannot_refer_to_what_is_not_there(file: Path) -> None:
    with pytest.raises(IntegrityError):
        db.execute_sql(
            "INSERT INTO ballot (key, round, sealed) VALUES (x'01', x'02', x'03')",
        )


def test_erasing_traces_empties_the_log(house: House) -> None:
    house.open_round(northshire=3)
    log = house.database.with_name("portal.sqlite-wal")
    assert log.stat().st_size > 0
    store.erase_traces()
    assert log.stat().st_size == 0


def test_a_reader_in_the_way_is_told_of_and_harms_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.open_round(northshire=3)
    db.execute_sql("PRAGMA busy_timeout = 50")
    reader = sqlite3.connect(house.database)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM invitation").fetchone()
    with pytest.raises(Busy, match="could not be emptied yet"):
        store.erase_traces()
    reader.close()
    store.erase_traces()


def test_a_writer_in_the_way_is_told_of_too(house: House) -> None:
    house.open_round(northshire=3)
    db.execute_sql("PRAGMA busy_timeout = 50")
    writer = sqlite3.connect(house.database, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy):
        store.erase_traces()
    writer.close()
    store.erase_traces()


def test_moments_and_days_come_back_as_they_went_in(house: House) -> None:
    found = house.round()
    summer = datetime(2026, 7, 1, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    Round.update(opens=summer, retain_until=date(2030, 2, 28)).execute()
    row = Round.get_by_id(found.id)
    assert row.opens == summer
    assert row.opens.tzinfo is UTC
    assert row.retain_until == date(2030, 2, 28)


def test_moments_sort_as_text_in_the_order_of_time(house: House) -> None:
    late = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    early = datetime(2026, 10, 25, 1, 45, tzinfo=timezone(timedelta(hours=1)))
    for at in (late, early):
        Audit.create(at=at, who="ada@example.org", did="looked at the clock")
    assert [row.at for row in Audit.select().order_by(Audit.at)] == [early, late]


def test_a_moment_is_kept_to_the_second_and_no_finer(house: House) -> None:
    at = datetime(2026, 3, 2, 9, 0, 1, 987_654, tzinfo=UTC)
    Audit.create(at=at, who="ada@example.org", did="something")
    assert Audit.get().at == at.replace(microsecond=0)


def test_the_database_is_its_owners_alone(file: Path) -> None:
    Organisation.create(code="a", name="A", type="t", region="r")
    files = list(file.parent.glob("portal.sqlite*"))
    assert len(files) == 3
    assert [each.stat().st_mode & 0o077 for each in files] == [0, 0, 0]


def test_a_database_may_be_shared_by_one_group(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o2770)
    store.init(folder / "portal.sqlite", os.getgid())
    store.upgrade()
    Organisation.create(code="a", name="A", type="t", region="r")
    files = list(folder.glob("portal.sqlite*"))
    assert len(files) == 3
    assert {each.stat().st_mode & 0o777 for each in files} == {0o660}
    assert {each.stat().st_gid for each in files} == {os.getgid()}
    db.close()


@pytest.mark.parametrize(("mode", "group"), [(0o2770, 1), (0o770, 0), (0o2700, 0)])
def test_a_folder_in_which_files_would_not_be_the_groups_is_refused(
    tmp_path: Path, mode: int, group: int
) -> None:
    tmp_path.chmod(mode)
    with pytest.raises(SettingsError, match="must belong to DATABASE_GROUP, with mode 2770"):
        store.init(tmp_path / "portal.sqlite", os.getgid() + group)
    tmp_path.chmod(0o700)


def test_statements_are_those_that_peewee_writes(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of every table: all columns, an alias, a join, a condition, an order, a change."""

    def statements() -> list[tuple[str, list[object]]]:
        said = []
        for model in MODELS:
            first, last = model._meta.sorted_fields[0], model._meta.sorted_fields[-1]
            other = model.alias()
            within = model.select(last).where(last == first)
            joined = model.select(model, Round.code).join(Round, on=(Round.code == first))
            said += [
                model.select().where(first != last).order_by(last.desc()).sql(),
                other.select(getattr(other, last.name)).sql(),
                joined.where(last << within, Round.state == "open").sql(),
                model.update({last: first}).where(first.is_null()).sql(),
                model.delete().where(first == last).sql(),
                model.insert({first: None, last: None}).sql(),
            ]
        return said

    ours = statements()
    monkeypatch.delattr(store.Column, "__sql__")
    assert ours == statements()
    assert len(ours) == 6 * len(MODELS)
