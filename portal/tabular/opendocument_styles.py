"""OpenDocument's styles (OASIS ODF 1.3, part 3, section 16): those count that strike through, by
themselves or by a rule, and those that hide a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.errors import Refused
from portal.tabular.markup import FAR_MORE

MOST = 50_000
"""Styles: each automatic one is held by its name, since cells come after all of them."""
_INHERITED = 10
"""A style may take from another, which takes from another, and so on: so many are followed."""
_LINES = ("style:text-line-through-style", "style:text-line-through-type")
_RULES = ("style:apply-style-name", "calcext:apply-style-name")


@dataclass(slots=True)
class _Style:
    parent: str
    line: bool | None = None
    hides: bool = False


@dataclass(slots=True)
class Styles:
    _named: dict[str, _Style] = field(default_factory=dict)
    _last: _Style = field(default_factory=lambda: _Style(""))
    _by_rule: set[str] = field(default_factory=set)

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """Take the start of an element. Raises ``Refused`` for too many styles."""
        if name == "style":
            self._name(given)
        elif name in ("map", "condition"):
            self._by_rule.update(given[each] for each in _RULES if each in given)
        elif name == "text-properties":
            if lines := [given[each] for each in _LINES if each in given]:
                self._last.line = lines[0] != "none"
        elif name == "table-properties":
            self._last.hides = given.get("table:display") == "false"

    def _name(self, given: Mapping[str, str]) -> None:
        """LibreOffice's rules name a style as people see it."""
        self._last = _Style(given.get("style:parent-style-name", ""))
        self._named[given.get("style:name", "")] = self._last
        if shown := given.get("style:display-name"):
            self._named.setdefault(shown, self._last)
        if len(self._named) > MOST:
            raise Refused(FAR_MORE)

    def ruled(self) -> bool:
        """Say whether a rule (conditional formatting) may strike cells through."""
        return any(map(self.struck, self._by_rule))

    def struck(self, name: str) -> bool:
        for _ in range(_INHERITED):
            if (style := self._named.get(name)) is None:
                return False
            if style.line is not None:
                return style.line
            name = style.parent
        return False

    def hidden(self, name: str) -> bool:
        return name in self._named and self._named[name].hides
