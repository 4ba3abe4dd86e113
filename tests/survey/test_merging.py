"""Two people at one page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.survey.conditions import Answers
from portal.survey.merging import BLANK, Merged, merge, parse, seen, stamp
from portal.survey.questionnaire import Item, Question
from portal.survey.route import answers_of

ITEMS = tuple(Item(name, Question(name, "text", name)) for name in ("a", "b", "c"))
EVERY = frozenset("abc")
some_answers = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.sampled_from(["1", "2", "3"]))


def merged(shown: Answers, stored: Answers, given_now: Answers, *earlier: Answers) -> Merged:
    forms = [{item.id: answers_of(item, form) for item in ITEMS} for form in (given_now, *earlier)]
    return merge(ITEMS, parse(ITEMS, seen(ITEMS, shown, EVERY)), stored, forms[0], forms[1:])


def test_each_keeps_what_only_they_have_changed() -> None:
    both = merged({"a": "1"}, {"a": "1", "b": "2"}, {"a": "9"})
    assert both.answers == {"a": "9", "b": "2"}
    assert (both.clashing, both.outdated) == (frozenset(), {"b"})


def test_clearing_an_answer_is_a_change_too() -> None:
    both = merged({"a": "1", "b": "2"}, {"a": "1", "b": "2", "c": "3"}, {"b": "2"})
    assert both.answers == {"b": "2", "c": "3"}


def test_the_same_answer_changed_by_both_is_for_the_person_to_decide() -> None:
    both = merged({"a": "1"}, {"a": "2", "b": "2"}, {"a": "3"})
    assert both.clashing == {"a"}
    assert both.answers == {"a": "2", "b": "2"}


def test_both_changing_to_the_same_is_no_clash() -> None:
    both = merged({"a": "1"}, {"a": "2"}, {"a": "2"})
    assert (both.answers, both.clashing) == ({"a": "2"}, frozenset())


def test_what_the_page_itself_sent_before_is_no_surprise() -> None:
    both = merged({"a": "1"}, {"a": "2"}, {"a": "3"}, {"a": "2"})
    assert (both.answers, both.clashing) == ({"a": "3"}, frozenset())


def test_the_next_stamps_speak_of_what_the_page_shows() -> None:
    both = merged({"a": "1", "c": "1"}, {"a": "1", "b": "2", "c": "2"}, {"a": "9", "c": "3"})
    assert both.stamps["a"] == stamp({"a": "9"})
    assert both.stamps["b"] == stamp({})
    assert both.stamps["c"] == stamp({"c": "1"})


def test_an_item_that_the_page_does_not_show_has_a_blank() -> None:
    written = seen(ITEMS, {"a": "1", "b": "2"}, frozenset("ac"))
    assert written[8:16] == BLANK
    assert parse(ITEMS, written).keys() == {"a", "c"}


def test_without_stamps_a_form_is_taken_as_it_is() -> None:
    both = merge(ITEMS, None, {"a": "1", "b": "2"}, {"a": {"a": "3"}})
    assert both.answers == {"a": "3", "b": "2"}


@pytest.mark.parametrize("written", ["", "garbage", "0" * 23, "0" * 25, "Z" * 24, "-" * 23 + "0"])
def test_stamps_that_are_not_ours_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match="damaged"):
        parse(ITEMS, written)


@given(some_answers, some_answers, some_answers)
def test_nothing_is_lost_that_only_one_of_two_has_changed(
    shown: dict[str, str], stored: dict[str, str], given_now: dict[str, str]
) -> None:
    both = merged(shown, stored, given_now)
    for name in ("a", "b", "c"):
        mine, theirs, was = given_now.get(name), stored.get(name), shown.get(name)
        clash = mine not in (theirs, was) and theirs != was
        assert (name in both.clashing) == clash
        assert both.answers.get(name) == (theirs if clash or mine == was else mine)
