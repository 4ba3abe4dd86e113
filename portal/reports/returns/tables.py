"""All that organisations said in their returns, question by question, as tables. Pure.

A percentage is of the organisations that answered, “don't know” among them; of a question that only
some were asked, of those. What is told the public is of four organisations or more, and holds
nothing that anybody wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from portal.reports.returns import grids, numbers, polls, themes
from portal.reports.returns.polls import Poll
from portal.reports.returns.submitted import Returns, chosen, condition, title
from portal.reports.returns.themes import Coded
from portal.reports.table import Table
from portal.reports.told import options
from portal.survey.questionnaire import Item, Question


def tables(
    returns: Returns, coded: Mapping[str, Coded], *, public: bool = False
) -> tuple[Table, ...]:
    """Return the tables in the order of the questionnaire. ``coded``: texts that were coded into
    themes, by the key of their answers."""
    return tuple(
        table
        for question in returns.questionnaire.questions()
        for table in _tables(returns, question, coded, public=public)
    )


def _tables(
    returns: Returns, question: Question, coded: Mapping[str, Coded], *, public: bool
) -> Iterator[Table]:
    match question.type:
        case "choice" | "choices":
            yield from _polled(returns, _poll(returns, question), public=public)
        case "grid":
            yield from grids.tables(returns, question, public=public)
        case "number" | "numbers":
            yield from numbers.tables(returns, question, public=public)
    for item in returns.questionnaire.by_question[question.id]:
        for key in item.keys:
            if key in coded:
                poll = themes.poll(returns.questionnaire, coded[key], public=public)
                yield from _polled(returns, poll, public=public)


def _polled(returns: Returns, poll: Poll, *, public: bool) -> Iterator[Table]:
    if table := polls.table(poll, returns.every, returns.types, public=public):
        yield table


def _poll(returns: Returns, question: Question) -> Poll:
    text, item = returns.questionnaire, Item(question.id, question)
    answered = returns.answered(item)
    return Poll(
        question.id,
        title(text, question),
        [(each.id, options(text, question.id, [each.id])) for each in question.options],
        {each.organisation: chosen(each, item) for each in answered},
        several=question.type == "choices",
        who=_who(returns, item, len(answered)),
    )


def _who(returns: Returns, item: Item, answered: int) -> str:
    """Say who is in the base, and who is not."""
    asked, every = len(returns.asked(item)), len(returns.every)
    said = f"Base: the {answered:,} organisations that answered"
    said += f", of {asked:,} that were asked" if asked != answered else ""
    said += f", of {every:,} that sent a return" if every != asked else ""
    return f"{said}. {condition(returns.questionnaire, item.question)}".rstrip()
