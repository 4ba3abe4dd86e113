"""What is released of a round, decided once, at the count, of whole answers.

The rules have their numbers in ``docs/disclosure.md``; 1 and 2 are held here.

An organisation is told a figure that ten people are behind who answered an invitation: whoever
hands out slips or links may have filled them in, and would know of the others what is left. Split
by service or by role, a figure is told if every group holds ten.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from portal.disclosure import beside, crossing, groups, levels, moments, spoken
from portal.disclosure.answered import STEP, Way
from portal.disclosure.beside import Told
from portal.disclosure.cells import Cell
from portal.disclosure.figures import Figure, down
from portal.disclosure.groups import Split
from portal.disclosure.levels import Places
from portal.disclosure.sizes import Attributes
from portal.disclosure.statements import Shown, Subject, leaving, subjects
from portal.disclosure.tally import Counting, Given, Person, Tally, count, merged
from portal.survey.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class Terms:
    """What a release goes by. ``places``: the type and region of each organisation; ``rough``:
    those whose number of answers is told in fives elsewhere, with the ways of answering of which it
    is not told how many did; ``ended``: how many links of letters
    have ended in each; ``k``: the smallest group, ten or more; ``responses``: single ones are kept,
    so that people are split in one way only."""

    places: Places
    k: int
    rough: Mapping[str, Collection[Way]] = field(default_factory=dict)
    ended: Mapping[str, int] = field(default_factory=dict)
    responses: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """``cells``: all that may be told. ``splits``: how the people of each organisation are split
    that is told anything: by what they said to the breakdowns, the number of their group in each
    split."""

    cells: list[Cell]
    splits: Mapping[str, Mapping[Attributes, tuple[int, ...]]]


def release(questionnaire: Questionnaire, people: Sequence[Person], terms: Terms) -> Release:
    """Decide what may be told."""
    asked, cells = subjects(questionnaire), list[Cell]()
    parts = [_Part(code, atoms, questionnaire, terms) for code, atoms in count(people).items()]
    reported = [part for part in parts if part.told]
    for part in reported:
        cells += part.cells(asked)
    counted = parts if _enough(parts, terms) else reported
    own = {part.code: part.tally for part in counted}
    cells += spoken.cells(people, {part.code for part in reported}, terms.ended, terms.k)
    sums = moments.moments(questionnaire, people)
    shown = {(cell.name, cell.about) for cell in cells if cell.measure == "score"}
    for subject in asked:
        given = {code: each for code in own if (each := subject.given(own[code]))}
        cells += levels.of_subject(subject, given, terms.places, terms.k)
    cells += levels.of_moments(sums, shown, terms.places)
    return Release(cells, {part.code: part.numbers for part in reported})


def _enough(parts: Iterable[_Part], terms: Terms) -> bool:
    """Say whether organisations that are told nothing hold enough together. Else no record is of
    them, and England's figures, less records, would be theirs."""
    told = {part.code for part in parts if part.told}
    ended = sum(number for code, number in terms.ended.items() if code not in told)
    return sum(p.whole.invited for p in parts if p.code not in told) - ended >= terms.k


@dataclass(frozen=True)
class _Part:
    """One organisation, by those who said the same to all breakdowns (``atoms``)."""

    code: str
    atoms: Mapping[Attributes, Counting]
    questionnaire: Questionnaire
    terms: Terms

    @cached_property
    def ended(self) -> int:
        return self.terms.ended.get(self.code, 0)

    @cached_property
    def k(self) -> int:
        """So many answers to invitations are of enough people, whoever answered twice."""
        return self.terms.k + self.ended

    @cached_property
    def whole(self) -> Counting:
        return merged(self.atoms.values())

    @cached_property
    def tally(self) -> Tally:
        return self.whole.tally(self.ended)

    @property
    def told(self) -> bool:
        return self.whole.invited >= self.k

    @cached_property
    def splits(self) -> tuple[Split, ...]:
        most = 1 if self.terms.responses else groups.MOST
        return groups.splits(self.questionnaire, self.atoms, self.k, most)

    @property
    def numbers(self) -> dict[Attributes, tuple[int, ...]]:
        """Return the number of the group in each split for each combination."""
        return {
            values: tuple(
                next(n for n, group in enumerate(split.groups) if atom in group)
                for split in self.splits
            )
            for atom, values in enumerate(self.atoms)
        }

    def cells(self, asked: Sequence[Subject]) -> Iterator[Cell]:
        """Tell of everybody, then of the groups of each split."""
        for subject in asked:
            given = subject.given(self.tally)
            if given and subject.base(given).invited >= self.terms.k:
                for shown in self._shown(subject, given):
                    yield self._whole(subject, shown, subject.base(given))
        splits = [_Grouped(self, split) for split in self.splits if split.splits]
        for split in splits:
            yield from split.sizes()
        for subject in asked:
            if able := self._that_split(subject, splits):
                yield from self._of_groups(subject, able)

    def _shown(self, subject: Subject, given: Given) -> list[Shown]:
        return subject.shown(given, self.terms.k, leaves=subject.id in self._leaving)

    @cached_property
    def _leaving(self) -> frozenset[str]:
        return leaving(self.questionnaire, self.tally, self.terms.k)

    def _of_groups(self, subject: Subject, able: Sequence[_Grouped]) -> Iterator[Cell]:
        if given := subject.given(self.tally):
            whole = Told(given, self._shown(subject, given))
            told = beside.parted(subject, whole, [split.told(subject) for split in able])
            for split, of_groups in zip(able, told, strict=False):
                yield from split.cells(subject, of_groups)

    def _whole(self, subject: Subject, shown: Shown, base: Given) -> Cell:
        """How many have a score is told whole only where everybody has one and that number is told
        whole elsewhere; of a statement always in fives: nobody is to be told that nobody skipped
        it."""
        rough = self.code in self.terms.rough
        answers = base.invited if rough else base.answers
        fives = rough or subject.item is not None or answers != self.whole.people
        return Cell(
            level="organisation",
            name=self.code,
            about=subject.id,
            measure=shown.measure,
            figure=shown.figure,
            answers=down(answers) if fives else answers,
            invited=down(base.invited) if fives else base.invited,
            or_more=fives,
            part=shown.part,
        )

    def _that_split(self, subject: Subject, splits: Sequence[_Grouped]) -> list[_Grouped]:
        """Return by which splits a figure may be told. For one question the people are those who
        answered it: the later split goes if a union of its groups differs by a few of them."""
        able = [split for split in splits if split.holds(subject)]
        if len(able) > 1 and crossing.few(self._inside(subject, able), self.k):
            return able[:1]
        return able

    def _inside(self, subject: Subject, two: Sequence[_Grouped]) -> list[list[crossing.Part]]:
        one, other = (each.split.groups for each in two)
        return [
            [self._both(subject, frozenset(cell).intersection(group)) for group in other]
            for cell in one
        ]

    def _both(self, subject: Subject, atoms: Collection[int]) -> crossing.Part:
        bases = [self._bases[atom].get(subject.id, (0, 0)) for atom in atoms]
        return sum(invited for invited, _ in bases), sum(people for _, people in bases)

    @cached_property
    def _bases(self) -> list[dict[str, crossing.Part]]:
        """Return for each combination how many answered each question."""
        asked = subjects(self.questionnaire)
        return [
            {
                subject.id: (sum(base.letters.values()), base.answers)
                for subject in asked
                if (given := subject.given(tally)) and (base := subject.base(given))
            }
            for tally in (atom.tally() for atom in self.atoms.values())
        ]


class _Grouped:
    """An organisation's people in the groups of one split."""

    def __init__(self, part: _Part, split: Split) -> None:
        self.part, self.split = part, split
        atoms = list(part.atoms.values())
        self._counts = [merged(atoms[n] for n in group) for group in split.groups]
        self._tallies = [each.tally(part.ended) for each in self._counts]
        k = part.terms.k
        self._leaving = [leaving(part.questionnaire, tally, k) for tally in self._tallies]

    def sizes(self) -> Iterator[Cell]:
        """Tell how large the groups are, to fives: their shares must not tell it more closely."""
        rough = self.part.code in self.part.terms.rough
        for name, each in zip(self.split.names, self._counts, strict=True):
            people = each.invited if rough else each.people
            invited = max(0, each.invited - self.part.ended)
            whole = self.part.whole.invited if rough else self.part.whole.people
            share = (200 * people + 5 * whole) // (10 * whole) * STEP
            yield self._cell(
                self.split.breakdown,
                Shown("size", Figure(share, "", STEP)),
                name,
                (people, invited),
            )

    def holds(self, subject: Subject) -> bool:
        """Say whether every group has enough who answered."""
        given = [subject.given(tally) for tally in self._tallies]
        return all(each and subject.base(each).invited >= self.part.terms.k for each in given)

    def told(self, subject: Subject) -> list[Told]:
        """Return what each group is told by itself."""
        k = self.part.terms.k
        return [
            Told(given, subject.shown(given, k, leaves=subject.id in leaves))
            for tally, leaves in zip(self._tallies, self._leaving, strict=True)
            if (given := subject.given(tally))
        ]

    def cells(self, subject: Subject, told: Sequence[Told]) -> Iterator[Cell]:
        rough = self.part.code in self.part.terms.rough
        for name, (given, shown) in zip(self.split.names, told, strict=True):
            base = given.invited if rough else given.answers
            for each in shown:
                yield self._cell(subject.id, each, name, (base, given.invited))

    def _cell(self, about: str, shown: Shown, name: tuple[str, ...], base: tuple[int, int]) -> Cell:
        answers, invited = base
        return Cell(
            level="organisation",
            name=self.part.code,
            about=about,
            measure=shown.measure,
            figure=shown.figure,
            answers=down(answers),
            invited=down(invited),
            or_more=True,
            split=self.split.breakdown,
            group=name,
        )
