"""The detailed report of an organisation: all that it is told of a round, ready to be drawn.
Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from portal.disclosure import figures
from portal.disclosure.answered import IN_WORDS
from portal.reports import asked, assessed, bars, lines, linked, splits, trend, verdicts, words
from portal.reports.asked import Answers, Choice, Chosen, Statement
from portal.reports.assessed import Assessed, Assessment
from portal.reports.edition import Edition
from portal.reports.lines import Line
from portal.reports.linked import Linked
from portal.reports.quotes import Quote, Written, by_score
from portal.reports.splits import Split
from portal.reports.trend import Trend
from portal.reports.vocabulary import Vocabulary, vocabularies
from portal.survey.questionnaire import Item, Questionnaire
from portal.survey.wording import filled


@dataclass(frozen=True, slots=True)
class Year:
    """The response in one round. ``length``: of its bar, none where there is no rate."""

    label: str
    said: str
    length: float | None


@dataclass(frozen=True, slots=True)
class Way:
    """The answers that came in one way."""

    title: str
    given: str
    answers: str


@dataclass(frozen=True, slots=True)
class Section:
    """A standard or an area: its score, its statements, what else was asked on its pages, and what
    people wrote about it."""

    line: Line
    statements: tuple[Statement, ...]
    questions: tuple[Choice, ...]
    comments: tuple[Written, ...]

    @property
    def keys(self) -> list[tuple[tuple[str, str, bool], ...]]:
        """The kinds of bars that there are, each once."""
        return list(dict.fromkeys(each.key for each in self.statements if each.parts))


@dataclass(frozen=True, slots=True)
class Detail:
    """``others`` were asked before any statement that a score counts; ``people``: what those who
    answered are; ``comments``: what they wrote that speaks of no score."""

    edition: Edition
    before: Edition | None
    cautions: tuple[str, ...]
    years: tuple[Year, ...]
    ways: tuple[Way, ...]
    sections: tuple[Section, ...]
    others: tuple[Choice, ...]
    splits: tuple[Split, ...]
    trend: Trend | None
    linked: Linked | None
    vocabularies: tuple[Vocabulary, ...]
    assessed: Assessed | None
    people: tuple[Choice, ...]
    comments: tuple[Written, ...]

    @property
    def has_comments(self) -> bool:
        return bool(self.comments) or any(section.comments for section in self.sections)

    @property
    def beside(self) -> tuple[bool, bool]:
        """Whether the region and England are told anything."""
        shown = self.sections
        return any(s.line.region for s in shown), any(s.line.nation for s in shown)


def detail(
    editions: Sequence[Edition],
    assessment: Assessment | None = None,
    quotes: Sequence[Quote] = (),
) -> Detail:
    """Make the report of the first of several editions, newest first, with what the organisation
    says of itself beside it. ``quotes``: what people wrote, as far as it is published."""
    edition, before = editions[0], editions[1] if len(editions) > 1 else None
    written = by_score(edition, quotes) if edition.shown else {}
    sections, others = _sections(edition, before, written) if edition.shown else ((), ())
    return Detail(
        edition=edition,
        before=before,
        cautions=tuple(words.cautions(edition, before)),
        years=tuple(_year(each) for each in editions),
        ways=tuple(_ways(edition)),
        sections=sections,
        others=others,
        splits=tuple(splits.every(edition)) if edition.shown else (),
        trend=trend.draw(editions) if edition.shown else None,
        linked=linked.closest(edition),
        vocabularies=vocabularies(edition),
        assessed=assessed.beside(edition, assessment),
        people=tuple(_people(edition)),
        comments=written.get("", ()),
    )


def _year(edition: Edition) -> Year:
    rate = edition.numbers.rate
    said = words.response(edition) or words.NOT_SHOWN
    return Year(edition.label, said, None if rate is None else bars.length(min(rate, 100)))


def _ways(edition: Edition) -> Iterator[Way]:
    """Name each way in which answers came and that is shown."""
    given = {"letters": "invited by name", "slips": "slips made"}
    for way, title in IN_WORDS.items():
        part = edition.numbers.part(way)
        if part.answers is not None and (part.given or part.answers):
            of = f"{part.given:,} {given[way]}" if way in given else "Not known"
            yield Way(title[0].upper() + title[1:], of, part.said)


def _sections(
    edition: Edition, before: Edition | None, written: Mapping[str, tuple[Written, ...]]
) -> tuple[tuple[Section, ...], tuple[Choice, ...]]:
    questionnaire = edition.questionnaire
    same = verdicts.comparable(before.questionnaire, questionnaire) if before else frozenset()
    answers = Answers(edition, before, same)
    besides, others = _besides(questionnaire)
    sections = (
        _section(answers, line, besides[line.score.id], written.get(line.score.id, ()))
        for line in lines.lines(edition, before)
    )
    return tuple(sections), tuple(_choices(answers, others))


def _section(
    answers: Answers, line: Line, besides: list[Item], written: tuple[Written, ...]
) -> Section:
    items = answers.questionnaire.items
    scored = (
        answers.statement(items[id], problem=id in line.score.reversed, scored=True)
        for id in line.score.items
    )
    others = (
        answers.statement(item, problem=False, scored=False)
        for item in besides
        if _is_statement(item)
    )
    return Section(line, (*scored, *others), tuple(_choices(answers, besides)), written)


def _choices(answers: Answers, items: Sequence[Item]) -> Iterator[Choice]:
    for item in items:
        if choice := answers.choice(item):
            yield choice


def _besides(questionnaire: Questionnaire) -> tuple[Mapping[str, list[Item]], list[Item]]:
    """Find where each item stands that no score counts: below the score of the last item before it,
    or (second) before them all. What people are is told elsewhere."""
    of = {id: score.id for score in questionnaire.scores for id in score.items}
    elsewhere = {*questionnaire.facts, *questionnaire.breakdowns}
    besides, others, last = defaultdict[str, list[Item]](list), list[Item](), ""
    for item in questionnaire.items.values():
        if item.id in of:
            last = of[item.id]
        elif item.id not in elsewhere:
            (besides[last] if last else others).append(item)
    return besides, others


def _is_statement(item: Item) -> bool:
    return any(option.points is not None for option in item.question.options)


def _people(edition: Edition) -> Iterator[Choice]:
    """Say what those who answered are, in the questionnaire's order."""
    for item in edition.questionnaire.items.values():
        shares = [
            (share.options, share.percent) for share in edition.facts if share.item == item.id
        ]
        sizes = [c for c in edition.of("organisation", "size", item.id) if c.name == edition.code]
        if sizes:
            shares = [(cell.group, cell.figure.value) for cell in sizes]
        if shares:
            options = tuple(_share(edition, item, ids, percent) for ids, percent in shares)
            text = filled(item.label, {"organisation": edition.name})
            yield Choice(text, item.question.type == "choices", "", options)


def _share(edition: Edition, item: Item, ids: Sequence[str], percent: int) -> Chosen:
    """Tell a share; one at the end of what is told of so many people may lie beyond it."""
    figure = figures.told(Fraction(percent), max(edition.invited, figures.WHOLE))
    said = figure.said if figure else words.NOT_SHOWN
    label = asked.named(item.question.options, ids)
    return Chosen(label, said, "", bars.length(percent))
