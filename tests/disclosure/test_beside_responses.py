"""Whoever holds single responses, in which roles are blanked, and figures of roles finds out each
response's role: two hundred figures are as many equations. So a round has the one or the other."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

from portal.disclosure import release
from portal.disclosure.cells import Cell
from portal.disclosure.tally import Person
from tests.disclosure.people import organisation, questionnaire, terms

ROLE = "role"
Equation = tuple[list[float], float]


def told(people: Sequence[Person], *, responses: bool) -> list[Cell]:
    of = replace(terms(["a"]), responses=responses)
    return release.release(questionnaire(), people, of).cells


def equations(
    people: Sequence[Person], cells: Sequence[Cell], group: tuple[str, ...]
) -> list[Equation]:
    """Say for each figure of a group that its people's answers, less the figure, add up to
    nothing; and how many they are."""
    of_group = [cell for cell in cells if (cell.split, cell.group) == (ROLE, group)]
    made = list[Equation]()
    for cell in of_group:
        if cell.measure == "size":
            row = [0.1] * len(people)
            made.append((row, 0.1 * len(people) * cell.figure.value / 100))
        elif (values := _values(people, cell)) and cell.figure.step == 1:
            made.append(([0.0 if v is None else v - cell.figure.value / 100 for v in values], 0.0))
    return made


def _values(people: Sequence[Person], cell: Cell) -> list[float | None]:
    """Return what each response, which has the answers, contributes to such a figure."""
    item = questionnaire().items.get(cell.about)
    if item is None or cell.about.startswith("reg_"):
        return []
    options = {option.id: option for option in item.question.options}
    values = list[float | None]()
    for person in people:
        option = options.get(str(person.choices.get(cell.about)))
        if option is None or option.points is None:
            values.append(None)
        elif cell.measure == "score":
            values.append(float(option.points) / 100)
        else:
            said = option.favourable if cell.measure == "agree" else option.id in cell.part
            values.append(float(said))
    return values


def least_squares(made: Sequence[Equation], number: int, pull: float = 0.02) -> list[float]:
    """Solve by conjugate gradients, pulled a little towards one half."""

    def normal(x: Sequence[float]) -> list[float]:
        out = [pull * each for each in x]
        for row, _ in made:
            along = sum(a * b for a, b in zip(row, x, strict=True))
            out = [o + along * a for o, a in zip(out, row, strict=True)]
        return out

    right = [pull / 2] * number
    for row, value in made:
        right = [r + value * a for r, a in zip(right, row, strict=True)]
    x, rest = [0.0] * number, right
    way, size = list(rest), sum(r * r for r in rest)
    for _ in range(4 * number):
        if size < 1e-18:
            break
        image = normal(way)
        step = size / sum(a * b for a, b in zip(way, image, strict=True))
        x = [a + step * b for a, b in zip(x, way, strict=True)]
        rest = [a - step * b for a, b in zip(rest, image, strict=True)]
        before, size = size, sum(r * r for r in rest)
        way = [a + size / before * b for a, b in zip(rest, way, strict=True)]
    return x


def guessed(people: Sequence[Person], cells: Sequence[Cell]) -> list[str]:
    """Return who are social workers by the figures, as the attacker works it out; without
    figures everybody is, as most are."""
    groups = [c.group for c in cells if c.split == ROLE and c.measure == "size"]
    if not groups:
        return ["social_worker"] * len(people)
    chances = [least_squares(equations(people, cells, group), len(people)) for group in groups]
    return [
        groups[max(range(len(groups)), key=lambda g, n=n: chances[g][n])][0]
        for n in range(len(people))
    ]


def population(seed: int) -> list[Person]:
    return list(organisation("a", 60, random.Random(seed), skipped=0.0))


def singled_out(people: Sequence[Person], cells: Sequence[Cell]) -> int:
    """Count whose service and role fewer than ten share, and whose role the attacker got right
    against the odds."""
    right = zip(people, guessed(people, cells), strict=True)
    few = Counter(each.values for each in people)
    return sum(
        each.values[1] == role != "social_worker" and few[each.values] < 10 for each, role in right
    )


@pytest.mark.parametrize("seed", range(3))
def test_where_responses_are_kept_their_roles_are_not_found_in_the_figures(seed: int) -> None:
    people = population(seed)
    assert singled_out(people, told(people, responses=True)) == 0


@pytest.mark.parametrize("seed", range(3))
def test_beside_figures_of_roles_they_would_be(seed: int) -> None:
    people = population(seed)
    few = Counter(each.values for each in people)
    small = sum(e.values[1] not in ("social_worker", None) and few[e.values] < 10 for e in people)
    assert small and singled_out(people, told(people, responses=False)) >= 0.9 * small
