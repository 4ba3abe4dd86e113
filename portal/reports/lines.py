"""The scores of an organisation, a line each: its own, its last one, and those beside it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from portal.disclosure.cells import Cell
from portal.reports import verdicts, words
from portal.reports.edition import Edition
from portal.survey import scoring
from portal.survey.questionnaire import Band, Score


@dataclass(frozen=True, slots=True)
class Line:
    """One score. ``last``: the year before's, None also where it cannot be compared (``reworded``
    says whether that is why); ``apart``: by how much it has clearly changed, 0 where it has not;
    ``from_region``, ``from_nation``: by how much it is clearly above them (below: negative)."""

    score: Score
    own: Cell | None
    band: Band | None
    change: str
    last: Cell | None
    reworded: bool
    apart: int
    region: Cell | None
    from_region: int
    nation: Cell | None
    from_nation: int

    @property
    def title(self) -> str:
        return titled(self.score)

    @property
    def numbered(self) -> str:
        return numbered(self.score)

    @property
    def height(self) -> tuple[int, int]:
        """Where it stands among others, by what is shown: “20 or less” is below 20."""
        return height(self.own) if self.own else (0, 0)


def lines(edition: Edition, before: Edition | None) -> tuple[Line, ...]:
    """Return all scores in the questionnaire's order, those too that are not shown."""
    same = (
        verdicts.comparable(before.questionnaire, edition.questionnaire) if before else frozenset()
    )
    return tuple(_line(edition, before, score, same) for score in edition.questionnaire.scores)


def titled(score: Score) -> str:
    """Name a score; of one that is made of problems it must be said which end is good."""
    return score.title + " (higher is better)" * (score.reversed == frozenset(score.items))


def numbered(score: Score) -> str:
    """Name a score in a list of all: “5. Supervision”."""
    return f"{score.standard}. {titled(score)}" if score.standard else titled(score)


def height(cell: Cell) -> tuple[int, int]:
    """Put a figure in order among others."""
    return cell.figure.value, {"or less": -1, "": 0, "or more": 1}[cell.figure.end]


def _line(edition: Edition, before: Edition | None, score: Score, same: frozenset[str]) -> Line:
    own = edition.own(score.id)
    last = before.own(score.id) if before and score.id in same else None
    region, nation = edition.beside("region", score.id), edition.beside("nation", score.id)
    bands, spread = edition.questionnaire, verdicts.spread(edition, score.id)

    def apart(other: Cell | None) -> int:
        return verdicts.difference(own, other, spread) if own and other else 0

    return Line(
        score=score,
        own=own,
        band=scoring.band(bands, Fraction(own.figure.value)) if own else None,
        change=words.change(edition, before, score.id),
        last=last,
        reworded=before is not None and score.id not in same,
        apart=apart(last),
        region=region,
        from_region=apart(region),
        nation=nation,
        from_nation=apart(nation),
    )
