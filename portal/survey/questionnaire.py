"""A questionnaire is frozen values, in the order in which people meet it.

Made by ``parsing.parse`` only, which has checked all that is promised here. The format:
``docs/questionnaires.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Literal, TypeAlias

from portal.survey.audience import WORDS, Audience, Words
from portal.survey.conditions import Condition

Kind: TypeAlias = Literal["anonymous", "return"]
QuestionType: TypeAlias = Literal[
    "choice",
    "choices",
    "grid",
    "number",
    "numbers",
    "text",
    "comment",
    "words",
    "date",
    "email",
    "phone",
]
FREE_TEXT = frozenset({"text", "comment", "words"})
"""Answers of these types are kept apart from the others in an anonymous round."""
FLAGS = ("estimate", "unknown", "not_applicable")
"""Boxes that may stand beside a number."""


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    label: str
    points: Decimal | None = None
    favourable: bool = False
    specify: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    label: str
    show_if: Condition | None = None
    specify: bool = False
    same_as: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question. What does not belong to its type has its default.

    ``options`` are the scale's where ``scale`` is set. ``length`` is in characters (``text``,
    ``comment``; of one word for ``words``), ``count`` the number of words asked for.
    ``least``/``greatest`` bound a number, ``earliest``/``latest`` a day; ``most`` bounds how many
    options may be chosen. ``score`` is the id of the score that a comment speaks of. ``fact``:
    whether the answer tells what a person is; None where the author need not say.
    """

    id: str
    type: QuestionType
    label: str
    hint: str = ""
    required: bool = False
    show_if: Condition | None = None
    score: str | None = None
    same_as: str | None = None
    fact: bool | None = None
    options: tuple[Option, ...] = ()
    scale: str | None = None
    rows: tuple[Row, ...] = ()
    most: int | None = None
    length: int = 200
    count: int = 3
    least: Decimal | None = None
    greatest: Decimal | None = None
    decimals: int = 0
    unit: str = ""
    estimate: bool = False
    unknown: bool = False
    not_applicable: bool = False
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True, slots=True)
class Prose:
    """Guidance stands between questions, as Markdown that has been found safe."""

    text: str


@dataclass(frozen=True, slots=True)
class Check:
    """``item`` is compared with another item or a constant; ``message`` warns once if it fails."""

    item: str
    comparison: Literal["at_least", "at_most"]
    other: str | Decimal
    message: str


@dataclass(frozen=True, slots=True)
class Page:
    id: str
    title: str
    blocks: tuple[Prose | Question, ...]
    show_if: Condition | None = None
    checks: tuple[Check, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Question))


@dataclass(frozen=True, slots=True)
class Score:
    """``reversed`` is a subset of ``items``; ``standard`` is the number (1-8) of an employer
    standard."""

    id: str
    title: str
    items: tuple[str, ...]
    reversed: frozenset[str] = frozenset()
    standard: int | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """It reaches from ``lowest`` (a whole-number score) up to the next band's."""

    colour: str
    lowest: int
    word: str


@dataclass(frozen=True)
class Item:
    """An item has one answer: it is a question, or one row of a grid or of ``numbers``."""

    id: str
    question: Question
    row: Row | None = None

    @property
    def label(self) -> str:
        return self.row.label if self.row else self.question.label

    @property
    def field(self) -> str:
        """Its name in the page's form."""
        return f"q_{self.id}"

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Its answers may be kept under these keys, its id first."""
        return (self.id, *(f"{self.id}__{part}" for part in self._parts))

    @cached_property
    def field_names(self) -> tuple[str, ...]:
        """Every form field that may speak of it; an error message leads to the first."""
        parts = ("day", "month", "year") if self.question.type == "date" else self._parts
        names = tuple(f"{self.field}__{part}" for part in parts)
        return names if self.question.type == "date" else (self.field, *names)

    @property
    def _parts(self) -> tuple[str, ...]:
        question = self.question
        specify = any(option.specify for option in question.options)
        other = ("other",) if specify or (self.row and self.row.specify) else ()
        return (*other, *(flag for flag in FLAGS if getattr(question, flag)))


def items_of(question: Question) -> tuple[Item, ...]:
    """The rows of a question that has rows, else the question itself."""
    if question.rows:
        return tuple(Item(row.id, question, row) for row in question.rows)
    return (Item(question.id, question),)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Items that follow one another on a page are asked together, if the conditions hold, those of
    question and row. ``ids`` are theirs and their questions', ``keys`` those of their answers."""

    conditions: tuple[Condition, ...]
    ids: frozenset[str]
    keys: tuple[str, ...]


def _stretches(items: Iterable[Item]) -> Iterator[Stretch]:
    for conditions, group in groupby(items, _conditions):
        together = tuple(group)
        ids = frozenset(name for item in together for name in (item.id, item.question.id))
        yield Stretch(conditions, ids, tuple(key for item in together for key in item.keys))


def _conditions(item: Item) -> tuple[Condition, ...]:
    both = (item.question.show_if, item.row.show_if if item.row else None)
    return tuple(condition for condition in both if condition is not None)


@dataclass(frozen=True)
class Questionnaire:
    """``sha256`` (hex) is of ``source``, the file's text, byte for byte.

    ``bands`` run from the lowest up. ``breakdowns`` are ids of ``choice`` questions.
    ``show_scores``: whether people see their own once they have submitted.
    """

    id: str
    version: str
    title: str
    kind: Kind
    audience: Audience
    minutes: int
    introduction: str
    pages: tuple[Page, ...]
    source: str = field(repr=False)
    sha256: str
    breakdowns: tuple[str, ...] = ()
    scales: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    scores: tuple[Score, ...] = ()
    bands: tuple[Band, ...] = ()
    show_scores: bool = True

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __eq__(self, other: object) -> bool:
        """Two are the same if their texts are: caches look one up that may have been read twice."""
        return isinstance(other, Questionnaire) and self.sha256 == other.sha256

    @cached_property
    def named(self) -> bool:
        """It is an organisation's return: answered in its name, by several people, and kept whole.
        Every other one is answered by people, anonymously."""
        return self.kind == "return"

    @property
    def words(self) -> Words:
        """How its pages and letters speak to those whom it asks."""
        return WORDS[self.audience]

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The items that tell what a person is: they are tallied, and in no single response."""
        return tuple(item.id for item in self.items.values() if item.question.fact)

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Return the items by id, in the order of the pages."""
        return {item.id: item for items in self.by_question.values() for item in items}

    @cached_property
    def by_question(self) -> Mapping[str, tuple[Item, ...]]:
        """The items of each question, by its id."""
        return {question.id: items_of(question) for question in self.questions()}

    @cached_property
    def by_page(self) -> Mapping[str, tuple[Item, ...]]:
        """The items of each page, by its id, in order."""
        return {
            page.id: tuple(item for q in page.questions for item in self.by_question[q.id])
            for page in self.pages
        }

    @cached_property
    def layout(self) -> tuple[tuple[Page, tuple[Stretch, ...]], ...]:
        """Lay out the pages in stretches: a route is made of them, and every request makes some, so
        it is done once."""
        return tuple((page, tuple(_stretches(self.by_page[page.id]))) for page in self.pages)

    @cached_property
    def captions(self) -> Mapping[str, str]:
        """Name the standards of which a page asks, by its id; by number where its title does."""
        return {page.id: self._caption(page) for page in self.pages}

    def _caption(self, page: Page) -> str:
        asked = {item.id for item in self.by_page[page.id]}
        of = [score for score in self.scores if score.standard and asked.intersection(score.items)]
        named = (
            f"Standard {each.standard}" + f": {each.title}" * (each.title != page.title)
            for each in of
        )
        return "; ".join(named)

    @cached_property
    def page_by_id(self) -> Mapping[str, Page]:
        return {page.id: page for page in self.pages}

    def questions(self) -> Iterator[Question]:
        for page in self.pages:
            yield from page.questions
