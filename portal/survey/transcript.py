"""One set of answers is put in words, question by question, to be read as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from portal.survey.conditions import Answers
from portal.survey.fields import anchor
from portal.survey.questionnaire import FREE_TEXT, Item, Question, Questionnaire
from portal.survey.route import Route, walk
from portal.survey.wording import filled, piped_answers, said


@dataclass(frozen=True, slots=True)
class Line:
    """One answer. ``label``: of its row, empty where the question has none; ``name`` is what the
    answer is called by itself. ``answer`` is empty if it was skipped; ``written`` says that some of
    it is in the person's own words, ``comment`` that the question asks for nothing else, and so is
    not left open by whoever has nothing to say. ``field`` is where the page's form holds it."""

    label: str
    answer: str
    field: str
    name: str
    written: bool
    comment: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One question that was asked, with its answers."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Section:
    """One page with the questions that were asked on it."""

    id: str
    title: str
    entries: tuple[Entry, ...]

    @cached_property
    def asked(self) -> tuple[Line, ...]:
        """Everything that was asked but comments."""
        return tuple(line for line in self._lines if not line.comment)

    @cached_property
    def open(self) -> tuple[Line, ...]:
        """What was left open of that."""
        return tuple(line for line in self.asked if not line.answer)

    @cached_property
    def written(self) -> tuple[Line, ...]:
        """What the person has put in their own words, comments too."""
        return tuple(line for line in self._lines if line.written)

    @property
    def _lines(self) -> Iterator[Line]:
        return (line for entry in self.entries for line in entry.lines)


def transcript(
    questionnaire: Questionnaire, answers: Answers, pipes: Mapping[str, str]
) -> tuple[Section, ...]:
    """Write down every question that these answers lead to, pages without one left out. ``pipes``:
    what ``{{…}}`` stands for, beside answers."""
    route = walk(questionnaire, answers)
    repeated = {
        f"answer:{name}": said(questionnaire.items[name], route.answers, pipes)
        for name in piped_answers(questionnaire)
    }
    words = {**pipes, **repeated}
    sections = (
        Section(page.id, page.title, tuple(_entries(questionnaire, page.questions, route, words)))
        for page in route.pages
    )
    return tuple(section for section in sections if section.entries)


def texts(questionnaire: Questionnaire, answers: Answers) -> Iterator[tuple[str, str]]:
    """List what was written in these answers, in the questionnaire's order: the item, or
    ``<item>__other``, and the text; each of several words by itself."""
    for item in questionnaire.items.values():
        for key in item.keys:
            if key in answers and is_text(questionnaire, key):
                answer = answers[key]
                yield from ((key, text) for text in _each(answer))


def is_text(questionnaire: Questionnaire, key: str) -> bool:
    """Say whether the answer under this key is in the person's own words."""
    item = questionnaire.items.get(key)
    return key.endswith("__other") or (item is not None and item.question.type in FREE_TEXT)


def _entries(
    questionnaire: Questionnaire,
    questions: tuple[Question, ...],
    route: Route,
    words: Mapping[str, str],
) -> Iterator[Entry]:
    for question in questions:
        shown = [item for item in questionnaire.by_question[question.id] if item.id in route.shown]
        if shown:
            label = filled(question.label, words)
            lines = (_line(questionnaire, item, label, route.answers, words) for item in shown)
            yield Entry(label, tuple(lines))


def _line(
    questionnaire: Questionnaire,
    item: Item,
    question: str,
    answers: Answers,
    words: Mapping[str, str],
) -> Line:
    row, kind = filled(item.row.label, words) if item.row else "", item.question.type
    return Line(
        label=row,
        answer=said(item, answers, words),
        field=anchor(item),
        name=f"{row} ({question})" if kind == "numbers" else row or question,
        written=any(key in answers and is_text(questionnaire, key) for key in item.keys),
        comment=kind == "comment",
    )


def _each(answer: str | list[str]) -> list[str]:
    return answer if isinstance(answer, list) else [answer]
