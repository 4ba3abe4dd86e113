"""Whether figures rule an answer out: whoever knows one answer, their own, must not learn from what
is told of a statement that somebody else cannot have given one of its answers.

A mean of 75 among ten of whom five agree leaves nobody who disagrees strongly. Ends that are not
told (``figures``) prevent that for each figure alone; here they are held together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement
from math import ceil, gcd, lcm

from portal.disclosure.figures import Figure


@dataclass(frozen=True, slots=True)
class Part:
    """So many people gave one of these options; of what each is worth the sum counts."""

    points: tuple[int, ...]
    number: int


def rules_out(
    worth: Mapping[str, Fraction],
    number: int,
    mean: Figure | None,
    agree: tuple[frozenset[str], Figure] | None,
    parts: Sequence[tuple[frozenset[str], int]],
) -> bool:
    """Say whether two people among so many (``number``) cannot have given any two answers, by what
    is told: the mean, how many per cent agree (with these options), or how many are in each part.
    ``worth``: the points of each option."""
    times = lcm(*(value.denominator for value in worth.values()))
    points = {option: int(value * times) for option, value in worth.items()}
    told = _limits(mean, number * times) if mean else None
    ways = list(_ways(points, number, agree, parts))
    return any(
        not any(_fits(way, two, told) for way in ways)
        for two in combinations_with_replacement(sorted(set(points.values())), 2)
    )


def _ways(
    points: Mapping[str, int],
    number: int,
    agree: tuple[frozenset[str], Figure] | None,
    parts: Sequence[tuple[frozenset[str], int]],
) -> Iterator[tuple[Part, ...]]:
    """List how the people may be parted, by what is told."""
    if parts:
        yield tuple(Part(_points(points, options), many) for options, many in parts)
    elif agree:
        favourable, figure = agree
        lowest, highest = _limits(figure, 100)
        others = frozenset(points) - favourable
        least = ceil(lowest * number / 10_000)
        for many in range(max(0, least), number + 1):
            if many * 10_000 >= highest * number:
                break
            yield (
                Part(_points(points, favourable), many),
                Part(_points(points, others), number - many),
            )
    else:
        yield (Part(_points(points, frozenset(points)), number),)


def _points(points: Mapping[str, int], options: frozenset[str]) -> tuple[int, ...]:
    return tuple(sorted(points[option] for option in options))


def _limits(figure: Figure, number: int) -> tuple[Fraction, Fraction]:
    """Return between what the exact sum of so many lies: from the first, up to below the second."""
    half = Fraction(figure.step, 2)
    least = Fraction(0) if figure.end == "or less" else figure.value - half
    most = Fraction(101) if figure.end == "or more" else figure.value + half
    return least * number, most * number


def _fits(
    way: Sequence[Part], two: tuple[int, int], told: tuple[Fraction, Fraction] | None
) -> bool:
    """Say whether two people can have given these, and all together what is told."""
    least = most = 0
    step = 0
    wanted = list(two)
    for part in way:
        mine = [value for value in wanted if value in part.points]
        wanted = [value for value in wanted if value not in part.points]
        rest = part.number - len(mine)
        if rest < 0:
            return False
        if rest:
            least += rest * part.points[0]
            most += rest * part.points[-1]
            step = gcd(step, *(value - part.points[0] for value in part.points))
        least, most = least + sum(mine), most + sum(mine)
    return not wanted and (told is None or _meets(least, most, step, told))


def _meets(least: int, most: int, step: int, told: tuple[Fraction, Fraction]) -> bool:
    """Say whether a sum from the least up to the most, by steps, lies within what is told."""
    lowest, beyond = told
    if least >= lowest or not step:
        return lowest <= least < beyond
    first = least + step * ceil((lowest - least) / step)
    return first <= most and first < beyond
