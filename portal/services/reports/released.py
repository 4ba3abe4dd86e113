"""What was released of a counted round, and nothing else of it: the scores of an organisation
beside those of its region and of England."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from portal.disclosure import scores
from portal.disclosure.figures import Figure
from portal.disclosure.scores import NATION, Answered, Level, Released
from portal.errors import Conflict, NotFound
from portal.services.figures import tallies
from portal.services.figures.reach import Reach
from portal.services.figures.standing import Standing
from portal.services.rounds.register import RoundInfo
from portal.services.staff.scope import Employer
from portal.store.organisations import Organisation
from portal.store.results import ReleasedScore
from portal.survey import scoring
from portal.survey.questionnaire import Band, Questionnaire, Score

CAREFUL = 50
"""Under so many answers a report begins with a caution."""
Cells: TypeAlias = Mapping[tuple[Level, str, str], Released]
"""By level, name and score."""


@dataclass(frozen=True, slots=True)
class Line:
    """One score: the organisation's own (None: not shown) with its band, and those beside it."""

    score: Score
    own: Released | None
    band: Band | None
    region: Released | None
    nation: Released | None


@dataclass(frozen=True, slots=True)
class Headline:
    """What an organisation is told of a round. ``standing``: who answered, as at the end."""

    round: RoundInfo
    employer: Employer
    region: str
    standing: Standing
    standards: tuple[Line, ...]
    areas: tuple[Line, ...]

    @property
    def shown(self) -> list[Released]:
        """The scores that may be told, in the questionnaire's order."""
        return [line.own for line in (*self.standards, *self.areas) if line.own]

    @property
    def answers(self) -> int:
        return max((each.answers for each in self.shown), default=0)

    @property
    def rough(self) -> bool:
        """Scores are told to the nearest five."""
        return any(each.figure.step > 1 for each in self.shown)

    @property
    def careful(self) -> bool:
        return bool(self.shown) and self.answers < CAREFUL


def rows(
    round_id: bytes,
    people: Sequence[Answered],
    rough: Collection[str],
    ended: Mapping[str, int],
    questionnaire: Questionnaire,
    k: int,
) -> list[dict[str, Any]]:
    """Return what is to be stored of a round at its count. ``rough`` and ``ended`` as in
    ``scores.release``."""
    every = Organisation.select().where(Organisation.code.in_({p.organisation for p in people}))
    places = {row.code: (row.type, row.region) for row in every}
    ids = [score.id for score in questionnaire.scores]
    return [
        {
            "round": round_id,
            "level": each.level,
            "name": each.name,
            "score": each.score,
            **asdict(each.figure),
            "answers": each.answers,
            "or_more": int(each.or_more),
        }
        for each in scores.release(people, places, rough, ended, ids, k)
    ]


def headline(round_: RoundInfo, employer: Employer) -> Headline:
    """Return an organisation's scores. Raises as ``every`` does."""
    released = every(round_)
    region = Organisation.get_by_id(employer.code).region
    cells = {(each.level, each.name, each.score): each for each in released}
    lines = [
        _line(round_.text, score, employer.code, region, cells) for score in round_.text.scores
    ]
    count = tallies.latest(round_).get(employer.code)
    return Headline(
        round=round_,
        employer=employer,
        region=region,
        standing=Standing(count.reach, count.numbers) if count else Standing(Reach()),
        standards=tuple(line for line in lines if line.score.standard),
        areas=tuple(line for line in lines if not line.score.standard),
    )


def every(round_: RoundInfo) -> list[Released]:
    """Return all that was released of a round: organisations by name, then types, regions and
    England; scores in the questionnaire's order. Raises ``NotFound`` for a round of returns, and
    ``Conflict`` until it is counted and its keys are destroyed."""
    if round_.named:
        raise NotFound(f"{round_.title} has no scores: it is a round of returns.")
    if not round_.state.over:
        raise Conflict(f"Scores can be read once {round_.title} has been counted.")
    levels: tuple[Level, ...] = ("organisation", "type", "region", "nation")
    order = [score.id for score in round_.text.scores]
    rows = ReleasedScore.select().where(ReleasedScore.round == round_.id)
    cells = [
        Released(
            row.level,
            row.name,
            row.score,
            Figure(row.value, row.end, row.step),
            row.answers,
            bool(row.or_more),
        )
        for row in rows
    ]
    return sorted(
        cells, key=lambda each: (levels.index(each.level), each.name, order.index(each.score))
    )


def _line(questionnaire: Questionnaire, score: Score, code: str, region: str, cells: Cells) -> Line:
    own = cells.get(("organisation", code, score.id))
    return Line(
        score=score,
        own=own,
        band=scoring.band(questionnaire, Fraction(own.figure.value)) if own else None,
        region=cells.get(("region", region, score.id)),
        nation=cells.get(("nation", NATION, score.id)),
    )
