"""Answers in words: for checking before submitting, and for piping into later questions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from portal import prose
from portal.survey.conditions import (
    AllOf,
    Answered,
    Answers,
    AnyOf,
    AtLeast,
    AtMost,
    Condition,
    Is,
    Not,
)
from portal.survey.questionnaire import Item, Questionnaire

NO_WORDS: Mapping[str, str] = MappingProxyType({})
_PIPE = re.compile(r"\{\{ *([a-z][a-z0-9_:]*) *\}\}")


@lru_cache(maxsize=64)
def piped_answers(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The ids of the items whose answers the questionnaire's own texts repeat."""
    names = {match[1].removeprefix("answer:") for match in _PIPE.finditer(questionnaire.source)}
    return tuple(sorted(names & questionnaire.items.keys()))


def filled(label: str, words: Mapping[str, str]) -> str:
    """A label as plain text, its pipes replaced by these words (“…” where there is none)."""
    plain = prose.label(label)
    return _PIPE.sub(lambda match: words.get(match[1]) or "…", plain)


def said(item: Item, answers: Answers, words: Mapping[str, str] = NO_WORDS) -> str:
    """The item's answer as a person would say it; empty if there is none. ``words``: what pipes
    in the labels of options stand for."""
    answer, other = answers.get(item.id, ""), str(answers.get(f"{item.id}__other", ""))
    given = answer if isinstance(answer, list) else [answer]
    parts = [_one(item, text, other, words) for text in given]
    if item.row and item.row.specify and other:
        parts = [": ".join(filter(None, (*parts, other)))]
    return _with_flags(item, ", ".join(filter(None, parts)), answers)


def condition(questionnaire: Questionnaire, wanted: Condition) -> str:
    """A condition in words, as the printed questionnaire says it."""
    items = questionnaire.items
    match wanted:
        case Is(item, values):
            options = {option.id: option.label for option in items[item].question.options}
            chosen = " or ".join(f"“{filled(options[value], {})}”" for value in values)
            return f"{_quoted(items[item])} is {chosen}"
        case AtLeast(item, number):
            return f"{_quoted(items[item])} is {number:f} or more"
        case AtMost(item, number):
            return f"{_quoted(items[item])} is {number:f} or less"
        case Answered(item):
            return f"{_quoted(items[item])} is answered"
        case AllOf(parts):
            return " and ".join(_bracketed(questionnaire, part) for part in parts)
        case AnyOf(parts):
            return " or ".join(_bracketed(questionnaire, part) for part in parts)
        case Not(part):
            return f"it is not so that {_bracketed(questionnaire, part)}"


def _bracketed(questionnaire: Questionnaire, part: Condition) -> str:
    words = condition(questionnaire, part)
    return f"({words})" if isinstance(part, AllOf | AnyOf) else words


def _quoted(item: Item) -> str:
    return f"“{filled(item.label, {})}”"


def _one(item: Item, answer: str, other: str, words: Mapping[str, str]) -> str:
    """One option, day, number or text; a text given beside it counts only where it was asked."""
    if not answer:
        return ""
    for option in item.question.options:
        if option.id == answer:
            chosen = filled(option.label, words)
            return f"{chosen}: {other}" if option.specify and other else chosen
    if item.question.type == "date":
        day = date.fromisoformat(answer)
        return f"{day.day} {day:%B %Y}"
    if item.question.type in ("number", "numbers"):
        return f"{answer} {item.question.unit}".strip()
    return answer


def _with_flags(item: Item, spoken: str, answers: Answers) -> str:
    if answers.get(f"{item.id}__unknown"):
        return "I don’t know"
    if answers.get(f"{item.id}__not_applicable"):
        return "Not applicable"
    return f"{spoken} (an estimate)" if answers.get(f"{item.id}__estimate") else spoken
