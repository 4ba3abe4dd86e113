"""A counted round's responses are laid out in columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from portal.survey.questionnaire import FLAGS, FREE_TEXT, Item, Questionnaire, Score

Response: TypeAlias = tuple[str, Mapping[str, object], Mapping[str, str]]
"""It holds the organisation (empty where it is withheld), answers, and scores as exact
fractions."""
Remark: TypeAlias = tuple[str, str, str]
"""It holds the organisation, the item (which may end in ``__other``) and the text."""
Cell: TypeAlias = str | Decimal
"""A text is empty where there is nothing."""

ORGANISATION = "organisation"
REMARKS = (ORGANISATION, "item", "text")
"""Comments have these columns."""
PLACES = Decimal("0.0001")
"""A person's score is written to this many places; it is exact in the database."""


@dataclass(frozen=True, slots=True)
class Column:
    """It is the organisation, where neither item nor score is set; an item's answer, or the box
    ``flag`` beside it; or a score."""

    name: str
    item: Item | None = None
    flag: str = ""
    score: Score | None = None

    @property
    def is_number(self) -> bool:
        item = self.item
        numeric = item is not None and item.question.type in ("number", "numbers")
        return bool(self.score) or (numeric and not self.flag)


def of_questionnaire(questionnaire: Questionnaire) -> list[Column]:
    """List the columns in the questionnaire's order. Free text has none: it is kept apart from the
    answers."""
    return [
        Column(ORGANISATION),
        *(column for item in questionnaire.items.values() for column in _of_item(item)),
        *(Column(f"score_{score.id}", score=score) for score in questionnaire.scores),
    ]


def _of_item(item: Item) -> Iterator[Column]:
    if item.question.type not in FREE_TEXT:
        yield Column(item.id, item)
        for flag in FLAGS:
            if getattr(item.question, flag):
                yield Column(f"{item.id}__{flag}", item, flag)


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


def bases(columns: Sequence[Column], responses: Iterable[Response]) -> dict[str, int]:
    """Count the responses that have something in each column, by the column's name."""
    filled: Counter[str] = Counter()
    for organisation, answers, scores in responses:
        filled[ORGANISATION] += bool(organisation)
        filled.update(name for name, answer in answers.items() if answer)
        filled.update(f"score_{score}" for score in scores)
    return {column.name: filled[column.name] for column in columns}
