"""Check your answers: every question on the person's way with what they said."""

from __future__ import annotations

from dataclasses import dataclass

from portal.services.sittings import Sitting
from portal.survey import answers as form
from portal.survey.conditions import Answers
from portal.survey.questionnaire import Page
from portal.survey.wording import said


@dataclass(frozen=True, slots=True)
class Line:
    """``field`` is where the page's form holds the answer; ``answer`` is empty if skipped."""

    label: str
    answer: str
    field: str


@dataclass(frozen=True, slots=True)
class Group:
    page: Page
    lines: tuple[Line, ...]


def of(taken: Sitting) -> list[Group]:
    """In the order of the pages; pages that only explain are left out."""
    answers = form.final(taken.questionnaire, taken.answers)
    groups = [Group(page, _lines(taken, page, answers)) for page in taken.route.pages]
    return [group for group in groups if group.lines]


def _lines(taken: Sitting, page: Page, answers: Answers) -> tuple[Line, ...]:
    return tuple(
        Line(taken.piped(item.label), said(item, answers, taken.words), item.field)
        for item in taken.questionnaire.by_page[page.id]
        if item.id in taken.route.shown
    )
