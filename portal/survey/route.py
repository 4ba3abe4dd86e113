"""A person's own way through a questionnaire follows from the answers: what is shown to whom.

What is hidden counts as unanswered for everything that depends on it, however long the chain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import product
from math import prod

from portal.survey.conditions import Answer, Answers, holds, names
from portal.survey.questionnaire import Check, Item, Page, Questionnaire

MOST_WAYS = 10_000
"""As many sets of answers are tried at most, to find the longest route."""


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


@lru_cache(maxsize=64)
def most_pages(questionnaire: Questionnaire) -> int:
    """Count the pages of the longest route: a number that no answer changes, so that “page 3 of 12”
    stays true. Where pages hang on what cannot be tried out, all pages are counted."""
    pages = questionnaire.pages
    deciding = sorted({name for page in pages for name in names(page.show_if)})
    questions = [questionnaire.items[name].question for name in deciding]
    offered = [("", *(option.id for option in question.options)) for question in questions]
    countable = all(question.type in ("choice", "grid") for question in questions)
    if not countable or prod(map(len, offered)) > MOST_WAYS:
        return len(pages)
    ways = [dict(zip(deciding, chosen, strict=True)) for chosen in product(*offered)]
    return max(sum(holds(page.show_if, way) for page in pages) for way in ways)


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
