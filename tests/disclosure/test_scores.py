"""Which scores of organisations, regions and the nation may be told."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.disclosure import scores
from portal.disclosure.scores import NATION, Answered, Released

PLACES = {
    code: ("county" if code < "c" else "borough", "North" if code in "abcd" else "South")
    for code in "abcdefgh"
}


def people(
    code: str, number: int, value: int = 50, *, slips: int = 0, score: str = "safe"
) -> list[Answered]:
    """So many of an organisation, the last so many by a slip."""
    return [
        Answered(code, each < number - slips, {score: Fraction(value)}) for each in range(number)
    ]


def told(
    everybody: list[Answered], k: int = 10, rough: str = "", **ended: int
) -> dict[str, Released]:
    """What is released of one score, by name; ``ended`` links by organisation."""
    released = scores.release(everybody, PLACES, rough, ended, ["safe"], k)
    return {each.name: each for each in released}


def test_whether_who_was_corrected_answered_twice_does_not_show() -> None:
    """Eleven answers by letter, and one link that has ended: ten people at least, or eleven."""
    assert told(people("a", 11), a=1)["a"].figure.said == "50"
    assert "a" not in told(people("a", 10), a=1)


@pytest.mark.parametrize(
    ("number", "slips", "k", "said"),
    [
        (9, 0, 10, None),
        (10, 0, 10, "65"),
        (10, 1, 10, None),
        (19, 10, 10, None),
        (40, 31, 10, None),  # thirty-one slips make no ten of nine
        (20, 0, 10, "63"),
        (15, 0, 16, None),
        (30, 15, 16, None),
        (32, 16, 16, "65"),
    ],
)
def test_an_organisation_is_told_a_score_of_ten_who_answered_an_invitation(
    number: int, slips: int, k: int, said: str | None
) -> None:
    found = told(people("a", number, 63, slips=slips), k).get("a")
    assert (found and found.figure.said) == said


def test_of_those_who_have_no_score_none_is_told() -> None:
    nineteen = people("a", 19, score="other") + people("a", 9)
    assert "a" not in told(nineteen)
    assert told(nineteen + people("a", 1))["a"].answers == 10


@pytest.mark.parametrize(
    ("more", "rough", "answers", "or_more"),
    [(0, "", 12, False), (1, "", 10, True), (0, "a", 10, True)],
)
def test_how_many_have_a_score_is_told_whole_only_if_it_is_everybody(
    more: int, rough: str, answers: int, or_more: bool
) -> None:
    found = told(people("a", 12) + people("a", more, score="other"), rough=rough)["a"]
    assert (found.answers, found.or_more) == (answers, or_more)


def test_a_region_is_made_of_four_of_which_none_has_over_half() -> None:
    three = people("a", 20) + people("b", 20) + people("c", 20)
    assert {"North", "South", NATION}.isdisjoint(told(three))
    assert {"North", NATION} <= told(three + people("d", 20)).keys()
    assert {"North", NATION}.isdisjoint(told(three + people("d", 70)))


def test_who_is_not_told_a_score_is_in_no_region_and_in_the_nation_only_with_ten() -> None:
    four = [person for code in "abcd" for person in people(code, 20)]
    nine = four + people("e", 9, 100)
    assert told(nine)[NATION].figure.value == 50
    twelve = four + people("e", 6, 100) + people("f", 6, 100)
    assert told(twelve)[NATION].figure.value == 57
    assert "South" not in told(twelve)
    assert told(nine + people("g", 2, score="other"))[NATION].figure.value == 50


def test_with_the_nations_rule_off_its_score_less_the_others_is_that_of_nine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """To the nearest few: nine of a mind are told from nine of another."""
    monkeypatch.setattr(scores, "_in_the_nation", lambda own, told, k: own.values())
    four = [person for code in "abcd" for person in people(code, 20)]
    worlds = [told(four + people("e", 9, value))[NATION].figure.value for value in (0, 100)]
    assert worlds == [45, 55]


SCORE = st.sampled_from([0, 25, 50, 75, 100])
PERSON = st.tuples(st.sampled_from("abcdefgh"), st.sampled_from([True, True, False]), SCORE)


@settings(max_examples=150)
@given(st.lists(PERSON, max_size=160), st.integers(10, 14))
def test_nothing_that_is_told_depends_on_organisations_that_hold_too_few(
    drawn: list[tuple[str, bool, int]], k: int
) -> None:
    """Their people may have said anything else: as long as they are fewer than ``k`` together, no
    figure changes."""
    everybody = [Answered(code, by, {"safe": Fraction(v)}) for code, by, v in drawn]
    shown = {name for name in told(everybody, k) if name in PLACES}
    hidden = [person for person in everybody if person.organisation not in shown]
    if sum(person.by_letter for person in hidden) >= k:
        return
    changed = [
        Answered(p.organisation, p.by_letter, {"safe": 100 - p.scores["safe"]})
        if p in hidden
        else p
        for p in everybody
    ]
    assert told(changed, k) == told(everybody, k)
    for each in told(everybody, k).values():
        assert each.answers >= 10
