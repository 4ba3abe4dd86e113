"""What an organisation aims at after a report, and whether it has moved in the next one. Pure.

The statements that are to improve, and the standards in red, stand in its plan from the start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.disclosure.cells import Cell
from portal.reports import extremes, told, verdicts, words
from portal.reports import lines as all_lines
from portal.reports.edition import Edition
from portal.reports.lines import Line
from portal.survey.questionnaire import Questionnaire

RED = "red"
"""The colour of the lowest band."""
REWORDED = "Asked in other words: no comparison"


@dataclass(frozen=True, slots=True)
class Finding:
    """A report says this of the figure ``cell``, which measures it."""

    said: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Aim:
    """An organisation wanted to move a figure. ``cell``: as it was then, in the round that is
    called ``label`` and had this questionnaire; ``done``: how far what it planned has come."""

    cell: Cell
    label: str
    questionnaire: Questionnaire
    done: str


@dataclass(frozen=True, slots=True)
class Moved:
    """An aim beside the round of now, in words; ``clear``: what has moved by more than chance, and
    ``better``, or not."""

    title: str
    then: str
    now: str
    change: str
    done: str
    clear: bool = False
    better: bool = False


def findings(edition: Edition) -> tuple[Finding, ...]:
    """Return the standards in red and what is to improve first; none where nothing is shown."""
    red = [
        Finding(f"{line.title}: score {words.said(line.own)} ({line.band.word})", line.own)
        for line in all_lines.lines(edition, None)
        if line.own and line.band and line.band.colour == RED and line.score.standard
    ]
    worst = [
        Finding(f"{title(edition, each.item.id)}: {each.agreeing}", each.own)
        for each in extremes.extremes(edition).to_improve
    ]
    return (*red, *worst)


def scores(edition: Edition) -> tuple[Line, ...]:
    """Return the scores that something can be measured by: those that are told."""
    return tuple(line for line in all_lines.lines(edition, None) if line.own)


def title(edition: Edition, about: str) -> str:
    """Name a score, or quote a statement as the organisation's people read it."""
    item = edition.questionnaire.items.get(about)
    if item is not None:
        return f"“{told.asked(edition.questionnaire, item, edition.name)}”"
    of = {score.id: score for score in edition.questionnaire.scores}
    return all_lines.titled(of[about]) if about in of else about


def measure(edition: Edition, cell: Cell) -> str:
    """Say what a figure is of, and what it is: “I am heard”: 24 per cent agree."""
    return f"{title(edition, cell.about)}: {_said(cell)}"


def moved(edition: Edition, aims: Sequence[Aim]) -> tuple[Moved, ...]:
    """Say of each aim where it stood, where it stands in this round, and whether the difference is
    clear."""
    return tuple(_moved(edition, aim) for aim in aims)


def _moved(edition: Edition, aim: Aim) -> Moved:
    then, now = aim.cell, edition.own(aim.cell.about, aim.cell.measure)
    named, was = title(edition, then.about), f"{_said(then)} in {aim.label}"
    if then.about not in verdicts.comparable(aim.questionnaire, edition.questionnaire):
        return Moved(named, was, "", REWORDED, aim.done)
    if now is None:
        return Moved(named, was, words.NOT_SHOWN, "", aim.done)
    score = then.measure == "score"
    of = verdicts.spread(edition, then.about) if score else extremes.WIDEST
    apart = verdicts.difference(now, then, of)
    if not apart:
        return Moved(named, was, _said(now), words.NO_CHANGE, aim.done)
    better = (apart > 0) != (not score and _is_problem(edition, then.about))
    said = f"{words.moved(apart, now, then)}: {'better' if better else 'worse'}"
    return Moved(named, was, _said(now), said, aim.done, clear=True, better=better)


def _said(cell: Cell) -> str:
    return f"score {words.said(cell)}" if cell.measure == "score" else words.agreeing(cell)


def _is_problem(edition: Edition, about: str) -> bool:
    """To agree with the statement means that something is wrong."""
    return any(about in score.reversed for score in edition.questionnaire.scores)
