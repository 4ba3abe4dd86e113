"""An SPSS file has variables, with codes and labels; ``survey/columns.py`` names them.

A label of a variable has at most 256 bytes, one of a value 120 (the manual of SPSS Statistics,
"VARIABLE LABELS", "VALUE LABELS").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal import prose
from portal.export.blanks import INSTEAD, MEANINGS, Blank
from portal.survey.columns import Column
from portal.survey.questionnaire import Option

LONGEST_LABEL, LONGEST_VALUE_LABEL = 256, 120
BLANK_CODES: Mapping[Blank, int] = {"not_asked": -9, "skipped": -8, "withheld": -7}
"""Numbers below 0 say why there is no other: those down to ``MOST_ASIDE`` that something was said
that does not count, the others why nothing was. SPSS lets one range of them be declared missing."""
MOST_ASIDE = 6
LEAST = min(BLANK_CODES.values())
_BLANKS: dict[int | float, str] = {BLANK_CODES[why]: MEANINGS[why] for why in BLANK_CODES}
_SAID = {"unknown": "I don’t know", "not_applicable": "Not applicable"}


@dataclass(frozen=True, slots=True)
class Variable:
    """It is a column, or one option of a column in which several can be chosen. ``tells_blanks``:
    it has codes for why it is blank, which are below 0, as no number in it can be."""

    name: str
    column: Column
    option: Option | None = None
    tells_blanks: bool = True

    @property
    def label(self) -> str:
        return cut(" | ".join(filter(None, self._parts())), LONGEST_LABEL)

    @property
    def is_number(self) -> bool:
        """Say whether SPSS has it as a number, as it has codes and days."""
        column = self.column
        return column.is_number or bool(self.codes) or self.is_day

    @property
    def is_day(self) -> bool:
        return _type(self.column) == "date"

    @property
    def codes(self) -> dict[str, int]:
        """Number the options 1, 2, … in the questionnaire's order; those that score nothing beside
        options that score ("Not applicable") -1, -2, … A box that is ticked has 1, one that is not
        0; a box that is ticked in place of a number is below 0, in that number's variable."""
        item = self.column.item
        if self.column.flag:
            return {"no": 0, "yes": 1}
        if not item:
            return {}
        if item.question.options:
            aside = _aside(item.question.options)
            of_scale = [option.id for option in item.question.options if option not in aside]
            below = {option.id: -n for n, option in enumerate(aside, 1)}
            return {id: n for n, id in enumerate(of_scale, 1)} | below
        boxes = [box for box in INSTEAD if getattr(item.question, box)]
        return {box: -n for n, box in enumerate(boxes, 1)} if self.tells_blanks else {}

    @property
    def value_labels(self) -> dict[int | float, str]:
        """Say what each number means that is not one itself."""
        if not self.is_number:
            return {}
        labels = self._labels() | _BLANKS if self.tells_blanks else self._labels()
        return {code: cut(text, LONGEST_VALUE_LABEL) for code, text in labels.items()}

    @property
    def missing(self) -> tuple[int, int] | None:
        """Return from which code to which nothing was said that counts."""
        return (LEAST, -1) if self.is_number and self.tells_blanks else None

    @property
    def is_graded(self) -> bool:
        """Say whether its codes are in an order: those of a scale, and of options whose points
        rise, or fall, all the way."""
        item = self.column.item
        if not item or self.option or self.column.flag:
            return False
        points = [o.points for o in item.question.options if o.points is not None]
        steps = [after - before for before, after in pairwise(points)]
        return bool(item.question.scale) or (
            bool(steps) and (all(step > 0 for step in steps) or all(step < 0 for step in steps))
        )

    def _labels(self) -> dict[int | float, str]:
        item, codes = self.column.item, self.codes
        if self.option:
            return {0: "Not chosen", 1: prose.label(self.option.label)}
        if self.column.flag:
            return {0: "No", 1: "Yes"}
        if item and item.question.options:
            return {codes[each.id]: prose.label(each.label) for each in item.question.options}
        return {code: _SAID[box] for box, code in codes.items()}

    def _parts(self) -> Iterator[str]:
        """What tells it from others comes first, since a long label is cut."""
        item, score = self.column.item, self.column.score
        if not item:
            yield score.title if score else "Organisation"
            return
        yield prose.label(self.option.label) if self.option else ""
        yield self.column.flag.replace("_", " ")
        yield prose.label(item.label)
        yield prose.label(item.question.label) if item.row else ""


def _aside(options: Sequence[Option]) -> list[Option]:
    """List the options that score nothing beside options that score, if they are not too many."""
    unscored = [option for option in options if option.points is None]
    return unscored if len(unscored) < len(options) and len(unscored) <= MOST_ASIDE else []


def _type(column: Column) -> str:
    return column.item.question.type if column.item and not column.flag else ""


def of_columns(columns: Sequence[Column]) -> list[Variable]:
    """List the variables in the order of their columns."""
    negative = {column.name for column in columns if _is_negative(column)}
    return [
        Variable(name, column, option, negative.isdisjoint((column.name, *_made_of(column))))
        for column in columns
        for name, option in column.variables
    ]


def _is_negative(column: Column) -> bool:
    """Say whether what is answered, or the points for it, can be below 0."""
    if not column.item or column.flag:
        return False
    question = column.item.question
    if column.is_number:
        return question.least is None or question.least < 0
    return any(option.points is not None and option.points < 0 for option in question.options)


def _made_of(column: Column) -> Sequence[str]:
    return column.score.items if column.score else ()


def cut(text: str, most: int) -> str:
    """Cut the text to this many bytes of UTF-8, with an ellipsis where it is longer."""
    data = text.encode()
    if len(data) <= most:
        return text
    return data[: most - len("…".encode())].decode(errors="ignore") + "…"
