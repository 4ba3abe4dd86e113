"""A planned round put on, taken back, deleted, and changed while it is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from portal.calendar.schedule import Schedule
from portal.errors import Conflict, NotFound, Refused
from portal.services.people import sheets
from portal.services.rounds import planning, steps
from portal.services.rounds import register as rounds
from portal.services.staff import scope
from portal.store.answers import Ticket
from portal.store.letters import Wording
from portal.store.people import Invitation
from portal.store.records import Audit
from portal.store.rounds import Participation, Reminder, Round
from tests.factories import ADA, NOW, PAT, House

DAY = timedelta(days=1)
STATES = ("draft", "scheduled", "open", "closing", "closed", "releasing", "counted", "archived")


def said() -> str:
    return str(Audit.select().order_by(Audit.id.desc()).get().did)


def drafted(house: House, opens: timedelta = DAY) -> None:
    house.round(schedule=Schedule(NOW + opens, NOW + 8 * DAY, (NOW + 3 * DAY,)))
    Round.update(state="draft").execute()


def test_a_draft_that_is_scheduled_opens_by_itself(house: House) -> None:
    drafted(house)
    steps.schedule("spring", ADA, NOW)
    assert (rounds.by_code("spring").state, said()) == ("scheduled", "scheduled round spring")
    house.work(days=1)
    assert rounds.by_code("spring").state == "open"


def test_a_draft_whose_days_have_passed_is_not_scheduled(house: House) -> None:
    drafted(house, opens=timedelta(0))
    with pytest.raises(Refused, match="2 March 2026 at 9:00am has passed"):
        steps.schedule("spring", ADA, NOW)
    assert rounds.by_code("spring").state == "draft"


def test_a_psw_sees_a_round_once_it_is_scheduled_and_no_more_when_it_is_a_draft_again(
    house: House,
) -> None:
    pat = house.person(PAT)
    drafted(house)
    with pytest.raises(NotFound):
        scope.check(pat, "spring", None)
    steps.schedule("spring", ADA, NOW)
    scope.check(pat, "spring", None)
    steps.unschedule("spring", ADA, NOW)
    assert said() == "made round spring a draft again"
    with pytest.raises(NotFound):
        scope.check(pat, "spring", None)


def test_a_round_that_is_about_to_open_stays_scheduled(house: House) -> None:
    drafted(house)
    steps.schedule("spring", ADA, NOW)
    steps.request("spring", "open", ADA, NOW)
    with pytest.raises(Conflict, match="about to open"):
        steps.unschedule("spring", ADA, NOW)


def test_a_draft_is_deleted_with_everything_that_belongs_to_it(house: House) -> None:
    drafted(house)
    house.round("other")
    house.invite(2)
    house.invite(2, code="other")
    sheets.make("spring", "northshire", 3, ADA, NOW)
    Wording.create(round=rounds.by_code("spring").id, kind="invitation", subject="S", body="B")
    steps.delete("spring", ADA, NOW)
    assert [found.code for found in rounds.every()] == ["other"]
    left = [t.select().count() for t in (Invitation, Ticket, Wording, Reminder, Participation)]
    assert left == [2, 0, 0, 0, 2]
    assert said() == "deleted draft round spring"


Verb = Callable[[str, str, Any], None]


def adjust(code: str, who: str, now: Any) -> None:
    planning.adjust(code, "Spring check", [], [], who, now)


@pytest.mark.parametrize(
    ("verb", "allowed"),
    [
        (steps.schedule, "draft"),
        (steps.unschedule, "scheduled"),
        (steps.delete, "draft"),
        (adjust, "open"),
    ],
)
@pytest.mark.parametrize("state", STATES)
def test_each_step_starts_from_one_state(
    house: House, verb: Verb, allowed: str, state: str
) -> None:
    drafted(house)
    Round.update(state=state).execute()
    if state == allowed:
        verb("spring", ADA, NOW)
    else:
        with pytest.raises(Conflict, match=f"Round spring is {state}"):
            verb("spring", ADA, NOW)
        assert rounds.by_code("spring").state == state


def opened(house: House) -> None:
    """Open since three days, closing in six, with a reminder that has gone out and one to come."""
    days = Schedule(NOW, NOW + 9 * DAY, (NOW + 2 * DAY, NOW + 5 * DAY))
    house.open_round(schedule=days, organisations=("northshire",))
    house.work(days=3)


def test_a_round_edited_while_open_has_its_new_title_and_reminders(house: House) -> None:
    opened(house)
    later = NOW + 7 * DAY
    planning.adjust("spring", "New name", [NOW + 2 * DAY, later], [], ADA, house.now)
    plan = planning.planned(rounds.by_code("spring"))
    assert (plan.title, plan.schedule.reminders) == ("New name", (NOW + 2 * DAY, later))
    assert said() == "changed open round spring: title, reminders"
    before = len(house.letters)
    house.work(days=2.5)
    assert len(house.letters) == before
    house.work(days=2)
    assert "New name" in house.letters[-1].subject
    assert len(house.letters) == before + 1


def test_a_reminder_may_be_planned_for_a_closing_that_was_asked_for(house: House) -> None:
    opened(house)
    late = NOW + 10 * DAY
    steps.extend("spring", NOW + 12 * DAY, ADA, house.now)
    planning.adjust("spring", "Spring check", [NOW + 2 * DAY, late], [], ADA, house.now)
    house.work()
    plan = planning.planned(rounds.by_code("spring"))
    assert plan.schedule.reminders == (NOW + 2 * DAY, late)


def test_a_reminder_that_has_gone_out_stays_even_if_it_is_left_out(house: House) -> None:
    opened(house)
    planning.adjust("spring", "Spring check", [], [], ADA, house.now)
    assert [(row.at, row.done) for row in Reminder.select()] == [(NOW + 2 * DAY, 1)]


@pytest.mark.parametrize(
    ("reminder", "advice"),
    [
        (NOW + DAY / 4, "has passed"),
        (NOW + 9 * DAY, "between opening and closing"),
        (NOW + 3.5 * DAY, "the day after the reminder of 4 March 2026 at 9:00am"),
    ],
)
def test_an_open_round_gets_no_reminder_out_of_time(
    house: House, reminder: Any, advice: str
) -> None:
    opened(house)
    before = planning.planned(rounds.by_code("spring"))
    with pytest.raises(Refused, match=advice):
        planning.adjust("spring", "New name", [reminder], [], ADA, house.now)
    assert planning.planned(rounds.by_code("spring")) == before


def test_an_organisation_added_late_invites_like_the_others(house: House) -> None:
    opened(house)
    planning.adjust("spring", "Spring check", [], ["southborough"], ADA, house.now)
    assert said() == "changed open round spring: organisations, reminders; southborough joined"
    assert planning.planned(rounds.by_code("spring")).organisations == ("northshire",)
    house.work()
    assert planning.planned(rounds.by_code("spring")).organisations == (
        "northshire",
        "southborough",
    )
    house.invite(1, "southborough")
    house.work()
    assert house.letters[-1].to == "remi1@southborough.example.org"


def test_a_round_whose_closing_is_in_hand_is_not_changed_any_more(house: House) -> None:
    opened(house)
    before = planning.planned(rounds.by_code("spring"))
    steps.request("spring", "close", ADA, house.now)
    with pytest.raises(Conflict, match="asked for round spring to close now"):
        planning.adjust("spring", "New name", [], [], ADA, house.now)
    assert planning.planned(rounds.by_code("spring")) == before


def test_an_organisation_never_leaves_an_open_round(house: House) -> None:
    opened(house)
    planning.adjust("spring", "Spring check", [], [], ADA, house.now)
    planning.adjust("spring", "Spring check", [], ["northshire"], ADA, house.now)
    assert planning.planned(rounds.by_code("spring")).organisations == ("northshire",)


def test_what_is_wrong_changes_nothing_of_an_open_round(house: House) -> None:
    opened(house)
    before = planning.planned(rounds.by_code("spring"))
    with pytest.raises(Refused, match="1 to 200 characters"):
        planning.adjust("spring", "", [], [], ADA, house.now)
    with pytest.raises(NotFound, match="westshire"):
        planning.adjust("spring", "Spring check", [], ["westshire"], ADA, house.now)
    assert planning.planned(rounds.by_code("spring")) == before
