"""A round's page, and its way from a draft to the archive."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from portal.calendar.schedule import Schedule
from portal.services.rounds import register as rounds
from portal.services.rounds import steps
from portal.store.rounds import Round
from tests.factories import ADA, PAT, House, post, token_in
from tests.services import scenes

DAY = timedelta(days=1)
PAGE = "/staff/rounds/spring"


def drafted(house: House) -> None:
    days = Schedule(house.now + DAY, house.now + 8 * DAY, (house.now + 3 * DAY,))
    house.round(schedule=days)
    Round.update(state="draft").execute()


def state() -> str:
    return rounds.by_code("spring").state


@pytest.mark.parametrize(
    ("name", "offers"),
    [
        ("draft", {"schedule", "change", "letters", "clone", "delete"}),
        ("scheduled", {"change", "letters", "open", "unschedule", "clone"}),
        ("open", {"extend", "change", "letters", "close", "clone"}),
        ("closing", set()),
        ("closed", set()),
        ("counted", {"letters", "clone", "archive"}),
        ("archived", {"letters", "clone", "unarchive"}),
    ],
)
def test_each_state_offers_what_comes_next(house: House, name: str, offers: set[str]) -> None:
    drafted(house)
    if name in ("counted", "archived"):
        Round.update(state="scheduled").execute()
        house.work(days=1)
        house.work(days=8)
    Round.update(state=name).execute()
    html = house.signed_in().get(PAGE).text
    steps = ("schedule", "unschedule", "change", "letters", "open", "extend", "close", "clone",
             "delete", "archive", "unarchive", "count")  # fmt: skip
    assert {step for step in steps if f'"{PAGE}/{step}"' in html} == offers


def test_a_page_follows_what_is_in_hand_and_stops_when_it_is_done(house: House) -> None:
    drafted(house)
    Round.update(state="scheduled").execute()
    ada = house.signed_in()
    assert post(ada, f"{PAGE}/open", {"read": "y"}).status_code == 303
    html = ada.get(PAGE).text
    assert "In hand" in html and 'hx-get="/staff/rounds/spring?seen=scheduled.open.0"' in html
    headers = {"HX-Request": "true"}
    same = ada.get(f"{PAGE}?seen=scheduled.open.0", headers=headers)
    assert (same.status_code, same.text) == (204, "")
    house.work()
    after = ada.get(f"{PAGE}?seen=scheduled.open.0", headers=headers)
    assert after.status_code == 200
    assert after.text.strip().startswith('<div id="round">') and "<h1" not in after.text
    assert state() == "open"


def test_a_draft_is_scheduled_once_its_letters_are_read(house: House) -> None:
    drafted(house)
    ada = house.signed_in()
    html = ada.get(f"{PAGE}/schedule").text
    assert "Neither organisation has invited anybody yet" in html
    assert f'href="{PAGE}/overview">See the organisations</a>' in html
    assert post(ada, f"{PAGE}/schedule").status_code == 422
    assert state() == "draft"
    answer = post(ada, f"{PAGE}/schedule", {"read": "y"})
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert state() == "scheduled"
    assert "is scheduled. It opens automatically" in ada.get(PAGE).text


def test_before_a_round_of_one_organisation_its_list_is_near(house: House) -> None:
    days = Schedule(house.now + DAY, house.now + 8 * DAY)
    house.round(schedule=days, organisations=("northshire",))
    Round.update(state="draft").execute()
    html = house.signed_in().get(f"{PAGE}/schedule").text
    assert "The organisation has invited nobody yet" in html
    assert f'href="{PAGE}/northshire/people">See its list</a>' in html


def test_a_draft_whose_days_have_passed_cannot_be_scheduled(house: House) -> None:
    drafted(house)
    house.now += 2 * DAY
    ada = house.signed_in()
    assert "To do" in ada.get(f"{PAGE}/schedule").text
    refused = post(ada, f"{PAGE}/schedule", {"read": "y"})
    assert refused.status_code == 422 and state() == "draft"
    assert f'href="{PAGE}/change#opens">3 March 2026 at 9:00am has passed' in refused.text


def test_scheduling_can_be_undone_before_the_opening(house: House) -> None:
    drafted(house)
    Round.update(state="scheduled").execute()
    ada = house.signed_in()
    token = token_in(ada.get(PAGE).text)
    assert ada.post(f"{PAGE}/unschedule", data={"csrf_token": token}).status_code == 303
    assert state() == "draft"


def test_closing_early_says_what_it_destroys_and_wants_a_word(house: House) -> None:
    house.open_round(northshire=2)
    ada = house.signed_in()
    html = ada.get(f"{PAGE}/close").text
    for what in ("answers not submitted", "all links", "addresses and names", "letters"):
        assert what in html
    refused = post(ada, f"{PAGE}/close", {"word": "spring"})
    assert refused.status_code == 422
    assert "Type “close” to confirm; nothing was changed." in refused.text
    assert rounds.by_code("spring").request == ""
    assert post(ada, f"{PAGE}/close", {"word": " Close "}).status_code == 303
    assert "The round is being closed" in ada.get(PAGE).text
    house.work()
    assert state() == "counted"


def test_a_count_that_stopped_says_why_and_is_asked_for_again(house: House) -> None:
    house.open_round()
    Round.update(state="closed", problem="A ballot cannot be opened.").execute()
    ada = house.signed_in()
    html = ada.get(PAGE).text
    assert "A ballot cannot be opened." in html and "The count has stopped" in html
    token = token_in(html)
    assert ada.post(f"{PAGE}/count", data={"csrf_token": token}).status_code == 303
    assert rounds.by_code("spring").request == "count"


@pytest.mark.parametrize(
    ("step", "wrong"),
    [("schedule", "scheduled"), ("open", "draft"), ("close", "draft"), ("change", "closed"),
     ("extend", "closed"), ("extend", "draft"), ("delete", "scheduled")],
)  # fmt: skip
def test_a_page_for_a_step_at_the_wrong_time_leads_to_the_round(
    house: House, step: str, wrong: str
) -> None:
    drafted(house)
    ada = house.signed_in()
    token = {"csrf_token": token_in(ada.get(f"{PAGE}/clone").text)}
    Round.update(state=wrong).execute()
    for method in ("GET", "POST"):
        answer = ada.open(f"{PAGE}/{step}", method=method, data=token)
        assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
        shown = ada.get(PAGE).text
        state = {"draft": "a draft"}.get(wrong, wrong)
        assert f"Spring check is {state} now, so it cannot be" in shown
        assert "Please note" in shown and ">Done<" not in shown


def test_a_page_for_a_step_while_another_is_in_hand_leads_to_the_round(house: House) -> None:
    house.open_round()
    steps.request("spring", "close", ADA, house.now)
    ada = house.signed_in()
    for step in ("extend", "change", "close"):
        assert ada.get(f"{PAGE}/{step}").headers["Location"] == PAGE
        assert "Spring check is about to close; that is in hand." in ada.get(PAGE).text


def test_what_a_rounds_state_does_not_allow_has_a_way_to_the_round(house: House) -> None:
    house.round()
    ada = house.signed_in()
    token = token_in(ada.get(PAGE).text)
    answer = ada.post(f"{PAGE}/archive", data={"csrf_token": token})
    assert answer.status_code == 409
    assert f'href="{PAGE}">Look at the round as it is now' in answer.text


def test_a_counted_round_shows_its_certificate_and_its_counts(house: House) -> None:
    house.open_round(northshire=12, southborough=11)
    scenes.everybody_responds(house)
    house.work(days=8)
    html = house.signed_in().get(PAGE).text
    assert rounds.by_code("spring").questionnaire in html
    text = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert (
        "Ballots and spent tickets Matched in every organisation Results Kept Single responses Kept"
        in text
    )
    assert "23" not in text.split("Certificate")[1].split("By organisation")[0].split("Keys")[0]
    assert "Northshire County Council 12 12" in text
    assert "response rate" in text and "100%" in text


def test_a_counted_round_is_archived_and_taken_out_again(house: House) -> None:
    house.round()
    house.work()
    house.work(days=8)
    ada = house.signed_in()
    for step, then in (("archive", "archived"), ("unarchive", "counted")):
        token = token_in(ada.get(PAGE).text)
        assert ada.post(f"{PAGE}/{step}", data={"csrf_token": token}).status_code == 303
        assert state() == then


def test_keys_are_on_the_server_until_they_are_destroyed(house: House) -> None:
    house.round()

    def seen() -> str:
        return " ".join(re.sub(r"<[^>]+>", " ", house.signed_in().get(PAGE).text).split())

    assert "Keys" not in seen()
    house.work()
    assert "Keys On the server" in seen()
    house.work(days=8)
    assert "Keys destroyed 10 March 2026" in seen()
    assert "On the server" not in seen()


def test_an_open_round_shows_no_number_from_this_very_minute(house: House) -> None:
    house.open_round(northshire=10)
    scenes.respond(house, house.links()[0])
    text = " ".join(re.sub(r"<[^>]+>", " ", house.signed_in().get(PAGE).text).split())
    assert (
        "submitted fewer than 5 response rate fewer than 5 of 10 invited by name below 50%" in text
    )
    assert "As at 2 March 2026 at 9:00am" in text


def test_the_numbers_of_a_round_leave_out_organisations_of_fewer_than_ten(house: House) -> None:
    house.open_round(northshire=9, southborough=10)
    scenes.everybody_responds(house)
    house.work(days=1)

    def seen() -> str:
        return " ".join(re.sub(r"<[^>]+>", " ", house.signed_in().get(PAGE).text).split())

    assert "invited by name 19 letters sent 19 not reached by letters 0" in seen()
    assert "submitted 10 or more response rate 10 or more of 10 invited by name 100% or" in seen()
    assert "Left out of what was submitted and of the response rate, at 1 organisation: " in seen()
    house.work(days=8)
    assert "London Borough of Southborough 10 10 100% 10 of 10 invited by name" in seen()
    assert "Northshire County Council 9 –" in seen()
    assert "–, and what a number with * is without: answers to letters where they" in seen()


def test_a_round_on_its_first_day_has_its_people_and_a_count_of_its_own(house: House) -> None:
    house.work()
    house.now += timedelta(minutes=50)
    house.open_round(northshire=13)
    text = " ".join(re.sub(r"<[^>]+>", " ", house.signed_in().get(PAGE).text).split())
    assert "invited by name 13 letters sent 13" in text
    assert "response rate fewer than 5 of 13 invited by name below 39%" in text
    assert "As at 2 March 2026 at 9:50am" in text


PAGES = ("", "/schedule", "/open", "/close", "/change", "/extend", "/clone", "/delete", "/letters",
         "/letters/invitation")  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_the_rounds_rooms_do_not_exist_for_a_psw(house: House, page: str) -> None:
    house.round()
    assert house.signed_in(PAT).get(f"{PAGE}{page}").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_round_that_is_not_there_is_not_found(house: House, page: str) -> None:
    assert house.signed_in().get(f"/staff/rounds/autumn{page}").status_code == 404
