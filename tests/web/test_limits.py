"""Guessing: failures are counted by network, and nobody with a good link is ever held up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from portal import create_app
from portal.services.people import links
from portal.settings import load
from portal.store.answers import Draft
from portal.vault.tokens import link_text
from portal.web.limits import MOST, STARTS, WINDOW, Gate, Tries, network
from tests.factories import ADA, NOW, House, answer, post, token_in

MADE_UP = "A" * 22
UNKNOWN = [f"/i/{MADE_UP}", f"/o/{MADE_UP}", "/r/K7QD-2M9X-T4HB-8WZC-5RNE", "/i/short", "/r/x"]
OFFICE, ELSEWHERE = "192.0.2.7", "203.0.113.9"


def ask(house: House, path: str, address: str = OFFICE, **headers: str) -> Any:
    """What a browser at that address is answered, its connection ending at the portal."""
    return house.client().get(path, environ_base={"REMOTE_ADDR": address}, headers=headers)


def use_up(house: House, address: str = OFFICE) -> None:
    """All failures that a network has, the last by a request."""
    gate: Gate = house.app.extensions["gate"]
    for _ in range(MOST - 1):
        assert not gate.tried(address, house.now)
    assert ask(house, UNKNOWN[0], address).status_code == 404


def use_up_by_requests(house: House, address: str = OFFICE, **headers: str) -> None:
    for _ in range(MOST):
        assert ask(house, UNKNOWN[0], address, **headers).status_code == 404


@pytest.mark.parametrize("path", UNKNOWN)
def test_beyond_the_limit_what_leads_nowhere_is_refused_with_a_page(
    house: House, path: str
) -> None:
    house.open_round()
    use_up(house)
    refused = ask(house, path)
    page = BeautifulSoup(refused.text, "html.parser")
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "600"
    assert len(page.select("h1")) == 1 and page.title and page.title.text.strip()
    assert "A right link or code still works" in refused.text
    assert "in 10 minutes." in refused.text


def test_the_wait_gets_shorter_and_ends(house: House) -> None:
    house.open_round()
    use_up_by_requests(house)
    house.now += WINDOW - timedelta(seconds=30)
    refused = ask(house, UNKNOWN[0])
    assert refused.headers["Retry-After"] == "30"
    assert "in 1 minute." in refused.text
    house.now += timedelta(seconds=30)
    assert ask(house, UNKNOWN[0]).status_code == 404


def test_beyond_the_limit_whoever_has_a_good_link_begins_and_submits(house: House) -> None:
    house.open_round()
    use_up(house, "127.0.0.1")
    assert ask(house, UNKNOWN[0], "127.0.0.1").status_code == 429
    pages = {"about": {"q_service": "adults"}, "support": {"q_heard": "agree", "q_safe": "agree"}}
    assert answer(house.client(), house.links()[0], pages).status_code == 303


def test_beyond_the_limit_open_links_and_codes_lead_on(house: House) -> None:
    house.open_round()
    token = links.open_link("spring", "northshire", ADA, house.now)
    client = house.client()
    post(client, f"/o/{link_text(token)}")
    cookie = client.get_cookie("answers-spring")
    assert cookie
    use_up(house, "127.0.0.1")
    assert ask(house, f"/o/{link_text(token)}", "127.0.0.1").status_code == 200
    assert ask(house, f"/r/{cookie.value}", "127.0.0.1").status_code == 200
    assert post(house.client(), "/resume", {"code": cookie.value}).status_code == 303


def test_typed_codes_count_too(house: House) -> None:
    house.open_round()
    client = house.client()
    form = {"csrf_token": token_in(client.get("/resume").text), "code": "K7QD2M9XT4HB8WZC5RNE"}
    statuses = [client.post("/resume", data=form).status_code for _ in range(MOST + 1)]
    assert statuses == [422] * MOST + [429]
    assert client.post("/resume", data={**form, "code": ""}).status_code == 422


def test_a_newer_link_that_is_none_counts_too(house: House) -> None:
    house.open_round()
    client = house.client()
    form = {"csrf_token": token_in(client.get(house.links()[0]).text), "link": MADE_UP}
    client.post(house.links()[0], data=form)
    use_up(house, "127.0.0.1")
    assert client.post("/survey/spring/check", data=form).status_code == 429


def test_good_links_pages_and_closed_surveys_do_not_count(house: House) -> None:
    house.open_round()
    link = house.links()[0]
    for path in (link, "/help", "/nothing") * MOST:
        ask(house, path)
    assert ask(house, UNKNOWN[0]).status_code == 404


def test_the_answer_to_no_more_letters_stays_one_and_the_same(house: House) -> None:
    house.open_round()
    path = "/stop/" + house.letters[0].text.split("/stop/")[1].split()[0]
    use_up(house, "127.0.0.1")
    good, made_up = house.client().post(path), house.client().post(f"/stop/{MADE_UP}")
    assert (good.status_code, good.data) == (made_up.status_code, made_up.data)
    assert good.status_code == 200


def test_one_networks_failures_are_not_anothers(house: House) -> None:
    house.open_round()
    use_up(house)
    assert ask(house, UNKNOWN[0], "192.0.2.200").status_code == 429
    assert ask(house, UNKNOWN[0], ELSEWHERE).status_code == 404


def test_without_a_server_in_front_nobody_says_who_they_are(house: House) -> None:
    house.open_round()
    use_up(house)
    assert ask(house, UNKNOWN[0], **{"X-Forwarded-For": ELSEWHERE}).status_code == 429


def test_with_a_server_in_front_its_last_word_counts(house: House) -> None:
    house.open_round()
    house.app = create_app(load({"PORTAL_INSTANCE": str(house.folder), "PORTAL_PROXIES": "1"}))
    desk = house.app.extensions["desk"]
    house.app.extensions["desk"] = replace(desk, clock=lambda: house.now)
    use_up_by_requests(house, "127.0.0.1", **{"X-Forwarded-For": f"{ELSEWHERE}, {OFFICE}"})
    one, other = ({"X-Forwarded-For": f"{OFFICE}, {a}"} for a in (OFFICE, ELSEWHERE))
    assert ask(house, UNKNOWN[0], "127.0.0.1", **one).status_code == 429
    assert ask(house, UNKNOWN[0], "127.0.0.1", **other).status_code == 404


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.254", True),
        ("192.0.2.1", "192.0.3.1", False),
        ("192.0.2.1", "::ffff:192.0.2.9", True),
        ("2001:db8:1:2::1", "2001:db8:1:ffff::9", True),
        ("2001:db8:1::1", "2001:db8:2::1", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("", None, True),
        ("nonsense", "_hidden", True),
        ("::", "0.0.0.0", False),
        ("", "0.0.0.0", False),
    ],
)
def test_what_is_one_network(one: str, other: str | None, same: bool) -> None:
    assert (network(one) == network(other)) is same


def test_each_process_remembers_networks_under_a_secret_of_its_own() -> None:
    one, other = Gate(), Gate()
    for gate in (one, other):
        gate.tried(OFFICE, NOW)
    assert vars(one)["_tries"]._seen.keys().isdisjoint(vars(other)["_tries"]._seen)


def later(seconds: int) -> datetime:
    return NOW + timedelta(seconds=seconds)


MOMENTS = st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(-5, 30)), max_size=80)


@given(MOMENTS, st.integers(1, 4), st.integers(1, 5))
def test_no_more_keys_are_remembered_than_there_is_room_for(
    events: list[tuple[str, int]], most: int, keys: int
) -> None:
    tries = Tries(most, timedelta(seconds=10), keys)
    for key, moment in events:
        wait = tries.tried(key.encode(), later(moment))
        assert timedelta(0) <= wait <= timedelta(seconds=10)
        assert len(tries) <= keys


@given(st.lists(st.integers(0, 3), max_size=60), st.integers(1, 5))
def test_within_any_window_a_key_may_fail_so_often_and_then_waits_for_its_end(
    pauses: list[int], most: int
) -> None:
    tries, now = Tries(most, timedelta(seconds=10), 5), 0
    began, number = 0, 0
    for pause in pauses:
        now += pause
        if number == 0 or now >= began + 10:
            began, number = now, 0
        number += 1
        wait = tries.tried(b"a", later(now))
        assert wait == timedelta(seconds=began + 10 - now if number > most else 0)


def test_the_key_that_failed_first_is_forgotten_first() -> None:
    tries = Tries(1, timedelta(seconds=10), 2)
    waits = [bool(tries.tried(key.encode(), NOW)) for key in "ababcba"]
    assert waits == [False, False, True, True, False, True, False]


def test_what_is_over_is_forgotten_at_the_next_failure_of_anybody() -> None:
    tries = Tries(1, timedelta(seconds=10), 9)
    for seconds, key in enumerate("abc"):
        tries.tried(key.encode(), later(seconds))
    tries.tried(b"d", later(11))
    assert len(tries) == 2


def test_a_clock_that_is_put_back_locks_nobody_out() -> None:
    tries = Tries(1, timedelta(seconds=10), 2)
    for _ in range(3):
        tries.tried(b"a", NOW)
    assert not tries.tried(b"a", NOW - timedelta(hours=1))


def test_starts_by_a_link_to_forward_are_limited_by_network_and_nothing_is_lost(
    house: House,
) -> None:
    house.open_round()
    path = f"/o/{link_text(links.open_link('spring', 'northshire', ADA, house.now))}"
    going_on = house.client()
    post(going_on, path)
    gate: Gate = house.app.extensions["starting"]
    for _ in range(STARTS - 1):
        assert not gate.tried("127.0.0.1", house.now)
    drafts = Draft.select().count()
    refused = post(house.client(), path)
    page = BeautifulSoup(refused.text, "html.parser")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "600")
    assert "Your link stays good" in refused.text and len(page.select("h1")) == 1
    assert Draft.select().count() == drafts
    saved = post(going_on, "/survey/spring/about", {"q_service": "adults", "go": "next"})
    assert saved.status_code == 303
    assert post(house.client(), house.links()[0]).status_code == 303
    house.now += WINDOW
    assert post(house.client(), path).status_code == 303


def test_without_the_limit_a_script_begins_as_often_as_it_likes(house: House) -> None:
    house.open_round()
    house.app.extensions["starting"] = Gate(most=10**9)
    path = f"/o/{link_text(links.open_link('spring', 'northshire', ADA, house.now))}"
    for _ in range(STARTS):
        house.app.extensions["starting"].tried("127.0.0.1", house.now)
    assert post(house.client(), path).status_code == 303
