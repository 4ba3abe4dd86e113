"""One item's form fields are read into its normalised answers, by question type.

Each reader returns the answers by key, nothing for an item left blank, and raises ``Invalid``
for what a person may have mistyped or ``FormRefused`` for what no page of ours can send.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from portal.errors import Refused
from portal.survey import numerals, wording
from portal.survey.conditions import Answer
from portal.survey.questionnaire import FLAGS, Item, Option, QuestionType

Fields: TypeAlias = Mapping[str, Sequence[str]]
"""A form's values by field name, in the order in which they came."""

EMAIL_LENGTH = 254
"""Most characters in an address that mail can be sent to (RFC 5321, erratum 1690)."""
OTHER_LENGTH = 200
"""Most characters in the text of an option or row that is to be specified."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_EMAIL = re.compile(r"[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]+\.[^\s@.,;<>\"]{2,}")
_PHONE = re.compile(
    r"\(?\+?[0-9 ()./-]{7,30}(,? ?(ext\.?|extension|x|#) ?[0-9]{1,6})?", re.IGNORECASE
)


class FormRefused(Refused):
    """A form that the page it names cannot have sent."""


class Invalid(Exception):  # an outcome of reading, never shown by itself
    """One field that the person should correct; ``message`` says what would be right."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def anchor(item: Item) -> str:
    """The field that an error message about the item leads to."""
    return item.field_names[0]


def required(item: Item) -> str:
    """Tell a person who has left out a required answer what to do."""
    verb = "Choose" if item.question.options else "Enter"
    return f"{verb} an answer to “{name(item)}”"


def name(item: Item) -> str:
    """The item's label as it can be quoted in a message; a row's after its question's, since rows
    of different questions may read alike."""
    label = _quotable(item.label)
    return f"{_quotable(item.question.label)}, {label}" if item.row else label


def choice(item: Item, fields: Fields) -> dict[str, Answer]:
    chosen = _single(fields, item.field)
    if chosen and chosen not in _options(item):
        raise FormRefused("An answer is none of the options of its question.")
    other = _specified(item, fields, [chosen] if chosen else [])
    return _kept({item.id: chosen or _meant(item, other), f"{item.id}__other": other})


def choices(item: Item, fields: Fields) -> dict[str, Answer]:
    options, chosen = _options(item), set(fields.get(item.field, ())) - {""}
    if not chosen <= options.keys():
        raise FormRefused("An answer is none of the options of its question.")
    _check_choices(item, [options[key] for key in options if key in chosen])
    ordered = [key for key in options if key in chosen]
    return _kept({item.id: ordered, f"{item.id}__other": _specified(item, fields, ordered)})


def number(item: Item, fields: Fields) -> dict[str, Answer]:
    flags = {flag: _flag(fields, f"{item.field}__{flag}") for flag in FLAGS}
    typed = _single(fields, item.field)
    if typed and (flags["unknown"] or flags["not_applicable"]):
        raise Invalid(item.field, f"Enter a number for “{name(item)}” or tick the box, not both")
    value = _canonical(item, typed) if typed else ""
    if not value:
        flags["estimate"] = ""
    return _kept({item.id: value, **{f"{item.id}__{flag}": on for flag, on in flags.items()}})


def text(item: Item, fields: Fields) -> dict[str, Answer]:
    lines = item.question.type == "comment"
    typed = clean(_single(fields, item.field), lines=lines)
    return _kept({item.id: _within(item, item.field, typed, item.question.length)})


def words(item: Item, fields: Fields) -> dict[str, Answer]:
    typed = [clean(word) for word in fields.get(item.field, ())]
    given = [word for word in typed if word]
    if len(typed) > item.question.count:
        raise FormRefused("There are more words than the question asks for.")
    for word in given:
        _within(item, item.field, word, item.question.length)
    return _kept({item.id: given})


def day(item: Item, fields: Fields) -> dict[str, Answer]:
    parts = [_single(fields, f"{item.field}__{part}") for part in ("day", "month", "year")]
    if not any(parts):
        return {}
    given = numerals.day(" ".join(parts))
    if given is None:
        raise Invalid(anchor(item), f"“{name(item)}” must be a real date, like 31 3 2026")
    earliest, latest = item.question.earliest, item.question.latest
    if earliest and given < earliest:
        raise Invalid(anchor(item), f"“{name(item)}” must be {_day(earliest)} or later")
    if latest and given > latest:
        raise Invalid(anchor(item), f"“{name(item)}” must be {_day(latest)} or earlier")
    return {item.id: given.isoformat()}


def day_fields(item: Item, answer: str) -> Fields:
    """The three form fields that show a stored day."""
    year, month, number_of_day = (str(int(part)) for part in answer.split("-"))
    values = {"day": number_of_day, "month": month, "year": year}
    return {f"{item.field}__{part}": [value] for part, value in values.items()}


def email(item: Item, fields: Fields) -> dict[str, Answer]:
    typed = clean(_single(fields, item.field))
    if typed and not (len(typed) <= EMAIL_LENGTH and _EMAIL.fullmatch(typed)):
        raise Invalid(item.field, "Enter an email address like name@example.org")
    return _kept({item.id: typed})


def phone(item: Item, fields: Fields) -> dict[str, Answer]:
    typed = clean(_single(fields, item.field))
    if typed and not _PHONE.fullmatch(typed):
        raise Invalid(item.field, "Enter a telephone number like 01632 960 001")
    return _kept({item.id: typed})


Reader: TypeAlias = Callable[[Item, Fields], dict[str, Answer]]

READERS: Mapping[QuestionType, Reader] = {
    "choice": choice,
    "grid": choice,
    "choices": choices,
    "number": number,
    "numbers": number,
    "text": text,
    "comment": text,
    "words": words,
    "date": day,
    "email": email,
    "phone": phone,
}
"""Each type of question has a reader."""


def clean(typed: str, *, lines: bool = False) -> str:
    """Return text as it is stored: as typed, less white space at its ends and control characters,
    with one kind of line end (or none, where one line was asked for)."""
    tidy = _CONTROLS.sub("", typed.replace("\r\n", "\n").replace("\r", "\n"))
    return tidy.strip() if lines else " ".join(tidy.split())


def _options(item: Item) -> dict[str, Option]:
    return {option.id: option for option in item.question.options}


def _check_choices(item: Item, chosen: list[Option]) -> None:
    most = item.question.most
    if most and len(chosen) > most:
        raise Invalid(item.field, f"Choose at most {most} answers to “{name(item)}”")
    alone = [option for option in chosen if option.alone]
    if alone and len(chosen) > 1:
        raise Invalid(
            item.field, f"Choose “{_quotable(alone[0].label)}” by itself, or leave it out"
        )


def _quotable(label: str) -> str:
    return wording.filled(label, wording.NO_WORDS)


def _single(fields: Fields, field: str) -> str:
    values = fields.get(field, ())
    if len(values) > 1:
        raise FormRefused("A field that holds one answer came more than once.")
    return values[0].strip() if values else ""


def _flag(fields: Fields, field: str) -> str:
    value = _single(fields, field)
    if value not in ("", "yes"):
        raise FormRefused("A box can only be ticked or not.")
    return value


def _specified(item: Item, fields: Fields, chosen: list[str]) -> str:
    """The text of an option or row. It may be there though another option is chosen by now; then
    its box is out of sight, and nothing is wrong with it."""
    field = f"{item.field}__other"
    typed = clean(_single(fields, field))
    specified = {option.id for option in item.question.options if option.specify}
    if len(typed) > OTHER_LENGTH and specified and chosen and specified.isdisjoint(chosen):
        return ""
    return _within(item, field, typed, OTHER_LENGTH)


def _meant(item: Item, other: str) -> str:
    """The option that a text goes with where none is chosen: who types into it chooses it."""
    specified = [option.id for option in item.question.options if option.specify]
    if not other or not specified:
        return ""
    if len(specified) > 1:
        raise Invalid(item.field, f"Choose the answer that your text for “{name(item)}” goes with")
    return specified[0]


def _within(item: Item, field: str, typed: str, length: int) -> str:
    if len(typed) > length:
        raise Invalid(
            field,
            f"Your answer to “{name(item)}” is {len(typed):,} characters long;"
            f" shorten it to {length:,} or fewer",
        )
    return typed


def _canonical(item: Item, typed: str) -> str:
    """A number as plain digits, within the question's bounds."""
    question, value = item.question, numerals.number(typed)
    if value is None:
        example = "12" if not question.decimals else "12.5"
        raise Invalid(item.field, f"“{name(item)}” must be a number, like {example}")
    if value != round(value, question.decimals):
        places = f"have at most {question.decimals} decimal places"
        wanted = places if question.decimals else "be a whole number"
        raise Invalid(item.field, f"“{name(item)}” must {wanted}")
    if question.least is not None and value < question.least:
        raise Invalid(item.field, f"“{name(item)}” must be {question.least:,f} or more")
    if question.greatest is not None and value > question.greatest:
        raise Invalid(item.field, f"“{name(item)}” must be {question.greatest:,f} or less")
    return f"{value.normalize() + 0:f}"


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def _kept(answers: dict[str, Answer]) -> dict[str, Answer]:
    return {key: answer for key, answer in answers.items() if answer}
