"""Answers and conditions in the words in which people read them back."""

from __future__ import annotations

import pytest

from portal.survey.conditions import Answers
from portal.survey.questionnaire import Questionnaire
from portal.survey.wording import condition, filled, piped_answers, said
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


def test_where_there_is_nothing_to_fill_in_a_gap_is_shown() -> None:
    assert filled(sample().items["why"].label, {"organisation": ""}) == "Why …, at …?"


def test_only_answers_that_the_texts_repeat_are_piped() -> None:
    assert piped_answers(sample()) == ("years",)


@pytest.mark.parametrize(
    ("show_if", "words"),
    [
        ("{years: few}", "“Years here?” is “1. Under ten”"),
        ("{years: [few, here]}", "“Years here?” is “1. Under ten” or “All at …”"),
        ("{posts: {at_least: 2.50}}", "“Posts” is 2.50 or more"),
        ("{leads: {at_most: 100}}", "“Leads” is 100 or less"),
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
