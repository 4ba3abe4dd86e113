"""The codebook says what each column of responses, and each item of comments, means."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from portal import prose
from portal.export import blanks, columns, variables
from portal.export.blanks import Blank
from portal.export.columns import Cell, Column
from portal.export.variables import Variable
from portal.reports.counted import Counted
from portal.survey import wording
from portal.survey.conditions import Is
from portal.survey.questionnaire import FREE_TEXT, Item, Option, Questionnaire

HEADER = (
    "table",
    "column",
    "question",
    "question_label",
    "label",
    "type",
    "unit",
    "value",
    "value_label",
    "points",
    "favourable",
    "scores",
    "reversed",
    "asked_if",
    "base",
    "skipped",
    "not_asked",
    "withheld",
    "variable",
    "code",
)
"""``table``: responses or comments. ``scores``: the columns of the scores that the item counts
in; ``reversed``: those for which its points are turned round. ``base``: how many responses have
something in the column, or how many texts there are; then how many are blank there, by why they
are. ``variable``, ``code``: in the SPSS file."""


def rows(counted: Counted) -> Iterator[tuple[Cell, ...]]:
    """Return one row for each value that a column can hold; one for a column without fixed
    values."""
    questionnaire = counted.questionnaire
    every = columns.of_questionnaire(questionnaire)
    bases = columns.bases(counted, every)
    by_column = defaultdict(list)
    for variable in variables.of_columns(every):
        by_column[variable.column.name].append(variable)
    for column in every:
        about = _of_column(questionnaire, column)
        yield from _full(
            _start("responses", column.name) | _numbers(bases[column.name]) | about,
            _values(by_column[column.name]),
        )
    for why, column_name in columns.BLANKS.items():
        yield from _full(_start("responses", column_name), [_blank(why)])
    texts = Counter(item for _, item, _ in counted.remarks)
    for item in questionnaire.items.values():
        for key, about in _texts(questionnaire, item):
            yield from _full(_start("comments", key) | _numbers({"base": texts[key]}) | about, [{}])


def _start(table: str, column: str) -> dict[str, Cell]:
    return {"table": table, "column": column}


def _numbers(of: Mapping[str, int]) -> dict[str, Cell]:
    return {key: Decimal(number) for key, number in of.items()}


def _blank(why: Blank) -> dict[str, Cell]:
    """Explain the column of the names of columns that are blank for one reason."""
    return {
        "label": f"Columns that are blank in this response: {blanks.RULES[why]}",
        "type": "columns",
        "value_label": blanks.MEANINGS[why],
        "code": Decimal(variables.BLANK_CODES[why]),
    }


def _full(start: dict[str, Cell], values: Iterable[dict[str, Cell]]) -> Iterator[tuple[Cell, ...]]:
    for value in values:
        row = start | value
        yield tuple(row.get(name, "") for name in HEADER)


def _of_column(questionnaire: Questionnaire, column: Column) -> dict[str, Cell]:
    if column.score:
        return {"label": column.score.title, "type": "score"}
    if not column.item:
        return {"label": "Organisation; empty where it is withheld", "type": "code"}
    counted = [score for score in questionnaire.scores if column.name in score.items]
    return {
        **_of_item(questionnaire, column.item),
        "type": "box" if column.flag else column.item.question.type,
        "unit": "" if column.flag else column.item.question.unit,
        "scores": " ".join(f"score_{score.id}" for score in counted),
        "reversed": " ".join(f"score_{s.id}" for s in counted if column.name in s.reversed),
        "asked_if": wording.asked_if(questionnaire, column.item),
    }


def _of_item(questionnaire: Questionnaire, item: Item) -> dict[str, Cell]:
    return {
        "question": item.question.id,
        "question_label": prose.label(item.question.label),
        "label": prose.label(item.label),
        "type": item.question.type,
        "asked_if": wording.asked_if(questionnaire, item),
    }


def _values(variables: Sequence[Variable]) -> Iterator[dict[str, Cell]]:
    """Return the values of one column, whose variables these are."""
    first, item = variables[0], variables[0].column.item
    if first.column.flag:
        label = first.column.flag.replace("_", " ")
        yield {"value": "yes", "value_label": label, "variable": first.name, "code": Decimal(1)}
    elif item and item.question.options:
        by_option = {variable.option: variable for variable in variables}
        for option in item.question.options:
            variable = by_option.get(option, first)
            code = 1 if variable.option else variable.codes[option.id]
            yield _option(option) | {"variable": variable.name, "code": Decimal(code)}
    else:
        yield {"variable": first.name}


def _option(option: Option) -> dict[str, Cell]:
    return {
        "value": option.id,
        "value_label": prose.label(option.label),
        "points": "" if option.points is None else option.points,
        "favourable": "yes" if option.favourable else "",
    }


def _texts(questionnaire: Questionnaire, item: Item) -> Iterator[tuple[str, dict[str, Cell]]]:
    """Return the keys under which the item's texts are kept, and what they mean."""
    about = _of_item(questionnaire, item)
    if item.question.type in FREE_TEXT:
        yield item.id, about
    options = [option for option in item.question.options if option.specify]
    if options or (item.row and item.row.specify):
        ids = tuple(option.id for option in options)
        label = " / ".join(prose.label(option.label) for option in options)
        condition = wording.asked_if(questionnaire, item, *([Is(item.id, ids)] if ids else []))
        specified: dict[str, Cell] = {"value": " ".join(ids), "value_label": label}
        yield f"{item.id}__other", about | specified | {"type": "text", "asked_if": condition}
