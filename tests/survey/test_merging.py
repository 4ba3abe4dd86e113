"""Two people at one page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.survey.conditions import Answers
from portal.survey.merging import Clash, merge, stamp
from portal.survey.questionnaire import Item, Question

ITEMS = tuple(Item(name, Question(name, "text", name)) for name in ("a", "b", "c"))
some_answers = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.sampled_from(["1", "2", "3"]))


def merged(shown: Answers, stored: Answers, given_now: Answers) -> Answers:
    return merge(ITEMS, stamp(ITEMS, shown), stored, given_now)


def test_each_keeps_what_only_they_have_changed() -> None:
    assert merged({"a": "1"}, {"a": "1", "b": "2"}, {"a": "9"}) == {"a": "9", "b": "2"}


def test_clearing_an_answer_is_a_change_too() -> None:
    assert merged({"a": "1", "b": "2"}, {"a": "1", "b": "2", "c": "3"}, {"b": "2"}) == {
        "b": "2",
        "c": "3",
    }


def test_the_same_answer_changed_by_both_is_for_the_person_to_decide() -> None:
    with pytest.raises(Clash) as clash:
        merged({"a": "1"}, {"a": "2", "b": "2"}, {"a": "3"})

    assert clash.value.items == {"a"}
    assert clash.value.merged == {"a": "3", "b": "2"}


def test_both_changing_to_the_same_is_no_clash() -> None:
    assert merged({"a": "1"}, {"a": "2"}, {"a": "2"}) == {"a": "2"}


def test_a_stamp_that_is_not_ours_overwrites_nothing() -> None:
    with pytest.raises(Clash):
        merge(ITEMS, "garbage", {"a": "1"}, {"a": "2"})


@given(some_answers, some_answers, some_answers)
def test_nothing_is_lost_that_only_one_of_two_has_changed(
    shown: dict[str, str], stored: dict[str, str], given_now: dict[str, str]
) -> None:
    try:
        kept = merged(shown, stored, given_now)
    except Clash as clash:
        kept = clash.merged
    for name in ("a", "b", "c"):
        mine, theirs, was = given_now.get(name), stored.get(name), shown.get(name)
        assert kept.get(name) == (theirs if mine == was else mine)
