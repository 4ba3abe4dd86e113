"""Question blocks are read, one after the other, into ``Question`` values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from portal.survey.file.checking import STAND_INS, SURE, QuestionRules
from portal.survey.file.documents import Block
from portal.survey.file.faults import FaultList, advice, quoted
from portal.survey.file.names import Names, ids_in
from portal.survey.file.scalars import id_fault
from portal.survey.file.schema import (
    KNOWN_TYPES,
    TYPES,
    FrontMatter,
    PlainRow,
    QuestionKeys,
    ScaleOption,
)
from portal.survey.file.schema_faults import Usable, usable
from portal.survey.file.show_if import ConditionReader
from portal.survey.file.yaml_text import Tree
from portal.survey.questionnaire import Item, Option, Question, Row, items_of

LONGEST_WORD = 40


class QuestionBlocks:
    def __init__(
        self,
        trees: Mapping[Block, Tree | None],
        front: Usable[FrontMatter] | None,
        names: Names,
        faults: FaultList,
    ) -> None:
        self._trees = trees
        self._front = front
        self._names = names
        self._faults = faults

    def read(self, block: Block) -> Question | None:
        """The question, met by then; None after a fault that leaves nothing of it."""
        tree = self._trees[block]
        if tree is None:
            return None
        for name, line in ids_in(tree):
            self._names.claim(name, line)
        given = self._usable(tree)
        question = self._question(given) if given else None
        self._names.doubtful.update(_doubtful(given, tree, block))
        return question

    def _usable(self, tree: Tree) -> Usable[QuestionKeys] | None:
        kind = tree.data.get("type", "")
        model = TYPES.get(kind) if isinstance(kind, str) else None
        if model:
            return usable(model, tree, self._faults, STAND_INS)
        right = advice(kind, TYPES, f"types are {KNOWN_TYPES}")
        wrong = f"{quoted(kind)} is no type" if kind else "a question needs `type`"
        self._faults.add(tree.line("type"), f"{wrong}; {right}")
        return None

    def _question(self, given: Usable[QuestionKeys]) -> Question:
        keys, tree = given.keys, given.tree
        conditions = ConditionReader(tree, self._names, self._faults)
        fields: dict[str, Any] = dict(keys)
        rows: dict[str, PlainRow] = fields.pop("rows", {})
        fields["options"] = self._options(fields.get("options"), fields.get("scale"))
        fields["show_if"] = conditions.read(keys.show_if, ("show_if",))
        if keys.type == "words":
            fields["length"] = LONGEST_WORD
        question = Question(**fields)
        self._check_words(tree)
        question = replace(question, rows=self._rows(rows, question, tree, conditions))
        self._meet(question)
        QuestionRules(given, self._front, self._faults).check(question)
        return question

    def _options(
        self, own: Mapping[str, ScaleOption] | None, scale: str | None
    ) -> tuple[Option, ...]:
        scales = self._front.keys.scales if self._front else {}
        return options_of(own or scales.get(scale or "", {}))

    def _rows(
        self,
        rows: Mapping[str, PlainRow],
        question: Question,
        tree: Tree,
        conditions: ConditionReader,
    ) -> tuple[Row, ...]:
        """Each row may look at those above it."""
        made: list[Row] = []
        for name in tree.keys("rows"):
            self._names.check_pipes(tree.words("rows", name), tree.line("rows", name, "label"))
            if name not in rows:
                continue
            keys = rows[name]
            show_if = conditions.read(keys.show_if, ("rows", name, "show_if"))
            row = Row(name, **{**dict(keys), "show_if": show_if})
            self._names.meet(Item(name, question, row))
            made.append(row)
        return tuple(made)

    def _meet(self, question: Question) -> None:
        self._names.meet_rows_of(question)
        if question.type not in ("grid", "numbers"):
            for item in items_of(question):
                self._names.meet(item)

    def _check_words(self, tree: Tree) -> None:
        options = [("options", option) for option in tree.keys("options")]
        for place in [("label",), ("hint",), *options]:
            self._names.check_pipes(tree.words(*place), tree.line(*place))


def _doubtful(given: Usable[QuestionKeys] | None, tree: Tree, block: Block) -> list[str]:
    """The ids about which, after these faults, nothing can be said: rows that could not be read,
    those whose options are not known, or where the ids themselves are not, every word of the
    block."""
    unread = {place for place in given.unread if place[0] not in SURE} if given else {("id",)}
    rows = {p for p in unread if p[0] == "rows" and len(p) > 1 and not id_fault(str(p[1]))}
    unsure = {place[0] for place in unread - rows}
    if not unsure <= {"options", "scale"}:
        return re.findall(r"\w+", block.text)
    return [name for name, _ in ids_in(tree)] if unsure else [str(name) for _, name in rows]


def options_of(written: Mapping[str, ScaleOption]) -> tuple[Option, ...]:
    return tuple(Option(name, **dict(keys)) for name, keys in written.items())
