"""Answers become a person's scores, and a score has its band.

Points are as the questionnaire gives them; a reversed item counts lowest + highest of its scale
less its points. A score is the mean of the scored items answered, if at least half of those
asked were; nothing is rounded before a group's mean (``docs/questionnaires.md``, Scores).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from portal.survey.conditions import Answers
from portal.survey.questionnaire import Band, Item, Questionnaire, Score
from portal.survey.route import Route, walk


@dataclass(frozen=True, slots=True)
class Range:
    """The lowest and the highest that a score can be, by the points of its items."""

    lowest: Decimal
    highest: Decimal

    @property
    def ends(self) -> tuple[str, str]:
        """Its ends in figures: “0” and “100”."""
        return f"{_plain(self.lowest):f}", f"{_plain(self.highest):f}"

    def per_cent(self, value: int) -> int:
        """Say how far up a score stands, 0-100."""
        width = self.highest - self.lowest
        share = (value - self.lowest) / width * 100 if width else Decimal(0)
        return rounded(Fraction(min(max(share, Decimal(0)), Decimal(100))))


@dataclass(frozen=True, slots=True)
class Reach:
    """The whole-number scores, both ends among them, that have a band."""

    band: Band
    lowest: int
    highest: int


def range_of(questionnaire: Questionnaire, score: Score) -> Range:
    """Find the range of a score on the scales that its items have."""
    given = [value for item in score.items for value in points(questionnaire.items[item]).values()]
    return Range(min(given), max(given))


def reaches(bands: Sequence[Band], within: Range) -> tuple[Reach, ...]:
    """Say which scores of a range have which band, from the lowest up; nothing if all have the
    same, as on a scale from 1 to 5 that has no bands of its own."""
    least, most = floor(within.lowest), ceil(within.highest)
    starts = [least, *(band.lowest for band in bands[1:]), most + 1]
    told = tuple(
        Reach(band, max(start, least), min(end - 1, most))
        for band, (start, end) in zip(bands, pairwise(starts), strict=True)
        if max(start, least) <= min(end - 1, most)
    )
    return told if len(told) > 1 else ()


def scores(questionnaire: Questionnaire, answers: Answers) -> dict[str, Fraction]:
    """Compute scores by their ids, 0-100 on the scales that we ship, exact; one that cannot be
    given (fewer than half of its items answered) is left out."""
    route = walk(questionnaire, answers)
    given = {score.id: _score(questionnaire, score, route) for score in questionnaire.scores}
    return {score: value for score, value in given.items() if value is not None}


def band(questionnaire: Questionnaire, score: Fraction) -> Band:
    """Find the band of a score's whole number, rounded half up."""
    whole = rounded(score)
    return [band for band in questionnaire.bands if band.lowest <= whole or band.lowest == 0][-1]


def rounded(score: Fraction) -> int:
    """Round to a whole number, half up, in decimal arithmetic."""
    exact = Decimal(score.numerator) / Decimal(score.denominator)
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def points(item: Item) -> Mapping[str, Decimal]:
    """Return points by option id; options without points are not scored and left out."""
    options = item.question.options
    return {option.id: option.points for option in options if option.points is not None}


def _plain(number: Decimal) -> Decimal:
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()


def _score(questionnaire: Questionnaire, score: Score, route: Route) -> Fraction | None:
    asked = [questionnaire.items[item] for item in score.items if item in route.shown]
    answered = [value for item in asked if (value := _points(score, item, route)) is not None]
    if not answered or len(answered) * 2 < len(asked):
        return None
    return Fraction(sum(answered)) / len(answered)


def _points(score: Score, item: Item, route: Route) -> Decimal | None:
    table, answer = points(item), route.answers.get(item.id)
    if not isinstance(answer, str) or answer not in table:
        return None
    value = table[answer]
    if item.id in score.reversed:
        return min(table.values()) + max(table.values()) - value
    return value
