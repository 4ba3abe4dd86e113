"""Whether figures rule an answer out: whoever knows one answer, their own, must not learn from what
is told of a statement that somebody else cannot have given one of its answers.

A mean of 75 among ten of whom five agree leaves nobody who disagrees strongly. Ends that are not
told (``figures``) prevent that for each figure alone; here they are held together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement, product
from math import ceil, gcd, lcm
from typing import TypeAlias

from portal.disclosure.figures import Figure
from portal.disclosure.tally import Given

Range: TypeAlias = tuple[int, int]
"""From the first up to the last, with both."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What each answer is worth, in whole units from the least (``worth``), and which of them agree
    (``favourable``). ``least``: the points of the least; ``unit``: of one unit."""

    worth: Mapping[str, int]
    favourable: frozenset[str]
    least: Fraction
    unit: Fraction

    def sums(self, figure: Figure | None, number: int) -> Range:
        """Return what the answers of so many can be worth together, whose mean is told as this."""
        most = max(self.worth.values()) * number
        lowest, beyond = _limits(figure)
        return (
            max(0, ceil((lowest - self.least) * number / self.unit)),
            min(most, ceil((beyond - self.least) * number / self.unit) - 1),
        )


def scale(points: Mapping[str, Fraction], favourable: Sequence[str] = ()) -> Scale:
    least = min(points.values())
    above = [value - least for value in points.values() if value != least]
    times = lcm(*(value.denominator for value in above))
    unit = Fraction(gcd(*(int(value * times) for value in above)) or 1, times)
    worth = {option: int((value - least) / unit) for option, value in points.items()}
    return Scale(worth, frozenset(favourable), least, unit)


def counts(figure: Figure | None, number: int) -> Range:
    """Return how many of so many it can be whose share in per cent is told as this."""
    lowest, beyond = _limits(figure)
    return max(0, ceil(lowest * number / 100)), min(number, ceil(beyond * number / 100) - 1)


def _limits(figure: Figure | None) -> tuple[Fraction, Fraction]:
    """Return between what the exact figure lies: from the first, up to below the second."""
    if figure is None:
        return Fraction(-1), Fraction(10**6)
    half = Fraction(figure.step, 2)
    least = Fraction(-1) if figure.end == "or less" else figure.value - half
    most = Fraction(10**6) if figure.end == "or more" else figure.value + half
    return least, most


@dataclass(frozen=True, slots=True)
class Part:
    """So many people gave answers of these worths; of what each is worth the sum counts."""

    worth: tuple[int, ...]
    number: int


def rules_out(
    scale: Scale,
    given: Given,
    sums: Range,
    agreeing: Range | None,
    parts: Sequence[tuple[frozenset[str], int]] = (),
) -> bool:
    """Say whether two people cannot have given any two answers, by what is known: what all answers
    are worth together, and how many agree, or are in each part. ``given``: what people said.

    What slips say is known, too, to whoever filled them in, and as many answers to invitations as
    links have ended: whatever those are, two others can have given any."""
    known, ended = given.slips, sum(given.letters.values()) - given.invited
    return _leaves_out(
        scale,
        given.answers - sum(known.values()),
        _less(sums, sum(scale.worth[answer] * n for answer, n in known.items())),
        agreeing and _less(agreeing, given.slips_of(scale.favourable)),
        [(part, many - given.slips_of(part)) for part, many in parts],
        list(_answers(scale, 2 + ended)),
    )


def _answers(scale: Scale, people: int) -> Iterator[tuple[int, ...]]:
    """List what so many people can have given; of more than two what is worth least and most."""
    if people == 2 and scale.favourable:
        yield from combinations_with_replacement(sorted(set(scale.worth.values())), 2)
        return
    agree = sorted(scale.worth[option] for option in scale.favourable)
    others = sorted(scale.worth[option] for option in scale.worth.keys() - scale.favourable)
    ends = [[part[0], part[-1]] for part in (agree, others) if part]
    for many in range(people + 1) if agree and others else [people]:
        for one, other in product(ends[0], ends[-1]):
            yield (one,) * many + (other,) * (people - many)


def _less(range_: Range, number: int) -> Range:
    return range_[0] - number, range_[1] - number


def _leaves_out(
    scale: Scale,
    number: int,
    sums: Range,
    agreeing: Range | None,
    parts: Sequence[tuple[frozenset[str], int]],
    answers: Sequence[tuple[int, ...]],
) -> bool:
    agreeing = agreeing and (max(0, agreeing[0]), min(number, agreeing[1]))
    ways = list(_ways(scale, number, agreeing, parts))
    return any(not any(_fits(way, some, sums) for way in ways) for some in answers)


def _ways(
    scale: Scale,
    number: int,
    agreeing: Range | None,
    parts: Sequence[tuple[frozenset[str], int]],
) -> Iterator[tuple[Part, ...]]:
    """List how the people may be parted, by what is known."""
    if parts:
        yield tuple(Part(_worths(scale, options), many) for options, many in parts)
    elif agreeing:
        others = frozenset(scale.worth) - scale.favourable
        for many in range(agreeing[0], agreeing[1] + 1):
            yield (
                Part(_worths(scale, scale.favourable), many),
                Part(_worths(scale, others), number - many),
            )
    else:
        yield (Part(_worths(scale, frozenset(scale.worth)), number),)


def _worths(scale: Scale, options: frozenset[str]) -> tuple[int, ...]:
    return tuple(sorted(scale.worth[option] for option in options))


def _fits(way: Sequence[Part], some: tuple[int, ...], sums: Range) -> bool:
    """Say whether some people can have given these, and all together what is known."""
    least = most = 0
    step = 0
    wanted = list(some)
    for part in way:
        mine = [value for value in wanted if value in part.worth]
        wanted = [value for value in wanted if value not in part.worth]
        rest = part.number - len(mine)
        if rest < 0:
            return False
        if rest:
            least += rest * part.worth[0]
            most += rest * part.worth[-1]
            step = gcd(step, *(value - part.worth[0] for value in part.worth))
        least, most = least + sum(mine), most + sum(mine)
    return not wanted and _meets(least, most, step, sums)


def _meets(least: int, most: int, step: int, sums: Range) -> bool:
    """Say whether a sum from the least up to the most, by steps, lies within what is known."""
    lowest, highest = sums
    if least >= lowest or not step:
        return lowest <= least <= highest
    return least + step * -((least - lowest) // step) <= min(most, highest)
