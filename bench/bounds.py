"""The attacker by whole numbers: a figure in per cent of a few people is a number of them, and what
is told of all, less what is told of others, is of those who are left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from math import ceil
from typing import TypeAlias

from bench.drawing import Round, is_in
from portal.disclosure import figures
from portal.disclosure.cells import NATION, Cell, Level
from portal.disclosure.tally import Person
from portal.survey import scoring
from tests.disclosure.people import questionnaire

Key: TypeAlias = tuple[Level, str, str, tuple[str, ...]]


@dataclass(slots=True)
class Node:
    """Those who gave an opinion in a group, and how much theirs can be worth together, each from 0
    to ``most``. ``of``: what an insider knows nothing of."""

    people: Sequence[Person]
    worth: Sequence[int]
    low: int
    high: int

    def meets(self, low: int, high: int) -> bool:
        before = self.low, self.high
        self.low, self.high = max(self.low, low), min(self.high, high)
        return before != (self.low, self.high)

    def pinned(self, most: int, ended: int) -> bool:
        """Say whether two whom an insider does not know cannot both have given the least, or the
        most. The insider knows all slips, and of the others so many as links have ended."""
        slips = sum(w for p, w in zip(self.people, self.worth, strict=True) if not p.by_letter)
        letters = sorted(w for p, w in zip(self.people, self.worth, strict=True) if p.by_letter)
        least, rest = sum(letters[:ended]), len(letters) - ended
        greatest = sum(letters[rest:])
        return (
            self.low - slips - least > (rest - 2) * most or self.high - slips - greatest < 2 * most
        )


def excluded(of: Round) -> Iterator[str]:
    """List where an answer is ruled out: by how many agree, or by the mean, of an organisation and
    its groups, beside one another and beside regions, types and England."""
    for item in questionnaire().items.values():
        points = scoring.points(item)
        if points and item.question.scale:
            turned = any(item.id in score.reversed for score in questionnaire().scores)
            steps = {option: int(value) // 25 for option, value in points.items()}
            mean = {option: 4 - n if turned else n for option, n in steps.items()}
            agree = {o.id: int(o.favourable) for o in item.question.options if o.id in points}
            for measure, worth in (("score", mean), ("agree", agree)):
                yield from _ruled_out(of, item.id, measure, worth)


def _ruled_out(of: Round, about: str, measure: str, worth: Mapping[str, int]) -> list[str]:
    most = max(worth.values())
    members = _members(of, about, worth)
    nodes = {
        key: _node(about, key, cell, [p for c in codes for p in members[c]], worth)
        for key, cell, codes in _known(of, about, measure, members)
    }
    sums, equal = list(_sums(nodes)), list(_equal(nodes))
    while any([*(_narrowed(*each) for each in sums), *(_balanced(each) for each in equal)]):
        pass
    return [
        f"{' '.join((name, *group))} {about} {measure}"
        for (level, name, _, group), node in nodes.items()
        if level == "organisation" and node.pinned(most, of.terms.ended.get(name, 0))
    ]


def _members(of: Round, about: str, worth: Collection[str]) -> dict[str, list[Person]]:
    """Return who gave an opinion, in the organisations in which enough did."""
    members = defaultdict[str, list[Person]](list)
    for person in of.people:
        if person.choices.get(about) in worth:
            members[person.organisation].append(person)
    return {
        code: people
        for code, people in members.items()
        if sum(p.by_letter for p in people) - of.terms.ended.get(code, 0) >= of.terms.k
    }


def _is_placed(people: Sequence[Person], ended: int) -> bool:
    """Say whether so much can be told of them that they are in a region."""
    base = sum(person.by_letter for person in people) - ended
    return figures.can_be_told(len(people), base, ended)


def _known(
    of: Round, about: str, measure: str, members: Mapping[str, Sequence[Person]]
) -> Iterator[tuple[Key, Cell | None, Collection[str]]]:
    """List figures with whose they are, and organisations that could have one and do not. England's
    where it is of these alone."""
    told = {
        (cell.level, cell.name, cell.split, cell.group): cell
        for cell in of.cells
        if (cell.about, cell.measure) == (about, measure)
    }
    for code in members:
        yield ("organisation", code, "", ()), told.pop(("organisation", code, "", ()), None), [code]
    placed = [c for c, each in members.items() if _is_placed(each, of.terms.ended.get(c, 0))]
    everybody = {person.organisation for person in of.people} == set(placed)
    for key, cell in told.items():
        if cell.level == "organisation":
            yield key, cell, [cell.name]
        elif cell.level != "nation" or everybody:
            of_it = [c for c in placed if cell.name in (*of.terms.places[c], NATION)]
            yield key, cell, placed if cell.level == "nation" else of_it


def _node(
    about: str, key: Key, cell: Cell | None, members: Sequence[Person], worth: Mapping[str, int]
) -> Node:
    people = [person for person in members if is_in(person, *key[2:])]
    each = [worth[str(person.choices[about])] for person in people]
    whole = len(people) * max(worth.values())
    if cell is None:
        return Node(people, each, 0, whole)
    figure = cell.figure
    low, high = (Fraction(2 * figure.value + end * figure.step, 200) * whole for end in (-1, 1))
    return Node(
        people,
        each,
        0 if figure.end == "or less" else ceil(low),
        whole if figure.end == "or more" else ceil(high) - 1,
    )


def _sums(nodes: Mapping[Key, Node]) -> Iterator[tuple[Node, list[Node]]]:
    """List which are made of which: where the people of the parts are all of the whole's."""
    for (level, name, split, _), whole in nodes.items():
        for by in ("service", "role"):
            parts = [n for (_, of, s, _), n in nodes.items() if (of, s) == (name, by)]
            everybody = sum(len(part.people) for part in parts) == len(whole.people)
            if level == "organisation" and not split and everybody:
                yield whole, parts
        if level != "organisation":
            own = {person.organisation for person in whole.people}
            yield whole, [n for (_, code, s, _), n in nodes.items() if code in own and not s]


Equal: TypeAlias = Sequence[tuple[int, Node]]
"""These come to nothing together, each added (1) or taken away (-1)."""


def _equal(nodes: Mapping[Key, Node]) -> Iterator[Equal]:
    """List regions, types and England less one another: they differ by organisations."""
    own = {
        name: node
        for (level, name, split, _), node in nodes.items()
        if level == "organisation" and not split
    }
    above = [(node, _codes(node)) for (level, *_), node in nodes.items() if level != "organisation"]
    for (one, ours), (other, theirs) in combinations(above, 2):
        yield [
            *((1, one), (-1, other)),
            *((1, own[code]) for code in theirs - ours),
            *((-1, own[code]) for code in ours - theirs),
        ]
    for (whole, every), *parts in product(above, *[above] * 2):
        if len(every) > sum(len(codes) for _, codes in parts) and not parts[0][1] & parts[1][1]:
            left = every - parts[0][1] - parts[1][1]
            if parts[0][1] | parts[1][1] <= every:
                yield [(1, whole), *((-1, n) for n, _ in parts), *((-1, own[c]) for c in left)]


def _codes(node: Node) -> frozenset[str]:
    return frozenset(person.organisation for person in node.people)


def _balanced(equal: Equal) -> bool:
    """Hold each against all others, and say whether that told anything."""
    learnt = False
    for sign, node in equal:
        ends = [(-sign * s * n.low, -sign * s * n.high) for s, n in equal if n is not node]
        learnt |= node.meets(sum(min(each) for each in ends), sum(max(each) for each in ends))
    return learnt


def _narrowed(whole: Node, parts: Sequence[Node]) -> bool:
    """Hold a whole and its parts against each other, and say whether that told anything."""
    low, high = sum(part.low for part in parts), sum(part.high for part in parts)
    learnt = whole.meets(low, high)
    for part in parts:
        learnt |= part.meets(whole.low - (high - part.high), whole.high - (low - part.low))
    return learnt
