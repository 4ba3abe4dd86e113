"""What may be told of one statement, score or question: which figures, and how precisely. Rule 7.

Of ten to nineteen people a mean to the nearest five and how many of ten agree; from twenty, whole
per cents, and three parts if each holds five people; from a hundred, all options if each does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from portal.disclosure import exclusion, figures
from portal.disclosure.answered import STEP
from portal.disclosure.cells import Measure
from portal.disclosure.exclusion import Scale
from portal.disclosure.figures import WHOLE, Figure
from portal.disclosure.sizes import Size, split
from portal.disclosure.tally import ANSWERED, Given, Tally
from portal.survey import scoring
from portal.survey.questionnaire import Item, Questionnaire

IN_A_PART = 5
"""So many people hold a part of the answers at least."""
CLOSE = 50
"""Of fewer people a score is told so closely that one of its statements could be worked out."""
ALL_PARTS = 100
"""From so many on each option may be a part."""
TENTH = 10


class Shown(NamedTuple):
    """A figure, and what it is of. ``part``: ids of options."""

    measure: Measure
    figure: Figure
    part: tuple[str, ...] = ()


_exact = cache(Fraction)  # few are different


@dataclass(frozen=True, slots=True)
class Subject:
    """What figures are of: a score (then ``item`` is None), a statement that has points, or a
    question that has none. ``turned``: the more people agree the worse it is. ``unnamed``: a
    score has its id already, so that its mean could be mistaken for that."""

    id: str
    item: Item | None = None
    turned: bool = False
    unnamed: bool = False

    def given(self, tally: Tally) -> Given | None:
        """Return what people said to it; None where nobody did."""
        if self.item is None:
            return tally.scores.get(self.id)
        given = tally.answers.get(self.id)
        points = scoring.points(self.item)
        given = given.only(points) if given and points else given
        return given if given and given.every else None

    def base(self, given: Given) -> Given:
        """Leave of several answers of each person how many gave any."""
        several = self.item is not None and self.item.question.type == "choices"
        return given.only([ANSWERED]) if several else given

    def scale(self, given: Given) -> Scale:
        """Return what each answer is worth: of a score, each of its values (``given``)."""
        if self.item is None:
            return exclusion.scale({value: _exact(value) for value in (*given.every, "0", "100")})
        worth = _worth(self.item, turned=self.turned)
        return exclusion.scale(worth, _favourable(self.item, worth))

    def shown(self, given: Given, k: int, *, leaves: bool = False) -> list[Shown]:
        """Return what may be told where enough people answered. ``leaves``: one of a score's
        statements is not told, so that the score less the others would be its few answers: of
        fewer than fifty people it is told to the nearest five."""
        if self.item is None:
            return _of_score(given, rough=leaves and given.invited < CLOSE)
        if not scoring.points(self.item):
            return _of_choice(self.item, given, k)
        told = _of_statement(self.item, given, turned=self.turned)
        return [each for each in told if not (self.unnamed and each.measure == "score")]


def leaving(questionnaire: Questionnaire, tally: Tally, k: int) -> frozenset[str]:
    """Return the scores of which some statement was answered, but by too few to be told."""
    few = {
        item
        for item in {item for score in questionnaire.scores for item in score.items}
        if (given := Subject(item, questionnaire.items[item]).given(tally)) and given.invited < k
    }
    return frozenset(score.id for score in questionnaire.scores if few.intersection(score.items))


def subjects(questionnaire: Questionnaire) -> list[Subject]:
    """List what figures are of: scores, then questions in their order. What people are (facts) and
    which groups they are in is told otherwise."""
    scores = {score.id for score in questionnaire.scores}
    turned = {item for score in questionnaire.scores for item in score.reversed}
    left_out = {*questionnaire.facts, *questionnaire.breakdowns}
    items = [
        Subject(id, item, id in turned, id in scores)
        for id, item in questionnaire.items.items()
        if item.question.options and id not in left_out
    ]
    return [*map(Subject, (score.id for score in questionnaire.scores)), *items]


def _of_score(given: Given, *, rough: bool) -> list[Shown]:
    """Return what may be told of a score of enough people."""
    figure = _mean({value: _exact(value) for value in given.every}, given)
    if figure is None:
        return []
    return [Shown("score", figures.in_fives(figure) if rough else figure)]


def _of_statement(item: Item, given: Given, *, turned: bool) -> list[Shown]:
    """Return what may be told of a statement that enough people gave an opinion on. ``given``: of
    the options that have points; ``turned``: the more they agree the worse it is."""
    worth = _worth(item, turned=turned)
    favourable = _favourable(item, worth)
    told = [Shown("score", figure)] if (figure := _mean(worth, given)) else []
    if 0 < len(favourable) < len(worth):
        agree = given.of(favourable)
        if figure := _share(given, agree, given.slips_of(favourable), TENTH):
            told.append(Shown("agree", figure, ()))
            told += _parts(item, worth, favourable, given)
    return _leaving_room(told, worth, favourable, given)


def _of_choice(item: Item, given: Given, k: int) -> list[Shown]:
    """Return what may be told of a question without points: how many chose each option. Of several
    answers an option shows that enough chose and enough did not; of one, those of too few go
    together, as groups of people do, and with them those that nobody chose."""
    options = [option.id for option in item.question.options]
    if item.question.type == "choices":
        told = [o for o in options if k <= given.of_letters([o]) and _others(given, o) >= k]
        return list(_chose(given, [(option,) for option in told], (ANSWERED,)))
    size = Size([given.letters.get(option, 0) for option in options], k + given.ended)
    kept, pool = split({n: o if given.every.get(o) else None for n, o in enumerate(options)}, size)
    groups = sorted(sorted(group) for group in (*kept, pool) if group)
    named = [tuple(options[n] for n in group) for group in groups if len(groups) > 1]
    return list(_chose(given, named, options))


def _others(given: Given, option: str) -> int:
    """At least so many who answered did not choose it: all links that have ended may be theirs."""
    letters = given.letters
    return letters.get(ANSWERED, 0) - letters.get(option, 0) - given.ended


def _favourable(item: Item, worth: Collection[str]) -> tuple[str, ...]:
    return tuple(o.id for o in item.question.options if o.favourable and o.id in worth)


def _worth(item: Item, *, turned: bool) -> dict[str, Fraction]:
    points = {option: Fraction(value) for option, value in scoring.points(item).items()}
    ends = min(points.values()) + max(points.values())
    return {option: ends - value if turned else value for option, value in points.items()}


def _mean(worth: Mapping[str, Fraction], given: Given) -> Figure | None:
    def total(counts: Mapping[str, int]) -> Fraction:
        return sum((worth[o] * n for o, n in counts.items() if worth[o]), Fraction())

    return _told(given, total(given.every), total(given.slips))


def _parts(
    item: Item, worth: Mapping[str, Fraction], favourable: Sequence[str], given: Given
) -> Iterator[Shown]:
    """Tell every option, or the three of whom disagrees, whom neither, and who agrees; or none."""
    middle = (min(worth.values()) + max(worth.values())) / 2
    order = [option.id for option in item.question.options if option.id in worth]
    neither = tuple(o for o in order if worth[o] == middle and o not in favourable)
    against = tuple(o for o in order if o not in favourable and o not in neither)
    three = (against, neither, tuple(favourable))
    for parts, least in ((tuple((o,) for o in order), ALL_PARTS), (three, WHOLE)):
        if given.invited >= least and all(_holds(given, part) for part in parts):
            shares = [_share(given, given.of(part), given.slips_of(part)) for part in parts]
            if all(shares):
                yield from (
                    Shown("part", f, part) for f, part in zip(shares, parts, strict=True) if f
                )
            return


def _holds(given: Given, part: Sequence[str]) -> bool:
    return bool(part) and given.of_letters(part) >= IN_A_PART


def _leaving_room(
    told: list[Shown], worth: Mapping[str, Fraction], favourable: Sequence[str], given: Given
) -> list[Shown]:
    """Take away what would rule out an answer of somebody else's: the parts, or all. To take away
    less would tell why, and so rule it out all the same."""
    for gone in ((), ("part",)):
        left = [each for each in told if each.measure not in gone]
        if not _rules_out(left, worth, favourable, given):
            return left
    return []


def _rules_out(
    told: Sequence[Shown], worth: Mapping[str, Fraction], favourable: Sequence[str], given: Given
) -> bool:
    by = {each.measure: each.figure for each in told if each.measure != "part"}
    scale, agree = exclusion.scale(worth, favourable), by.get("agree")
    return exclusion.rules_out(
        scale,
        given,
        scale.sums(by.get("score"), given.answers),
        exclusion.counts(agree, given.answers) if agree else None,
        [(frozenset(each.part), given.of(each.part)) for each in told if each.measure == "part"],
    )


def _chose(given: Given, groups: Sequence[tuple[str, ...]], base: Sequence[str]) -> Iterator[Shown]:
    every = given.only(base) if ANSWERED in base else given
    for options in groups:
        if figure := _share(every, given.of(options), given.slips_of(options)):
            yield Shown("chose", figure, options)


def _share(base: Given, number: int, slips: int, rough: int = STEP) -> Figure | None:
    """Tell how many per cent of all so many are, of whom so many are known by their slips."""
    return _told(base, Fraction(100 * number), Fraction(100 * slips), rough)


def _told(base: Given, total: Fraction, slips: Fraction, rough: int = STEP) -> Figure | None:
    """Tell a mean, by what all answers are worth, and the slips of them."""
    number, invited = base.answers, base.invited
    ended = sum(base.letters.values()) - invited
    room = figures.room(slips, number, invited, ended)
    return figures.told(total / number, invited, rough, room)
