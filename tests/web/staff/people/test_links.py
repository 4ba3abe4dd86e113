"""Links that are handed out: slips, and the link to forward, once it is in the wrong hands."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup

from portal.calendar.schedule import Schedule
from portal.services.people import links, sheets
from portal.vault.tokens import link_text
from tests.factories import ADA, NOW, PAT, House, post, token_in
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN

DAY = timedelta(days=1)
PEOPLE = "/staff/rounds/spring/northshire/people"
HERE = f"{PEOPLE}/open-link"
WAYS = pytest.mark.parametrize("way", ["renew", "withdraw"])


def text(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.get_data(as_text=True), "html.parser").main.text.split())


def made(house: House, organisation: str = "northshire") -> str:
    token = links.open_link("spring", organisation, ADA, house.now)
    return f"/o/{link_text(token)}"


@pytest.mark.parametrize(("number", "told"), [(3, True), (10, False)])
def test_slips_and_links_make_no_organisation_large_enough_and_their_pages_say_so(
    house: House, number: int, told: bool
) -> None:
    house.open_round(northshire=number)
    sheets.make("spring", "northshire", 40, ADA, house.now)
    made(house)
    client, never = house.signed_in(PAT), "is never reported by itself, even if more answer by slip"
    pages = (f"{PEOPLE}/slips", HERE, PEOPLE, "/staff/rounds/spring/northshire")
    assert [never in text(client.get(page)) for page in pages] == [told] * 4
    in_report = "Answers by slip are in your report once ten have come."
    assert (in_report in text(client.get(pages[0]))) != told


def test_links_that_are_handed_out_early_say_when_the_survey_opens(house: House) -> None:
    house.round(schedule=Schedule(NOW + DAY, NOW + 5 * DAY))
    client, slips = house.signed_in(PAT), {"number": "1", "kind": "sheet", "made": "0"}
    post(client, HERE)
    early = "from 3 March 2026 at 9:00am until 7 March 2026 at 9:00am"
    assert early in text(client.get(HERE))
    assert early in text(post(client, f"{PEOPLE}/slips", slips))
    house.work(days=1)
    assert early not in text(house.signed_in(PAT).get(HERE))


def test_slips_that_were_voided_do_not_count(house: House) -> None:
    house.open_round(northshire=0)
    sheets.make("spring", "northshire", 3, ADA, house.now)
    sheets.make("spring", "northshire", 2, ADA, house.now)
    client = house.signed_in(PAT)
    assert "5 slips count so far." in text(client.get(f"{PEOPLE}/slips"))
    sheets.void("spring", "northshire", "2", ADA, house.now)
    assert "3 slips count so far." in text(client.get(f"{PEOPLE}/slips"))


@pytest.mark.parametrize("who", [PAT, ADA])
def test_a_new_link_takes_the_place_of_the_old_one(house: House, who: str) -> None:
    house.open_round(northshire=0)
    old, client = made(house), house.signed_in(who)
    answer = post(client, f"{HERE}/renew")
    assert (answer.status_code, answer.location) == (303, HERE)
    shown = text(client.get(HERE))
    new = made(house)
    assert new != old
    assert new in shown
    assert old not in shown
    assert "no longer works" in shown
    assert house.client().get(new).status_code == 200


def test_a_withdrawn_link_is_gone_and_another_can_be_made(house: House) -> None:
    house.open_round(northshire=0)
    old, client = made(house), house.signed_in(PAT)
    assert post(client, f"{HERE}/withdraw").status_code == 303
    shown = text(client.get(HERE))
    assert "The link is withdrawn." in shown
    assert "Make the link" in shown
    assert "wrong hands" not in shown
    post(client, HERE)
    assert "/o/" in text(client.get(HERE))
    assert house.client().get(old).status_code == 410


@WAYS
def test_it_is_asked_first_and_said_what_becomes_of_the_old_one(house: House, way: str) -> None:
    house.open_round(northshire=0)
    link, client = made(house), house.signed_in(PAT)
    before = scenes.snapshot()
    shown = text(client.get(f"{HERE}/{way}"))
    for words in ("cannot undo", "never works again", "continue and submit", "count"):
        assert words in shown
    assert scenes.snapshot() == before
    assert house.client().get(link).status_code == 200


@WAYS
@pytest.mark.parametrize("how", ["never made", "withdrawn", "over", "return"])
def test_where_there_is_nothing_to_withdraw_nothing_is(house: House, way: str, how: str) -> None:
    house.open_round(northshire=0, **({"source": RETURN} if how == "return" else {}))
    if how in ("withdrawn", "over"):
        made(house)
    if how == "withdrawn":
        links.withdraw("spring", "northshire", ADA, house.now)
    if how == "over":
        house.work(days=8)
    client = house.signed_in(PAT)
    token = token_in(client.get("/staff/account").text)
    before = scenes.snapshot()
    assert client.get(f"{HERE}/{way}").status_code == 409
    assert client.post(f"{HERE}/{way}", data={"csrf_token": token}).status_code == 409
    assert scenes.snapshot() == before


@WAYS
def test_nobody_withdraws_the_link_of_another_organisation(house: House, way: str) -> None:
    house.open_round(northshire=0)
    theirs, client = made(house, "southborough"), house.signed_in(PAT)
    token = token_in(client.get("/staff/account").text)
    there = f"{HERE.replace('northshire', 'southborough')}/{way}"
    assert client.post(there, data={"csrf_token": token}).status_code == 404
    assert house.client().get(theirs).status_code == 200


def test_a_process_that_has_made_slips_ends_after_its_answer(house: House) -> None:
    house.open_round(northshire=0)
    client, keys = house.signed_in(PAT), house.app.extensions["desk"].keys
    path = HERE.replace("open-link", "slips")
    assert client.get(path).status_code == 200
    assert not keys.outlived()
    fields = {"number": "2", "made": "0", "kind": "csv"}
    assert post(client, path, fields).status_code == 200
    assert keys.outlived()
