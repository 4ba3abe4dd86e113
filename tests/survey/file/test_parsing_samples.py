"""Each file under ``samples/good`` shows one feature of the format; here is what it becomes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from portal.survey.conditions import AllOf, Answered, AnyOf, AtLeast, AtMost, Is, Not
from portal.survey.file.parsing import parse
from portal.survey.questionnaire import (
    Band,
    Check,
    Option,
    Prose,
    Question,
    Questionnaire,
    Row,
    Score,
)

GOOD = Path(__file__).parent / "samples" / "good"


def sample(name: str) -> Questionnaire:
    return parse((GOOD / f"{name}.md").read_bytes(), expected=(name, "1"))


def only_question(name: str) -> Question:
    (question,) = sample(name).questions()
    return question


@pytest.mark.parametrize("name", sorted(path.stem for path in GOOD.glob("*.md")))
def test_a_good_file_is_read_and_keeps_its_text(name: str) -> None:
    assert sample(name).source.encode() == (GOOD / f"{name}.md").read_bytes()


def test_a_choice_has_its_options_in_order() -> None:
    assert only_question("choice") == Question(
        id="service",
        type="choice",
        label="Which service do you work in?",
        hint="The one where you spend *most* of your week.",
        required=True,
        options=(
            Option("children", "Children's services"),
            Option("adults", "Adults' services", points=Decimal("2.5"), favourable=True),
            Option("other", "Another service", specify=True),
        ),
    )


def test_choices_may_have_an_option_that_stands_alone() -> None:
    question = only_question("choices")

    assert question.most == 2
    assert [option.id for option in question.options if option.alone] == ["none"]
    assert [option.id for option in question.options if option.specify] == ["other"]


def test_a_grid_takes_its_options_from_its_scale() -> None:
    questionnaire = sample("grid")
    grid = questionnaire.items["rushed"].question

    assert grid.scale == "agreement"
    assert grid.options == questionnaire.scales["agreement"]
    assert [option.points for option in grid.options] == [0, 100, None]
    assert grid.rows == (
        Row("regular", "My supervision happens when it should", same_as="0"),
        Row("rushed", "My supervision is rushed", specify=True),
    )


def test_a_choice_may_take_its_options_from_a_scale() -> None:
    questionnaire = sample("grid")

    assert questionnaire.items["again"].question.options == questionnaire.scales["agreement"]


def test_scores_and_breakdowns_come_from_the_front_matter() -> None:
    questionnaire = sample("grid")

    assert questionnaire.breakdowns == ("role",)
    assert questionnaire.scores == (
        Score("supervision", "Supervision", ("regular", "rushed"), frozenset({"rushed"}), 5),
    )
    assert questionnaire.items["why"].question.score == "supervision"


def test_items_are_questions_and_rows_in_the_order_of_the_pages() -> None:
    assert list(sample("grid").items) == ["role", "regular", "rushed", "again", "why"]


def test_numbers_have_bounds_units_and_boxes_to_tick() -> None:
    posts = sample("numbers").items["posts"].question

    assert (posts.least, posts.greatest, posts.decimals) == (0, Decimal("9000.5"), 1)
    assert (posts.unit, posts.estimate, posts.unknown, posts.not_applicable) == (
        "posts",
        True,
        True,
        False,
    )


def test_a_row_may_depend_on_a_row_above_it() -> None:
    rows = sample("numbers").items["agency"].question.rows

    assert [row.show_if for row in rows] == [None, AtLeast("unfilled", Decimal(1))]


def test_checks_compare_a_number_with_another_or_a_constant() -> None:
    assert sample("numbers").pages[0].checks == (
        Check("unfilled", "at_most", "posts", "There are more unfilled posts than posts."),
        Check("posts", "at_most", Decimal("5000.5"), "That is a great many posts."),
    )


@pytest.mark.parametrize(
    ("item", "length", "count"),
    [("job", 80, 3), ("nickname", 200, 3), ("wish", 2000, 3), ("three_words", 40, 3)],
)
def test_free_text_has_lengths_of_its_own_or_by_default(item: str, length: int, count: int) -> None:
    question = sample("free_text").items[item].question

    assert (question.length, question.count) == (length, count)


def test_words_may_be_more_than_three() -> None:
    assert sample("free_text").items["five_words"].question.count == 5


def test_a_date_lies_between_two_days() -> None:
    since = sample("contact").items["since"].question

    assert (since.earliest, since.latest) == (date(2020, 1, 1), date(2026, 12, 31))


def test_keys_of_a_condition_must_all_hold() -> None:
    assert sample("conditions").items["reasons"].question.show_if == AllOf(
        (
            Is("service", ("children", "adults")),
            AllOf((AtLeast("posts", Decimal(2)), AtMost("posts", Decimal(10)))),
        )
    )


def test_all_any_and_not_combine_conditions_of_a_page() -> None:
    assert sample("conditions").pages[1].show_if == AnyOf(
        (
            Is("service", ("other",)),
            Not(Is("reasons", ("time",))),
            AllOf((Answered("posts"), Is("reasons", ("cover",)))),
        )
    )


def test_any_over_a_mapping_takes_its_entries_singly() -> None:
    assert sample("conditions").items["more"].question.show_if == AnyOf(
        (Is("service", ("children",)), Is("reasons", ("cover",)))
    )


def test_prose_and_questions_keep_their_order() -> None:
    questionnaire = sample("prose")
    kinds = [type(block) for block in questionnaire.pages[0].blocks]

    assert questionnaire.introduction == "Welcome to **{{round}}**.\n\nIt closes on {{closes}}."
    assert kinds == [Prose, Question, Prose, Question]


def test_a_quoted_text_may_hold_a_colon_and_a_hash() -> None:
    more = sample("prose").items["more"].question

    assert more.hint == "More: about {{answer:name_of_team}} #1"


def test_bands_may_be_renamed_and_moved() -> None:
    assert sample("bands").bands == (
        Band("poor", 0, "act now"),
        Band("fine", 60, "keep going"),
    )


def test_bands_are_red_amber_and_green_by_default() -> None:
    assert [(band.colour, band.lowest) for band in sample("choice").bands] == [
        ("red", 0),
        ("amber", 51),
        ("green", 75),
    ]


@pytest.mark.parametrize(("name", "shown"), [("scores_not_shown", False), ("bands", True)])
def test_people_see_their_own_scores_unless_a_questionnaire_says_not(
    name: str, shown: bool
) -> None:
    assert sample(name).show_scores is shown


@pytest.mark.parametrize(
    ("name", "asked"),
    [("audience", "leavers"), ("scores_not_shown", "staff"), ("bands", "organisation")],
)
def test_a_questionnaire_asks_staff_or_in_a_return_the_organisation_unless_it_says_whom(
    name: str, asked: str
) -> None:
    assert sample(name).audience == asked


def test_every_scalar_stays_what_was_typed() -> None:
    question = only_question("scalars")

    assert question.label == "12:30"
    assert {option.id: option.label for option in question.options} == {
        "no": "No",
        "yes": "Yes",
        "null": "012",
        "on": "~",
        "off": "Two lines",
    }


def test_only_a_line_that_starts_a_fence_is_one_and_ids_may_have_comments() -> None:
    blocks = sample("fences").pages[0].blocks

    assert [getattr(block, "id", "prose") for block in blocks] == [
        "prose",
        "first",
        "second",
        "prose",
    ]
    assert sample("fences").items["first"].label == "Quoted: #1"
