"""What a round asks, looked through by its PSW: page by page, nothing kept."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from portal.services.questionnaires import frozen
from tests.factories import OLGA, PAT, SMALL, House, post, token_in
from tests.services import scenes

QUESTIONS = "/staff/rounds/spring/questions"
ABOUT, SUPPORT = f"{QUESTIONS}/pages/about", f"{QUESTIONS}/pages/support"
GO = {"go": "next"}
CHECKED = (
    SMALL.replace("anonymous", "return").replace("breakdowns: [service]\n", "")
    + """
# Posts {#posts}

```page
checks:
  - empty: {at_most: all_posts}
    message: More posts are empty than there are.
```

```question
id: all_posts
type: number
label: How many posts are there?
required: true
```

```question
id: empty
type: number
label: How many are empty?
```
"""
)


@pytest.fixture
def pat(house: House) -> FlaskClient:
    house.person(PAT)
    house.round()
    return house.signed_in(PAT)


def location(answer: object) -> str:
    assert getattr(answer, "status_code", 0) == 303, getattr(answer, "text", "")
    return str(answer.headers["Location"])  # type: ignore[attr-defined]


def seen(html: str) -> str:
    found = re.search(r'id="seen" name="seen" value="([^"]*)"', html)
    assert found
    return found[1]


def begin(client: FlaskClient, **fields: str) -> str:
    """The address of the second page, the first being answered so."""
    return location(post(client, f"{ABOUT}?answers=", {**fields, **GO}))


def test_its_page_leads_to_everything(pat: FlaskClient) -> None:
    page = pat.get(QUESTIONS).text
    for address in (f"{QUESTIONS}/word", f"{QUESTIONS}/print", ABOUT, f"{ABOUT}?answers="):
        assert f'href="{address}"' in page
        assert pat.get(address).status_code == 200


def test_a_psw_does_not_see_the_library_or_a_round_that_is_not_hers(
    house: House, pat: FlaskClient
) -> None:
    house.round("theirs", organisations=("southborough",))
    assert pat.get("/staff/questionnaires/practitioner/2026.1").status_code == 404
    assert pat.get("/staff/rounds/theirs/questions").status_code == 404
    assert house.signed_in(OLGA).get("/staff/rounds/theirs/questions").status_code == 200


def test_everything_on_a_page_is_shown_with_a_note_of_who_is_asked(pat: FlaskClient) -> None:
    page = pat.get(SUPPORT).text
    assert "What gets in the way?</label>" in page
    assert "Not everybody is asked all of this" in page
    assert "only if “I am heard”" in page
    assert "Not everybody" not in pat.get(ABOUT).text


def test_looking_at_everything_the_button_leads_on_and_at_last_back(pat: FlaskClient) -> None:
    assert location(post(pat, ABOUT, GO)) == SUPPORT
    assert location(post(pat, SUPPORT, GO)) == QUESTIONS
    assert location(post(pat, SUPPORT, {"go": "later"})) == QUESTIONS
    token = token_in(pat.get(SUPPORT).text)
    answer = pat.post(SUPPORT, data={"csrf_token": token}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.text) == (204, "")


def test_going_through_it_questions_come_with_the_answers(pat: FlaskClient) -> None:
    support = begin(pat, q_service="adults")
    assert "What gets in the way?" not in pat.get(support).text
    again = location(post(pat, support, {"q_heard": "disagree", **GO}))
    assert again.endswith("#when-why")
    page = pat.get(again).text
    assert "What gets in the way?" in page
    assert re.search(r'value="disagree" checked', page)
    end = location(
        post(pat, again, {"q_heard": "disagree", "q_why": "Time", "seen": seen(page), **GO})
    )
    assert end == QUESTIONS
    assert "2 of 2 pages were shown" in pat.get(QUESTIONS).text


def test_going_back_the_answers_are_still_there(pat: FlaskClient) -> None:
    page = pat.get(begin(pat, q_service="adults")).text
    back = re.search(r'href="([^"]+)" class="govuk-back-link"', page)
    assert back
    assert 'value="adults" checked' in pat.get(back[1]).text


def test_a_save_by_htmx_brings_what_came_and_takes_what_went(pat: FlaskClient) -> None:
    support = begin(pat)
    token = token_in(pat.get(support).text)
    htmx = {"HX-Request": "true"}
    first = pat.post(support, data={"csrf_token": token, "q_heard": "disagree"}, headers=htmx)
    assert first.status_code == 200
    assert "This is a preview: nothing is kept." in first.text
    assert re.search(r'id="when-why" hx-swap-oob="true">\s*<div', first.text)
    fields = {"csrf_token": token, "q_heard": "agree", "q_why": "", "seen": seen(first.text)}
    second = pat.post(support, data=fields, headers=htmx)
    assert re.search(r'id="when-why" hx-swap-oob="true">\s*</div>', second.text)
    fields |= {"q_safe": "agree", "seen": seen(second.text)}
    third = pat.post(support, data=fields, headers=htmx)
    assert "when-why" not in third.text


def test_nothing_is_kept_of_a_preview(pat: FlaskClient) -> None:
    pat.get(ABOUT)
    before = scenes.snapshot()
    support = begin(pat, q_service="adults")
    post(pat, support, {"q_heard": "disagree", **GO})
    assert scenes.snapshot() == before


def test_a_form_that_no_page_sends_is_refused(pat: FlaskClient) -> None:
    for fields in ({"q_service": "nowhere"}, {"q_nothing": "x"}, {"seen": "damaged"}):
        assert post(pat, f"{ABOUT}?answers=", {**fields, **GO}).status_code == 400
    assert pat.get(f"{ABOUT}?answers=damaged").status_code == 400
    assert pat.get(f"{QUESTIONS}/pages/nothing").status_code == 404


def test_a_page_that_is_not_on_the_way_cannot_be_gone_to(house: House) -> None:
    text = SMALL.replace(
        "# Support {#support}\n",
        "# Support {#support}\n\n```page\nshow_if: {service: adults}\n```\n",
    )
    house.round(source=text)
    client = house.signed_in()
    assert client.get(f"{SUPPORT}?answers=").status_code == 404
    assert client.get(begin(client, q_service="adults")).status_code == 200
    assert begin(client, q_service="children") == QUESTIONS
    assert "1 of 2 pages was shown" in client.get(QUESTIONS).text


def test_required_answers_faults_and_checks_come_as_respondents_get_them(house: House) -> None:
    house.round(source=CHECKED)
    client = house.signed_in()
    posts = f"{QUESTIONS}/pages/posts?answers="
    answer = post(client, posts, {"q_empty": "many", **GO})
    assert answer.status_code == 422
    assert "Enter an answer to “How many posts are there?”" in answer.text
    assert "must be a number" in answer.text
    assert 'value="many"' in answer.text
    warned = post(client, posts, {"q_all_posts": "2", "q_empty": "3", **GO})
    assert warned.status_code == 422
    assert "More posts are empty than there are." in warned.text
    action = re.search(r'method="post" action="([^"]+/pages/[^"]+)"', warned.text)
    assert action
    assert "warned=1" in action[1]
    fields = {"csrf_token": token_in(warned.text), "seen": seen(warned.text)}
    again = client.post(
        action[1].replace("&amp;", "&"), data={**fields, "q_all_posts": "2", "q_empty": "3", **GO}
    )
    assert location(again) == QUESTIONS


def test_a_tick_that_is_taken_out_of_a_return_is_out(house: House) -> None:
    house.round(source=CHECKED.replace("type: number", "type: number\nunknown: true"))
    client = house.signed_in()
    posts = f"{QUESTIONS}/pages/posts?answers="
    page = client.get(posts)
    fields = {"csrf_token": token_in(page.text), "q_all_posts__unknown": "yes", "seen": ""}
    first = client.post(posts, data=fields, headers={"HX-Request": "true"})
    fields = {"csrf_token": token_in(page.text), "q_all_posts": "2", "seen": seen(first.text)}
    again = location(client.post(posts, data={**fields, **GO}))
    assert again == QUESTIONS


def test_pages_of_one_reader_hold_nothing_of_another(house: House, pat: FlaskClient) -> None:
    """Pages are rendered once and kept: what is kept must be nobody's."""
    begin(pat, q_service="adults")
    page = house.signed_in(OLGA).get(f"{ABOUT}?answers=").text
    assert "checked" not in page
    assert "@" not in page
    assert frozen.of_round("spring").title in page
