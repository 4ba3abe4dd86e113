"""Counts, percentages and means of organisations, half up, with what is said of them. Pure."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction

from portal.disclosure.figures import nearest
from portal.reports.table import Told

CAREFUL = 50
"""From so many organisations percentages are read without a caution."""
SEVERAL = "Respondents were allowed to give more than one answer."
BRACKETS = "In brackets: per cent of the base."
CAUTION = "Read these figures with care: fewer than 50 organisations answered."
CAUTION_BY_TYPE = (
    "Read the figures by type with care: fewer than 50 organisations of a type answered."
)


def percent(count: int, base: int) -> int:
    """Return a percentage of a base that is not 0."""
    return nearest(Fraction(100 * count, base), 1)


def share(count: int, base: int) -> Told:
    """Return a count, said with its percentage in brackets."""
    return Told(f"{count:,} ({percent(count, base)})" if base else "–", count)


def total(numbers: Collection[Decimal], places: int) -> Decimal:
    """Return the sum of numbers that have so many decimal places at most."""
    return rounded(_sum(numbers), places)


def mean(numbers: Collection[Decimal], places: int) -> Decimal | None:
    """Return the sum of numbers over how many there are; None of none."""
    return rounded(_sum(numbers) / len(numbers), places) if numbers else None


def rounded(exact: Fraction, places: int) -> Decimal:
    """Round half up to so many decimal places."""
    return Decimal(nearest(exact * 10**places, 1)).scaleb(-places)


def cautions(base: int, parts: Collection[int] = ()) -> list[str]:
    """Say with what care figures of so many organisations are to be read, and those of ``parts`` of
    them."""
    if 0 < base < CAREFUL:
        return [CAUTION]
    return [CAUTION_BY_TYPE] if any(part < CAREFUL for part in parts) else []


def _sum(numbers: Collection[Decimal]) -> Fraction:
    return sum(map(Fraction, numbers), Fraction())
