"""What a request, or a letter, costs the database must not grow with what is stored there."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from portal.services.letters import outbox
from portal.services.people import invitations
from portal.store.answers import Draft
from portal.store.db import db
from portal.store.people import Invitation
from tests.factories import ADA, House
from tests.store.crowds import fill
from tests.store.watching import Errand, dearer, errand, scans
from tests.web import tours

FEW, MANY = 300, 30_000
"""Rows in each table that respondents reach."""
MOST = 12
"""Statements of the dearest request: a letter opened where the browser holds five codes."""
SOMEBODY = "remi9@northshire.example.org"


@dataclass(frozen=True)
class Costs:
    """What the same people and the same passes of the worker asked for, beside a crowd."""

    requests: list[Errand]
    passes: list[Errand]
    letter: list[Errand]


def beside(crowd: int) -> Costs:
    """In a database of its own, and once over before it counts: what is read once for each
    process is read by then."""
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        try:
            spring = surveyed(house, crowd)
            requests = [tours.toured(house, people) for people in (3, 6)][-1]
            return Costs(requests, _passes(house), _letter(house, spring))
        finally:
            db.close()


def surveyed(house: House, crowd: int) -> bytes:
    """Both rounds open, with a crowd in them that came by letters of their own; the id of one."""
    spring, returns = tours.opened(house)
    fill([spring, returns], "northshire", crowd)
    return spring


def _passes(house: House) -> list[Errand]:
    """With nothing to do, with three new links, with one in the place of another."""
    with errand("an idle pass") as idle:
        house.work()
    house.invite(9)
    with errand("three letters") as letters:
        house.work()
    invitations.reissue("spring", SOMEBODY, ADA, house.now)
    with errand("a newer link") as newer:
        house.work()
    return [idle, letters, newer]


def _letter(house: House, round_id: bytes) -> list[Errand]:
    """One reminder, step by step."""
    key = house.tools.keys.link_key(round_id)
    somebody = Invitation.get(round=round_id, email=SOMEBODY)
    assert key
    with errand("putting in hand") as hand:
        outbox.put_in_hand(somebody.id, round_id, "reminder", house.now)
    with errand("what is due") as due:
        (letter,) = outbox.due(round_id, house.now)
    with errand("claiming") as claiming:
        assert outbox.BOX.claim(letter, house.now)
    of = outbox.round_letters(round_id, house.now)
    assert of
    with errand("composing") as composing:
        assert outbox.compose(letter, of, key, house.tools.sender, house.now)
    with errand("having sent") as sent:
        outbox.BOX.sent(letter)
    return [hand, due, claiming, composing, sent]


@pytest.fixture(scope="module")
def few() -> Costs:
    return beside(FEW)


@pytest.fixture(scope="module")
def many() -> Costs:
    return beside(MANY)


def test_the_tour_leads_past_every_address_of_the_respondents(house: House) -> None:
    surveyed(house, 0)
    gone = {each.name.split()[1] for each in tours.toured(house, 3)}
    known = {rule.endpoint for rule in house.app.url_map.iter_rules()}
    assert gone == {each for each in known if not each.startswith("staff.")} - {"static"}


def test_a_request_asks_as_much_beside_many_as_beside_few(few: Costs, many: Costs) -> None:
    assert [(e.name, e.sqls) for e in many.requests] == [(e.name, e.sqls) for e in few.requests]


def test_a_request_asks_little(many: Costs) -> None:
    heavy = [e.name for e in many.requests if len(e.sqls) > MOST]
    assert heavy == []


def test_no_request_looks_at_more_rows_where_there_are_more(few: Costs, many: Costs) -> None:
    assert dearer(few.requests, many.requests) == []


def test_no_request_goes_through_a_table_from_end_to_end(few: Costs, many: Costs) -> None:
    assert scans(few.requests) + scans(many.requests) == []


def test_a_pass_of_the_worker_asks_as_much_beside_many_as_beside_few(
    few: Costs, many: Costs
) -> None:
    for before, after in ((few.passes, many.passes), (few.letter, many.letter)):
        assert [(e.name, e.sqls) for e in after] == [(e.name, e.sqls) for e in before]


def test_a_letter_costs_no_more_where_there_are_more(few: Costs, many: Costs) -> None:
    """Not so a pass as a whole, which counts everybody once an hour."""
    assert dearer(few.letter, many.letter) == []


def test_no_pass_of_the_worker_goes_through_a_table_of_people_from_end_to_end(
    few: Costs, many: Costs
) -> None:
    for costs in (few, many):
        assert scans(costs.passes + costs.letter) == []


def test_those_who_wait_for_a_link_come_before_those_who_have_one(many: Costs) -> None:
    """Else minting would pass by all that is minted again with every batch."""
    batches = [s.plan for e in many.passes for s in e.statements if '"minted" < ' in s.sql]
    assert batches
    assert [p for p in batches if "invitation_wanting" not in str(p)] == []


def test_a_request_that_lacks_its_index_is_complained_of(house: House) -> None:
    surveyed(house, 10)
    for index in ("invitation_stop_token", "draft_slot"):
        db.execute_sql(f"DROP INDEX {index}")
    found = {complaint.split(":")[0] for complaint in scans(tours.toured(house, 3))}
    assert {"POST links.stop_letters 200", "POST links.begin 303"} <= found


def test_going_along_an_index_row_by_row_is_complained_of(house: House) -> None:
    """The plan alone would not tell: it is a search, for a round."""
    walks = []
    for code, crowd in (("spring", 10), ("summer", 1_000)):
        found = house.open_round(0, code=code)
        fill([found.id], "northshire", crowd)
        with errand("a walk") as walk:
            list(Draft.select().where(Draft.round == found.id, Draft.version == 0))
        walks.append(walk)
    assert scans(walks) == []
    assert len(dearer(walks[:1], walks[1:])) == 1
