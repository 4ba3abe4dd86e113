"""Answers in words: for checking before submitting, and for piping into later questions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

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

_PIPE = re.compile(r"\{\{ *([a-z][a-z0-9_:]*) *\}\}")


@lru_cache(maxsize=64)
def piped_answers(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The ids of the items whose answers the questionnaire's own texts repeat."""
    names = {match[1].removeprefix("answer:") for match in _PIPE.finditer(questionnaire.source)}
    return tuple(sorted(names & questionnaire.items.keys()))


def filled(label: str, words: Mapping[str, str]) -> str:
    """A label as plain text, its pipes replaced by these words (“…” where there is none)."""
    plain = prose.plain(label).strip()
    return _PIPE.sub(lambda match: words.get(match[1]) or "…", plain)


def said(item: Item, answers: Answers) -> str:
    """The item's answer as a person would say it; empty if there is none."""
    answer = answers.get(item.id, "")
    parts = [_one(item, text) for text in (answer if isinstance(answer, list) else [answer])]
    spoken = ", ".join(part for part in parts if part)
    return _with_flags(item, spoken, answers)


def condition(questionnaire: Questionnaire, wanted: Condition) -> str:
    """A condition in words, as the printed questionnaire says it."""
    items = questionnaire.items
    match wanted:
        case Is(item, values):
            options = {option.id: option.label for option in items[item].question.options}
            chosen = " or ".join(f"“{prose.plain(options[value]).strip()}”" for value in values)
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


def _one(item: Item, answer: str) -> str:
    if not answer:
        return ""
    for option in item.question.options:
        if option.id == answer:
            return prose.plain(option.label).strip()
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
    if other := answers.get(f"{item.id}__other"):
        spoken = f"{spoken}: {other}" if spoken else str(other)
    return f"{spoken} (an estimate)" if answers.get(f"{item.id}__estimate") else spoken
