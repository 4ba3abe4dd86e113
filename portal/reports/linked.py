"""What goes with the wish to stay: the scores whose people also tend to want to stay. Pure.

From 500 answers the correlations themselves are told, and drawn with their uncertainty: Fisher's
interval, in which the true one lies nineteen times out of twenty (R. A. Fisher, 1921).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atanh, sqrt, tanh

from portal.disclosure.cells import Cell
from portal.reports import bars, stay, words
from portal.reports.edition import Edition
from portal.reports.sentences import in_text


@dataclass(frozen=True, slots=True)
class Link:
    """A score that goes with the wish to stay. The numbers are correlations in per cent: ``low`` to
    ``high`` is where the true one may lie. ``x``, ``from_x`` and ``to_x``: where each stands in the
    drawing."""

    title: str
    value: str
    low: str
    high: str
    x: float
    from_x: float
    to_x: float


@dataclass(frozen=True, slots=True)
class Linked:
    """``base``: of how many answers. ``links`` are empty where these are too few for an order."""

    sentence: str
    base: str
    links: tuple[Link, ...]


def closest(edition: Edition) -> Linked | None:
    """Return the closest scores: the organisation's own, else its region's or England's; None where
    none are told."""
    level, cells = stay.linked(edition)
    if not cells:
        return None
    titles = {score.id: score.title for score in edition.questionnaire.scores}
    in_order = any(cell.figure.value for cell in cells)
    cells = sorted(cells, key=lambda cell: (-cell.figure.value, titles[cell.about]))
    named = words.listed([in_text(titles[cell.about]) for cell in cells])
    return Linked(
        sentence=(
            f"{stay.among(edition, level)} who scored {named} high also tended to want to stay."
            " This is a link, not a cause: raising one may not raise the other, and what nobody"
            " lacks cannot show here."
        ),
        base=words.base(cells[0]),
        links=tuple(_link(titles[cell.about], cell) for cell in cells) if in_order else (),
    )


def _link(title: str, cell: Cell) -> Link:
    value, (low, high) = cell.figure.value, interval(cell.figure.value, cell.invited)
    return Link(
        title,
        *(said(value), said(low), said(high)),
        *(bars.length(max(value, 0)), bars.length(max(low, 0)), bars.length(max(high, 0))),
    )


def said(percent: int) -> str:
    """Say a correlation: “0.42”."""
    return f"{percent / 100:.2f}"


def interval(percent: int, answers: int) -> tuple[int, int]:
    """Return where the true correlation may lie (Fisher's z), in per cent."""
    z, margin = atanh(percent / 100), 1.96 / sqrt(answers - 3)
    return round(100 * tanh(z - margin)), round(100 * tanh(z + margin))
