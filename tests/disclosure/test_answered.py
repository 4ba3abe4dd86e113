"""What staff may be told of how many have answered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.disclosure.answered import FEWEST, Numbers, Part, total

NONE = Part()


@pytest.mark.parametrize(
    ("found", "submitted", "rate", "left_out"),
    [
        (Numbers(Part(10, 10)), 10, 100, ()),
        (Numbers(Part(9, 9)), None, None, ("letters",)),
        (Numbers(Part(3, 3), Part(7, 0)), None, None, ("letters", "slips")),
        (Numbers(Part(32, 9), NONE, Part(1, 2)), 9, 28, ("forwarded",)),
        (Numbers(Part(20, 5), Part(30, 9)), 5, 25, ("slips",)),
        (Numbers(Part(20, 5), Part(30, 10)), 15, 30, ()),
        (Numbers(Part(9, 9), Part(30, 10)), 10, 33, ("letters",)),
        (Numbers(Part(9, 9), NONE, Part(1, 10)), 10, None, ("letters",)),
        (Numbers(NONE, NONE, Part(1, 9)), None, None, ("forwarded",)),
        (Numbers(Part(0, 4)), None, None, ()),
        (Numbers(Part(11, 12)), 12, None, ()),
        (Numbers(Part(10, 1, lost=1)), None, None, ("letters",)),
        (Numbers(Part(11, 1, lost=1)), 1, 9, ()),
        (Numbers(), None, None, ()),
    ],
    ids=str,
)
def test_each_way_of_answering_is_held_to_ten_by_itself(
    found: Numbers, submitted: int | None, rate: int | None, left_out: tuple[str, ...]
) -> None:
    shown = found.veiled()
    assert (shown.submitted, shown.rate, shown.left_out) == (submitted, rate, left_out)


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
    assert total([one, other]) == Numbers(Part(100, 50), Part(30, 10), Part(1, 12))
    assert total([other]) == Numbers(Part(0, None), Part(30, 10), Part(0, None))
    assert total([]).submitted is None


def test_what_is_not_shown_of_a_later_day_is_not_shown_of_an_earlier_one() -> None:
    earlier, later = Numbers(Part(12, 8), Part(20, 11)), Numbers(Part(9, 8), Part(20, 12))
    assert earlier.veiled().beside(later.veiled()).submitted == 11


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
    every = [*veiled, total(veiled), *(a.beside(b) for a in veiled for b in veiled)]
    return [(n, n.submitted, n.rate, n.answered, n.base, n.left_out) for n in every]


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
