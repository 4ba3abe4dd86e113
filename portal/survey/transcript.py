"""One set of answers is put in words, question by question, to be read as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.survey.conditions import Answers
from portal.survey.questionnaire import FREE_TEXT, Item, Question, Questionnaire
from portal.survey.route import Route, walk
from portal.survey.wording import filled, piped_answers, said


@dataclass(frozen=True, slots=True)
class Line:
    """One answer. ``label``: of its row, empty where the question has none; ``answer`` is empty if
    it was skipped. ``field`` is where the page's form holds it."""

    label: str
    answer: str
    field: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One question that was asked, with its answers."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One page with the questions that were asked on it."""

    id: str
    title: str
    entries: tuple[Entry, ...]


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
            lines = tuple(_line(item, route.answers, words) for item in shown)
            yield Entry(filled(question.label, words), lines)


def _line(item: Item, answers: Answers, words: Mapping[str, str]) -> Line:
    label = filled(item.row.label, words) if item.row else ""
    return Line(label, said(item, answers, words), item.field)


def _each(answer: str | list[str]) -> list[str]:
    return answer if isinstance(answer, list) else [answer]
