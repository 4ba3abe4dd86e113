"""Rounds made, changed, extended, taken over and deleted on the site."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup

from portal.calendar.schedule import Schedule
from portal.services.letters import texts
from portal.services.letters.texts import Text
from portal.services.rounds import planning
from portal.services.rounds import register as rounds
from portal.store.rounds import Round
from tests.factories import ADA, NOW, House, post

DAY = timedelta(days=1)
NEW = "/staff/rounds/new"
PAGE = "/staff/rounds/spring"
Fields = dict[str, str | Sequence[str]]
FIELDS: Fields = {
    "title": "Health check 2026",
    "code": "spring",
    "questionnaire": "practitioner/2026.1",
    "which": "all",
    "opens": ["2026-03-23", "09:00"],
    "closes": ["2026-04-24", "17:00"],
    "reminder_1": ["2026-04-07", "09:00"],
    "reminder_2": ["", "09:00"],
    "retain_until": "2029-04-24",
    "threshold": "10",
    "series": "2025/26",
}


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


def sent(house: House, path: str = NEW, **changes: Any) -> Any:
    return post(house.signed_in(), path, FIELDS | changes)


def test_a_round_is_made_as_a_draft_from_one_form(house: House) -> None:
    answer = sent(house)
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    plan = planning.planned(rounds.by_code("spring"))
    assert rounds.by_code("spring").state == "draft"
    assert plan.schedule == Schedule(
        utc(2026, 3, 23, 9), utc(2026, 4, 24, 16), (utc(2026, 4, 7, 8),)
    )
    assert (plan.title, plan.series, plan.threshold) == ("Health check 2026", "2025/26", 10)
    assert plan.retain_until == date(2029, 4, 24)
    assert plan.organisations == ("northshire", "southborough")
    assert f"{plan.questionnaire.id}/{plan.questionnaire.version}" == "practitioner/2026.1"


def test_a_code_that_is_left_empty_is_made_of_the_title(house: House) -> None:
    assert sent(house, code="").headers["Location"] == "/staff/rounds/health-check-2026"


@pytest.mark.parametrize("code", ["", "spring"])
def test_a_form_that_is_sent_twice_makes_one_draft(house: House, code: str) -> None:
    first, second = sent(house, code=code), sent(house, code=code)
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert Round.select().count() == 1
    sent(house, code="another")
    sent(house, code="", series="2026/27")
    assert Round.select().count() == 3


def test_some_organisations_can_be_chosen(house: House) -> None:
    sent(house, which="chosen", organisations=["southborough"])
    assert planning.planned(rounds.by_code("spring")).organisations == ("southborough",)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "Give the round a title."),
        ({"code": "Spring 26!"}, "is no round code"),
        ({"code": "new"}, "is part of our own addresses"),
        ({"code": "staff"}, "is part of our own addresses"),
        ({"questionnaire": "../etc/1"}, "Not a valid choice"),
        ({"which": ""}, "Say which organisations take part."),
        ({"which": "chosen"}, "Tick the organisations that take part."),
        ({"which": "chosen", "organisations": ["westshire"]}, "valid choice"),
        ({"opens": ["2026-03-23", ""]}, "Give the time, too."),
        ({"opens": ["2026-02-30", "09:00"]}, "is no date and time"),
        ({"opens": ["2026-03-29", "01:30"]}, "does not exist in London"),
        ({"closes": ["2026-10-25", "01:30"]}, "comes twice in London"),
        ({"closes": ["2026-03-01", "17:00"]}, "must close after it opens"),
        ({"opens": ["2026-01-05", "09:00"], "closes": ["2026-02-05", "09:00"],
          "reminder_1": ["", ""]}, "must close in the future"),
        ({"reminder_1": ["2026-05-07", "09:00"]}, "must fall between opening and closing"),
        ({"reminder_2": ["2026-04-07", "09:00"]}, "Two reminders fall on the same moment"),
        ({"reminder_1": ["2026-03-24", "09:00"]}, "comes the day after the opening"),
        ({"retain_until": "soon"}, "is no day"),
        ({"retain_until": "2026-04-24"}, "must be kept until a day after the closing"),
        ({"threshold": "9"}, "never under 10"),
        ({"threshold": "ten"}, "Give a whole number of 10 or more."),
        ({"series": "x" * 41}, "up to 40 characters"),
    ],
)  # fmt: skip
def test_what_will_not_do_is_told_and_nothing_typed_is_lost(
    house: House, changes: dict[str, Any], said: str
) -> None:
    answer = sent(house, **changes)
    assert answer.status_code == 422
    assert said in answer.text
    assert "There is a problem" in answer.text
    assert not Round.select().exists()
    for name, typed in (FIELDS | changes).items():
        if name in ("title", "code", "series") and typed:
            assert f'value="{typed if name != "code" else str(typed).lower()}"' in answer.text
        if name in ("opens", "closes", "reminder_1"):
            assert all(f'value="{part}"' in answer.text for part in typed)


def test_a_reminder_too_soon_after_another_is_told_at_its_own_field(house: House) -> None:
    page = BeautifulSoup(sent(house, reminder_2=["2026-04-08", "09:00"]).text, "html.parser")
    found = {error["id"]: error.text for error in page.select(".govuk-error-message")}
    assert found.keys() == {"reminder_2-error"}
    assert "Choose 9 April 2026 or later, or leave it out." in found["reminder_2-error"]


def test_a_code_that_is_taken_is_told(house: House) -> None:
    house.round()
    assert "choose another code" in sent(house).text


@pytest.mark.parametrize("state", planning.PLANNED)
def test_everything_of_a_round_can_be_changed_before_it_opens(house: House, state: str) -> None:
    house.round(schedule=Schedule(NOW + DAY, NOW + 8 * DAY))
    Round.update(state=state).execute()
    changes = {"code": "summer", "questionnaire": rounds.by_code("spring").questionnaire}
    answer = sent(house, f"{PAGE}/change", **changes)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/rounds/summer")
    plan = planning.planned(rounds.by_code("summer"))
    assert (plan.title, plan.questionnaire.id) == ("Health check 2026", "small")


def test_the_form_of_a_change_is_filled_with_what_there_is(house: House) -> None:
    house.round(
        title="Spring check",
        schedule=Schedule(utc(2026, 3, 23, 9), utc(2026, 4, 24, 16), (utc(2026, 4, 7, 8),)),
        organisations=["southborough"],
    )
    html = house.signed_in().get(f"{PAGE}/change").text
    for value in ("Spring check", "spring", "2026-03-23", "09:00", "2026-04-24", "17:00",
                  "2026-04-07", "2029-03-01"):  # fmt: skip
        assert f'value="{value}"' in html
    assert 'value="southborough" checked' in html
    assert 'value="northshire" checked' not in html
    assert "Small check, small/1 as this round has it" in html


def test_a_refused_change_leaves_the_round_as_it_was(house: House) -> None:
    house.round(schedule=Schedule(NOW + DAY, NOW + 8 * DAY))
    house.invite(1)
    before = planning.planned(rounds.by_code("spring"))
    keep = before.questionnaire.sha256
    answer = sent(house, f"{PAGE}/change", questionnaire=keep, which="chosen",
                  organisations=["southborough"])  # fmt: skip
    assert answer.status_code == 422
    assert "northshire has invited people already" in answer.text
    assert planning.planned(rounds.by_code("spring")) == before


def opened(house: House) -> None:
    days = Schedule(NOW, NOW + 9 * DAY, (NOW + 2 * DAY, NOW + 5 * DAY))
    house.open_round(schedule=days, organisations=("northshire",))
    house.work(days=3)


def test_a_round_is_edited_while_it_is_open(house: House) -> None:
    opened(house)
    ada = house.signed_in()
    html = ada.get(f"{PAGE}/change").text
    assert "Already sent: 4 March 2026 at 9:00am." in html
    assert 'name="questionnaire"' not in html and 'name="retain_until"' not in html
    fields: Fields = {
        "title": "New name",
        "reminder_1": ["2026-03-07", "10:00"],
        "organisations": ["southborough"],
    }
    assert post(ada, f"{PAGE}/change", fields).status_code == 303
    assert "can invite people within a minute" in ada.get(PAGE).text
    house.work()
    plan = planning.planned(rounds.by_code("spring"))
    assert plan.title == "New name"
    assert plan.schedule.reminders == (NOW + 2 * DAY, utc(2026, 3, 7, 10))
    assert plan.organisations == ("northshire", "southborough")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "Give a title."),
        ({"title": "x" * 201}, "1 to 200 characters"),
        ({"reminder_1": ["2026-03-02", "10:00"]}, "has passed"),
        ({"reminder_2": ["2026-03-20", "10:00"]}, "must fall between opening and closing"),
        ({"reminder_1": ["2026-03-05", "21:00"]}, "the day after the reminder of 4 March 2026"),
        ({"reminder_2": ["2026-03-07", "09:00"]}, "the day after the reminder of 6 March 2026"),
    ],
)
def test_an_open_round_refuses_what_would_not_do(
    house: House, changes: dict[str, Any], said: str
) -> None:
    opened(house)
    before = planning.planned(rounds.by_code("spring"))
    fields = {"title": "New name", "reminder_1": ["2026-03-06", "09:00"]} | changes
    answer = post(house.signed_in(), f"{PAGE}/change", fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert planning.planned(rounds.by_code("spring")) == before


def test_a_closing_is_moved_later_and_never_earlier(house: House) -> None:
    opened(house)
    ada = house.signed_in()
    answer = post(ada, f"{PAGE}/extend", {"closes": ["2026-03-08", "09:00"]})
    assert answer.status_code == 422
    assert "Choose a time after 11 March 2026 at 9:00am" in answer.text
    assert post(ada, f"{PAGE}/extend", {"closes": ["2026-03-29", "01:30"]}).status_code == 422
    assert post(ada, f"{PAGE}/extend", {"closes": ["2026-03-13", "17:00"]}).status_code == 303
    assert rounds.by_code("spring").closes == utc(2026, 3, 11, 9)
    page = ada.get(PAGE).text
    assert "The closing is being moved to 13 March 2026 at 5:00pm." in page and "data-poll" in page
    assert "closes on 11 March" not in page
    for step in ("extend", "close"):
        assert "13 March 2026 at 5:00pm" in ada.get(f"{PAGE}/{step}").text
    house.work()
    assert rounds.by_code("spring").closes == utc(2026, 3, 13, 17)
    page = ada.get(PAGE).text
    assert "it closes on 13 March 2026 at 5:00pm" in page and "data-poll" not in page


def test_next_years_round_is_filled_in_and_has_the_same_letters(house: House) -> None:
    house.round(
        "spring-2026",
        title="Health check 2026",
        schedule=Schedule(utc(2026, 3, 23, 9), utc(2026, 4, 24, 16), (utc(2026, 4, 7, 8),)),
        organisations=["southborough"],
    )
    body = "Do answer, please.\n\n{{link}}\n\n{{promise}}\n\n{{stop}}"
    texts.write("spring-2026", "invitation", Text("Ours", body), ADA, NOW)
    ada = house.signed_in()
    path = "/staff/rounds/spring-2026/clone"
    html = ada.get(path).text
    for value in ("Health check 2027", "spring-2027", "2027-03-22", "2027-04-23", "2027-04-06"):
        assert f'value="{value}"' in html
    sha = rounds.by_code("spring-2026").questionnaire
    fields = FIELDS | {
        "code": "spring-2027",
        "questionnaire": sha,
        "opens": ["2027-03-22", "09:00"],
        "closes": ["2027-04-23", "17:00"],
        "reminder_1": ["2027-04-06", "09:00"],
        "retain_until": "2030-04-24",
    }
    assert post(ada, path, fields).headers["Location"] == "/staff/rounds/spring-2027"
    assert rounds.by_code("spring-2027").state == "draft"
    assert rounds.by_code("spring-2027").questionnaire == sha
    assert texts.one("spring-2027", "invitation").text == Text("Ours", body)


def test_a_newer_version_of_the_questionnaire_is_offered(house: House) -> None:
    from portal.settings import ROOT

    source = (ROOT / "questionnaires" / "practitioner" / "2026.2.md").read_text()
    house.round(source=source.replace('version: "2026.2"', 'version: "2025.1"'))
    html = house.signed_in().get(f"{PAGE}/clone").text
    assert "There is a newer version than the round had: practitioner/2026.2." in html


def test_a_draft_is_deleted_by_typing_a_word(house: House) -> None:
    house.round()
    house.invite(3)
    Round.update(state="draft").execute()
    ada = house.signed_in()
    assert "the 3 people who were put on its list" in ada.get(f"{PAGE}/delete").text
    assert post(ada, f"{PAGE}/delete", {"word": "x"}).status_code == 422
    assert Round.select().exists()
    assert post(ada, f"{PAGE}/delete", {"word": "delete"}).headers["Location"] == "/staff/"
    assert not Round.select().exists()
