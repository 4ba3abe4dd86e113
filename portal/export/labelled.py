"""A counted round's answers are put as people read them: questions' words as heads, options' own
words, points as numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from portal.export import columns
from portal.export.sheets import Cell
from portal.reports.counted import Reply
from portal.survey import telling
from portal.survey.columns import Column
from portal.survey.questionnaire import FLAGS, FREE_TEXT, Item, Questionnaire
from portal.survey.wording import filled

Said: TypeAlias = Callable[[Reply], Cell]
BESIDE = dict(zip(FLAGS, ("an estimate", "I don’t know", "not applicable"), strict=True))
OTHER = "in their own words"


@dataclass(frozen=True, slots=True)
class Part:
    """It is one thing that a response says. ``page``, ``question`` and ``row`` (of a question that
    has rows) say what was asked, ``beside`` what more there is to know: a unit, a box beside it.
    ``said`` is the answer, ``points`` the answer's own points, where it has any. ``choice``: its
    column, where it is chosen from options."""

    page: str
    question: str
    row: str
    beside: str
    said: Said
    points: Said | None = None
    choice: str = ""

    @property
    def part(self) -> str:
        """What is asked within the question; empty where it is the whole of it."""
        return f"{self.row}{self._beside}".strip()

    @property
    def _beside(self) -> str:
        return f" ({self.beside})" if self.beside else ""

    @property
    def names(self) -> tuple[str, ...]:
        """What it can be called, the shortest first."""
        whole = ": ".join(filter(None, (self.question, self.row)))
        every = (self.row or whole, whole, f"{self.page}: {whole}")
        return tuple(name + self._beside for name in every)


def parts(questionnaire: Questionnaire) -> list[Part]:
    """List all that a response says, in the questionnaire's order, and then its scores. Texts are
    in those of returns alone."""
    gone = telling.gone(questionnaire)
    every = [
        part
        for page in questionnaire.pages
        for item in questionnaire.by_page[page.id]
        if item.id not in gone
        for part in _of_item(page.title, item, texts=questionnaire.named)
    ]
    scores = (column for column in columns.of_questionnaire(questionnaire) if column.score)
    return [*every, *map(_of_score, scores)]


def heads(every: Sequence[Part]) -> list[str]:
    """Call each part by the shortest name that no other has."""
    number = Counter(name for part in every for name in {*part.names})
    return [
        next((name for name in part.names if number[name] == 1), part.names[-1]) for part in every
    ]


def _of_item(page: str, item: Item, *, texts: bool) -> Iterator[Part]:
    question = item.question
    where = page, filled(question.label, {}), filled(item.row.label, {}) if item.row else ""
    if question.type not in FREE_TEXT or texts:
        choice = item.id if question.options else ""
        yield Part(*where, question.unit, _said(item), _points(item), choice)
    if f"{item.id}__other" in item.keys and texts:
        yield Part(*where, OTHER, _text(f"{item.id}__other"))
    for flag in FLAGS:
        if getattr(question, flag):
            yield Part(*where, BESIDE[flag], _ticked(f"{item.id}__{flag}"))


def _of_score(column: Column) -> Part:
    title = column.score.title if column.score else ""

    def score(reply: Reply) -> Cell:
        return columns.cell(column, reply)

    return Part("Scores", title, "", "score", score, score)


def _said(item: Item) -> Said:
    if item.question.type in ("number", "numbers"):
        return lambda reply: Decimal(text) if (text := _one(reply, item.id)) else None
    if item.question.type == "date":
        return lambda reply: date.fromisoformat(text) if (text := _one(reply, item.id)) else None
    labels = {option.id: filled(option.label, {}) for option in item.question.options}
    if labels:
        return lambda reply: "; ".join(labels.get(id, id) for id in _given(reply, item.id))
    return _text(item.id)


def _points(item: Item) -> Said | None:
    points = {option.id: option.points for option in item.question.options}
    if all(each is None for each in points.values()):
        return None
    return lambda reply: points.get(_one(reply, item.id))


def _text(key: str) -> Said:
    return lambda reply: ", ".join(_given(reply, key))


def _ticked(key: str) -> Said:
    return lambda reply: "Yes" if reply.answers.get(key) else None


def _given(reply: Reply, key: str) -> Sequence[str]:
    answer = reply.answers.get(key)
    return answer if isinstance(answer, list) else [str(answer)] if answer else []


def _one(reply: Reply, key: str) -> str:
    return str(reply.answers.get(key) or "")
