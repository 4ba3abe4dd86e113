"""``/healthz``: 200 only if everything behind it is well."""

from __future__ import annotations

from portal.services import health
from portal.store.db import db
from portal.store.records import Heartbeat
from tests.factories import House


def asked(house: House) -> tuple[int, dict[str, str]]:
    answer = house.client().get("/healthz")
    return answer.status_code, answer.get_json()


def test_all_is_well_while_the_worker_works(house: House) -> None:
    house.work()
    assert asked(house) == (200, {"database": "ok", "worker": "ok", "keys": "ok", "post": "ok"})


def test_a_worker_that_never_started_is_noticed(house: House) -> None:
    assert asked(house) == (
        503,
        {"database": "ok", "worker": "has not started yet", "keys": "unknown", "post": "ok"},
    )


def test_a_silent_worker_is_noticed(house: House) -> None:
    house.work()
    house.now = house.now.replace(minute=6)
    status, said = asked(house)
    assert status == 503
    assert "silent" in said["worker"]


def test_trouble_with_the_keys_is_noticed(house: House) -> None:
    health.beat("the folder cannot be read", house.now)
    assert asked(house) == (
        503,
        {"database": "ok", "worker": "ok", "keys": "the folder cannot be read", "post": "ok"},
    )


def test_a_database_that_does_not_answer_is_noticed(house: House) -> None:
    house.work()
    db.drop_tables([Heartbeat])
    status, said = asked(house)
    assert (status, said["database"]) == (503, "does not answer")
