"""A person's own way through a questionnaire follows from the answers: what is shown to whom.

What is hidden counts as unanswered for everything that depends on it, however long the chain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from portal.survey.conditions import Answer, Answers, holds
from portal.survey.questionnaire import Check, Item, Page, Questionnaire


@dataclass(frozen=True, slots=True)
class Route:
    """``shown`` holds the ids of questions and items; ``answers`` has those of shown items only."""

    pages: tuple[Page, ...]
    shown: frozenset[str]
    answers: Answers

    def following(self, page: Page) -> Page | None:
        """The next page; None after the last, and where the page is not on the route."""
        rest = self.pages[self.pages.index(page) + 1 :] if page in self.pages else ()
        return rest[0] if rest else None

    def previous(self, page: Page) -> Page | None:
        """The page before this one of the route; None before the first."""
        number = self.pages.index(page)
        return self.pages[number - 1] if number else None


def walk(questionnaire: Questionnaire, answers: Answers) -> Route:
    """Find the route along which these answers (some perhaps of questions hidden by now) lead."""
    pages: list[Page] = []
    shown: set[str] = set()
    kept: dict[str, Answer] = {}
    for page, stretches in questionnaire.layout:
        if page.show_if is None or holds(page.show_if, kept):
            pages.append(page)
            for stretch in stretches:
                if all(holds(condition, kept) for condition in stretch.conditions):
                    shown |= stretch.ids
                    kept |= {key: answers[key] for key in stretch.keys if key in answers}
    return Route(tuple(pages), frozenset(shown), kept)


def answers_of(item: Item, answers: Answers) -> dict[str, Answer]:
    """The part of the answers that belongs to one item."""
    return {key: answers[key] for key in item.keys if key in answers}


def doubts(page: Page, answers: Answers) -> Mapping[str, Check]:
    """List the page's checks that these answers fail, by a name that does not change."""
    named = {f"{page.id}.{number}": check for number, check in enumerate(page.checks)}
    return {name: check for name, check in named.items() if _fails(check, answers)}


def _fails(check: Check, answers: Answers) -> bool:
    own = _number(answers, check.item)
    other = check.other if isinstance(check.other, Decimal) else _number(answers, check.other)
    if own is None or other is None:
        return False
    return own < other if check.comparison == "at_least" else own > other


def _number(answers: Answers, item: str) -> Decimal | None:
    answer = answers.get(item)
    return Decimal(answer) if isinstance(answer, str) else None
