"""A counted round's responses are laid out in columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from portal.survey import columns
from portal.survey.columns import ORGANISATION, Column
from portal.survey.questionnaire import Questionnaire

__all__ = ["Cell", "Column", "Remark", "Response", "bases", "cell", "chosen", "of_questionnaire"]

Response: TypeAlias = tuple[str, Mapping[str, object], Mapping[str, str]]
"""It holds the organisation (empty where it is withheld), answers, and scores as exact
fractions."""
Remark: TypeAlias = tuple[str, str, str]
"""It holds the organisation, the item (which may end in ``__other``) and the text."""
Cell: TypeAlias = str | Decimal
"""A text is empty where there is nothing."""

REMARKS = (ORGANISATION, "item", "text")
"""Comments have these columns."""
PLACES = Decimal("0.0001")
"""A person's score is written to this many places; it is exact in the database."""


def of_questionnaire(questionnaire: Questionnaire) -> list[Column]:
    """List the columns in the questionnaire's order. Raises ``Conflict`` where two would have one
    name."""
    every = columns.laid_out(questionnaire.items.values(), questionnaire.scores)
    return [*columns.by_name(every, lambda column: column.name).values()]


def chosen(column: Column, response: Response) -> Sequence[str]:
    """Return what was answered, as a list even where only one answer can be given."""
    answer = response[1].get(column.name)
    if isinstance(answer, list):
        return answer
    return [] if answer is None else [str(answer)]


def cell(column: Column, response: Response) -> Cell:
    """Return what the response has in this column. Several options are their ids with spaces
    between."""
    organisation, _, scores = response
    if column.score:
        return _score(scores.get(column.score.id))
    if not column.item:
        return organisation
    text = " ".join(chosen(column, response))
    return Decimal(text) if text and column.is_number else text


def _score(exact: str | None) -> Cell:
    if exact is None:
        return ""
    value = Fraction(exact)
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(PLACES).normalize()


def bases(every: Sequence[Column], responses: Iterable[Response]) -> dict[str, int]:
    """Count the responses that have something in each column, by the column's name."""
    filled: Counter[str] = Counter()
    for organisation, answers, scores in responses:
        filled[ORGANISATION] += bool(organisation)
        filled.update(name for name, answer in answers.items() if answer)
        filled.update(f"score_{score}" for score in scores)
    return {column.name: filled[column.name] for column in every}
