"""An answer tells others: who was asked because of it, and what was scored of that.

What is left out of a response, a fact or a breakdown of too few, goes with all that tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from portal.survey.conditions import Condition, names
from portal.survey.questionnaire import Item, Questionnaire, Score


def gone(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the items that are in no response: facts, and what is asked because of them."""
    facts = frozenset(questionnaire.facts)
    return facts | asked_by(questionnaire, facts)


def silent(questionnaire: Questionnaire, items: frozenset[str]) -> frozenset[str]:
    """Return the ids of the scores that are made of any of these items: they would tell them."""
    return frozenset(s.id for s in questionnaire.scores if not items.isdisjoint(s.items))


@lru_cache(maxsize=1024)
def asked_by(questionnaire: Questionnaire, blank: frozenset[str]) -> frozenset[str]:
    """Return the items that are asked, or not, by what was answered to one of these, directly or by
    way of others: an answer to one of them tells what is left out. Conditions look backwards
    only. It is worked out once: many ballots lack the same."""
    told = set(blank)

    def tells(*conditions: Condition | None) -> bool:
        return any(not told.isdisjoint(names(condition)) for condition in conditions)

    for page in questionnaire.pages:
        for question in page.questions:
            for item in questionnaire.by_question[question.id]:
                row = item.row.show_if if item.row else None
                if tells(page.show_if, question.show_if, row):
                    told.add(item.id)
    return frozenset(told - blank)


def consequences(
    questionnaire: Questionnaire, name: Callable[[Item | Score], str]
) -> Iterator[str]:
    """Say what of a round with this questionnaire will be in no response, if anything.
    ``name`` says how an item or a score is called."""
    facts, left_out = questionnaire.facts, gone(questionnaire)
    because = [id for id in questionnaire.items if id in left_out and id not in facts]
    unscored = silent(questionnaire, left_out)
    if facts:
        told = ", ".join(name(questionnaire.items[id]) for id in facts)
        yield f"Tallied for each organisation, and in no response: {told}."
    if because:
        told = ", ".join(name(questionnaire.items[id]) for id in because)
        yield f"Asked because of that, and so in no response either: {told}."
    if unscored:
        told = ", ".join(name(score) for score in questionnaire.scores if score.id in unscored)
        yield f"Made of that, and so a score in no response: {told}."
