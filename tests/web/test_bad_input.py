"""Whatever is thrown at a page, the answer is a page that says what was wrong, and the draft stays
as it was, byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.store.answers import Ballot, Draft
from tests.factories import House, post, token_in

ABOUT = "/survey/spring/about"
SUPPORT = "/survey/spring/support"
FORM = "application/x-www-form-urlencoded"
GARBAGE = ["%ff%fe", "\x00", "' OR 1=1 --", "../../etc/passwd", "{{7*7}}", "𝕏" * 200, "a" * 5000]


def drafts() -> list[tuple[bytes, int, bytes]]:
    return [(row.id, row.version, row.body) for row in Draft.select().order_by(Draft.id)]


def begun(house: House) -> tuple[FlaskClient, str]:
    """A person who has said that they work with children; the token of their forms."""
    house.open_round()
    client = house.client()
    post(client, house.links()[0])
    assert post(client, ABOUT, {"q_service": "children", "go": "next"}).status_code == 303
    return client, token_in(client.get(ABOUT).get_data(as_text=True))


def refused(answer: Any, status: int | None = None) -> None:
    """A 4xx with a page of ours: one heading, something to read, nothing of our workings."""
    assert 400 <= answer.status_code < 500
    assert status in (None, answer.status_code)
    text = answer.get_data(as_text=True)
    soup = BeautifulSoup(text, "html.parser")
    assert len(soup.select("h1")) == 1
    assert len(soup.select("main p")) >= 1
    for trace in ("Traceback", "werkzeug", "peewee", "File &#34;", ".py"):
        assert trace not in text


BAD_FORMS: Mapping[str, tuple[str, Mapping[str, Any], int]] = {
    "no button": (ABOUT, {}, 400),
    "an unknown button": (ABOUT, {"go": "delete"}, 400),
    "an empty button": (ABOUT, {"go": ""}, 400),
    "two buttons": (ABOUT, {"go": ["next", "later"]}, 400),
    "an unknown field": (ABOUT, {"go": "next", "q_salary": "1"}, 400),
    "a field of another page": (ABOUT, {"go": "next", "q_heard": "agree"}, 400),
    "a field that is no question's": (ABOUT, {"go": "next", "admin": "yes"}, 400),
    "no option of the question": (ABOUT, {"go": "next", "q_service": "magic"}, 400),
    "a label instead of an option": (ABOUT, {"go": "next", "q_service": "Children"}, 400),
    "two answers where one may be": (
        ABOUT,
        {"go": "next", "q_service": ["children", "adults"]},
        400,
    ),
    "the same answer twice": (ABOUT, {"go": "next", "q_service": ["adults", "adults"]}, 400),
    "an answer to a hidden question": (SUPPORT, {"go": "next", "q_why": "because"}, 400),
    "a flag that the question has not": (ABOUT, {"go": "next", "q_service__unknown": "yes"}, 400),
    "two stamps": (ABOUT, {"go": "next", "seen": ["a", "b"]}, 400),
    "a huge one-line text": (
        ABOUT,
        {"go": "next", "q_service": "other", "q_service__other": "x" * 100_000},
        422,
    ),
    "a huge body": (ABOUT, {"go": "next", "q_service__other": "x" * 300_000}, 413),
    "very many fields": (ABOUT, {f"f{number}": "1" for number in range(3000)}, 413),
    "a page that is not there": ("/survey/spring/nowhere", {"go": "next"}, 404),
    "a round that is not there": ("/survey/winter/about", {"go": "next"}, 404),
}


@pytest.mark.parametrize("name", BAD_FORMS)
def test_a_form_that_no_page_sends_changes_nothing(house: House, name: str) -> None:
    client, token = begun(house)
    path, fields, status = BAD_FORMS[name]
    before = drafts()
    refused(client.post(path, data={"csrf_token": token, **fields}), status)
    assert drafts() == before


@pytest.mark.parametrize("name", ["an unknown field", "no option of the question"])
def test_htmx_is_refused_what_forms_are_refused(house: House, name: str) -> None:
    client, token = begun(house)
    path, fields, status = BAD_FORMS[name]
    before = drafts()
    answer = client.post(path, data={"csrf_token": token, **fields}, headers={"HX-Request": "true"})
    refused(answer, status)
    assert drafts() == before


@pytest.mark.parametrize(
    "body",
    [
        b"q_service=other&q_service__other=Duty+%ff&go=next",
        b"q_service=other&q_service__other=\xff\xfe&go=next",
        b"q_service=other&q_service__other=%ED%A0%80&go=next",
        b"go=next&%c3%28=1",
        b"go=%C0%AF",
    ],
)
def test_bytes_that_are_no_text_change_nothing(house: House, body: bytes) -> None:
    client, token = begun(house)
    before = drafts()
    whole = urlencode({"csrf_token": token}).encode() + b"&" + body
    refused(client.post(ABOUT, data=whole, content_type=FORM), 400)
    assert drafts() == before


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data; boundary=x", "", "nonsense"]
)
def test_another_content_type_changes_nothing(house: House, kind: str) -> None:
    client, token = begun(house)
    before = drafts()
    body = urlencode({"csrf_token": token, "go": "next", "q_service": "adults"})
    refused(client.post(ABOUT, data=body, content_type=kind))
    refused(
        client.post(ABOUT, data=body, content_type=kind, headers={"X-CSRFToken": token}),
    )
    assert drafts() == before


PART = b'--x\r\nContent-Disposition: form-data; name="f"\r\n\r\n1\r\n'
FAR_TOO_MUCH = {
    "bytes": (b"q_why=" + b"x" * 300_000, FORM),
    "fields": (b"q_why=x&" * 30_000, FORM),
    "parts": (PART * 3_000 + b"--x--", "multipart/form-data; boundary=x"),
}


@pytest.mark.parametrize("path", [SUPPORT, "/survey/spring/check", "/resume"])
@pytest.mark.parametrize("what", FAR_TOO_MUCH)
def test_far_too_much_is_refused_with_a_calm_page(house: House, path: str, what: str) -> None:
    client, _ = begun(house)
    before = drafts()
    body, kind = FAR_TOO_MUCH[what]
    answer = client.post(path, data=body, content_type=kind)
    refused(answer, 413)
    assert "What you had saved before is safe" in answer.text
    assert drafts() == before


@pytest.mark.parametrize("token", [None, "", "garbage", "IjEi.aaaa.bbbb", "é"])
@pytest.mark.parametrize(
    "path", [ABOUT, "/survey/spring/submit", "/survey/spring/later", "/resume"]
)
def test_without_a_good_token_nothing_happens(house: House, path: str, token: str | None) -> None:
    client, _ = begun(house)
    before = drafts()
    fields = {"go": "next", "q_service": "adults"} if path == ABOUT else {}
    refused(client.post(path, data=fields if token is None else {**fields, "csrf_token": token}))
    assert drafts() == before
    assert Ballot.select().count() == 0


def test_a_token_of_another_browser_is_not_good_here(house: House) -> None:
    client, _ = begun(house)
    other = token_in(house.client().get("/resume").get_data(as_text=True))
    before = drafts()
    refused(client.post(ABOUT, data={"csrf_token": other, "go": "next", "q_service": "adults"}))
    assert drafts() == before


def test_a_form_sent_again_after_submission_revives_nothing(house: House) -> None:
    client, token = begun(house)
    post(client, SUPPORT, {"go": "next"})
    form = {"csrf_token": token, "go": "next", "q_service": "adults"}
    held = client.get_cookie("answers-spring")
    assert client.post("/survey/spring/submit", data={"csrf_token": token}).status_code == 303
    assert held is not None
    client.set_cookie("answers-spring", held.value)
    refused(client.post(ABOUT, data=form), 409)
    refused(client.post("/survey/spring/submit", data={"csrf_token": token}), 409)
    assert drafts() == []
    assert Ballot.select().count() == 1


@pytest.mark.parametrize("text", GARBAGE)
def test_garbage_in_the_address_does_no_harm(house: House, text: str) -> None:
    client, _ = begun(house)
    before = drafts()
    query = urlencode({"change": text, "page": text, text: "1"})
    assert client.get(f"{ABOUT}?{query}").status_code == 200
    for path in ("/i/", "/r/", "/o/", "/stop/", "/survey/", "/survey/spring/", "/static/"):
        answer = client.get(path + urlencode({"": text})[1:])
        assert answer.status_code in (200, 303, 308, 404), path
    assert drafts() == before


@pytest.mark.parametrize("text", [*GARBAGE[2:5], "none", "....", "none.none", "0" * 20, "é"])
@pytest.mark.parametrize("cookie", ["answers-spring", "scores-spring", "session"])
def test_garbage_in_a_cookie_does_no_harm(house: House, cookie: str, text: str) -> None:
    client, token = begun(house)
    before = drafts()
    client.set_cookie(cookie, text)
    for path in (ABOUT, "/survey/spring/done", house.links()[0]):
        assert client.get(path).status_code in (200, 303, 404, 409), path
    answer = client.post(ABOUT, data={"csrf_token": token, "go": "next", "q_service": "adults"})
    assert answer.status_code in (303, 400, 404, 409)
    if cookie != "scores-spring":
        assert drafts() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Request": "\xff"},
        {"HX-Request": "true", "HX-Current-URL": "javascript:alert(1)", "HX-Trigger": "{"},
        {"HX-Request": "true", "HX-Current-URL-URI-AutoEncoded": "%%%"},
        {"Accept-Encoding": "gzip;q=much, \x7f"},
        {"Accept-Encoding": ",,,;;;="},
        {"Content-Length": "-1"},
        {"If-None-Match": '"' * 500, "Range": "bytes=9-1"},
        {"X-Forwarded-For": "'", "Referer": "http://[", "Origin": "null"},
        {"Cookie": "=;;;=\xff; session"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_garbage_in_headers_does_no_harm(house: House, headers: dict[str, str]) -> None:
    client, _ = begun(house)
    before = drafts()
    for path in ("/", ABOUT, "/static/app.css"):
        assert client.get(path, headers=headers).status_code in (200, 206, 304, 400, 404, 416)
    assert drafts() == before


names = st.sampled_from(["q_service", "q_service__other", "seen", "go", "q_x", "", "csrf_token"])
values = st.one_of(st.sampled_from(["children", "other", "next", "later"]), st.text(max_size=30))


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pairs=st.lists(st.tuples(names, values), max_size=6))
def test_no_form_at_all_breaks_a_page(house: House, pairs: list[tuple[str, str]]) -> None:
    client, token = house.client(), ""
    if not house.letters:
        house.open_round()
    Draft.delete().execute()  # a link has room for five only
    post(client, house.links()[0])
    token = token_in(client.get(ABOUT).get_data(as_text=True))
    before = drafts()
    answer = client.post(ABOUT, data=urlencode([("csrf_token", token), *pairs]), content_type=FORM)
    if answer.status_code != 303:
        refused(answer)
        assert drafts() == before
