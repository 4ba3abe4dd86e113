"""Values in a questionnaire's YAML have types, each read from text.

A message here says what is wrong with the value; ``schema_faults`` puts the key before it.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from portal import prose
from portal.survey.file.faults import quoted
from portal.survey.file.yaml_text import CutShort

LARGEST = Decimal(1_000_000_000_000)
LONGEST_ID = 60
_ID = re.compile(r"[a-z][a-z0-9_]*")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")
_AMOUNT = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,6})?")
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}


def id_fault(text: str) -> str | None:
    """Say what keeps a text from being an id, as the end of a sentence that starts with it."""
    if len(text) > LONGEST_ID:
        return f"is over {LONGEST_ID} characters long; choose a shorter id"
    if not _ID.fullmatch(text) or "__" in text:
        return "is no id; write small letters, digits and single `_`, a letter first"
    return None


def amount(text: str) -> Decimal | None:
    """Read a number as written; None for anything else, or beyond what a survey counts."""
    number = Decimal(text) if _AMOUNT.fullmatch(text) else None
    return number if number is not None and abs(number) <= LARGEST else None


def refusal(message: str) -> PydanticCustomError:
    return PydanticCustomError("fault", "{message}", {"message": message})


def scalar(value: object) -> str:
    if not isinstance(value, str):
        raise refusal(
            'takes one value; if this is a text that starts with `{` or `[`, write "…" round it'
        )
    return value


def _id(value: object) -> str:
    text = scalar(value)
    if message := id_fault(text):
        raise refusal(f"holds {quoted(text)}, which {message}")
    return text


def _version(value: object) -> str:
    text = scalar(value)
    if len(text) > LONGEST_ID or not _VERSION.fullmatch(text):
        raise refusal(
            f"must be letters, digits, `.`, `_` and `-`, as in `2026.1`, not {quoted(text)}"
        )
    return text


def words(value: object, longest: int) -> str:
    """Plain words on one line, with their white space evened out."""
    text = scalar(value)
    if isinstance(text, CutShort):
        raise refusal(
            'is cut short by ` #`, which starts a comment; write "…" round the whole text'
        )
    if not text.strip():
        raise refusal("is empty; write its words, or leave it out if it may be missing")
    if len(text) > longest:
        raise refusal(f"is over {longest} characters long; make it shorter")
    return " ".join(text.split())


def titled(value: object, longest: int) -> str:
    """Plain words in which nothing is replaced."""
    text = words(value, longest)
    if "{{" in text:
        raise refusal("holds no `{{…}}`; that is for labels, hints and prose")
    return text


def marked(value: object, longest: int) -> str:
    """Words that may hold emphasis and links, for ``prose.inline``."""
    text = words(value, longest)
    for _, message in prose.faults(text):
        raise refusal(f"cannot be shown: {message}")
    return text


def whole(least: int, greatest: int) -> BeforeValidator:
    def read(value: object) -> int:
        text = scalar(value)
        if not re.fullmatch("[0-9]{1,6}", text) or not least <= int(text) <= greatest:
            raise refusal(f"must be a whole number from {least} to {greatest}, not {quoted(text)}")
        return int(text)

    return BeforeValidator(read)


def _amount(value: object) -> Decimal:
    text = scalar(value)
    number = amount(text)
    if number is None:
        raise refusal(
            f"must be a number such as `12` or `2.5`, up to {LARGEST}, not {quoted(text)}"
        )
    return number


def _flag(value: object) -> bool:
    text = scalar(value)
    if text.lower() not in _FLAGS:
        raise refusal(f"must be `true` or `false`, not {quoted(text)}")
    return _FLAGS[text.lower()]


def _day(value: object) -> date:
    text = scalar(value)
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise refusal(f"must be a day written as `2026-11-30`, not {quoted(text)}")


Id = Annotated[str, BeforeValidator(_id)]
Version = Annotated[str, BeforeValidator(_version)]
Title = Annotated[str, BeforeValidator(partial(titled, longest=200))]
Message = Annotated[str, BeforeValidator(partial(titled, longest=500))]
Label = Annotated[str, BeforeValidator(partial(marked, longest=500))]
Hint = Annotated[str, BeforeValidator(partial(marked, longest=1000))]
Unit = Annotated[str, BeforeValidator(partial(titled, longest=40))]
Amount = Annotated[Decimal, BeforeValidator(_amount)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Day = Annotated[date, BeforeValidator(_day)]
