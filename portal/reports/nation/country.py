"""All that is known of a round in England: of its organisations, types and regions. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from portal.disclosure import several
from portal.disclosure.answered import Numbers
from portal.disclosure.cells import Cell
from portal.reports.edition import Edition


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation that takes part. ``numbers``: who answered, as at the end."""

    code: str
    name: str
    type: str
    region: str
    numbers: Numbers


@dataclass(frozen=True)
class Country:
    """``editions``: of England, as if it were an organisation, newest first; ``members``: who takes
    part, by name; ``cells``: of types, regions and England in the newest round."""

    editions: tuple[Edition, ...]
    members: tuple[Member, ...]
    cells: Sequence[Cell] = field(repr=False)

    @property
    def edition(self) -> Edition:
        return self.editions[0]

    @property
    def told(self) -> Mapping[str, Mapping[str, Cell]]:
        """The scores of every organisation that is told any."""
        return self.edition.others

    def scores(self, about: str) -> dict[str, Cell]:
        """Return a score of all organisations that are told it."""
        return {code: cells[about] for code, cells in self.told.items() if about in cells}

    def for_everybody(self) -> Country:
        """Leave out what would tell something of few organisations, or of one."""
        kept = {score.id: self._kept(score.id) for score in self.edition.questionnaire.scores}
        cells = [
            cell
            for cell in self.cells
            if cell.level == "nation" or (cell.level, cell.name) in kept.get(cell.about, ())
        ]
        return replace(self, cells=cells)

    def _kept(self, about: str) -> set[several.Group]:
        """Return the types and regions whose score may be told."""
        own = self.scores(about)
        members = [
            several.Member(each.type, each.region, own[each.code].answers)
            for each in self.members
            if each.code in own
        ]
        groups: list[several.Group] = [
            (cell.level, cell.name)
            for cell in self.cells
            if cell.about == about and cell.measure == "score" and cell.level in ("type", "region")
        ]
        return several.left(members, groups)
