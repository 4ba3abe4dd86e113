"""Editions made by hand, of the shipped questionnaire: what an organisation of Northshire's size
could be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cache

from portal.disclosure import figures
from portal.disclosure.answered import Numbers, Part
from portal.disclosure.cells import NATION, STANDARDS, Cell, Level, Measure
from portal.disclosure.figures import Figure
from portal.reports.edition import Edition, keyed
from portal.settings import ROOT
from portal.survey.file import parsing
from portal.survey.questionnaire import Questionnaire

CODE, NAME, REGION = "northshire", "Northshire County Council", "East of England"
SCORES = {
    "framework": 76,
    "workforce": 58,
    "workloads": 49,
    "wellbeing": 66,
    "supervision": 81,
    "cpd": 63,
    "registration": 84,
    "partnerships": 70,
    "contribution": 72,
    "tensions": 37,
    "satisfaction": 64,
    "stay": 69,
}
ENGLAND = dict.fromkeys(SCORES, 65) | {"supervision": 71, "workloads": 56}
GROUPS = (("children",), ("adults", "mental_health", "other", "-"))
PARTS = (
    ("strongly_disagree", "disagree"),
    ("neither",),
    ("agree", "strongly_agree"),
)


@cache
def questionnaire() -> Questionnaire:
    path = ROOT / "questionnaires" / "practitioner" / "2026.1.md"
    return parsing.parse(path.read_text(encoding="utf-8"))


def edition(
    base: int = 34,
    invited: int = 61,
    scores: Mapping[str, int] = SCORES,
    england: Mapping[str, int] | None = None,
    year: int = 2026,
    others: int = 0,
    split: bool = False,
) -> Edition:
    """Northshire's, of so many answers (``base``) by letter. ``scores``: those that are told;
    ``others``: so many organisations of forty answers beside it, half of them in its region;
    ``split``: it is split by service."""
    nation = ENGLAND if england is None else england
    cells = [
        *_level("organisation", CODE, scores, base),
        *_level("region", REGION, nation, 900),
        *_level("nation", NATION, nation, 9000),
        *_items(base),
        *(_spread(about) for about in (*nation, STANDARDS)),
        *(_split(scores, base) if split else ()),
    ]
    rivals = {
        f"o{number}": {
            cell.about: cell
            for cell in _level(
                "organisation",
                f"o{number}",
                {about: 40 + number * 50 // max(others, 1) for about in SCORES},
                40,
            )
        }
        for number in range(others)
    }
    mine = {
        cell.about: cell
        for cell in cells
        if cell.name == CODE and cell.about in scores and not cell.split
    }
    return Edition(
        round_code=str(year),
        title=f"Social Work Health Check {year}",
        label=str(year),
        opened=date(year, 10, 5),
        closed=date(year, 11, 6),
        counted=date(year, 11, 7),
        questionnaire=questionnaire(),
        code=CODE,
        name=NAME,
        region=REGION,
        numbers=Numbers(Part(invited, base if base >= 10 else None), Part().hidden, Part().hidden),
        cells=keyed(cells),
        others={**rivals, **({CODE: mine} if mine else {})},
        regions={CODE: REGION} | {f"o{n}": REGION if n % 2 else "London" for n in range(others)},
    )


def cell(
    level: Level, name: str, about: str, measure: Measure, percent: Fraction | int, base: int
) -> Cell | None:
    figure = figures.told(Fraction(percent), base, 10 if measure == "agree" else 5)
    return figure and Cell(level, name, about, measure, figure, base, base)


def _level(level: Level, name: str, scores: Mapping[str, int], base: int) -> Iterator[Cell]:
    for about, value in scores.items():
        if found := cell(level, name, about, "score", value, base):
            yield found


def _items(base: int) -> Iterator[Cell]:
    """Each statement with another share: the later in the questionnaire, the lower."""
    statements = [item.id for item in questionnaire().items.values() if item.question.scale] + [
        "stay_12_months"
    ]
    for number, id in enumerate(statements):
        agree = 88 - number
        for level, name, size in (
            ("organisation", CODE, base),
            ("region", REGION, 900),
            ("nation", NATION, 9000),
        ):
            measures: dict[Measure, int] = {"score": agree - 5, "agree": agree}
            for measure, value in measures.items():
                if found := cell(level, name, id, measure, value, size):  # type: ignore[arg-type]
                    yield found
            if size >= 20 and id != "stay_12_months":
                shares = (100 - agree) // 2, 100 - agree - (100 - agree) // 2, agree
                for part, share in zip(PARTS, shares, strict=True):
                    figure = figures.told(Fraction(share), size)
                    if figure:
                        yield Cell(level, name, id, "part", figure, size, size, part=part)  # type: ignore[arg-type]


def _spread(about: str) -> Cell:
    return Cell("nation", NATION, about, "spread", Figure(22), 9000, 9000)


def _split(scores: Mapping[str, int], base: int) -> Iterator[Cell]:
    for number, group in enumerate(GROUPS):
        size = base // 2 // 5 * 5
        yield Cell(
            "organisation", CODE, "service", "size", Figure(50), size, size, True, "service", group
        )
        for about, value in scores.items():
            figure = figures.told(Fraction(value + (8 if number else -8)), size)
            if figure:
                yield Cell(
                    "organisation", CODE, about, "score", figure, size, size, True, "service", group
                )
