"""Figures beside one another: what is told of a whole, less what is told of its other parts, is of
the part that is left.

Of fifty people 44 agree, and of thirty of them 24: so all of the other twenty do, although of those
it is only told that 90 per cent or more agree. So figures of parts are told beside that of the
whole only if that rules out nobody's answer (``exclusion``).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

from portal.disclosure import exclusion
from portal.disclosure.exclusion import Range, Scale
from portal.disclosure.statements import Shown, Subject
from portal.disclosure.tally import ANSWERED, Given

APART = 10
"""A number of people who chose what is not told of them is left as uncertain as this at least."""
Options: TypeAlias = frozenset[str]


class Told(NamedTuple):
    """What some people said, and what is told of it."""

    given: Given
    shown: Sequence[Shown]

    def only(self, measures: Collection[str]) -> Told:
        return Told(self.given, [each for each in self.shown if each.measure in measures])


@dataclass(frozen=True, slots=True)
class Known:
    """What can be known of some people's answers: what all are worth together, and how many
    agree."""

    given: Given
    sums: Range
    agreeing: Range

    def held(self, sums: Range, agreeing: Range) -> Known:
        return replace(self, sums=_both(self.sums, sums), agreeing=_both(self.agreeing, agreeing))


def parted(subject: Subject, whole: Told, splits: Sequence[Sequence[Told]]) -> list[list[Told]]:
    """Return what may be told of the groups of each split beside the whole: all of it, or nothing
    where it rules an answer out. To leave out less would tell why, and so would figures of groups
    of a whole, or of some groups, that are told nothing for the same reason."""
    left = [[group.only(("score", "agree")) for group in split] for split in splits]
    every = [whole, *(group for split in left for group in split)]
    silent = not all(told.shown for told in every)
    return [] if silent or tells(subject.scale(whole.given), whole, left) else left


def tells(scale: Scale, whole: Told, ways: Sequence[Sequence[Told]]) -> bool:
    """Say whether the whole beside its parts (parted in each of the ways) rules out an answer."""
    all_ = before = known(scale, whole)
    parted = [[known(scale, part) for part in parts] for parts in ways]
    for parts in parted:
        all_ = all_.held(_sum([p.sums for p in parts]), _sum([p.agreeing for p in parts]))
    return learnt(scale, before, all_) or any(
        learnt(scale, part, _left(all_, parts, part)) for parts in parted for part in parts
    )


def pinned(whole: Told, parts: Sequence[Told]) -> set[str]:
    """Return the measures that tell, beside the parts, how many of a part gave an answer of which
    that is not told: as good as exactly, or that nobody can have."""
    return {
        shown.measure for shown in whole.shown if shown.part and _pins(shown, whole.given, parts)
    }


def _pins(shown: Shown, given: Given, parts: Sequence[Told]) -> bool:
    options = frozenset(shown.part)
    all_ = _number(options, Told(given, [shown]))
    each = [_number(options, part) for part in parts]
    left = [_both(own, _less(all_, each, own)) for own in each]
    learnt = [n for n, own in enumerate(each) if left[n] != own]
    if shown.measure == "chose":
        return any(left[n][1] - left[n][0] < APART for n in learnt)
    return any(_rules_out(options, parts[n].given, left[n]) for n in learnt)


def _rules_out(options: Options, given: Given, number: Range) -> bool:
    """Say whether two others cannot both have given one of the options, or none of them."""
    letters = sum(given.letters.values())
    spare = 2 + letters - given.invited
    lowest, highest = (end - given.slips_of(options) for end in number)
    return highest < spare or lowest > letters - spare


def _number(options: Options, told: Told) -> Range:
    """Return how many can have given one of these answers."""
    figure = next((s.figure for s in told.shown if frozenset(s.part) == options), None)
    given = told.given.only([ANSWERED]) if ANSWERED in told.given.every else told.given
    slips = told.given.slips_of(options)
    letters = given.answers - sum(given.slips.values())
    return _both(exclusion.counts(figure, given.answers), (slips, slips + letters))


def known(scale: Scale, told: Told) -> Known:
    given, by = told.given, {each.measure: each.figure for each in told.shown if not each.part}
    slips = given.slips
    worth = sum(scale.worth[answer] * number for answer, number in slips.items())
    agree = given.slips_of(scale.favourable)
    letters = given.answers - sum(slips.values())
    return Known(
        given,
        scale.sums(by.get("score"), given.answers),
        exclusion.counts(by.get("agree"), given.answers),
    ).held((worth, worth + letters * max(scale.worth.values())), (agree, agree + letters))


def _left(whole: Known, parts: Sequence[Known], part: Known) -> Known:
    """Return what is known of a part, too, by the whole less the others."""
    return part.held(
        _less(whole.sums, [each.sums for each in parts], part.sums),
        _less(whole.agreeing, [each.agreeing for each in parts], part.agreeing),
    )


def learnt(scale: Scale, before: Known, now: Known) -> bool:
    """Say whether an answer is ruled out by what is known now, and was not before."""
    agreeing = now.agreeing if scale.favourable else None
    return now != before and exclusion.rules_out(scale, now.given, now.sums, agreeing)


def _sum(ranges: Collection[Range]) -> Range:
    return sum(low for low, _ in ranges), sum(high for _, high in ranges)


def _less(whole: Range, parts: Collection[Range], part: Range) -> Range:
    low, high = _sum(parts)
    return whole[0] - (high - part[1]), whole[1] - (low - part[0])


def _both(one: Range, other: Range) -> Range:
    return max(one[0], other[0]), min(one[1], other[1])
