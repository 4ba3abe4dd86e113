"""What the files of the database hold of people once a round is counted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.services.people import importing
from portal.services.rounds import steps
from portal.store.rounds import Round
from portal.worker import passes
from tests.factories import ADA, House
from tests.services import scenes

PEOPLE = 20
WORDS = {b"planted-address-", b"Planted-Name-", b"@northshire.example"}


def everybody_has_answered(house: House) -> None:
    """Twenty people with names and addresses to be looked for; one has a draft besides."""
    house.round()
    rows = [
        {
            "organisation": "northshire",
            "email": f"planted-address-{n}@northshire.example.org",
            "name": f"Planted-Name-{n}",
        }
        for n in range(PEOPLE)
    ]
    importing.put("spring", list(enumerate(rows)), ADA, house.now)
    house.work()
    scenes.begin(house, house.links()[0])
    scenes.everybody_responds(house, heard="disagree", why="Planted comment")


def test_after_closing_no_file_holds_a_trace_of_a_person_or_a_draft(house: House) -> None:
    everybody_has_answered(house)
    traces = WORDS | _personal_bytes("invitation", "outgoing", "draft")
    assert all(trace in _files(house) for trace in traces)
    house.now += timedelta(days=8)
    passes.close(house.tools, house.now)
    left = _files(house)
    assert [trace for trace in traces if trace in left] == []


def test_after_the_count_no_file_holds_a_trace_of_anybody(house: House) -> None:
    everybody_has_answered(house)
    traces = WORDS | _personal_bytes("invitation", "outgoing", "ticket", "draft", "ballot")
    assert all(trace in _files(house) for trace in traces)
    house.work(days=8)
    left = _files(house)
    assert [trace for trace in traces if trace in left] == []
    assert b"Planted comment" in left


def _until_the_last_day(house: House) -> None:
    """A round whose responses are to be deleted in this pass."""
    everybody_has_answered(house)
    house.work(days=8)
    last = house.now.date() - timedelta(days=1)
    Round.update(retain_until=last).where(Round.code == "spring").execute()


def _responses() -> set[bytes]:
    return {b"Planted comment"} | _personal_bytes("response", "comment")


def test_after_the_last_day_no_file_holds_a_trace_of_an_answer(house: House) -> None:
    _until_the_last_day(house)
    traces = _responses()
    assert all(trace in _files(house) for trace in traces)
    assert house.work() == ["deleted the responses of round spring"]
    left = _files(house)
    assert [trace for trace in traces if trace in left] == []


def test_a_worker_that_dies_after_deleting_has_the_next_one_clear_the_file(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _until_the_last_day(house)
    traces = _responses()
    with monkeypatch.context() as killed:
        killed.setattr(passes.db, "erase_traces", _die)
        assert house.work() == ["purge failed: RuntimeError in _die:" + _line()]
    assert any(trace in _files(house) for trace in traces)
    assert house.work() == []
    left = _files(house)
    assert [trace for trace in traces if trace in left] == []


def _die(*_: object) -> None:
    raise RuntimeError


def _line() -> str:
    return str(_die.__code__.co_firstlineno + 1)


def test_a_round_that_is_still_open_neither_hides_traces_nor_loses_a_row(house: House) -> None:
    house.open_round(northshire=PEOPLE, code="summer")
    links = house.links()
    others = _personal_bytes("invitation", "outgoing", "ticket")
    for link in links[:5]:
        scenes.respond(house, link, round_code="summer")
    house.letters.clear()
    everybody_has_answered(house)
    summer = Round.select(Round.id).where(Round.code == "summer").get().id
    tables = ("invitation", "outgoing", "ticket", "draft", "ballot")
    kept = {table: [row for row in scenes.snapshot()[table] if summer in row] for table in tables}
    traces = (WORDS - {b"@northshire.example"}) | _personal_bytes(*tables)
    traces -= _cells(kept) | others
    steps.request("spring", "close", ADA, house.now)
    assert "destroyed the keys of round spring" in house.work()
    left = _files(house)
    assert [trace for trace in traces if trace in left] == []
    assert {table: scenes.snapshot()[table] for table in tables} == kept
    scenes.respond(house, links[5], round_code="summer")


def _cells(rows: dict[str, list[tuple[object, ...]]]) -> set[bytes]:
    found = {cell for table in rows.values() for row in table for cell in row}
    return {cell[:200] for cell in found if isinstance(cell, bytes)}


def _personal_bytes(*tables: str) -> set[bytes]:
    """Every id, token, ticket, draft and ballot that is stored."""
    stored = scenes.snapshot()
    found = {cell for table in tables for row in stored[table] for cell in row}
    shared = {row[0] for row in stored["round"]}
    long = {cell for cell in found if isinstance(cell, bytes)} - shared
    return {cell[:200] for cell in long}


def _files(house: House) -> bytes:
    """The database and its log as they lie on the disk while the portal is at work."""
    return b"".join(path.read_bytes() for path in sorted(house.folder.glob("*.sqlite*")))
