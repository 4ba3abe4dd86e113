"""The groups of an organisation beside one another: its services, its roles. Pure.

A group is compared with the other groups together, each as heavy as it is large. The organisation
as a whole will not do for that: a large group is most of it, and would be compared with itself. The
rest is worked out from the figures that are shown, so it tells nothing that they do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from portal.disclosure import figures
from portal.disclosure.cells import Cell
from portal.disclosure.figures import End, Figure
from portal.disclosure.groups import MOST
from portal.reports import verdicts, words
from portal.reports.edition import Edition
from portal.reports.lines import numbered
from portal.survey import scoring
from portal.survey.questionnaire import Band, Score


@dataclass(frozen=True, slots=True)
class Group:
    """``number``: counted from 1, in the order in which the groups of a split are shown."""

    split: str
    number: int
    name: str
    size: Cell

    @property
    def about(self) -> str:
        return words.people(self.size)


@dataclass(frozen=True, slots=True)
class Mark:
    """A group's score, and that of the rest. ``apart``: how it clearly differs from that; empty
    where it does not."""

    said: str
    band: Band | None
    apart: str
    rest: str


@dataclass(frozen=True, slots=True)
class Row:
    """One score: a mark for each group, and the organisation's own."""

    title: str
    marks: tuple[Mark, ...]
    whole: str
    nation: str


@dataclass(frozen=True, slots=True)
class Split:
    """``groups`` and ``rows`` are empty where the organisation is not split."""

    id: str
    title: str
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]


def every(edition: Edition) -> Iterator[Split]:
    """Show each split of the questionnaire in turn, called by the id that its author gave it."""
    for id in edition.questionnaire.breakdowns[:MOST]:
        of = groups(edition, id)
        scores = edition.questionnaire.scores if of else ()
        rows = tuple(row(edition, score, of) for score in scores)
        yield Split(id, f"By {id.replace('_', ' ')}", of, rows)


def groups(edition: Edition, split: str) -> tuple[Group, ...]:
    """List the groups of a split that are shown; none where it is not."""
    sizes = [c for c in edition.of("organisation", "size", split) if c.name == edition.code]
    text = edition.questionnaire
    return tuple(
        Group(split, number, words.group(text, split, cell.group), cell)
        for number, cell in enumerate(sizes, 1)
    )


def row(edition: Edition, score: Score, of: Sequence[Group], only: Group | None = None) -> Row:
    """Return a score of the groups of a split, or of one of them ``only``."""
    return Row(
        title=numbered(score),
        marks=tuple(_mark(edition, score.id, each, of) for each in ([only] if only else of)),
        whole=words.said(edition.own(score.id)),
        nation=words.said(edition.beside("nation", score.id)),
    )


def rest(cells: Sequence[Cell]) -> Cell | None:
    """Put the other groups together: their mean, as rough as the roughest of them. Where some lie
    beyond what is told, so may the mean; None where nobody can say to which side."""
    ends: set[End] = {cell.figure.end for cell in cells if cell.figure.end}
    if not cells or len(ends) > 1:
        return None
    weight = sum(cell.invited for cell in cells)
    mean = Fraction(sum(cell.figure.value * cell.invited for cell in cells), weight)
    step = max(cell.figure.step for cell in cells)
    figure = Figure(figures.nearest(mean, step), next(iter(ends), ""), step)
    answers = sum(cell.answers for cell in cells)
    return replace(cells[0], figure=figure, answers=answers, invited=weight, group=())


def _mark(edition: Edition, score: str, group: Group, of: Sequence[Group]) -> Mark:
    own = edition.own(score, split=group.split, group=group.size.group)
    each = [edition.own(score, split=g.split, group=g.size.group) for g in of if g != group]
    others = rest([cell for cell in each if cell]) if all(each) else None
    spread = verdicts.spread(edition, score)
    return Mark(
        said=words.said(own),
        band=scoring.band(edition.questionnaire, Fraction(own.figure.value)) if own else None,
        apart=_apart(own, others, spread) if own and others else "",
        rest=words.said(others),
    )


def _apart(own: Cell, others: Cell, spread: int) -> str:
    """Say how a score differs; by at least so much, where one of the two may lie beyond."""
    by = verdicts.difference(own, others, spread)
    if not by:
        return ""
    at_least = " or more" if own.figure.end or others.figure.end else ""
    return f"{'▲' if by > 0 else '▼'} {abs(by)}{at_least} {'above' if by > 0 else 'below'} the rest"
