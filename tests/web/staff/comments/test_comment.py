"""Ada reads a comment in her browser, and Bea confirms."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from portal.services.comments import queue, reading
from portal.store.records import Audit
from portal.store.results import Comment
from tests.factories import ADA, House, post, token_in
from tests.services.comments.counted import BEA, ada, bea, id_of, written

ALL = "/staff/rounds/spring/comments"
TEXT = "My manager Jane rang me on 07700 900123.\nShe never listens."


@pytest.fixture
def round_(house: House) -> Any:
    ada(house), bea(house)
    return written(house, TEXT)


def place(text: str = TEXT) -> str:
    return f"{ALL}/{id_of(text)}"


def decide(client: FlaskClient, go: str, path: str = "", **fields: Any) -> Any:
    """Press a button on the page of a comment, as it is shown at this moment."""
    path = path or place()
    page = BeautifulSoup(client.get(path).text, "html.parser")
    seen = page.select_one("input[name=seen]")
    assert seen, page.text
    data = {"csrf_token": token_in(str(page)), "seen": seen["value"], "go": go, **fields}
    return client.post(path, data=data)


def signed_in(house: House, email: str) -> FlaskClient:
    ada(house), bea(house)
    return house.signed_in(email)


def ticked(html: str) -> list[str]:
    page = BeautifulSoup(html, "html.parser")
    return [str(box["value"]) for box in page.select("input[name=removed][checked]")]


def text_of(html: str, selector: str) -> str:
    part = BeautifulSoup(html, "html.parser").select_one(selector)
    assert part, html
    return " ".join(part.get_text().split())


def test_a_comment_goes_from_one_to_the_other(house: House, round_: Any) -> None:
    first, second = signed_in(house, ADA), signed_in(house, BEA)
    assert start(first, "read") == place()
    assert decide(first, "release", removed=["2"]).headers["Location"] == ALL
    assert start(second, "confirm") == place()
    html = second.get(place()).text
    assert text_of(html, "del") == "Jane"
    assert f"{ADA} says: release without 1 word" in html
    decide(second, "confirm")
    assert reading.one(round_, id_of(TEXT)).stage == "confirmed"
    sure = second.get(f"{ALL}/publish").text
    assert "1 comment of Spring check goes into the report of its organisation" in sure
    post(second, f"{ALL}/publish")
    assert "1 published" in second.get(ALL).text
    assert not Comment.select().exists()


def start(client: FlaskClient, what: str) -> str:
    token = token_in(client.get(ALL).text)
    answer = client.post(f"{ALL}/start", data={"csrf_token": token, "what": what})
    return str(answer.headers["Location"])


def test_the_page_does_not_say_whose_a_comment_is(house: House, round_: Any) -> None:
    html = signed_in(house, ADA).get(place()).text
    assert "orthshire" not in html
    assert "What gets in the way?" in html


def test_all_that_is_pointed_out_can_be_struck_out_without_scripts(
    house: House, round_: Any
) -> None:
    client = signed_in(house, ADA)
    assert ticked(client.get(place()).text) == []
    shown = decide(client, "strike", removed=["0"])
    words = TEXT.split()
    assert shown.status_code == 200
    assert {"0", str(words.index("Jane")), str(words.index("07700"))} <= set(ticked(shown.text))
    assert queue.progress(round_, ada(house)).to_read == 1


def test_what_is_left_for_later_keeps_what_was_struck_out(house: House, round_: Any) -> None:
    client = signed_in(house, ADA)
    decide(client, "later", removed=["2", "3"])
    assert ticked(client.get(place()).text) == ["2", "3"]
    assert "1 left for later" in client.get(place()).text


def test_a_comment_is_withheld_for_a_reason(house: House, round_: Any) -> None:
    client = signed_in(house, ADA)
    refused = decide(client, "withhold")
    assert refused.status_code == 422
    page = BeautifulSoup(refused.text, "html.parser")
    [link] = page.select('.govuk-error-summary a[href="#why"]')
    assert link.text == "Say why it should not be published."
    assert page.select_one("#why[type=radio]") and page.select_one("#why-error")
    decide(client, "withhold", why="author")
    html = signed_in(house, BEA).get(place()).text
    assert "withhold, since it would show who wrote it" in html


def test_what_is_sent_back_says_why(house: House, round_: Any) -> None:
    decide(signed_in(house, ADA), "release")
    decide(signed_in(house, BEA), "back", note="The number, too")
    html = signed_in(house, ADA).get(place()).text
    assert f"Sent back by {BEA}: “The number, too”." in html


def test_a_comment_can_be_opened_and_undone_from_the_list(house: House, round_: Any) -> None:
    client = signed_in(house, ADA)
    decide(client, "release", removed=["2"])
    html = client.get(f"{ALL}/list/read").text
    assert "[removed]" in html and "Jane" not in html
    assert f'href="{place()}"' in html
    assert "another administrator has to confirm" in client.get(place()).text
    assert decide(client, "undo").headers["Location"] == place()
    assert ticked(client.get(place()).text) == ["2"]


def test_whoever_is_overtaken_keeps_what_they_struck_out(house: House, round_: Any) -> None:
    first, second = signed_in(house, ADA), signed_in(house, BEA)
    page = BeautifulSoup(second.get(place()).text, "html.parser")
    seen = page.select_one("input[name=seen]")
    assert seen
    decide(first, "release", removed=["2"])
    data = {"csrf_token": token_in(str(page)), "seen": seen["value"], "go": "release"}
    late = second.post(place(), data={**data, "removed": ["0", "1"]})
    assert late.status_code == 409
    assert "Somebody has changed this comment since you opened this page" in late.text
    assert f"by {ADA}" in late.text
    assert ticked(late.text) == ["0", "1"]
    assert reading.one(round_, id_of(TEXT)).removed == {2}


def test_after_one_comment_comes_the_next_with_a_way_back(house: House, round_: Any) -> None:
    written(house, "Something else")
    client = signed_in(house, ADA)
    first = start(client, "read")
    on = decide(client, "release", first).headers["Location"]
    assert on.startswith(f"{ALL}/") and on.endswith(f"?last={first.rsplit('/', 1)[1]}")
    assert f'href="{first}"' in client.get(on).text


@pytest.mark.parametrize("number", ["9" * 5000, "-1", "one", "", "99"])
def test_a_word_that_there_is_not_is_not_struck_out(house: House, round_: Any, number: str) -> None:
    decide(signed_in(house, ADA), "release", removed=["2", number])
    assert reading.one(round_, id_of(TEXT)).removed == {2}


def test_a_button_that_there_is_not_does_nothing(house: House, round_: Any) -> None:
    assert decide(signed_in(house, ADA), "publish").status_code == 404
    assert start_status(signed_in(house, ADA), "look") == 404


def start_status(client: FlaskClient, what: str) -> int:
    token = token_in(client.get(ALL).text)
    return client.post(f"{ALL}/start", data={"csrf_token": token, "what": what}).status_code


def test_the_audit_says_that_comments_were_read_and_nothing_of_them(
    house: House, round_: Any
) -> None:
    client = signed_in(house, ADA)
    start(client, "read")
    decide(client, "release", removed=["2"])
    noted = [row.did for row in Audit.select().where(Audit.did.contains("comment"))]
    assert noted == ["began to read comments of round spring"]


def test_before_the_count_and_of_returns_there_is_nothing_to_read(house: House) -> None:
    house.round("early")
    client = signed_in(house, ADA)
    assert client.get("/staff/rounds/early/comments").status_code == 409


def test_where_no_comment_is_kept_the_page_says_why(house: House) -> None:
    written(house)
    client = signed_in(house, ADA)
    assert "at least 20 people" in client.get(ALL).text
    assert start(client, "read") == ALL
    assert "no comment for you to read now" in client.get(ALL).text
