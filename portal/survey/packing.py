"""Answers are packed as bytes, and this tells how many one round's answers may take.

Everything of a round is stored in one size, so that no length tells one person's answers from
another's: the size that the questionnaire's fullest answers take at two bytes a character.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from portal.survey.conditions import Answer
from portal.survey.fields import EMAIL_LENGTH, OTHER_LENGTH
from portal.survey.questionnaire import FLAGS, Item, Question, Questionnaire

NAME_LENGTH = 60
"""The name of who is to fill in a page has this many characters at most."""
ENVELOPE = 1024
"""Bytes for what is kept beside answers and scores: ids, hashes, names of fields."""
STEP = 512
LONGEST_SCORE = "-" + "0" * 22 + "/" + "0" * 9
"""The mean of up to 500 items of up to 13 digits and 6 decimals (``scalars.amount``)."""
_CHARACTER = "é"  # two bytes in UTF-8
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def pack(value: Mapping[str, Any]) -> bytes:
    """Write compact JSON, its keys in order, as UTF-8."""
    return _JSON.encode(value).encode()


def unpack(data: bytes | str) -> Any:
    return json.loads(data)


@lru_cache(maxsize=64)
def room(questionnaire: Questionnaire) -> int:
    """Count the bytes that the answers alone may take, packed."""
    fullest: dict[str, Answer] = {}
    for item in questionnaire.items.values():
        fullest |= _fullest(item)
    return len(pack(fullest))


def capacity(questionnaire: Questionnaire) -> int:
    """Count the bytes that a draft or a ballot of this questionnaire may take, a multiple of 512:
    whatever answers have room fit both. A return's draft holds them twice: as they are, and as they
    were submitted."""
    answers = room(questionnaire) * (2 if questionnaire.named else 1)
    names = {page.id: _CHARACTER * NAME_LENGTH for page in questionnaire.pages}
    beside = {
        "names": names if questionnaire.named else {},
        "pages": [page.id for page in questionnaire.pages],
        "warned": [
            f"{page.id}.{n}" for page in questionnaire.pages for n in range(len(page.checks))
        ],
        "scores": {score.id: LONGEST_SCORE for score in questionnaire.scores},
    }
    return -(-(answers + len(pack(beside)) + ENVELOPE) // STEP) * STEP


def _fullest(item: Item) -> dict[str, Answer]:
    question = item.question
    answers: dict[str, Answer] = {item.id: _longest(question)}
    answers |= {f"{item.id}__{flag}": "yes" for flag in FLAGS if getattr(question, flag)}
    if any(option.specify for option in question.options) or (item.row and item.row.specify):
        answers[f"{item.id}__other"] = _CHARACTER * OTHER_LENGTH
    return answers


def _longest(question: Question) -> Answer:
    match question.type:
        case "choice" | "grid":
            return max((option.id for option in question.options), key=len)
        case "choices":
            return [option.id for option in question.options]
        case "words":
            return [_CHARACTER * question.length] * question.count
        case "text" | "comment":
            return _CHARACTER * question.length
        case "email":
            return _CHARACTER * EMAIL_LENGTH
        case _:
            return "0" * 32  # a telephone number has up to 31 characters, a number 23
