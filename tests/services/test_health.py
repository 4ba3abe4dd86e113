from __future__ import annotations

from datetime import timedelta

from portal.services import health
from portal.store.db import db
from portal.store.records import Heartbeat
from tests.factories import NOW, House


def test_before_the_first_pass_the_worker_has_not_started(house: House) -> None:
    found = health.state(NOW)
    assert not found.well
    assert found.worker == "has not started yet"


def test_all_is_well_while_the_worker_beats(house: House) -> None:
    health.beat("ok", NOW)
    assert health.state(NOW + timedelta(minutes=5)).well


def test_a_worker_silent_for_over_five_minutes_is_not_well(house: House) -> None:
    health.beat("ok", NOW)
    found = health.state(NOW + timedelta(minutes=5, seconds=1))
    assert not found.well
    assert (found.database, found.worker) == ("ok", "has been silent for over five minutes")


def test_a_later_beat_takes_the_place_of_the_one_before(house: House) -> None:
    health.beat("ok", NOW)
    health.beat("ok", NOW + timedelta(hours=1))
    assert Heartbeat.select().count() == 1
    assert health.state(NOW + timedelta(hours=1)).well


def test_what_is_wrong_with_the_keys_is_passed_on(house: House) -> None:
    health.beat("round spring is open and its keys are not in the folder", NOW)
    found = health.state(NOW)
    assert not found.well
    assert found.keys.startswith("round spring")


def test_a_database_that_does_not_answer_is_not_well(house: House) -> None:
    db.execute_sql("DROP TABLE heartbeat")
    found = health.state(NOW)
    assert not found.well
    assert found.database == "does not answer"


def test_a_lost_draft_secret_shows_in_the_next_beat(house: House) -> None:
    found = house.open_round()
    house.tools.keys.destroy_closing(found.id)
    house.work()
    assert "spring" in health.state(house.now).keys
