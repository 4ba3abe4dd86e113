"""Answers and conditions in the words in which people read them back."""

from __future__ import annotations

import pytest

from portal.survey.conditions import Answers
from portal.survey.questionnaire import Questionnaire
from portal.survey.wording import (
    asked_if,
    asks_for,
    condition,
    filled,
    in_columns,
    piped_answers,
    said,
    stand_ins,
)
from tests.survey.factories import page, parsed, question

SCALES = "{agreement: {low: '3. Hardly', high: '> **Very** much'}}"
ASKED = page(
    question(
        "id: years\ntype: choice\nlabel: Years *here*?\noptions: {few: '1. Under ten',"
        " many: '> 10 years', here: 'All at {{organisation}}'}"
    ),
    question(
        "id: tools\ntype: choices\nlabel: Tools?\n"
        "options: {mine: {label: My own, specify: true}, ours: '[Ours](https://example.org)'}"
    ),
    question("id: posts\ntype: number\nlabel: Posts\nunit: posts\nestimate: true\nunknown: true"),
    question("id: team\ntype: numbers\nlabel: Team\nnot_applicable: true\nrows: {leads: Leads}"),
    question(
        "id: help\ntype: grid\nscale: agreement\nlabel: Help?\n"
        "rows: {other_help: {label: Other, specify: true}}"
    ),
    question("id: day\ntype: date\nlabel: Day"),
    question("id: three\ntype: words\nlabel: Three words"),
    question("id: why\ntype: comment\nlabel: 'Why {{answer:years}}, at {{organisation}}?'"),
)


def sample() -> Questionnaire:
    return parsed(ASKED, scales=SCALES)


@pytest.mark.parametrize(
    ("item", "answers", "words"),
    [
        ("years", {"years": "few"}, "1. Under ten"),
        ("years", {"years": "many"}, "> 10 years"),
        ("years", {"years": "here"}, "All at Northshire"),
        ("years", {}, ""),
        ("tools", {"tools": ["mine", "ours"], "tools__other": "A pen"}, "My own: A pen, Ours (https://example.org)"),
        ("tools", {"tools": ["mine"]}, "My own"),
        ("tools", {"tools": ["ours"], "tools__other": "A pen"}, "Ours (https://example.org)"),
        ("posts", {"posts": "12"}, "12 posts"),
        ("posts", {"posts": "12", "posts__estimate": "yes"}, "12 posts (an estimate)"),
        ("posts", {"posts__unknown": "yes"}, "I don’t know"),
        ("leads", {"leads__not_applicable": "yes"}, "Not applicable"),
        ("leads", {"leads": "0"}, "0"),
        ("other_help", {"other_help": "high", "other_help__other": "Tea"}, "> Very much: Tea"),
        ("other_help", {"other_help__other": "Tea"}, "Tea"),
        ("other_help", {"other_help": "low"}, "3. Hardly"),
        ("day", {"day": "2026-03-01"}, "1 March 2026"),
        ("three", {"three": ["fair", "kind"]}, "fair, kind"),
        ("why", {"why": "a *b* {{organisation}}\n<c>"}, "a *b* {{organisation}}\n<c>"),
    ],
)  # fmt: skip
def test_an_answer_is_said_as_the_person_gave_it(item: str, answers: Answers, words: str) -> None:
    found = sample().items[item]

    assert said(found, answers, {"organisation": "Northshire"}) == words


def test_a_label_is_filled_with_words_that_are_not_read_as_anything_else() -> None:
    label = sample().items["why"].label
    words = {"answer:years": "*a* {{organisation}}", "organisation": "<b>"}

    assert filled(label, words) == "Why *a* {{organisation}}, at <b>?"


def test_where_nothing_is_known_of_answers_a_gap_stands_for_them() -> None:
    assert filled(sample().items["why"].label, {"organisation": "Us"}) == "Why …, at Us?"


def test_an_answer_that_is_not_there_leaves_no_hole_in_the_sentence() -> None:
    label = 'In {{answer:team or “the "A" team”, as ever}}, after {{answer:years}}'
    words = {"answer:years": "", "answer:team": ""}

    assert filled(label, words) == 'In “the "A" team”, as ever, after (not answered)'
    assert filled(label, {**words, "answer:team": "Youth"}) == "In Youth, after (not answered)"


def test_what_stands_instead_is_quoted_too() -> None:
    assert filled("How is {{answer:team or your team}}?", {}) == "How is your team?"


def test_only_answers_that_the_texts_repeat_are_piped() -> None:
    assert piped_answers(sample()) == ("years",)


@pytest.mark.parametrize(
    ("show_if", "words"),
    [
        ("{years: few}", "“Years here?” is “1. Under ten”"),
        ("{years: [few, here]}", "“Years here?” is “1. Under ten” or “All at …”"),
        ("{posts: {at_least: 2.50}}", "“Posts” is 2.50 or more"),
        ("{leads: {at_most: 100}}", "“Leads” (under “Team”) is 100 or less"),
        ("{other_help: high}", "“Other” (under “Help?”) is “> Very much”"),
        ("{tools: [mine, ours]}", "“Tools?” includes “My own” or “Ours (https://example.org)”"),
        ("{why: {answered: true}}", "“Why …, at …?” is answered"),
        ("{not: {years: many}}", "it is not so that “Years here?” is “> 10 years”"),
        (
            "{any: [{years: few, posts: {at_least: 1}}, {day: {answered: true}}]}",
            "(“Years here?” is “1. Under ten” and “Posts” is 1 or more) or “Day” is answered",
        ),
    ],
)
def test_a_condition_reads_as_a_sentence(show_if: str, words: str) -> None:
    last = page(question(f"id: z\ntype: text\nlabel: Z\nshow_if: {show_if}"), page_id="last")
    found = parsed(f"{ASKED}\n{last}", scales=SCALES)
    wanted = found.items["z"].question.show_if

    assert wanted is not None
    assert condition(found, wanted) == words


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("type: choice\noptions: {a: A, b: B}", "One of:"),
        ("type: choices\noptions: {a: A, b: B}", "Any of:"),
        ("type: choices\nmost: 2\noptions: {a: A, b: B, c: C}", "Up to 2 of:"),
        ("type: grid\nscale: agreement\nrows: {r: R}", "One in each row:"),
        ("type: comment\nmax: 500", "In your own words, up to 500 characters."),
        ("type: text", "One line, up to 200 characters."),
        ("type: words", "Up to 3 single words."),
        ("type: words\ncount: 1", "One word."),
        ("type: email", "An email address."),
        ("type: phone", "A telephone number."),
        ("type: date", "A day."),
        ("type: date\nmin: 2026-01-31", "A day, 31 January 2026 or later."),
        ("type: date\nmax: 2026-01-31", "A day, 31 January 2026 or earlier."),
        (
            "type: date\nmin: 2026-01-01\nmax: 2026-02-01",
            "A day, from 1 January 2026 to 1 February 2026.",
        ),
        ("type: number", "A whole number."),
        ("type: number\nmin: 0\nunit: posts", "A whole number (posts), 0 or more."),
        ("type: number\ndecimals: 1\nmax: 9",
         "A number with up to 1 decimal place, 9 or less."),
        ("type: number\ndecimals: 2\nmin: 1\nmax: 3",
         "A number with up to 2 decimal places, from 1 to 3."),
        ("type: numbers\nunit: posts\nrows: {r: R}", "A whole number (posts) in each row."),
        (
            "type: number\nestimate: true\nnot_applicable: true",
            "A whole number. It may be marked as an estimate. “Not applicable” is an answer, too.",
        ),
        ("type: number\nunknown: true", "A whole number. “I don’t know” is an answer, too."),
        (
            "type: number\nunknown: true\nnot_applicable: true",
            "A whole number. “I don’t know” and “not applicable” are answers, too.",
        ),
    ],
)  # fmt: skip
def test_what_a_question_asks_for_is_said_in_words(keys: str, words: str) -> None:
    found = parsed(page(question(f"id: q\nlabel: Q\n{keys}")), scales=SCALES)

    assert asks_for(next(found.questions())) == words


def test_what_everybody_is_asked_has_no_condition() -> None:
    assert asked_if(sample(), sample().items["leads"]) == ""


def test_a_pipe_is_stood_for_by_what_will_be_said_there() -> None:
    words = stand_ins(sample())

    assert words["answer:years"] == "[your answer to “Years here?”]"
    label = filled(sample().items["why"].label, words)
    assert label == "Why [your answer to “Years here?”], at [your organisation]?"


@pytest.mark.parametrize(("options", "fits"), [(2, True), (12, True), (13, False)])
def test_a_dozen_options_fit_side_by_side(options: int, fits: bool) -> None:
    scale = ", ".join(f"o{n}: O{n}" for n in range(options))
    grid = question("id: g\ntype: grid\nscale: many\nlabel: G\nrows: {r: R}")
    found = parsed(page(grid), scales=f"{{many: {{{scale}}}}}")

    assert in_columns(next(found.questions())) is fits
