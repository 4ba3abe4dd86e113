"""An SPSS file has variables, with codes and labels; ``survey/columns.py`` names them.

A label of a variable has at most 256 bytes, one of a value 120 (the manual of SPSS Statistics,
"VARIABLE LABELS", "VALUE LABELS").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portal import prose
from portal.survey.columns import Column
from portal.survey.questionnaire import Option

LONGEST_LABEL, LONGEST_VALUE_LABEL = 256, 120
MOST_MISSING = 3
"""SPSS lets this many single values be declared missing for one variable."""


@dataclass(frozen=True, slots=True)
class Variable:
    """It is a column, or one option of a column in which several can be chosen."""

    name: str
    column: Column
    option: Option | None = None

    @property
    def label(self) -> str:
        return cut(" | ".join(filter(None, self._parts())), LONGEST_LABEL)

    @property
    def codes(self) -> dict[str, int]:
        """Number the options 1, 2, … in the questionnaire's order. A box that is ticked has 1
        alone."""
        item = self.column.item
        if self.column.flag:
            return {"yes": 1}
        return {option.id: n for n, option in enumerate(item.question.options, 1)} if item else {}

    @property
    def value_labels(self) -> dict[int | float, str]:
        item = self.column.item
        if self.option:
            return {0: "Not chosen", 1: "Chosen"}
        if self.column.flag or not item:
            return dict.fromkeys(self.codes.values(), "Yes")
        labels = (prose.label(option.label) for option in item.question.options)
        return {code: cut(text, LONGEST_VALUE_LABEL) for code, text in enumerate(labels, 1)}

    @property
    def missing(self) -> list[int]:
        """Return the codes of options that score nothing beside options that score ("Not
        applicable")."""
        options = self.column.item.question.options if self.column.item else ()
        unscored = [n for n, option in enumerate(options, 1) if option.points is None]
        few = len(unscored) < len(options) and len(unscored) <= MOST_MISSING
        return unscored if few and not self.option else []

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


def of_columns(columns: list[Column]) -> list[Variable]:
    """List the variables in the order of their columns."""
    return [
        Variable(name, column, option) for column in columns for name, option in column.variables
    ]


def cut(text: str, most: int) -> str:
    """Cut the text to this many bytes of UTF-8, with an ellipsis where it is longer."""
    data = text.encode()
    if len(data) <= most:
        return text
    return data[: most - len("…".encode())].decode(errors="ignore") + "…"
