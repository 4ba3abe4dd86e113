"""A questionnaire is written as a Word document: notes of guidance, every question with its options
and space to write, and its routing in words, for preparing answers and collecting figures
beforehand, on the screen by clicking or on paper."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from html import escape
from itertools import zip_longest

from docx.document import Document
from docx.text.paragraph import Paragraph

from portal import prose
from portal.export import word_controls, word_layout, word_prose
from portal.survey import wording
from portal.survey.conditions import Condition
from portal.survey.questionnaire import FLAGS, Page, Question, Questionnaire, Row

LINE = "_" * 30
DAY = "Day ____   Month ____   Year ________"
CELL = "\N{NO-BREAK SPACE}" * 8
"""It is room to click into a cell, empty on paper."""
FLAG_WORDS = {"estimate": "Estimate", "unknown": "Don’t know", "not_applicable": "Not applicable"}
COMMENT_LINES = 6


def questionnaire(questionnaire: Questionnaire) -> bytes:
    """Return the file's bytes."""
    file = io.BytesIO()
    _Writer(questionnaire).whole().save(file)
    return file.getvalue()


class _Writer:
    """One document while it grows. ``pipes``: the words that stand for pipes."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.word: Document = word_layout.blank(
            questionnaire.title, f"{questionnaire.title} {questionnaire.version}"
        )
        self.pipes: Mapping[str, str] = wording.stand_ins(questionnaire)

    def whole(self) -> Document:
        self.word.add_heading(self.questionnaire.title, 0)
        minutes = f"{self.questionnaire.minutes} minute{'s' * (self.questionnaire.minutes != 1)}"
        self.word.add_paragraph(
            f"Version {self.questionnaire.version}. About {minutes}. "
            "Words in [square brackets] are filled in when somebody answers."
        )
        self._prose(self.questionnaire.introduction)
        for number, page in enumerate(self.questionnaire.pages, 1):
            self._page(page, number)
        return self.word

    def _page(self, page: Page, number: int) -> None:
        self.word.add_heading(f"{number}. {wording.fill(page.title, self.pipes)}", 1)
        if page.show_if:
            self._note(f"This page is shown only if {self._words(page.show_if)}.")
        for block, following in zip_longest(page.blocks, page.blocks[1:]):
            if isinstance(block, Question):
                self._question(block)
            else:
                self._prose(block.text, keep=following is not None)

    def _question(self, question: Question) -> None:
        self.word.add_heading(self._said(question.label), 2)
        if question.show_if:
            self._note(f"Asked only if {self._words(question.show_if)}.")
        if question.hint:
            self._note(self._said(question.hint))
        if question.required:
            self._note("This one must be answered.")
        self._note(wording.asks_for(question))
        if question.rows:
            self._rows(question)
        elif question.options:
            self._options(question)
        else:
            self._space(question)

    def _options(self, question: Question) -> None:
        """Make each option a line to tick."""
        for paragraph, option in zip(
            self._lines(len(question.options)), question.options, strict=True
        ):
            label, tag = self._said(option.label), f"{question.id}.{option.id}"
            self._box(paragraph, self._said(question.label), label, tag)
            paragraph.add_run(" (by itself)" * option.alone)
            if option.specify:
                self._which(paragraph, label, tag)

    def _rows(self, question: Question) -> None:
        """Make a table: a column of boxes for each option where these fit side by side, else one to
        write in or to choose in."""
        boxes = self._columns(question)
        wide = wording.in_columns(question)
        heads = [*([] if wide else [_begun(question.unit) or "Answer"]), *boxes.values()]
        if question.options and not wide:
            for paragraph, option in zip(
                self._lines(len(question.options)), question.options, strict=True
            ):
                paragraph.add_run(self._said(option.label))
        rows = [["" for _ in (None, *heads)] for _ in question.rows]
        table = word_layout.grid(self.word, [word_layout.ASKED, *heads], rows)
        word_layout.describe(table, self._said(question.label), wording.asks_for(question))
        for row, drawn in zip(question.rows, table.rows[1:], strict=True):
            first, *others = [cell.paragraphs[0] for cell in drawn.cells]
            self._row(first, row)
            if not wide:
                self._cell(others.pop(0), question, row)
            for paragraph, (tag, head) in zip(others, boxes.items(), strict=True):
                title = word_controls.titled(self._said(row.label), head)
                word_controls.add_box(paragraph, title, f"{row.id}.{tag}")

    def _columns(self, question: Question) -> dict[str, str]:
        """Name the columns of boxes in a table."""
        if wording.in_columns(question):
            return {option.id: self._said(option.label) for option in question.options}
        return {flag: FLAG_WORDS[flag] for flag in FLAGS if getattr(question, flag)}

    def _row(self, paragraph: Paragraph, row: Row) -> None:
        label = self._said(row.label)
        paragraph.add_run(label)
        if row.specify:
            self._which(paragraph, label, row.id)
        if row.show_if:
            paragraph.add_run(f" (only if {self._words(row.show_if)})")

    def _cell(self, paragraph: Paragraph, question: Question, row: Row) -> None:
        """Let somebody write the answer of a row, or choose it from a list."""
        title = word_controls.titled(self._said(row.label), question.unit)
        if question.options:
            options = [self._said(option.label) for option in question.options]
            word_controls.add_choice(paragraph, title, row.id, CELL, options)
        else:
            word_controls.add_text(paragraph, title, row.id, CELL)

    def _space(self, question: Question) -> None:
        """Leave room to write the answer of a question without rows and options."""
        label, tag = self._said(question.label), question.id
        title = word_controls.titled(label)
        match question.type:
            case "comment":
                paragraph = self.word.add_paragraph(style=word_layout.ROOM)
                word_controls.add_text(paragraph, title, tag, "Write here", COMMENT_LINES)
            case "words":
                for number, paragraph in enumerate(self._lines(question.count), 1):
                    one = word_controls.titled(label, f"word {number} of {question.count}")
                    word_controls.add_text(paragraph, one, f"{tag}.{number}", LINE)
            case "date":
                word_controls.add_day(next(self._lines(1)), title, tag, DAY)
            case _:
                flags = [flag for flag in FLAGS if getattr(question, flag)]
                first, *others = self._lines(1 + len(flags))
                word_controls.add_text(first, title, tag, LINE)
                first.add_run(f" {question.unit}".rstrip())
                for paragraph, flag in zip(others, flags, strict=True):
                    self._box(paragraph, label, FLAG_WORDS[flag], f"{tag}.{flag}")

    def _box(self, paragraph: Paragraph, question: str, label: str, tag: str) -> None:
        word_controls.add_box(paragraph, word_controls.titled(question, label), tag)
        paragraph.add_run(f" {label}")

    def _which(self, paragraph: Paragraph, label: str, tag: str) -> None:
        paragraph.add_run(" (please say which) ")
        title = word_controls.titled(label, "please say which")
        word_controls.add_text(paragraph, title, f"{tag}.other", LINE)

    def _lines(self, number: int) -> Iterator[Paragraph]:
        """Add lines to tick or fill in, which stay together."""
        for left in range(number, 0, -1):
            paragraph = self.word.add_paragraph(style=word_layout.ANSWER)
            paragraph.paragraph_format.keep_with_next = left > 1
            yield paragraph

    def _note(self, text: str) -> None:
        self.word.add_paragraph(text, style=word_layout.NOTE)

    def _prose(self, text: str, keep: bool = False) -> None:
        pipes = {pipe: escape(words, quote=False) for pipe, words in self.pipes.items()}
        word_prose.add(self.word, wording.fill(str(prose.html(text)), pipes), keep)

    def _said(self, label: str) -> str:
        return wording.filled(label, self.pipes)

    def _words(self, condition: Condition) -> str:
        return wording.condition(self.questionnaire, condition)


def _begun(unit: str) -> str:
    """Begin a head with a capital, and leave "FTE" as it is."""
    return unit[:1].upper() + unit[1:]
