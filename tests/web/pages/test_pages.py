"""A questionnaire's page: what is spliced in, what must never be, and what a browser needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup

from portal.survey.answers import read, shown_as
from portal.survey.fields import anchor
from portal.survey.questionnaire import Page, items_of
from portal.web.pages import pages
from portal.web.pages.pages import Filling
from tests.survey.factories import parsed
from tests.web import sample
from tests.web.sample import ANSWERS, SLOTS, filling, posted_by

SURVEY = sample.everything()
PAGE = SURVEY.page_by_id["everything"]
AFTERWARDS = SURVEY.page_by_id["afterwards"]
EVIL = "\"'><script>alert(1)</script>&{{round}}"


@pytest.fixture(scope="module", autouse=True)
def app() -> Iterator[Flask]:
    made = sample.app()
    with made.test_request_context():
        yield made


def rendered(given: Filling, page: Page = PAGE, **slots: str) -> str:
    return pages.render("respond/page.html", SURVEY, page, given, {**SLOTS, **slots})


def soup(given: Filling, page: Page = PAGE, **slots: str) -> BeautifulSoup:
    return BeautifulSoup(rendered(given, page, **slots), "html.parser")


def sent(given: Filling, item: str, page: Page = PAGE) -> str:
    """What ``changes`` sends of one question or row that came, without the state before it."""
    before = given.shown ^ {item}
    made = pages.changes(SURVEY, page, before, given, saved="Saved", seen="s")
    told = render_template("respond/_saved.html", messages={}, saved="Saved", seen="s")
    return made.removeprefix(told)


def filled_in() -> Filling:
    return filling(SURVEY, shown_as(SURVEY.by_page[PAGE.id], ANSWERS), ANSWERS)


def all_wrong() -> Filling:
    """A message at every place where one can be."""
    items = [item for question in PAGE.questions for item in items_of(question)]
    messages = {anchor(item): f"Something about {item.id}" for item in items}
    return replace(filled_in(), messages=messages)


def empty() -> Filling:
    return filling(SURVEY)


EACH_STATE = pytest.mark.parametrize("state", [empty, filled_in, all_wrong])


# What is spliced in


def test_what_is_shown_reads_as_the_same_answers_when_it_is_posted_back() -> None:
    reading = read(SURVEY, PAGE, posted_by(rendered(filled_in())), {})
    assert reading.answers == ANSWERS
    assert not reading.messages


words = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=20
)


@settings(max_examples=60, deadline=None)
@given(team=words, why=words, other=words, three=st.lists(words, min_size=1, max_size=3))
def test_any_text_comes_back_from_the_page_as_it_was_stored(
    team: str, why: str, other: str, three: list[str]
) -> None:
    answers = {**ANSWERS, "team": team, "why": why, "service__other": other, "three_words": three}
    html = rendered(filling(SURVEY, shown_as(SURVEY.by_page[PAGE.id], answers), answers))
    assert read(SURVEY, PAGE, posted_by(html), {}).answers == answers


def test_a_text_of_several_lines_that_begins_with_an_empty_one_keeps_it() -> None:
    given = replace(filled_in(), fields={"q_why": ["\n\nAt last"]})
    assert posted_by(rendered(given))["q_why"] == ["\n\nAt last"]


def test_bad_input_is_shown_again_as_it_was_typed() -> None:
    given = replace(empty(), fields={"q_hours": ["forty"], "q_seen_by_board__day": ["31st"]})
    fields = posted_by(rendered(given))
    assert fields["q_hours"] == ["forty"]
    assert fields["q_seen_by_board__day"] == ["31st"]


@pytest.mark.parametrize("name", ["q_team", "q_why", "q_hours", "q_mail", "q_service__other"])
def test_what_a_person_typed_is_text_and_never_markup(name: str) -> None:
    given = replace(filled_in(), fields={name: [EVIL]})
    assert posted_by(rendered(given))[name] == [EVIL]
    assert "<script>alert" not in rendered(given)


def test_messages_pipes_and_slots_are_escaped_unless_they_are_markup() -> None:
    given = replace(filled_in(), messages={"q_team": EVIL}, pipes={"organisation": EVIL})
    html = rendered(given, csrf=EVIL, back=EVIL, saved=EVIL, notice=Markup("<b>Kept</b>"))
    assert "<script>alert" not in html
    assert "<b>Kept</b>" in html


def test_a_pipe_is_replaced_in_prose_and_label_and_shows_a_gap_when_unknown() -> None:
    page = soup(filled_in())
    assert "the last three months at Northshire." in page.text
    assert "What got in the way at Northshire?" in page.text
    shown = soup(filling(SURVEY, answers=ANSWERS), AFTERWARDS)
    assert "How was …?" in shown.text


def test_words_that_stand_for_an_answer_that_is_not_there_are_shown_as_text() -> None:
    survey = parsed(
        "# One {#one}\n\n```question\nid: a\ntype: text\nlabel: A\n```\n\n"
        "Of **{{answer:a or our \"5 > 3\" & 'co'}}**, {{answer:a}}.\n"
    )
    given = Filling(shown=frozenset({"a"}), pipes={"answer:a": ""})
    html = pages.render("respond/page.html", survey, survey.pages[0], given, SLOTS)
    assert "Of our \"5 > 3\" & 'co', (not answered)." in BeautifulSoup(html, "html.parser").text
    html = pages.render(
        "respond/page.html",
        survey,
        survey.pages[0],
        replace(given, pipes={"answer:a": EVIL}),
        SLOTS,
    )
    assert "<script>alert" not in html


def test_what_one_person_entered_is_in_nobody_elses_page() -> None:
    before = rendered(empty())
    rendered(all_wrong(), csrf="a-secret-token", seen="77", notice="For one person only")
    assert rendered(empty()) == before
    assert not re.search("Youth justice|a-secret-token|one person only|Something about", before)


def test_two_versions_with_the_same_page_are_kept_apart() -> None:
    one, other = parsed("# One {#same}\n\nFirst words."), parsed("# One {#same}\n\nOther words.")
    texts = [
        pages.render("respond/page.html", survey, survey.pages[0], Filling(), SLOTS)
        for survey in (one, other, one)
    ]
    assert ["First words." in text for text in texts] == [True, False, True]


def test_only_so_many_pages_are_kept(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_KEPT", 3)
    monkeypatch.setitem(app.extensions, "pages", {})
    for number in range(8):
        survey = parsed(f"# One {{#one}}\n\nVersion {number}.")
        html = pages.render("respond/page.html", survey, survey.pages[0], Filling(), SLOTS)
        assert f"Version {number}." in html
        assert len(app.extensions["pages"]) <= 3


@pytest.mark.parametrize("wanted", ["session.x", "request.path", "g.x", "csrf_token()"])
def test_a_template_that_reaches_for_the_request_fails_instead_of_being_kept(
    wanted: str, tmp_path: Path
) -> None:
    (tmp_path / "greedy.html").write_text("{{ " + wanted + ".lower() }}")
    with (
        sample.app(tmp_path).test_request_context(),
        pytest.raises((UndefinedError, TypeError)),
    ):
        pages.render("greedy.html", SURVEY, PAGE, empty(), SLOTS)


# What comes and goes


def test_a_hidden_question_or_row_leaves_only_its_empty_place() -> None:
    page = soup(empty())
    for place in ("when-why", "when-missed", "when-ot"):
        found = page.find(id=place)
        assert found is not None and not found.text.strip()
    assert {"q_why", "q_missed", "q_ot"}.isdisjoint(posted_by(rendered(empty())))


def test_places_are_those_with_a_condition_a_question_before_its_rows() -> None:
    assert pages.places(PAGE) == ("missed", "why", "ot")
    assert pages.places(AFTERWARDS) == ("nested", "loud")


def test_a_question_all_of_whose_rows_are_hidden_is_hidden_too() -> None:
    survey = parsed(
        "# One {#one}\n\n"
        "```question\nid: a\ntype: number\nlabel: How many?\n```\n\n"
        "```question\nid: rest\ntype: numbers\nlabel: And of those?\n"
        "rows: {b: {label: Big, show_if: {a: {at_least: 1}}}}\n```\n"
    )
    page = survey.pages[0]
    assert pages.places(page) == ("rest", "b")
    assert "And of those?" not in pages.render(
        "respond/page.html", survey, page, filling(survey), SLOTS
    )


@pytest.mark.parametrize("item", ["missed", "why", "ot"])
def test_a_fragment_is_the_same_as_its_part_of_the_page(item: str) -> None:
    fragment = sent(filled_in(), item).replace(' hx-swap-oob="true"', "")
    assert fragment in rendered(filled_in())
    assert f'id="q_{item}"' in fragment


def test_only_the_outermost_place_of_a_fragment_is_swapped() -> None:
    given = filling(SURVEY, answers={**ANSWERS, "calm": "disagree"})
    fragment = sent(given, "nested", AFTERWARDS)
    found = BeautifulSoup(fragment, "html.parser").select("[hx-swap-oob]")
    assert [place["id"] for place in found] == ["when-nested"]
    assert 'id="when-loud"' in fragment


def test_a_question_that_always_stands_has_no_fragment() -> None:
    assert sent(filled_in(), "service") == ""


# Messages


def test_every_message_is_beside_its_field_and_in_the_summary_which_leads_there() -> None:
    given = all_wrong()
    page = soup(given)
    links = page.select(".govuk-error-summary a")
    assert [link.text for link in links] == list(given.messages.values())
    for link, (name, message) in zip(links, given.messages.items(), strict=True):
        control = page.find(id=str(link["href"]).removeprefix("#"))
        assert control and control["name"] == name
        group = control.find_parent(class_="govuk-form-group--error")
        assert group and message in group.text


def test_a_message_about_a_text_that_specifies_is_beside_that_text() -> None:
    page = soup(replace(filled_in(), messages={"q_service__other": "Shorten it"}))
    marked = page.select(".govuk-form-group--error [name]")
    assert [control["name"] for control in marked] == ["q_service__other"]


def test_the_title_says_that_something_is_wrong_only_when_it_is() -> None:
    titles = [page.title.text for page in (soup(all_wrong()), soup(empty())) if page.title]
    assert titles[0].startswith("Error: Working")
    assert titles[1].startswith("Working")
    assert "There is a problem" not in rendered(empty())


def test_a_message_marks_its_own_question_and_no_other() -> None:
    page = soup(replace(filled_in(), messages={"q_missed": "Choose one"}))
    marked = page.select(".govuk-form-group--error")
    assert [{str(c["name"]) for c in group.select("input")} for group in marked] == [{"q_missed"}]


# What browsers and assistive technology need


@EACH_STATE
def test_ids_are_unique_and_every_reference_finds_its_element(state: Callable[[], Filling]) -> None:
    page = soup(state())
    ids = [str(found["id"]) for found in page.select("[id]")]
    assert len(ids) == len(set(ids))
    for attribute in ("aria-describedby", "aria-labelledby", "for"):
        for found in page.select(f"[{attribute}]"):
            assert set(str(found[attribute]).split()) <= set(ids)


def test_what_must_be_answered_says_so_and_nothing_else_does() -> None:
    marked = soup(empty()).select(".needed")

    assert [mark.text for mark in marked] == ["(must be answered)"]
    assert marked[0].parent is not None
    assert "Which service do you work in?" in marked[0].parent.text


@EACH_STATE
def test_every_control_has_a_label_and_every_group_a_legend(state: Callable[[], Filling]) -> None:
    page = soup(state())
    for control in page.select("input:not([type=hidden]), textarea"):
        label = page.find("label", attrs={"for": control["id"]})
        assert label and label.text.strip()
    for group in page.select("fieldset"):
        assert group.legend and group.legend.text.strip()


def test_boxes_that_look_alike_are_told_apart_by_their_labels() -> None:
    boxes = soup(filled_in()).select("label[for$=__not_applicable]")
    assert [box.text for box in boxes] == [
        "Not applicable: Social workers",
        "Not applicable: Occupational therapists",
    ]


@EACH_STATE
def test_nothing_is_inline_that_the_content_security_policy_forbids(
    state: Callable[[], Filling],
) -> None:
    page = soup(state())
    assert not page.select("style, [style], script:not([src]), a[href^='javascript']")
    assert not [
        found for found in page.find_all(True) for name in found.attrs if name.startswith("on")
    ]


def test_hints_and_messages_are_tied_to_their_controls() -> None:
    control = soup(all_wrong()).find(id="q_why")
    assert control
    assert control["aria-describedby"] == "q_why-hint q_why-info q_why-error"


def test_the_form_saves_itself_and_its_buttons_submit_it_as_ever() -> None:
    form = soup(empty()).form
    assert form
    assert form["method"] == "post"
    assert (form["action"], form["id"]) == (SLOTS["action"], "answers")
    buttons = [(b["name"], b["value"]) for b in form.select("button[name=go]")]
    assert buttons == [("go", "next"), ("go", "next"), ("go", "later")]


def test_the_key_return_goes_on_and_clears_nothing() -> None:
    form = soup(empty()).form
    assert form
    first = form.select("button")[0]
    assert (first["name"], first["value"], first["aria-hidden"]) == ("go", "next", "true")


def test_a_browser_is_asked_not_to_remember_what_was_typed() -> None:
    form = soup(empty()).form
    assert form and form["autocomplete"] == "off"


def test_a_page_that_needs_no_way_back_does_without() -> None:
    assert not soup(empty(), back="").select(".govuk-back-link")


def test_a_slot_that_is_missing_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(KeyError):
        pages.render("respond/page.html", SURVEY, PAGE, empty(), {})
