"""An outline says in words who is asked what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portal.survey import wording
from portal.survey.conditions import Condition
from portal.survey.questionnaire import Page, Questionnaire


@dataclass(frozen=True, slots=True)
class Asked:
    """Not everybody is asked this: ``what`` it is, and ``when`` it is asked."""

    page: Page
    what: str
    when: str


def routing(questionnaire: Questionnaire) -> list[Asked]:
    """List everything that has a condition, in order: pages, questions, rows."""
    return [asked for page in questionnaire.pages for asked in routing_of(questionnaire, page)]


def routing_of(questionnaire: Questionnaire, page: Page) -> list[Asked]:
    words = wording.stand_ins(questionnaire)
    return [
        Asked(page, wording.filled(label, words), wording.condition(questionnaire, condition))
        for label, condition in _conditional(page)
        if condition
    ]


def _conditional(page: Page) -> Iterator[tuple[str, Condition | None]]:
    yield "The whole page", page.show_if
    for question in page.questions:
        yield question.label, question.show_if
        for row in question.rows:
            yield row.label, row.show_if
