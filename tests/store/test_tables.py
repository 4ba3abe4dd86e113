"""One life for each table: what closing, counting and the last day delete, and what is said."""

from __future__ import annotations

import re
from typing import Any, cast, get_args

from portal.calendar.state import State
from portal.services import privacy
from portal.services.comments import queue, reading, releasing
from portal.services.people import importing, links, listing, sheets
from portal.services.rounds import register as rounds
from portal.services.rounds import steps
from portal.store import db, tables
from portal.store.records import Upload
from portal.store.rounds import Round
from portal.store.tables import DEATHS, TABLES, Death, dying
from tests.factories import ADA, PAT, WITH_FACTS, House
from tests.services import scenes
from tests.services.comments import counted


def rows(*deaths: Death) -> dict[str, int]:
    """How many there are in each table that dies then."""
    return {table.__name__: cast(Any, table).select().count() for table in dying(*deaths)}


def full(house: House) -> None:
    """A round in which every table that dies with it holds something."""
    house.person(PAT)
    house.open_round(northshire=25, source=WITH_FACTS)
    for number, link in enumerate(house.links()):
        years = "few" if number < 10 else "many"
        scenes.respond(house, link, heard="disagree", why="Too many forms", years=years)
    [slip] = sheets.make("spring", "northshire", 1, ADA, house.now)
    scenes.begin(house, f"/i/{links.link_text(slip)}")
    links.open_link("spring", "northshire", ADA, house.now)
    links.renew("spring", "northshire", ADA, house.now)
    place = listing.place("spring", "northshire")
    importing.keep(place, b"email\nremi99@northshire.example.org\n", house.person(PAT), house.now)


def read_two(house: House) -> None:
    """Of two comments that are read, one is confirmed and published."""
    round_, ada, bea = rounds.by_code("spring"), counted.ada(house), counted.bea(house)
    for _ in range(2):
        now = reading.one(round_, queue.next_to_read(round_, ada))
        reading.release(round_, now.id, (), now.seen, ada)
    now = reading.one(round_, queue.next_to_confirm(round_, bea))
    reading.confirm(round_, now.id, now.seen, bea)
    releasing.publish(round_, bea, house.now)


def test_every_table_has_a_death_that_there_is() -> None:
    assert set(DEATHS.values()) <= set(get_args(Death))
    assert DEATHS.keys() == {table._meta.table_name for table in TABLES}


def test_every_table_of_the_database_is_known(house: House) -> None:
    assert DEATHS.keys() | {"schema_migration"} == db.columns().keys()


def test_rows_can_be_deleted_in_the_order_of_the_tables() -> None:
    for place, table in enumerate(TABLES):
        before = set(TABLES[:place])
        assert not before & set(cast(Any, table)._meta.model_refs), table


def test_what_dies_at_closing_is_there_before_and_gone_after(house: House) -> None:
    full(house)
    before = rows("closing")
    assert {name for name, number in before.items() if not number} <= {"ReturnProgress"}
    house.work(days=8)
    assert set(rows("closing").values()) == {0}
    assert not Upload.select().exists()


def test_what_dies_at_the_count_is_there_before_and_gone_after(house: House) -> None:
    full(house)
    assert 0 not in rows("count").values()
    house.work(days=8)
    house.work()
    assert set(rows("closing", "count").values()) == {0}
    read_two(house)
    assert 0 not in rows("retention").values()


def test_what_dies_on_the_last_day_is_gone_then(house: House) -> None:
    full(house)
    house.work(days=8)
    house.work()
    read_two(house)
    house.work(days=4 * 365)
    assert set(rows("closing", "count", "retention").values()) == {0}


def test_a_draft_that_is_deleted_takes_every_row_of_its_round_along(house: House) -> None:
    house.round()
    house.invite(3)
    Round.update(state=State.DRAFT).execute()
    steps.delete("spring", ADA, house.now)
    left = {t.__name__: cast(Any, t).select().count() for t in tables.of_rounds()}
    assert set(left.values()) == {0}


def test_the_page_on_privacy_says_the_same(house: House) -> None:
    words = {
        "closing": "survey closes",
        "count": "answers are counted",
        "retention": "response|was set up",
        "expiry": "an hour at the latest",
        "never": "Kept",
    }
    for table in privacy.stored():
        assert re.search(words[DEATHS[table.table]], table.destroyed), table
