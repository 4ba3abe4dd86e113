"""Ids of questions and rows are taken once, and may be named by what follows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from portal import prose
from portal.survey.file.faults import FaultList, advice, listed, quoted
from portal.survey.file.scalars import id_fault
from portal.survey.file.yaml_text import Tree
from portal.survey.questionnaire import Item, Question

COMBINING = frozenset({"all", "any", "not"})
PIPES = ("organisation", "round", "closes")


class Names:
    """It grows in the order of the file: what has been ``met`` may be named by what follows.

    ``doubtful`` are words of blocks that could not be read, about which nothing can be said.
    """

    def __init__(self, anywhere: Iterable[str], doubtful: Iterable[str], faults: FaultList) -> None:
        self.met: dict[str, Item] = {}
        self.doubtful = set(doubtful)
        self._anywhere = frozenset(anywhere)
        self._lines: dict[str, int] = {}
        self._first_rows: dict[str, str] = {}
        self._faults = faults

    def claim(self, name: str, line: int) -> None:
        """Take an id for a question or a row, once."""
        if name in COMBINING:
            self._faults.add(line, f"{quoted(name)} combines conditions; choose another id")
        elif name in self._lines:
            first = self._lines[name]
            self._faults.add(
                line,
                f"the id {quoted(name)} is taken on line {first}; choose another",
            )
        self._lines.setdefault(name, line)

    def line_of(self, name: str) -> int:
        """Return the line on which an id was taken; 0 for one that was not."""
        return self._lines.get(name, 0)

    def meet(self, item: Item) -> None:
        self.met.setdefault(item.id, item)

    def meet_rows_of(self, question: Question) -> None:
        if question.rows:
            self._first_rows[question.id] = question.rows[0].id

    def item(self, name: str, line: int, where: str) -> Item | None:
        """Return what the name stands for, or None after a fault (or where nothing can be said)."""
        item = self.met.get(name)
        if item is None and name not in self.doubtful:
            self._faults.add(line, f"{where} names {self._why_not(name)}")
        return None if name in self.doubtful else item

    def check_pipes(self, text: str, line: int) -> None:
        """Check the names in a text that starts on the given line."""
        for number, part in enumerate(text.split("\n"), line):
            pipes = prose.pipes(part)
            for pipe in pipes:
                self._check_pipe(pipe, number)
            if part.count("{{") > len(pipes):
                self._faults.add(number, f"`{{{{` opens a name that is not closed; {_KNOWN}")

    def _check_pipe(self, pipe: str, line: int) -> None:
        kind, colon, rest = pipe.partition(":")
        name, instead, words = rest.partition(" or")
        if colon and kind == "answer" and not id_fault(name):
            self.item(name, line, f"`{{{{answer:{name}}}}}`")
            if instead and not re.match(r" +\S", words):
                self._faults.add(line, f"{quoted('{{' + pipe + '}}')} {_INSTEAD}")
        elif pipe not in PIPES:
            right = advice(pipe.strip(), PIPES, _KNOWN)
            self._faults.add(line, f"{quoted('{{' + pipe + '}}')} is not known; {right}")

    def _why_not(self, name: str) -> str:
        if name in self._first_rows:
            row = self._first_rows[name]
            return f"`{name}`, whose rows are answered one by one; name a row, such as `{row}`"
        if name in self._anywhere:
            return f"`{name}`, which stands later or here; name something earlier"
        right = advice(name, self._anywhere, "write the id of one")
        return f"{quoted(name)}, which is no question or row; {right}"


_INSTEAD = "ends too soon; write what stands there instead, as in `{{answer:team or your team}}`"
_KNOWN = f"known are {listed('{{' + pipe + '}}' for pipe in (*PIPES, 'answer:<id>'))}"


def ids_in(tree: Tree) -> list[tuple[str, int]]:
    """The ids that a question's block gives to itself and its rows, with their lines."""
    own, rows = tree.data.get("id"), tree.data.get("rows")
    ids = [(str(own), tree.line("id"))] if isinstance(own, str) else []
    if isinstance(rows, dict):
        ids += [(row, tree.line("rows", row)) for row in rows]
    return ids
