"""The statements in which an organisation is strongest, and those to improve first. Pure.

Statements are put in order by how many agree, of ten to nineteen people by their score, which is
told more finely. A statement that describes a problem counts by how many do not agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.disclosure.cells import Cell
from portal.reports import verdicts, words
from portal.reports.edition import Edition
from portal.survey.questionnaire import Item, Score

MOST = 3
"""Of so many strengths and as many to improve is told."""
WIDEST = 50
"""No shares of people differ more widely than this among samples: half agree, half do not."""
NEAR = 3
"""A statement of another grid goes before a second one of the same, if it is so near to it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """``own``: how many agree; ``nation``: how many in England; ``problem``: to agree means that
    something is wrong; ``good``: what it is put in order by, from 0 (worst) to 100 (best)."""

    item: Item
    score: Score | None
    own: Cell
    nation: Cell | None
    problem: bool
    good: int

    @property
    def grid(self) -> str:
        return self.item.question.id

    @property
    def agreeing(self) -> str:
        """“24 per cent agree”; of a problem, how many say that it is one."""
        told = words.agreeing(self.own)
        return f"{told.removesuffix(' agree')} say that this is a problem" if self.problem else told

    @property
    def share(self) -> int:
        """How many per cent gave the good answer, for the bar."""
        return self._good(self.own)

    @property
    def behind(self) -> bool:
        """England's share is higher, by more than chance."""
        if self.nation is None:
            return False
        least = verdicts.needed(WIDEST, self.own.invited, self.nation.invited)
        return self.share_in_england - self.share >= least

    @property
    def share_in_england(self) -> int:
        return self._good(self.nation) if self.nation else 0

    def _good(self, cell: Cell) -> int:
        return 100 - cell.figure.value if self.problem else cell.figure.value


@dataclass(frozen=True, slots=True)
class Extremes:
    """The best and the worst of so many statements (``among``), each from its end."""

    strengths: tuple[Statement, ...]
    to_improve: tuple[Statement, ...]
    among: int


def extremes(edition: Edition) -> Extremes:
    """Choose the strengths from the better half of the statements, and what is to improve from the
    worse one. What is told alike stands in neither list rather than in both; nor is anything a
    strength that is clearly better in England."""
    every = list(_statements(edition))
    best = sorted(every, key=lambda statement: -statement.good)
    worst = sorted(every, key=lambda statement: statement.good)
    half = len(every) // 2
    above = {statement.item.id for statement in best[:half]}
    strengths = _choose([each for each in best[:half] if not each.behind])
    to_improve = _choose([each for each in worst if each.item.id not in above])[: len(strengths)]
    alike = {each.good for each in strengths} & {each.good for each in to_improve}
    return Extremes(
        tuple(each for each in strengths if each.good not in alike),
        tuple(each for each in to_improve if each.good not in alike),
        len(every),
    )


def _statements(edition: Edition) -> Iterator[Statement]:
    """Give what people could agree with, in the questionnaire's order, as far as it is shown."""
    questionnaire = edition.questionnaire
    scores = {item: score for score in questionnaire.scores[::-1] for item in score.items}
    for item in questionnaire.items.values():
        own, points = edition.own(item.id, "agree"), edition.own(item.id)
        if own is None or not item.question.scale:
            continue
        score = scores.get(item.id)
        problem = bool(score and item.id in score.reversed)
        good = 100 - own.figure.value if problem else own.figure.value
        if edition.rough and points:
            good = points.figure.value
        nation = edition.beside("nation", item.id, "agree")
        yield Statement(item, score, own, nation, problem, good)


def _choose(ordered: Sequence[Statement]) -> list[Statement]:
    """Take the first, but no second one of a grid while one of another is near."""
    chosen, left = list[Statement](), list(ordered)
    while left and len(chosen) < MOST:
        grids = {statement.grid for statement in chosen}
        first = left[0]
        others = (
            each for each in left if each.grid not in grids and abs(each.good - first.good) <= NEAR
        )
        taken = next(others, first) if first.grid in grids else first
        chosen.append(taken)
        left.remove(taken)
    return chosen
