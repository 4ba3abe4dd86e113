"""Questions for numbers, as tables: means, sums, and who gave a number or did not. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from portal.reports.returns import figures, lines
from portal.reports.returns.groups import least
from portal.reports.returns.lines import Answer, Layout, Line
from portal.reports.returns.submitted import THE_ORGANISATION, Returns, condition, title
from portal.reports.table import Column, Table, Told, Value
from portal.reports.told import asked
from portal.survey.questionnaire import FLAGS, Question

PER_CENT = "per cent"
TITLES = {
    "estimate": "Estimates among them",
    "unknown": "Don't know",
    "not_applicable": "Not applicable",
}
"""By the box that may stand beside a number."""
OF_NUMBERS = "The mean is of the organisations that gave a number."
EACH_NUMBER, EACH_ORGANISATION = "All lines, each number", "All lines, each organisation"
BY_NUMBER = (
    f"“{EACH_NUMBER}”: the mean is the sum over how many numbers were given, so that each line"
    " weighs as much as the numbers in it. The base counts answers."
)
BY_ORGANISATION = (
    f"“{EACH_ORGANISATION}”: the mean is the sum over how many organisations gave a number in any"
    " line. The base counts organisations."
)


def tables(returns: Returns, question: Question, *, public: bool) -> Iterator[Table]:
    """Return what numbers organisations gave. The lowest and the highest are one organisation's
    each, and not the public's."""
    text, fewest = returns.questionnaire, least(public=public)
    every = [
        lines.of_item(returns, each, asked(text, each, THE_ORGANISATION) if each.row else "All")
        for each in text.by_question[question.id]
    ]
    counted = [replace(line, counted=[*filter(_number, line.answered)]) for line in every]
    told = [line for line in counted if line.enough(fewest)]
    sums = question.unit != PER_CENT
    whole = _whole(told, sums=sums) if len(told) > 1 else []
    weighted = [BY_NUMBER, *([BY_ORGANISATION] if sums else [])] if whole else []

    def cells(line: Line) -> Sequence[Value]:
        return _cells(question, line, public=public)

    columns = tuple(_columns(question, public=public))
    notes = [*filter(None, [condition(text, question)]), OF_NUMBERS, *weighted, figures.BRACKETS]
    layout = Layout(question.id, title(text, question), columns, cells, notes)
    yield from lines.tables(layout, told, whole, returns.types, fewest)


def _columns(question: Question, *, public: bool) -> Iterator[Column]:
    unit = f", {question.unit}" if question.unit else ""
    yield Column("mean", f"Mean{unit}", "number")
    if not public:
        yield from (Column("lowest", "Lowest", "number"), Column("highest", "Highest", "number"))
    if question.unit != PER_CENT:
        yield Column("sum", "Sum", "number")
    yield Column("numbers", "Gave a number", "figure")
    for flag in _flags(question):
        yield Column(flag, TITLES[flag], "figure")


def _cells(question: Question, line: Line, *, public: bool) -> tuple[Value, ...]:
    given, marks = [_typed(answer) for answer in line.counted], _flags(question)
    base, places = line.base, question.decimals
    if line.by_organisation:
        given = _by_organisation(line)
    ends = () if public else (min(given, default=None), max(given, default=None))
    sums = () if question.unit == PER_CENT else (figures.total(given, places),)
    counts = (
        len(given),
        *(
            sum(f"{item.id}__{mark}" in each.answers for item, each in line.answered)
            for mark in marks
        ),
    )
    shares = [figures.share(count, base) for count in counts]
    if line.by_organisation:  # one may have given a number in one line, and none in another
        shares[1:] = [Told("") for _ in marks]
    return (figures.mean(given, max(1, places)), *ends, *sums, *shares)


def _typed(answer: Answer) -> Decimal:
    item, each = answer
    return Decimal(str(each.answers[item.id]))


def _by_organisation(line: Line) -> list[Decimal]:
    sums = defaultdict[str, Decimal](Decimal)
    for item, each in line.counted:
        sums[each.organisation] += _typed((item, each))
    return [*sums.values()]


def _flags(question: Question) -> list[str]:
    return [flag for flag in FLAGS if getattr(question, flag)]


def _number(answer: Answer) -> bool:
    item, each = answer
    return item.id in each.answers


def _whole(told: Sequence[Line], *, sums: bool) -> list[Line]:
    """Return all lines together: by number, and by organisation where ``sums`` mean anything."""
    asked, answered, counted = (
        [answer for line in told for answer in getattr(line, kind)]
        for kind in ("asked", "answered", "counted")
    )
    each = Line("all_numbers", EACH_NUMBER, asked, answered, counted)
    whole = replace(each, id="all_organisations", label=EACH_ORGANISATION, by_organisation=True)
    return [each, whole] if sums else [each]
