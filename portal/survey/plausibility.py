"""``checks``: two numbers that should stand in a certain relation. They warn once."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from portal.survey.conditions import Answers
from portal.survey.questionnaire import Check, Page


def doubts(page: Page, answers: Answers) -> Mapping[str, Check]:
    """The page's checks that these answers fail, by a name that does not change."""
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
