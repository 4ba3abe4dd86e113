"""Where the survey ends for somebody: submitted, used up by another, or come too late."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from portal.calendar.schedule import Schedule
from portal.services.answering import arriving, own_scores
from portal.services.people import links, sheets
from portal.vault.tokens import link_text
from portal.web.limits import MOST
from portal.web.respond import cookies
from tests.factories import ADA, SMALL, House, answer, post, token_in
from tests.services import scenes

ABOUT, CHECK, DONE = (f"/survey/spring/{page}" for page in ("about", "check", "done"))
PAGES = {"about": {}, "support": {"q_heard": "agree", "q_safe": "disagree"}}
MINUTES_LATER = timedelta(seconds=own_scores.LIVES)
MADE_UP = "A" * 22
LATER = "/survey/spring/later"


def submitted(house: House) -> FlaskClient:
    """The browser of somebody who has just submitted; a second person has a link, too."""
    house.open_round(2)
    client = house.client()
    assert answer(client, house.links()[0], PAGES).location == DONE
    return client


def text(client: FlaskClient, path: str) -> str:
    return client.get(path, follow_redirects=True).text


def heading(html: str) -> str:
    found = BeautifulSoup(html, "html.parser").h1
    assert found
    return found.get_text(strip=True)


def test_a_reload_shows_the_scores_again_for_five_minutes(house: House) -> None:
    client = submitted(house)
    house.now += MINUTES_LATER - timedelta(seconds=1)
    for _ in range(2):
        page = text(client, DONE)
        assert ">50<" in page and "for five minutes after you submitted" in page
    house.now += timedelta(seconds=1)
    page = text(client, DONE)
    assert ">50<" not in page
    assert "stay for five minutes in the browser" in page and "your answers are in" in page


def test_the_browser_too_drops_the_scores_after_five_minutes(house: House) -> None:
    cookie = submitted(house).get_cookie("scores-spring")
    assert cookie and cookie.max_age == own_scores.LIVES == 300 and cookie.http_only


@pytest.mark.parametrize("page", ["", "about", "support", "check", "later"])
def test_whoever_comes_back_to_a_page_hears_that_the_answers_are_sent(
    house: House, page: str
) -> None:
    client = submitted(house)
    found = client.get(f"/survey/spring/{page}")
    assert found.status_code == 409
    assert heading(found.text) == "Your answers have been sent"
    assert f'href="{DONE}"' in found.text and ">50<" not in found.text


def test_a_second_press_on_submit_leads_to_the_scores(house: House) -> None:
    house.open_round()
    client = house.client()
    post(client, house.links()[0])
    for page, fields in PAGES.items():
        post(client, f"/survey/spring/{page}", {**fields, "go": "next"})
    form = {"csrf_token": token_in(text(client, CHECK)), "go": "submit"}
    for _ in range(2):
        sent = client.post("/survey/spring/submit", data=form)
        assert (sent.status_code, sent.location) == (303, DONE)


def test_a_page_that_is_still_open_elsewhere_says_that_the_answers_are_sent(house: House) -> None:
    house.open_round()
    here, there = house.client(), house.client()
    post(here, house.links()[0])
    cookie = here.get_cookie("answers-spring")
    assert cookie
    there.set_cookie("answers-spring", cookie.value)
    for page in ("about", "support"):
        post(there, f"/survey/spring/{page}", {"go": "next"})
    form = {"csrf_token": token_in(text(there, CHECK)), "go": "submit"}
    there.post("/survey/spring/submit", data=form)
    page = text(here, ABOUT)
    assert heading(page) == "Your answers have been sent"
    assert "Was this not you?" in page and "health-check@example.org" in page


def test_once_the_browser_has_forgotten_it_says_what_it_knows(house: House) -> None:
    client = submitted(house)
    house.now += MINUTES_LATER
    found = client.get(CHECK)
    assert found.status_code == 404
    assert heading(found.text) == "This browser holds no answers"
    assert "If you have pressed “Submit”, your answers are in" in found.text


def test_coming_back_after_the_closing_is_told_of_the_answers_first(house: House) -> None:
    house.open_round()
    house.now += timedelta(days=6, hours=23, minutes=59)
    client = house.client()
    answer(client, house.links()[0], PAGES)
    house.work(minutes=2)
    assert heading(text(client, CHECK)) == "Your answers have been sent"
    house.now += MINUTES_LATER
    page = text(client, CHECK)
    assert heading(page) == "This survey has closed"
    assert "What was submitted before is in" in page


def test_scores_speak_of_the_employer_and_of_their_range(house: House) -> None:
    page = BeautifulSoup(text(submitted(house), DONE), "html.parser")
    [row] = page.select("tbody tr")
    assert " ".join(row.get_text(" ").split()) == "Support 50 Improve"
    said = " ".join(page.get_text(" ").split())
    assert "What you said about your employer" in said and "0 is worst and 100 is best" in said
    assert "0 to 50 is called red (improve), 51 to 74 is called amber (monitor) and 75" in said


def test_scores_can_be_saved_as_a_picture_for_as_long_as_they_are_shown(house: House) -> None:
    client = submitted(house)
    picture = client.get(f"{DONE}/picture")
    assert picture.mimetype == "image/svg+xml"
    assert picture.headers["Content-Disposition"] == 'attachment; filename="health-check.svg"'
    drawn = ElementTree.fromstring(picture.text)
    words = [str(part.text).strip() for part in drawn.iter() if part.tag.endswith("text")]
    assert {"Support", "50", "improve", "0 to 50 is called red (improve) in reports."} <= set(words)
    house.now += MINUTES_LATER
    assert client.get(f"{DONE}/picture").location == DONE


def test_pictures_of_different_scores_are_equally_long_on_the_wire(house: House) -> None:
    house.open_round(2)
    lengths = set()
    for link, safe in zip(house.links(), ("disagree", "agree"), strict=True):
        client = house.client()
        answer(client, link, {"about": {}, "support": {"q_heard": "agree", "q_safe": safe}})
        picture = client.get(f"{DONE}/picture")
        lengths.add(len(picture.data) + len(picture.headers["Padding"]))
        assert picture.headers["Cache-Control"] == "no-store"
    assert len(lengths) == 1


def test_a_survey_may_show_nobody_their_scores(house: House) -> None:
    house.open_round(source=SMALL.replace("scores:\n", "show_scores: false\nscores:\n", 1))
    client = house.client()
    answer(client, house.links()[0], PAGES)
    page = text(client, DONE)
    assert heading(page) == "Thank you: your answers are in"
    assert "score" not in BeautifulSoup(page, "html.parser").get_text()
    assert client.get(f"{DONE}/picture").location == DONE
    assert "See your own scores" not in text(client, CHECK)


def test_the_scores_can_be_removed_from_the_browser(house: House) -> None:
    client = submitted(house)
    assert post(client, DONE).location == DONE
    assert client.get_cookie("scores-spring") is None
    assert heading(text(client, DONE)) == "There are no scores in this browser"
    assert heading(text(client, CHECK)) == "This browser holds no answers"


def test_whoever_begins_in_the_same_browser_next_is_not_shown_anothers_scores(house: House) -> None:
    client = submitted(house)
    post(client, house.links()[1])
    assert client.get_cookie("scores-spring") is None
    assert ">50<" not in text(client, DONE)


def test_they_would_be_if_beginning_left_them_there(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cookies, "remove_scores", lambda *_: None)
    client = submitted(house)
    post(client, house.links()[1])
    client.delete_cookie("answers-spring")
    assert ">50<" in text(client, DONE)


def test_nobody_is_thanked_who_has_not_submitted(house: House) -> None:
    house.open_round()
    client = house.client()
    post(client, house.links()[0])
    found = client.get(DONE, follow_redirects=True)
    assert found.request.path == ABOUT


def test_a_browser_that_submitted_nothing_is_not_told_that_answers_are_in(house: House) -> None:
    assert "your answers are in" not in text(house.client(), DONE).split("If")[0]


def test_no_scores_are_said_to_be_none(house: House) -> None:
    house.open_round()
    client = house.client()
    answer(client, house.links()[0], {"about": {}, "support": {}})
    page = text(client, DONE)
    assert "There are no scores of your own to show" in page and "Remove" not in page


def test_what_a_browser_keeps_of_any_of_these_pages_is_kept_empty(house: House) -> None:
    """By the script that blanks a page when it is left; it is never stored."""
    client = submitted(house)
    pages = [client.get(path) for path in (DONE, CHECK, house.links()[0])]
    post(client, house.links()[1])
    pages += [client.get(ABOUT), client.get(LATER), post(client, LATER)]
    for page in pages:
        assert "/static/app.js" in page.text and page.headers["Cache-Control"] == "no-store"


def test_a_used_link_says_what_that_means_and_whom_to_tell(house: House) -> None:
    submitted(house)
    found = house.client().get(house.links()[0])
    assert found.status_code == 409
    assert heading(found.text) == "This link has been used"
    assert "Was this not you?" in found.text
    assert 'Tell <a class="govuk-link" href="mailto:health-check@example.org"' in found.text


def test_after_the_count_all_links_get_the_same_page_which_says_that_it_is_over(
    house: House,
) -> None:
    """A link that was used, one that was not, a replaced one, a slip's, one to forward, a code, and
    one that never was."""
    submitted(house)
    slip = sheets.make("spring", "northshire", 1, ADA, house.now)[0]
    forward = links.open_link("spring", "northshire", ADA, house.now)
    code = scenes.begin(house, house.links()[1])
    house.work(days=8)
    house.work()
    paths = [*house.links(), f"/i/{link_text(slip)}", f"/o/{link_text(forward)}", f"/i/{MADE_UP}"]
    answers = [house.client().get(path) for path in (*paths, "/i/short")]
    assert {each.status_code for each in answers} == {404}
    [page] = {each.text for each in answers}
    assert heading(page) == "This survey has closed"
    assert "The last one closed on 9 March 2026" in page and "address" in page
    assert "ask the people who invited you" in page and "Please do not send your link" in page
    assert heading(text(house.client(), f"/r/{arriving.code_text(code)}")) == heading(page)


def test_while_a_survey_is_open_a_link_that_leads_nowhere_may_be_of_one_that_has_closed(
    house: House,
) -> None:
    house.open_round()
    [late] = house.links()
    assert "closed" not in text(house.client(), f"/i/{MADE_UP}")
    house.work(days=8)
    house.work()
    house.open_round(code="autumn", schedule=Schedule(house.now, house.now + timedelta(days=7)))
    pages = {text(house.client(), path) for path in (late, f"/i/{MADE_UP}")}
    [page] = pages
    assert heading(page) == "This link does not lead anywhere"
    assert "Or its survey has closed: the last one here closed on 9 March 2026" in page
    assert "ask the people who invited you" in page


def test_latecomers_are_not_held_to_be_guessing(house: House) -> None:
    house.open_round()
    house.work(days=8)
    assert {house.client().get(f"/i/{MADE_UP}").status_code for _ in range(MOST + 1)} == {404}
