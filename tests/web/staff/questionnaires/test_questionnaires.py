"""The library of questionnaires."""

from __future__ import annotations

import io
import re
from base64 import b64encode
from hashlib import sha256
from html import unescape

import pytest
from docx import Document
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from portal.services.questionnaires import shelf
from portal.settings import ROOT
from portal.store.library import Shelf
from tests.factories import ADA, SMALL, House, post, token_in

LIST = "/staff/questionnaires"
NEW = f"{LIST}/new"
ONE = f"{LIST}/small/1"
SECOND = SMALL.replace('version: "1"', 'version: "2"').replace("I am heard", "People hear me")


@pytest.fixture
def ada(house: House) -> FlaskClient:
    """An administrator's browser, two versions in the library."""
    client = house.signed_in()
    for text in (SMALL, SECOND):
        shelf.put(text, ROOT / "questionnaires", ADA, house.now)
    return client


def test_the_list_shows_what_is_shipped_and_uploaded(ada: FlaskClient) -> None:
    page = ada.get(LIST).text
    assert "practitioner/2026.1, included" in page
    assert page.index("small/2, uploaded") < page.index("small/1, uploaded")


def test_list_and_page_say_whom_a_questionnaire_asks(house: House, ada: FlaskClient) -> None:
    asked = "people who left, each anonymously"
    assert asked not in ada.get(LIST).text
    third = SMALL.replace('version: "1"', 'version: "3"\naudience: leavers')
    shelf.put(third, ROOT / "questionnaires", ADA, house.now)
    for path in (LIST, f"{LIST}/small/3"):
        assert asked in ada.get(path).text
    assert "one return from each organisation, with its name" in ada.get(LIST).text


def test_a_pasted_text_is_added(house: House) -> None:
    client = house.signed_in()
    answer = post(client, NEW, {"text": SMALL.replace("\n", "\r\n")})
    assert (answer.status_code, answer.headers["Location"]) == (303, ONE)
    assert "Small check 1 is in the library" in client.get(ONE).text
    assert client.get(f"{ONE}/source").text == SMALL


def test_a_file_goes_before_the_text(house: House) -> None:
    client = house.signed_in()
    token = token_in(client.get(NEW).text)
    file = (io.BytesIO(SECOND.encode()), "second.md")
    answer = client.post(NEW, data={"csrf_token": token, "text": SMALL, "file": file})
    assert answer.headers["Location"] == f"{LIST}/small/2"


def test_a_faulty_text_is_shown_with_each_fault_at_its_line(house: House) -> None:
    text = SMALL.replace("type: grid", "type: gird").replace("{heard: dis", "{herd: dis")
    answer = post(house.signed_in(), NEW, {"text": text})
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert "2 things to correct" in page
    for line, shown in ((34, "type: gird"), (47, "show_if: {herd: disagree}")):
        assert f'href="#line-{line}"' in page
        assert f'<span class="lines__number">{line}</span><code>{shown}</code>' in page
    assert "did you mean `grid`?" in page
    assert text in page
    assert not Shelf.select().exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Choose a file, or paste a text."),
        (SMALL, "small/1 is here already, word for word."),
        (SMALL.replace("minutes: 3", "minutes: 4"), "Give this one a new version"),
    ],
)
def test_a_refusal_keeps_the_text(ada: FlaskClient, text: str, said: str) -> None:
    answer = post(ada, NEW, {"text": text})
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert text in unescape(answer.text)


def test_a_file_in_another_encoding_can_be_mended_on_the_page(house: House) -> None:
    client = house.signed_in()
    token = token_in(client.get(NEW).text)
    text = SMALL.replace("I am heard", "I am heard – always")
    file = (io.BytesIO(text.encode("cp1252")), "small.md")
    answer = client.post(NEW, data={"csrf_token": token, "file": file})
    assert answer.status_code == 422
    assert "this line is not UTF-8 text" in answer.text
    assert text in unescape(answer.text)


def test_a_text_as_long_as_may_be_can_be_sent(house: House) -> None:
    client = house.signed_in()
    long = SMALL + "\n" + "Guidance that goes on and on.\n" * 20_000
    answer = post(client, NEW, {"text": long})
    assert answer.status_code in (303, 422)


def test_a_file_that_is_far_too_long_is_said_to_be(house: House) -> None:
    client = house.signed_in()
    file = FileStorage(io.BytesIO(b"x" * 2_000_000), "x.md")
    fields = {"csrf_token": token_in(client.get(NEW).text), "file": file}
    boundary, body = encode_multipart(fields)  # the client's own would leave a file open
    kind = f"multipart/form-data; boundary={boundary}"
    answer = client.post(NEW, data=body, content_type=kind)
    assert answer.status_code == 422
    assert "over 1 MiB" in answer.text


def test_its_page_tells_what_it_holds(ada: FlaskClient) -> None:
    page = unescape(ada.get(ONE).text)
    for told in (
        "4 on 2 pages",
        "about 3 minutes",
        "no round yet",
        "Who is asked what: 1 condition",
        "asked only if “I am heard” (under “How far do you agree?”) is “Disagree”",
        "2 questions",
        "Which service do you work in?",
        "Delete this questionnaire",
    ):
        assert told in page


@pytest.mark.parametrize("name", ["small/9", "nothing/1", "practitioner/2020.9"])
def test_one_that_is_not_there_has_no_pages(ada: FlaskClient, name: str) -> None:
    for end in ("", "/print", "/word", "/source", "/compare", "/delete", "/pages/about"):
        assert ada.get(f"{LIST}/{name}{end}").status_code == 404


def test_the_sheet_to_print_brings_its_style_and_nothing_else_does(ada: FlaskClient) -> None:
    answer = ada.get(f"{ONE}/print")
    style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert style
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    policy = answer.headers["Content-Security-Policy"]
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "sha256" not in ada.get(ONE).headers["Content-Security-Policy"]


def test_the_word_document_and_the_text_are_files(ada: FlaskClient) -> None:
    word, text = ada.get(f"{ONE}/word"), ada.get(f"{ONE}/source")
    name = word.headers["Content-Disposition"].removeprefix("attachment; filename=")
    assert re.fullmatch(r"small_1_questionnaire_[\d-]{10}\.docx", name)
    assert Document(io.BytesIO(word.data)).core_properties.title == "Small check"
    assert text.headers["Content-Disposition"].endswith(name.replace("docx", "md"))
    assert text.content_type == "text/markdown; charset=utf-8"
    assert text.text == SMALL


@pytest.mark.parametrize(("own", "other"), [("1", "2"), ("2", "1")])
def test_two_versions_are_compared_the_older_one_first(
    ada: FlaskClient, own: str, other: str
) -> None:
    page = unescape(ada.get(f"{LIST}/small/{own}/compare?with={other}").text)
    assert "What changed from version 1 to 2" in page
    assert "Of the 4 questions of version 2, 3 can be compared with version 1." in page
    assert page.index("I am heard") < page.index("People hear me")


@pytest.mark.parametrize("other", ["", "1", "9", "../x"])
def test_without_another_version_one_is_asked_which(ada: FlaskClient, other: str) -> None:
    answer = ada.get(f"{ONE}/compare", query_string={"with": other})
    assert answer.status_code == 200
    assert "Compare 1 with" in answer.text
    assert "can be compared with" not in answer.text


def test_where_there_is_one_version_the_next_step_is_said(ada: FlaskClient) -> None:
    assert "There is only one version" in ada.get(f"{LIST}/self_assessment/2026.1/compare").text


def test_deleting_is_asked_about_first(ada: FlaskClient) -> None:
    page = ada.get(f"{ONE}/delete").text
    assert "Delete Small check 1?" in page
    assert Shelf.select().count() == 2
    answer = ada.post(f"{ONE}/delete", data={"csrf_token": token_in(page)})
    assert (answer.status_code, answer.headers["Location"]) == (303, LIST)
    assert ada.get(ONE).status_code == 404


def test_what_is_in_use_or_shipped_cannot_be_deleted(house: House, ada: FlaskClient) -> None:
    house.round()
    for name in ("small/1", "practitioner/2026.1"):
        assert "Delete this" not in ada.get(f"{LIST}/{name}").text
        assert ada.get(f"{LIST}/{name}/delete").status_code == 409
    assert Shelf.select().count() == 2


def test_labels_are_shown_as_text_wherever_they_come_up(house: House) -> None:
    client = house.signed_in()
    text = SMALL.replace("I am heard", "Is 1 < 2 & *so* on").replace("Small check", "A <b> & c")
    assert post(client, NEW, {"text": text}).status_code == 303
    for end in ("", "/print", "/pages/support", "/compare"):
        assert "<b> &" not in client.get(ONE + end).text


def test_the_example_beside_the_form_can_be_added_as_it_is(ada: FlaskClient) -> None:
    found = re.search(r'<pre[^>]*id="example"[^>]*>(.*?)</pre>', ada.get(NEW).text, re.S)
    assert found
    answer = post(ada, NEW, {"text": unescape(found[1])})
    assert answer.headers["Location"] == f"{LIST}/tea_room/1"
