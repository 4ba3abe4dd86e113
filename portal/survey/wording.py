"""Answers, questions and conditions are put in words: for checking before submitting, for piping
into later questions, and for a questionnaire as a document."""

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
from portal.survey.questionnaire import Item, Question, Questionnaire

NO_WORDS: Mapping[str, str] = MappingProxyType({})
MOST_COLUMNS = 12
"""This many options fit beside each other on a page of A4."""
PIPE = re.compile(r"\{\{ *([a-z][a-z0-9_:]*)(?: or ([^{}\n]+?))? *\}\}")
"""It finds what a pipe names, and the words that stand there where nothing is answered."""
NOT_ANSWERED = "(not answered)"
"""This stands for an answer that is not there, where the questionnaire has no words for it."""


@lru_cache(maxsize=64)
def piped_answers(questionnaire: Questionnaire) -> tuple[str, ...]:
    """List the ids of the items whose answers the questionnaire's own texts repeat."""
    names = {match[1].removeprefix("answer:") for match in PIPE.finditer(questionnaire.source)}
    return tuple(sorted(names & questionnaire.items.keys()))


def filled(label: str, words: Mapping[str, str]) -> str:
    """Return a label as plain text, its pipes replaced by these words: see ``instead`` for what has
    none."""
    return fill(prose.label(label), words)


def fill(text: str, words: Mapping[str, str]) -> str:
    """Replace pipes as ``filled`` does, in plain text or HTML; nothing is escaped."""
    return PIPE.sub(lambda match: words.get(match[1]) or instead(match, words), text)


def instead(pipe: re.Match[str], words: Mapping[str, str]) -> str:
    """Say what stands for a pipe without words: the questionnaire's own, else that there is no
    answer; “…” where it is only quoted, and nothing is known of answers."""
    return pipe[2] or (NOT_ANSWERED if pipe[1] in words else "…")


def stand_ins(questionnaire: Questionnaire) -> dict[str, str]:
    """Name in brackets what pipes will say, for use where nobody answers yet."""
    answers = {
        f"answer:{item}": f"[your answer to {_quoted(questionnaire.items[item])}]"
        for item in piped_answers(questionnaire)
    }
    parts = {"organisation": "[your organisation]", "round": "[title]", "closes": "[last day]"}
    return parts | answers


def said(item: Item, answers: Answers, words: Mapping[str, str] = NO_WORDS) -> str:
    """Say the item's answer as a person would; empty if there is none. ``words``: what pipes in the
    labels of options stand for."""
    answer, other = answers.get(item.id, ""), str(answers.get(f"{item.id}__other", ""))
    given = answer if isinstance(answer, list) else [answer]
    parts = [_one(item, text, other, words) for text in given]
    if item.row and item.row.specify and other:
        parts = [": ".join(filter(None, (*parts, other)))]
    return _with_flags(item, ", ".join(filter(None, parts)), answers)


def condition(questionnaire: Questionnaire, wanted: Condition) -> str:
    """Put a condition in words, as the printed questionnaire says it."""
    items = questionnaire.items
    match wanted:
        case Is(item, values):
            options = {option.id: option.label for option in items[item].question.options}
            chosen = " or ".join(f"“{filled(options[value], {})}”" for value in values)
            verb = "includes" if items[item].question.type == "choices" else "is"
            return f"{_quoted(items[item])} {verb} {chosen}"
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


def asked_if(questionnaire: Questionnaire, item: Item, *more: Condition) -> str:
    """Put in words what an item's page, question and row ask for together, and ``more``; empty for
    an item that everybody is asked."""
    page = next(page for page in questionnaire.pages if item.question in page.questions)
    row = item.row.show_if if item.row else None
    parts = tuple(part for part in (page.show_if, item.question.show_if, row, *more) if part)
    if not parts:
        return ""
    return condition(questionnaire, AllOf(parts) if len(parts) > 1 else parts[0])


def asks_for(question: Question) -> str:
    """Say what is to be answered. It ends in a colon where options or rows of options follow."""
    match question.type:
        case "choice":
            return "One of:"
        case "choices":
            return f"Up to {question.most} of:" if question.most else "Any of:"
        case "grid":
            return "One in each row:"
        case "text":
            return f"One line, up to {question.length} characters."
        case "comment":
            return f"In your own words, up to {question.length} characters."
        case "words":
            return "One word." if question.count == 1 else f"Up to {question.count} single words."
        case "date":
            return _sentence(
                "A day",
                _bounds(_day(question.earliest), _day(question.latest), "later", "earlier"),
            )
        case "email":
            return "An email address."
        case "phone":
            return "A telephone number."
        case "number" | "numbers":
            return _number(question)


def in_columns(question: Question) -> bool:
    """Say whether a document shows the options side by side, a box for each in every row."""
    return bool(question.rows) and 0 < len(question.options) <= MOST_COLUMNS


def _number(question: Question) -> str:
    places = "place" if question.decimals == 1 else "places"
    exact = f"A number with up to {question.decimals} decimal {places}"
    start = exact if question.decimals else "A whole number"
    start += f" ({question.unit})" if question.unit else ""
    start += " in each row" if question.rows else ""
    least, greatest = (
        "" if bound is None else f"{bound:f}" for bound in (question.least, question.greatest)
    )
    return " ".join(
        [_sentence(start, _bounds(least, greatest, "more", "less")), *_beside(question)]
    )


def _beside(question: Question) -> list[str]:
    """Say what may be answered beside or instead of a number."""
    sentences = ["It may be marked as an estimate."] if question.estimate else []
    if question.unknown and question.not_applicable:
        return [*sentences, "“I don’t know” and “not applicable” are answers, too."]
    if question.unknown or question.not_applicable:
        answer = "“I don’t know”" if question.unknown else "“Not applicable”"
        return [*sentences, f"{answer} is an answer, too."]
    return sentences


def _bounds(first: str, last: str, above: str, below: str) -> str:
    if first and last:
        return f"from {first} to {last}"
    return f"{first} or {above}" if first else f"{last} or {below}" if last else ""


def _sentence(*parts: str) -> str:
    return f"{', '.join(filter(None, parts))}."


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _bracketed(questionnaire: Questionnaire, part: Condition) -> str:
    words = condition(questionnaire, part)
    return f"({words})" if isinstance(part, AllOf | AnyOf) else words


def _quoted(item: Item) -> str:
    """A row is named with its question, since rows of different questions may read alike."""
    label = f"“{filled(item.label, {})}”"
    return f"{label} (under “{filled(item.question.label, {})}”)" if item.row else label


def _one(item: Item, answer: str, other: str, words: Mapping[str, str]) -> str:
    """Say one option, day, number or text; a text given beside it counts only where it was
    asked."""
    if not answer:
        return ""
    for option in item.question.options:
        if option.id == answer:
            chosen = filled(option.label, words)
            return f"{chosen}: {other}" if option.specify and other else chosen
    if item.question.type == "date":
        return _day(date.fromisoformat(answer))
    if item.question.type in ("number", "numbers"):
        return f"{answer} {item.question.unit}".strip()
    return answer


def _with_flags(item: Item, spoken: str, answers: Answers) -> str:
    if answers.get(f"{item.id}__unknown"):
        return "I don’t know"
    if answers.get(f"{item.id}__not_applicable"):
        return "Not applicable"
    return f"{spoken} (an estimate)" if answers.get(f"{item.id}__estimate") else spoken
