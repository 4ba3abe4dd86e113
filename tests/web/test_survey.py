"""The questionnaire page by page, over plain HTTP."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from portal.services.people import invitations
from portal.store.answers import Ballot, Draft
from tests.factories import ADA, SMALL, House, answer, post, token_in

ABOUT = "/survey/spring/about"
SUPPORT = "/survey/spring/support"
HTMX = {"HX-Request": "true"}
REQUIRED = SMALL.replace("label: Which service", "required: true\nlabel: Which service")
CHECKED = """---
id: counted
version: "1"
title: Counted
kind: anonymous
minutes: 1
---

# Posts {#posts_page}

```page
checks:
  - {unfilled: {at_most: posts}, message: There are more empty posts than posts}
```

```question
id: posts
type: number
label: How many posts?
fact: false
```

```question
id: unfilled
type: number
label: How many are empty?
fact: false
```
"""


ROWS = CHECKED.replace(
    CHECKED[CHECKED.index("```page") :],
    "".join(
        f"```question\nid: {id}\ntype: numbers\nlabel: {label}\nfact: false\n"
        f"rows: {{{id}_posts: Posts, {id}_vacancies: Vacancies}}\n```\n\n"
        for id, label in (("worker", "Social workers"), ("manager", "Managers"))
    ),
)


def begun(house: House, source: str = SMALL) -> FlaskClient:
    house.open_round(source=source)
    client = house.client()
    post(client, house.links()[0])
    return client


def by_htmx(client: FlaskClient, path: str, fields: Mapping[str, str]) -> str:
    token = token_in(client.get(path).get_data(as_text=True))
    saved = client.post(path, data={"csrf_token": token, **fields}, headers=HTMX)
    assert saved.status_code == 200
    return saved.get_data(as_text=True)


def text_of(client: FlaskClient, path: str) -> str:
    return client.get(path).get_data(as_text=True)


def test_the_way_leads_from_page_to_page_to_the_check(house: House) -> None:
    client = begun(house)
    assert client.get("/survey/spring/").location == ABOUT
    assert post(client, ABOUT, {"go": "next"}).location == SUPPORT
    assert post(client, SUPPORT, {"go": "next"}).location == "/survey/spring/check"


def test_a_page_ahead_of_the_person_leads_back_to_theirs(house: House) -> None:
    client = begun(house)
    for path in (SUPPORT, "/survey/spring/check"):
        found = client.get(path, follow_redirects=True)
        assert found.request.path == ABOUT


def test_submitting_too_early_leads_to_the_page_that_is_not_done(house: House) -> None:
    client = begun(house)
    token = token_in(text_of(client, ABOUT))
    assert client.post("/survey/spring/submit", data={"csrf_token": token}).location == ABOUT
    assert Ballot.select().count() == 0


def test_what_is_required_is_asked_for_on_going_on_but_not_on_stopping(house: House) -> None:
    client = begun(house, REQUIRED)
    refused = post(client, ABOUT, {"go": "next"})
    assert refused.status_code == 422
    assert "Choose an answer to" in refused.get_data(as_text=True)
    assert post(client, ABOUT, {"go": "later"}).location == "/survey/spring/later"


LONG = {"q_service": "other", "q_service__other": "x" * 201}


def test_a_page_with_a_fault_keeps_the_rest_and_shows_all(house: House) -> None:
    client = begun(house, CHECKED)
    path = "/survey/spring/posts_page"
    refused = post(client, path, {"q_posts": "many", "q_unfilled": "5", "go": "next"})
    assert refused.status_code == 422
    assert 'value="many"' in refused.get_data(as_text=True)
    assert 'value="many"' not in text_of(client, path)
    assert 'value="5"' in text_of(client, path)


def test_coming_back_later_keeps_what_is_valid_and_says_what_was_not(house: House) -> None:
    client = begun(house, CHECKED)
    path = "/survey/spring/posts_page"
    stopped = post(client, path, {"q_posts": "many", "q_unfilled": "5", "go": "later"})
    assert stopped.status_code == 200
    text = stopped.get_data(as_text=True)
    assert 'id="resume-code"' in text
    assert f'<a class="govuk-link" href="{path}#q_posts">How many posts?</a>' in text
    assert 'value="5"' in text_of(client, path)


def test_an_answer_is_taken_back_by_a_button_without_scripts(house: House) -> None:
    client = begun(house)
    post(client, ABOUT, {**LONG, "q_service__other": "Duty", "go": "later"})
    taken = post(client, ABOUT, {"q_service": "other", "clear": "q_service"})
    assert (taken.status_code, taken.location) == (303, ABOUT)
    text = text_of(client, ABOUT)
    assert "checked" not in text and "Duty" not in text


def test_a_doubt_is_raised_once_and_may_stand(house: House) -> None:
    client = begun(house, CHECKED)
    path, fields = "/survey/spring/posts_page", {"q_posts": "3", "q_unfilled": "5", "go": "next"}
    first = post(client, path, fields)
    assert first.status_code == 422
    page = BeautifulSoup(first.get_data(as_text=True), "html.parser")
    [doubt] = page.select(".doubt")
    assert "There are more empty posts than posts" in doubt.text
    assert page.title and not page.title.text.startswith("Error")
    assert not page.select(".govuk-error-summary, .govuk-form-group--error")
    assert post(client, path, fields).location == "/survey/spring/check"


def test_htmx_gets_a_fragment_of_what_came_and_went(house: House) -> None:
    client = begun(house)
    post(client, ABOUT, {"go": "next"})
    came = by_htmx(client, SUPPORT, {"q_heard": "disagree"})
    assert "<html" not in came
    assert 'name="q_why"' in came and "Saved" in came
    went = by_htmx(client, SUPPORT, {"q_heard": "agree"})
    assert 'id="when-why"' in went and 'name="q_why"' not in went


def test_saving_as_one_goes_does_not_finish_a_page(house: House) -> None:
    client = begun(house)
    by_htmx(client, ABOUT, {"q_service": "adults"})
    assert client.get("/survey/spring/").location == ABOUT


def test_saving_as_one_goes_nags_about_nothing_that_is_missing(house: House) -> None:
    client = begun(house, REQUIRED)
    assert "error" not in by_htmx(client, ABOUT, {}).lower()
    assert by_htmx(client, ABOUT, {"q_service": "adults"})
    assert 'value="adults" checked' in text_of(client, ABOUT)


def test_saved_is_never_said_of_what_was_not(house: House) -> None:
    client = begun(house)
    said = by_htmx(client, ABOUT, LONG)
    assert 'Saved, except <a class="govuk-link" href="#q_service__other">' in said
    assert 'id="q_service__other-error" hx-swap-oob="true"' in said
    assert "is 201 characters long" in said


def test_a_look_at_what_comes_and_goes_keeps_nothing(house: House) -> None:
    client = begun(house)
    post(client, ABOUT, {"go": "next"})
    looked = by_htmx(client, SUPPORT, {"q_heard": "disagree", "go": "look"})
    assert 'name="q_why"' in looked and "Not saved yet" in looked
    assert "checked" not in text_of(client, SUPPORT)


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found
    return found[1]


def test_what_another_tab_changed_too_stops_a_save_once(house: House) -> None:
    client = begun(house)
    page = text_of(client, ABOUT)
    post(client, ABOUT, {"q_service": "adults", "go": "next"})
    form = {"csrf_token": token_in(page), "go": "next", "q_service": "children"}
    stopped = client.post(ABOUT, data={**form, "seen": seen_on(page)})
    assert stopped.status_code == 409
    text = stopped.get_data(as_text=True)
    assert "was changed elsewhere too, and says “Adults” there" in text
    said = BeautifulSoup(text, "html.parser")
    assert len(said.select(".govuk-error-summary, .govuk-notification-banner")) == 1
    assert 'value="children" checked' in text
    assert 'value="adults" checked' in text_of(client, ABOUT)
    assert client.post(ABOUT, data={**form, "seen": seen_on(text)}).status_code == 303
    assert 'value="children" checked' in text_of(client, ABOUT)


def test_saving_as_one_goes_erases_nothing_that_another_tab_has_entered(house: House) -> None:
    client = begun(house, CHECKED)
    path = "/survey/spring/posts_page"
    mine, theirs = text_of(client, path), text_of(client, path)
    token = token_in(mine)

    def send(seen: str, **fields: str) -> str:
        form = {"csrf_token": token, "seen": seen, **fields}
        return client.post(path, data=form, headers=HTMX).get_data(as_text=True)

    send(seen_on(theirs), q_posts="7", q_unfilled="")
    told = send(seen_on(mine), q_posts="", q_unfilled="3")
    assert 'Something here was changed elsewhere: <a class="govuk-link" href="">show it' in told
    send(seen_on(told), q_posts="", q_unfilled="4")
    text = text_of(client, path)
    assert 'value="7"' in text and 'value="4"' in text


def test_an_answer_is_shown_as_text_whatever_it_holds(house: House) -> None:
    client = begun(house)
    evil = "</textarea><script>alert(1)</script>{{round}}&\"'"
    post(client, ABOUT, {"go": "next"})
    for _ in range(2):
        post(client, SUPPORT, {"q_heard": "disagree", "go": "next"})
    post(client, SUPPORT, {"q_heard": "disagree", "q_why": evil, "go": "next"})
    for path in (SUPPORT, "/survey/spring/check"):
        text = text_of(client, path)
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text
        assert "{{round}}" in text


def test_a_message_names_the_question_of_its_row(house: House) -> None:
    client = begun(house, ROWS)
    path = "/survey/spring/posts_page"
    refused = post(client, path, {"q_manager_vacancies": "many", "go": "next"})
    assert "“Managers, Vacancies” must be a number" in refused.get_data(as_text=True)


def test_submitting_seals_the_answers_and_lets_go_of_the_draft(house: House) -> None:
    house.open_round()
    client = house.client()
    sent = answer(client, house.links()[0], {"about": {}, "support": {"q_heard": "agree"}})
    assert (sent.status_code, sent.location) == (303, "/survey/spring/done")
    assert (Ballot.select().count(), Draft.select().count()) == (1, 0)
    assert client.get_cookie("answers-spring") is None


def test_a_link_that_was_replaced_too_is_told_beside_its_field(house: House) -> None:
    house.open_round()
    client = house.client()
    [old] = house.links()
    post(client, old)
    for path in (ABOUT, SUPPORT):
        post(client, path, {"go": "next"})
    invitations.reissue("spring", "remi1@northshire.example.org", ADA, house.now)
    house.work()
    token = token_in(text_of(client, "/survey/spring/check"))
    pasted = {"csrf_token": token, "link": f"http://127.0.0.1:8000{old}"}
    found = client.post("/survey/spring/check", data=pasted)
    assert found.status_code == 422
    assert "use the newest letter" in found.get_data(as_text=True)


@pytest.mark.parametrize("page", ["", "about", "support", "check", "later"])
def test_without_the_cookie_there_is_nothing(house: House, page: str) -> None:
    begun(house)
    assert house.client().get(f"/survey/spring/{page}").status_code == 404


def test_a_form_that_was_open_too_long_comes_back_filled_in(house: House) -> None:
    client = begun(house)
    answered = client.post(ABOUT, data={"go": "next", "q_service": "adults"})
    assert answered.status_code == 400
    text = answered.get_data(as_text=True)
    assert "Nothing is lost" in text and 'value="adults" checked' in text
    form = {"csrf_token": token_in(text), "go": "next", "q_service": "adults"}
    assert client.post(ABOUT, data=form).status_code == 303


@pytest.mark.parametrize("lost", ["both cookies", "the page", "the round"])
def test_a_form_open_too_long_for_which_nothing_is_left_asks_to_try_again(
    house: House, lost: str
) -> None:
    client = begun(house)
    if lost == "both cookies":
        client = house.client()
    if lost == "the round":
        house.work(days=8)
    path = SUPPORT if lost == "the page" else ABOUT
    answered = client.post(path, data={"go": "next"})
    assert answered.status_code == 400
    assert "Please try again" in answered.get_data(as_text=True)


def test_a_sentence_about_an_answer_that_was_skipped_has_no_hole_in_it(house: House) -> None:
    said = "Now about {{answer:service or your service}} ({{answer:service}}).\n"
    client = begun(
        house, SMALL.replace("# Support {#support}\n", f"# Support {{#support}}\n\n{said}")
    )
    post(client, ABOUT, {"go": "next"})
    assert "Now about your service ((not answered))." in text_of(client, SUPPORT)
    post(client, ABOUT, {"q_service": "adults", "go": "next"})
    assert "Now about Adults (Adults)." in text_of(client, SUPPORT)
