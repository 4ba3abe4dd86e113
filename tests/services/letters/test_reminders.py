"""When reminders go out, and when not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from portal.calendar.london import from_london
from portal.calendar.schedule import Schedule
from portal.errors import Conflict, NotFound
from portal.services.letters import reminders as reminding
from portal.services.people import importing
from portal.services.rounds import register as rounds
from portal.services.rounds import steps
from portal.services.rounds.register import RoundInfo
from portal.store.letters import Nudge, Outgoing
from portal.store.records import Audit
from portal.store.rounds import Reminder, Round
from tests.factories import ADA, NOW, PAT, SMALL, House
from tests.services import scenes

DAY = timedelta(days=1)


def opened(
    house: House, *reminders: datetime, closes: timedelta = 14 * DAY, **people: int
) -> RoundInfo:
    """An open round with these reminders."""
    schedule = Schedule(house.now, house.now + closes, tuple(reminders))
    return house.open_round(schedule=schedule, **people)


def reminded(house: House) -> list[str]:
    """Whom a reminder has reached, in the order of their addresses."""
    words = ("still open", "closes on")
    return sorted(x.to for x in house.letters if any(word in x.subject for word in words))


def rows() -> list[tuple[str, str]]:
    """Kind and state of every reminder's row."""
    found = Outgoing.select().where(Outgoing.kind.startswith("reminder"))
    return sorted((row.kind, row.state) for row in found)


@pytest.mark.parametrize(
    ("opens", "reminders"),
    [
        ("2026-03-26T09:00", ["2026-03-28T09:00", "2026-03-30T09:00"]),
        ("2026-10-22T09:00", ["2026-10-24T09:00", "2026-10-26T09:00"]),
    ],
    ids=["spring", "autumn"],
)
def test_a_clock_change_between_two_reminders_moves_neither(
    house: House, opens: str, reminders: Sequence[str]
) -> None:
    house.now = from_london(opens)
    moments = [from_london(reminder) for reminder in reminders]
    opened(house, *moments)
    for number, moment in enumerate(moments, 1):
        house.now = moment - timedelta(seconds=1)
        house.work()
        assert len(reminded(house)) == number - 1
        house.work(seconds=1)
        assert len(reminded(house)) == number


def test_reminders_that_were_missed_become_one(house: House) -> None:
    opened(house, NOW + 3 * DAY, NOW + 5 * DAY, NOW + 7 * DAY, northshire=2)
    house.now += 8 * DAY
    for _ in range(20):
        house.work(hours=4)
    assert reminded(house) == ["remi1@northshire.example.org", "remi2@northshire.example.org"]
    assert {row.done for row in Reminder.select()} == {1}


def test_overlapping_reminders_become_one_however_they_came_to_overlap(house: House) -> None:
    found = opened(house, NOW + 3 * DAY, northshire=2)
    for at in (NOW + 3 * DAY + timedelta(hours=1), NOW + 4 * DAY):
        Reminder.create(round=found.id, at=at)
    for _ in range(30):
        house.work(hours=4)
    assert reminded(house) == ["remi1@northshire.example.org", "remi2@northshire.example.org"]
    assert {row.done for row in Reminder.select()} == {1}


def test_a_skipped_reminder_leaves_the_row_of_one_that_was_sent(house: House) -> None:
    opened(house, NOW + 3 * DAY, northshire=3)
    scenes.respond(house, house.links()[0])
    house.invite(4)
    house.work(days=2)
    house.work(days=1)
    assert len(reminded(house)) == 2
    assert len(rows()) == 4
    assert len(set(rows())) == 1


def test_who_is_invited_late_gets_an_invitation_and_no_reminder_so_soon(house: House) -> None:
    opened(house, NOW + 3 * DAY, NOW + 6 * DAY)
    house.work(days=2)
    house.invite(2)
    house.work()
    house.work(days=1)
    assert reminded(house) == ["remi1@northshire.example.org"]
    house.work(days=3)
    assert reminded(house)[-1] == "remi2@northshire.example.org"
    assert len(house.letters) == 2 + 1 + 2


def test_an_organisation_that_joins_late_is_invited_then(house: House) -> None:
    found = opened(house, NOW + 3 * DAY, organisations=("northshire",))
    Round.update(joining="southborough").where(Round.id == found.id).execute()
    house.work(days=2)
    house.invite(1, "southborough")
    house.work()
    house.work(days=1)
    assert [letter.to for letter in house.letters if "southborough" in letter.to] == [
        "remi1@southborough.example.org"
    ]


def test_a_reminder_in_the_last_day_and_a_half_says_that_it_is_the_last(house: House) -> None:
    closes = 7 * DAY
    opened(house, NOW + 3 * DAY, NOW + closes - timedelta(hours=36), closes=closes)
    house.work(days=3)
    house.work(days=2, hours=12)
    assert [letter.subject for letter in house.letters[1:]] == [
        "Spring check: still open until 9 March 2026 at 9:00am",
        "Spring check: closes on 9 March 2026 at 9:00am",
    ]


def test_a_round_that_is_edited_while_it_is_open_follows_its_new_days(house: House) -> None:
    found = opened(house, NOW + 3 * DAY, closes=7 * DAY)
    Reminder.update(at=NOW + 4 * DAY).where(Reminder.round == found.id).execute()
    steps.extend("spring", NOW + 10 * DAY, ADA, NOW)
    house.work(days=3)
    assert reminded(house) == []
    house.work(days=1)
    assert house.letters[-1].subject == "Spring check: still open until 12 March 2026 at 9:00am"


def test_nothing_is_sent_once_the_closing_time_is_past(house: House) -> None:
    opened(house, NOW + 3 * DAY, closes=7 * DAY)
    house.invite(2)
    house.work(days=7)
    assert len(house.letters) == 1
    assert rounds.by_code("spring").state == "counted"


def test_a_worker_that_died_while_reminding_is_followed_by_one_that_goes_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = opened(house, NOW + 3 * DAY, northshire=5)
    monkeypatch.setattr("portal.store.letters.SLICE", 2)
    monkeypatch.setattr(reminding.audit, "note", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        reminding.remind(found.id, NOW + 3 * DAY)
    monkeypatch.undo()
    house.work(days=3)
    assert len(reminded(house)) == len(set(reminded(house))) == 5


def test_a_psw_reminds_the_people_of_her_own_organisation(house: House) -> None:
    opened(house, northshire=2, southborough=2)
    house.now += 2 * DAY
    assert reminding.nudge_days([Round.get().id], "northshire") == {
        Round.get().id: house.now.date()
    }
    reminding.nudge("spring", "northshire", PAT, house.now)
    house.work()
    assert reminded(house) == ["remi1@northshire.example.org", "remi2@northshire.example.org"]
    assert Nudge.select().count() == 1
    assert "had northshire reminded of round spring" in [row.did for row in Audit.select()]


@pytest.mark.parametrize("later", [0, 1])
def test_a_reminder_too_soon_is_refused_with_the_day_from_which_it_is_possible(
    house: House, later: int
) -> None:
    opened(house)
    with pytest.raises(Conflict, match="can go out from 4 March 2026"):
        reminding.nudge("spring", "northshire", PAT, NOW + later * DAY)


def test_a_second_reminder_on_one_day_is_refused(house: House) -> None:
    opened(house)
    reminding.nudge("spring", "northshire", PAT, NOW + 2 * DAY)
    with pytest.raises(Conflict, match="can go out from 6 March 2026"):
        reminding.nudge("spring", "northshire", PAT, NOW + 2 * DAY)


def test_a_reminder_of_the_round_soon_after_a_psws_own_is_left_out(house: House) -> None:
    opened(house, NOW + 3 * DAY, northshire=1, southborough=1)
    house.now += 2 * DAY
    reminding.nudge("spring", "northshire", PAT, house.now)
    house.work()
    house.work(days=1)
    assert reminded(house) == ["remi1@northshire.example.org", "remi1@southborough.example.org"]


def test_what_cannot_be_reminded_is_refused_in_words(house: House) -> None:
    opened(house, northshire=0, southborough=1, closes=3 * DAY)
    with pytest.raises(Conflict, match="Nobody has been invited yet"):
        reminding.nudge("spring", "northshire", PAT, NOW)
    with pytest.raises(NotFound, match="does not take part"):
        reminding.nudge("spring", "westshire", PAT, NOW)
    with pytest.raises(NotFound, match="no round autumn"):
        reminding.nudge("autumn", "northshire", PAT, NOW)
    reminding.nudge("spring", "southborough", PAT, NOW + 2 * DAY)
    with pytest.raises(Conflict, match="closes before the next"):
        reminding.nudge("spring", "southborough", PAT, NOW + 2 * DAY)
    with pytest.raises(Conflict, match="is not open"):
        reminding.nudge("spring", "southborough", PAT, NOW + 3 * DAY)


def test_people_of_a_return_are_reminded_in_the_words_of_a_return(house: House) -> None:
    source = SMALL.replace("kind: anonymous", "kind: return").replace("breakdowns: [service]\n", "")
    house.round(source=source, schedule=Schedule(NOW, NOW + 9 * DAY, (NOW + 3 * DAY,)))
    importing.put("spring", [(2, {"organisation": "northshire", "email": PAT})], ADA, house.now)
    house.work()
    house.work(days=3)
    assert house.letters[-1].subject.startswith("Spring check: your return is open until")
