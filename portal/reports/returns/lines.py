"""A question is laid out line by line: first for all organisations, then by type. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from portal.reports.returns import figures
from portal.reports.returns.groups import Group, split
from portal.reports.returns.polls import BASE, by_type
from portal.reports.returns.submitted import Return, Returns
from portal.reports.table import Column, Table, Value
from portal.survey.questionnaire import Item

Answer: TypeAlias = tuple[Item, Return]
"""An item with a return that was asked it."""
LINE = (Column("line", "Line", "id"), Column("line_label", "", "label"))
TYPE = Column("type", "Organisations", "label")
COUNTS = (Column("base", BASE, "number"), Column("asked", "Asked", "number"))
BASES = "Base: organisations that answered the line. Asked: those that were asked it."


@dataclass(frozen=True, slots=True)
class Line:
    """What was answered to one item, or to several together. ``counted``: of those that answered,
    those that a mean is made of."""

    id: str
    label: str
    asked: Sequence[Answer]
    answered: Sequence[Answer]
    counted: Sequence[Answer] = ()
    by_organisation: bool = False

    @property
    def base(self) -> int:
        return self._number(self.answered)

    @property
    def size(self) -> int:
        """How many were asked."""
        return self._number(self.asked)

    def of_types(self, types: frozenset[str]) -> Line:
        """Return the part of the line that is of organisations of these types."""
        asked, answered, counted = (
            [each for each in answers if each[1].type in types]
            for answers in (self.asked, self.answered, self.counted)
        )
        return replace(self, asked=asked, answered=answered, counted=counted)

    def enough(self, fewest: int) -> bool:
        """Say whether it may be told of."""
        counted = len(self.counted)
        return len(self.answered) >= fewest and (not counted or counted >= fewest)

    def _number(self, answers: Sequence[Answer]) -> int:
        if not self.by_organisation:
            return len(answers)
        return len({each.organisation for _, each in answers})


@dataclass(frozen=True, slots=True)
class Layout:
    """How a question's lines are laid out. ``cells``: what the ``columns`` hold of a line."""

    id: str
    title: str
    columns: Sequence[Column]
    cells: Callable[[Line], Sequence[Value]]
    notes: Sequence[str]


def of_item(returns: Returns, item: Item, label: str) -> Line:
    """Return the line of an item."""
    asked = [(item, each) for each in returns.asked(item)]
    return Line(item.id, label, asked, [(item, each) for each in returns.answered(item)])


def tables(
    layout: Layout,
    lines: Sequence[Line],
    whole: Sequence[Line],
    types: Sequence[str],
    fewest: int,
) -> Iterator[Table]:
    """Lay out lines that may be told of, and what is made of the ``whole`` of them last; then all
    of it by type."""
    if not lines:
        return
    shown = [*lines, *whole]
    columns = (*LINE, *layout.columns, *COUNTS)
    bases = [line.base for line in lines]
    rows = tuple((line.id, line.label, *_cells(layout, line)) for line in shown)
    notes = (*figures.cautions(min(bases)), *layout.notes, BASES)
    yield Table(layout.id, layout.title, columns, rows, notes)
    counts = [
        Counter(each.type for _, each in kind)
        for line in lines
        for kind in (line.asked, line.answered, line.counted)
    ]
    if groups := split(types, counts, fewest):
        yield _by_type(layout, shown, groups)


def _by_type(layout: Layout, lines: Sequence[Line], groups: Sequence[Group]) -> Table:
    parts = [(group, line, line.of_types(group.types)) for line in lines for group in groups]
    rows = tuple(
        (line.id, line.label, group.name, *_cells(layout, part)) for group, line, part in parts
    )
    columns = (*LINE, TYPE, *layout.columns, *COUNTS)
    cautions = figures.cautions(0, [part.base for _, _, part in parts])
    notes = dict.fromkeys((*cautions, *layout.notes, BASES, *by_type(groups)))
    title = f"{layout.title} By type of organisation"
    return Table(f"{layout.id}_by_type", title, columns, rows, tuple(notes))


def _cells(layout: Layout, line: Line) -> tuple[Value, ...]:
    return (*layout.cells(line), line.base, line.size)
