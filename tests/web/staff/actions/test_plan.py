"""The pages of a plan, from the first finding to the page that staff read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from portal.services.actions import changes
from portal.store.actions import Action, Said
from portal.store.rounds import Round
from tests.factories import ADA, OLGA, PAT, House, token_in
from tests.services.actions import people

PLAN = "/staff/rounds/spring/northshire/plan"
FILLED = {"finding": "Lone visits", "action": "Two go", "progress": "under way", "shown": "y"}


def main(answer: Any) -> str:
    assert answer.status_code == 200, answer.text
    return " ".join(BeautifulSoup(answer.text, "html.parser").main.text.split())


def form_of(client: FlaskClient, path: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    page = BeautifulSoup(client.get(path).text, "html.parser").main
    return {each["name"]: each["value"] for each in page.select("form[novalidate] [type=hidden]")}


def of_finding(client: FlaskClient, finding: str) -> str:
    """The address at which it is said what is done about a finding."""
    page = BeautifulSoup(client.get(PLAN).text, "html.parser")
    [link] = [link for link in page.select("main .card a") if finding in link.text]
    return str(link["href"])


def test_what_the_report_finds_is_planned_and_moves_on(house: House) -> None:
    people.counted(house)
    pat = house.signed_in(PAT)
    address = of_finding(pat, "I am safe")
    sent = pat.post(address, data={**form_of(pat, address), **FILLED, "due": "2026-09-01"})
    assert (sent.status_code, sent.location) == (303, PLAN)
    shown = main(pat.get(PLAN))
    for words in ("The action is saved.", "Lone visits Under way", "Two go", "By 1 September 2026"):
        assert words in shown


@pytest.mark.parametrize("who", [PAT, ADA])
def test_an_action_is_added_once_with_two_clicks(house: House, who: str) -> None:
    people.counted(house)
    client = house.signed_in(who)
    fields = {**form_of(client, f"{PLAN}/add"), **FILLED}
    for _ in range(2):
        assert client.post(f"{PLAN}/add", data=fields).status_code == 303
    assert [row.action for row in Action.select()] == ["Two go"]


def test_what_is_missing_is_said_at_its_field_with_what_was_typed(house: House) -> None:
    people.counted(house)
    pat = house.signed_in(PAT)
    fields = {**form_of(pat, f"{PLAN}/add"), **FILLED, "action": "", "due": "soon"}
    answer = pat.post(f"{PLAN}/add", data=fields)
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 422
    assert page.select_one("#due-error") and page.select_one("#finding").text.strip() == (
        "Lone visits"
    )


def test_who_saves_second_is_told_what_the_first_has_saved(house: House) -> None:
    people.counted(house)
    key = people.written(house)
    pat, ada = house.signed_in(PAT), house.signed_in(ADA)
    hers, his = (form_of(client, f"{PLAN}/{key}") for client in (pat, ada))
    assert ada.post(f"{PLAN}/{key}", data={**his, **FILLED}).status_code == 303
    late = pat.post(f"{PLAN}/{key}", data={**hers, **FILLED, "note": "My own words"})
    assert late.status_code == 409
    assert "what you do, now “Two go”" in late.text and "My own words" in late.text
    again = {
        **hers,
        "seen": BeautifulSoup(late.text, "html.parser").select_one("[name=seen]")["value"],
    }
    assert pat.post(f"{PLAN}/{key}", data={**again, **FILLED, "note": "Mine"}).status_code == 303
    assert Action.get().note == "Mine"


def test_what_was_removed_meanwhile_comes_back_with_what_was_typed(house: House) -> None:
    people.counted(house)
    key = people.written(house, key=changes.new_key())
    pat = house.signed_in(PAT)
    fields = {**form_of(pat, f"{PLAN}/{key}"), **FILLED}
    changes.remove(people.plan(), key, ADA, house.now)
    answer = pat.post(f"{PLAN}/{key}", data=fields)
    assert answer.status_code == 409 and "Lone visits" in answer.text


def test_it_is_asked_whether_an_action_is_to_be_removed(house: House) -> None:
    people.counted(house)
    key = people.written(house)
    pat = house.signed_in(PAT)
    fields = form_of(pat, f"{PLAN}/{key}/remove")
    assert Action.select().count() == 1
    for _ in range(2):
        assert pat.post(f"{PLAN}/{key}/remove", data=fields).location == PLAN
    assert Action.select().count() == 0


def test_of_fewer_than_ten_it_is_empty_and_says_how_to_begin(house: House) -> None:
    people.counted(house, answers=9)
    shown = main(house.signed_in(PAT).get(PLAN))
    assert "Nothing is planned yet" in shown and "You can still plan" in shown


def test_a_plan_waits_with_the_report_and_outlives_it(house: House) -> None:
    people.counted(house, reports_wait=True, retain_until=house.now.date() + timedelta(days=90))
    pat = house.signed_in(PAT)
    for page in ("", "/add", "/you-said"):
        assert pat.get(f"{PLAN}{page}").status_code == 409, page
    assert "Go to the plan" not in pat.get("/staff/").text
    assert house.signed_in(ADA).get(PLAN).status_code == 200
    Round.update(published=house.now).execute()
    people.written(house)
    house.work(days=120)
    pat = house.signed_in(PAT)
    assert pat.get(PLAN.replace("plan", "report")).status_code == 409
    assert people.TRAINING.action in main(pat.get(PLAN))


def test_pages_lead_to_it_once_there_is_a_report(house: House) -> None:
    people.counted(house)
    pat = house.signed_in(PAT)
    for path in ("/staff/", PLAN.removesuffix("/plan"), PLAN.replace("plan", "report")):
        assert f'href="{PLAN}"' in pat.get(path).text, path


def test_it_is_nobody_elses(house: House) -> None:
    people.counted(house)
    key = people.written(house)
    olga = house.signed_in(OLGA)
    for path in (PLAN, f"{PLAN}/{key}", PLAN.replace("northshire", "southborough") + f"/{key}"):
        assert olga.get(path).status_code == 404, path


def test_what_staff_are_told_is_previewed_published_and_taken_back(house: House) -> None:
    people.counted(house)
    people.written(house)
    pat, tell = house.signed_in(PAT), f"{PLAN}/you-said"
    fields = form_of(pat, tell)
    preview = pat.post(tell, data={**fields, "opening": "Thank you all", "go": "preview"})
    assert "Thank you all</p>" in preview.text and not Said.select().exists()
    assert pat.post(tell, data={**fields, "opening": "Thank you all"}).status_code == 303
    address = BeautifulSoup(pat.get(tell).text, "html.parser").select_one("#address").text.strip()
    path = address.removeprefix("http://127.0.0.1:8000")
    assert "Thank you all" in main(house.client().get(path))
    token = token_in(pat.get(tell).text)
    assert pat.post(f"{tell}/take-back", data={"csrf_token": token}).status_code == 303
    assert house.client().get(path).status_code == 404
    assert "You have taken it back: nobody can read it." in main(pat.get(PLAN))


def test_nothing_is_told_before_something_is_planned(house: House) -> None:
    people.counted(house)
    pat, tell = house.signed_in(PAT), f"{PLAN}/you-said"
    answer = pat.post(tell, data={**form_of(pat, tell), "opening": "Mine"})
    assert answer.status_code == 422
    assert "There is nothing to publish yet" in answer.text and "Mine" in answer.text


def test_the_next_report_says_whether_what_was_aimed_at_has_moved(house: House) -> None:
    people.counted(house)
    people.written(house, progress="done")
    people.a_year_later(house)
    people.counted(house, "next", safe="agree")
    pat, moved = house.signed_in(PAT), "90 or more per cent agree now. ▲ Up 80 or more: better."
    for page in ("report", "plan"):
        shown = main(pat.get(f"/staff/rounds/next/northshire/{page}"))
        assert moved in shown, page
        assert "What you planned: done." in shown
    assert "moves to the plan after Spring check" in main(pat.get(PLAN))
