"""A year's rounds, planned together and made again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from portal.calendar.london import london_day
from portal.calendar.state import State
from portal.errors import Conflict, PortalError, Refused
from portal.services.questionnaires import library
from portal.services.rounds import planning, steps
from portal.services.rounds import register as rounds
from portal.services.rounds.plans import Plan
from portal.services.rounds.register import RoundInfo
from portal.services.series import yearly
from portal.services.series.yearly import Kind, Part
from tests.factories import ADA, NOW, SMALL, House
from tests.web.sample import ROOT

FOLDER = ROOT / "questionnaires"
NAMES: dict[Kind, str] = {
    "practitioners": "practitioner/2026.1",
    "return": "organisation/2026.1",
    "assessment": "self_assessment/2026.1",
}
DAY = timedelta(days=1)


def parts(*kinds: Kind, days: int = 28) -> list[Part]:
    return [
        Part(kind, library.find(NAMES[kind], FOLDER), NOW + 14 * DAY, NOW + (14 + days) * DAY)
        for kind in kinds or NAMES
    ]


def planned(house: House, *kinds: Kind) -> list[RoundInfo]:
    house.person()
    return yearly.plan("Health check 2026", parts(*kinds), ADA, house.now)


def test_a_years_rounds_are_drafts_of_all_organisations_in_one_series(house: House) -> None:
    made = planned(house)
    assert [each.title for each in made] == [
        "Health check 2026",
        "Health check 2026, return",
        "Health check 2026, self-assessment",
    ]
    assert {each.state for each in made} == {State.DRAFT}
    assert {each.series for each in made} == {"Health check 2026"}
    for each in made:
        assert planning.taking_part(each.id) == ("northshire", "southborough")
        assert len(planning.schedule_of(each).reminders) == 3
    assert [yearly.kind_of(each.text) for each in made] == list(NAMES)


def test_planning_the_same_year_twice_makes_nothing_new(house: House) -> None:
    assert planned(house) == planned(house)
    assert len(rounds.every()) == 3


def test_what_is_added_to_a_year_has_the_organisations_of_the_others(house: House) -> None:
    [first] = planned(house, "practitioners")
    plan = planning.planned(first)
    planning.change(first.code, replace(plan, organisations=("northshire",)), ADA, house.now)
    [added] = planned(house, "return")
    assert planning.taking_part(added.id) == ("northshire",)


def test_a_year_planned_before_there_are_organisations_has_all_once_there_are(house: House) -> None:
    planned_first = yearly.plan("Health check 2026", parts("practitioners"), ADA, house.now)
    assert planning.taking_part(planned_first[0].id) == ()
    [added] = planned(house, "return")
    assert planning.taking_part(added.id) == ("northshire", "southborough")


def test_where_one_round_cannot_be_made_none_is(house: House) -> None:
    house.person()
    good, bad = parts("practitioners")[0], parts("return", days=-1)[0]
    with pytest.raises(Refused):
        yearly.plan("Health check 2026", [good, bad], ADA, house.now)
    assert rounds.every() == []


def test_an_opening_that_has_passed_is_refused(house: House) -> None:
    house.person()
    [late] = parts("return")
    house.now += 15 * DAY
    with pytest.raises(Refused, match="has passed"):
        yearly.plan("Health check 2026", [late], ADA, house.now)


def test_nothing_chosen_makes_no_year(house: House) -> None:
    with pytest.raises(Refused, match="one round at least"):
        yearly.plan("Health check 2026", [], ADA, house.now)


def test_next_years_rounds_come_on_the_same_weekdays_with_all_that_they_had(house: House) -> None:
    before = planned(house)
    after = yearly.carry_on(before[1], FOLDER, ADA, house.now)
    assert [each.round.title for each in after] == [
        each.title.replace("2026", "2027") for each in before
    ]
    for old, new in zip(before, (each.round for each in after), strict=True):
        assert new.series == "Health check 2027"
        assert london_day(new.opens) - london_day(old.opens) == timedelta(weeks=52)
        assert planning.taking_part(new.id) == planning.taking_part(old.id)
    again = yearly.carry_on(before[1], FOLDER, ADA, house.now)
    assert [each.round.id for each in again] == [each.round.id for each in after]


def test_a_year_that_was_made_and_scheduled_is_not_made_again(house: House) -> None:
    before = planned(house)
    after = yearly.carry_on(before[0], FOLDER, ADA, house.now)
    steps.schedule(after[1].round.code, ADA, house.now)
    with pytest.raises(Conflict, match=r"“Health check 2027, return” .* is there already"):
        yearly.carry_on(before[0], FOLDER, ADA, house.now)
    assert len(rounds.every()) == 6


def test_a_series_that_names_no_year_goes_on_a_year_at_a_time(house: House) -> None:
    house.person()
    before = yearly.plan("Health check", parts(), ADA, house.now)
    after = [each.round for each in yearly.carry_on(before[0], FOLDER, ADA, house.now)]
    again = [each.round for each in yearly.carry_on(before[2], FOLDER, ADA, house.now)]
    assert again == after
    assert rounds.of_its_year(before[0]) == before
    assert rounds.of_its_year(after[1]) == after


def test_a_long_name_goes_on_for_years(house: House) -> None:
    """What is cut off its code is what is different of the rounds."""
    house.person()
    made = yearly.plan("Health check of all social workers 2026", parts(), ADA, house.now)
    for _ in range(3):
        made = [each.round for each in yearly.carry_on(made[0], FOLDER, ADA, house.now)]
        assert len({each.code for each in made}) == 3


def test_all_rounds_of_a_year_move_by_as_many_years(house: House) -> None:
    """One has opened a year and a half ago, the others are later in the year."""
    before = planned(house, "practitioners")
    late = Part("return", library.find(NAMES["return"], FOLDER), NOW + 200 * DAY, NOW + 220 * DAY)
    before += yearly.plan("Health check 2026", [late], ADA, house.now)
    house.now += 380 * DAY
    after = yearly.carry_on(before[0], FOLDER, ADA, house.now)
    assert {each.round.series for each in after} == {"Health check 2028"}


def test_a_newer_questionnaire_is_taken_only_where_all_stays_comparable(house: House) -> None:
    before = planned(house)
    after = {
        yearly.kind_of(each.round.text): each
        for each in yearly.carry_on(before[0], FOLDER, ADA, house.now)
    }
    staff = after["practitioners"]
    assert staff.round.text.version == "2026.1"
    assert staff.newer == "practitioner/2026.2"
    assert (after["return"].newer, after["return"].taken) == ("", "")


def test_a_newer_version_that_only_adds_is_taken(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "1.md").write_text(SMALL)
    added = "```question\nid: more\ntype: comment\nlabel: Anything else?\nmax: 100\n```\n"
    (folder / "2.md").write_text(SMALL.replace('version: "1"', 'version: "2"') + added)
    [after] = yearly.carry_on(house.round(), tmp_path, ADA, house.now)
    assert (after.round.text.version, after.newer, after.taken) == ("2", "", "small/2")


def test_a_round_that_comes_every_month_has_the_month_in_its_title(house: House) -> None:
    pulse = house.round("pulse", title="Pulse")
    made = yearly.repeat(pulse, 1, 3, ADA, house.now)
    titles = [each.title for each in made]
    assert titles == ["Pulse, April 2026", "Pulse, May 2026", "Pulse, June 2026"]
    assert len({each.code for each in made}) == 3
    weekdays = {london_day(each.opens).weekday() for each in (pulse, *made)}
    assert len(weekdays) == 1
    [later] = yearly.repeat(made[-1], 3, 1, ADA, house.now)
    assert later.title == "Pulse, September 2026"


def test_a_round_without_days_cannot_be_repeated(house: House) -> None:
    house.person()
    draft = planning.draft(Plan("pulse", "Pulse"), ADA, house.now)
    with pytest.raises(PortalError, match="its days"):
        yearly.repeat(draft, 1, 2, ADA, house.now)
