"""A questionnaire is written as a Word document: notes of guidance, every question with its options
and space to write, and its routing in words, for preparing answers and collecting figures
beforehand."""

from __future__ import annotations

import io
from collections.abc import Mapping
from html import escape
from itertools import zip_longest

from docx.document import Document

from portal import prose
from portal.export import word_layout, word_prose
from portal.survey import wording
from portal.survey.conditions import Condition
from portal.survey.questionnaire import FLAGS, Option, Page, Question, Questionnaire, Row

BOX = "☐"
LINE = "_" * 30
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
        if question.options and not wording.in_columns(question):
            self._lines([self._option(option) for option in question.options])
        if question.rows:
            self._rows(question)
        elif not question.options:
            self._space(question)

    def _rows(self, question: Question) -> None:
        """Make a column for each option; or one to write in, and one for each box beside a
        number."""
        if wording.in_columns(question):
            heads = [self._said(option.label) for option in question.options]
            cells = [BOX] * len(heads)
        else:
            flags = [FLAG_WORDS[flag] for flag in FLAGS if getattr(question, flag)]
            heads = [question.unit.capitalize() or "Answer", *flags]
            cells = ["", *(BOX for _ in flags)]
        rows = [[self._row(row), *cells] for row in question.rows]
        word_layout.grid(self.word, ["", *heads], rows)

    def _space(self, question: Question) -> None:
        """Leave room to write the answer of a question without rows and options."""
        match question.type:
            case "comment":
                word_layout.frame(self.word, COMMENT_LINES)
            case "words":
                self._lines([LINE] * question.count)
            case "date":
                self._lines(["Day ____   Month ____   Year ________"])
            case _:
                flags = [FLAG_WORDS[flag] for flag in FLAGS if getattr(question, flag)]
                answer = f"{LINE} {question.unit}".rstrip()
                self._lines([answer, *(f"{BOX} {flag}" for flag in flags)])

    def _row(self, row: Row) -> str:
        label = self._said(row.label) + (f" (please say which) {LINE}" if row.specify else "")
        return f"{label} (only if {self._words(row.show_if)})" if row.show_if else label

    def _option(self, option: Option) -> str:
        """Make one option a line to tick."""
        alone = " (by itself)" if option.alone else ""
        which = f" (please say which) {LINE}" if option.specify else ""
        return f"{BOX} {self._said(option.label)}{alone}{which}"

    def _lines(self, lines: list[str]) -> None:
        for number, line in enumerate(lines, 1):
            paragraph = self.word.add_paragraph(line, style=word_layout.ANSWER)
            paragraph.paragraph_format.keep_with_next = number < len(lines)

    def _note(self, text: str) -> None:
        self.word.add_paragraph(text, style=word_layout.NOTE)

    def _prose(self, text: str, keep: bool = False) -> None:
        pipes = {pipe: escape(words, quote=False) for pipe, words in self.pipes.items()}
        word_prose.add(self.word, wording.fill(str(prose.html(text)), pipes), keep)

    def _said(self, label: str) -> str:
        return wording.filled(label, self.pipes)

    def _words(self, condition: Condition) -> str:
        return wording.condition(self.questionnaire, condition)
