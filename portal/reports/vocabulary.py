"""The words that people use of their organisation: a list in three steps, which can be read aloud.
Pure."""

from __future__ import annotations

from dataclasses import dataclass

from portal.disclosure.cells import Cell
from portal.reports import words
from portal.reports.edition import Edition
from portal.reports.table import Column, Table, Value
from portal.reports.told import asked, base, told

NOTE = (
    "Words that at least five people said who answered an invitation. Names and places are left"
    " out. How many said each is not told."
)


@dataclass(frozen=True, slots=True)
class Step:
    """``often``: from 1 to 3."""

    often: int
    title: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What was said to one question; ``base``: by how many."""

    question: str
    base: str
    steps: tuple[Step, ...]


def vocabularies(edition: Edition) -> tuple[Vocabulary, ...]:
    """Return the words of each question that asked for some, most often said first."""
    return tuple(
        Vocabulary(
            asked(edition.questionnaire, edition.questionnaire.items[item], edition.name),
            words.base(cells[0]),
            tuple(
                Step(often, title, of_step)
                for often, title in words.HOW_OFTEN.items()
                if (of_step := tuple(_word(c) for c in cells if c.figure.value == often))
            ),
        )
        for item, cells in _by_question(edition).items()
    )


def table(edition: Edition) -> Table:
    """Return a row for each word."""
    columns = (
        Column("question", "Question", "id"),
        Column("question_label", "Question"),
        Column("word", "Word"),
        Column("own", "How often it was said", "figure"),
        Column("answers", "Answers", "figure"),
    )
    rows = list[tuple[Value, ...]]()
    for item, cells in _by_question(edition).items():
        label = asked(edition.questionnaire, edition.questionnaire.items[item], edition.name)
        often = sorted(cells, key=lambda cell: -cell.figure.value)
        rows += [(item, label, _word(cell), told(cell), base(cell)) for cell in often]
    return Table("words", "Words", columns, tuple(rows), (NOTE,))


def _by_question(edition: Edition) -> dict[str, list[Cell]]:
    """Sort the words of each question by alphabet."""
    every = sorted(edition.of("organisation", "word"), key=_word)
    items = (item for item in edition.questionnaire.items if any(c.about == item for c in every))
    return {item: [cell for cell in every if cell.about == item] for item in items}


def _word(cell: Cell) -> str:
    return " ".join(cell.part)
