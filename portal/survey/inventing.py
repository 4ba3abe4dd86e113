"""Answers of people who do not exist, drawn from a seed, for demonstrations and benchmarks.

Each person has a mood, which colours all they say, and a view of what each score is about. The wish
to stay follows from some of these views, so that what a report says of it is true.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

from portal.survey.answers import final
from portal.survey.conditions import Answer, Answers
from portal.survey.questionnaire import FREE_TEXT, Item, Questionnaire
from portal.survey.scoring import points

SKIPPED = 0.03
"""So many of the questions are skipped, and so many answered by “not applicable”, or “don't
know”."""
FOLLOWS = {"stay": {"supervision": 0.6, "workloads": 0.3}}
"""Views that follow from views of something else, and how closely, by ids of scores."""
MOOD, VIEW, CHANCE = 13.0, 12.0, 18.0
"""By so many points people differ in all they say, in what they say of one thing, and of one item
at a time."""
WORDS = (
    *("busy", "caring", "friendly", "stretched", "supportive", "changing", "committed", "tiring"),
    *("underfunded", "fair", "proud", "bureaucratic", "rewarding", "warm", "pressured", "hopeful"),
)
COMMENTS = (
    "My manager makes time for me, even in a bad week.",
    "We were two people short for most of the winter.",
    "The new duty rota has helped a lot.",
    "Too many forms ask for the same thing.",
    "I would like more time to read and to think.",
    "Things are better than they were a year ago.",
    "Good people leave, and it takes months to replace them.",
    "Hot-desking makes it hard to talk in private.",
    "I feel trusted to do my job.",
    "Court work comes on top of everything else.",
)
COMMENTING = 0.07


@dataclass(frozen=True, slots=True)
class Workplace:
    """How it is to work somewhere. ``level``: how good what each score is about is, 0-100;
    ``apart``: by item, by how many points it is better than that; ``makeup``: of each breakdown,
    how many there are of each option, and under "" of those who do not say; ``better``: by option,
    by how many points its people find everything better."""

    level: Mapping[str, float]
    apart: Mapping[str, float] = field(default_factory=dict)
    makeup: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    better: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Asked:
    """``steps``: options with points, the worst first; ``beside``: those without."""

    item: Item
    score: str
    steps: tuple[str, ...]
    beside: tuple[str, ...]


def average(questionnaire: Questionnaire, draw: Random) -> Workplace:
    """Invent how it is to work in the whole country."""
    level = {
        score.id: draw.uniform(30, 45) if score.reversed else draw.uniform(45, 72)
        for score in questionnaire.scores
    }
    return Workplace(level, {id: draw.gauss(0, 7) for id in questionnaire.items})


def workplace(questionnaire: Questionnaire, draw: Random, like: Workplace) -> Workplace:
    """Invent a workplace that differs from another (``like``) by some points."""
    breakdowns = [questionnaire.items[id] for id in questionnaire.breakdowns]
    whole = draw.gauss(0, 4)
    return Workplace(
        level={score: level + whole + draw.gauss(0, 4) for score, level in like.level.items()},
        apart={item: points + draw.gauss(0, 3) for item, points in like.apart.items()},
        makeup={item.id: _makeup(item, draw) for item in breakdowns},
        better={o.id: draw.gauss(0, 3) for item in breakdowns for o in item.question.options},
    )


def answers(questionnaire: Questionnaire, at: Workplace, draw: Random) -> Answers:
    """Invent all that somebody answers who works there."""
    said = dict[str, Answer]()
    for breakdown, makeup in at.makeup.items():
        if option := draw.choices(list(makeup), list(makeup.values()))[0]:
            said[breakdown] = option
    mood = draw.gauss(0, MOOD) + sum(at.better.get(str(option), 0) for option in said.values())
    views = _views(questionnaire, draw)
    usual = sum(at.level.values()) / max(1, len(at.level))
    for asked in _plan(questionnaire):
        if draw.random() >= SKIPPED:
            centre = at.level.get(asked.score, usual) + at.apart.get(asked.item.id, 0)
            centre += mood + views.get(asked.score, 0)
            said.update(_said(asked, centre, draw))
    return final(questionnaire, said)


@lru_cache(maxsize=8)
def _plan(questionnaire: Questionnaire) -> tuple[_Asked, ...]:
    """List what is asked but breakdowns, with the score that each item is of."""
    of = {item: score for score in questionnaire.scores for item in score.items}
    return tuple(
        _asked(item, of[id].id if id in of else "", turned=id in of and id in of[id].reversed)
        for id, item in questionnaire.items.items()
        if id not in questionnaire.breakdowns
    )


def _asked(item: Item, score: str, *, turned: bool) -> _Asked:
    worth = points(item)
    steps = sorted(worth, key=worth.__getitem__, reverse=turned)
    beside = [option.id for option in item.question.options if option.id not in worth]
    return _Asked(item, score, tuple(steps), tuple(beside))


def _views(questionnaire: Questionnaire, draw: Random) -> dict[str, float]:
    views = {score.id: draw.gauss(0, VIEW) for score in questionnaire.scores}
    for score, causes in FOLLOWS.items():
        if score in views:
            led = sum(weight * views.get(cause, 0) for cause, weight in causes.items())
            views[score] = 0.7 * views[score] + led
    return views


def _makeup(item: Item, draw: Random) -> dict[str, float]:
    """The first options are the largest; a few people say nothing."""
    options = [option.id for option in item.question.options]
    return {id: draw.uniform(0.7, 1.3) * 0.4**n for n, id in enumerate(options)} | {"": 0.06}


def _said(asked: _Asked, centre: float, draw: Random) -> Iterator[tuple[str, Answer]]:
    question = asked.item.question
    if asked.steps and question.type != "choices":
        if asked.beside and draw.random() < SKIPPED:
            yield asked.item.id, draw.choice(asked.beside)
            return
        last = len(asked.steps) - 1
        step = round((centre + draw.gauss(0, CHANCE)) / 100 * last)
        yield asked.item.id, asked.steps[min(max(step, 0), last)]
    elif question.options:
        yield asked.item.id, _chosen(asked, draw)
    elif question.type in FREE_TEXT and (text := _text(question.type, draw)):
        yield asked.item.id, text


def _chosen(asked: _Asked, draw: Random) -> Answer:
    question = asked.item.question
    if question.type != "choices":
        return draw.choice(asked.beside)
    alone = [option.id for option in question.options if option.alone]
    several = [option.id for option in question.options if not option.alone]
    chosen = [id for id in several if draw.random() < 0.35][: question.most]
    return chosen or [draw.choice(alone or several)]


def _text(type: str, draw: Random) -> Answer | None:
    if type == "words":
        return _words(draw) if draw.random() < 0.7 else None
    return draw.choice(COMMENTS) if draw.random() < COMMENTING else None


def _words(draw: Random) -> list[str]:
    """Draw up to three words, the first of all most often."""
    places = draw.sample(range(len(WORDS)), 3)
    return sorted({WORDS[place * place // len(WORDS)] for place in places})
