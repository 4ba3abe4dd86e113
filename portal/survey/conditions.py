"""``show_if`` holds conditions over the answers given so far.

A condition over an unanswered (or hidden, and hence absent) question is false, so ``Not`` of it
is true. Callers pass only the answers of what is shown: see ``route.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

Answer: TypeAlias = str | list[str]
"""An option's id, a text, a number or a day as text; a list for ``choices`` and ``words``."""

Answers: TypeAlias = Mapping[str, Answer]
"""They stand by item id, and ``<id>__other``, ``<id>__estimate``, ``<id>__unknown``,
``<id>__not_applicable``. Nothing that is unanswered is among them."""


@dataclass(frozen=True, slots=True)
class Is:
    """The item's option, or one of its options, is among ``values``."""

    item: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    item: str
    number: Decimal


@dataclass(frozen=True, slots=True)
class AtMost:
    item: str
    number: Decimal


@dataclass(frozen=True, slots=True)
class Answered:
    item: str


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


Condition: TypeAlias = Is | AtLeast | AtMost | Answered | AllOf | AnyOf | Not


def holds(condition: Condition | None, answers: Answers) -> bool:
    """Say whether the condition is true of these answers; no condition always is."""
    match condition:
        case None:
            return True
        case Is(item, values):
            return not set(values).isdisjoint(_chosen(answers, item))
        case AtLeast(item, number):
            return _number(answers, item, default=number - 1) >= number
        case AtMost(item, number):
            return _number(answers, item, default=number + 1) <= number
        case Answered(item):
            return any(answers.get(item + end) for end in ("", "__unknown", "__not_applicable"))
        case AllOf(parts):
            return all(holds(part, answers) for part in parts)
        case AnyOf(parts):
            return any(holds(part, answers) for part in parts)
        case Not(part):
            return not holds(part, answers)


def names(condition: Condition | None) -> Iterator[str]:
    """The ids of the items that the condition looks at."""
    match condition:
        case None:
            return
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from names(part)
        case Not(part):
            yield from names(part)
        case _:
            yield condition.item


def _chosen(answers: Answers, item: str) -> list[str]:
    answer = answers.get(item, [])
    return answer if isinstance(answer, list) else [answer]


def _number(answers: Answers, item: str, default: Decimal) -> Decimal:
    answer = answers.get(item)
    return Decimal(answer) if isinstance(answer, str) else default
