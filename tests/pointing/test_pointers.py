"""What is pointed out in a comment, of what is planted there; and what never may go wrong."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.pointing.pointers import pointers
from portal.pointing.spans import KINDS
from tests.pointing.planted import KNOWN, Sentence, lines, sentences

Outcome: TypeAlias = Literal["whole", "part", "missed"]
LEAST_FIRST = {
    "name": 0.95,
    "address": 0.97,
    "number": 1.0,
    "place": 1.0,
    "organisation": 1.0,
    "date": 1.0,
}
LEAST_LATER = {
    "name": 0.9,
    "address": 0.8,
    "number": 0.8,
    "place": 0.7,
    "organisation": 0.7,
    "date": 0.6,
}
"""Shares that are pointed out as a whole. They may rise."""


def outcomes(several: Iterable[Sentence]) -> Counter[tuple[str, Outcome]]:
    return Counter(
        (sentence.kind, outcome(sentence, *place))
        for sentence in several
        for place in sentence.planted
    )


def outcome(sentence: Sentence, start: int, end: int) -> Outcome:
    """Whether a reader is led to it; as what it is pointed out does not matter."""
    spans = pointers(sentence.text, KNOWN)
    letters = [place for place in range(start, end) if sentence.text[place].isalnum()]
    covered = [place for place in letters if any(s.start <= place < s.end for s in spans)]
    if not covered:
        return "missed"
    return "whole" if covered == letters else "part"


def table(counts: Counter[tuple[str, Outcome]]) -> str:
    """For ``pytest -s``, and for the decision record."""
    rows = [f"{'kind':14}{'planted':>8}{'whole':>8}{'part':>8}{'missed':>8}"]
    for kind in KINDS:
        of = [counts[kind, each] for each in ("whole", "part", "missed")]  # type: ignore[index]
        rows.append(f"{kind:14}" + "".join(f"{number:8}" for number in (sum(of), *of)))
    return "\n".join(rows)


@pytest.mark.parametrize(("name", "least"), [("first", LEAST_FIRST), ("later", LEAST_LATER)])
def test_most_of_what_is_planted_is_pointed_out(name: str, least: Mapping[str, float]) -> None:
    counts = outcomes(sentences(name))
    sys.stdout.write(f"\n{table(counts)}\n")
    shares = {
        kind: counts[kind, "whole"] / sum(n for (of, _), n in counts.items() if of == kind)
        for kind in KINDS
    }
    assert {kind: share for kind, share in shares.items() if share < least[kind]} == {}


def test_there_are_two_hundred_of_which_many_are_awkward() -> None:
    assert sum(len(each.planted) for each in sentences("first")) >= 200
    assert {each.kind for each in sentences("first")} == set(KINDS)


def test_little_is_pointed_out_where_there_is_nobody() -> None:
    words = sum(len(line.split()) for line in lines("harmless"))
    in_vain = [span for line in lines("harmless") for span in pointers(line, KNOWN)]
    assert len(in_vain) <= words / 100


@given(st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_pointers_lie_in_order_and_within_the_text(text: str, known: list[str]) -> None:
    spans = pointers(text, known)
    places = [place for span in spans for place in (span.start, span.end)]
    assert places == sorted(places)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@given(st.text(alphabet="abcxyz .,\n"), st.sampled_from(["07700 900123", "remi@example.org"]))
def test_a_number_or_an_address_is_pointed_out_whatever_stands_around_it(
    around: str, planted: str
) -> None:
    text = f"{around} {planted} {around}"
    start = text.index(planted)
    spans = pointers(text)
    assert any(s.start <= start and start + len(planted) <= s.end for s in spans)


@given(st.sampled_from(KNOWN), st.text(alphabet="abcxyz ", max_size=20))
def test_an_organisation_of_the_register_is_pointed_out_in_any_case(name: str, text: str) -> None:
    for written in (name, name.lower(), name.upper()):
        spans = pointers(f"{text} {written} {text}", [name])
        assert any(s.kind == "organisation" for s in spans)


def test_a_long_comment_is_read_in_no_time_that_grows_faster_than_it() -> None:
    """No pattern goes back and forth over what it has read: this would take for ever."""
    for text in ("a." * 5000, "1 " * 5000, "Aa " * 3000, "a@" * 3000, "(" * 9000, "St " * 3000):
        pointers(text, KNOWN)
