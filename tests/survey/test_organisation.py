"""The organisation's yearly return that is shipped: what those who fill it in can rely on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from portal.survey.conditions import Answer
from portal.survey.fields import OTHER_LENGTH, READERS
from portal.survey.file.parsing import parse
from portal.survey.packing import capacity, pack
from portal.survey.questionnaire import Item, Prose, Question, Questionnaire
from portal.survey.route import doubts, walk

SHIPPED = Path(__file__).parents[2] / "questionnaires"
SERVICES = ("children", "adults", "mental_health", "other")
FIGURES = ("number", "numbers")


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    file = SHIPPED / "organisation" / "2026.1.md"
    return parse(file.read_bytes(), expected=("organisation", "2026.1"))


@pytest.fixture(scope="module")
def standards() -> list[str]:
    """Their names, in order, as the practitioners' questionnaire has them."""
    practitioner = parse((SHIPPED / "practitioner" / "2026.1.md").read_bytes())
    return [score.title for score in practitioner.scores if score.standard]


def figures(questionnaire: Questionnaire) -> list[Question]:
    return [question for question in questionnaire.questions() if question.type in FIGURES]


def comments(questionnaire: Questionnaire) -> dict[str, Question]:
    """The comment that closes each page's theme, by the page's id."""
    return {
        page.id: question
        for page in questionnaire.pages
        for question in page.questions
        if question.id == f"{page.id}_comment"
    }


def form(item: Item) -> dict[str, list[str]]:
    """Form fields in which the item takes as much as it can."""
    question = item.question
    if question.type == "date":
        return dict(zip(item.field_names, (["31"], ["12"], ["2026"]), strict=True))
    fields = {item.field: filling(question)}
    if f"{item.field}__other" in item.field_names:
        fields[f"{item.field}__other"] = ["é" * OTHER_LENGTH]
    if question.estimate:
        fields[f"{item.field}__estimate"] = ["yes"]
    return fields


def filling(question: Question) -> list[str]:
    match question.type:
        case "choice" | "grid":
            return [max((option.id for option in question.options), key=len)]
        case "choices":
            together = [option.id for option in question.options if not option.alone]
            return sorted(together, key=len, reverse=True)[: question.most]
        case "number" | "numbers":
            return [f"{question.greatest}"]
        case "email":
            return ["é" * 64 + "@" + "é" * 177 + ".example.org"]
        case "phone":
            return ["+" + "0" * 30]
        case _:
            return ["é" * question.length]


def test_it_is_a_named_statement_that_is_neither_scored_nor_split(
    questionnaire: Questionnaire,
) -> None:
    assert questionnaire.kind == "return"
    assert questionnaire.scores == ()
    assert questionnaire.breakdowns == ()


def test_every_page_begins_by_saying_who_probably_knows(questionnaire: Questionnaire) -> None:
    for page in questionnaire.pages:
        first = page.blocks[0]
        assert isinstance(first, Prose), page.id
        assert first.text.startswith("**Who probably knows:**"), page.id


def test_every_figure_may_be_an_estimate_or_unknown(questionnaire: Questionnaire) -> None:
    assert len(figures(questionnaire)) > 25
    strict = [each.id for each in figures(questionnaire) if not (each.estimate and each.unknown)]
    assert strict == []


def test_every_figure_has_a_unit_and_a_range_that_catches_slips(
    questionnaire: Questionnaire,
) -> None:
    for question in figures(questionnaire):
        assert question.unit, question.id
        assert question.least == 0, question.id
        assert question.greatest is not None, question.id


def test_a_table_by_service_has_all_four_and_lets_each_be_not_applicable(
    questionnaire: Questionnaire,
) -> None:
    names = [f"_{service}" for service in SERVICES]
    tables = [
        question
        for question in figures(questionnaire)
        if any(row.id.endswith(tuple(names)) for row in question.rows)
    ]
    assert {"posts", "vacant", "agency", "extra_hours", "waiting"} <= {each.id for each in tables}
    for table in tables:
        assert [row.id for row in table.rows] == [table.id + name for name in names]
        assert table.not_applicable, table.id


def test_every_standard_has_a_page_whose_comment_is_always_asked(
    questionnaire: Questionnaire, standards: list[str]
) -> None:
    titles = {page.title: page.id for page in questionnaire.pages}
    asked = walk(questionnaire, {}).shown
    assert len(standards) == 8
    assert [title for title in titles if title in standards] == standards
    for title in standards:
        comment = comments(questionnaire)[titles[title]]
        assert comment.type == "comment"
        assert comment.length == 2000
        assert comment.id in asked


def test_every_page_but_the_first_has_room_to_explain_without_naming_people(
    questionnaire: Questionnaire,
) -> None:
    assert list(comments(questionnaire)) == [page.id for page in questionnaire.pages[1:]]
    for comment in comments(questionnaire).values():
        assert re.search(
            "Please (do not name anyone|do not describe any single case)", comment.hint
        )


def test_dont_know_is_an_answer_to_every_question_about_the_organisation(
    questionnaire: Questionnaire,
) -> None:
    """The first page and the last question are about the return itself."""
    without = {
        question.id
        for page in questionnaire.pages[1:]
        for question in page.questions
        if question.options and "dont_know" not in {option.id for option in question.options}
    }
    assert without == {"hard_parts"}


def test_no_question_is_a_bare_yes_or_no(questionnaire: Questionnaire) -> None:
    for question in questionnaire.questions():
        assert not {option.label.lower() for option in question.options} & {"yes", "no"}
        substantial = [option for option in question.options if option.id != "dont_know"]
        assert not question.options or len(substantial) >= 2, question.id


def test_other_answers_can_be_said_and_empty_ones_stand_alone(
    questionnaire: Questionnaire,
) -> None:
    by_themselves = {"none_of_these", "dont_know", "too_few"}
    for question in questionnaire.questions():
        if question.type == "choices":
            alone = {option.id for option in question.options if option.alone}
            assert alone == by_themselves & {option.id for option in question.options}, question.id
        if question.id != "hard_parts" and not question.rows:
            others = [option for option in question.options if option.id == "other"]
            assert all(option.specify for option in others), question.id


def test_what_can_be_said_in_ones_own_words_stands_before_none_of_these(
    questionnaire: Questionnaire,
) -> None:
    for question in questionnaire.questions():
        alone = [option.alone for option in question.options]
        assert alone == sorted(alone), question.id
        last = max((n for n, each in enumerate(question.options) if each.specify), default=-1)
        assert not any(alone[: last + 1]), question.id


def test_only_the_first_page_asks_how_to_reach_somebody(questionnaire: Questionnaire) -> None:
    first, *rest = questionnaire.pages
    assert {"email", "phone"} <= {question.type for question in first.questions}
    assert not {"email", "phone", "text"} & {
        question.type for page in rest for question in page.questions
    }


def test_small_numbers_of_ill_or_accused_people_cannot_be_given(
    questionnaire: Questionnaire,
) -> None:
    questions = {question.id: question for question in questionnaire.questions()}
    assert "fewer than five" in questions["absent_causes"].hint
    assert "fewer than five" in questions["exit_reasons"].hint
    assert [option.id for option in questions["concern_number"].options] == [
        "under_5",
        "from_5",
        "dont_know",
    ]


@pytest.mark.parametrize(
    ("page_id", "item", "bound"),
    [
        *(("posts", f"vacant_{service}", f"posts_{service}") for service in SERVICES),
        *(("posts", f"long_vacant_{service}", f"vacant_{service}") for service in SERVICES),
        *(("posts", f"agency_{service}", f"posts_{service}") for service in SERVICES),
        ("posts", "others_vacant", "others_posts"),
        ("absence", "absent_stress", "absent_all"),
        ("absence", "absent_unrecorded", "absent_all"),
        ("caseloads", "cl_children_new", "highest_children"),
        ("caseloads", "cl_adults_others", "highest_adults"),
        ("caseloads", "cl_mental_health_senior", "highest_mental_health"),
    ],
)
def test_a_part_that_exceeds_its_whole_is_pointed_out(
    questionnaire: Questionnaire, page_id: str, item: str, bound: str
) -> None:
    def doubted(part: str) -> list[str]:
        answers = {item: part, bound: "40"}
        return [check.item for check in doubts(questionnaire.page_by_id[page_id], answers).values()]

    assert doubted("41") == [item]
    assert doubted("40") == []


def test_a_figure_that_is_unknown_is_never_doubted(questionnaire: Questionnaire) -> None:
    answers = {"posts_adults__unknown": "yes", "vacant_adults": "41", "agency_adults": "5"}
    assert not doubts(questionnaire.page_by_id["posts"], answers)


def test_someone_who_skips_everything_still_reaches_the_end(questionnaire: Questionnaire) -> None:
    assert not [question.id for question in questionnaire.questions() if question.required]
    route = walk(questionnaire, {})
    page, met = route.pages[0], [route.pages[0].id]
    while following := route.following(page):
        page = following
        met.append(page.id)
    assert met == [page.id for page in questionnaire.pages]
    assert 10 <= len(met) <= 13
    assert not any(doubts(page, {}) for page in route.pages)


def test_statements_are_short_and_hold_one_idea(questionnaire: Questionnaire) -> None:
    for item in questionnaire.items.values():
        if item.question.scale in ("extent", "frequency") and item.row:
            assert len(item.label) <= 90, item.id
            assert not re.search(r"\b(and|or)\b|[?{}]", item.label), item.id


def test_the_fullest_answers_fit_into_the_rounds_one_size(questionnaire: Questionnaire) -> None:
    """Hidden answers among them: they stay in the draft."""
    answers: dict[str, Answer] = {}
    for item in questionnaire.items.values():
        answers |= READERS[item.question.type](item, form(item))
    beside = {
        "saved": [page.id for page in questionnaire.pages],
        "warned": [
            f"{page.id}.{n}" for page in questionnaire.pages for n in range(len(page.checks))
        ],
    }
    assert answers.keys() >= questionnaire.items.keys()
    assert len(pack({"answers": answers, **beside})) <= capacity(questionnaire)
