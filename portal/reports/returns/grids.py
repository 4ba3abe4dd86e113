"""Questions with the same answers in each line, as tables. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from portal.reports.returns import figures, lines
from portal.reports.returns.groups import least
from portal.reports.returns.lines import Layout, Line
from portal.reports.returns.submitted import THE_ORGANISATION, Returns, chosen, condition, title
from portal.reports.table import Column, Table, Told
from portal.reports.told import asked, options
from portal.reports.words import ROUNDING
from portal.survey.questionnaire import Question


def tables(returns: Returns, question: Question, *, public: bool) -> Iterator[Table]:
    """Return how many organisations chose each answer in each line."""
    text, fewest = returns.questionnaire, least(public=public)
    items = text.by_question[question.id]
    every = [lines.of_item(returns, each, asked(text, each, THE_ORGANISATION)) for each in items]
    columns = [
        Column(f"chose_{option.id}", options(text, items[0].id, [option.id]), "figure")
        for option in question.options
    ]

    def cells(line: Line) -> Sequence[Told]:
        given = [chosen(each, item) for item, each in line.answered]
        counts = (sum(option.id in own for own in given) for option in question.options)
        return [figures.share(count, len(given)) for count in counts]

    notes = [*filter(None, [condition(text, question)]), figures.BRACKETS, ROUNDING]
    layout = Layout(question.id, title(text, question), columns, cells, notes)
    told = [line for line in every if line.enough(fewest)]
    yield from lines.tables(layout, told, (), returns.types, fewest)
