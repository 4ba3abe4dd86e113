"""The YAML blocks of a questionnaire have these keys, types and defaults.

Field names are those of ``questionnaire.py``, aliases those that people write. What depends on
another block is checked in ``checking``, ``names`` and ``show_if``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, ClassVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from portal.survey.audience import AUDIENCES, Audience
from portal.survey.file.faults import listed, quoted
from portal.survey.file.scalars import (
    Amount,
    Day,
    Flag,
    Hint,
    Id,
    Label,
    Title,
    Unit,
    Version,
    refusal,
    scalar,
    whole,
)
from portal.survey.questionnaire import Kind


class Keys(BaseModel):
    """``noun`` is what a message calls the mapping that holds the keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    noun: ClassVar[str]


def _label_alone(value: object) -> object:
    """An option or row may be written as its label only."""
    return {"label": value} if isinstance(value, str) else value


def _one_of(words: Iterable[str]) -> BeforeValidator:
    """Take one of these words, and name them all where it is another."""
    known = tuple(words)
    *most, last = (f"`{word}`" for word in known)

    def check(value: object) -> str:
        text = scalar(value)
        if text not in known:
            raise refusal(f"must be {', '.join(most)} or {last}, not {quoted(text)}")
        return text

    return BeforeValidator(check)


class ScaleOption(Keys):
    noun: ClassVar[str] = "an option of a scale"
    label: Label
    points: Amount | None = None
    favourable: Flag = False


class ChoiceOption(ScaleOption):
    noun: ClassVar[str] = "an option of a `choice`"
    specify: Flag = False


class ChoicesOption(ChoiceOption):
    noun: ClassVar[str] = "an option of `choices`"
    alone: Flag = False


class PlainRow(Keys):
    noun: ClassVar[str] = "a row of `numbers`"
    label: Label
    show_if: Any = None
    same_as: Version | None = None


class GridRow(PlainRow):
    noun: ClassVar[str] = "a row of a `grid`"
    specify: Flag = False


ScaleOptions = dict[Id, Annotated[ScaleOption, BeforeValidator(_label_alone)]]
ChoiceOptions = dict[Id, Annotated[ChoiceOption, BeforeValidator(_label_alone)]]
ChoicesOptions = dict[Id, Annotated[ChoicesOption, BeforeValidator(_label_alone)]]
PlainRows = dict[Id, Annotated[PlainRow, BeforeValidator(_label_alone)]]
GridRows = dict[Id, Annotated[GridRow, BeforeValidator(_label_alone)]]


class QuestionKeys(Keys):
    noun: ClassVar[str] = "a question"
    id: Id
    type: str
    label: Label
    hint: Hint = ""
    required: Flag = False
    show_if: Any = None
    same_as: Version | None = None


class Declared(QuestionKeys):
    fact: Flag | None = None


class Choice(Declared):
    noun: ClassVar[str] = "a `choice`"
    options: ChoiceOptions | None = None
    scale: Id | None = None


class Choices(Declared):
    noun: ClassVar[str] = "`choices`"
    options: ChoicesOptions
    most: Annotated[int | None, whole(1, 500)] = None


class Grid(QuestionKeys):
    noun: ClassVar[str] = "a `grid`"
    rows: GridRows
    scale: Id


class Number(Declared):
    noun: ClassVar[str] = "a `number`"
    least: Amount | None = Field(None, alias="min")
    greatest: Amount | None = Field(None, alias="max")
    decimals: Annotated[int, whole(0, 6)] = 0
    unit: Unit = ""
    estimate: Flag = False
    unknown: Flag = False
    not_applicable: Flag = False


class Numbers(Number):
    noun: ClassVar[str] = "`numbers`"
    rows: PlainRows


class Text(QuestionKeys):
    noun: ClassVar[str] = "a `text`"
    length: Annotated[int, whole(1, 1000)] = Field(200, alias="max")


class Comment(QuestionKeys):
    noun: ClassVar[str] = "a `comment`"
    length: Annotated[int, whole(1, 4000)] = Field(2000, alias="max")
    score: Id | None = None


class Words(QuestionKeys):
    noun: ClassVar[str] = "`words`"
    count: Annotated[int, whole(1, 10)] = 3


class Date(QuestionKeys):
    noun: ClassVar[str] = "a `date`"
    earliest: Day | None = Field(None, alias="min")
    latest: Day | None = Field(None, alias="max")


class Email(QuestionKeys):
    noun: ClassVar[str] = "an `email`"


class Phone(QuestionKeys):
    noun: ClassVar[str] = "a `phone`"


TYPES: dict[str, type[QuestionKeys]] = {
    "choice": Choice,
    "choices": Choices,
    "grid": Grid,
    "number": Number,
    "numbers": Numbers,
    "text": Text,
    "comment": Comment,
    "words": Words,
    "date": Date,
    "email": Email,
    "phone": Phone,
}


class PageKeys(Keys):
    noun: ClassVar[str] = "a page"
    show_if: Any = None
    checks: Any = None


class ScoreKeys(Keys):
    noun: ClassVar[str] = "a score"
    title: Title
    items: list[Id]
    reversed: list[Id] = []
    standard: Annotated[int | None, whole(1, 8)] = None


class BandKeys(Keys):
    noun: ClassVar[str] = "a band"
    lowest: Annotated[int, whole(0, 100)]
    word: Title


class FrontMatter(Keys):
    noun: ClassVar[str] = "the front matter"
    id: Id
    version: Version
    title: Title
    kind: Annotated[Kind, _one_of(get_args(Kind))]
    audience: Annotated[Audience | None, _one_of(AUDIENCES)] = None
    minutes: Annotated[int, whole(1, 120)]
    breakdowns: list[Id] = []
    scales: dict[Id, ScaleOptions] = {}
    scores: dict[Id, ScoreKeys] = {}
    bands: dict[Id, BandKeys] = {}

    @property
    def asked(self) -> Audience:
        """Whom it asks, said or not."""
        return self.audience or ("organisation" if self.kind == "return" else "staff")

    show_scores: Flag = True


KNOWN_TYPES = listed(TYPES)
