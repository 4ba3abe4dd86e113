"""How far people differ in a score, and which scores go with the wish to stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import sqrt

from portal.disclosure.cells import STANDARDS
from portal.disclosure.tally import Person
from portal.survey.questionnaire import Questionnaire

STAY = "stay"
"""The score with this id is the wish to stay."""
FROM = 100
"""Of so many people at least it is told which scores go with the wish to stay."""
IN_ORDER = 500
"""From so many on it is told how closely each does."""
CLOSEST = 3
LEAST_SPREAD = 10
"""No less is told of how far people differ: nothing would say that they are of one mind."""


@dataclass(slots=True)
class Moments:
    """Sums over people of a score, of another, of squares and of the product."""

    people: int = 0
    invited: int = 0
    x: float = 0
    y: float = 0
    xx: float = 0
    yy: float = 0
    xy: float = 0

    def add(self, x: float, y: float, *, by_letter: bool) -> None:
        self.people += 1
        self.invited += by_letter
        self.x += x
        self.y += y
        self.xx += x * x
        self.yy += y * y
        self.xy += x * y

    def __add__(self, other: Moments) -> Moments:
        return Moments(*(getattr(self, name) + getattr(other, name) for name in Moments.__slots__))

    @property
    def correlation(self) -> float:
        """Return the correlation of both; 0 where one of them is the same for everybody."""
        n = self.people
        both = (n * self.xx - self.x**2) * (n * self.yy - self.y**2)
        return (n * self.xy - self.x * self.y) / sqrt(both) if both > 1e-6 else 0.0

    @property
    def spread(self) -> int:
        """Return the standard deviation of the first, a whole number, and at least 10."""
        n = self.people
        variance = max(0.0, n * self.xx - self.x**2) / (n * (n - 1))
        return max(LEAST_SPREAD, int(sqrt(variance) + 0.5))


def moments(
    questionnaire: Questionnaire, people: Iterable[Person]
) -> dict[tuple[str, str, str], Moments]:
    """Add up, by organisation and scores: each score beside itself, the mean of the standards, and
    each beside the wish to stay."""
    exact = cache(lambda text: float(Fraction(text)))  # few are different
    standards = frozenset(score.id for score in questionnaire.scores if score.standard)
    sums = defaultdict[tuple[str, str, str], Moments](Moments)
    for person in people:
        values = {score: exact(text) for score, text in person.scores.items()}
        own = [value for score, value in values.items() if score in standards]
        if own:
            mean = sum(own) / len(own)
            sums[person.organisation, STANDARDS, ""].add(mean, 0.0, by_letter=person.by_letter)
        stay = values.get(STAY)
        for score, value in values.items():
            beside = stay if stay is not None and score != STAY else None
            sums[person.organisation, score, ""].add(value, 0.0, by_letter=person.by_letter)
            if beside is not None:
                sums[person.organisation, score, STAY].add(
                    value, beside, by_letter=person.by_letter
                )
    return dict(sums)


def together(parts: Iterable[Moments]) -> Moments:
    return sum(parts, Moments())


def closest(linked: Mapping[str, Moments]) -> Sequence[tuple[str, Moments]]:
    """Return the scores that go with the wish to stay most closely, or (of many people) all of
    them, the closest first; none of too few people."""
    enough = {score: each for score, each in linked.items() if each.invited >= FROM}
    order = sorted(enough.items(), key=lambda pair: (-pair[1].correlation, pair[0]))
    if all(each.invited >= IN_ORDER for each in enough.values()):
        return order
    return sorted(pair for pair in order[:CLOSEST] if pair[1].correlation > 0)


def told(each: Moments) -> int:
    """Return how closely a score goes with the wish to stay, in per cent; 0 of fewer than 500."""
    return round(100 * each.correlation) if each.invited >= IN_ORDER else 0
