from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.survey.comparing import Comparison, compare
from portal.survey.file.parsing import parse
from portal.survey.questionnaire import Questionnaire
from tests.factories import SMALL
from tests.journeys.site import PRACTITIONER

NUMBERS = """
```question
id: posts
type: number
label: How many posts are there?
fact: false
unit: posts
```

```question
id: reasons
type: choices
label: Why?
fact: false
most: 2
options:
  pay: Pay
  work: Work
  other: Other
```

```question
id: words
type: words
label: Three words
count: 3
```
"""
FIRST = SMALL + NUMBERS


def later(*changes: tuple[str, str], first: str = FIRST) -> Questionnaire:
    text = first.replace('version: "1"', 'version: "2"')
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return parse(text)


def compared(*changes: tuple[str, str]) -> Comparison:
    return compare(parse(FIRST), later(*changes))


def kind(item: str, *changes: tuple[str, str]) -> str:
    return next(fate.kind for fate in compared(*changes).fates if fate.id == item)


def test_of_two_versions_with_the_same_questions_all_is_as_before() -> None:
    found = compared()
    assert {fate.kind for fate in found.fates} == {"same"}
    assert not any(fate.asked_of_others or fate.reasons for fate in found.fates)
    assert [fate.id for fate in found.fates] == list(found.after.items)


@pytest.mark.parametrize(
    ("item", "change", "expected"),
    [
        ("heard", ("I am heard", "People hear me"), "reworded"),
        ("safe", ("I am heard", "People hear me"), "same"),
        ("heard", ("How far do you agree?", "Do you agree?"), "reworded"),
        ("safe", ("How far do you agree?", "Do you agree?"), "reworded"),
        ("heard", ("label: Agree,", "label: I agree,"), "reworded"),
        ("service", ("children: Children", "children: Children's services"), "reworded"),
        ("why", ("max: 1000", "max: 500"), "same"),
        ("why", ("max: 1000", "hint: Name nobody.\nmax: 1000"), "same"),
        ("heard", ("points: 0}", "points: 10}"), "different"),
        ("heard", ("points: 100, favourable: true", "points: 100"), "different"),
        (
            "heard",
            ("    agree: {", "    dont_know: {label: Don't know}\n    agree: {"),
            "different",
        ),
        ("service", ("  adults: Adults\n", ""), "different"),
        ("service", ("  adults: Adults", "  elders: Adults"), "different"),
        ("why", ("type: comment\n", "type: text\n"), "different"),
        ("posts", ("unit: posts", "unit: people"), "different"),
        ("posts", ("label: How many posts", "required: true\nlabel: How many posts"), "same"),
        ("reasons", ("most: 2", "most: 1"), "different"),
        ("words", ("count: 3", "count: 1"), "different"),
        ("safe", ("  safe: I am safe\n", "  calm: I am calm\n"), "removed"),
        ("calm", ("  safe: I am safe\n", "  safe: I am safe\n  calm: I am calm\n"), "added"),
    ],
)
def test_what_becomes_of_an_item(item: str, change: tuple[str, str], expected: str) -> None:
    rest = [("items: [heard, safe]", "items: [heard]")] if expected == "removed" else []
    assert kind(item, change, *rest) == expected


SAYS = ("  safe: I am safe\n", '  safe: {label: I am safe., same_as: "1"}\n')


def test_a_slip_of_the_pen_that_is_said_to_be_one_keeps_a_row_comparable() -> None:
    assert kind("safe", SAYS) == "corrected"
    assert kind("safe", (SAYS[0], SAYS[1].replace('"1"', '"0"'))) == "reworded"


def test_what_a_question_says_of_itself_does_not_speak_for_the_words_of_its_rows() -> None:
    stem = ("label: How far do you agree?", 'same_as: "1"\nlabel: How far do you agree')
    assert kind("heard", stem) == "corrected"
    assert kind("heard", stem, ("I am heard", "People hear me")) == "reworded"


def test_a_slip_of_the_pen_does_not_make_other_points_comparable() -> None:
    assert kind("safe", SAYS, ("points: 0}", "points: 10}")) == "different"


def test_a_question_put_right_is_comparable_if_it_says_so() -> None:
    said = ("label: How many posts are there?", 'label: How many posts are there\nsame_as: "1"')
    assert kind("posts", said) == "corrected"


def test_an_item_that_is_asked_of_others_is_marked_as_such() -> None:
    for change in (
        ("show_if: {heard: disagree}", "show_if: {heard: agree}"),
        ("show_if: {heard: disagree}\n", ""),
    ):
        fate = next(fate for fate in compared(change).fates if fate.id == "why")
        assert (fate.kind, fate.asked_of_others) == ("same", True)


def test_a_condition_of_the_page_counts_for_every_item_on_it() -> None:
    page = (
        "# Support {#support}\n",
        "# Support {#support}\n\n```page\nshow_if: {service: adults}\n```\n",
    )
    marked = {fate.id for fate in compared(page).fates if fate.asked_of_others}
    assert marked == set(parse(FIRST).items) - {"service"}


def test_every_reason_is_told() -> None:
    found = compared(
        ("points: 0}", "points: 10}"), ("points: 100, favourable: true", "points: 100")
    )
    reasons = next(fate.reasons for fate in found.fates if fate.id == "heard")
    assert reasons == ("the options score differently", "other options count as agreeing")


def test_what_was_left_out_comes_last() -> None:
    found = compared(("  children: Children\n", ""), ("id: posts", "id: places"))
    assert [fate.id for fate in found.only("removed")] == ["posts"]
    assert found.fates[-1].id == "posts"


def test_of_another_questionnaire_nothing_is_comparable() -> None:
    found = compare(parse(FIRST), later(("id: small", "id: large")))
    assert {fate.kind for fate in found.fates} == {"added", "removed"}
    assert len(found.fates) == 2 * len(found.after.items)


BEFORE = parse(PRACTITIONER)
LABELS = [item.label for item in BEFORE.items.values()]


@settings(max_examples=40)  # each reads a whole questionnaire
@given(changed=st.sets(st.sampled_from(sorted({x for x in LABELS if LABELS.count(x) == 1}))))
def test_whatever_is_reworded_is_told_and_nothing_else(changed: set[str]) -> None:
    """Every item has one fate; those whose words changed are not the same, the others are."""
    text = PRACTITIONER.replace('version: "2026.1"', 'version: "2027.1"')
    for label in changed:
        text = text.replace(f": {label}\n", f": {label} indeed\n")
    after = parse(text)
    found = compare(BEFORE, after)
    assert [fate.id for fate in found.fates] == list(after.items)
    for fate in found.fates:
        assert fate.before
        assert fate.after
        words = [fate.before.label, fate.before.question.label]
        as_before = words == [fate.after.label, fate.after.question.label]
        assert (fate.kind == "same") == as_before
