"""An edition is what an organisation is told of one round: its own cells, and those that they are
compared with. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal, TypeAlias

from portal.disclosure.answered import FEWEST, STEP, Numbers
from portal.disclosure.cells import NATION, Cell, Key, Level, Measure
from portal.disclosure.facts import Share
from portal.survey.questionnaire import Questionnaire

Beside: TypeAlias = Literal["region", "nation"]
CAREFUL = 50
"""Under so many answers a report begins with a caution."""


@dataclass(frozen=True)
class Edition:
    """``label``: what the round is called in a table beside others, its year as a rule; ``name``:
    of the organisation, ``code`` its code; ``numbers``: who answered, as at the end. ``cells``: of
    this organisation, its region and England, by key. ``others``: the score cells of every
    organisation of the round that is told any (this one too), by code and score; ``regions``: the
    region of each. ``facts``: shares of what its people are, in the questionnaire's order."""

    round_code: str
    title: str
    label: str
    opened: date
    closed: date
    counted: date
    questionnaire: Questionnaire
    code: str
    name: str
    region: str
    numbers: Numbers
    cells: Mapping[Key, Cell] = field(repr=False)
    others: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict, repr=False)
    regions: Mapping[str, str] = field(default_factory=dict, repr=False)
    facts: tuple[Share, ...] = field(default=(), repr=False)

    def own(
        self,
        about: str,
        measure: Measure = "score",
        *,
        split: str = "",
        group: tuple[str, ...] = (),
        part: tuple[str, ...] = (),
    ) -> Cell | None:
        """Return a cell of the organisation's own; None where it is not told."""
        return self.cells.get(("organisation", self.code, split, group, about, measure, part))

    def beside(
        self, level: Beside, about: str, measure: Measure = "score", part: tuple[str, ...] = ()
    ) -> Cell | None:
        """Return the same of its region or of England."""
        name = self.region if level == "region" else NATION
        return self.cells.get((level, name, "", (), about, measure, part))

    def of(self, level: Level, measure: Measure, split: str = "") -> list[Cell]:
        """Return all cells of a level with this measure, of one split or of everybody."""
        return list(self._by_kind.get((level, measure, split), ()))

    @cached_property
    def _by_kind(self) -> Mapping[tuple[Level, Measure, str], Sequence[Cell]]:
        """Sort the cells once: a detailed report asks for one kind after the other."""
        kinds = defaultdict[tuple[Level, Measure, str], list[Cell]](list)
        for cell in self.cells.values():
            kinds[cell.level, cell.measure, cell.split].append(cell)
        return kinds

    def groups(self, split: str) -> tuple[tuple[str, ...], ...]:
        """Return the groups of the organisation that are shown beside one another, in the
        questionnaire's order; none where it is not split."""
        sizes = self.of("organisation", "size", split)
        return tuple(cell.group for cell in sizes if cell.name == self.code)

    def of_group(self, split: str, group: tuple[str, ...]) -> Edition:
        """Return what one of its groups is told, as if it were an organisation by itself."""
        cells = (
            replace(cell, split="", group=())
            for cell in self.cells.values()
            if (cell.split, cell.group) == (split, group) and cell.name == self.code
        )
        others = (cell for cell in self.cells.values() if cell.level != "organisation")
        return replace(self, cells=keyed((*others, *cells)))

    @cached_property
    def shown(self) -> tuple[Cell, ...]:
        """The organisation's scores that are told, in the questionnaire's order."""
        scores = (self.own(score.id) for score in self.questionnaire.scores)
        return tuple(cell for cell in scores if cell)

    @property
    def answers(self) -> int:
        return max((cell.answers for cell in self.shown), default=0)

    @property
    def invited(self) -> int:
        """How many of them answered an invitation."""
        return max((cell.invited for cell in self.shown), default=0)

    @property
    def rough(self) -> bool:
        """All scores are told to the nearest five, of 10 to 19 people. A single one may be, of
        fewer than others, where the others are not."""
        return bool(self.shown) and all(cell.figure.step > 1 for cell in self.shown)

    @cached_property
    def in_the_nation(self) -> bool | None:
        """Whether England's figures count organisations that are told nothing: they do if England
        has more answers than the others can have. None where the numbers, many of which are told
        in fives, leave it open."""
        for score in self.questionnaire.scores:
            nation = self.beside("nation", score.id)
            told = [cells[score.id] for cells in self.others.values() if score.id in cells]
            if nation and nation.answers > sum(_most(cell) for cell in told):
                return True
            if nation and _most(nation) >= FEWEST + sum(cell.answers for cell in told):
                return None
        return False

    @property
    def careful(self) -> bool:
        return bool(self.shown) and self.invited < CAREFUL


def _most(cell: Cell) -> int:
    """Return how many answers a figure can be of, which is told down to a whole number of fives."""
    return cell.answers + (STEP - 1) * cell.or_more


def keyed(cells: Iterable[Cell]) -> dict[Key, Cell]:
    """Put cells where an edition finds them, in their order."""
    return {cell.key: cell for cell in cells}
