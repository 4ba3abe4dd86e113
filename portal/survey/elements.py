"""A return can be a self-assessment: its scores are of standards, and their items are elements.

The option with the most points means that an element is fully met, the one with the fewest that it
is not met, any between them that it is partly met. An option without points leaves it open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from portal.survey.conditions import Answer, Answers
from portal.survey.questionnaire import Item, Questionnaire
from portal.survey.route import walk
from portal.survey.scoring import points, rounded

Mark: TypeAlias = Literal["fully", "partly", "not_met", "open"]


@dataclass(frozen=True, slots=True)
class Marks:
    """So many elements of a standard were marked as fully, partly and not met, or left open."""

    fully: int
    partly: int
    not_met: int
    open: int

    @property
    def asked(self) -> int:
        return self.marked + self.open

    @property
    def marked(self) -> int:
        return self.fully + self.partly + self.not_met

    @property
    def met(self) -> int | None:
        """How much of it is met, 0-100: one that is partly met counts half. None where fewer than
        half were marked, as of a score."""
        if not self.marked or self.marked * 2 < self.asked:
            return None
        return rounded(Fraction(100 * self.fully + 50 * self.partly, self.marked))


def are_asked(questionnaire: Questionnaire) -> bool:
    """Say whether it is a self-assessment."""
    return questionnaire.named and any(score.standard for score in questionnaire.scores)


def marks(questionnaire: Questionnaire, answers: Answers) -> Mapping[int, Marks]:
    """Count the marks of each standard by its number; what was not asked is no element."""
    route, counts = walk(questionnaire, answers), dict[int, Counter[Mark]]()
    for (standard, id), turned in _elements(questionnaire).items():
        if id in route.shown:
            mark = _mark(questionnaire.items[id], route.answers.get(id), turned=turned)
            counts.setdefault(standard, Counter()).update([mark])
    return {
        standard: Marks(each["fully"], each["partly"], each["not_met"], each["open"])
        for standard, each in counts.items()
    }


def _elements(questionnaire: Questionnaire) -> dict[tuple[int, str], bool]:
    """List the elements by standard and item, each once; some are worded as problems."""
    return {
        (score.standard, id): id in score.reversed
        for score in questionnaire.scores
        for id in score.items
        if score.standard
    }


def _mark(item: Item, answer: Answer | None, *, turned: bool) -> Mark:
    worth = points(item)
    if not isinstance(answer, str) or answer not in worth:
        return "open"
    low, high = min(worth.values()), max(worth.values())
    if low < worth[answer] < high:
        return "partly"
    return "fully" if (worth[answer] == high) != turned else "not_met"
