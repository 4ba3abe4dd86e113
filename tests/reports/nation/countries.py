"""Countries made by hand: organisations with one score each, and what is told of their types,
regions and England."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from portal.disclosure import figures, levels
from portal.disclosure.answered import Numbers, Part
from portal.disclosure.cells import NATION, Cell, Level
from portal.reports.edition import keyed
from portal.reports.nation.country import Country, Member
from tests.reports import editions

ABOUT = "wellbeing"
TYPES = ("shire county", "London borough", "NHS trust")
REGIONS = ("East Midlands", "London", "North West")


@dataclass(frozen=True)
class Employer:
    """``mean``: of its people's scores, exactly."""

    code: str
    type: str
    region: str
    answers: int
    mean: Fraction


def drawn(seed: int) -> list[Employer]:
    """Draw organisations of all sizes: boroughs are in London, as in life, and little else is."""
    draw = random.Random(seed)
    return [
        Employer(
            f"o{number}",
            type_ := draw.choice(TYPES),
            "London" if type_ == "London borough" else draw.choice((*REGIONS[::2], *REGIONS)),
            max(20, round(draw.lognormvariate(4, 0.9))),
            Fraction(draw.randint(300, 900), 10),
        )
        for number in range(draw.randint(6, 24))
    ]


def alike(types: Sequence[str], answers: int = 40, mean: int = 60) -> list[Employer]:
    """Make an organisation of each of these types, all in London."""
    return [Employer(f"o{n}", t, "London", answers, Fraction(mean)) for n, t in enumerate(types)]


def country(employers: Sequence[Employer]) -> Country:
    """Release what the count does of one score."""
    own = {each.code: _cell("organisation", each.code, [each]) for each in employers}
    above = [*_levels(employers)]
    england = editions.edition(england={}, scores={})
    nation = [replace(cell, level="organisation") for cell in above if cell.level == "nation"]
    others = {code: {ABOUT: cell} for code, cell in own.items()}
    cells = keyed((*nation, *(c for c in england.cells.values() if c.measure == "spread")))
    edition = replace(england, code=NATION, name=NATION, region="", cells=cells, others=others)
    members = tuple(
        Member(e.code, e.code.title(), e.type, e.region, letters(e.answers)) for e in employers
    )
    return Country((edition,), members, above)


def letters(answers: int, invited: int = 0) -> Numbers:
    """Return what is told in the end where so many answered by letter."""
    return Numbers(Part(invited or 2 * answers, answers)).in_the_end()


def _levels(employers: Sequence[Employer]) -> Iterator[Cell]:
    groups = defaultdict[tuple[Level, str], list[Employer]](list)
    for each in employers:
        groups["type", each.type].append(each)
        groups["region", each.region].append(each)
        groups["nation", NATION].append(each)
    for (level, name), members in groups.items():
        if levels.compares([each.answers for each in members]):
            yield _cell(level, name, members)


def _cell(level: Level, name: str, members: Sequence[Employer]) -> Cell:
    answers = sum(each.answers for each in members)
    mean = sum(each.mean * each.answers for each in members) / answers
    figure = figures.told(mean, answers)
    assert figure
    return Cell(level, name, ABOUT, "score", figure, answers, answers)
