"""Rounds without a manifest, or with one that the database lags behind."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from portal.services import health
from portal.services.lifecycle import closing
from portal.services.rounds import register as rounds
from portal.services.rounds import steps
from portal.store import db as store
from portal.store.db import db
from portal.store.records import Audit
from portal.store.results import Response
from portal.store.rounds import Round
from portal.vault import pairs
from portal.worker import passes
from tests.factories import ADA, NOW, House
from tests.services import ballots, scenes

DAY = timedelta(days=1)


def manifest_file(house: House) -> Path:
    name = f"{rounds.by_code('spring').id.hex()}.manifest"
    return house.folder / "keys" / "respond" / name


def as_before_there_were_manifests(house: House) -> None:
    """Take away what an earlier version did not write."""
    manifest_file(house).unlink()
    manifest_file(house).with_suffix(".lock").unlink()


def problem() -> str:
    return rounds.by_code("spring").problem


def test_an_open_round_from_before_gets_its_manifest_and_goes_on(house: House) -> None:
    house.open_round(northshire=12)
    before = ballots.manifest_of(house)
    as_before_there_were_manifests(house)
    answer = house.client().get(house.links()[0])
    assert (answer.status_code, "taking a break" in answer.text) == (503, True)
    house.work()
    assert ballots.manifest_of(house) == before
    assert Audit.get(Audit.did.contains("manifest")).did == (
        "wrote the manifest of round spring, which had none"
    )
    scenes.everybody_responds(house)
    house.work(days=7)
    assert (rounds.by_code("spring").state, Response.select().count()) == ("counted", 12)


def test_a_closed_round_from_before_is_counted_too(house: House) -> None:
    ballots.closed_round(house)
    as_before_there_were_manifests(house)
    house.work()
    assert (rounds.by_code("spring").state, Response.select().count()) == ("counted", 12)


def test_a_round_from_before_whose_public_key_was_swapped_waits(house: House) -> None:
    house.open_round()
    as_before_there_were_manifests(house)
    Round.update(public_key=pairs.new_round_key()[1]).execute()
    house.work()
    assert "disagree about its public key" in problem()
    assert ballots.manifest_of(house).terms.public_key == pairs.public_of(ballots.key_of(house))


def test_a_round_without_its_key_gets_no_manifest(house: House) -> None:
    found = house.open_round()
    house.tools.keys.destroy_round_key(found.id)
    manifest_file(house).with_suffix(".lock").unlink()
    house.work()
    assert "round key of round spring is not in the folder" in problem()
    assert list(manifest_file(house).parent.glob("*.lock")) == []


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"size": 1}', b"\xff"])
def test_a_manifest_that_cannot_be_read_holds_up_its_round_alone(
    house: House, content: bytes
) -> None:
    house.open_round(northshire=0, code="summer")
    house.open_round(northshire=12)
    scenes.everybody_responds(house)
    manifest_file(house).write_bytes(content)
    house.work()
    assert "manifest" in problem() and "cannot be read" in problem()
    answer = house.client().get(house.links()[0])
    assert (answer.status_code, str(house.folder) in answer.text) == (503, False)
    assert "spring waits" in health.state(house.now).keys
    assert rounds.by_code("summer").problem == ""
    house.work(days=8)
    assert rounds.by_code("spring").state == "closed"
    assert rounds.by_code("summer").state == "counted"
    assert ballots.key_of(house)


def test_a_copy_from_before_an_extension_is_put_right(house: House) -> None:
    found = house.open_round(organisations=("northshire",))
    store.erase_traces()
    backup = shutil.copy(house.database, house.folder / "backup.sqlite")
    steps.extend("spring", found.closes + DAY, ADA, NOW)
    house.work()
    db.close()
    shutil.copy(backup, house.database)
    said = house.work(days=7)[0]
    assert "it closes on 10 March 2026 at 9:00am, and the database said 9 March" in said
    assert rounds.by_code("spring").state == "open"


def _by_hand(house: House) -> None:
    steps.request("spring", "close", ADA, house.now)
    passes.close(house.tools, house.now)


def _at_its_time(house: House) -> None:
    house.now += 7 * DAY
    passes.close(house.tools, house.now)


@pytest.mark.parametrize("close", [_by_hand, _at_its_time])
def test_a_manifest_says_when_its_round_has_closed(
    house: House, close: Callable[[House], None]
) -> None:
    house.open_round()
    close(house)
    assert ballots.manifest_of(house).closes == house.now == rounds.by_code("spring").closes


def test_what_was_asked_for_after_the_manifest_was_written_is_not_forgotten(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, keys = house.open_round(), house.tools.keys
    steps.extend("spring", found.closes + DAY, ADA, NOW)
    write = type(keys).write_manifest

    def slowly(*arguments: object) -> None:
        write(*arguments)  # type: ignore[arg-type]
        steps.extend("spring", found.closes + 2 * DAY, ADA, NOW)

    with monkeypatch.context() as patch:
        patch.setattr(type(keys), "write_manifest", slowly)
        passes.keep(house.tools, NOW)
    assert rounds.by_code("spring").closes == found.closes + DAY
    passes.keep(house.tools, NOW)
    assert rounds.by_code("spring").closes == found.closes + 2 * DAY


def test_an_organisation_that_there_is_none_of_does_not_join(house: House) -> None:
    house.open_round(organisations=("northshire",))
    Round.update(joining="southborough westshire").execute()
    house.work()
    assert ballots.manifest_of(house).organisations == ("northshire", "southborough")
    assert problem() == ""


def test_a_pass_writes_nothing_where_all_agrees(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.open_round()
    before = manifest_file(house).stat()
    monkeypatch.setattr(store, "writing", lambda: 1 / 0)
    assert passes.keep(house.tools, NOW) == []
    after = manifest_file(house).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_the_manifest_goes_with_the_round_key(house: House) -> None:
    house.open_round(northshire=12)
    scenes.everybody_responds(house)
    house.now += 7 * DAY
    passes.close(house.tools, house.now)
    passes.count(house.tools, house.now)
    assert manifest_file(house).exists()
    passes.release(house.tools, house.now)
    assert not manifest_file(house).exists()
    assert not manifest_file(house).with_suffix(".lock").exists()
    assert closing.to_count() == []
