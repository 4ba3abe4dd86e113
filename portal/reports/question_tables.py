"""Tables of questions: statements that people agree with, other answers, and what people are."""

from __future__ import annotations

from collections.abc import Sequence

from portal.disclosure.cells import Cell
from portal.reports import words
from portal.reports.edition import Edition
from portal.reports.table import Column, Kind, Table, Told, Value
from portal.reports.told import Pair, asked, base, options, told
from portal.survey.questionnaire import Item

OPINIONS = (
    "Percentages are of people who gave an opinion: “not applicable” and “don't know” are left out."
)
SEVERAL = "Where several answers could be given, they may add up to more than 100."
ENDS = "Of few people no share is told close to 0 or to 100."
ANSWERED: tuple[tuple[str, str, Kind], ...] = (
    ("question", "Question", "id"),
    ("question_label", "Question", "label"),
    ("answer", "Answer", "id"),
    ("answer_label", "Answer", "label"),
    ("own", "Per cent", "figure"),
)


def statements(pair: Pair) -> Table:
    """Return how many agree with each statement, and how the others are spread, in the order of the
    questionnaire."""
    columns = (
        Column("score", "Counts in", "id"),
        Column("statement", "Statement", "id"),
        Column("statement_label", "Statement", "label"),
        Column("agree", "Agree, per cent", "figure"),
        Column("parts", "Disagree | neither | agree"),
        Column("last", pair.last, "figure"),
        Column("england", "England", "figure"),
        Column("own", "Score", "figure"),
        Column("answers", "Answers", "figure"),
    )
    every = pair.now.questionnaire.items.values()
    stated = [item for item in every if any(each.favourable for each in item.question.options)]
    rows = tuple(_statement(pair, item) for item in stated)
    return Table("statements", "Statements", columns, rows, (OPINIONS, words.ROUNDING))


def _statement(pair: Pair, item: Item) -> tuple[Value, ...]:
    now = pair.now
    counted = [score.id for score in now.questionnaire.scores if item.id in score.items]
    own, agree = now.own(item.id), now.own(item.id, "agree")
    return (
        *(" ".join(counted), item.id, asked(now.questionnaire, item, now.name)),
        *(told(agree), _parts(now, item), pair.then(item.id, "agree")),
        *(told(now.beside("nation", item.id, "agree")), told(own), base(agree or own)),
    )


def _parts(now: Edition, item: Item) -> str:
    """Say the parts from the one that agrees least to the one that agrees most."""
    order = [option.id for option in item.question.options]
    parts = [cell for cell in now.of("organisation", "part") if cell.about == item.id]
    parts.sort(key=lambda cell: order.index(cell.part[0]))
    return " | ".join(cell.figure.said for cell in parts)


def answers(now: Edition) -> Table:
    """Return how many chose each answer of the questions without a score."""
    columns = (
        *(Column(*each) for each in ANSWERED),
        Column("england", "England", "figure"),
        Column("answers", "Answers", "figure"),
    )
    rows = tuple(_chosen(now, cell) for cell in now.of("organisation", "chose"))
    return Table("answers", "Other questions", columns, rows, (SEVERAL,))


def _chosen(now: Edition, cell: Cell) -> tuple[Value, ...]:
    england = now.beside("nation", cell.about, "chose", cell.part)
    return (*_named(now, cell.about, cell.part), told(cell), told(england), base(cell))


def facts(now: Edition) -> Table:
    """Return what the organisation's people are."""
    rows = tuple(
        (*_named(now, each.item, each.options), Told(str(each.percent), each.percent))
        for each in now.facts
    )
    columns = tuple(Column(*each) for each in ANSWERED)
    return Table("facts", "What people are", columns, rows, (ENDS, words.ROUNDING))


def _named(now: Edition, item: str, chosen: Sequence[str]) -> tuple[str, str, str, str]:
    question = asked(now.questionnaire, now.questionnaire.items[item], now.name)
    return item, question, " ".join(chosen), options(now.questionnaire, item, chosen)
