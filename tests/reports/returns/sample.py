"""Returns of organisations that do not exist, and how tables of them read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from portal.reports.returns.submitted import Return, Returns
from portal.reports.returns.tables import tables
from portal.reports.returns.themes import Coded
from portal.reports.table import Table
from portal.survey.answers import final
from portal.survey.conditions import Answer
from portal.survey.questionnaire import Questionnaire
from tests.survey.factories import page, parsed, question

SCALES = "{extent: {slightly: A little, fully: Fully, dont_know: Don't know}}"
TYPES = ("shire county", "London borough", "NHS trust")


@cache
def asking(*questions: str) -> Questionnaire:
    """A return that asks these questions, each in YAML; one scale is there for them."""
    return parsed(page(*map(question, questions)), scales=SCALES)


def submitted(
    questionnaire: Questionnaire,
    answers: Sequence[Mapping[str, Answer]],
    types: Sequence[str] = TYPES[:1],
) -> Returns:
    """Returns with these answers, of o0, o1, …, and of these types in turn."""
    every = [
        Return(f"o{number}", types[number % len(types)], final(questionnaire, each))
        for number, each in enumerate(answers)
    ]
    return Returns(questionnaire, every, TYPES)


def by_id(
    returns: Returns, coded: Mapping[str, Coded] | None = None, *, public: bool = False
) -> dict[str, Table]:
    return {table.id: table for table in tables(returns, coded or {}, public=public)}


def cells(table: Table, column: str) -> list[str]:
    """What people read in a column, by its title, from the top down."""
    place = [each.title for each in table.read].index(column)
    return [row[place] for row in table.said()]
