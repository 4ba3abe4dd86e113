"""Answers that come out of a ballot must be such as the questionnaire's pages give.

A ballot may be whole and still hold what no page of ours sends: another program sealed it, or ours
has a fault. What is looked at here is what the count relies on: no answer to what was not asked,
none of another shape, no option that there is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TypeGuard

from portal.survey.conditions import Answer
from portal.survey.questionnaire import Item, Questionnaire
from portal.survey.route import walk

LISTS = {"choices", "words"}
NUMBERS = {"number", "numbers"}


def admissible(questionnaire: Questionnaire, answers: object) -> bool:
    """Say whether each answer fits its item, and all lie on the route that they lead along."""
    if not isinstance(answers, dict):
        return False
    items = _by_key(questionnaire)
    fits = all(key in items and _fits(items[key], key, answers[key]) for key in answers)
    return fits and walk(questionnaire, answers).answers == answers


@lru_cache(maxsize=64)
def _by_key(questionnaire: Questionnaire) -> Mapping[str, Item]:
    return {key: item for item in questionnaire.items.values() for key in item.keys}


def _fits(item: Item, key: str, answer: object) -> bool:
    if key != item.id:
        return isinstance(answer, str) and (key.endswith("__other") or answer == "yes")
    if not _is_answer(answer) or isinstance(answer, list) != (item.question.type in LISTS):
        return False
    if item.question.options:
        chosen = answer if isinstance(answer, list) else [answer]
        return {option.id for option in item.question.options}.issuperset(chosen)
    return item.question.type not in NUMBERS or _is_number(answer)


def _is_answer(answer: object) -> TypeGuard[Answer]:
    if isinstance(answer, list):
        return all(isinstance(each, str) for each in answer)
    return isinstance(answer, str)


def _is_number(answer: Answer) -> bool:
    try:
        return Decimal(str(answer)).is_finite()
    except InvalidOperation:
        return False
