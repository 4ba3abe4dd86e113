"""Marks are the words in which a template says what differs from one person's page to another's.

A mark is a number between two control characters, which no text of a questionnaire holds. It
stands for a *part*, a small function of the person's ``Filling``. ``Marks.assemble`` cuts a
rendered template at its marks into constant text and parts: see ``pages.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

from markupsafe import Markup, escape

from portal.survey import wording


@dataclass(frozen=True, slots=True)
class Filling:
    """This is what one person's copy of a page holds.

    ``fields`` are form values by field name, as stored, or just as posted when there are errors.
    ``shown`` are ids of questions and rows. ``messages`` are by field name, in page order, and so
    are ``doubts``, which may stand. ``pipes`` are the plain texts of ``organisation``, ``round``,
    ``closes`` and ``answer:<id>``.
    """

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    shown: frozenset[str] = frozenset()
    messages: Mapping[str, str] = field(default_factory=dict)
    pipes: Mapping[str, str] = field(default_factory=dict)
    doubts: Mapping[str, str] = field(default_factory=dict)


Slots: TypeAlias = Mapping[str, str]
"""They vary besides the answers, by name; each is escaped unless it is ``Markup``."""

Part: TypeAlias = Callable[[Filling, Slots], str]

_CUT = re.compile(rf"\x02(\d+)\x03|{wording.PIPE.pattern}")


class Marks:
    """A template says with these words what varies.

    Those that begin with ``when_`` are for ``{% call %}``: what they enclose is in the page only
    if the condition holds. They may be nested.
    """

    def __init__(self) -> None:
        self.places: dict[str, Part] = {}
        self._parts: list[Part] = []

    def value(self, name: str, index: int = 0) -> Markup:
        """Put in the field's text, or its ``index``-th where several fields share one name."""

        def part(filling: Filling, _slots: Slots) -> str:
            values = filling.fields.get(name, ())
            return escape(values[index]) if index < len(values) else ""

        return self._mark(part)

    def checked(self, name: str, value: str) -> Markup:
        """Put in the attribute of a radio or box that is chosen."""
        return self._mark(
            lambda filling, _slots: " checked" if value in filling.fields.get(name, ()) else ""
        )

    def wrong(self, text: str, *names: str) -> Markup:
        """Put in ``text`` where one of the fields has a message."""
        fault, escaped = _fault(names), escape(text)
        return self._mark(lambda filling, _slots: escaped if fault(filling) else "")

    def when_wrong(self, *names: str, caller: Callable[[], str]) -> Markup:
        fault, body = _fault(names), self.assemble(caller())
        return self._mark(lambda filling, slots: body(filling, slots) if fault(filling) else "")

    def unless_wrong(self, text: str, *names: str) -> Markup:
        """Put in ``text`` where none of the fields has a message."""
        fault, escaped = _fault(names), escape(text)
        return self._mark(lambda filling, _slots: "" if fault(filling) else escaped)

    def when_doubted(self, name: str, caller: Callable[[], str]) -> Markup:
        body = self.assemble(caller())
        return self._mark(
            lambda filling, slots: body(filling, slots) if name in filling.doubts else ""
        )

    def doubt(self, name: str) -> Markup:
        """Put in what may be wrong with the field."""
        return self._mark(lambda filling, _slots: escape(filling.doubts.get(name, "")))

    def page_wrong(self, text: str) -> Markup:
        """Put in ``text`` where any field of the page has a message."""
        escaped = escape(text)
        return self._mark(lambda filling, _slots: escaped if filling.messages else "")

    def when_page_wrong(self, caller: Callable[[], str]) -> Markup:
        body = self.assemble(caller())
        return self._mark(lambda filling, slots: body(filling, slots) if filling.messages else "")

    def message(self, *names: str) -> Markup:
        """Put in the first message that one of the fields has."""
        fault = _fault(names)
        return self._mark(lambda filling, _slots: escape(fault(filling)))

    def slot(self, name: str) -> Markup:
        return self._mark(lambda _filling, slots: escape(slots[name]))

    def when_slot(self, name: str, caller: Callable[[], str]) -> Markup:
        """Keep this only where the slot is given and not empty."""
        body = self.assemble(caller())
        return self._mark(lambda filling, slots: body(filling, slots) if slots.get(name) else "")

    def when_shown(self, item: str, caller: Callable[[], str]) -> Markup:
        body = self.assemble(caller())
        return self._mark(
            lambda filling, slots: body(filling, slots) if item in filling.shown else ""
        )

    def place(self, item: str, caller: Callable[[], str]) -> Markup:
        """Name a place whose content ``changes`` can send by itself."""
        self.places[item] = self.assemble(caller())
        return self._mark(self.places[item])

    def when_sent_alone(self, item: str) -> Markup:
        """Tell htmx that what is sent goes to the place of the same id."""
        oob = ' hx-swap-oob="true"'
        return self._mark(lambda _filling, slots: oob if slots.get("alone") == item else "")

    def assemble(self, html: str) -> Part:
        """Cut the text at its marks and pipes. All marks in it are of this object."""
        pieces: list[tuple[str, Part]] = []
        end = 0
        for cut in _CUT.finditer(html):
            part = self._parts[int(cut[1])] if cut[1] else _pipe(cut[0])
            pieces.append((html[end : cut.start()], part))
            end = cut.end()
        return partial(_join, pieces, html[end:])

    def _mark(self, part: Part) -> Markup:
        self._parts.append(part)
        return Markup(f"\x02{len(self._parts) - 1}\x03")  # noqa: S704 - a number


def _join(pieces: Sequence[tuple[str, Part]], end: str, filling: Filling, slots: Slots) -> str:
    filled = [piece for text, part in pieces for piece in (text, part(filling, slots))]
    return "".join([*filled, end])


def _pipe(written: str) -> Part:
    """Put in what is piped. ``written`` is HTML, and with it the words that may stand instead."""
    pipe = wording.PIPE.fullmatch(written)
    assert pipe  # noqa: S101  # it was found by this

    def part(filling: Filling, _slots: Slots) -> str:
        words = filling.pipes.get(pipe[1])
        return escape(words) if words else Markup(wording.instead(pipe, filling.pipes))  # noqa: S704

    return part


def _fault(names: tuple[str, ...]) -> Callable[[Filling], str]:
    """Find the first message of these fields, empty if there is none."""

    def fault(filling: Filling) -> str:
        messages = filling.messages
        if not messages:
            return ""
        return next((messages[name] for name in names if name in messages), "")

    return fault
