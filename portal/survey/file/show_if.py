"""``show_if`` as written is read into a condition over what stands earlier."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeAlias

from portal.survey.conditions import AllOf, Answered, AnyOf, AtLeast, AtMost, Condition, Is, Not
from portal.survey.file.faults import FaultList, advice, listed, quoted
from portal.survey.file.names import Names
from portal.survey.file.scalars import amount
from portal.survey.file.yaml_text import Data, Path, Tree
from portal.survey.questionnaire import Item

CHOSEN = frozenset({"choice", "choices", "grid"})
COUNTED = frozenset({"number", "numbers"})
WORDS: TypeAlias = dict[str, Callable[[str, Decimal], Condition]]
COMPARISONS: WORDS = {"at_least": AtLeast, "at_most": AtMost}


class ConditionReader:
    """It reads the conditions of one block; None after a fault, which it has reported."""

    def __init__(self, tree: Tree, names: Names, faults: FaultList) -> None:
        self._tree = tree
        self._names = names
        self._faults = faults

    def read(self, data: Data | None, path: Path) -> Condition | None:
        """Read the condition at the path of the block; None too where none is written."""
        return None if data is None else self._mapping(data, path)

    def _mapping(self, data: Data, path: Path) -> Condition | None:
        if not isinstance(data, dict) or not data:
            return self._fault(
                path, "a condition must be a mapping, not empty, such as `{service: children}`"
            )
        parts = [self._entry(key, value, (*path, key)) for key, value in data.items()]
        return _joined(AllOf, parts)

    def _entry(self, key: str, value: Data, path: Path) -> Condition | None:
        if key == "all":
            return _joined(AllOf, self._several(value, path))
        if key == "any":
            return _joined(AnyOf, self._several(value, path))
        if key == "not":
            part = self._mapping(value, path)
            return None if part is None else Not(part)
        item = self._names.item(key, self._tree.line(*path), "the condition")
        return None if item is None else self._test(item, value, path)

    def _several(self, data: Data, path: Path) -> list[Condition | None]:
        """A list of conditions, or one mapping whose entries are taken singly."""
        if isinstance(data, dict) and data:
            return [self._entry(key, value, (*path, key)) for key, value in data.items()]
        if isinstance(data, list) and data:
            return [self._mapping(part, (*path, index)) for index, part in enumerate(data)]
        self._fault(path, f"`{path[-1]}` takes a list of conditions; write `- service: children`")
        return [None]

    def _test(self, item: Item, value: Data, path: Path) -> Condition | None:
        if isinstance(value, dict):
            tests = [self._compared(item, word, n, (*path, word)) for word, n in value.items()]
            return _joined(AllOf, tests) if tests else self._no_test(item, path)
        if item.question.type not in CHOSEN:
            return self._no_test(item, path)
        values = value if isinstance(value, list) else [value]
        if not values:
            return self._fault(path, f"name at least one option of `{item.id}`")
        options = [self._option(item, each, path, n) for n, each in enumerate(values)]
        return Is(item.id, tuple(each for each in options if each)) if all(options) else None

    def _option(self, item: Item, value: Data, path: Path, index: int) -> str | None:
        ids = [option.id for option in item.question.options]
        if isinstance(value, str) and (value in ids or not ids):
            return str(value)
        right = advice(value, ids, f"it has {listed(ids)}")
        line = self._tree.line(*path, index)
        self._faults.add(line, f"{quoted(value)} is no option of `{item.id}`; {right}")
        return None

    def _compared(self, item: Item, word: str, value: Data, path: Path) -> Condition | None:
        if word == "answered":
            if str(value).lower() not in ("true", "yes"):
                return self._fault(path, "write `answered: true`, or `not:` round it")
            return Answered(item.id)
        if word not in COMPARISONS or item.question.type not in COUNTED:
            return self._no_test(item, path)
        number = amount(value) if isinstance(value, str) else None
        if number is None:
            return self._fault(path, f"`{word}` takes a number, not {quoted(value)}")
        return COMPARISONS[word](item.id, number)

    def _no_test(self, item: Item, path: Path) -> Condition | None:
        kind = item.question.type
        ways = ["`{answered: true}`"]
        if kind in COUNTED:
            ways += ["`{at_least: 1}`", "`{at_most: 9}`"]
        elif kind in CHOSEN:
            ways += ["an option", "a list of options"]
        return self._fault(path, f"`{item.id}` is a `{kind}`; a condition on it is {_either(ways)}")

    def _fault(self, path: Path, message: str) -> Condition | None:
        self._faults.add(self._tree.line(*path), message)
        return None


def _joined(how: type[AllOf] | type[AnyOf], parts: list[Condition | None]) -> Condition | None:
    known = tuple(part for part in parts if part is not None)
    if len(known) < len(parts):
        return None
    return known[0] if len(known) == 1 else how(known)


def _either(ways: list[str]) -> str:
    return " or ".join(", ".join(ways).rsplit(", ", 1))
