"""What is shown to whom: whatever hangs on a hidden answer is hidden too."""

from __future__ import annotations

from portal.survey.questionnaire import Item, Question, Questionnaire
from portal.survey.route import answers_of, most_pages, walk
from tests.survey.factories import page, parsed, question

SCALES = "{agreement: {low: {label: Low, points: 0}, high: {label: High, points: 100}}}"


def chain() -> Questionnaire:
    """b hangs on a, c on b; the second page hangs on c; the last row of its grid on the first."""
    first = page(
        question("id: a\ntype: choice\nlabel: A\noptions: {yes_: 'Yes', no_: 'No'}"),
        question("id: b\ntype: number\nlabel: B\nunknown: true\nshow_if: {a: yes_}"),
        question("id: c\ntype: text\nlabel: C\nshow_if: {b: {at_least: 2}}"),
    )
    rows = "{heard: Heard, safe: {label: Safe, show_if: {heard: low}}}"
    second = page(
        "```page\nshow_if: {c: {answered: true}}\n```\n",
        question(f"id: items\ntype: grid\nscale: agreement\nlabel: Items\nrows: {rows}"),
        page_id="second",
    )
    last = page("Thank you.", page_id="last")
    return parsed("\n".join([first, second, last]), scales=SCALES)


WHOLE = {"a": "yes_", "b": "3", "c": "words", "heard": "low", "safe": "high"}


def test_all_that_is_asked_for_is_shown_and_kept() -> None:
    route = walk(chain(), WHOLE)

    assert [found.id for found in route.pages] == ["first", "second", "last"]
    assert route.shown == {"a", "b", "c", "items", "heard", "safe"}
    assert route.answers == WHOLE


def test_what_hangs_on_a_hidden_answer_is_hidden_however_long_the_chain() -> None:
    route = walk(chain(), {**WHOLE, "a": "no_"})

    assert [found.id for found in route.pages] == ["first", "last"]
    assert route.shown == {"a"}
    assert route.answers == {"a": "no_"}


def test_a_row_is_shown_by_the_row_above_it() -> None:
    route = walk(chain(), {**WHOLE, "heard": "high"})

    assert "safe" not in route.shown | route.answers.keys()
    assert "items" in route.shown


def test_an_answer_that_nobody_knows_reveals_nothing_that_needs_a_number() -> None:
    route = walk(chain(), {"a": "yes_", "b__unknown": "yes", "c": "words"})

    assert route.shown == {"a", "b"}
    assert route.answers == {"a": "yes_", "b__unknown": "yes"}


def test_answers_to_nothing_in_the_questionnaire_are_left_behind() -> None:
    assert walk(chain(), {"stranger": "x", "a__unheard": "x"}).answers == {}


def test_the_page_after_is_the_next_one_on_the_persons_own_way() -> None:
    pages = chain().page_by_id
    route = walk(chain(), {})

    assert route.following(pages["first"]) == pages["last"]
    assert route.following(pages["last"]) is None
    assert route.following(pages["second"]) is None


def test_the_page_before_is_the_last_one_on_the_persons_own_way() -> None:
    pages = chain().page_by_id
    route = walk(chain(), {})

    assert route.previous(pages["last"]) == pages["first"]
    assert route.previous(pages["first"]) is None


def test_an_item_has_its_answer_and_the_marks_beside_it() -> None:
    number = Item("b", Question("b", "number", "How many?", estimate=True))
    answers = {"b": "3", "b__estimate": "yes", "b2": "4", "b__unheard": "x"}

    assert answers_of(number, answers) == {"b": "3", "b__estimate": "yes"}


def test_the_longest_route_is_counted_of_pages_that_rule_each_other_out_one() -> None:
    pages = [
        page(question("id: role\ntype: choice\nlabel: Role\noptions: {sw: A, ot: B}")),
        page("```page\nshow_if: {role: sw}\n```\n\nYours.", page_id="own"),
        page("```page\nshow_if: {role: ot}\n```\n\nYours.", page_id="theirs"),
        page("```page\nshow_if: {not: {role: ot}}\n```\n\nYours.", page_id="both"),
        page("Thank you.", page_id="last"),
    ]

    assert most_pages(parsed("\n".join(pages))) == 4


def test_where_the_longest_route_cannot_be_tried_out_all_pages_count() -> None:
    assert most_pages(chain()) == 3
