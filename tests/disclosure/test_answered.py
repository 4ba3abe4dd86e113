"""What staff may be told of how many have answered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.disclosure.answered import FEWEST, Numbers, Part, total

NONE = Part()


@pytest.mark.parametrize(
    ("found", "said", "rate", "left_out"),
    [
        (Numbers(Part(10, 10)), "10 or more", "100% or more", ()),
        (Numbers(Part(9, 9)), "", "", ("letters",)),
        (Numbers(Part(3, 3), Part(7, 0)), "", "", ("letters", "slips")),
        (Numbers(Part(32, 9), NONE, Part(1, 2)), "5 or more", "16% or more", ("forwarded",)),
        (Numbers(Part(20, 5), Part(30, 9)), "5 or more", "25% or more", ("slips",)),
        (Numbers(Part(20, 5), Part(30, 14)), "15 or more", "30% or more", ()),
        (Numbers(Part(9, 9), Part(30, 10)), "10 or more", "33% or more", ("letters",)),
        (Numbers(Part(9, 9), NONE, Part(1, 10)), "10 or more", "", ("letters",)),
        (Numbers(NONE, NONE, Part(1, 9)), "", "", ("forwarded",)),
        (Numbers(Part(0, 4)), "", "", ()),
        (Numbers(Part(11, 16)), "15 or more", "", ()),
        (Numbers(Part(10, 1, lost=1)), "", "", ("letters",)),
        (Numbers(Part(11, 1, lost=1)), "fewer than 5", "below 46%", ()),
        (Numbers(Part(99, 7)), "5 or more", "5% or more", ()),
        (Numbers(Part(100, 7)), "7", "7%", ()),
        (Numbers(Part(100, 7, lost=1)), "5 or more", "5% or more", ()),
        (Numbers(Part(100, 7), Part(300, 14)), "17 or more", "4% or more", ()),
        (Numbers(Part(1000, 700), NONE, Part(1, 614)), "1,310 or more", "70%", ()),
        (Numbers(), "", "", ()),
    ],
    ids=str,
)
def test_while_people_answer_each_way_is_held_to_ten_by_itself_and_goes_up_in_fives(
    found: Numbers, said: str, rate: str, left_out: tuple[str, ...]
) -> None:
    shown = found.veiled()
    assert (shown.shown.said, shown.rate_said, shown.left_out) == (said, rate, left_out)
    assert shown.veiled() == shown  # what was stored so is read so


@pytest.mark.parametrize(
    ("found", "said", "rate", "left_out"),
    [
        (Numbers(Part(12, 11)), "11", "92%", ()),
        (Numbers(Part(12, 9)), "", "", ("letters",)),
        (Numbers(Part(9, 9), Part(30, 13)), "10 or more", "33% or more", ("letters",)),
        (Numbers(Part(32, 22), Part(9, 2)), "20 or more", "63% or more", ("slips",)),
        (Numbers(Part(32, 22), Part(9, 0)), "20 or more", "63% or more", ("slips",)),
        (Numbers(Part(0, 4), Part(20, 12)), "12", "60%", ()),
        (
            Numbers(Part(32, 22), Part(20, 12), Part(1, 1)),
            "30 or more",
            "58% or more",
            ("forwarded",),
        ),
        (Numbers(Part(13, 13), Part(9, 9)), "10 or more", "77% or more", ("slips",)),
        (Numbers(Part(400, 3), NONE, Part(1, 12)), "10 or more", "", ("letters",)),
        (Numbers(), "", "", ()),
    ],
    ids=str,
)
def test_in_the_end_a_number_is_exact_from_ten_on_but_for_where_another_is_of_a_few(
    found: Numbers, said: str, rate: str, left_out: tuple[str, ...]
) -> None:
    shown = found.in_the_end()
    assert (shown.shown.said, shown.rate_said, shown.left_out) == (said, rate, left_out)


def test_a_sum_says_how_precise_it_is() -> None:
    few, none, exact = Part(12, 13).in_fives(), Part(12, 3).in_fives(), Part(12, 11)
    assert total([Numbers(few), Numbers(none)]).shown.said == "10 or more"
    assert total([Numbers(none), Numbers(none)]).shown.said == "fewer than 9"
    assert total([Numbers(exact), Numbers(few)]).shown.said == "21 or more"
    assert [part.precision for part in (few, exact)] == ["at least", "exact"]


@pytest.mark.parametrize(
    ("numbers", "rate"),
    [
        (Numbers(Part(80, 10)), 13),
        (Numbers(Part(200, 1)), 1),
        (Numbers(Part(10, 10)), 100),
        (Numbers(Part(9, 5)), None),
        (Numbers(Part(10, 0), NONE, Part(1, 5)), 0),
        (Numbers(Part(20, 21)), None),
        (Numbers(Part(10, 12), Part(30, 10)), None),
        (Numbers(NONE, NONE, Part(1, 5)), None),
    ],
    ids=str,
)
def test_the_rate_is_of_those_invited_and_there_is_none_that_would_be_false(
    numbers: Numbers, rate: int | None
) -> None:
    assert numbers.rate == rate


def test_a_sum_is_of_what_is_shown() -> None:
    one = Numbers(Part(100, 50), Part(20, 9), Part(1, 12)).veiled()
    other = Numbers(Part(9, 7), Part(30, 10), Part(1, 3)).veiled()
    slips, forwarded = Part(30, 10, beyond=4), Part(1, 10, beyond=4)
    assert total([one, other]) == Numbers(Part(100, 50, beyond=4), slips, forwarded)
    assert total([other]) == Numbers(Part(0, None), slips, Part(0, None))
    assert total([]).submitted is None


def test_what_is_not_shown_of_a_later_day_is_not_shown_of_an_earlier_one() -> None:
    earlier, later = Numbers(Part(12, 8), Part(20, 11)), Numbers(Part(9, 8), Part(20, 12))
    assert earlier.veiled().beside(later.veiled()).submitted == 10


@st.composite
def splits(draw: st.DrawFn) -> Numbers:
    """An organisation's, around the ten."""
    number = st.integers(0, 2 * FEWEST)
    slips, forwarded = draw(number), draw(number)
    letters = Part(draw(number), draw(number))
    return Numbers(letters, Part(slips + draw(number), slips), Part(bool(forwarded), forwarded))


def shown(organisations: list[Numbers]) -> object:
    """All that pages show: parts, sums, rates, orders."""
    veiled = [of.veiled() for of in organisations]
    ends = [of.in_the_end() for of in organisations]
    every = [*veiled, total(veiled), *(a.beside(b) for a in veiled for b in veiled)]
    every += [*ends, total(ends)]
    return [(n, n.shown.said, n.rate_said, n.answered, n.base, n.left_out) for n in every]


@given(st.lists(splits(), min_size=1, max_size=3), st.data())
def test_nothing_that_is_shown_depends_on_a_hidden_parts_answers(
    organisations: list[Numbers], data: st.DataObject
) -> None:
    which = data.draw(st.integers(0, len(organisations) - 1))
    of = organisations[which]
    way = data.draw(st.sampled_from(("letters", "slips", "forwarded")))
    part: Part = getattr(of, way)
    assume(getattr(of.veiled(), way).answers is None)
    most = part.given if way == "letters" else FEWEST - 1
    others = replace(part, answers=data.draw(st.integers(0, most)))
    changed = list(organisations)
    changed[which] = replace(of, **{way: others})
    assert shown(changed) == shown(organisations)


@given(st.lists(splits(), max_size=5))
def test_no_sum_has_more_in_it_than_its_parts_that_are_shown(organisations: list[Numbers]) -> None:
    veiled = [of.veiled() for of in organisations]
    found = total(veiled)
    assert (found.submitted or 0) == sum(of.submitted or 0 for of in veiled)
    assert (found.answered, found.base) == (
        sum(of.answered for of in veiled),
        sum(of.base for of in veiled),
    )


@pytest.mark.parametrize("answers", [20, 23])
def test_of_many_letters_nothing_finer_is_shown_than_in_the_end_where_a_part_is_left_out(
    answers: int,
) -> None:
    """The rows that are kept, less an exact number by letter, would be the seven slips."""
    several = Numbers(Part(120, answers), Part(20, 7))
    ends = several.in_the_end()
    assert several.veiled().letters.said == "20 or more"
    assert Numbers(Part(120, answers)).veiled().letters.said == str(answers)
    assert Numbers(Part(120, answers)).beside(ends).letters.said == "20 or more"
    assert Numbers(Part(120, answers)).beside(Numbers(Part(120, 25))).letters.said == str(answers)
