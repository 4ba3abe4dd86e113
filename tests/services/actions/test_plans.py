"""What stands in an organisation's plan: what its report finds, what was written, what goes on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.errors import NotFound
from portal.services.actions import changes, plans
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.store.actions import Action
from portal.store.results import ReleasedCells
from tests.factories import ADA, PAT, House
from tests.services.actions import people
from tests.services.figures.test_returns_answered import RETURN


def findings(round_code: str = "spring") -> list[str]:
    return [each.words.finding for each in people.plan(round_code).proposed]


def test_standards_in_red_and_what_is_to_improve_stand_in_it_from_the_start(house: House) -> None:
    people.counted(house)
    assert findings() == ["Support: score 50 (improve)", "“I am safe”: 10 or less per cent agree"]
    assert Action.select().count() == 0


def test_of_fewer_than_ten_it_is_empty_at_the_start_and_can_be_written(house: House) -> None:
    people.counted(house, answers=9)
    assert people.plan().entries == ()
    people.written(house, key=changes.new_key())
    assert [each.words.action for each in people.plan().current] == [people.TRAINING.action]


def test_what_is_written_takes_the_place_of_what_is_proposed_with_its_figure(house: House) -> None:
    people.counted(house)
    key = people.written(house, progress="under way")
    plan = people.plan()
    assert [each.key for each in plan.current] == [key]
    assert findings() == ["Support: score 50 (improve)"]
    cell = plan.entry(key).cell
    assert cell and (cell.about, cell.measure, cell.figure.said) == ("safe", "agree", "10 or less")


def test_it_is_in_the_order_of_days(house: House) -> None:
    people.counted(house)
    for words, due in (("third", None), ("second", date(2026, 9, 1)), ("first", date(2026, 5, 1))):
        people.written(house, key=changes.new_key(), action=words, due=due)
    assert [each.words.action for each in people.plan().current] == ["first", "second", "third"]


def test_what_others_plan_is_in_no_plan_but_theirs(house: House) -> None:
    people.counted(house)
    key = people.written(house)
    elsewhere = plans.of_organisation(rounds.by_code("spring"), people.employer("southborough"))
    assert elsewhere.entries == ()
    with pytest.raises(NotFound):
        changes.write(elsewhere, key, people.TRAINING, ADA, house.now)
    with pytest.raises(NotFound):
        changes.remove(elsewhere, key, ADA, house.now)


def test_it_outlives_the_deletion_of_what_the_report_was_made_of(house: House) -> None:
    kept = house.now.date() + timedelta(days=30)
    people.counted(house, retain_until=kept)
    key = people.written(house)
    house.work(days=60)
    assert not ReleasedCells.select().exists()
    plan = people.plan()
    assert [each.key for each in plan.entries] == [key]
    cell = plan.entry(key).cell
    assert cell and cell.figure.said == "10 or less"


def test_returns_have_no_plan(house: House) -> None:
    round_ = house.open_round(1, source=RETURN)
    with pytest.raises(NotFound):
        plans.of_organisation(round_, people.employer())


def two_years(house: House, **words: str) -> tuple[RoundInfo, str]:
    people.counted(house)
    key = people.written(house, **words)
    people.a_year_later(house)
    return people.counted(house, "next", safe="agree"), key


def test_what_is_open_goes_on_in_the_next_plan_as_the_same_action(house: House) -> None:
    next_, key = two_years(house)
    assert [each.key for each in people.plan("next").current] == [key]
    assert people.plan().newest.id == next_.id
    people.written(house, "next", key, progress="done")
    for code in ("spring", "next"):
        assert [each.key for each in people.plan(code).ended] == [key], code


@pytest.mark.parametrize("progress", ["done", "dropped"])
def test_what_was_done_or_dropped_by_then_stays_where_it_was(house: House, progress: str) -> None:
    _, key = two_years(house, progress=progress, note="It was enough")
    assert people.plan("next").entries == ()
    assert [each.key for each in people.plan().ended] == [key]


def test_what_goes_on_is_not_proposed_a_second_time(house: House) -> None:
    people.counted(house)
    people.written(house)
    people.a_year_later(house)
    people.counted(house, "next")
    assert findings("next") == ["Support: score 50 (improve)"]


def test_the_next_plan_shows_whether_what_was_aimed_at_has_moved(house: House) -> None:
    two_years(house, progress="done")
    [moved] = people.plan("next").moved
    assert (moved.title, moved.then) == ("“I am safe”", "10 or less per cent agree in 2026")
    assert (moved.now, moved.change) == ("90 or more per cent agree", "▲ Up 80 or more: better")
    assert moved.done == "Done"
    assert people.plan().moved == ()


def test_what_was_decided_against_was_not_aimed_at(house: House) -> None:
    two_years(house, progress="dropped", note="Too dear")
    assert people.plan("next").moved == ()


def test_it_is_measured_when_last_years_results_are_deleted_too(house: House) -> None:
    kept = house.now.date() + timedelta(days=100)
    people.counted(house, retain_until=kept)
    people.written(house)
    people.a_year_later(house)
    people.counted(house, "next", safe="agree")
    assert [each.change for each in people.plan("next").moved] == ["▲ Up 80 or more: better"]


def test_another_series_has_nothing_of_it(house: House) -> None:
    people.counted(house)
    people.written(house)
    people.a_year_later(house)
    people.counted(house, "next", series="another", safe="agree")
    assert (people.plan("next").entries, people.plan("next").moved) == ((), ())


def test_an_action_that_is_added_is_measured_by_the_score_that_was_chosen(house: House) -> None:
    people.counted(house)
    plan = people.plan()
    [line] = plan.measures()
    key = changes.new_key()
    changes.write(plan, key, people.TRAINING, PAT, house.now, measure=line.score.id)
    cell = people.plan().entry(key).cell
    assert cell and (cell.about, cell.figure.said) == ("support", "50")
