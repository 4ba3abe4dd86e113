"""A page's form over a draft: what is kept, what is said, what is refused whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.survey import answers as form
from portal.survey.answers import FormRefused, Reading
from portal.survey.conditions import Answers
from portal.survey.questionnaire import Questionnaire
from tests.survey.factories import page, parsed, question

SCALE = "{agreement: {low: {label: Low, points: 0}, high: {label: High, points: 100}}}"
COLOUR = question(
    "id: colour\ntype: choice\nlabel: Colour\nrequired: true\n"
    "options: {red: Red, other: {label: Another, specify: true}}"
)
WHY = question("id: why\ntype: comment\nlabel: Why?\nrequired: true\nshow_if: {colour: red}")
POSTS = question("id: posts\ntype: number\nlabel: Posts\nunknown: true\nestimate: true")
SECOND = page(
    question(
        "id: items\ntype: grid\nscale: agreement\nlabel: Items\nrequired: true\nshow_if: {posts: "
        "{at_least: 1}}\nrows: {heard: Heard, more: {label: Other help, specify: true}}"
    ),
    question("id: days\ntype: date\nlabel: Day"),
    question("id: said\ntype: words\nlabel: Words"),
    page_id="second",
)


@lru_cache
def sample() -> Questionnaire:
    return parsed(page(COLOUR, WHY, POSTS) + "\n" + SECOND, scales=SCALE)


def read(
    fields: Mapping[str, str | list[str]], before: Answers | None = None, page_id: str = "first"
) -> Reading:
    found = sample()
    lists = {k: v if isinstance(v, list) else [v] for k, v in fields.items()}
    return form.read(found, found.page_by_id[page_id], lists, before or {})


def test_a_form_changes_only_its_own_page() -> None:
    before = {"colour": "other", "posts": "3", "posts__estimate": "yes", "heard": "low"}

    reading = read({"q_colour": "other", "q_posts": "4"}, before)

    assert reading.answers == {"colour": "other", "posts": "4", "heard": "low"}
    assert before["posts"] == "3"


def test_a_field_left_empty_or_out_takes_its_answer_away() -> None:
    before = {"colour": "other", "colour__other": "mauve", "posts__unknown": "yes"}

    assert read({"q_colour": "other", "q_posts": " "}, before).answers == {"colour": "other"}


def test_a_hidden_answer_stays_in_the_draft_for_when_the_person_turns_back() -> None:
    before = {"colour": "red", "why": "because"}

    away = read({"q_colour": "other"}, {**before, "colour": "other"})
    back = read({"q_colour": "red"}, away.answers)

    assert "why" not in away.route.answers
    assert back.answers == before


def test_an_answer_that_the_form_itself_hides_is_kept_but_not_said() -> None:
    reading = read({"q_colour": "other", "q_why": "because"}, {"colour": "red", "why": "old"})

    assert reading.answers["why"] == "because"
    assert "why" not in reading.route.answers


def test_a_fault_in_what_the_form_itself_hides_is_no_fault() -> None:
    reading = read({"q_colour": "other", "q_why": "x" * 2001}, {"colour": "red", "why": "old"})

    assert reading.messages == {}
    assert reading.answers["why"] == "old"


def test_an_answer_to_a_hidden_question_is_refused() -> None:
    with pytest.raises(FormRefused):
        read({"q_colour": "other", "q_why": "because"}, {"colour": "other"})


def test_an_answer_to_a_question_that_the_same_form_reveals_is_taken() -> None:
    reading = read({"q_colour": "red", "q_why": "because"})

    assert reading.answers == {"colour": "red", "why": "because"}
    assert reading.revealed is None


@pytest.mark.parametrize(
    "field", ["q_heard", "q_stranger", "colour", "q_colour__estimate", "q_why__other"]
)
def test_a_field_of_no_question_on_the_page_is_refused_even_if_empty(field: str) -> None:
    with pytest.raises(FormRefused):
        read({"q_colour": "red", field: ""})


def test_what_is_revealed_is_not_missed_until_it_has_been_seen() -> None:
    first = read({"q_colour": "red"})
    again = read({"q_colour": "red"}, first.answers)

    assert (first.revealed, first.missing) == ("why", {})
    assert again.revealed is None
    assert list(again.missing) == ["q_why"]


def test_what_is_hidden_is_not_required() -> None:
    assert read({"q_colour": "other"}).missing == {}
    assert list(read({}).missing) == ["q_colour"]


def test_i_do_not_know_answers_a_question() -> None:
    found = parsed(page(question("id: n\ntype: number\nlabel: N\nrequired: true\nunknown: true")))

    assert not form.read(found, found.pages[0], {"q_n__unknown": ["yes"]}, {}).missing
    assert form.read(found, found.pages[0], {}, {}).missing


def test_a_text_beside_a_row_does_not_answer_the_row() -> None:
    fields = {"q_heard": "low", "q_more__other": "Coaching"}

    reading = read(fields, {"posts": "2"}, "second")

    assert list(reading.missing) == ["q_more"]


def test_faults_and_missing_answers_come_together_in_page_order() -> None:
    seen = {"colour": "red"}

    both = read({"q_posts": "many", "q_colour": "red", "q_why": "x" * 2001}, seen)
    first_missing = read({"q_colour": "red", "q_posts": "many"}, seen)
    last_missing = read({"q_colour__other": "x" * 201}, seen)

    assert list(both.faults) == ["q_why", "q_posts"]
    assert list(first_missing.messages) == ["q_why", "q_posts"]
    assert list(last_missing.messages) == ["q_colour__other", "q_why"]


def test_a_field_that_cannot_be_read_keeps_the_earlier_answer_and_is_not_missing() -> None:
    reading = read({"q_colour": "red", "q_why": "b", "q_posts": "many"}, {"posts": "3"})

    assert reading.answers["posts"] == "3"
    assert list(reading.messages) == ["q_posts"]


def test_final_answers_are_those_of_what_is_shown() -> None:
    shown = {"colour": "other", "colour__other": "mauve", "posts": "0"}

    assert form.final(sample(), {**shown, "why": "old", "heard": "low"}) == shown


def test_the_text_of_an_option_that_was_not_chosen_after_all_is_not_sealed() -> None:
    chosen = {"colour": "red", "posts": "2", "more__other": "Coaching"}

    assert form.final(sample(), {**chosen, "colour__other": "mauve"}) == chosen


def test_a_page_lacks_something_until_all_that_is_required_and_shown_is_there() -> None:
    found = sample()

    def lacking(answers: Answers) -> list[str]:
        route = form.walk(found, answers)
        return [each.id for each in route.pages if form.missing_on(found.by_page[each.id], route)]

    assert lacking({}) == ["first"]
    assert lacking({"colour": "red", "posts": "1"}) == ["first", "second"]
    assert lacking({"colour": "red", "why": "b", "heard": "low", "more": "low", "posts": "1"}) == []


SHOWN = st.fixed_dictionaries(
    {"posts": st.just("2")},
    optional={
        "heard": st.sampled_from(["low", "high"]),
        "more": st.sampled_from(["low", "high"]),
        "more__other": st.just("Coaching"),
        "days": st.dates(date(1000, 1, 1)).map(lambda day: day.isoformat()),
        "said": st.lists(st.sampled_from(["fair", "kind"]), min_size=1, max_size=3),
    },
)


@settings(deadline=None, max_examples=60)
@given(SHOWN)
def test_a_page_that_is_sent_back_as_it_was_shown_changes_nothing(answers: Answers) -> None:
    found = sample()
    second = found.page_by_id["second"]

    reading = form.read(found, second, form.shown_as(found.by_page[second.id], answers), answers)

    assert reading.answers == answers
    assert reading.faults == {}
