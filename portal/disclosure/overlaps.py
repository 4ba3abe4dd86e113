"""Regions, types and the nation beside one another: they are made of the same organisations, so one
less another is of those that are in one of them alone.

A type of five organisations less a region of four of them is of the fifth: closer, perhaps, than
may be told of it. So what can be known of each organisation is narrowed by all of them together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple, TypeAlias

from portal.disclosure.beside import Known, Told, known, learnt
from portal.disclosure.cells import Level
from portal.disclosure.exclusion import Range, Scale

MOST = 6
"""A sum of more organisations, of whom each is known roughly, tells nothing of one."""
PASSES = 4
"""So often organisations are narrowed by one another at most."""


class Whole(NamedTuple):
    """A region, a type or the nation. ``codes``: of its organisations."""

    level: Level
    name: str
    codes: frozenset[str]
    told: Told


Equation: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], tuple[str, ...], tuple[str, ...]]
"""The wholes of the first less those of the second are the organisations of the third less those of
the fourth."""


def tell(scale: Scale, wholes: Sequence[Whole], own: Mapping[str, Told]) -> bool:
    """Say whether wholes rule out an answer in an organisation. ``own``: what is told of each."""
    of_wholes = [known(scale, each.told) for each in wholes]
    before = {code: known(scale, told) for code, told in own.items()}
    now = dict(before)
    for _ in range(PASSES):
        last = dict(now)
        for equation in _equations(tuple((each.level, each.codes) for each in wholes)):
            _narrow(equation, of_wholes, now)
        if now == last:
            break
    return any(learnt(scale, before[code], each) for code, each in now.items())


@lru_cache(maxsize=256)  # most questions are answered in the same organisations
def _equations(wholes: tuple[tuple[Level, frozenset[str]], ...]) -> Sequence[Equation]:
    """List each whole by itself, and one, two or all of a level less others that are nearly the
    same organisations."""
    alone = [((n,), (), tuple(sorted(codes)), ()) for n, (_, codes) in enumerate(wholes)]
    unions = list(_unions(wholes))
    return [
        *alone,
        *(
            (one, other, tuple(sorted(own - theirs)), tuple(sorted(theirs - own)))
            for (one, own), (other, theirs) in combinations(unions, 2)
            if not set(one) & set(other) and 0 < len(own ^ theirs) <= MOST
        ),
    ]


def _unions(
    wholes: Sequence[tuple[Level, frozenset[str]]],
) -> Iterator[tuple[tuple[int, ...], frozenset[str]]]:
    """List one or two that have no organisation in common, and all of each level."""
    places = range(len(wholes))
    levels = {level: tuple(n for n in places if wholes[n][0] == level) for level, _ in wholes}
    some = {*((n,) for n in places), *combinations(places, 2), *levels.values()}
    for each in sorted(some):
        codes = frozenset[str]().union(*(wholes[n][1] for n in each))
        if len(codes) == sum(len(wholes[n][1]) for n in each):
            yield each, codes


def _narrow(equation: Equation, wholes: Sequence[Known], now: dict[str, Known]) -> None:
    plus, minus, inside, outside = equation
    for measure in ("sums", "agreeing"):
        whole = _less(
            _sum(getattr(wholes[n], measure) for n in plus),
            _sum(getattr(wholes[n], measure) for n in minus),
        )
        first = _sum(getattr(now[code], measure) for code in inside)
        second = _sum(getattr(now[code], measure) for code in outside)
        for code in inside:
            own = getattr(now[code], measure)
            others = first[0] - own[0], first[1] - own[1]
            now[code] = _held(now[code], measure, _less(_add(whole, second), others))
        for code in outside:
            own = getattr(now[code], measure)
            others = second[0] - own[0], second[1] - own[1]
            now[code] = _held(now[code], measure, _less(_less(first, whole), others))


def _held(known: Known, measure: str, range_: Range) -> Known:
    if measure == "sums":
        return known.held(range_, known.agreeing)
    return known.held(known.sums, range_)


def _sum(ranges: Iterator[Range]) -> Range:
    every = list(ranges)
    return sum(low for low, _ in every), sum(high for _, high in every)


def _add(one: Range, other: Range) -> Range:
    return one[0] + other[0], one[1] + other[1]


def _less(one: Range, other: Range) -> Range:
    return one[0] - other[1], one[1] - other[0]
