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
from portal.survey import numerals
from portal.survey.file.faults import quoted
from portal.survey.file.yaml_text import CutShort

LARGEST = Decimal(1_000_000_000_000)
LONGEST_ID = 60
_ID = re.compile(r"[a-z][a-z0-9_]*")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")
MOST_PLACES = 6
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}


def id_fault(text: str) -> str | None:
    """Say what keeps a text from being an id, as the end of a sentence that starts with it."""
    if odd := next((character for character in text if not character.isascii()), None):
        return (
            f"has U+{ord(odd):04X} in it; delete that character, and type a plain letter if one is"
            " missing then"
        )
    if len(text) > LONGEST_ID:
        return f"is over {LONGEST_ID} characters long; choose a shorter id"
    if not _ID.fullmatch(text) or "__" in text:
        return "is no id; write small letters, digits and single `_`, a letter first"
    return None


def amount(text: str) -> Decimal | None:
    """Read a number as written; None for anything else, or beyond what a survey counts."""
    number = numerals.number(text)
    if number is None or abs(number) > LARGEST or number != round(number, MOST_PLACES):
        return None
    return number


def refusal(*messages: str) -> PydanticCustomError:
    """Refuse a value for one reason or several, each on a line of its own."""
    return PydanticCustomError("fault", "{message}", {"message": "\n".join(messages)})


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


def titled(value: object, longest: int) -> str:
    """Read plain words on one line, in which nothing is replaced."""
    text = scalar(value)
    wrong = ["holds no `{{…}}`; that is for labels, hints and prose"] if "{{" in text else []
    return _words(text, longest, wrong)


def marked(value: object, longest: int) -> str:
    """Read words on one line that may hold emphasis and links, for ``prose.inline``."""
    text = scalar(value)
    return _words(text, longest, [f"cannot be shown: {why}" for _, why in prose.faults(text)])


def _words(text: str, longest: int, wrong: list[str]) -> str:
    """Return the words with their white space evened out. ``wrong``: what else is."""
    if isinstance(text, CutShort):
        cut = 'is cut short by ` #`, which starts a comment; write "…" round the whole text'
        wrong = [cut, *wrong]
    if not text.strip():
        wrong = ["is empty; write its words, or leave it out if it may be missing"]
    if len(text) > longest:
        wrong = [f"is over {longest} characters long; make it shorter", *wrong]
    if wrong:
        raise refusal(*wrong)
    return " ".join(text.split())


def whole(least: int, greatest: int) -> BeforeValidator:
    def read(value: object) -> int:
        text = scalar(value)
        number = amount(text)
        if number is None or number != int(number) or not least <= number <= greatest:
            raise refusal(f"must be a whole number from {least} to {greatest}, not {quoted(text)}")
        return int(number)

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
    day = numerals.day(text)
    if day is None:
        raise refusal(
            f"must be a day such as `2026-11-30` or `30 November 2026`, not {quoted(text)}"
        )
    return day


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
