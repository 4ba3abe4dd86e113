"""The parts of a questionnaire are put together in the order of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from portal import prose
from portal.survey.file import lookalikes
from portal.survey.file.checking import FrontRules
from portal.survey.file.documents import Block, Document, Sheet
from portal.survey.file.faults import FaultList, quoted
from portal.survey.file.names import Names, ids_in
from portal.survey.file.page_checks import CheckReader
from portal.survey.file.question_blocks import QuestionBlocks, options_of
from portal.survey.file.scalars import id_fault
from portal.survey.file.schema import FrontMatter, PageKeys
from portal.survey.file.schema_faults import Usable, usable
from portal.survey.file.show_if import ConditionReader
from portal.survey.file.yaml_text import Data, Tree, read
from portal.survey.questionnaire import (
    Band,
    Option,
    Page,
    Prose,
    Question,
    Questionnaire,
    Score,
    items_of,
)

MOST_QUESTIONS = 500
LONGEST_TITLE = 200
RESERVED = frozenset({"later", "check", "submit", "done"})
"""Last parts of addresses that a page would hide."""
BANDS = (Band("red", 0, "improve"), Band("amber", 51, "monitor"), Band("green", 75, "sustain"))
STAND_INS: Mapping[str, Data] = {
    "id": "unread",
    "version": "0",
    "title": "unread",
    "kind": "return",
    "minutes": "10",
}


class Assembly:
    """It makes one questionnaire, and goes on after a fault, so that all are found."""

    def __init__(self, document: Document, faults: FaultList) -> None:
        self._faults = faults
        self._document = document
        self._refuse_too_many()
        self._front = self._read_front(document.front)
        trees = {
            block: read(block.text, block.line, faults)
            for sheet in document.pages
            for block in sheet.blocks
            if block.kind == "question"
        }
        self._names = _names_in(trees, faults)
        self._questions = QuestionBlocks(trees, self._front, self._names, faults)
        self._page_lines: dict[str, int] = {}

    def questionnaire(
        self, source: str, sha256: str, expected: tuple[str, str] | None
    ) -> Questionnaire:
        """Make the questionnaire. Raises ``QuestionnaireFaults`` if there are any."""
        introduction = self._prose(self._document.introduction)
        scales = self._scales()
        pages = tuple(self._page(sheet) for sheet in self._document.pages)
        if not pages and self._front:
            self._faults.add(1, "there is no page; write `# Title {#id}` before the first question")
        bands, scores = self._bands(), self._scores()
        self._check_front(expected, scores, bands)
        self._faults.raise_any()
        assert self._front is not None  # noqa: S101  # its absence is a fault
        keys = self._front.keys
        return Questionnaire(
            id=keys.id,
            version=keys.version,
            title=keys.title,
            kind=keys.kind,
            audience=keys.asked,
            minutes=keys.minutes,
            introduction="\n\n".join(block.text for block in introduction),
            pages=pages,
            source=source,
            sha256=sha256,
            breakdowns=tuple(keys.breakdowns),
            scales=scales,
            scores=scores,
            bands=bands,
            show_scores=keys.show_scores,
        )

    def _refuse_too_many(self) -> None:
        blocks = (block for sheet in self._document.pages for block in sheet.blocks)
        questions = [block for block in blocks if block.kind == "question"]
        if len(questions) > MOST_QUESTIONS:
            line = questions[MOST_QUESTIONS].line - 1
            self._faults.add(
                line, f"this is question {MOST_QUESTIONS + 1}; keep to {MOST_QUESTIONS}"
            )
            self._faults.raise_any()

    def _read_front(self, block: Block | None) -> Usable[FrontMatter] | None:
        tree = read(block.text, block.line, self._faults) if block else None
        return usable(FrontMatter, tree, self._faults, STAND_INS) if tree else None

    def _prose(self, blocks: list[Block]) -> tuple[Prose, ...]:
        for block in blocks:
            for offset, message in prose.faults(block.text):
                self._faults.add(block.line + offset, message)
            for offset, message in lookalikes.in_prose(block.text):
                self._faults.demand(block.line + offset, message)
            self._names.check_pipes(block.text, block.line)
        return tuple(Prose(block.text.strip("\n").rstrip()) for block in blocks)

    def _page(self, sheet: Sheet) -> Page:
        self._check_heading(sheet)
        tree, keys = self._page_keys(sheet)
        show_if = ConditionReader(tree, self._names, self._faults).read(keys.show_if, ("show_if",))
        blocks: list[Prose | Question] = []
        for block in sheet.blocks:
            if block.kind == "prose":
                blocks += self._prose([block])
            elif block.kind == "question" and (question := self._questions.read(block)):
                blocks.append(question)
        if not any(block.kind != "page" for block in sheet.blocks):
            self._faults.add(sheet.line, "this page is empty; give it a question or some prose")
        own = {
            item.id for block in blocks if isinstance(block, Question) for item in items_of(block)
        }
        checks = CheckReader(tree, own, self._names, self._faults).read(keys.checks)
        return Page(sheet.id, sheet.title, tuple(blocks), show_if, checks)

    def _page_keys(self, sheet: Sheet) -> tuple[Tree, PageKeys]:
        block = sheet.blocks[0] if sheet.blocks and sheet.blocks[0].kind == "page" else None
        tree = read(block.text, block.line, self._faults) if block else None
        given = usable(PageKeys, tree, self._faults, {}) if tree else None
        if tree and given:
            return tree, given.keys
        return Tree({}, {(): sheet.line}), PageKeys()

    def _check_heading(self, sheet: Sheet) -> None:
        for message in filter(None, (*_title_faults(sheet.title), self._page_id_fault(sheet.id))):
            self._faults.add(sheet.line, message)
        self._page_lines.setdefault(sheet.id, sheet.line)

    def _page_id_fault(self, page_id: str) -> str | None:
        if not page_id:
            return None
        if page_id in RESERVED:
            return f"the page id `{page_id}` is reserved for the portal; choose another"
        if page_id in self._page_lines:
            first = self._page_lines[page_id]
            return f"the page id {quoted(page_id)} is taken on line {first}; choose another"
        message = id_fault(page_id)
        return f"the page id {quoted(page_id)} {message}" if message else None

    def _scales(self) -> Mapping[str, tuple[Option, ...]]:
        if not self._front:
            return {}
        tree = self._front.tree
        for scale in tree.keys("scales"):
            for option in tree.keys("scales", scale):
                place = ("scales", scale, option)
                self._names.check_pipes(tree.words(*place), tree.line(*place))
        return {scale: options_of(o) for scale, o in self._front.keys.scales.items()}

    def _scores(self) -> tuple[Score, ...]:
        scores = self._front.keys.scores if self._front else {}
        return tuple(
            Score(name, keys.title, tuple(keys.items), frozenset(keys.reversed), keys.standard)
            for name, keys in scores.items()
        )

    def _bands(self) -> tuple[Band, ...]:
        bands = self._front.keys.bands if self._front else {}
        return tuple(Band(colour, k.lowest, k.word) for colour, k in bands.items()) or BANDS

    def _check_front(
        self, expected: tuple[str, str] | None, scores: tuple[Score, ...], bands: tuple[Band, ...]
    ) -> None:
        if not self._front:
            return
        rules = FrontRules(self._front, self._faults)
        if expected:
            rules.check_expected(expected)
        rules.check_scales()
        rules.check_audience()
        rules.check_bands(bands)
        rules.check_show_scores()
        rules.check_breakdowns(self._names)
        for score in scores:
            rules.check_score(score, self._names)
        rules.check_columns(scores, self._names)


def _names_in(trees: Mapping[Block, Tree | None], faults: FaultList) -> Names:
    anywhere = [name for tree in trees.values() if tree for name, _ in ids_in(tree)]
    unread = " ".join(block.text for block, tree in trees.items() if tree is None)
    return Names(anywhere, re.findall(r"\w+", unread), faults)


def _title_faults(title: str) -> Iterator[str]:
    if not title:
        yield "a page needs a title; write `# Title {#id}`"
    if len(title) > LONGEST_TITLE:
        yield f"this title is over {LONGEST_TITLE} characters long; make it shorter"
    if "{{" in title:
        yield "a page's title holds no `{{…}}`; say it in the page's prose"
