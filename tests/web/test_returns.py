"""A return's list of pages, and what was submitted of it, over plain HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.factories import SMALL, House, answer, post
from tests.services.figures.test_returns_answered import RETURN

LIST = "/survey/spring/"
SUBMITTED = "/survey/spring/check/submitted"
REQUIRED = RETURN.replace("label: How many posts?", "label: How many posts?\nrequired: true")
FILLED = {"posts": {"q_posts": "20"}, "support": {"q_how": "Line one\nLine <two>"}}


@pytest.fixture
def pat(house: House) -> FlaskClient:
    """She has submitted Northshire's return on 2 March; her browser shows its list of pages."""
    house.open_round(source=REQUIRED)
    client = house.client()
    assert answer(client, house.links()[0], FILLED).location == f"{LIST}?submitted=1"
    return client


def see(client: FlaskClient, path: str = LIST) -> str:
    return words(client.get(path))


def words(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.text, "html.parser").text.split())


def change(client: FlaskClient, posts: str, go: str = "next") -> None:
    assert post(client, "/survey/spring/posts", {"q_posts": posts, "go": go}).status_code == 303


def test_a_list_of_pages_says_nothing_before_it_is_submitted(house: House) -> None:
    house.open_round(source=RETURN)
    client = house.client()
    post(client, house.links()[0])
    assert "Submitted" not in see(client, f"{LIST}?submitted=1")
    assert client.get(SUBMITTED).status_code == 404


def test_it_says_when_it_was_submitted_and_that_nothing_has_changed(
    house: House, pat: FlaskClient
) -> None:
    for path in (LIST, f"{LIST}?submitted=1"):
        page = see(pat, path)
        assert "Submitted on 2 March, and not changed since then. Read or print what was" in page
        assert "Check and submit" not in page
    assert "Your return is in" in page


def test_once_it_is_changed_it_asks_to_be_submitted_again(house: House, pat: FlaskClient) -> None:
    house.now = house.now.replace(day=5)
    change(pat, "21")
    for path in (LIST, f"{LIST}?submitted=1"):
        page = see(pat, path)
        assert (
            "Submitted on 2 March. Changed since then: submit again so that the changes count."
            " If nobody does, what was submitted on 2 March counts."
        ) in page
        assert "Check and submit again" in page
        assert "Your return is in" not in page
    assert "replaces what was submitted on 2 March" in see(pat, "/survey/spring/check")
    change(pat, "20")
    assert "not changed since then" in see(pat)


def test_it_is_not_to_be_submitted_while_a_page_lacks_something(
    house: House, pat: FlaskClient
) -> None:
    change(pat, "", go="later")
    page = see(pat)
    assert "You can submit again once every page is completed." in page
    assert "Check and submit again" not in page


def test_what_was_submitted_is_read_and_printed_whatever_is_changed(
    house: House, pat: FlaskClient
) -> None:
    assert "has been changed" not in see(pat, SUBMITTED)
    change(pat, "21")
    answered = pat.get(SUBMITTED)
    page = words(answered)
    assert "What was submitted on 2 March 2026" in page
    assert "Northshire County Council: Spring check" in page
    assert "The return has been changed since then. If nobody submits again before" in page
    assert "How many posts? 20 How many are vacant? Not answered" in page
    assert "Line one<br>Line &lt;two&gt;" in answered.text
    assert "21" not in page.partition("How many posts?")[2]


def test_nobody_reads_it_without_the_link(house: House, pat: FlaskClient) -> None:
    assert house.client().get(SUBMITTED).status_code == 404


def test_no_page_of_an_anonymous_round_speaks_of_what_was_submitted(house: House) -> None:
    house.open_round(northshire=2, source=SMALL)
    client = house.client()
    post(client, house.links()[1])
    assert client.get(SUBMITTED).status_code == 404
    answer(client, house.links()[0], {"about": {}, "support": {}})
    for path in ("about", "support", "check", "check/submitted", "done", "later", ""):
        found = client.get(f"/survey/spring/{path}")
        assert "submitted on" not in found.text.lower()
    assert client.get(SUBMITTED).status_code == 409
