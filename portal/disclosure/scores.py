"""The scores of organisations, regions, types and the nation: what may be told of them, decided
once, at the count, of whole answers.

An organisation is told a score that ten people have who answered an invitation: whoever hands out
slips or a link may have filled them in, and would know of the others what is left. A region, a type
or the nation is made of four organisations or more, of which none has over half of the answers. An
organisation that is not told a score is in no region's or type's, and in the nation's only if all
such hold ten people together: else the nation's, less the others', would be theirs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from portal.disclosure import figures
from portal.disclosure.answered import STEP
from portal.disclosure.figures import Figure

Level: TypeAlias = Literal["organisation", "type", "region", "nation"]
NATION = "England"
FEWEST_OTHERS = 4
"""Of so many organisations at least a figure of a region, a type or the nation is made."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer's scores. ``by_letter``: it answers an invitation, perhaps a person's second."""

    organisation: str
    by_letter: bool
    scores: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Released:
    """A score that may be told. ``name``: a code, a type or a region. ``answers``: how many people
    have one, or (``or_more``) at least have: down to a whole number of fives."""

    level: Level
    name: str
    score: str
    figure: Figure
    answers: int
    or_more: bool


@dataclass(slots=True)
class _Sum:
    """So many answers have a score; ``invited``: of them, at least so many people's who were
    invited."""

    total: Fraction = Fraction()
    answers: int = 0
    invited: int = 0


def release(
    people: Sequence[Answered],
    places: Mapping[str, tuple[str, str]],
    rough: Collection[str],
    ended: Mapping[str, int],
    scores: Iterable[str],
    k: int,
) -> list[Released]:
    """Return what may be told. ``places``: the type and region of each organisation; ``rough``:
    those whose number of answers is told in fives elsewhere; ``ended``: how many links of letters
    have ended in each, of people who were taken off or whose address was corrected; ``k``: the
    smallest group, ten or more.

    Who was corrected may have answered twice. Whether they did must not show by what is told, so
    every link that has ended is taken to have brought a second answer."""
    sums, every = _sums(people, ended), Counter(person.organisation for person in people)
    released = list[Released]()
    for score in scores:
        own = {code: sums[code, score] for code in places if (code, score) in sums}
        told = {code: each for code, each in own.items() if each.invited >= k}
        for code, each in told.items():
            fives = code in rough or each.answers != every[code]
            released += _told("organisation", code, score, each, k, fives=fives)
        for level, name, members in _groups(own, told, places, k):
            if _compares(members):
                released += _told(level, name, score, _together(members), k)
    return released


def _sums(people: Iterable[Answered], ended: Mapping[str, int]) -> dict[tuple[str, str], _Sum]:
    sums = defaultdict[tuple[str, str], _Sum](_Sum)
    for person in people:
        for score, value in person.scores.items():
            of = sums[person.organisation, score]
            of.total, of.answers = of.total + value, of.answers + 1
            of.invited += person.by_letter
    for (organisation, _), of in sums.items():
        of.invited = max(0, of.invited - ended.get(organisation, 0))
    return sums


def _groups(
    own: Mapping[str, _Sum],
    told: Mapping[str, _Sum],
    places: Mapping[str, tuple[str, str]],
    k: int,
) -> Iterator[tuple[Level, str, Collection[_Sum]]]:
    """Put organisations together by type, by region, and all of them."""
    groups = defaultdict[tuple[Level, str], list[_Sum]](list)
    for code, each in told.items():
        type_, region = places[code]
        groups["type", type_].append(each)
        groups["region", region].append(each)
    for (level, name), members in groups.items():
        yield level, name, members
    yield "nation", NATION, _in_the_nation(own, told, k)


def _compares(members: Collection[_Sum]) -> bool:
    """Say whether these make something to be compared with: several, none of them half of it."""
    answers = [each.answers for each in members]
    return len(answers) >= FEWEST_OTHERS and 2 * max(answers) <= sum(answers)


def _in_the_nation(own: Mapping[str, _Sum], told: Mapping[str, _Sum], k: int) -> Collection[_Sum]:
    others = [each for code, each in own.items() if code not in told]
    return own.values() if sum(each.invited for each in others) >= k else told.values()


def _together(members: Iterable[_Sum]) -> _Sum:
    whole = _Sum()
    for each in members:
        whole.total, whole.answers = whole.total + each.total, whole.answers + each.answers
        whole.invited += each.invited
    return whole


def _told(
    level: Level, name: str, score: str, of: _Sum, k: int, *, fives: bool = True
) -> list[Released]:
    if of.invited < k:
        return []
    figure = figures.told(of.total / of.answers, of.invited)
    answers = of.answers // STEP * STEP if fives else of.answers
    return [Released(level, name, score, figure, answers, fives)] if figure else []
