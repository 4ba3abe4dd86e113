"""A counted round is written as one Excel file. People read the first sheets, in words; programs
the codes, which stand in the same order, and the codebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from portal.errors import Refused
from portal.export import codebook, columns, labelled
from portal.export.blanks import MEANINGS, Blank, Blanks
from portal.export.labelled import Part
from portal.export.sheets import Book, Cell
from portal.reports.counted import Counted, Reply
from portal.survey.wording import filled

WHO = ("Organisation", "Type", "Region")
PLACES = ("Code", *WHO, "Invited by name", "Answered", "Answered, in words", "Responses here")
REMARKS = ("Organisation", "Name", "Item", "Question", "Text")
FACTS = ("Organisation", "Item", "Question", "Options", "Answer", "Per cent")
WITHHELD = ("Organisation", "Name", "What", "In words", "Why")
INSTEAD: Mapping[Blank, str] = {why: MEANINGS[why] for why in ("not_asked", "withheld")}


def write(folder: Path, counted: Counted) -> list[Path]:
    """Write ``responses.xlsx`` into the folder, which is made if need be.

    Raises ``Refused`` for more rows than a sheet can hold.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "responses.xlsx"
    title = counted.title or counted.questionnaire.title
    try:
        with Book(path, f"{title}: responses", title) as book:
            _add_answers(book, counted)
            _add_codes(book, counted)
            _add_beside(book, counted)
    except Refused:
        path.unlink(missing_ok=True)
        raise
    return [path]


def _add_answers(book: Book, counted: Counted) -> None:
    """Add what was answered in words, and as points; of returns laid the other way, too."""
    every = labelled.parts(counted.questionnaire)
    heads = labelled.heads(every)
    book.add("Answers", [*WHO, *heads], _answers(counted, every), across=True)
    if counted.questionnaire.named:
        _add_across(book, counted, every)
    named = [(head, part) for head, part in zip(heads, every, strict=True) if part.points]
    if named:
        heads = [*WHO, *(head for head, _ in named)]
        book.add("Points", heads, _points(counted, named), across=True)


def _answers(counted: Counted, every: Sequence[Part]) -> Iterator[list[Cell]]:
    """A choice that was asked and left open is blank; why another is blank stands in its place."""
    questionnaire = counted.questionnaire
    why_blank = Blanks(questionnaire, columns.of_questionnaire(questionnaire))
    for reply in counted.replies:
        why = why_blank.of(reply)
        yield [*_who(counted, reply), *(_said(part, reply, why) for part in every)]


def _said(part: Part, reply: Reply, why: Mapping[str, Blank]) -> Cell:
    return INSTEAD.get(why[part.choice]) if part.choice in why else part.said(reply)


def _points(counted: Counted, every: Sequence[tuple[str, Part]]) -> Iterator[list[Cell]]:
    points = [part.points for _, part in every if part.points]
    for reply in counted.replies:
        yield [*_who(counted, reply), *(each(reply) for each in points)]


def _add_across(book: Book, counted: Counted, every: Sequence[Part]) -> None:
    """Add questions down and organisations, which are few enough to be held, across."""
    replies = sorted(counted.replies, key=lambda reply: _name(counted, reply.organisation))
    names = [_name(counted, reply.organisation) for reply in replies]
    rows = (
        [part.page, part.question, part.part, *said]
        for part in every
        if {*(said := [part.said(reply) for reply in replies])} - {None, ""}
    )
    book.add("By question", ["Page", "Question", "Part", *names], rows, fixed=3, across=True)


def _add_codes(book: Book, counted: Counted) -> None:
    """Add the responses as programs read them, but for days, which are days."""
    head, rows = columns.responses(counted)
    days = {
        place
        for place, column in enumerate(columns.of_questionnaire(counted.questionnaire))
        if column.item and column.item.question.type == "date"
    }
    dated = (
        [_day(cell) if place in days else cell for place, cell in enumerate(row)] for row in rows
    )
    book.add("Codes", head, dated if days else rows, plain=True)


def _add_beside(book: Book, counted: Counted) -> None:
    """Add what belongs to no single response."""
    questionnaire = counted.questionnaire
    book.add("Organisations", PLACES, _places(counted), fixed=2)
    if questionnaire.facts:
        book.add("Facts", FACTS, columns.facts(questionnaire, counted.tallies))
    book.add("Comments", REMARKS, _remarks(counted), fixed=2)
    if not questionnaire.named:
        book.add("Withheld", WITHHELD, columns.withheld(counted), fixed=2)
    book.add("Codebook", codebook.HEADER, codebook.rows(counted), fixed=2)


def _places(counted: Counted) -> Iterator[Sequence[Cell]]:
    number = Counter(reply.organisation for reply in counted.replies)
    for code, place in counted.places.items():
        answered = place.answered.value, place.answered.said
        here = number[code] if counted.questionnaire.named else number.get(code)
        yield code, *place[:3], place.invited, *answered, here


def _remarks(counted: Counted) -> Iterator[Sequence[Cell]]:
    items = counted.questionnaire.items
    labels = {key: filled(item.label, {}) for item in items.values() for key in item.keys}
    for organisation, item, text in counted.remarks:
        name = _name(counted, organisation) if organisation else ""
        yield organisation, name, item, labels.get(item, ""), text


def _day(cell: str | Decimal) -> Cell:
    return date.fromisoformat(str(cell)) if cell else None


def _who(counted: Counted, reply: Reply) -> tuple[str, str, str]:
    if place := counted.places.get(reply.organisation):
        return place.name, place.type, place.region
    return reply.organisation or MEANINGS["withheld"], "", ""


def _name(counted: Counted, code: str) -> str:
    place = counted.places.get(code)
    return place.name if place else code
