"""Reminders of what is due in a plan: three times at most, once a week at most, not when done."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from portal.post.letters import STAFF, Letter
from portal.services.actions import changes, reminding
from portal.store.actions import Action
from portal.store.letters import Notice
from portal.store.staff import Staff
from tests.factories import OLGA, PAT, House
from tests.services.actions import people

DAY = timedelta(days=1)


def letters(house: House) -> list[Letter]:
    return [each for each in house.letters if each.box == STAFF and "are due" in each.subject]


def due_in(house: House, days: int, **words: str) -> str:
    day = house.now.date() + timedelta(days=days)
    return people.written(house, key=changes.new_key(), due=day, **words)


def days_of_letters(house: House, days: int) -> list[int]:
    """On which of the next days a letter goes."""
    went, before = list[int](), len(letters(house))
    for day in range(1, days + 1):
        house.work(days=1)
        if len(letters(house)) > before:
            went.append(day)
            before = len(letters(house))
    return went


def test_it_is_reminded_of_a_week_before_on_the_day_and_once_when_it_is_over(house: House) -> None:
    people.counted(house)
    house.person(OLGA)
    due_in(house, 20)
    assert days_of_letters(house, 60) == [13, 20, 27]
    assert {each.to for each in letters(house)} == {PAT}


def test_several_share_a_letter_and_never_two_go_in_a_week(house: House) -> None:
    people.counted(house)
    for days in (9, 10, 11, 12):
        due_in(house, days)
    went = days_of_letters(house, 60)
    assert went[0] == 2
    assert min(after - before for before, after in pairwise(went)) >= 7
    assert len(went) <= 4


def test_the_letter_tells_numbers_and_days_and_nothing_of_the_plan(house: House) -> None:
    people.counted(house)
    due_in(house, 1)
    due_in(house, -3)
    house.work(days=1)
    [letter] = letters(house)
    assert "1 action is overdue; 1 is due today." in letter.text
    assert "/staff/rounds/spring/northshire/plan" in letter.text
    for hidden in (people.TRAINING.action, people.TRAINING.finding, people.TRAINING.owner):
        assert hidden not in letter.text


@pytest.mark.parametrize("progress", ["done", "dropped"])
def test_what_is_done_or_dropped_is_not_reminded_of(house: House, progress: str) -> None:
    people.counted(house)
    due_in(house, 5, progress=progress, note="So it is")
    due_in(house, 90)
    assert days_of_letters(house, 20) == []


def test_what_is_done_before_the_letter_goes_leaves_it_unsent(house: House) -> None:
    people.counted(house)
    key = due_in(house, 5)
    house.now += DAY
    reminding.put_in_hand(house.now)
    people.written(house, key=key, due=Action.get().due, progress="done")
    house.work()
    assert letters(house) == []


def test_a_worker_that_is_killed_reminds_once(house: House) -> None:
    """The letter is in hand with the note that it is, so that doing it again does nothing."""
    people.counted(house)
    due_in(house, 5)
    for _ in range(3):
        reminding.put_in_hand(house.now)
    assert Notice.select().where(Notice.kind == reminding.NOTICE).count() == 1


def test_the_plan_in_which_it_goes_on_is_the_one_that_the_letter_leads_to(house: House) -> None:
    people.counted(house)
    due_in(house, 380)
    people.a_year_later(house)
    people.counted(house, "next")
    assert len(days_of_letters(house, 30)) == 3
    assert all("/staff/rounds/next/northshire/plan" in each.text for each in letters(house))


def test_an_organisation_without_a_psw_is_reminded_once_there_is_one(house: House) -> None:
    people.counted(house)
    due_in(house, 5)
    Notice.delete().execute()
    Staff.update(suspended=1).where(Staff.email == PAT).execute()
    house.work(days=1)
    Staff.update(suspended=0).where(Staff.email == PAT).execute()
    house.work(days=1)
    assert len(letters(house)) == 1
