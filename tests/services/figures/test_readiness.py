"""Whether a round is ready for its opening, and an installation for its first round."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from portal.calendar.schedule import Schedule
from portal.services.figures import readiness
from portal.services.figures.readiness import Check
from portal.services.letters import texts as wordings
from portal.services.letters.texts import Text
from portal.services.people import links, sheets
from portal.services.rounds import planning
from portal.services.rounds import register as rounds
from portal.store.organisations import Organisation
from portal.store.rounds import Round
from tests.factories import ADA, NOW, House
from tests.services.enrolment.sheets import RETURN

DAY = timedelta(days=1)


def drafted(house: House) -> None:
    house.round(schedule=Schedule(NOW + DAY, NOW + 8 * DAY))
    Round.update(state="draft").execute()


def checks(now: datetime) -> list[Check]:
    spring = rounds.by_code("spring")
    return readiness.checks(spring, planning.planned(spring), now)


def texts(house: House) -> list[tuple[bool | None, str]]:
    return [(check.done, check.text) for check in checks(house.now)]


def test_what_is_missing_before_the_scheduling_is_listed(house: House) -> None:
    drafted(house)
    assert texts(house) == [
        (True, "It opens on 3 March 2026 at 9:00am."),
        (True, "Responses are kept until 1 March 2029."),
        (None, "Its letters are in our words; read them before they go out."),
        (
            False,
            "Neither organisation has invited anybody yet. People can be invited until the round"
            " closes.",
        ),
    ]


def test_only_days_that_have_passed_hold_a_round_up(house: House) -> None:
    drafted(house)
    must = [check.must for check in checks(NOW) if not check.done]
    assert must == [False, False]
    must = [check.must for check in checks(NOW + DAY) if check.done is False]
    assert must == [True, False]


def test_letters_of_ones_own_are_counted(house: House) -> None:
    drafted(house)
    text = Text("Ours", "Please.\n\n{{link}}\n\n{{promise}}\n\n{{stop}}")
    wordings.write("spring", "reminder", text, ADA, NOW)
    assert texts(house)[2][1].startswith("1 of its letters are in your words")


def test_organisations_invite_by_name_or_by_a_link_to_pass_on(house: House) -> None:
    drafted(house)
    house.invite(3)
    assert texts(house)[3][1].startswith("1 of the 2 organisations has invited nobody")
    links.open_link("spring", "southborough", ADA, NOW)
    assert texts(house)[3] == (True, "Both organisations have invited people.")


def test_who_invites_too_few_by_name_to_be_reported_is_told_whatever_else_is_handed_out(
    house: House,
) -> None:
    drafted(house)
    house.invite(9)
    sheets.make("spring", "northshire", 40, ADA, NOW)
    links.open_link("spring", "southborough", ADA, NOW)
    assert texts(house)[4] == (
        False,
        "2 of the 2 organisations have fewer than 10 invited by name, and are never reported by "
        "themselves, even if more answer by slip or by a link to forward.",
    )
    house.invite(10)
    assert texts(house)[4][1].startswith("1 of the 2 organisations has fewer than 10")
    house.invite(10, "southborough")
    assert len(texts(house)) == 4


@pytest.mark.parametrize(
    ("parts", "inviting", "said"),
    [
        (1, 0, "The organisation has invited nobody yet."),
        (1, 1, "The organisation has invited people."),
        (3, 0, "None of the 3 organisations has invited anybody yet."),
        (3, 1, "2 of the 3 organisations have invited nobody yet."),
        (3, 2, "1 of the 3 organisations has invited nobody yet."),
        (3, 3, "All 3 organisations have invited people."),
    ],
)
def test_who_has_invited_is_said_of_one_organisation_and_of_several(
    house: House, parts: int, inviting: int, said: str
) -> None:
    codes = ["northshire", "southborough", "westshire"][:parts]
    house.person()
    Organisation.create(code="westshire", name="Westshire", type="", region="", domains="")
    house.round(schedule=Schedule(NOW + DAY, NOW + 8 * DAY), organisations=codes)
    for code in codes[:inviting]:
        house.invite(1, code)
    found = checks(NOW)[3]
    assert found.text.startswith(said)
    assert (found.done, found.place) == (
        parts == inviting,
        "people" if parts == 1 else "list",
    )


def first(house: House) -> list[bool]:
    steps = readiness.first_round(rounds.every(), 2)
    assert steps
    return [step.done for step in steps]


def test_the_way_to_the_first_round_ends_with_its_opening(house: House) -> None:
    assert first(house) == [False] * 5
    drafted(house)
    assert first(house) == [True, True, True, False, False]
    house.invite(1)
    assert first(house) == [True, True, True, True, False]
    Round.update(state="open").execute()
    assert readiness.first_round(rounds.every(), 2) is None


def test_the_way_leads_to_the_round_that_asks_people(house: House) -> None:
    drafted(house)
    house.round("returns", schedule=Schedule(NOW + 2 * DAY, NOW + 8 * DAY), source=RETURN)
    assert rounds.every()[-1].named
    leading = readiness.leading(rounds.every())
    assert leading and not leading.named


def test_the_demonstration_is_nobodys_first_round(house: House) -> None:
    house.open_round(code=rounds.DEMONSTRATION, title="Demonstration")
    steps = readiness.first_round(rounds.every(), 1)
    assert steps and [step.done for step in steps] == [False] * 5
    assert steps[0].about == "No organisations but the demonstration's"
    assert steps[2].about == "None yet"
    house.round(organisations=["northshire"], schedule=Schedule(NOW + DAY, NOW + 8 * DAY))
    steps = readiness.first_round(rounds.every(), 1)
    assert steps and steps[0].about == "1 organisation"
    assert [step.done for step in steps] == [True, True, True, False, False]


def test_what_there_is_so_far_is_said_in_numbers(house: House) -> None:
    house.person()
    steps = readiness.first_round(rounds.every(), 1)
    assert steps and steps[0].about == "2 organisations"
    assert steps[1].about == "1 questionnaire to choose from"
    Organisation.delete().execute()
    steps = readiness.first_round(rounds.every(), 0)
    assert steps and (steps[0].about, steps[3].about) == (
        "No organisations",
        "No people invited by name",
    )
