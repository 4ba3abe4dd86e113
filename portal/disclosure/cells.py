"""A cell is one figure that may be told of a group of people. All that shows or exports results of
a counted round reads cells, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from portal.disclosure.figures import Figure

Level: TypeAlias = Literal["organisation", "type", "region", "nation"]
Measure: TypeAlias = Literal["score", "agree", "part", "chose", "size", "spread", "linked", "word"]
"""What a figure says of its people:

- ``score``: the mean of a score, or of a statement's points, from 0 (worst) to 100 (best);
- ``agree``: how many per cent agree with a statement, of those who gave an opinion;
- ``part``: how many per cent of them gave one of the options of ``part``;
- ``chose``: how many per cent of those who answered a question chose ``part``;
- ``size``: how many per cent of the people are in a group of a split;
- ``spread``: the standard deviation of a score among people (England alone);
- ``linked``: how closely a score goes with the wish to stay, in per cent (a correlation); 0 where
  only that it is among the closest is told;
- ``word``: how often people said the words of ``part``, from 1 (by some) to 3 (most).
"""
NATION = "England"
STANDARDS = ""
"""``about`` of what is told of the mean of the standards."""
UNSTATED = "-"
"""Stands among the options of a group for those who skipped the question, or were not asked."""
Key: TypeAlias = tuple[Level, str, str, tuple[str, ...], str, Measure, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure. ``name``: an organisation's code, a type, a region or ``NATION``; ``about``: the
    id of a score, an item or (``size``) a breakdown. ``answers``: how many people it is made of,
    or (``or_more``) at least is: down to a whole number of fives; ``invited``: of them, at least so
    many answered an invitation, which all precision rests on. ``split`` and ``group``: the id of
    the breakdown and the ids of its options, where it is of a part of the people. ``part``: ids of
    options."""

    level: Level
    name: str
    about: str
    measure: Measure
    figure: Figure
    answers: int
    invited: int
    or_more: bool = False
    split: str = ""
    group: tuple[str, ...] = ()
    part: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        return (
            *(self.level, self.name, self.split, self.group),
            *(self.about, self.measure, self.part),
        )
