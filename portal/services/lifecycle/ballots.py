"""Open the ballots of a closed round, in memory and without a lock.

Three things that can be wrong are told apart: a ballot that does not open, one that opens and holds
what the questionnaire does not allow, and a fault of our own, which is raised as it is.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.disclosure.answered import Way
from portal.errors import CountRefused
from portal.store.answers import Ballot
from portal.store.rounds import Round
from portal.survey import scoring
from portal.survey.admissible import admissible
from portal.survey.conditions import Answer, Answers
from portal.survey.packing import pack, unpack
from portal.survey.questionnaire import Questionnaire
from portal.survey.transcript import is_text
from portal.vault.opening import Unopenable, open_ballot

BATCH = 200
"""One statement reads so many ballots. No snapshot of the database is held from one to the next, so
that however long it takes, the log can be emptied; whoever writes the result compares the keys."""

WAYS: Mapping[str, Way] = {"invitation": "letters", "again": "letters", "slip": "slips"}
"""How the link of each origin came; any other was forwarded."""


class NotAllowed(Exception):
    """A ballot opened, and its content is not what the questionnaire allows."""


@dataclass(frozen=True, slots=True)
class Opened:
    """It is one ballot's content. ``way``: how its link came; by letter it is perhaps not the
    first of its person; ``texts``: (item or ``<item>__other``, text)."""

    organisation: str
    way: Way
    choices: dict[str, Any]
    texts: list[tuple[str, str]]
    scores: dict[str, str]

    @property
    def by_letter(self) -> bool:
        return self.way == "letters"


@dataclass(slots=True)
class Ballots:
    """They are a round's ballots. ``keys``: of all of them. ``shut`` did not open; ``odd`` did, and
    hold what the questionnaire does not allow."""

    opened: list[Opened] = field(default_factory=list)
    keys: set[bytes] = field(default_factory=set)
    shut: int = 0
    odd: int = 0

    @property
    def failed(self) -> int:
        return self.shut + self.odd


def open_all(of_round: Round, questionnaire: Questionnaire, private_key: bytes) -> Ballots:
    """Open every ballot. Raises ``CountRefused`` for one that does not score as it was sealed."""
    ballots = Ballots()
    for row in _rows(of_round.id):
        ballots.keys.add(row.key)
        try:
            data = open_ballot(private_key, of_round.id, row.sealed)
            ballots.opened.append(_opened(questionnaire, data))
        except Unopenable:
            ballots.shut += 1
        except NotAllowed:
            ballots.odd += 1
    return ballots


def keys_of(round_id: bytes) -> set[bytes]:
    """Return the keys of the ballots that there are now."""
    return {row.key for row in Ballot.select(Ballot.key).where(Ballot.round == round_id)}


def _rows(round_id: bytes) -> Iterator[Ballot]:
    last = b""
    rows = Ballot.select(Ballot.key, Ballot.sealed).order_by(Ballot.key).limit(BATCH)
    while batch := list(rows.where((Ballot.round == round_id) & (Ballot.key > last))):
        yield from batch
        last = batch[-1].key


def _opened(questionnaire: Questionnaire, data: bytes) -> Opened:
    content = _content(questionnaire, data)
    answers: Answers = content["answers"]
    scores = {key: str(value) for key, value in scoring.scores(questionnaire, answers).items()}
    if content["questionnaire"] != questionnaire.sha256 or scores != content["scores"]:
        raise CountRefused("A ballot does not score as it was sealed. Nothing was changed.")
    kept_apart = not questionnaire.named
    texts = {key for key in answers if kept_apart and is_text(questionnaire, key)}
    return Opened(
        organisation=sys.intern(content["organisation"]),
        way=WAYS.get(content["origin"], "forwarded"),
        choices={sys.intern(k): _shared(answers[k]) for k in answers if k not in texts},
        texts=[(sys.intern(k), text) for k in sorted(texts) for text in _each(answers[k])],
        scores={sys.intern(key): sys.intern(value) for key, value in scores.items()},
    )


def _content(questionnaire: Questionnaire, data: bytes) -> dict[str, Any]:
    """Unpack what a respondent's process seals. Raises ``NotAllowed`` for anything else."""
    try:
        content = unpack(data)
        pack(content)  # what is kept of it must be fit to be written
    except (ValueError, RecursionError):
        raise NotAllowed from None
    if not isinstance(content, dict) or not content.keys() >= {"scores", "questionnaire"}:
        raise NotAllowed
    if not all(isinstance(content.get(key), str) for key in ("organisation", "origin")):
        raise NotAllowed
    if not admissible(questionnaire, content.get("answers")):
        raise NotAllowed
    return content


def _each(answer: Answer) -> list[str]:
    return answer if isinstance(answer, list) else [answer]


def _shared(answer: Answer) -> Answer:
    """Keep one text in memory however many chose it: half of what fifty thousand ballots take."""
    return [sys.intern(each) for each in answer] if isinstance(answer, list) else sys.intern(answer)
