"""What remains of opened ballots: responses that lead to nobody, comments apart, facts tallied."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeAlias

from portal.disclosure import audit, blanking, facts, spoken
from portal.disclosure import release as releasing
from portal.disclosure.blanking import Ended
from portal.disclosure.release import Terms
from portal.disclosure.sizes import Attributes
from portal.disclosure.tally import Person
from portal.errors import CountRefused
from portal.pointing.pointers import pointers
from portal.services.lifecycle.ballots import Opened
from portal.services.reports import released
from portal.store.db import Table
from portal.store.results import Comment, FactShare, ReleasedCells, Response
from portal.survey import telling
from portal.survey.packing import pack
from portal.survey.questionnaire import Questionnaire

COMMENTS_FROM = 20
"""So many must have answered an invitation in an organisation for its comments to be kept."""
NOBODYS = ""
"""Stands for an organisation where that is not to be told."""
Row: TypeAlias = dict[str, Any]


def kept(
    round_id: bytes, terms: Terms, questionnaire: Questionnaire, opened: Sequence[Opened]
) -> dict[type[Table], list[Row]]:
    """Return what is to be stored, by table: what may be told, decided of whole answers, then what
    is left of single ones.

    Single responses are kept only if the round was planned to. Nothing is kept of organisations in
    which fewer than the threshold answered an invitation, if
    they are fewer all together. A return is its organisation's own statement and is kept whole.
    """
    if questionnaire.named:
        return {Response: [_response(round_id, each, each.organisation) for each in opened]}
    people = [_person(questionnaire, each, terms) for each in opened]
    release = releasing.release(questionnaire, people, terms)
    records = [(person.organisation, *person.values) for person in people]
    by_letter = [person.by_letter for person in people]
    of_others = sum(n for code, n in terms.ended.items() if code not in release.splits)
    ended: Ended = dict[str | None, int](terms.ended) | {None: of_others}
    attributes = blanking.reduce(records, by_letter, terms.k, ended)
    stored = attributes if terms.responses else [None] * len(people)
    if faults := audit.of_people(questionnaire, release.cells, people, stored, terms):
        raise CountRefused(
            f"What is to be released did not pass its audit: {faults[0]} Nothing was changed."
        )
    blank: Attributes = (None,) * (1 + len(questionnaire.breakdowns))
    left = [
        (_reduced(questionnaire, each, kept or blank), kept)
        for each, kept in zip(opened, attributes, strict=True)
    ]
    answered = [(kept, o.choices) for o, kept in zip(opened, attributes, strict=True)]
    told = facts.parted(records, release.splits)
    shares = facts.shares(questionnaire, answered, by_letter, terms.k, ended, told)
    return {
        Response: [_response(round_id, each, kept[0]) for each, kept in left if kept]
        * terms.responses,
        Comment: list(_comments(round_id, questionnaire, [each for each, _ in left], terms)),
        FactShare: _tallied(round_id, shares),
        ReleasedCells: released.rows(round_id, release.cells),
    }


def _person(questionnaire: Questionnaire, ballot: Opened, terms: Terms) -> Person:
    """Count who answered by a way of which it is not told how many did as somebody of an
    organisation of too few, in figures and in what is stored: a figure's ends would tell that
    there is one, and what they said; and so would responses, less the figures."""
    values = tuple(ballot.choices.get(item) for item in questionnaire.breakdowns)
    told = ballot.by_letter or ballot.way not in terms.rough.get(ballot.organisation, ())
    return Person(
        ballot.organisation if told else NOBODYS,
        ballot.by_letter,
        values,
        ballot.choices,
        ballot.scores,
        _words(questionnaire, ballot),
    )


def _words(questionnaire: Questionnaire, ballot: Opened) -> dict[str, set[str]]:
    """Return what was said to each question for single words. What may be a name, or a place, is
    left out: nobody reads these words before they are told."""
    said = defaultdict[str, set[str]](set)
    for item, text in ballot.texts:
        if item in questionnaire.items and questionnaire.items[item].question.type == "words":
            word = spoken.plain(text)
            if word and not _names(word):
                said[item].add(word)
    return said


@lru_cache(maxsize=10_000)  # most words are said by many
def _names(word: str) -> bool:
    return bool(pointers(word))


def _reduced(questionnaire: Questionnaire, ballot: Opened, kept: Attributes) -> Opened:
    """Leave out facts, the breakdowns that were blanked, and all that tells them: what was asked
    because of them, texts included, and scores made of that."""
    values = zip(questionnaire.breakdowns, kept[1:], strict=True)
    blank = frozenset(item for item, value in values if value is None)
    items = telling.gone(questionnaire) | telling.asked_by(questionnaire, blank) | blank
    gone = {key for item in items for key in questionnaire.items[item].keys}
    silent = telling.silent(questionnaire, items)
    return replace(
        ballot,
        choices={key: answer for key, answer in ballot.choices.items() if key not in gone},
        texts=[(key, text) for key, text in ballot.texts if key not in gone],
        scores={key: value for key, value in ballot.scores.items() if key not in silent},
    )


def _response(round_id: bytes, ballot: Opened, organisation: str | None) -> Row:
    return {
        "round": round_id,
        "organisation": organisation,
        "answers": pack(ballot.choices).decode(),
        "scores": pack(ballot.scores).decode(),
    }


def _comments(
    round_id: bytes, questionnaire: Questionnaire, opened: Sequence[Opened], terms: Terms
) -> Iterable[Row]:
    """Keep what was written in comment boxes. Single words, which are told by now, and what stands
    beside “other” are for nobody to read but beside single responses."""
    answered = Counter(ballot.organisation for ballot in opened if ballot.by_letter)
    for ballot in opened:
        ended = terms.ended.get(ballot.organisation, 0)
        if answered[ballot.organisation] - ended >= max(COMMENTS_FROM, terms.k):
            for item, text in ballot.texts:
                if not terms.responses and not _is_box(questionnaire, item):
                    continue
                yield {
                    "round": round_id,
                    "organisation": ballot.organisation,
                    "item": item,
                    "text": text,
                }


def _is_box(questionnaire: Questionnaire, key: str) -> bool:
    return key in questionnaire.items and questionnaire.items[key].question.type == "comment"


def _tallied(round_id: bytes, told: Iterable[facts.Share]) -> list[Row]:
    return [
        {
            "round": round_id,
            "organisation": share.organisation,
            "item": share.item,
            "options": " ".join(share.options),
            "percent": share.percent,
        }
        for share in told
    ]
