"""Answers become a person's scores, and a score has its band.

Points are as the questionnaire gives them; a reversed item counts lowest + highest of its scale
less its points. A score is the mean of the scored items answered, if at least half of those
asked were; nothing is rounded before a group's mean (``docs/questionnaires.md``, Scores).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from portal.survey.conditions import Answers
from portal.survey.questionnaire import Band, Item, Questionnaire, Score
from portal.survey.route import Route, walk


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
