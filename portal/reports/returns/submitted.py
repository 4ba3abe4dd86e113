"""Returns as they were submitted: who was asked what, and who answered. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from portal.reports.told import asked
from portal.survey.conditions import Answered, Answers, holds
from portal.survey.questionnaire import Item, Question, Questionnaire
from portal.survey.route import walk
from portal.survey.wording import asked_if

THE_ORGANISATION = "your organisation"
"""What stands in a question for the name of the one that is asked."""


@dataclass(frozen=True, slots=True)
class Return:
    """One organisation's answers. ``type``: of the organisation."""

    organisation: str
    type: str
    answers: Answers


@dataclass(frozen=True)
class Returns:
    """All returns of a round. ``types``: in the order in which they are shown."""

    questionnaire: Questionnaire
    every: Sequence[Return]
    types: Sequence[str]

    def asked(self, item: Item) -> Sequence[Return]:
        """Return those whose answers led to the item."""
        return self._asked.get(item.id, ())

    def answered(self, item: Item) -> tuple[Return, ...]:
        """Return those that answered, “don't know” and “not applicable” among them."""
        answer = Answered(item.id)
        return tuple(each for each in self.asked(item) if holds(answer, each.answers))

    @cached_property
    def _asked(self) -> Mapping[str, Sequence[Return]]:
        shown = defaultdict[str, list[Return]](list)
        for each in self.every:
            for id in walk(self.questionnaire, each.answers).shown:
                shown[id].append(each)
        return shown


def title(questionnaire: Questionnaire, question: Question) -> str:
    """Return a question in full, after the title of its page where another has the same words."""
    words = asked(questionnaire, Item(question.id, question), THE_ORGANISATION)
    if sum(each.label == question.label for each in questionnaire.questions()) == 1:
        return words
    page = next(each for each in questionnaire.pages if question in each.questions)
    return f"{page.title}: {words}"


def condition(questionnaire: Questionnaire, question: Question) -> str:
    """Say in a note who is asked a question; empty if everybody is."""
    words = asked_if(questionnaire, Item(question.id, question))
    return f"Asked only if {words}." if words else ""


def chosen(each: Return, item: Item) -> frozenset[str]:
    """Return the options that an organisation chose."""
    answer = each.answers.get(item.id, [])
    return frozenset(answer if isinstance(answer, list) else [answer])
