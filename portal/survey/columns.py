"""Every name is derived here under which an export keeps what a questionnaire holds.

A file of responses has columns; one for SPSS has variables, which differ where several options can
be chosen (a variable each), where SPSS reserves a word, and where a name is too long for it. SPSS
takes capital and small letters for the same; an id has no capitals. A new questionnaire may derive
no name twice (``clashes``), and an export refuses to write one that does (``by_name``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from portal.errors import Conflict
from portal.survey.questionnaire import FLAGS, FREE_TEXT, Item, Option, Score

ORGANISATION = "organisation"
LONGEST_NAME = 64
"""A variable's name has at most so many bytes in SPSS (its manual, "Variable names")."""
RESERVED = frozenset(
    ["all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"]
)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column:
    """It is the organisation, where neither item nor score is set; an item's answer, or the box
    ``flag`` beside it; or a score."""

    name: str
    item: Item | None = None
    flag: str = ""
    score: Score | None = None

    @property
    def is_number(self) -> bool:
        item = self.item
        numeric = item is not None and item.question.type in ("number", "numbers")
        return bool(self.score) or (numeric and not self.flag)

    @property
    def variables(self) -> list[tuple[str, Option | None]]:
        """Name its variables in SPSS, each with its option where several can be chosen."""
        if self.item and self.item.question.type == "choices":
            options = self.item.question.options
            return [(_variable(f"{self.name}__{option.id}"), option) for option in options]
        return [(_variable(self.name), None)]

    def __str__(self) -> str:
        """Say what it holds, as an author knows it."""
        if self.score:
            return f"score `{self.score.id}`"
        if not self.item:
            return "the organisation"
        return f"the box `{self.flag}` of `{self.item.id}`" if self.flag else f"`{self.item.id}`"


def laid_out(items: Iterable[Item], scores: Iterable[Score]) -> list[Column]:
    """List the columns in this order. Free text has none: it is kept apart from the answers."""
    return [
        Column(ORGANISATION),
        *(column for item in items for column in _of_item(item)),
        *(Column(f"score_{score.id}", score=score) for score in scores),
    ]


def clashes(columns: Iterable[Column]) -> Iterator[tuple[str, list[Column]]]:
    """List the names that more than one thing takes, each with the columns of these."""
    takers = defaultdict[str, list[Column]](list)
    for column in columns:
        others = [name for name, _ in column.variables if name != column.name]
        for name in (column.name, *others):
            takers[name].append(column)
    yield from ((name, those) for name, those in takers.items() if len(those) > 1)


def by_name(things: Sequence[T], name_of: Callable[[T], str]) -> dict[str, T]:
    """Return the columns or variables by their names. Raises ``Conflict`` where two have the same,
    since one of them would be lost."""
    named = {name_of(thing): thing for thing in things}
    if len(named) < len(things):
        names = [name_of(thing) for thing in things]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise Conflict(
            f"This export would hold {', '.join(twice)} twice, and lose answers by it, so nothing"
            " was written: the questionnaire's ids are at fault. Another format may have others."
        )
    return named


def _of_item(item: Item) -> Iterator[Column]:
    if item.question.type not in FREE_TEXT:
        yield Column(item.id, item)
        for flag in FLAGS:
            if getattr(item.question, flag):
                yield Column(f"{item.id}__{flag}", item, flag)


def _variable(name: str) -> str:
    return f"{name}_item" if name in RESERVED else name[:LONGEST_NAME]
