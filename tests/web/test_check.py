"""What would be submitted, to be looked through once more."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from tests.factories import SMALL, House, post
from tests.survey.factories import front_matter, questionnaire_text
from tests.web.sample import EVERYTHING, SCALES

SURVEY = "/survey/spring"
CHECK = f"{SURVEY}/check"
COMMENT = "First line.\n<b>Second</b> line."
ALL: Mapping[str, Mapping[str, str]] = {
    "about": {"q_service": "other", "q_service__other": "Duty team"},
    "support": {"q_heard": "disagree", "q_safe": "agree", "q_why": COMMENT},
}
MANY = questionnaire_text(front_matter(scales=SCALES), EVERYTHING)


def on_the_check(
    house: House, answers: Mapping[str, Mapping[str, str]], source: str = SMALL
) -> tuple[FlaskClient, BeautifulSoup]:
    house.open_round(source=source)
    client = house.client()
    post(client, house.links()[0])
    for page, fields in answers.items():
        path = f"{SURVEY}/{page}"
        while "#when-" in post(client, path, {**fields, "go": "next"}).location:
            pass
    return client, BeautifulSoup(client.get(CHECK).text, "html.parser")


def words(tag: Tag | None) -> str:
    return " ".join(tag.get_text(" ").split()) if tag else ""


def left_open(page: BeautifulSoup) -> dict[str, str]:
    return {words(link): str(link["href"]) for link in page.select(".left-open a")}


def test_what_was_left_open_stands_first_and_leads_to_the_statement(house: House) -> None:
    _, page = on_the_check(house, {"about": {}, "support": {"q_heard": "agree"}})
    assert left_open(page) == {
        "Which service do you work in?": f"{SURVEY}/about?change=1#q_service",
        "I am safe": f"{SURVEY}/support?change=1#q_safe",
    }
    assert "2 of 3 questions have no answer" in words(page.main)


def test_a_page_that_was_left_whole_is_told_in_one_line(house: House) -> None:
    _, page = on_the_check(house, {"about": {"q_service": "adults"}, "support": {}})
    assert left_open(page) == {"Support: all 2": f"{SURVEY}/support?change=1#q_heard"}


def test_of_a_page_with_much_left_open_the_first_leads_there(house: House) -> None:
    answers = {"everything": {"q_service": "children", "q_team": "Duty"}, "afterwards": {}}
    _, page = on_the_check(house, answers, MANY)
    assert left_open(page) == {"Working life: 9 of 11": f"{SURVEY}/everything?change=1#q_regular"}


def test_a_comment_that_nobody_wrote_is_not_left_open(house: House) -> None:
    _, page = on_the_check(house, {**ALL, "support": {"q_heard": "disagree", "q_safe": "agree"}})
    assert left_open(page) == {}
    assert "Nothing is left open: every question has an answer." in words(page.main)


def test_what_was_written_stands_there_whole_and_once(house: House) -> None:
    client, page = on_the_check(house, ALL)
    written = page.select_one("dl.given--whole")
    assert words(written).startswith("Which service do you work in? Another: Duty team Change")
    assert "First line.<br>&lt;b&gt;Second&lt;/b&gt; line." in str(written).replace("<br/>", "<br>")
    assert client.get(CHECK).text.count("First line.") == 1


def test_each_page_is_folded_and_says_how_much_of_it_is_answered(house: House) -> None:
    _, page = on_the_check(house, ALL)
    folds = page.select("details:not([open])")
    assert [words(fold.summary) for fold in folds] == [
        "About you: 1 of 1 answered",
        "Support: 2 of 2 answered, with a comment",
    ]
    assert "I am safe Agree Change I am safe" in words(folds[1])
    assert folds[1].select(f'a[href="{SURVEY}/support?change=1#q_safe"]')


def test_all_pages_can_be_opened_without_scripts(house: House) -> None:
    client, page = on_the_check(house, ALL)
    [link] = [link for link in page.select("a") if link.text == "Open all pages"]
    opened = BeautifulSoup(client.get(str(link["href"])).text, "html.parser")
    assert len(opened.select("details[open]")) == 2
    assert [link["href"] for link in opened.select("a.fold__all")] == [f"{CHECK}#pages"]


def test_a_return_shows_what_was_written_on_its_page(house: House) -> None:
    named = SMALL.replace("kind: anonymous", "kind: return")
    _, page = on_the_check(house, ALL, named)
    assert "What you wrote" not in words(page.main)
    assert "First line. <b>Second</b> line." in words(page.select("details")[1])


@pytest.mark.parametrize("regular", ["agree", "disagree"])
def test_every_link_leads_to_a_place_on_its_page(house: House, regular: str) -> None:
    fields = {"q_service": "other", "q_regular": regular, "q_sw": "2"}
    answers = {"everything": fields, "afterwards": {"q_calm": "disagree"}}
    client, page = on_the_check(house, answers, MANY)
    places = {str(link["href"]) for link in page.select(".given a, .left-open a")}
    assert len(places) > 12
    for place in places:
        path, anchor = place.split("#")
        assert BeautifulSoup(client.get(path).text, "html.parser").find(id=anchor), place
