"""What the end of a round, and the end of its responses, take with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.calendar.schedule import Schedule
from portal.errors import NotFound
from portal.services.answering import arriving
from portal.services.figures import tallies
from portal.services.lifecycle import closing
from portal.services.people import links
from portal.services.rounds import register as rounds
from portal.services.rounds import steps
from portal.store.answers import Draft, Ticket
from portal.store.letters import Outgoing
from portal.store.people import Invitation
from portal.store.records import Audit
from portal.store.results import Comment, Response
from portal.store.rounds import Reminder
from portal.vault.tokens import link_text
from tests.factories import ADA, NOW, House
from tests.services import scenes

DAY = timedelta(days=1)
DAYS = Schedule(NOW, NOW + 7 * DAY)


def test_closing_deletes_all_that_is_personal_but_the_tickets(house: House) -> None:
    found = house.open_round(northshire=2, schedule=replace(DAYS, reminders=(NOW + 2 * DAY,)))
    scenes.begin(house, house.links()[0])
    scenes.respond(house, house.links()[1])
    closing.begin_closing(found.id, NOW)
    for table in (Draft, Invitation, Outgoing):
        assert not table.select().exists(), table
    assert Ticket.select().count() == 2


def test_the_days_of_a_round_outlive_it_for_the_next_years(house: House) -> None:
    found = house.open_round(schedule=replace(DAYS, reminders=(NOW + 2 * DAY,)))
    closing.begin_closing(found.id, NOW + 3 * DAY)
    assert [row.at for row in Reminder.select()] == [NOW + 2 * DAY]
    assert rounds.by_code("spring").closes == NOW + 3 * DAY


def test_drafts_go_a_few_at_a_time_and_go_on_where_that_was_cut_off(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = house.open_round(northshire=5)
    for link in house.links():
        scenes.begin(house, link)
    monkeypatch.setattr(closing, "DRAFTS_AT_ONCE", 2)
    delete, times = Draft.delete, iter([True, False])
    with monkeypatch.context() as cut_off:
        cut_off.setattr(Draft, "delete", lambda: delete() if next(times) else 1 / 0)
        with pytest.raises(ZeroDivisionError):
            closing.begin_closing(found.id, NOW)
    assert Draft.select().count() == 3
    assert rounds.by_code("spring").state == "closing"
    closing.begin_closing(found.id, NOW)
    assert not Draft.select().exists()


def test_closing_one_round_leaves_the_other_alone(house: House) -> None:
    spring = house.open_round(northshire=2, code="spring")
    house.open_round(northshire=3, code="summer")
    closing.begin_closing(spring.id, NOW)
    assert Invitation.select().count() == 3
    assert rounds.by_code("summer").state == "open"


def test_closing_twice_counts_the_invited_once(house: House) -> None:
    found = house.open_round(northshire=3)
    closing.begin_closing(found.id, NOW)
    closing.begin_closing(found.id, NOW)
    counts = tallies.latest(rounds.by_id(found.id))
    assert {code: count.reach.invited for code, count in counts.items()} == {
        "northshire": 3,
        "southborough": 0,
    }
    assert [row.did for row in Audit.select()].count("closed round spring") == 1


def test_an_interrupted_closing_is_taken_up_again(house: House) -> None:
    found = house.open_round()
    closing.begin_closing(found.id, NOW)
    assert house.work()[0] == "closed round spring"
    assert rounds.by_code("spring").state == "counted"


def test_an_open_link_leads_nowhere_after_closing(house: House) -> None:
    found = house.open_round()
    token = links.open_link("spring", "northshire", ADA, NOW)
    closing.begin_closing(found.id, NOW)
    with pytest.raises(NotFound):
        arriving.by_open_link(link_text(token), NOW, house.tools.keys)


def test_a_refused_count_waits_until_someone_asks_again(house: House) -> None:
    found = house.open_round()
    closing.begin_closing(found.id, NOW)
    closing.finish_closing(found.id)
    closing.troubled(found.id, "A ballot is missing.")
    assert not closing.to_count()
    steps.request("spring", "count", ADA, NOW)
    assert [each.problem for each in closing.to_count()] == ["A ballot is missing."]


def test_the_responses_go_the_day_after_they_were_to_be_kept(house: House) -> None:
    house.open_round(northshire=20)
    scenes.everybody_responds(house, heard="disagree", why="Too many forms")
    house.work(days=8)
    kept_until = house.now.replace(year=2029, month=3, day=1)
    assert closing.purge(kept_until) == []
    assert Response.select().count() == Comment.select().count() == 20
    assert closing.purge(kept_until + DAY) == ["spring"]
    assert not Response.select().exists()
    assert not Comment.select().exists()
    assert closing.purge(kept_until + 2 * DAY) == []


def test_a_purge_deletes_the_responses_of_an_archived_round_too(house: House) -> None:
    house.open_round(northshire=12, retain_until=(NOW + 20 * DAY).date())
    scenes.everybody_responds(house)
    house.work(days=8)
    steps.archive("spring", ADA, NOW)
    assert Response.select().count() == 12
    assert closing.purge(NOW + 21 * DAY) == ["spring"]
    assert not Response.select().exists()


def test_a_purge_leaves_other_rounds_alone(house: House) -> None:
    house.open_round(northshire=10, retain_until=date(2026, 3, 20))
    house.open_round(northshire=10, code="summer")
    for link, code in zip(house.links(), ["spring"] * 10 + ["summer"] * 10, strict=True):
        scenes.respond(house, link, round_code=code)
    house.work(days=8)
    assert closing.purge(NOW + 30 * DAY) == ["spring"]
    assert {row.round_id for row in Response.select()} == {rounds.by_code("summer").id}
