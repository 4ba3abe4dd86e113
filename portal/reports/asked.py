"""What people said to each statement and question, as tables and bars show it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.disclosure.cells import UNSTATED, Cell, Measure
from portal.disclosure.figures import WHOLE
from portal.disclosure.statements import ALL_PARTS
from portal.reports import bars, words
from portal.reports.bars import Side, Span
from portal.reports.edition import Edition
from portal.survey.questionnaire import Item, Option, Questionnaire
from portal.survey.wording import filled

OTHER_WORDS = "Other words"
"""Stands for last year's figure where a statement was asked in other words."""
NOT_ASKED = "Not asked"
PARTS_NOT_SHOWN = (
    "Parts not shown: one would be of fewer than five people, or let an answer be worked out."
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a statement's bar. ``strong``: it is the outer one of several on its side."""

    label: str
    side: Side
    strong: bool
    said: str
    span: Span


@dataclass(frozen=True, slots=True)
class Statement:
    """``problem``: whoever agrees has a problem. ``agree``: per cent, or the statement's score
    where that alone is told; ``last`` and ``nation`` are last year's and England's. ``parts``
    are empty where there is no bar; then ``why_not`` may say why."""

    text: str
    problem: bool
    scored: bool
    agree: str
    base: str
    last: str
    nation: str
    parts: tuple[Part, ...]
    why_not: str

    @property
    def key(self) -> tuple[tuple[str, Side, bool], ...]:
        """What the parts of the bar are called, and how each is drawn."""
        return tuple((part.label, part.side, part.strong) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Chosen:
    """So many per cent chose one of these options. ``length``: of the bar."""

    label: str
    said: str
    nation: str
    length: float


@dataclass(frozen=True, slots=True)
class Choice:
    """A question that no score counts."""

    text: str
    several: bool
    base: str
    options: tuple[Chosen, ...]


class Answers:
    """What may be told of each item, in one edition, beside the one before. ``comparable``: ids of
    items that both ask in the same words."""

    def __init__(
        self, edition: Edition, before: Edition | None, comparable: Collection[str]
    ) -> None:
        self._edition, self._before, self._comparable = edition, before, comparable
        self._parts = _by_item(edition.of("organisation", "part"), edition.code)
        self._chosen = _by_item(edition.of("organisation", "chose"), edition.code)

    @property
    def questionnaire(self) -> Questionnaire:
        return self._edition.questionnaire

    def statement(self, item: Item, *, problem: bool, scored: bool) -> Statement:
        edition = self._edition
        own = edition.own(item.id, "agree") or edition.own(item.id)
        measure: Measure = own.measure if own else "agree"
        parts = _parts(item, self._parts[item.id]) if own and own.invited >= WHOLE else ()
        return Statement(
            text=filled(item.label, _names(edition)),
            problem=problem,
            scored=scored,
            agree=_told(own),
            base=words.base(own) if own else "",
            last=self._last(item.id, own),
            nation=_told(edition.beside("nation", item.id, measure)),
            parts=parts,
            why_not=PARTS_NOT_SHOWN if own and not parts and _could_part(item, own) else "",
        )

    def choice(self, item: Item) -> Choice | None:
        """Return the answers to a question that no score counts; None where none are told."""
        cells = _in_order(item.question.options, self._chosen[item.id])
        if not cells:
            return None
        return Choice(
            text=filled(item.label, _names(self._edition)),
            several=item.question.type == "choices",
            base=words.base(cells[0]),
            options=tuple(self._option(item, cell) for cell in cells),
        )

    def _last(self, id: str, own: Cell | None) -> str:
        if self._before is None:
            return ""
        if id not in self._before.questionnaire.items:
            return NOT_ASKED
        if id not in self._comparable:
            return OTHER_WORDS
        return _told(self._before.own(id, own.measure if own else "agree"))

    def _option(self, item: Item, cell: Cell) -> Chosen:
        nation = self._edition.beside("nation", item.id, "chose", cell.part)
        label = named(item.question.options, cell.part)
        return Chosen(label, words.said(cell), words.said(nation), bars.length(cell.figure.value))


def _told(cell: Cell | None) -> str:
    """Say how many agree; where that may not be told, the statement's score."""
    score = cell is not None and cell.measure == "score"
    return f"score {words.said(cell)}" if score else words.share(cell)


def named(options: Iterable[Option], ids: Sequence[str]) -> str:
    """Name several options as one: “Pay; Hours or travel”, “Not stated”. Their labels may have
    commas of their own."""
    labels = {option.id: filled(option.label, {}) for option in options}
    return "; ".join(labels.get(id, "Not stated") for id in ids)


def _by_item(cells: Iterable[Cell], code: str) -> Mapping[str, list[Cell]]:
    by_item = defaultdict[str, list[Cell]](list)
    for cell in cells:
        if cell.name == code:
            by_item[cell.about].append(cell)
    return by_item


def _in_order(options: Sequence[Option], cells: Iterable[Cell]) -> list[Cell]:
    """Put the questionnaire's order on answers; those that too few gave, told together, come
    last."""
    order = {option.id: place for place, option in enumerate(options)} | {UNSTATED: len(options)}
    return sorted(cells, key=lambda cell: (len(cell.part) > 1, order[cell.part[0]]))


def _parts(item: Item, cells: Sequence[Cell]) -> tuple[Part, ...]:
    """Make a bar of the finest parts that cover the whole scale; none where they do not."""
    points = {o.id: o.points for o in item.question.options if o.points is not None}
    single = [cell for cell in cells if len(cell.part) == 1]
    used = single if len(single) == len(points) else list(cells)
    if not used or sorted(id for cell in used for id in cell.part) != sorted(points):
        return ()
    used.sort(key=lambda cell: points[cell.part[0]])
    middle = (min(points.values()) + max(points.values())) / 2
    sides = [_side([points[id] for id in cell.part], middle) for cell in used]
    spans = bars.diverging(
        [(side, cell.figure.value) for side, cell in zip(sides, used, strict=True)]
    )
    return tuple(
        Part(
            label=_label(item, cell.part, points, middle),
            side=side,
            strong=place in (0, len(used) - 1) and sides.count(side) > 1,
            said=words.said(cell),
            span=span,
        )
        for place, (cell, side, span) in enumerate(zip(used, sides, spans, strict=True))
    )


def _could_part(item: Item, own: Cell) -> bool:
    """Tell whether a statement of so many people could have a bar: of three parts, where its scale
    has a middle, or of all options."""
    points = [option.points for option in item.question.options if option.points is not None]
    middle = (min(points) + max(points)) / 2
    return own.invited >= (WHOLE if middle in points else ALL_PARTS)


def _side(points: Sequence[Decimal], middle: Decimal) -> Side:
    if min(points) > middle:
        return "high"
    return "middle" if min(points) == middle == max(points) else "low"


def _label(item: Item, part: Sequence[str], points: Mapping[str, Decimal], middle: Decimal) -> str:
    """Call a part by its least extreme option: whoever agrees strongly agrees, too."""
    mildest = min(part, key=lambda id: abs(points[id] - middle))
    return named(item.question.options, [mildest])


def _names(edition: Edition) -> Mapping[str, str]:
    """Return what stands for the pipes of a text that names the organisation."""
    return {"organisation": edition.name, "round": edition.title}
