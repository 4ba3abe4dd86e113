"""Writing in a plan: checked, once however often it is sent, and never over somebody unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest

from portal.errors import EditedMeanwhile, NotFound
from portal.services import audit, editing
from portal.services.actions import changes, plans
from portal.services.actions.changes import UnfitAction
from portal.services.actions.plans import ActionWords
from portal.store.actions import Action
from portal.store.db import db
from tests.factories import ADA, PAT, House
from tests.services.actions import people
from tests.services.actions.people import TRAINING


def seen(words: ActionWords) -> str:
    return editing.fingerprint(changes.in_words(words))


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"finding": ""}, "finding"),
        ({"action": ""}, "action"),
        ({"progress": "dropped"}, "note"),
        ({"owner": "x" * 101}, "owner"),
        ({"note": "x" * 501}, "note"),
    ],
)
def test_what_cannot_be_an_action_is_refused_at_its_field(
    house: House, words: dict[str, str], field: str
) -> None:
    people.counted(house)
    with pytest.raises(UnfitAction) as refused:
        people.written(house, **words)
    assert refused.value.faults.keys() == {field}
    assert Action.select().count() == 0


def test_who_decides_against_it_need_not_say_what_is_done(house: House) -> None:
    people.counted(house)
    people.written(house, action="", progress="dropped", note="It is done elsewhere")
    assert [each.progress for each in people.plan().ended] == ["Decided against"]


def test_sent_twice_it_is_one_action_and_one_deed(house: House) -> None:
    people.counted(house)
    key = changes.new_key()
    for _ in range(2):
        words, blank = TRAINING, seen(changes.BLANK)
        changes.write(people.plan(), key, words, PAT, house.now, seen=blank)
    assert Action.select().count() == 1
    deeds = [each.did for each in audit.page("plan of northshire").deeds]
    assert deeds == ["planned an action of the plan of northshire after round spring"]


def test_two_who_write_of_one_finding_at_once_are_told_of_one_another(house: House) -> None:
    people.counted(house)
    entry, plan = people.proposed("I am safe"), people.plan()
    both, said, told = Barrier(2), seen(entry.words), list[str]()

    def write(who: str, action: str) -> None:
        both.wait()
        try:
            words = replace(TRAINING, action=action)
            changes.write(plan, entry.key, words, who, house.now, seen=said)
        except EditedMeanwhile as error:
            told.append(str(error))
        finally:
            db.close()

    threads = [Thread(target=write, args=each) for each in ((PAT, "one"), (ADA, "other"))]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    [row] = Action.select()
    assert len(told) == 1
    assert f"what you do, now “{row.action}”" in told[0]


def test_nobody_overwrites_unseen_what_another_has_changed(house: House) -> None:
    people.counted(house)
    key = people.written(house)
    people.written(house, key=key, progress="under way")
    with pytest.raises(EditedMeanwhile, match="how far it is, now “Under way”"):
        plan, mine = people.plan(), replace(TRAINING, note="Mine")
        changes.write(plan, key, mine, PAT, house.now, seen=seen(TRAINING))
    with pytest.raises(EditedMeanwhile):
        changes.remove(people.plan(), key, PAT, house.now, seen=seen(TRAINING))
    assert Action.get().progress == "under way"


def test_what_another_has_removed_meanwhile_is_not_lost(house: House) -> None:
    """It is told so, and can be saved after all."""
    people.counted(house)
    key = people.written(house, key=changes.new_key())
    changes.remove(people.plan(), key, ADA, house.now)
    with pytest.raises(EditedMeanwhile) as told:
        changes.write(people.plan(), key, TRAINING, PAT, house.now, seen=seen(TRAINING))
    changes.write(people.plan(), key, TRAINING, PAT, house.now, seen=told.value.now)
    assert people.plan().entry(key).words == TRAINING


def test_what_is_removed_is_proposed_again_and_removing_twice_is_no_fault(house: House) -> None:
    people.counted(house)
    key = people.written(house)
    for _ in range(2):
        changes.remove(people.plan(), key, PAT, house.now)
    assert people.proposed("I am safe").key == key
    assert len(audit.page("removed an action").deeds) == 1


@pytest.mark.parametrize("key", ["", "nothing", "00", "0" * 31 + "x"])
def test_what_is_no_key_is_none(house: House, key: str) -> None:
    people.counted(house)
    with pytest.raises(NotFound):
        changes.write(people.plan(), key, TRAINING, PAT, house.now)


def test_the_audit_says_nothing_of_what_a_plan_says(house: House) -> None:
    people.counted(house)
    people.written(house)
    deeds = " ".join(each.did for each in audit.page().deeds)
    assert "visit" not in deeds
    assert "Head of" not in deeds


def test_another_day_is_reminded_of_anew(house: House) -> None:
    people.counted(house)
    key = people.written(house, due=date(2026, 6, 1))
    Action.update(reminded=3).execute()
    people.written(house, key=key, due=date(2026, 6, 1), note="Soon")
    assert Action.get().reminded == 3
    people.written(house, key=key, due=date(2026, 7, 1))
    assert Action.get().reminded == 0


def test_the_day_of_its_last_progress_is_kept(house: House) -> None:
    people.counted(house)
    key = people.written(house)
    before = Action.get().moved
    house.now += timedelta(days=3)
    people.written(house, key=key, note="Soon")
    assert Action.get().moved == before
    people.written(house, key=key, progress="done")
    assert Action.get().moved == before + timedelta(days=3)
    assert plans.words(Action.get()).progress == "done"
