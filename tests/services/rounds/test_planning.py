from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

import pytest

from portal.calendar.london import UNDECIDED_DAY
from portal.calendar.schedule import Schedule
from portal.errors import Conflict, NotFound, Refused
from portal.services.lifecycle import closing
from portal.services.people import links, sheets
from portal.services.rounds import planning, steps
from portal.services.rounds import register as rounds
from portal.services.rounds.plans import Field, Incomplete, Plan
from portal.store.letters import Wording
from portal.store.library import Frozen
from portal.store.records import Audit
from portal.store.rounds import Participation, Reminder, Round
from portal.survey.file.parsing import parse
from tests.factories import ADA, NOW, SMALL, House

DAY = timedelta(days=1)
DAYS = Schedule(NOW, NOW + 7 * DAY)
AHEAD = Schedule(NOW + DAY, NOW + 8 * DAY, (NOW + 3 * DAY,))
THE_REST = {"questionnaire": parse(SMALL), "schedule": AHEAD, "retain_until": date(2029, 3, 1)}
"""What a title alone leaves out, but for the organisations."""


def said() -> list[str]:
    return [row.did for row in Audit.select().order_by(Audit.id)]


def test_a_new_round_is_scheduled_and_asks_for_nothing(house: House) -> None:
    found = house.round()
    assert (found.code, found.state, found.request, found.problem) == (
        "spring",
        "scheduled",
        "",
        "",
    )


RETURN = SMALL.replace("kind: anonymous", "kind: return").replace("breakdowns: [service]\n", "")


@pytest.mark.parametrize("how", ["invited", "slips", "open link", "nobody"])
@pytest.mark.parametrize("kinds", [(SMALL, RETURN), (RETURN, SMALL)])
def test_once_there_are_links_a_round_stays_of_its_kind(
    house: House, how: str, kinds: tuple[str, str]
) -> None:
    before, after = kinds
    house.round(source=before, schedule=AHEAD)
    changed = replace(planning.planned(rounds.by_code("spring")), questionnaire=parse(after))
    if how == "nobody" or (before == RETURN and how != "invited"):
        assert planning.change("spring", changed, ADA, house.now).questionnaire
        return
    if how == "invited":
        house.invite(1)
    if how == "slips":
        sheets.make("spring", "northshire", 2, ADA, house.now)
    if how == "open link":
        links.open_link("spring", "northshire", ADA, house.now)
    with pytest.raises(Conflict, match="anonymous round"):
        planning.change("spring", changed, ADA, house.now)
    assert planning.planned(rounds.by_code("spring")).questionnaire == parse(before)


def test_a_round_keeps_the_text_of_its_questionnaire(house: House) -> None:
    found = house.round()
    assert Frozen.get_by_id(found.questionnaire).text == SMALL


def test_two_rounds_share_one_frozen_questionnaire(house: House) -> None:
    assert house.round("spring").questionnaire == house.round("summer").questionnaire
    assert Frozen.select().count() == 1


def test_a_round_takes_all_organisations_unless_some_are_named(house: House) -> None:
    house.round("all")
    some = house.round("some", organisations=["southborough"])
    assert Participation.select().count() == 3
    taking_part = Participation.select().where(Participation.round == some.id)
    assert [row.organisation_id for row in taking_part] == ["southborough"]


def test_an_organisation_named_twice_takes_part_once(house: House) -> None:
    house.round(organisations=["southborough", "southborough"])
    assert Participation.select().count() == 1


def test_making_a_round_is_in_the_audit(house: House) -> None:
    house.round()
    row = Audit.select().order_by(Audit.id.desc()).get()
    assert (row.who, row.did, row.at) == (ADA, "made round spring", NOW)


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({"code": "Spring 26"}, "a-z, 0-9 and -"),
        ({"code": ""}, "a-z, 0-9 and -"),
        ({"code": "a" * 41}, "a-z, 0-9 and -"),
        ({"title": ""}, "1 to 200 characters"),
        ({"title": "x" * 201}, "1 to 200 characters"),
        ({"threshold": 9}, "never lowered"),
        ({"threshold": -1}, "never lowered"),
        ({"schedule": Schedule(NOW, NOW)}, "close after it opens"),
        ({"schedule": Schedule(NOW, NOW + DAY, (NOW,))}, "between opening and closing"),
        ({"schedule": Schedule(NOW, NOW + DAY, (NOW + DAY,))}, "between opening and closing"),
        ({"schedule": Schedule(NOW, NOW + 5 * DAY, (NOW + DAY,))}, "Choose 4 March 2026 or later"),
        ({"retain_until": (NOW + 7 * DAY).date()}, "a day after the closing"),
    ],
)
def test_a_plan_that_will_not_do_is_refused_with_advice(
    house: House, changes: dict[str, Any], advice: str
) -> None:
    with pytest.raises(Refused, match=advice):
        house.round(**{"code": "spring"} | changes)
    assert not Round.select().exists()
    assert not Frozen.select().exists()


def test_a_threshold_above_ten_is_kept(house: House) -> None:
    house.round(threshold=25)
    assert Round.get().threshold == 25


def test_a_code_serves_one_round(house: House) -> None:
    house.round()
    with pytest.raises(Conflict, match="choose another code"):
        house.round()


def test_an_unknown_organisation_is_named(house: House) -> None:
    with pytest.raises(NotFound, match="westshire"):
        house.round(organisations=["northshire", "westshire"])
    assert not Round.select().exists()


def test_a_round_without_any_organisation_is_refused(house: House) -> None:
    plan = Plan("empty", "Empty", parse(SMALL), DAYS, date(2029, 3, 1))
    with pytest.raises(Refused, match="organisation import"):
        planning.create(plan, ADA, NOW)


def test_a_round_that_would_have_closed_already_is_refused(house: House) -> None:
    with pytest.raises(Refused, match="close in the future"):
        house.round(schedule=Schedule(NOW - 2 * DAY, NOW))


def test_a_title_is_enough_for_a_draft_and_not_for_a_round_that_is_scheduled(house: House) -> None:
    house.person()
    bare = Plan("spring", "Spring", organisations=())
    with pytest.raises(Incomplete) as refused:
        planning.create(bare, ADA, NOW)
    assert set(refused.value.faults) == set(get_args(Field))
    assert planning.planned(planning.draft(bare, ADA, NOW)) == bare
    with pytest.raises(Incomplete, match="Choose the questionnaire"):
        steps.schedule("spring", ADA, NOW)
    whole = replace(bare, organisations=None, **THE_REST)
    planning.change("spring", whole, ADA, NOW)
    steps.schedule("spring", ADA, NOW)
    for field, nothing in (("retain_until", UNDECIDED_DAY), ("organisations", ())):
        with pytest.raises(Incomplete):
            planning.change("spring", replace(whole, **{field: nothing}), ADA, NOW)


def draft(house: House, **changes: Any) -> Plan:
    """A draft of *spring* that opens tomorrow; its plan."""
    house.round("pattern")
    plan = replace(planning.planned(rounds.by_code("pattern")), code="spring", schedule=AHEAD)
    planning.draft(replace(plan, **changes), ADA, NOW)
    return planning.planned(rounds.by_code("spring"))


def test_what_a_round_was_made_from_can_be_read_again(house: House) -> None:
    plan = draft(house, series="2026", threshold=25)
    assert plan.questionnaire == parse(SMALL)
    assert (plan.schedule, plan.retain_until) == (AHEAD, date(2029, 3, 1))
    assert (plan.series, plan.threshold) == ("2026", 25)
    assert plan.organisations == ("northshire", "southborough")


def test_a_draft_waits_whatever_the_time(house: House) -> None:
    draft(house)
    assert rounds.by_code("spring").state == "draft"
    assert "spring" not in [found.code for found in closing.to_open(NOW + 2 * DAY)]


@pytest.mark.parametrize("state", planning.PLANNED)
def test_everything_can_be_changed_before_a_round_opens(house: House, state: str) -> None:
    before = draft(house)
    Round.update(state=state).where(Round.code == "spring").execute()
    other = parse(SMALL.replace('version: "1"', 'version: "2"'))
    later = Schedule(NOW + 2 * DAY, NOW + 9 * DAY, (NOW + 4 * DAY, NOW + 6 * DAY))
    after = Plan(
        code="summer",
        title="Summer check",
        questionnaire=other,
        schedule=later,
        retain_until=date(2030, 1, 1),
        organisations=("southborough",),
        series="all of 2026",
        threshold=20,
    )
    assert planning.change("spring", after, ADA, NOW).state == state
    assert planning.planned(rounds.by_code("summer")) == after != before
    assert said()[-1] == (
        "changed round summer, which was spring before: title, organisations, reminders, short"
        " code, questionnaire, opening, closing, last day of the responses, smallest group, series,"
        " single responses"
    )


def test_a_change_that_will_not_do_changes_nothing(house: House) -> None:
    plan = draft(house)
    wrong: list[tuple[dict[str, Any], type[Exception], str]] = [
        ({"code": "pattern"}, Conflict, "choose another code"),
        ({"title": ""}, Refused, "1 to 200 characters"),
        ({"series": "x" * 41}, Refused, "up to 40 characters"),
        ({"threshold": 9}, Refused, "never lowered"),
        ({"retain_until": NOW.date()}, Refused, "kept until"),
        ({"organisations": ("westshire",)}, NotFound, "westshire"),
        ({"schedule": Schedule(NOW + DAY, NOW)}, Refused, "close after it opens"),
    ]
    for changes, error, advice in wrong:
        with pytest.raises(error, match=advice):
            planning.change("spring", replace(plan, **changes), ADA, NOW)
        assert planning.planned(rounds.by_code("spring")) == plan


@pytest.mark.parametrize("state", ["open", "closing", "closed", "releasing", "counted", "archived"])
def test_a_round_that_has_opened_is_not_planned_any_more(house: House, state: str) -> None:
    plan = draft(house)
    Round.update(state=state).where(Round.code == "spring").execute()
    with pytest.raises(Conflict, match=f"is {state}"):
        planning.change("spring", plan, ADA, NOW)


def test_a_scheduled_round_is_not_moved_into_the_past(house: House) -> None:
    plan = draft(house)
    Round.update(state="scheduled").where(Round.code == "spring").execute()
    past = replace(plan, schedule=Schedule(NOW, NOW + DAY))
    with pytest.raises(Refused, match="has passed"):
        planning.change("spring", past, ADA, NOW)


@pytest.mark.parametrize("way", ["people", "slips", "open link"])
def test_an_organisation_that_has_invited_somebody_stays_in(house: House, way: str) -> None:
    plan = draft(house)
    if way == "people":
        house.invite(1)
    elif way == "slips":
        sheets.make("spring", "northshire", 1, ADA, NOW)
    else:
        links.open_link("spring", "northshire", ADA, NOW)
    with pytest.raises(Conflict, match="northshire has invited people already"):
        planning.change("spring", replace(plan, organisations=("southborough",)), ADA, NOW)
    planning.change("spring", replace(plan, organisations=("northshire",)), ADA, NOW)
    assert planning.planned(rounds.by_code("spring")).organisations == ("northshire",)
    assert Participation.select().count() == 3


def test_a_draft_that_is_made_like_another_round_has_its_letters(house: House) -> None:
    plan = draft(house)
    spring = rounds.by_code("spring").id
    Wording.create(round=spring, kind="invitation", subject="Ours", body="{{link}}")
    made = planning.draft(replace(plan, code="autumn"), ADA, NOW, like="spring")
    kept = Wording.get(Wording.round == made.id)
    assert (kept.kind, kept.subject, kept.body) == ("invitation", "Ours", "{{link}}")
    assert Reminder.select().where(Reminder.round == made.id).count() == 1
    assert said()[-1] == "made round autumn like spring"
