"""An older copy of the database, put back: nothing of it is answered or counted twice."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.errors import CountRefused, RoundClosed
from portal.services.lifecycle.counting import Aside
from portal.services.rounds import register as rounds
from portal.services.rounds import steps
from portal.store import db as store
from portal.store.db import db
from portal.store.results import Certificate, Response
from portal.worker import passes
from tests.factories import ADA, House
from tests.services import ballots, scenes


def problem() -> str:
    return rounds.by_code("spring").problem


def copied(house: House) -> Path:
    """A backup of the database as it is now."""
    store.erase_traces()
    return Path(shutil.copy(house.database, house.folder / "backup.sqlite"))


def put_back(house: House, backup: Path) -> None:
    db.close()
    for suffix in ("-wal", "-shm"):
        house.database.with_name(house.database.name + suffix).unlink(missing_ok=True)
    shutil.copy(backup, house.database)


def _before_closing(house: House) -> None:
    house.open_round(northshire=12)
    scenes.everybody_responds(house)


def _after_closing(house: House) -> None:
    ballots.closed_round(house)


@pytest.mark.parametrize("stage", [_before_closing, _after_closing])
def test_a_restored_older_database_is_never_counted_again(
    house: House, stage: Callable[[House], None]
) -> None:
    stage(house)
    backup = copied(house)
    house.work(days=8)
    put_back(house, backup)
    house.work()
    assert "older copy" in problem()
    assert "was counted on 2026-03-10" in problem()
    assert not Response.select().exists()
    assert not Certificate.select().exists()


def test_asking_does_not_count_a_restored_database_either(house: House) -> None:
    found = ballots.closed_round(house)
    backup = copied(house)
    house.work()
    put_back(house, backup)
    with pytest.raises(CountRefused, match="older copy"):
        passes.count_one(house.tools, found, house.now, Aside())


def test_a_tombstone_outweighs_a_round_key_that_was_put_back(house: House) -> None:
    found = ballots.closed_round(house)
    key = ballots.key_of(house)
    backup = copied(house)
    house.work()
    put_back(house, backup)
    file = house.folder / "keys" / "worker" / f"{found.id.hex()}.round"
    file.touch(mode=0o600)
    file.write_bytes(key)
    house.work()
    assert not Response.select().exists()


def test_a_restored_round_takes_no_answers(house: House) -> None:
    house.open_round(northshire=12)
    backup = copied(house)
    steps.request("spring", "close", ADA, house.now)
    house.work()
    put_back(house, backup)
    with pytest.raises(RoundClosed):
        scenes.begin(house, house.links()[0])


def test_a_restored_scheduled_round_is_not_opened_again(house: House) -> None:
    house.round()
    backup = copied(house)
    house.work()
    house.work(days=8)
    put_back(house, backup)
    house.work()
    assert rounds.by_code("spring").state == "scheduled"
    assert "make a new round" in problem()
