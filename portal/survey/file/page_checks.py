"""The ``checks`` of a page compare a number with another, or with a constant."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from portal.survey.file.faults import FaultList, quoted
from portal.survey.file.names import Names
from portal.survey.file.scalars import Message, amount
from portal.survey.file.yaml_text import Data, Path, Tree
from portal.survey.questionnaire import Check, Item

EXAMPLE = '`- {unfilled: {at_most: posts}, message: "…"}`'
_MESSAGE: TypeAdapter[str] = TypeAdapter(Message)


class CheckReader:
    """It reads a page's checks when all its questions have been met; ``own`` are its items' ids."""

    def __init__(self, tree: Tree, own: Collection[str], names: Names, faults: FaultList) -> None:
        self._tree = tree
        self._own = own
        self._names = names
        self._faults = faults

    def read(self, data: Data | None) -> tuple[Check, ...]:
        if data is None:
            return ()
        if not isinstance(data, list):
            self._fault(("checks",), f"`checks` takes a list; write {EXAMPLE}")
            return ()
        read = [self._check(entry, ("checks", index)) for index, entry in enumerate(data)]
        return tuple(check for check in read if check)

    def _check(self, data: Data, path: Path) -> Check | None:
        entries = dict(data) if isinstance(data, dict) else {}
        message = self._message(entries.pop("message", "missing"), path)
        if len(entries) != 1 or len(entries) == len(data):
            self._fault(path, f"a check compares one question and has a `message`; write {EXAMPLE}")
            return None
        (name, comparison), *_ = entries.items()
        item = self._number(name, (*path, name))
        if item and name not in self._own:
            self._fault((*path, name), f"`{name}` is not on this page; check it on its own page")
        compared = self._comparison(name, comparison, (*path, name))
        return Check(name, *compared, message) if compared and item else None

    def _message(self, data: Data, path: Path) -> str:
        try:
            return _MESSAGE.validate_python(data)
        except ValidationError as error:
            for message in error.errors()[0]["msg"].split("\n"):
                self._fault((*path, "message"), f"`message` {message}")
            return ""

    def _comparison(
        self, name: str, data: Data, path: Path
    ) -> tuple[Literal["at_least", "at_most"], str | Decimal] | None:
        match data:
            case {"at_least": str(other), **rest} if not rest:
                return "at_least", self._other(name, other, (*path, "at_least"))
            case {"at_most": str(other), **rest} if not rest:
                return "at_most", self._other(name, other, (*path, "at_most"))
        self._fault(path, f"compare `{name}` by `at_least` or `at_most`; write {EXAMPLE}")
        return None

    def _other(self, name: str, other: str, path: Path) -> str | Decimal:
        constant = amount(other)
        if constant is not None:
            return constant
        if other == name:
            self._fault(path, f"`{name}` is compared with itself; name another question")
        elif self._number(other, path) is None:
            return Decimal(0)
        return str(other)

    def _number(self, name: str, path: Path) -> Item | None:
        item = self._names.item(name, self._tree.line(*path), "the check")
        if item and item.question.type not in ("number", "numbers"):
            self._fault(path, f"{quoted(name)} is a `{item.question.type}`; check a number")
            return None
        return item

    def _fault(self, path: Path, message: str) -> None:
        self._faults.add(self._tree.line(*path), message)
