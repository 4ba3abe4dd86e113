"""Searching, as somebody of the staff meets it."""

from __future__ import annotations

from bs4 import BeautifulSoup

from tests.factories import ADA, PAT, House, post, token_in

HERE = "/staff/search"


def searched(house: House, words: str, who: str = ADA) -> tuple[BeautifulSoup, str]:
    """The page of what was found, and its address."""
    client = house.signed_in(who)
    address = post(client, HERE, {"words": words}).location
    return BeautifulSoup(client.get(address).text, "html.parser"), address


def test_each_hit_leads_to_a_page_that_is_there(house: House) -> None:
    house.open_round(northshire=3)
    house.person(PAT)
    one = "remi1@northshire.example.org"
    for who, words in (
        *((ADA, each) for each in ("northshire", "spring", "2026", "pat@", one, "letters")),
        *((PAT, each) for each in (one, "spring", "letters")),
    ):
        page, _ = searched(house, words, who)
        client = house.signed_in(who)
        hits = page.select(".hits a")
        assert hits, words
        for hit in hits:
            assert client.get(str(hit["href"])).status_code == 200, hit


def test_what_is_searched_for_stands_in_no_address(house: House) -> None:
    house.open_round(northshire=3)
    page, address = searched(house, "somebody@example.org")
    assert address == HERE
    assert "Nothing holds these words" in page.text


def test_a_principal_social_worker_meets_nothing_of_others(house: House) -> None:
    house.open_round(northshire=3, southborough=3)
    page, _ = searched(house, "southborough", PAT)
    assert not [a for a in page.select(".hits a") if "/help/" not in str(a["href"])]


def test_nothing_of_the_search_is_left_after_signing_out(house: House) -> None:
    client = house.signed_in()
    post(client, HERE, {"words": "somebody@example.org"})
    token = token_in(client.get(HERE).text)
    client.post("/staff/account/sign-out", data={"csrf_token": token})
    with client.session_transaction() as kept:
        assert "searched" not in kept
