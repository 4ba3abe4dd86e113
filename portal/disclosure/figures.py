"""A figure is told as precisely as the number of people behind it allows.

Between ten and nineteen answers it is rounded to the nearest five. However many there are, the ends
of the scale are told as “90 or more” and “10 or less”: whoever knows one answer is not to learn the
others' from a mean that all of them must share.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from portal.disclosure.answered import FEWEST, STEP

End: TypeAlias = Literal["", "or more", "or less"]
WHOLE = 20
"""From so many answers a figure is a whole number."""
ENDS = ((FEWEST, 20), (WHOLE, 10), (50, 5), (100, 2))
"""From so many answers on a figure is told no closer to 0 and to 100 than this."""
EVERYTHING = Fraction(0), Fraction(100)


@dataclass(frozen=True, slots=True)
class Figure:
    """A score or a percentage from 0 to 100, to the nearest ``step``, or at an ``end`` of what is
    told."""

    value: int
    end: End = ""
    step: int = 1

    @property
    def said(self) -> str:
        return f"{self.value} {self.end}".rstrip()


def told(
    exact: Fraction, base: int, rough: int = STEP, room: tuple[Fraction, Fraction] = EVERYTHING
) -> Figure | None:
    """Tell a figure that so many answers to invitations (``base``) are behind, of fewer than twenty
    to the nearest ``rough``; None of too few. ``room``: how low and how high it can be whatever
    two of those people answered; beyond that it is an end."""
    if base < FEWEST:
        return None
    step, end = 1 if base >= WHOLE else rough, margin(base)
    value = nearest(exact, step)
    low, high = max(end, nearest(room[0], step)), min(100 - end, nearest(room[1], step))
    if low >= high:
        return None
    if value >= high:
        return Figure(high, "or more", step)
    return Figure(low, "or less", step) if value <= low else Figure(value, "", step)


def room(known: Fraction, number: int, base: int, ended: int) -> tuple[Fraction, Fraction]:
    """Say between what the mean of so many (``number``) answers from 0 to 100 is told.

    Whoever filled in all but ``base`` of them knows what those are worth: the slips together
    ``known``, and ``ended`` more anything. So they know what is left of a sum, and two of the
    others must still be able to have answered 0, or 100."""
    least = known + 100 * (ended + 2)
    return Fraction(least, number), Fraction(known + 100 * (base - 2), number)


def can_be_told(number: int, base: int, ended: int) -> bool:
    """Say whether anything but ends is left to be told of so many answers (``number``)."""
    return told(Fraction(50), base, room=room(Fraction(), number, base, ended)) is not None


def in_fives(figure: Figure) -> Figure:
    """Tell a figure to the nearest five, if it is not at an end."""
    if figure.end or figure.step >= STEP:
        return figure
    return Figure(nearest(Fraction(figure.value), STEP), "", STEP)


def margin(base: int) -> int:
    """Say how close to 0 and to 100 a figure is told; of fewer than ten it is never told."""
    return next((end for least, end in reversed(ENDS) if base >= least), 50)


def down(number: int) -> int:
    """Round a number of people down to fives."""
    return number // STEP * STEP


def nearest(exact: Fraction, step: int) -> int:
    """Round to the nearest whole number of steps, half up."""
    return (2 * exact.numerator + step * exact.denominator) // (2 * step * exact.denominator) * step
